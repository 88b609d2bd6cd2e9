package score

import (
	"math"
	"slices"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// cutPage takes a page as far as its blocks.
func cutPage(t testing.TB, page string, bodies ...string) *dom.Layout {
	t.Helper()
	doc, err := dom.Parse([]byte(page), dom.Limits{Nodes: math.MaxInt})
	if err != nil {
		t.Fatal(err)
	}
	return segment.HTML(doc, bodies)
}

// sheet is all rows of a layout, to be looked up by the names of columns.
type sheet struct {
	blocks []block.Block
	at     map[string]int // "group: name"
	rows   []float32
	width  int
}

// readSheet computes the rows of a layout, those of stage 2 from stage1.
func readSheet(l *dom.Layout, h dom.Hints, stage1 []float32) *sheet {
	f := &Features{}
	f.Read(l, h)
	if stage1 != nil {
		f.Stack(stage1)
	}
	s := &sheet{blocks: l.Blocks, at: map[string]int{}, width: f.Width()}
	s.rows = slices.Clone(f.Rows(0, len(l.Blocks), stage1))
	groups := Groups()
	if f.Flat() {
		groups = LineGroups()
	}
	for _, g := range groups {
		for k, name := range g.Names {
			s.at[g.Name+": "+name] = g.At + k
		}
	}
	return s
}

// value is a column of the block that begins with start.
func (s *sheet) value(t *testing.T, start, column string) float32 {
	t.Helper()
	c, ok := s.at[column]
	if !ok {
		t.Fatalf("there is no column %q", column)
	}
	for i := range s.blocks {
		if len(s.blocks[i].Text) >= len(start) && s.blocks[i].Text[:len(start)] == start {
			return s.rows[i*s.width+c]
		}
	}
	t.Fatalf("no block begins with %q", start)
	return 0
}

// want is what a column must be for a block.
type want struct {
	block, column string
	value         float32
}

func (s *sheet) check(t *testing.T, wants []want) {
	t.Helper()
	for _, w := range wants {
		if got := s.value(t, w.block, w.column); math.Abs(float64(got-w.value)) > 1e-5*math.Abs(float64(w.value)) {
			t.Errorf("%q of %q is %v, want %v", w.column, w.block, got, w.value)
		}
	}
}
