package label_test

import (
	"testing"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/label"
)

// TestBlocks_PhrasesAtTheEndOfTheBody: a line that an article may hold is matched
// where it stands at the end, and at the end is what only stripped lines follow.
func TestBlocks_PhrasesAtTheEndOfTheBody(t *testing.T) {
	const head = `<html><body><article><h1>` + title + `</h1><p>` + prose1 + `</p>`
	for _, tc := range []struct {
		rule, html string
		kept       bool
	}{
		{"the last line", `<p>` + prose2 + `</p><p>Tags: bridges, harbour</p>`, false},
		{"above another phrase", `<p>` + prose2 + `</p><p>Tags: bridges, harbour</p><p>Filed under: Local news</p><p>Share this article</p>`, false},
		{"between paragraphs", `<p>Tags: bridges, harbour</p><p>` + prose2 + `</p>`, true},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			l := layout(t, head+tc.html+`</article></body></html>`, map[string]float32{"Tags": .9, "Filed": .9, "Share": .9})
			label.Blocks(l, label.Input{Article: true, Hints: dom.Hints{Titles: []string{title}}})
			role := block.RoleTags
			if tc.kept {
				role = block.RoleParagraph
			}
			check(t, l, []row{{prose2, block.RoleParagraph, true}, {"Tags:", role, tc.kept}})
		})
	}
}
