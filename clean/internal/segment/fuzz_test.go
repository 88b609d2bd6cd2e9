package segment_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// seeds adds the pages of the fixtures, and shapes that broke something once.
func seeds(f *testing.F) {
	pages, err := filepath.Glob("../../../fixtures/pages/*/page.html")
	if err != nil || len(pages) == 0 {
		f.Fatalf("no fixtures (%v)", err)
	}
	for _, p := range pages {
		b, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b[:min(len(b), 4<<10)]))
	}
	for _, s := range []string{
		"e<b>\u0301x</b>\u200f", "<a href=x>a\u200d</a>\u200d", "<pre>\n a\u200f \n</pre>", "<table><tr><td><td>a<tr><td>",
		"<ruby>a<rt>b", "<b>\u0344\u0328</b>", "ﾊ\u3099", "\u1100<i>\u1161</i>\u11a8", "<p>a<br>\u0301b", "ـ ـa", "a\ufe0f\u0301",
	} {
		f.Add(s)
	}
}

// check holds what is true of every block.
func check(t *testing.T, b *block.Block) {
	t.Helper()
	switch {
	case strings.TrimSpace(b.Text) != b.Text || b.Text == "":
		t.Errorf("%q is empty or not trimmed", b.Text)
	case !utf8.ValidString(b.Text):
		t.Errorf("%q is not UTF-8", b.Text)
	case !norm.NFC.IsNormalString(b.Text):
		t.Errorf("%q is not NFC", b.Text)
	case b.Words < 0 || b.Chars <= 0 || b.LinkChars < 0 || b.LinkChars > b.Chars || b.Words > b.Chars:
		t.Errorf("%q: %d words, %d runes, %d of links", b.Text, b.Words, b.Chars, b.LinkChars)
	}
	for i, r := range b.Text {
		layout := r == '\t' && b.Kind == block.TableRow || r == '\n' && b.Kind == block.Code
		if !layout && unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) && r != 0x200E && r != 0x200F && r != 0x061C {
			t.Errorf("%q has %U at %d", b.Text, r, i)
		}
	}
	last := int32(0)
	for _, s := range b.Spans {
		if s.Start < last || s.Start >= s.End || int(s.End) > len(b.Text) || !edge(b.Text, s.Start) || !edge(b.Text, s.End) {
			t.Errorf("%q has a span [%d, %d)", b.Text, s.Start, s.End)
		}
		last = s.Start
	}
}

// edge reports whether an offset is between two runes.
func edge(s string, at int32) bool { return int(at) == len(s) || utf8.RuneStart(s[at]) }

func FuzzHTML(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, page string) {
		doc, err := dom.Parse([]byte(page), dom.Limits{Nodes: math.MaxInt})
		if err != nil {
			t.Fatal(err)
		}
		body := page[len(page)/2:]
		elem := int32(0)
		for _, b := range segment.HTML(doc, []string{body}).Blocks {
			check(t, &b)
			if b.Virtual && b.Elem != -1 || !b.Virtual && (b.Elem < elem && b.Group == 0 || int(b.Elem) >= len(doc.Elems)) {
				t.Errorf("%q: virtual %t, element %d of %d, after %d", b.Text, b.Virtual, b.Elem, len(doc.Elems), elem)
			}
		}
	})
}

func FuzzText(f *testing.F) {
	seeds(f)
	f.Add("if a:\n  b\nc\n\nd")                // code, and a line below it
	f.Add("r\n\n\x00r\ne>\n >e\u2000\x04\n r") // white space in front of what is dropped
	f.Add("a.\x00  b")                         // a sentence ends before what is dropped
	f.Fuzz(func(t *testing.T, text string) {
		once := segment.Text(text).Blocks
		lines := make([]string, len(once))
		for i := range once {
			check(t, &once[i])
			lines[i] = once[i].Text
		}
		// As matn prints them: without blank lines between them, code would not be told.
		again := segment.Text(strings.Join(lines, "\n\n")).Blocks
		if len(again) != len(once) {
			t.Fatalf("%d blocks, again %d: %q", len(once), len(again), lines)
		}
		for i := range once {
			if a, b := &once[i], &again[i]; a.Text != b.Text || a.Words != b.Words || a.Chars != b.Chars {
				t.Errorf("%q (%d words, %d runes), again %q (%d, %d)", a.Text, a.Words, a.Chars, b.Text, b.Words, b.Chars)
			}
		}
	})
}
