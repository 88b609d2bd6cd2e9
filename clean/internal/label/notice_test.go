package label_test

import (
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/label"
)

// TestBlocks_PageThatSpeaksOfItselfHasNoArticle holds when a notice empties a page
// and when the same words are somebody's text.
func TestBlocks_PageThatSpeaksOfItselfHasNoArticle(t *testing.T) {
	const notice = "The page you are looking for does not exist. It may have been moved or deleted, so please check the address or go back to the front page."
	prose := strings.Repeat("The curator hung forty of them in frames and says that visitors stand before each for a minute at least. ", 6)
	tests := []struct {
		rule, title string
		hints       dom.Hints
		lines       []string
		kept        bool
	}{
		{"a notice under its headline", "Page not found", dom.Hints{}, []string{notice}, false},
		{"a notice alone", "The Harbour Post", dom.Hints{}, []string{notice}, false},
		{"a dated page with such a headline", "Page not found", dom.Hints{Dated: true}, []string{notice}, true},
		{"a page that calls itself an article", "Page not found", dom.Hints{Kinds: dom.KindArticle}, []string{notice}, true},
		{"an article of some length", "Page not found", dom.Hints{}, []string{notice, prose}, true},
		{"a short text without a notice", "Bridge opens", dom.Hints{}, []string{"The bridge over the harbour opens on Monday after two years of work, the mayor said at a meeting with the press this morning."}, true},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			tt.hints.Titles = []string{tt.title}
			l := &dom.Layout{}
			for _, s := range tt.lines {
				l.Blocks = append(l.Blocks, block.Block{Text: s, P: 0.9, Words: int32(len(strings.Fields(s))), Chars: int32(len(s)), Elem: -1})
			}
			label.Blocks(l, label.Input{Hints: tt.hints})
			if got := l.Blocks[0].Kept; got != tt.kept {
				t.Errorf("first line kept: %v, want %v (%+v)", got, tt.kept, l.Blocks[0].Reason)
			}
		})
	}
}
