package segment

import (
	"strings"

	"matn/clean/internal/dom"
)

// Text cuts flattened text into blocks, one for each line that is not blank.
func Text(s string) *dom.Layout {
	b := newBuilder(8 * (strings.Count(s, "\n") + 1))
	for line := range strings.Lines(s) {
		b.text(line, context{elem: -1})
		b.flush()
	}
	return &dom.Layout{Blocks: b.finish()}
}
