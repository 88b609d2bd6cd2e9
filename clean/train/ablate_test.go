package train

import (
	"os"
	"path/filepath"
	"testing"

	"matn/clean/eval"
	"matn/clean/internal/score"
)

func TestF1_CountsWordsOfBlocks(t *testing.T) {
	e := &example{label: []float32{1, 0, 1}, shape: score.Shape{Words: []float32{10, 5, 30}}}
	tests := []struct {
		name string
		p    []float32
		want float64
	}{
		{"all right", []float32{.9, .1, .9}, 1},
		{"nothing kept", []float32{.1, .1, .1}, 0},
		{"chrome kept as well", []float32{.9, .9, .9}, 80. / 85},
		{"half missed", []float32{.1, .1, .9}, 60. / 70},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := e.f1(tt.p); got < tt.want-1e-6 || got > tt.want+1e-6 {
				t.Errorf("got %g, want %g", got, tt.want)
			}
		})
	}
}

func TestWithout_LeavesTheTableAlone(t *testing.T) {
	table := &Table{Rows: 1, Cuts: [][]float32{{1}, {2}, {3}}, Bins: [][]uint8{{0}, {1}, {0}}}
	less := table.without(1, 1)
	if less.Cuts[1] != nil || len(less.Cuts[0]) != 1 || len(table.Cuts[1]) != 1 {
		t.Errorf("cuts %v of %v", less.Cuts, table.Cuts)
	}
}

func TestHashFiles_ChangesWithNamesAndBytes(t *testing.T) {
	write := func(name, text string) string {
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, "gold"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "gold", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		h, err := hashFiles(dir)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	one := write("a.json", "{}")
	if len(one) != hashDigits || one != write("a.json", "{}") {
		t.Errorf("hash %q", one)
	}
	if one == write("b.json", "{}") || one == write("a.json", "[]") {
		t.Error("another name or other bytes gave the same hash")
	}
	if _, err := hashFiles(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a directory that does not exist has a hash")
	}
}

func TestDescribe_CountsPagesOnce(t *testing.T) {
	dir := t.TempDir()
	set := filepath.Base(dir)
	page := func(body string) eval.Page {
		p := eval.Page{Set: set}
		p.Gold.Body = eval.Field{Value: body, Given: true}
		return p
	}
	c, err := describe(dir, []*example{
		{page: page("x"), used: true, ceiling: 1}, {page: page("y"), ceiling: 0.5}, {page: page("")},
		{page: page("x"), used: true, ceiling: 1, varied: true}, {page: eval.Page{Set: "other"}, used: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Pages != 3 || c.Used != 1 || c.Ceiling != 0.75 {
		t.Errorf("got %+v, want 3 pages, 1 used, ceiling .75", c)
	}
}
