package segment

import (
	"strings"

	"matn/clean/internal/dom"
)

// Text cuts flattened text into blocks, one for each line that is not blank.
func Text(s string) *dom.Layout {
	b := newBuilder(8*strings.Count(s, "\n"), len(s))
	for line := range strings.SplitSeq(s, "\n") {
		b.line(line)
	}
	return &dom.Layout{Blocks: b.finish()}
}

// Lines is Text for lines that are apart already.
func Lines(lines []string) *dom.Layout {
	b := newBuilder(8*len(lines), 0)
	for _, line := range lines {
		b.line(line)
	}
	return &dom.Layout{Blocks: b.finish()}
}

func (b *builder) line(s string) {
	b.text(s, context{elem: -1})
	b.flush()
}
