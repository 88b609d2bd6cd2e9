package score

import (
	"slices"
	"testing"

	"matn/clean/internal/dom"
)

// TestKindRow_IsWhatPagesAreToldBy holds that training and scoring see the same
// bits, and that a forest has the columns that it looks at, and no others.
func TestKindRow_IsWhatPagesAreToldBy(t *testing.T) {
	page := cutPage(t, river)
	f := &Features{}
	f.Read(page, dom.Hints{})
	n := len(page.Blocks)
	rows, first := f.Rows(0, n, nil), []float32(nil)
	for i := range n {
		first = append(first, rows[i*f.Width():][:Columns1]...)
	}
	want := KindRow(first, f.Shape().Words)
	looks := []int{textAt, pageAt + jP, Columns1 + textAt, Columns1 + elemAt + eDepth}
	m := &Model{Kind: Forest{Roots: []int32{0, 3, 6, 9}}}
	for _, c := range looks {
		m.Kind.Nodes = append(m.Kind.Nodes, stump(uint16(c), 0, -1, 1)...)
	}
	f.kind.begin(kindColumnsOf(&m.Kind))
	f.first(&m.Page[0])
	for c, got := range f.kind.means() {
		if !slices.Contains(looks, c) {
			want[c] = 0
		}
		if got != want[c] {
			t.Errorf("column %d: %v, want %v", c, got, want[c])
		}
	}
	for _, c := range looks {
		if want[c] == 0 {
			t.Errorf("column %d is empty", c)
		}
	}
}

func TestKindRow_MeansByHand(t *testing.T) {
	rows := make([]float32, 2*Columns1)
	rows[3], rows[Columns1+3] = 1, 4
	row := KindRow(rows, []float32{3, 1})
	if row[3] != 2.5 || row[Columns1+3] != 1.75 {
		t.Errorf("mean %v, by words %v, want 2.5 and 1.75", row[3], row[Columns1+3])
	}
	if row := KindRow(nil, nil); slices.Max(row) != 0 || slices.Min(row) != 0 {
		t.Error("a page without blocks has means")
	}
}
