package segment

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// builder collects the text of a page in one buffer and notes where its blocks
// lie.
type builder struct {
	buf    strings.Builder
	blocks []block.Block
	ends   []cut
	spans  []block.Span
	marks  []openMark

	start   int // of the current block, in buf
	ctx     context
	counts  counter
	odd     bool // the current block has runes that composition may change
	shown   bool // the current block has text that is not hidden
	pending bool // begin has something to do before the next rune
	space   bool // white space was seen since the last rune
	cellTab bool // a new cell was begun since the last rune
	breaks  int  // <br> since the last rune
	broke   bool // the current block follows a single <br>
	links   int  // open <a>
}

// cut is where a block's text and spans lie.
type cut struct {
	start, end, spans int32
	odd               bool
}

type openMark struct {
	mark  block.Mark
	href  string
	start int
	used  bool // its link has been counted in this block
}

// newBuilder makes room for the blocks of so many elements and so many bytes of
// text.
func newBuilder(elems, text int) *builder {
	// Medians on pages of news: 0.23 blocks and 0.16 spans an element; half of the
	// text is white space between elements.
	b := &builder{
		pending: true,
		blocks:  make([]block.Block, 0, elems/4+8), ends: make([]cut, 0, elems/4+8),
		spans: make([]block.Span, 0, elems/8),
	}
	b.buf.Grow(text - text/4)
	return b
}

// doubled makes room for as much again in a full list: left to itself, a long list
// grows by quarters and is copied five times over.
func doubled[T any](list []T) []T {
	if len(list) == cap(list) {
		return slices.Grow(list, len(list))
	}
	return list
}

// text appends the text of one node: white space collapses to a space, and
// what must never be printed goes.
func (b *builder) text(s string, c context) {
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		} else if n := indent(s[i:]); n > 0 && !c.pre {
			b.separate()
			i += n
			continue
		}
		class, odd := classOf(r)
		switch class {
		case classSpace:
			if c.pre {
				b.preSpace(r)
			} else {
				b.separate()
			}
			i += size
		case classDrop:
			i += size
		case classJoin:
			b.join(r)
			i += size
		default:
			if b.pending {
				b.begin(c)
			}
			b.shown = b.shown || !c.hidden
			if odd || r >= shortLimit || class == classMark {
				b.odd = b.odd || odd
				b.buf.WriteRune(r)
				b.counts.add(class, b.links > 0)
				i += size
				continue
			}
			n := b.counts.run(s[i:], b.links > 0)
			b.buf.WriteString(s[i : i+n])
			i += n
		}
	}
}

// indent returns the length of the white space of markup that s begins with.
func indent(s string) int {
	n := 0
	for n < len(s) && (s[n] == ' ' || s[n] == '\n' || s[n] == '\t' || s[n] == '\r') {
		n++
	}
	return n
}

// join appends a rune that only says how its neighbours are shown. At the edge
// of a word it says nothing.
func (b *builder) join(r rune) {
	if b.buf.Len() > b.start && !b.space && !b.cellTab && b.breaks == 0 {
		b.buf.WriteRune(r)
		b.odd = true // variation selectors and marks behind them may be reordered
	}
}

// begin puts what separates the next rune from the text before it, and opens
// the block with its first rune.
func (b *builder) begin(c context) {
	if b.breaks > 0 {
		single := b.breaks == 1 && b.buf.Len() > b.start
		b.flush()
		b.broke = single
	}
	switch {
	case b.buf.Len() == b.start:
		b.ctx = c
	case b.cellTab:
		b.buf.WriteByte('\t')
		b.counts.gap()
	case b.space:
		b.buf.WriteByte(' ')
		b.counts.gap()
	}
	b.space, b.cellTab, b.pending = false, false, false
	for i := len(b.marks) - 1; i >= 0 && b.marks[i].start < b.start; i-- {
		b.marks[i].start = b.buf.Len()
	}
	if b.links > 0 {
		b.countLink()
	}
}

