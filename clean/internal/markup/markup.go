// Package markup reads HTML into a tree of *html.Node, as html.Parse of
// golang.org/x/net does, at a fraction of its cost and for pages of any shape.
//
// It follows the HTML standard (sections 13.2.5, tokenization, and 13.2.6, tree
// construction) with scripting on, so that trees are those of html.Parse, but
// for what no reader of text sees:
//
//   - comments and the doctype are no nodes, and text around them is not joined
//   - NUL is left out of the source, "\r" and "\r\n" are "\n"
//   - names in SVG and MathML stay in lower case, but for foreignObject
//   - a <frameset> counts only where no <body> or text stands before it
//   - a script in a comment in a script goes on as the standard has it
//   - attributes of formatting elements keep their order
//
// Work is linear in the length of the page. Three bounds hold where the standard
// has none: see MaxDepth, maxActive and maxAttrs.
//
// Strings of the tree are views of the source, so that it must not change while
// the tree is in use.
package markup

import (
	"strings"
	"unsafe"

	"golang.org/x/net/html"
)

// MaxDepth is how many elements may be open at once, as in browsers. An element
// that would lie deeper closes the one that it stands in, and stands beside it.
const MaxDepth = 512

// Tree is a page.
type Tree struct {
	Root     *html.Node // the document: its only child is <html>
	Elements int        // how many elements it has, or more
	Deep     bool       // the page nests deeper than MaxDepth
}

// Parse reads a page. Any bytes are a page. Src is UTF-8; the tree shows it, and
// must not outlive a change of it.
func Parse(src []byte) Tree {
	b := newBuilder(source(src))
	b.doc = &html.Node{Type: html.DocumentNode}
	b.run()
	b.ensureBody()
	return Tree{Root: b.doc, Elements: b.elements, Deep: b.deep}
}

// ParseInto reads what stands inside an element of the body of a page, and
// appends it to that element. It reports whether it nests deeper than MaxDepth.
func ParseInto(n *html.Node, src string) (deep bool) {
	b := newBuilder(src)
	b.doc = n
	b.mode = inBody
	b.open = append(b.open, open{node: n, tag: tagHTML, is: tags[tagHTML].is})
	b.count[tagHTML]++
	b.run()
	return b.deep
}

// source returns the text of a page, with newlines made one kind and NUL gone. It
// is a view of the bytes where nothing is to be done, as on most pages: a copy
// would cost a third of what the tree does.
func source(src []byte) string {
	s := unsafe.String(unsafe.SliceData(src), len(src))
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	for {
		i := strings.IndexByte(s, '\r')
		if i < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:i])
		out.WriteByte('\n')
		if s = s[i+1:]; s != "" && s[0] == '\n' {
			s = s[1:]
		}
	}
}
