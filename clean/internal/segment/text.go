package segment

import (
	"strings"

	"matn/clean/internal/dom"
)

// Text cuts flattened text into blocks, one for each line that is not blank.
func Text(s string) *dom.Layout {
	return Lines(strings.Split(s, "\n"))
}

// Lines is Text for lines that are apart already.
func Lines(lines []string) *dom.Layout {
	b := newBuilder(8 * len(lines))
	for _, line := range lines {
		b.text(line, context{elem: -1})
		b.flush()
	}
	return &dom.Layout{Blocks: b.finish()}
}
