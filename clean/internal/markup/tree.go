package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mode is the state of tree construction (HTML standard, 13.2.4.1).
type mode uint8

const (
	initial mode = iota
	beforeHTML
	beforeHead
	inHead
	afterHead
	inBody
	inTable
	inCaption
	inColgroup
	inTbody
	inRow
	inCell
	inTemplate
	afterBody
	inFrameset
)

// open is an element that is open.
type open struct {
	node *html.Node
	tag  tag // tagNone for those that are in no table, and in SVG and MathML
	is   traits
}

// builder puts the tokens of a page together to a tree (HTML standard, 13.2.6).
type builder struct {
	scanner
	doc, head, form *html.Node
	open            []open   // the stack of open elements
	count           [256]int // how many of each tag are in it
	active          []format // formatting to be opened again
	credit          int      // how many elements that may still make
	templates       []mode   // one for each open <template>
	mode            mode
	quirks          bool // <table> does not close a paragraph
	foster          bool // what is put in a table goes before it
	deep            bool
	elements        int
	nodes           []html.Node // room for nodes
}

// nodeRoom is how many nodes are made room for at once, at most.
const nodeRoom = 256

// smallPage is the length, in bytes, below which the tags are counted to make no
// more room than is needed.
const smallPage = 8 << 10

func newBuilder(src string) *builder {
	b := &builder{credit: startCredit}
	b.src = src
	b.open = make([]open, 0, 32)
	if len(src) < smallPage {
		// A tag comes with a text, and half of the tags end an element.
		tags := strings.Count(src, "<")
		b.nodes = make([]html.Node, tags+8)
		b.attrs = make([]html.Attribute, 0, tags)
	}
	return b
}

// run reads all tokens.
func (b *builder) run() {
	for {
		b.cdata = b.foreign()
		switch b.next() {
		case textToken:
			b.onText()
		case startToken:
			b.credit += creditPerTag
			b.onStart()
		case endToken:
			b.onEnd()
		case doctypeToken:
			if b.mode == initial {
				b.quirks = quirky(b.tok.text)
				b.mode = beforeHTML
			}
		default:
			return
		}
	}
}

// quirky reports whether a doctype is of those for which browsers keep old bugs,
// of which one changes a tree: a table may stand in a paragraph. Those but the
// plain one are left to the library and its list.
func quirky(doctype string) bool {
	if strings.TrimRight(doctype, space) == "html" {
		return false
	}
	page, err := html.Parse(strings.NewReader("<!DOCTYPE " + doctype + "><p><table>"))
	if err != nil {
		return true
	}
	for n := range page.Descendants() {
		if n.DataAtom == atom.Table {
			return n.Parent.DataAtom == atom.P
		}
	}
	return true
}

// ensureBody adds what every page has.
func (b *builder) ensureBody() {
	for b.count[tagTemplate] > 0 {
		b.endTemplate()
	}
	if b.mode < inBody {
		b.implyBody()
	}
}

// top is the innermost open element, tag its number.
func (b *builder) top() *html.Node {
	if len(b.open) == 0 {
		return b.doc
	}
	return b.open[len(b.open)-1].node
}

func (b *builder) topTag() tag {
	if len(b.open) == 0 {
		return tagNone
	}
	return b.open[len(b.open)-1].tag
}

func (b *builder) node() *html.Node {
	if len(b.nodes) == 0 {
		b.nodes = make([]html.Node, nodeRoom)
	}
	n := &b.nodes[0]
	b.nodes = b.nodes[1:]
	return n
}

// element makes the element of the current start tag.
func (b *builder) element() *html.Node {
	n := b.node()
	b.elements++
	n.Type, n.DataAtom, n.Data, n.Attr = html.ElementNode, b.tok.atom, b.tok.name, b.tok.attrs
	return n
}

// insert adds the element of the current start tag, and opens it.
func (b *builder) insert() *html.Node {
	n := b.element()
	b.add(n, b.tok.tag)
	return n
}

