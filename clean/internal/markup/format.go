package markup

import (
	"golang.org/x/net/html"
)

// format is an element of the list of active formatting elements (HTML standard,
// 13.2.4.3). One without a node is a marker: those before it do not count.
type format struct {
	node  *html.Node
	tag   tag
	place int // where the element was in the stack of open elements
}

const (
	// family is how many equal elements are kept ("Noah's Ark clause").
	family = 3
	// maxActive is how many formatting elements are remembered: more than any
	// real page has, few enough to search. The oldest are forgotten.
	maxActive = 64
	// startCredit and creditPerTag bound the elements that formatting makes when
	// it is opened again: 400 open <font> would make a node of every paragraph
	// 400. Formatting beyond is forgotten.
	startCredit  = 10_000
	creditPerTag = 2
)

// addFormat adds the element of the current start tag, and remembers it.
func (b *builder) addFormat() {
	n, equal := b.insert(), 0
	for i := len(b.active) - 1; i >= 0 && b.active[i].node != nil; i-- {
		if f := &b.active[i]; f.node.Data != n.Data || !equalAttrs(f.node.Attr, n.Attr) {
			continue
		}
		if equal++; equal == family {
			b.forget(i)
			break
		}
	}
	if first := b.marked(); len(b.active)-first >= maxActive {
		b.forget(first)
	}
	b.active = append(b.active, format{node: n, tag: b.tok.tag, place: len(b.open) - 1})
}

func equalAttrs(a, b []html.Attribute) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if len(a[i].Val) != len(b[i].Val) || a[i] != b[i] {
			return false
		}
	}
	return true
}

// mark begins a part of the page out of which formatting does not reach.
func (b *builder) mark() { b.active = append(b.active, format{}) }

// clearMarked forgets the formatting of the part that mark began.
func (b *builder) clearMarked() {
	for len(b.active) > 0 {
		last := b.active[len(b.active)-1]
		b.active = b.active[:len(b.active)-1]
		if last.node == nil {
			return
		}
	}
}

// marked returns where the entries behind the last marker begin.
func (b *builder) marked() int {
	i := len(b.active)
	for i > 0 && b.active[i-1].node != nil {
		i--
	}
	return i
}

// forget takes the i-th element out of the list.
func (b *builder) forget(i int) { b.active = append(b.active[:i], b.active[i+1:]...) }

// activeIndex returns where an element is in the list, -1 if nowhere. Those far
// behind a marker are not looked for.
func (b *builder) activeIndex(n *html.Node) int {
	for i := len(b.active) - 1; i >= max(0, len(b.active)-2*maxActive); i-- {
		if b.active[i].node == n {
			return i
		}
	}
	return -1
}

// isOpen reports whether an element of the list is open.
func (b *builder) isOpen(f *format) bool {
	if f.place < len(b.open) && b.open[f.place].node == f.node {
		return true
	}
	f.place = b.indexOf(f.node)
	if f.place < 0 {
		f.place = MaxDepth
		return false
	}
	return true
}

// reopen opens formatting again that was closed without its end tag.
func (b *builder) reopen() {
	i := len(b.active)
	for i > 0 && b.active[i-1].node != nil && !b.isOpen(&b.active[i-1]) {
		i--
	}
	for ; i < len(b.active); i++ {
		if b.credit--; b.credit < 0 {
			b.active = b.active[:0]
			return
		}
		f := &b.active[i]
		n := b.clone(f.node)
		b.add(n, f.tag)
		f.node, f.place = n, len(b.open)-1
	}
}

// clone copies an element without what it holds.
func (b *builder) clone(n *html.Node) *html.Node {
	c := b.node()
	b.elements++
	c.Type, c.DataAtom, c.Data, c.Attr = n.Type, n.DataAtom, n.Data, n.Attr
	return c
}

// endFormat is an end tag of formatting: the "adoption agency" (HTML standard,
// 13.2.6.4.7), which lets a block go on that the formatting began outside of.
func (b *builder) endFormat(t tag) {
	if n := b.top(); b.topTag() == t && b.activeIndex(n) < 0 {
		b.pop()
		return
	}
	for range 8 { // the standard's bound
		i := b.lastActive(t)
		if i < 0 {
			b.endOther()
			return
		}
		at := b.indexOf(b.active[i].node)
		if at < 0 {
			b.forget(i)
			return
		}
		if b.inScope(t, anyScope) < 0 {
			return
		}
		block := at + 1
		for block < len(b.open) && b.open[block].is&special == 0 {
			block++
		}
		if block == len(b.open) || at == 0 {
			b.popTo(at)
			b.forget(i)
			return
		}
		b.adopt(i, at, block)
	}
}

// lastActive returns the innermost formatting element of a tag in the list, -1 if
// there is none behind the last marker.
func (b *builder) lastActive(t tag) int {
	for i := len(b.active) - 1; i >= 0 && b.active[i].node != nil; i-- {
		if b.active[i].tag == t {
			return i
		}
	}
	return -1
}

// adopt ends the formatting element that is the i-th of the list and the at-th of
// the stack around the block in the stack: the block moves out of it, and what
// the block holds moves into a copy of it.
func (b *builder) adopt(i, at, block int) {
	old, outer := b.open[at].node, b.open[at-1]
	inner := b.open[block].node
	last, bookmark := inner, i
	for k, steps := block-1, 1; k > at; k, steps = k-1, steps+1 {
		n := b.open[k].node
		in := b.activeIndex(n)
		if in >= 0 && steps > 3 { // the standard's bound
			b.forget(in)
			if in <= bookmark {
				bookmark--
			}
			continue // html.Parse lets it open, the standard does not
		}
		if in < 0 {
			b.remove(k)
			continue
		}
		c := b.clone(n)
		b.active[in].node, b.open[k].node = c, c
		if last == inner {
			bookmark = in + 1
		}
		detach(last)
		appendChild(c, last)
		last = c
	}
	detach(last)
	if outer.is&tabular != 0 {
		b.placeBeforeTable(last)
	} else {
		appendChild(outer.node, last)
	}
	c := b.clone(old)
	moveChildren(c, inner)
	appendChild(inner, c)
	b.relist(old, c, bookmark)
	entry := b.open[at]
	b.remove(at)
	entry.node = c
	b.insertOpen(b.indexOf(inner)+1, entry)
}

// relist puts the copy of a formatting element into the list in its stead.
func (b *builder) relist(old, c *html.Node, bookmark int) {
	i := b.activeIndex(old)
	f := b.active[i]
	if i < bookmark {
		bookmark--
	}
	b.forget(i)
	f.node, f.place = c, MaxDepth
	b.active = append(b.active, format{})
	copy(b.active[bookmark+1:], b.active[bookmark:])
	b.active[bookmark] = f
}

func (b *builder) insertOpen(i int, o open) {
	b.push(o)
	copy(b.open[i+1:], b.open[i:])
	b.open[i] = o
}
