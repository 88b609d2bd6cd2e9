package score

import (
	"slices"
	"testing"

	"matn/clean/internal/dom"
)

// TestScore_InPiecesIsAsInOne scores a page of more blocks than rows are held of,
// by forests that look at columns of stage 1 and by some that do not.
func TestScore_InPiecesIsAsInOne(t *testing.T) {
	m, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	both := Forest{Bias: 0.1, Roots: []int32{0, 3}, Nodes: append(stump(uint16(textAt), 40, -1, 1), stump(uint16(Columns1+qP), 0.5, -0.5, 0.7)...)}
	both.prepare()
	alone := Forest{Bias: 0.1, Roots: []int32{0}, Nodes: stump(uint16(Columns1+qP), 0.5, -0.5, 0.7)}
	alone.prepare()
	if both.first != textAt || alone.first != Columns1+qP {
		t.Fatalf("first columns %d and %d", both.first, alone.first)
	}
	var f Features
	f.Read(cutPage(t, newsPage(100<<10)), dom.Hints{})
	n := f.blocks()
	if n < 2*maxRows {
		t.Fatalf("%d blocks", n)
	}
	stage1 := slices.Clone(f.first(&m.Page[0]))
	var whole Features
	whole.Read(cutPage(t, newsPage(100<<10)), dom.Hints{})
	want := make([]float32, n)
	if m.Page[0].Predict(want, whole.Rows(0, n, nil), Columns); !slices.Equal(stage1, want) {
		t.Error("stage 1 of a long page differs from that of its rows")
	}
	whole.Stack(want)
	rows := slices.Clone(whole.Rows(0, n, want))
	for _, forest := range []*Forest{&both, &alone, &m.Page[1], &m.Other} {
		got := slices.Clone(f.second(forest, stage1))
		if forest.Predict(want, rows, Columns); !slices.Equal(got, want) {
			t.Error("stage 2 of a long page differs from that of its rows")
		}
	}
}
