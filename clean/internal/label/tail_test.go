package label_test

import (
	"fmt"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/label"
	"matn/clean/internal/segment"
)

// TestBlocks_HeadlinesBehindTheText go where the model doubts them and is sure of
// the text above.
func TestBlocks_HeadlinesBehindTheText(t *testing.T) {
	heads := func(n int) string {
		var list []string
		for k := range n {
			list = append(list, fmt.Sprintf("Headline %d of the other island paper", k))
		}
		return strings.Join(list, "\n")
	}
	for _, tc := range []struct {
		rule        string
		heads       int
		text, lines float32 // probabilities
		kept        bool
	}{
		{"a list of headlines", 6, .95, .6, false},
		{"too few", 4, .95, .6, true},
		{"the model is sure of them", 6, .95, .8, true},
		{"the text is in doubt itself", 6, .7, .6, true},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			l := segment.Text(title + "\n" + prose1 + "\n" + prose2 + "\n" + heads(tc.heads))
			likely(l, map[string]float32{title: .1, "Headline": tc.lines, prose1: tc.text, prose2: tc.text})
			label.Blocks(l, label.Input{})
			role := block.RoleRelated
			if tc.kept {
				role = block.RoleParagraph
			}
			check(t, l, []row{{prose2, block.RoleParagraph, true}, {"Headline 1", role, tc.kept}})
		})
	}
}
