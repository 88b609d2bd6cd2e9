package segment

import (
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// builder collects the text of a page in one buffer and notes where its blocks
// lie.
type builder struct {
	buf    []byte
	blocks []block.Block
	ends   []cut
	spans  []block.Span
	marks  []openMark

	start   int // of the current block, in buf
	ctx     context
	counts  counter
	pending bool // begin has something to do before the next rune
	space   bool // white space was seen since the last rune
	cellTab bool // a new cell was begun since the last rune
	breaks  int  // <br> since the last rune
	broke   bool // the current block follows a single <br>
	links   int  // open <a>
}

// cut is where a block's text and spans lie.
type cut struct{ start, end, spans int }

type openMark struct {
	mark  block.Mark
	href  string
	start int
	used  bool // its link has been counted in this block
}

func newBuilder(elems int) builder {
	return builder{pending: true, blocks: make([]block.Block, 0, elems/8+8), ends: make([]cut, 0, elems/8+8)}
}

// text appends the text of one node: white space collapses to a space, and
// what must never be printed goes.
func (b *builder) text(s string, c context) {
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		switch class := classOf(r); class {
		case classSpace:
			if c.pre {
				b.preSpace(r, c)
			} else {
				b.separate()
			}
		case classDrop:
		case classBidi:
			if len(b.buf) > b.start && !b.pending {
				b.buf = utf8.AppendRune(b.buf, r)
			}
		default:
			if b.pending {
				b.begin(c)
			}
			b.buf = utf8.AppendRune(b.buf, r)
			b.counts.add(class, b.links > 0)
		}
	}
}

// begin puts what separates the next rune from the text before it, and opens
// the block with its first rune.
func (b *builder) begin(c context) {
	if b.breaks > 0 {
		if b.breaks == 1 && len(b.buf) > b.start {
			b.flush()
			b.broke = true
		} else {
			b.flush()
		}
		b.breaks = 0
	}
	if len(b.buf) == b.start {
		b.ctx = c
	} else if b.cellTab {
		b.buf = append(b.buf, '\t')
		b.counts.gap()
	} else if b.space {
		b.buf = append(b.buf, ' ')
		b.counts.gap()
	}
	b.space, b.cellTab, b.pending = false, false, false
	for i := len(b.marks) - 1; i >= 0 && b.marks[i].start < b.start; i-- {
		b.marks[i].start = len(b.buf)
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
func (b *builder) preSpace(r rune, c context) {
	switch {
	case r == '\n':
		b.preBreak()
	case len(b.buf) > b.start:
		b.buf = append(b.buf, ' ')
		b.counts.gap()
	}
}

func (b *builder) preBreak() {
	if len(b.buf) > b.start {
		b.buf = append(b.buf, '\n')
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

func (b *builder) closeMark(n *html.Node) {
	m := b.marks[len(b.marks)-1]
	b.marks = b.marks[:len(b.marks)-1]
	b.addSpan(m)
	if m.mark == block.Link {
		b.links--
	}
}

func (b *builder) addSpan(m openMark) {
	if m.start >= b.start && len(b.buf) > m.start && (m.mark != block.Link || m.href != "") {
		b.spans = append(b.spans, block.Span{
			Start: int32(m.start - b.start), End: int32(len(b.buf) - b.start), Mark: m.mark, Href: m.href,
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
	if len(b.buf) == b.start {
		return
	}
	for i := range b.marks {
		b.addSpan(b.marks[i])
		b.marks[i].start, b.marks[i].used = -1, false
	}
	end := trimBidi(b.buf, b.start)
	if b.counts.chars > 0 {
		b.blocks = append(b.blocks, b.block(broke))
		b.ends = append(b.ends, cut{start: b.start, end: end, spans: len(b.spans)})
	}
	b.counts = counter{}
	b.start = len(b.buf)
}

func (b *builder) block(broke bool) block.Block {
	c, n := &b.ctx, &b.counts
	kind := c.kind
	if c.quote && (kind == block.Paragraph || kind == block.ListItem) {
		kind = block.Quote
	}
	return block.Block{
		Kind: kind, Level: c.level, Ordered: c.ordered, Hidden: c.hidden, Break: broke,
		Group: c.group, Elem: c.elem,
		Words: n.words(), Chars: n.chars, LinkChars: n.linkChars, Links: n.links,
	}
}

// finish gives every block its text: views of one string.
func (b *builder) finish() []block.Block {
	all := string(b.buf)
	normal := norm.NFC.IsNormalString(all)
	from := 0
	for i := range b.blocks {
		c := b.ends[i]
		t := all[c.start:c.end]
		if !normal && !norm.NFC.IsNormalString(t) {
			t = norm.NFC.String(t)
		} else if c.spans > from {
			b.blocks[i].Spans = b.spans[from:c.spans:c.spans]
		}
		from = c.spans
		b.blocks[i].Text = t
	}
	return b.blocks
}

// trimBidi returns the end of buf without marks of direction and the spaces
// among them, but not before start.
func trimBidi(buf []byte, start int) int {
	end := len(buf)
	for end > start {
		r, size := utf8.DecodeLastRune(buf[start:end])
		if c := classOf(r); c != classBidi && c != classSpace {
			break
		}
		end -= size
	}
	return end
}
