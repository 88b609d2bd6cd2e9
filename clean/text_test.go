package clean

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// keepAll is a layout all of whose blocks are kept.
func keepAll(l *dom.Layout) *dom.Layout {
	for i := range l.Blocks {
		l.Blocks[i].Kept = true
	}
	return l
}

// reread prints the kept blocks of a layout, reads that as flattened text, and
// prints it again.
func reread(l *dom.Layout) (once, twice string) {
	if len(l.Elems) == 0 {
		tighten(l.Blocks)
	}
	once, _, _ = body(l)
	again := keepAll(segment.Text(once))
	tighten(again.Blocks)
	twice, _, _ = body(again)
	return once, twice
}

// TestBody_ReadsBackAsItWasPrinted holds that blocks of pages, kept, are found
// again in what is printed of them: rows with their tabs, code with its indents.
func TestBody_ReadsBackAsItWasPrinted(t *testing.T) {
	pattern := filepath.Join("..", "fixtures", "pages", "*", "page.html")
	if dir := os.Getenv("MATN_PAGES"); dir != "" {
		pattern = filepath.Join(dir, "*.html")
	}
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages match %s: %v", pattern, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := dom.Parse([]byte(strings.ToValidUTF8(string(b), "?")), dom.Limits{Nodes: 1 << 22})
		if err != nil {
			t.Fatal(err)
		}
		if once, twice := reread(keepAll(segment.HTML(doc, nil))); once != twice {
			i := 0
			for i < min(len(once), len(twice)) && once[i] == twice[i] {
				i++
			}
			from := max(0, i-80)
			t.Errorf("%s changes at byte %d:\n%q\nbecame\n%q", file, i, once[from:min(len(once), i+80)], twice[from:min(len(twice), i+80)])
		}
	}
}

func TestBody_OfFlattenedText(t *testing.T) {
	tests := []struct{ rule, in, want string }{
		{"lines stand apart", "one\ntwo\nthree", "one\n\ntwo\n\nthree"},
		{"blank lines count once", "one\n\n\n\ntwo", "one\n\ntwo"},
		{"cells keep their tabs", "one\n\na\tb \t c\n\ntwo", "one\n\na\tb\tc\n\ntwo"},
		{"code keeps its indents", "one\n\nfor x\n  print  x\n\n  # on\nend\n\ntwo", "one\n\nfor x\n  print  x\n\n  # on\nend\n\ntwo"},
		{"lines that stand together stay so", "one\n\ngo build\ngo test\n\ntwo", "one\n\ngo build\ngo test\n\ntwo"},
		{"beside indented code they are code", "one\n\ngo build \ngo  test\n\nfor x\n  print\n\n  end\n\ntwo\n\nthree", "one\n\ngo build\ngo  test\n\nfor x\n  print\n\n  end\n\ntwo\n\nthree"},
		{"but not where most do", "one\nmore\n\ntwo\nmore\n\nthree", "one\n\nmore\n\ntwo\n\nmore\n\nthree"},
		{"indents of a page are none", "   one\n   two\n\n   three\n   four", "one\n\ntwo\n\nthree\n\nfour"},
		{"a paragraph's indent is none", "One ends.\n\n   Two ends.", "One ends.\n\nTwo ends."},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			once, twice := reread(keepAll(segment.Text(tt.in)))
			if once != tt.want || twice != tt.want {
				t.Errorf("printed\n%q, read back\n%q, want\n%q", once, twice, tt.want)
			}
		})
	}
}

// TestTighten_LinesWhoseNeighbourWent stand apart.
func TestTighten_LinesWhoseNeighbourWent(t *testing.T) {
	l := keepAll(segment.Text("one\n\ntwo\nshare\nthree\nfour\n\nfive\n\nsix\n\nseven"))
	l.Blocks[2].Kept = false
	once, twice := reread(l)
	if want := "one\n\ntwo\n\nthree\nfour\n\nfive\n\nsix\n\nseven"; once != want || twice != want {
		t.Errorf("printed %q, read back %q, want %q", once, twice, want)
	}
}

func FuzzSettledForm(f *testing.F) {
	for _, s := range []string{"one\ntwo", "a\tb\n\nx  y\n z\n\nw", "a\n\n b\n\n  c  d", "x\n y\n\n z", "a \u200b b\nc", "a\n\nb\nc\n\nd\n e\n\nf"} {
		f.Add(s, uint64(0))
	}
	f.Fuzz(func(t *testing.T, s string, drop uint64) {
		l := keepAll(segment.Text(strings.ToValidUTF8(s, "")))
		if l.Printed && slices.ContainsFunc(l.Blocks, func(b block.Block) bool { return b.Kind == block.Code && strings.Contains(b.Text, "\n") }) {
			drop = 0 // such text is kept whole
		}
		for i := range l.Blocks {
			l.Blocks[i].Kept = drop>>(i%64)&1 == 0
		}
		once, twice := reread(l)
		if once != twice {
			t.Errorf("%q became %q", once, twice)
		}
		for i := range l.Blocks {
			if l.Blocks[i].Kind == block.Code && strings.HasPrefix(l.Blocks[i].Text, " ") {
				t.Errorf("%q is not trimmed", l.Blocks[i].Text)
			}
		}
	})
}
