package train

import (
	"slices"
	"sync"

	"matn/clean/internal/score"
)

// fit is what training on one view gives: the final forests, that of stage 1 and
// those of stage 2, and for each fold those that never saw its sites.
type fit struct {
	forests []score.Forest
	folds   [][]score.Forest
	gain    [][]float64
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

// fitView trains stage 1, by the first parameters, and the forests of stage 2, by
// the others. Stage 2 learns from probabilities of stage 1 that were made without
// the page's own site.
func fitView(m *matrix, o Options, params []Params) *fit {
	f := &fit{folds: make([][]score.Forest, o.Folds)}
	columns := len(m.examples[0].rows) / len(m.examples[0].label)
	t := NewTable(m.rows, columns, params[0].Bins, m.column)
	f.train(t, m, o, nil, params[0])
	odds, stage1 := make([]float32, m.rows), make([]float32, m.rows)
	for k := range o.Folds {
		m.score(&f.folds[k][0], odds, func(e *example) bool { return e.fold == k })
	}
	for i, x := range odds {
		stage1[i] = score.Sigmoid(x)
	}
	rows, width := m.stack(stage1)
	f.second = rows
	for _, p := range params[1:] {
		t2 := t.with(rows, width, p.Bins)
		if p.Stack {
			t2 = t2.without(0, columns)
		}
		f.train(t2, m, o, odds, p)
	}
	return f
}

// train trains one more forest, for each fold and of all pages. Odds are the
// log-odds of stage 1.
func (f *fit) train(t *Table, m *matrix, o Options, odds []float32, p Params) {
	n := len(f.forests) + 1
	if p = p.of(m.rows); !p.Onto {
		odds = nil
	}
	learns := func(e *example) bool { return e.used && (!p.Articles || e.article()) }
	forests, gains := make([]*score.Forest, o.Folds+1), make([][]float64, o.Folds+1)
	var saying sync.Mutex
	parallel(len(forests), func() func(int) { // a fold goes on while another waits for its half
		return func(k int) {
			use := m.use(func(e *example) bool { return learns(e) && (k == o.Folds || e.fold != k) })
			forests[k], gains[k] = boostMean(t, m.label, m.weight, odds, use, p)
			if k < o.Folds {
				saying.Lock()
				o.say("forest %d, fold %d of %d", n, k+1, o.Folds)
				saying.Unlock()
			}
		}
	})
	for k := range o.Folds {
		f.folds[k] = append(f.folds[k], *forests[k])
	}
	f.forests, f.gain = append(f.forests, *forests[o.Folds]), append(f.gain, gains[o.Folds])
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

// fitKind trains the forest that tells articles, in the same way. The columns of
// names must be there. Variations count: an article stays one when its comments
// grow longer than it is.
func fitKind(examples []*example, o Options, p Params) (forest *score.Forest, folds []*score.Forest) {
	label, weight := make([]float32, len(examples)), make([]float32, len(examples))
	for i, e := range examples {
		weight[i] = 1
		if e.varied {
			weight[i] = varyScale
		}
		if e.article() {
			label[i] = 1
		}
	}
	rows := make([][]float32, len(examples))
	parallel(len(rows), func() func(int) {
		return func(i int) { rows[i] = score.KindRow(examples[i].rows, examples[i].shape.Words) }
	})
	t := NewTable(len(rows), score.KindColumns, p.Bins, func(c int, dst []float32) []float32 {
		for i := range rows {
			dst[i] = rows[i][c]
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
		f, _ := Boost(t, label, weight, use(func(e *example) bool { return e.fold != k }), p)
		folds = append(folds, f)
	}
	forest, _ = Boost(t, label, weight, use(func(e *example) bool { return true }), p)
	return forest, folds
}
