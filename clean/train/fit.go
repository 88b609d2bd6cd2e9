package train

import (
	"slices"

	"matn/clean/internal/score"
)

// fit is what training on one view gives: the final forests, and for each fold
// those that never saw its sites.
type fit struct {
	forests [2]score.Forest
	folds   [][2]score.Forest
	gain    [2][]float64
	second  []float32 // columns of stage 2, row by row
}

// blind are the probabilities of stage 2 of all rows, each made without the
// page's own site.
func (f *fit) blind(m *matrix, o Options) []float32 {
	p := make([]float32, m.rows)
	width := len(f.second) / max(m.rows, 1)
	parallel(len(m.examples), func() func(int) {
		var rows []float32
		return func(k int) {
			e := m.examples[k]
			if len(e.label) == 0 {
				return
			}
			from, w1 := m.start[k], len(e.rows)/len(e.label)
			rows = rows[:0]
			for i := range e.label {
				rows = append(rows, e.rows[i*w1:(i+1)*w1]...)
				rows = append(rows, f.second[(from+i)*width:(from+i+1)*width]...)
			}
			f.folds[e.fold][1].Predict(p[from:from+len(e.label)], rows, w1+width)
		}
	})
	return p
}

// fitView trains both stages. Stage 2 learns from probabilities of stage 1 that
// were made without the page's own site.
func fitView(m *matrix, o Options, p [2]Params) *fit {
	for k := range p {
		p[k] = p[k].of(m.rows)
	}
	f := &fit{folds: make([][2]score.Forest, o.Folds)}
	columns := len(m.examples[0].rows) / len(m.examples[0].label)
	t := NewTable(m.rows, columns, p[0].Bins, m.column)
	stage1 := make([]float32, m.rows)
	for k := range o.Folds {
		others := m.use(func(e *example) bool { return e.used && e.fold != k })
		f.folds[k][0], _ = boost(t, m.label, m.weight, others, p[0])
		m.predict(&f.folds[k][0], stage1, func(e *example) bool { return e.fold == k })
		o.say("stage 1, fold %d of %d", k+1, o.Folds)
	}
	all := m.use(func(e *example) bool { return e.used })
	f.forests[0], f.gain[0] = boost(t, m.label, m.weight, all, p[0])
	rows, width := m.stack(stage1)
	f.second = rows
	t = t.with(rows, width, p[1].Bins)
	if p[1].Stack {
		t = t.without(0, columns)
	}
	for k := range o.Folds {
		others := m.use(func(e *example) bool { return e.used && e.fold != k })
		f.folds[k][1], _ = boost(t, m.label, m.weight, others, p[1])
		o.say("stage 2, fold %d of %d", k+1, o.Folds)
	}
	f.forests[1], f.gain[1] = boost(t, m.label, m.weight, all, p[1])
	return f
}

// leafShare is the share of all rows that no leaf needs to hold more than, so that
// little can be learned from few pages.
const leafShare = 0.005

// of fits parameters to a number of rows.
func (p Params) of(rows int) Params {
	most := leafShare * float64(rows)
	p.MinWeight, p.Lambda = min(p.MinWeight, most), min(p.Lambda, most)
	return p
}

func boost(t *Table, label, weight []float32, use []int32, p Params) (score.Forest, []float64) {
	f, gain := Boost(t, label, weight, use, p)
	return *f, gain
}

// with returns a table with further columns, given row by row.
func (t *Table) with(rows []float32, columns, bins int) *Table {
	more := NewTable(t.Rows, columns, bins, func(c int, dst []float32) []float32 {
		for i := range dst {
			dst[i] = rows[i*columns+c]
		}
		return dst
	})
	return &Table{Rows: t.Rows, Cuts: slices.Concat(t.Cuts, more.Cuts), Bins: slices.Concat(t.Bins, more.Bins)}
}

// fitKind trains the forest that tells articles, in the same way.
func fitKind(examples []*example, o Options, p Params) (forest *score.Forest, folds []*score.Forest) {
	label, weight := make([]float32, len(examples)), make([]float32, len(examples))
	for i, e := range examples {
		weight[i] = 1
		if e.article() {
			label[i] = 1
		}
	}
	t := NewTable(len(examples), len(examples[0].page1), p.Bins, func(c int, dst []float32) []float32 {
		for i, e := range examples {
			dst[i] = e.page1[c]
		}
		return dst
	})
	use := func(want func(*example) bool) (rows []int32) {
		for i, e := range examples {
			if want(e) {
				rows = append(rows, int32(i))
			}
		}
		return rows
	}
	for k := range o.Folds {
		f, _ := Boost(t, label, weight, use(func(e *example) bool { return e.fold != k && !e.varied }), p)
		folds = append(folds, f)
	}
	forest, _ = Boost(t, label, weight, use(func(e *example) bool { return !e.varied }), p)
	return forest, folds
}
