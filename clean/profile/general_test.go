package profile_test

import (
	"fmt"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/profile"
)

// What the pages of a shop repeat may be what they say of their goods: of a body
// that is in doubt only short lines go. Where the text is certain, a page without
// the marks of an article is treated like one.
func TestMark_LongLinesOfPagesThatAreNoArticleStay(t *testing.T) {
	const short = "Sold by the harbour shop"
	for _, tc := range []struct {
		rule        string
		p           float32 // of the page's own text
		general     bool
		short, long bool // kept
	}{
		{"an article", .7, false, false, false},
		{"a page of a shop whose text is in doubt", .7, true, false, true},
		{"a story without the marks of an article", .99, true, false, false},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			page := func(i int) (string, []block.Block) {
				title, blocks := plain(i)
				blocks[3].P, blocks[4].P = tc.p, tc.p
				blocks[5].P = .7
				return title, append(blocks, line(article, .7, short))
			}
			p := &profile.Profile{}
			learn(p, 4, page)
			title, blocks := page(50)
			p.Mark(blocks, profile.About{Title: title, General: tc.general})
			if got := strings.Contains(kept(blocks), short); got != tc.short {
				t.Errorf("the short line is kept: %v", got)
			}
			if got := strings.Contains(kept(blocks), notice); got != tc.long {
				t.Errorf("the long line is kept: %v", got)
			}
		})
	}
}

func TestMark_CodeAndQuotationsStay(t *testing.T) {
	for kind, want := range map[block.Kind]bool{block.Paragraph: false, block.ListItem: false, block.Quote: true, block.Code: true} {
		page := func(i int) (string, []block.Block) {
			title, blocks := plain(i)
			blocks[5].Kind, blocks[5].P = kind, .7
			return title, blocks
		}
		p := &profile.Profile{}
		learn(p, 4, page)
		title, blocks := page(50)
		p.Mark(blocks, profile.About{Title: title})
		if got := strings.Contains(kept(blocks), notice); got != want {
			t.Errorf("a notice of kind %v is kept: %v, want %v", kind, got, want)
		}
	}
}

func TestMark_QuotationStaysWhereOtherPagesHaveNoText(t *testing.T) {
	for kind, want := range map[block.Kind]bool{block.Paragraph: false, block.Quote: true} {
		page := func(i int) (string, []block.Block) {
			title := fmt.Sprint("Story ", i)
			p := float32(.1)
			if i == 100 {
				p = .7
			}
			blocks := append([]block.Block{line(90, p, prose(title+"s", 12))}, news(title)...)
			blocks[0].Kind = kind
			return title, blocks
		}
		p := &profile.Profile{}
		learn(p, 6, page)
		title, blocks := page(100)
		p.Mark(blocks, profile.About{Title: title})
		if blocks[0].Kept != want {
			t.Errorf("a block of kind %v is kept: %v, want %v", kind, blocks[0].Kept, want)
		}
	}
}
