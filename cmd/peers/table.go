package main

import (
	"fmt"
	"io"
	"strings"

	"matn/clean/eval"
)

// columns of the table, after the name.
var columns = []struct {
	head, measure string
	percent       bool
}{
	{"word F1", eval.WordF1, false}, {"site F1", eval.SiteWordF1, false}, {"shingle F1", eval.ShingleF1, false},
	{"exact", eval.Exact, true}, {"with", eval.WithRate, true}, {"without", eval.WithoutRate, true},
	{"leaked lines", eval.LeakedLines, false}, {"title", eval.TitleRight, true}, {"title on page", eval.TitleOnPage, true},
	{"date", eval.DateRight, true}, {"date on page", eval.DateOnPage, true}, {"date invented", eval.DateInvented, true},
	{"author", eval.AuthorRight, true}, {"author on page", eval.AuthorOnPage, true}, {"language", eval.LanguageRight, true},
	{"failed", eval.Failed, true},
}

// writeTable prints one set: a row an extractor, html.Parse alone last.
func writeTable(w io.Writer, set, kind string, rows []row) error {
	name := set
	if kind != "" {
		name += ", " + kind
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n**%s**, %d pages\n\n|  |", name, rows[0].report.All.Pages)
	for _, c := range columns {
		fmt.Fprintf(&b, " %s |", c.head)
	}
	b.WriteString(" ms/page | x parse | allocs/page | KB/page |\n|---|" + strings.Repeat("---:|", len(columns)+4) + "\n")
	for _, r := range rows {
		r.write(&b)
	}
	if c := rows[0].cost; c.Pages > 0 {
		fmt.Fprintf(&b, "| html.Parse alone |%s %.2f | 1.00 | %.0f | %.0f |\n", strings.Repeat(" |", len(columns)), c.ParseMs, c.ParseAllocs, c.ParseBytes/1000)
		fmt.Fprintf(&b, "\nCost: processor time and allocations on %d pages of %.0f KB on average, least of %d runs.\n", c.Pages, c.PageBytes/1000, c.Runs)
	}
	for _, r := range rows {
		if r.panics+r.timeouts > 0 {
			fmt.Fprintf(&b, "%s: %d panics, %d pages out of time.\n", r.name, r.panics, r.timeouts)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r row) write(b *strings.Builder) {
	fmt.Fprintf(b, "| %s |", r.name)
	for _, c := range columns {
		v, known := r.report.All.Value(c.measure)
		switch {
		case !known:
			b.WriteString(" – |")
		case c.percent:
			fmt.Fprintf(b, " %.1f%% |", 100*v)
		case c.measure == eval.LeakedLines:
			fmt.Fprintf(b, " %.2f |", v)
		default:
			fmt.Fprintf(b, " %.3f |", v)
		}
	}
	if r.cost.Pages == 0 {
		b.WriteString(" – | – | – | – |\n")
		return
	}
	fmt.Fprintf(b, " %.2f | %.2f | %.0f | %.0f |\n", r.cost.MsPerPage, r.cost.Ratio, r.cost.Allocs, r.cost.AllocBytes/1000)
}
