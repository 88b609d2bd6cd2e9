package score

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/decode"
	"matn/clean/internal/dom"
	"matn/clean/internal/meta"
	"matn/clean/internal/segment"
)

var (
	update = flag.Bool("update", false, "rewrite testdata/golden.tsv (go test ./clean/internal/score -update); a change means that all weights must be trained again")
	freeze = flag.Bool("freeze", false, "take the layouts in testdata from the fixture pages again; then -update")
)

// frozenPages are the fixture pages whose layouts stand in testdata: frozen, so
// that what is measured here is the arithmetic of this package alone, not how
// pages are cut into blocks.
var frozenPages = []string{"amp-arabic", "flat-rt-shape", "lists-and-quotes"}

// frozen is a layout as a file.
type frozen struct {
	Hints  dom.Hints
	Elems  []frozenElem
	Blocks []block.Block
}

// frozenElem is an element, its tag by name.
type frozenElem struct {
	Parent, End, Depth int32
	Tag                string
	Hidden             bool     `json:",omitempty"`
	Cats               dom.Cats `json:",omitempty"`
	Path               uint64
}

// TestRows_ArithmeticIsGolden holds the bits of every group of columns, and of
// the probabilities that drawn forests give, over frozen pages. Where a group
// changes on purpose, raise schema or rename its columns, train again, and run
// with -update.
func TestRows_ArithmeticIsGolden(t *testing.T) {
	var got strings.Builder
	for _, name := range frozenPages {
		if *freeze {
			freezePage(t, name)
		}
		l, h := thaw(t, name)
		p := probabilities(WithModel(drawnModel(20)), l, Auto)
		s := readSheet(l, h, p)
		groups := Groups()
		if len(l.Elems) == 0 {
			groups = LineGroups()
		}
		for _, g := range groups {
			var columns []float32
			for i := range l.Blocks {
				columns = append(columns, s.rows[i*s.width+g.At:][:len(g.Names)]...)
			}
			fmt.Fprintf(&got, "%s\t%s\t%016x\n", name, g.Name, hashBits(columns))
		}
		fmt.Fprintf(&got, "%s\tP\t%016x\n", name, hashBits(p))
	}
	file := filepath.Join("testdata", "golden.tsv")
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(got.String()) {
		if !strings.Contains(string(want), line) {
			t.Errorf("%s changed its bits: %s", file, line)
		}
	}
	if got.Len() != len(want) {
		t.Errorf("%s has %d bytes, want %d", file, len(want), got.Len())
	}
}

func hashBits(values []float32) uint64 {
	h := fnv.New64a()
	if err := binary.Write(h, binary.LittleEndian, values); err != nil {
		panic(err) // a hash takes every write
	}
	return h.Sum64()
}

// thaw reads a frozen layout.
func thaw(t *testing.T, name string) (*dom.Layout, dom.Hints) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var f frozen
	if err := json.Unmarshal(b, &f); err != nil || len(f.Blocks) == 0 {
		t.Fatalf("%s: %v, %d blocks", name, err, len(f.Blocks))
	}
	l := &dom.Layout{Blocks: f.Blocks}
	for _, e := range f.Elems {
		l.Elems = append(l.Elems, dom.Elem{Node: &html.Node{Type: html.ElementNode, Data: e.Tag}, Parent: e.Parent, End: e.End,
			Depth: e.Depth, Tag: atom.Lookup([]byte(e.Tag)), Hidden: e.Hidden, Cats: e.Cats, Path: e.Path})
	}
	return l, f.Hints
}

// freezePage writes the layout of a fixture page as it is cut today.
func freezePage(t *testing.T, name string) {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "fixtures", "pages", name)
	var f frozen
	if b, err := os.ReadFile(filepath.Join(dir, "page.txt")); err == nil {
		f.Blocks = segment.Text(string(b)).Blocks
	} else {
		b, err := os.ReadFile(filepath.Join(dir, "page.html"))
		if err != nil {
			t.Fatal(err)
		}
		text, _ := decode.Bytes(b, "")
		doc, err := dom.Parse(text, dom.Limits{Nodes: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		f.Hints = meta.ReadHead(doc).Hints()
		l := segment.HTML(doc, f.Hints.Bodies)
		f.Blocks = l.Blocks
		for i := range l.Elems {
			e := &l.Elems[i]
			f.Elems = append(f.Elems, frozenElem{e.Parent, e.End, e.Depth, e.Node.Data, e.Hidden, e.Cats, e.Path})
		}
	}
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.ReplaceAll(b, []byte("},{"), []byte("},\n{"))
	if err := os.WriteFile(filepath.Join("testdata", name+".json"), append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
