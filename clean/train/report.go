package train

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"matn/clean/eval"
	"matn/clean/internal/score"
)

// gainsOf gives each column its share of the gain of a forest.
func gainsOf(forest string, groups []score.Group, gain []float64) []Gain {
	all := 0.0
	for _, g := range gain {
		all += g
	}
	var list []Gain
	for _, g := range groups {
		for k, name := range g.Names {
			if c := g.At + k; c < len(gain) {
				list = append(list, Gain{forest, g.Name + ": " + name, gain[c] / max(all, math.SmallestNonzeroFloat64)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Gain) int {
		switch {
		case a.Share > b.Share:
			return -1
		case a.Share < b.Share:
			return 1
		}
		return 0
	})
	return list
}

// measures are those of the report, in its order.
var measures = []string{eval.WordF1, eval.WordF1EmptyZero, eval.WordPrecision, eval.WordRecall,
	eval.ShingleF1, eval.Exact, eval.WithRate, eval.WithoutRate, eval.LeakedLines}

// WriteReport writes the report as Markdown.
func (r *Result) WriteReport(w io.Writer) error {
	b := &writer{w: w}
	b.line("# Training report\n\nCross-validated by site: every page was cleaned with weights that never saw its site.\n")
	b.corpora(r.Corpora)
	for i := range r.Reports {
		b.set(&r.Reports[i])
	}
	for i := range r.Tables {
		b.table(&r.Tables[i])
	}
	b.line("## Gain by column\n\n| forest | column | share |\n|---|---|---:|")
	count := map[string]int{}
	for _, g := range r.Gains {
		if count[g.Forest]++; count[g.Forest] <= 40 {
			b.line("| %s | %s | %.4f |", g.Forest, g.Column, g.Share)
		}
	}
	b.line("\n## Pages not learned from: %d\n", len(r.Dropped))
	for _, d := range r.Dropped {
		b.line("- %s", d)
	}
	return b.err
}

// writer remembers the first error.
type writer struct {
	w   io.Writer
	err error
}

func (b *writer) line(format string, args ...any) {
	if b.err == nil {
		_, b.err = fmt.Fprintf(b.w, format+"\n", args...)
	}
}

func (b *writer) set(r *eval.SetReport) {
	b.line("## %s, %s\n\n| pages | n | %s |", r.Set, r.Mode, strings.Join(measures, " | "))
	b.line("|---|---:|%s", strings.Repeat("---:|", len(measures)))
	b.group("all", r.All)
	for _, t := range slices.Sorted(maps.Keys(r.ByType)) {
		b.group(t, r.ByType[t])
	}
	for _, l := range slices.Sorted(maps.Keys(r.ByLanguage)) {
		if r.ByLanguage[l].Pages >= 3 {
			b.group("language "+l, r.ByLanguage[l])
		}
	}
	b.group("mean over sites", siteMean(r.BySite))
	b.line("")
}

// corpora writes what was learned from.
func (b *writer) corpora(list []Corpus) {
	if len(list) == 0 {
		return
	}
	b.line("## Corpora\n\nCeiling: word F1 of the best choice of blocks. Hash: SHA-256 of the names and bytes of all files, cut.\n")
	b.line("| set | pages | learned from | ceiling | hash |\n|---|---:|---:|---:|---|")
	for _, c := range list {
		ceiling := "snippets"
		if c.Ceiling > 0 {
			ceiling = figure(c.Ceiling)
		}
		b.line("| %s | %d | %d | %s | %s |", c.Set, c.Pages, c.Used, ceiling, c.Hash)
	}
	b.line("")
}

// table writes what ablation found: F1, and how much the first row has more.
func (b *writer) table(m *Measured) {
	b.line("## %s\n\n| | %s |\n|---|%s", m.Title, strings.Join(m.Columns, " | "), strings.Repeat("---:|", len(m.Columns)))
	for k, r := range m.Rows {
		row := "| " + r.Name + " |"
		for c, v := range r.Values {
			if row += " " + figure(v); k > 0 && !m.Plain {
				row += fmt.Sprintf(" (%+.4f)", v-m.Rows[0].Values[c])
			}
			row += " |"
		}
		b.line("%s", row)
	}
	b.line("")
}

// figure prints a number: counts as such, shares with four digits.
func figure(v float64) string {
	if v > 1 && v == math.Trunc(v) {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.4f", v)
}

// siteMean is the mean of the means of all sites.
func siteMean(sites map[string]eval.Group) eval.Group {
	m := eval.Group{Pages: len(sites), Values: eval.Values{}}
	n := map[string]float64{}
	for _, s := range slices.Sorted(maps.Keys(sites)) {
		for k, v := range sites[s].Values {
			m.Values[k] += v
			n[k]++
		}
	}
	for k := range m.Values {
		m.Values[k] /= n[k]
	}
	return m
}

func (b *writer) group(name string, g eval.Group) {
	row := fmt.Sprintf("| %s | %d |", name, g.Pages)
	for _, m := range measures {
		if v, ok := g.Values[m]; ok {
			row += fmt.Sprintf(" %.4f |", v)
		} else {
			row += " |"
		}
	}
	b.line("%s", row)
}
