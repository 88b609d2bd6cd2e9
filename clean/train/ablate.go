package train

import (
	"slices"

	"matn/clean/internal/score"
)

// Measured is a table of the report: what F1 is with something left out.
type Measured struct {
	Title   string
	Columns []string
	Rows    []MeasuredRow
	Plain   bool // rows are not compared with the first
}

// MeasuredRow is one row of it.
type MeasuredRow struct {
	Name   string
	Values []float64
}

// thinParams rule the training of stage 1 alone with fewer trees, sparseParams that
// of yet fewer on fewer rows, for comparing what to train on.
var (
	thinParams   = Params{Trees: 60, Depth: 5, Rate: 0.2, Rows: 0.4, Easy: 0.25, Columns: 0.3, MinWeight: 10, Lambda: 10, Bins: 64, Seed: 9}
	sparseParams = Params{Trees: 40, Depth: 5, Rate: 0.25, Rows: 0.2, Easy: 0.25, Columns: 0.2, MinWeight: 5, Lambda: 10, Bins: 64, Seed: 10}
)

// thinFold is the fold that such training is measured on.
const thinFold = 0

// ablate measures what each group of columns, and each set, is worth: stage 1 is
// trained without it on four folds and measured on the fifth, by the words of
// the blocks that it keeps.
func ablate(m *matrix, o Options, groups []score.Group) (columns, sets Measured) {
	first := groups[len(groups)-1].At // the last group is that of stage 2
	t := NewTable(m.rows, first, sparseParams.Bins, m.column)
	titles := append(slices.Clone(o.Sets), "of them articles of "+mixedSet)
	columns = Measured{Title: "Groups of columns left out (stage 1, one fold)", Columns: titles}
	sets = Measured{Title: "Sets left out of the training (stage 1, one fold)", Columns: titles}
	all := thin(m, o, t, "")
	columns.Rows = append(columns.Rows, MeasuredRow{"none", all})
	sets.Rows = append(sets.Rows, MeasuredRow{"none", all})
	for _, g := range groups[:len(groups)-1] {
		columns.Rows = append(columns.Rows, MeasuredRow{g.Name, thin(m, o, t.without(g.At, len(g.Names)), "")})
		o.say("without %s", g.Name)
	}
	for _, set := range slices.Concat(o.Sets, o.Snippets, []string{variations, fewLines, hostLines, joinLines, unknown}) {
		if !slices.ContainsFunc(m.examples, func(e *example) bool { return e.name() == set }) {
			continue
		}
		sets.Rows = append(sets.Rows, MeasuredRow{set, thin(m, o, t, set)})
		o.say("without %s", set)
	}
	return columns, sets
}

// Names of what is learned from besides the sets.
const (
	variations = "variations"
	fewLines   = "bodies with a few lines around"
	hostLines  = "bodies among the lines of other sites"
	joinLines  = "pages with joined lines"
	unknown    = "pages as of an unknown language"
)

// without returns a table in which n columns from one on tell nothing.
func (t *Table) without(from, n int) *Table {
	c := &Table{Rows: t.Rows, Cuts: slices.Clone(t.Cuts), Bins: t.Bins}
	for k := from; k < from+n; k++ {
		c.Cuts[k] = nil
	}
	return c
}

// thin trains without a set, "" for none, and returns the mean F1 of each set.
func thin(m *matrix, o Options, t *Table, leave string) []float64 {
	use := m.use(func(e *example) bool {
		return e.used && e.fold != thinFold && e.name() != leave
	})
	f, _ := Boost(t, m.label, m.weight, use, sparseParams)
	p := make([]float32, m.rows)
	mine := func(e *example) bool {
		return e.used && e.known == nil && !e.varied && e.scope == scopePage && !e.blank && e.fold == thinFold
	}
	m.predict(f, p, mine)
	sums, n := make([]float64, len(o.Sets)+1), make([]float64, len(o.Sets)+1)
	add := func(k int, v float64) {
		sums[k] += v
		n[k]++
	}
	for k, e := range m.examples {
		if !mine(e) {
			continue
		}
		v := e.f1(p[m.start[k] : m.start[k]+len(e.label)])
		add(slices.Index(o.Sets, e.page.Set), v)
		if e.page.Set == mixedSet && e.article() {
			add(len(o.Sets), v)
		}
	}
	for k := range sums {
		sums[k] /= max(n[k], 1)
	}
	return sums
}

// name is the set of an example, or what it is besides.
func (e *example) name() string {
	switch {
	case e.varied:
		return variations
	case e.scope == scopeFew:
		return fewLines
	case e.scope == scopeHosted:
		return hostLines
	case e.scope == scopeJoined:
		return joinLines
	case e.scope == scopePage && e.blank:
		return unknown
	}
	return e.page.Set
}

// f1 is the F1 of the blocks above the cut of news, by words.
func (e *example) f1(p []float32) float64 {
	both, kept, gold := float32(0), float32(0), float32(0)
	for i, w := range e.shape.Words {
		if p[i] >= score.NewsCut {
			kept += w
			both += w * e.label[i]
		}
		gold += w * e.label[i]
	}
	if kept+gold == 0 {
		return 1
	}
	return float64(2 * both / (kept + gold))
}
