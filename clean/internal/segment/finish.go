package segment

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"matn/clean/block"
)

// finish gives every block its text and its spans: views of one string and of
// one array.
func (b *builder) finish() []block.Block {
	b.ownHrefs()
	all := b.buf.String()
	from := int32(0)
	for i := range b.blocks {
		c, bl := b.ends[i], &b.blocks[i]
		bl.Text = all[c.start:c.end]
		spans := b.spans[from:c.spans:c.spans]
		from = c.spans
		clamp(spans, int32(len(bl.Text)))
		if c.odd && !norm.NFC.IsNormalString(bl.Text) {
			compose(bl, spans)
		}
		bl.Spans = ordered(spans)
	}
	return b.blocks
}

// ownHrefs copies the targets of links, so that blocks do not hold the source of
// their page, of which those are views.
func (b *builder) ownHrefs() {
	size := 0
	for i := range b.spans {
		size += len(b.spans[i].Href)
	}
	var all strings.Builder
	all.Grow(size)
	for i := range b.spans {
		start := all.Len()
		all.WriteString(b.spans[i].Href)
		b.spans[i].Href = all.String()[start:]
	}
}

// clamp cuts off what spans hold of the end that was trimmed.
func clamp(spans []block.Span, end int32) {
	for i := range spans {
		spans[i].End = min(spans[i].End, end)
		spans[i].Start = min(spans[i].Start, end)
	}
}

// ordered sorts spans by where they start, longer ones first, and leaves out
// empty ones.
func ordered(spans []block.Span) []block.Span {
	if len(spans) == 0 {
		return nil
	}
	spans = slices.DeleteFunc(spans, func(s block.Span) bool { return s.Start >= s.End })
	slices.Reverse(spans) // inner marks close first
	slices.SortStableFunc(spans, func(a, b block.Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	return spans
}

// compose brings the text of a block into form NFC, and its spans and counts
// with it.
func compose(bl *block.Block, spans []block.Span) {
	var ends []*int32 // of spans, by where they lie
	for i := range spans {
		ends = append(ends, &spans[i].Start, &spans[i].End)
	}
	slices.SortFunc(ends, func(a, b *int32) int { return cmp.Compare(*a, *b) })
	var it norm.Iter
	it.InitString(norm.NFC, bl.Text)
	out := make([]byte, 0, len(bl.Text))
	for !it.Done() {
		for len(ends) > 0 && int(*ends[0]) <= it.Pos() {
			*ends[0] = int32(len(out))
			ends = ends[1:]
		}
		out = append(out, it.Next()...)
	}
	for _, e := range ends {
		*e = int32(len(out))
	}
	bl.Text = string(out)
	n := counter{linkChars: bl.LinkChars, links: bl.Links}
	n.recount(bl.Text)
	bl.Words, bl.Chars, bl.LinkChars = n.words(), n.chars, n.linkChars
}
