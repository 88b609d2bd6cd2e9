package dom

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// maxDepth is the nesting that a page read from its tokens keeps. Elements
	// below stand side by side in the element at that depth. Real pages stay
	// under 60; html.Parse gives up at 512.
	maxDepth = 128
	// maxUnwind is how far an end tag looks for its start tag, so that stray
	// end tags in a deep page cost linear time.
	maxUnwind = 64
)

// parseTokens reads a page from its tokens alone: what is left when the page
// nests too deep for html.Parse, or would cost it too much. It knows void
// elements and the end tags that authors leave out, and no more. That is enough
// for blocks: over the pages of our corpora they are as good (oracle F1 equal to
// four digits).
func parseTokens(src []byte) *html.Node {
	b := newTokenTree()
	z := html.NewTokenizer(bytes.NewReader(src))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.doc
		case html.TextToken:
			b.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			b.start(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			b.end(string(name))
		}
	}
}

// tokenTree is a tree under construction: the document, and the open elements.
type tokenTree struct {
	doc, root *html.Node
	open      []*html.Node
}

func newTokenTree() *tokenTree {
	doc := &html.Node{Type: html.DocumentNode}
	root := element(html.Token{Data: "html", DataAtom: atom.Html})
	body := element(html.Token{Data: "body", DataAtom: atom.Body})
	doc.AppendChild(root)
	root.AppendChild(body)
	return &tokenTree{doc: doc, root: root, open: []*html.Node{body}}
}

func element(t html.Token) *html.Node {
	return &html.Node{Type: html.ElementNode, Data: t.Data, DataAtom: t.DataAtom, Attr: t.Attr}
}

// top is the innermost open element.
func (b *tokenTree) top() *html.Node { return b.open[len(b.open)-1] }

// parent is where a new element goes.
func (b *tokenTree) parent() *html.Node { return b.open[min(len(b.open), maxDepth)-1] }

func (b *tokenTree) text(s string) {
	b.top().AppendChild(&html.Node{Type: html.TextNode, Data: s})
}

func (b *tokenTree) start(t html.Token) {
	switch t.DataAtom {
	case atom.Html:
		b.root.Attr = append(b.root.Attr, t.Attr...)
		return
	case atom.Head, atom.Body:
		return
	}
	b.imply(t.DataAtom)
	n := element(t)
	b.parent().AppendChild(n)
	if !void(t.DataAtom) && t.Type != html.SelfClosingTagToken {
		b.open = append(b.open, n)
	}
}

// imply closes the elements that a start tag ends without an end tag.
func (b *tokenTree) imply(tag atom.Atom) {
	for len(b.open) > 1 && closes(tag, b.top().DataAtom) {
		b.open = b.open[:len(b.open)-1]
	}
}

// closes reports whether a start tag ends an open element (HTML standard,
// "optional tags").
func closes(tag, open atom.Atom) bool {
	switch open {
	case atom.P:
		return closesP(tag)
	case atom.Li, atom.Option:
		return tag == open
	case atom.Dd, atom.Dt:
		return tag == atom.Dd || tag == atom.Dt
	case atom.Td, atom.Th:
		return tag == atom.Td || tag == atom.Th || tag == atom.Tr || rowGroup(tag)
	case atom.Tr:
		return tag == atom.Tr || rowGroup(tag)
	}
	return rowGroup(open) && rowGroup(tag)
}

func rowGroup(a atom.Atom) bool { return a == atom.Tbody || a == atom.Thead || a == atom.Tfoot }

func (b *tokenTree) end(name string) {
	for i := len(b.open) - 1; i > 0 && i >= len(b.open)-maxUnwind; i-- {
		if b.open[i].Data == name {
			b.open = b.open[:i]
			return
		}
	}
}

// void reports whether an element has no content and no end tag.
func void(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input,
		atom.Keygen, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// closesP reports whether a start tag ends an open <p>.
func closesP(a atom.Atom) bool { return IsBlock(a, "") && a != atom.Button && a != atom.Caption }
