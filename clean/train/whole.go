package train

import (
	"fmt"

	"matn/clean/internal/score"
)

// wholeParams rule the forest that tells text which came clean.
var wholeParams = Params{Trees: 43, Depth: 3, Rate: 0.1, Rows: 0.7, Columns: 0.5, MinWeight: 4, Lambda: 5, Bins: 64, Seed: 6}

// wholeScale is the weight of a text in what the forest learns from. Short
// excerpts say nothing: they may well be all body.
var wholeScale = [scopeKinds]float32{scopePage: 1, scopeBody: 2, scopeFew: 1, scopeJoined: 1}

// fitWhole trains the forest that tells text which came clean, on all pages and
// for each fold without its sites. It learns from the body of each page alone, and
// from texts that have more than that; p are the probabilities of stage 2, made
// without the page's own site.
func fitWhole(m *matrix, p []float32, o Options, by Params) (forest *score.Forest, folds []*score.Forest, found Measured) {
	var rows [][]float32
	var label, weight []float32
	var fold []int
	var kinds []scope
	for k, e := range m.examples {
		if !e.used || wholeScale[e.scope] == 0 {
			continue
		}
		rows = append(rows, score.WholeRow(score.TextColumns(e.rows), &e.shape, p[m.start[k]:m.start[k]+len(e.label)]))
		fold, kinds = append(fold, e.fold), append(kinds, e.scope)
		weight = append(weight, wholeScale[e.scope]*float32(setScaleOf(e.page.Set)))
		label = append(label, 1)
		for _, y := range e.label {
			if y == 0 {
				label[len(label)-1] = 0
			}
		}
	}
	if len(rows) == 0 {
		return &score.Forest{}, make([]*score.Forest, o.Folds), found
	}
	t := NewTable(len(rows), len(rows[0]), by.Bins, func(c int, dst []float32) []float32 {
		for i := range dst {
			dst[i] = rows[i][c]
		}
		return dst
	})
	use := func(but int) (list []int32) {
		for i := range rows {
			if fold[i] != but {
				list = append(list, int32(i))
			}
		}
		return list
	}
	told := make([]float32, len(rows))
	for k := range o.Folds {
		f, _ := Boost(t, label, weight, use(k), by)
		folds = append(folds, f)
		for i := range rows {
			if fold[i] == k {
				f.Predict(told[i:i+1], rows[i], len(rows[i]))
			}
		}
	}
	forest, _ = Boost(t, label, weight, use(-1), by)
	return forest, folds, toldWhole(told, label, kinds)
}

// toldWhole is which share of texts is taken for a body alone, by the cut.
func toldWhole(p, label []float32, kinds []scope) Measured {
	m := Measured{Title: "Texts taken for nothing but a body, by the cut", Plain: true, Columns: []string{"bodies", "with a few lines around", "pages"}}
	for _, cut := range [...]float32{0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9} {
		var n, yes [3]float64
		for i, q := range p {
			k := 0
			if label[i] == 0 {
				if k = 2; kinds[i] == scopeFew {
					k = 1
				}
			}
			n[k]++
			if q >= cut {
				yes[k]++
			}
		}
		row := MeasuredRow{Name: fmt.Sprintf("%.2f", cut)}
		for k := range n {
			row.Values = append(row.Values, yes[k]/max(n[k], 1))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}
