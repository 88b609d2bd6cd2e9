// Package segment cuts a page, or flattened text, into blocks: visual
// paragraphs in reading order.
package segment

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// HTML cuts a parsed page into blocks. A block is a run of inline text between
// block-level boundaries; <br> ends one too, except in headings, captions and
// table rows. Bodies are whole article texts that the page gives as data; what
// of them the page does not show becomes virtual blocks behind the others.
func HTML(doc *dom.Doc, bodies []string) *dom.Layout {
	w := walker{elems: doc.Elems, builder: newBuilder(len(doc.Elems), doc.Text)}
	if len(doc.Elems) > 0 {
		w.element(doc.Elems[0].Node, context{elem: -1})
		w.flush()
	}
	l := &dom.Layout{Elems: doc.Elems, Blocks: w.finish()}
	addVirtual(l, bodies)
	return l
}

// context is what the elements around a text say of it. It goes down the tree
// by value.
type context struct {
	elem    int32
	group   int32 // list or table
	kind    block.Kind
	level   uint8
	depth   uint8 // list nesting
	ordered bool
	hidden  bool
	quote   bool
	pre     bool
	inline  bool // <br> is a space here
	row     bool // inside a row of a data table: no block ends here
	table   bool // inside a data table
}

// walker goes over the tree of a page once, in document order.
type walker struct {
	*builder
	elems  []dom.Elem
	next   int32 // index of the next element in document order
	groups int32
}

// element visits n and everything below it.
func (w *walker) element(n *html.Node, c context) {
	i := w.next
	w.next++
	e := &w.elems[i]
	if drops(n) || !e.Block && (unseen(n, e.Hidden && !c.hidden) || c.pre && numbersLine(n)) {
		w.next = e.End
		if distinct(n.DataAtom) {
			w.separate()
		}
		return
	}
	c.hidden = e.Hidden
	if !c.pre { // names of elements inside <pre> are those of syntax: "comment", "tag"
		c.elem = i
	}
	switch n.DataAtom {
	case atom.Br:
		w.lineBreak(c)
		return
	case atom.A, atom.B, atom.Strong, atom.I, atom.Em, atom.Code, atom.Kbd, atom.Samp:
		if c.pre {
			break
		}
		if n.DataAtom == atom.A && isAnchor(n, c.kind) {
			w.next = e.End
			w.separate()
			return
		}
		w.openMark(n)
		w.children(n, c)
		w.closeMark()
		return
	case atom.Q:
		w.between("“", n, "”", c)
		return
	case atom.Rt:
		if !bracketed(n) {
			w.between("(", n, ")", c)
			return
		}
	}
	if !e.Block || e.Tag == 0 && !isBlock(n) {
		w.children(n, c)
		return
	}
	if c.row && n.DataAtom != atom.Table {
		if n.DataAtom == atom.Td && numbersLine(n) {
			w.next = e.End
			return
		}
		w.cell(n, c)
		return
	}
	w.flush()
	w.children(n, w.enter(n, c))
	w.flush()
}

// between visits what stands inside n and puts characters around it.
func (w *walker) between(before string, n *html.Node, after string, c context) {
	w.text(before, c)
	w.children(n, c)
	w.text(after, c)
}

// cell visits an element inside a row of a data table: cells are set apart by
// tabs, lines within a cell by spaces.
func (w *walker) cell(n *html.Node, c context) {
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		w.tab()
	} else {
		w.separate()
	}
	w.children(n, c)
	w.separate()
}

func (w *walker) children(n *html.Node, c context) {
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		switch k.Type {
		case html.TextNode:
			w.text(k.Data, c)
		case html.ElementNode:
			if !c.pre && !w.elems[w.next].Block && apart(k) {
				w.separate()
			}
			w.element(k, c)
		}
	}
}

// enter returns the context inside a block-level element.
func (w *walker) enter(n *html.Node, c context) context {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		c.kind, c.level, c.inline = block.Heading, n.Data[1]-'0', true
	case atom.Ul, atom.Ol, atom.Menu, atom.Dl:
		if c.depth == 0 {
			w.groups++
			c.group = w.groups
		}
		c.depth = min(c.depth+1, 9)
		c.ordered = n.DataAtom == atom.Ol
	case atom.Li, atom.Dt, atom.Dd:
		c.kind, c.level = block.ListItem, max(c.depth, 1)
	case atom.Blockquote:
		c.kind, c.level, c.quote = block.Quote, 0, true
	case atom.Pre, atom.Listing, atom.Xmp:
		c.kind, c.level, c.pre = block.Code, 0, true
	case atom.Figcaption, atom.Caption:
		c.kind, c.level, c.inline = block.Caption, 0, true
	case atom.Table:
		c.table, c.row = isData(n), false
		c.kind, c.level = block.Paragraph, 0
		if c.table {
			w.groups++
			c.group = w.groups
		}
	case atom.Tr:
		if c.table {
			c.kind, c.level, c.row, c.inline = block.TableRow, 0, true, true
		}
	}
	return c
}

// drops reports whether an element holds nothing that a reader sees as text.
func drops(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Head, atom.Svg, atom.Iframe, atom.Object, atom.Embed,
		atom.Canvas, atom.Video, atom.Audio, atom.Select, atom.Textarea, atom.Input, atom.Link,
		atom.Map, atom.Math, atom.Title, atom.Meta, atom.Img, atom.Datalist, atom.Base,
		atom.Frameset, atom.Noframes:
		return true
	case atom.Template:
		return dom.Attr(n, "shadowrootmode") == "" && dom.Attr(n, "shadowroot") == ""
	case atom.Noscript: // raw text, unless dom found paragraphs in it
		return n.FirstChild == nil || n.FirstChild.Type == html.TextNode && n.FirstChild.NextSibling == nil
	}
	return n.Namespace != "" || n.Data == "picture" && n.FirstChild == nil
}
