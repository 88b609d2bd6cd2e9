package eval

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// column is a measure as a table shows it.
type column struct {
	head, measure string
	percent       bool
}

var bodyColumns = []column{
	{"P", WordPrecision, false}, {"R", WordRecall, false}, {"F1", WordF1, false}, {"site F1", SiteWordF1, false},
	{"shingle", ShingleF1, false}, {"exact", Exact, true}, {"line F1", LineF1, false},
	{"with", WithRate, true}, {"without", WithoutRate, true}, {"leaked", LeakedLines, false},
	{"known", ChromeKnown, true}, {"lost", KeptLost, false}, {"ceiling", RepeatsCeiling, false},
	{"oracle", OracleF1, false}, {"flips", OracleFlipsF1, false},
}

var fieldColumns = []column{
	{"title", TitleRight, true}, {"exact", TitleExact, true}, {"on page", TitleOnPage, true},
	{"date", DateRight, true}, {"on page", DateOnPage, true}, {"or change", DateOrChange, true}, {"invented", DateInvented, true},
	{"author", AuthorRight, true}, {"on page", AuthorOnPage, true}, {"invented", AuthorInvented, true},
	{"language", LanguageRight, true}, {"direction", DirectionRight, true},
	{"no article", NoArticle, true}, {"failed", Failed, true},
}

// minGroup and maxGroups keep the table short: smaller groups, and those beyond,
// stand in the JSON only.
const (
	minGroup  = 3
	maxGroups = 12
)

// WriteTable prints a report for people: the body by group, then the fields,
// then the cost.
func (r *SetReport) WriteTable(w io.Writer) error {
	p := &printer{w: w}
	p.printf("%s, %s (%s): %d pages\n\n", r.Set, r.Extractor, r.Mode, r.All.Pages)
	rows := r.rows()
	p.table(rows, withValues(rows, bodyColumns))
	p.printf("\n")
	all := rows[:1]
	p.table(all, withValues(all, fieldColumns))
	p.table(counts(all), withValues(all, fieldColumns))
	p.notes(r)
	return p.err
}

type row struct {
	name   string
	group  Group
	counts bool // show how many pages a measure is over, not its mean
}

func (r *SetReport) rows() []row {
	rows := []row{{name: "all", group: r.All}}
	if r.Rule != nil {
		rows = append(rows, row{name: "all, " + r.Rule.Extractor, group: r.Rule.All})
	}
	rows = append(rows, groupRows("", r.ByType, r.Rule)...)
	if len(r.ByLanguage) > 1 {
		rows = append(rows, groupRows("lang ", r.ByLanguage, nil)...)
	}
	return rows
}

// groupRows lists the largest groups, each with the rule's row below it.
func groupRows(prefix string, groups map[string]Group, rule *SetReport) []row {
	if len(groups) < 2 && prefix == "" {
		return nil
	}
	names := slices.Sorted(maps.Keys(groups))
	slices.SortStableFunc(names, func(a, b string) int { return groups[b].Pages - groups[a].Pages })
	var rows []row
	for _, name := range names[:min(len(names), maxGroups)] {
		if groups[name].Pages < minGroup {
			continue
		}
		rows = append(rows, row{name: prefix + name, group: groups[name]})
		if rule != nil {
			rows = append(rows, row{name: prefix + name + ", " + rule.Extractor, group: rule.ByType[name]})
		}
	}
	return rows
}

func counts(rows []row) []row {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].name, rows[i].counts = "  of pages", true
	}
	return rows
}

// withValues leaves out columns that no row has.
func withValues(rows []row, columns []column) []column {
	return slices.DeleteFunc(slices.Clone(columns), func(c column) bool {
		return !slices.ContainsFunc(rows, func(r row) bool { return r.group.N[c.measure] > 0 })
	})
}

// printer keeps the first error, so that tables read without error checks.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// nameWidth is the width of a table's first column.
const nameWidth = 22

func (p *printer) table(rows []row, columns []column) {
	if len(columns) == 0 {
		return
	}
	if !rows[0].counts {
		p.printf("%s %6s", pad("", nameWidth), "pages")
		for _, c := range columns {
			p.printf(" %*s", width(c), c.head)
		}
		p.printf("\n")
	}
	for _, r := range rows {
		p.printf("%s %6d", pad(r.name, nameWidth), r.group.Pages)
		for _, c := range columns {
			p.printf(" %*s", width(c), r.cell(c))
		}
		p.printf("\n")
	}
}

func width(c column) int { return max(len(c.head), 6) }

// pad fills up to a number of runes; %-*s counts bytes of a name in Arabic.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-utf8.RuneCountInString(s)))
}

func (r row) cell(c column) string {
	n := r.group.N[c.measure]
	switch v := r.group.Values[c.measure]; {
	case r.counts:
		return fmt.Sprint(n)
	case n == 0:
		return "-"
	case c.percent:
		return fmt.Sprintf("%.1f%%", 100*v)
	case c.measure == LeakedLines:
		return fmt.Sprintf("%.2f", v)
	default:
		return fmt.Sprintf("%.4f", v)
	}
}

func (p *printer) notes(r *SetReport) {
	if r.EmptyGold > 0 {
		p.printf("\n%d pages have empty gold and are left out; counted as 0, word F1 is %.4f\n",
			r.EmptyGold, r.All.Values[WordF1EmptyZero])
	}
	if n := r.All.N[ShingleF1OfMeans]; n > 0 {
		p.printf("\nshingle F1 of mean precision and recall (ScrapingHub's way): %.4f\n", r.All.Values[ShingleF1OfMeans])
	}
	if c := r.Cost; c != nil {
		p.printf("\ncost: %.2f ms a page, %.2f x html.Parse alone (%.2f ms); %.0f allocations a page, %.2f x (%d pages of %.0f KB, least of %d runs)\n",
			c.MsPerPage, c.Ratio, c.ParseMs, c.Allocs, c.AllocRatio, c.Pages, c.PageBytes/1000, c.Runs)
	}
}

const (
	worstLines = 5   // lines shown of what was missed, and of what was extra
	worstRunes = 100 // of each line
)

// WriteWorst prints the n pages of lowest word F1, with what was missed (-) and
// what was extra (+).
func (r *SetReport) WriteWorst(w io.Writer, n int) error {
	p := &printer{w: w}
	for _, s := range r.Worst(n) {
		p.printf("\n%s  F1 %.4f  P %.4f  R %.4f  %s %s\n", s.ID,
			s.Values[WordF1], s.Values[WordPrecision], s.Values[WordRecall], s.PageType, s.Error)
		p.lines("-", s.Missed)
		p.lines("+", s.Extra)
	}
	return p.err
}

// visible drops runes that would steer a terminal.
func visible(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}

func (p *printer) lines(sign string, lines []string) {
	for _, line := range lines[:min(len(lines), worstLines)] {
		line = strings.Map(visible, line)
		if runes := []rune(line); len(runes) > worstRunes {
			line = string(runes[:worstRunes]) + "…"
		}
		p.printf("  %s %s\n", sign, line)
	}
	if more := len(lines) - worstLines; more > 0 {
		p.printf("  %s … %d more lines\n", sign, more)
	}
}