func (b *builder) countLink() {
	for i := len(b.marks) - 1; i >= 0; i-- {
		if m := &b.marks[i]; m.mark == block.Link {
			if !m.used {
				m.used = true
				b.counts.links++
			}
			return
		}
	}
}

// preSpace keeps white space inside <pre>, from its first rune on.
func (b *builder) preSpace(r rune) {
	if r == '\n' {
		b.preBreak()
	} else if b.buf.Len() > b.start {
		b.buf.WriteByte(' ')
		b.counts.gap()
	}
}

func (b *builder) preBreak() {
	if b.buf.Len() > b.start {
		b.buf.WriteByte('\n')
		b.counts.gap()
	}
}

// separate makes sure that the next rune does not stick to the text so far.
func (b *builder) separate() { b.space, b.pending = true, true }

// tab begins a cell.
func (b *builder) tab() { b.cellTab, b.pending = true, true }

// lineBreak is a <br>.
func (b *builder) lineBreak(c context) {
	switch {
	case c.pre:
		b.preBreak()
	case c.inline:
		b.separate()
	default:
		b.breaks++
		b.pending = true
	}
}

// openMark begins a span at an inline element.
func (b *builder) openMark(n *html.Node) {
	m := openMark{mark: markOf(n.DataAtom), start: -1}
	if m.mark == block.Link {
		m.href = dom.Attr(n, "href")
		b.links++
	}
	b.marks = append(b.marks, m)
	b.pending = true
}

func (b *builder) closeMark() {
	m := b.marks[len(b.marks)-1]
	b.marks = b.marks[:len(b.marks)-1]
	b.addSpan(m)
	if m.mark == block.Link {
		b.links--
	}
}

func (b *builder) addSpan(m openMark) {
	if m.start >= b.start && b.buf.Len() > m.start && (m.mark != block.Link || m.href != "") {
		b.spans = append(doubled(b.spans), block.Span{
			Start: int32(m.start - b.start), End: int32(b.buf.Len() - b.start), Mark: m.mark, Href: m.href,
		})
	}
}

func markOf(a atom.Atom) block.Mark {
	switch a {
	case atom.A:
		return block.Link
	case atom.B, atom.Strong:
		return block.Strong
	case atom.I, atom.Em:
		return block.Emphasis
	}
	return block.InlineCode
}

// flush ends the current block, if it has text. Open marks go on in the next.
func (b *builder) flush() {
	b.breaks, b.space, b.cellTab, b.pending = 0, false, false, true
	broke := b.broke
	b.broke = false
	if b.buf.Len() == b.start {
		return
	}
	for i := len(b.marks) - 1; i >= 0; i-- {
		b.addSpan(b.marks[i])
		b.marks[i].start, b.marks[i].used = -1, false
	}
	b.blocks = append(doubled(b.blocks), b.block(broke))
	b.ends = append(doubled(b.ends), cut{start: int32(b.start), end: int32(b.trimmed()), spans: int32(len(b.spans)), odd: b.odd})
	b.counts, b.odd, b.shown = counter{}, false, false
	b.start = b.buf.Len()
}

func (b *builder) block(broke bool) block.Block {
	c, n := &b.ctx, &b.counts
	kind := c.kind
	if c.quote && (kind == block.Paragraph || kind == block.ListItem) {
		kind = block.Quote
	}
	return block.Block{
		Kind: kind, Level: c.level, Ordered: c.ordered, Hidden: !b.shown, Break: broke,
		Group: c.group, Elem: c.elem,
		Words: n.words(), Chars: n.chars, LinkChars: n.linkChars, Links: n.links,
	}
}

// trimmed returns the end of the current block without the joiners and spaces
// that close it. A block begins with neither.
func (b *builder) trimmed() int {
	s := b.buf.String()
	end := len(s)
	for {
		r, size := utf8.DecodeLastRuneInString(s[:end])
		if c, _ := classOf(r); c != classJoin && c != classSpace {
			return end
		}
		end -= size
	}
}
