package train

import (
	"slices"

	"matn/clean/internal/dom"
	"matn/clean/internal/score"
)

// wholeParams rule the forest that tells text which came clean.
var wholeParams = Params{Trees: 80, Depth: 3, Rate: 0.1, Rows: 0.7, Columns: 0.5, MinWeight: 4, Lambda: 5, Bins: 64, Seed: 6}

// Of each page the forest learns from its body alone, which counts for two, and
// from texts that are no body: the whole page, and the body with the few lines
// right above or below it.
const (
	bodyWeight  = 2
	aroundLines = 3
)

// text is one text that the forest learns from.
type text struct {
	row           []float32 // columns of the whole text
	label, weight float32   // label 1: nothing but a body
}

// texts makes the texts of a page.
func (e *example) texts(l *dom.Layout, f *score.Features) (list []text) {
	var body []int
	for i, y := range e.label {
		if y > 0 {
			body = append(body, i)
		}
	}
	if len(body) == 0 || len(body) == len(e.label) {
		return nil
	}
	first, last := body[0], body[len(body)-1]
	above := span(max(0, first-aroundLines), first)
	below := span(last+1, min(last+1+aroundLines, len(e.label)))
	add := func(take []int, label, weight float32) {
		part := &dom.Layout{}
		for _, i := range take {
			part.Blocks = append(part.Blocks, l.Blocks[i])
		}
		f.Read(part, dom.Hints{})
		list = append(list, text{slices.Clone(f.TextRow()), label, weight * float32(e.scale)})
	}
	add(span(0, len(e.label)), 0, 1)
	add(body, 1, bodyWeight)
	if len(above) > 0 {
		add(slices.Concat(above, body), 0, 1)
	}
	if len(below) > 0 {
		add(slices.Concat(body, below), 0, 1)
	}
	return list
}

// span lists the numbers [from, to).
func span(from, to int) (list []int) {
	for i := from; i < to; i++ {
		list = append(list, i)
	}
	return list
}

// fitWhole trains the forest that tells text which came clean, on all pages and
// for each fold without its sites.
func fitWhole(examples []*example, o Options, p Params) (forest *score.Forest, folds []*score.Forest) {
	var all []text
	var fold []int
	for _, e := range examples {
		for _, t := range e.whole {
			all, fold = append(all, t), append(fold, e.fold)
		}
	}
	if len(all) == 0 {
		return &score.Forest{}, make([]*score.Forest, o.Folds)
	}
	label, weight := make([]float32, len(all)), make([]float32, len(all))
	for i := range all {
		label[i], weight[i] = all[i].label, all[i].weight
	}
	t := NewTable(len(all), len(all[0].row), p.Bins, func(c int, dst []float32) []float32 {
		for i := range dst {
			dst[i] = all[i].row[c]
		}
		return dst
	})
	use := func(but int) (rows []int32) {
		for i := range all {
			if fold[i] != but {
				rows = append(rows, int32(i))
			}
		}
		return rows
	}
	for k := range o.Folds {
		f, _ := Boost(t, label, weight, use(k), p)
		folds = append(folds, f)
	}
	forest, _ = Boost(t, label, weight, use(-1), p)
	return forest, folds
}