// insertVoid adds the element of the current start tag, which holds nothing.
func (b *builder) insertVoid() { b.place(b.element()) }

// imply adds an element that has no tag in the source, and opens it.
func (b *builder) imply(t tag) *html.Node {
	n := b.node()
	b.elements++
	n.Type, n.DataAtom, n.Data = html.ElementNode, tags[t].atom, tags[t].name
	b.add(n, t)
	return n
}

func (b *builder) add(n *html.Node, t tag) {
	b.fit()
	b.place(n)
	b.push(open{node: n, tag: t, is: tags[t].is})
}

// fit closes an element where one more would be too many.
func (b *builder) fit() {
	if len(b.open) >= MaxDepth {
		b.deep = true
		b.pop()
	}
}

func (b *builder) push(o open) {
	b.open = append(b.open, o)
	b.count[o.tag]++
}

func (b *builder) pop() {
	b.count[b.topTag()]--
	b.open = b.open[:len(b.open)-1]
}

// popTo closes all open elements from the i-th on.
func (b *builder) popTo(i int) {
	for len(b.open) > i {
		b.pop()
	}
}

// remove takes an element out of the stack, wherever it is.
func (b *builder) remove(i int) {
	b.count[b.open[i].tag]--
	b.open = append(b.open[:i], b.open[i+1:]...)
}

// indexOf returns where an element is in the stack, -1 if nowhere.
func (b *builder) indexOf(n *html.Node) int {
	for i := len(b.open) - 1; i >= 0; i-- {
		if b.open[i].node == n {
			return i
		}
	}
	return -1
}

// place puts a node where the current element ends, or before the table.
func (b *builder) place(n *html.Node) {
	if b.foster && len(b.open) > 0 && b.open[len(b.open)-1].is&tabular != 0 {
		b.placeBeforeTable(n)
		return
	}
	appendChild(b.top(), n)
}

// placeBeforeTable is foster parenting (HTML standard, 13.2.6.1).
func (b *builder) placeBeforeTable(n *html.Node) {
	for i := len(b.open) - 1; i >= 0; i-- {
		switch b.open[i].tag {
		case tagTemplate:
			appendChild(b.open[i].node, n)
			return
		case tagTable:
			if table := b.open[i].node; table.Parent != nil {
				insertBefore(table.Parent, n, table)
			} else {
				appendChild(b.open[i-1].node, n)
			}
			return
		}
	}
	appendChild(b.open[0].node, n)
}

// addText adds a text that is not empty.
func (b *builder) addText(s string) {
	if s == "" {
		return
	}
	n := b.node()
	n.Type, n.Data = html.TextNode, s
	b.place(n)
}

func appendChild(p, n *html.Node) {
	n.Parent, n.PrevSibling, n.NextSibling = p, p.LastChild, nil
	if p.LastChild != nil {
		p.LastChild.NextSibling = n
	} else {
		p.FirstChild = n
	}
	p.LastChild = n
}

func insertBefore(p, n, next *html.Node) {
	n.Parent, n.PrevSibling, n.NextSibling = p, next.PrevSibling, next
	if next.PrevSibling != nil {
		next.PrevSibling.NextSibling = n
	} else {
		p.FirstChild = n
	}
	next.PrevSibling = n
}

// detach takes a node out of the tree.
func detach(n *html.Node) {
	p := n.Parent
	if p == nil {
		return
	}
	if n.PrevSibling != nil {
		n.PrevSibling.NextSibling = n.NextSibling
	} else {
		p.FirstChild = n.NextSibling
	}
	if n.NextSibling != nil {
		n.NextSibling.PrevSibling = n.PrevSibling
	} else {
		p.LastChild = n.PrevSibling
	}
	n.Parent, n.PrevSibling, n.NextSibling = nil, nil, nil
}

// moveChildren moves all that stands in one element to the end of another.
func moveChildren(to, from *html.Node) {
	for n := from.FirstChild; n != nil; {
		next := n.NextSibling
		appendChild(to, n)
		n = next
	}
	from.FirstChild, from.LastChild = nil, nil
}
