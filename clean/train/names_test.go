package train

import (
	"testing"

	"matn/clean/internal/score"
)

// named makes an example whose blocks have one token each: 1 stands around gold,
// 2 around chrome, 3 around both.
func named(site string, fold int, swap bool) *example {
	e := &example{site: site, fold: fold, scale: 1, used: true}
	for i := range 12 {
		label := float32(i % 2)
		token := uint16(2 - i%2)
		if swap {
			token = 3 - token
		}
		e.names = append(e.names, tokens{all: []uint16{token, 3}, near: 1})
		e.label = append(e.label, label)
		e.shape.Words = append(e.shape.Words, 10)
	}
	e.rows = make([]float32, len(e.label)*score.Columns1)
	return e
}

func TestFitNames_TellsGoldFromChrome(t *testing.T) {
	var list []*example
	for i := range 20 {
		list = append(list, named("s", i%2, false))
	}
	w := fitNames(list, func(*example) bool { return true })
	if w.Weights[1] <= 20 || w.Weights[2] >= -20 {
		t.Errorf("weights of gold and of chrome: %d and %d", w.Weights[1], w.Weights[2])
	}
	if w.Weights[4] != 0 {
		t.Errorf("a token that does not occur weighs %d", w.Weights[4])
	}
	if again := fitNames(list, func(*example) bool { return true }); *again != *w {
		t.Error("the same examples gave other weights")
	}
}

// TestFitAllNames_IsBlindToTheFold holds that the columns of a fold come from
// weights of the others: there the tokens mean the opposite.
func TestFitAllNames_IsBlindToTheFold(t *testing.T) {
	var list []*example
	for i := range 20 {
		list = append(list, named("a", 0, false), named("b", 1, true))
		list[2*i].shape.Words[0] = 11 // pages differ a little
	}
	_, blind := fitAllNames(list, 2)
	if len(blind) != 2 {
		t.Fatalf("%d models of folds", len(blind))
	}
	columns := score.Groups()
	at := -1
	for _, g := range columns {
		if g.Name == "names" {
			at = g.At
		}
	}
	e := list[0]
	width := len(e.rows) / len(e.label)
	if chrome, gold := e.rows[at], e.rows[width+at]; chrome <= gold {
		t.Errorf("scores of chrome %g and of gold %g: the fold was seen", chrome, gold)
	}
}

func TestQuantize_KeepsSignsAndTheLargest(t *testing.T) {
	w := make([]float64, score.NameBuckets)
	w[0], w[1], w[2] = 2, -1, 0.001
	q := quantize(w, 0.5)
	if q.Weights[0] != 127 || q.Weights[1] != -64 || q.Weights[2] != 0 || q.Bias != 0.5 {
		t.Errorf("got %d %d %d, bias %g", q.Weights[0], q.Weights[1], q.Weights[2], q.Bias)
	}
	if q := quantize(make([]float64, score.NameBuckets), 0); q.Scale != 0 {
		t.Errorf("scale %g of nothing", q.Scale)
	}
}
