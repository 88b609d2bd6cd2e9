package score

import (
	"fmt"
	"strings"
	"testing"

	"matn/clean/internal/dom"
)

// TestBlocks_LongPagesOfProse: what makes up a page is its text, however long.
func TestBlocks_LongPagesOfProse(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	menu := `<ul>` + strings.Repeat(`<li><a href="/x">A section of the paper</a></li>`, 5) + `</ul>`
	for _, paragraphs := range []int{bareBlocks, 5 * bareBlocks, 3 * vastBlocks} {
		var b strings.Builder
		b.WriteString(menu + `<h1>The log of the ferry</h1>`)
		for i := range paragraphs {
			fmt.Fprintf(&b, "<p>On crossing %d %s</p>", i, strings.Repeat("the ferry carried post, goats and a piano that nobody wanted. ", 1+i*7%11))
		}
		l := cutPage(t, b.String())
		s.Blocks(l, dom.Hints{}, Auto)
		for i := range l.Blocks {
			if blk := &l.Blocks[i]; strings.HasPrefix(blk.Text, "On crossing") && blk.P < 0.5 {
				t.Fatalf("of %d paragraphs the one at block %d has P %v", paragraphs, i, blk.P)
			}
		}
	}
}

// TestBare_FurnitureStays: lists and threads are not raised.
func TestBare_FurnitureStays(t *testing.T) {
	post := `<div><b>Reader</b><a href="/u">Profile</a><p>I think that the ferry is fine as it is, and so does my uncle, who built it with his own hands.</p></div>`
	f := new(Features)
	f.Read(cutPage(t, strings.Repeat(post, 2*bareBlocks)), dom.Hints{})
	if f.page.bare() {
		t.Error("a thread is taken for bare prose")
	}
}
