package dom

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/internal/markup"
)

// Limits bound the work that one page may cost.
type Limits struct {
	Nodes int // tags and comments of the source; more is a *LimitError
}

// LimitError reports a page that is larger than Limits allow.
type LimitError struct{ Got, Max int }

// Error names the numbers.
func (e *LimitError) Error() string {
	return fmt.Sprintf("dom: %d tags, at most %d", e.Got, e.Max)
}

// minNoscript is the size, in bytes, from which a <noscript> with paragraphs is
// read as part of the page. Shorter ones ask the reader to switch scripts on.
// Reading them raised the ceiling of forum pages of WCXB by 15 points.
const minNoscript = 400

// Parse reads a page. Src is UTF-8; the strings of the result are views of it, and
// it must not change while they are in use. Parse fails only with a *LimitError:
// any bytes are a page, as they are to a browser.
func Parse(src []byte, lim Limits) (*Doc, error) {
	// Every node of the source but text begins with '<', so that a page too
	// large is refused before it is built.
	if tags := bytes.Count(src, []byte{'<'}); tags > lim.Nodes {
		return nil, &LimitError{Got: tags, Max: lim.Nodes}
	}
	tree := markup.Parse(src)
	d := &Doc{Root: tree.Root, Deep: tree.Deep, Elems: make([]Elem, 0, tree.Elements)}
	d.flatten()
	return d, nil
}

// flatten lists the elements below the root in document order. A <noscript> of
// the body that holds paragraphs is parsed in its place first.
func (d *Doc) flatten() {
	w := lister{doc: d, classes: classes(), parent: -1}
	for n := d.Root.FirstChild; n != nil; {
		switch n.Type {
		case html.ElementNode:
			w.add(n)
			if n.FirstChild != nil {
				w.parent = int32(len(d.Elems) - 1)
				w.depth++
				n = n.FirstChild
				continue
			}
		case html.TextNode:
			if w.raw == nil {
				d.Text += len(n.Data)
			}
		}
		n = w.next(n)
	}
}

// lister walks over a tree and lists its elements.
type lister struct {
	doc           *Doc
	classes       *classTable
	parent, depth int32
	raw           *html.Node // the <script> or <style> it is in
	noscript      *html.Node // the <noscript> it is in that was opened
}

// add lists an element.
func (w *lister) add(n *html.Node) {
	switch n.DataAtom {
	case atom.Script, atom.Style:
		if n.FirstChild != nil {
			w.raw = n
		}
	case atom.Noscript: // inside another one it is left alone: each costs a pass over the rest
		if w.noscript == nil && w.doc.openNoscript(n) {
			w.noscript = n
		}
	}
	d := w.doc
	e := Elem{Node: n, Parent: w.parent, Depth: w.depth, Tag: n.DataAtom, End: int32(len(d.Elems) + 1), Block: IsBlock(n.DataAtom, n.Data)}
	if w.parent >= 0 {
		e.describe(n, &d.Elems[w.parent], w.classes)
	} else {
		e.describe(n, nil, w.classes)
	}
	d.Elems = append(d.Elems, e)
}

// next returns the node behind n and what is below it, nil at the end.
func (w *lister) next(n *html.Node) *html.Node {
	for n.NextSibling == nil {
		n = n.Parent
		if n == nil || n == w.doc.Root {
			return nil
		}
		w.close(n)
	}
	return n.NextSibling
}

// close ends the element that w is in.
func (w *lister) close(n *html.Node) {
	if n == w.raw {
		w.raw = nil
	}
	if n == w.noscript {
		w.noscript = nil
	}
	e := &w.doc.Elems[w.parent]
	e.End = int32(len(w.doc.Elems))
	w.parent = e.Parent
	w.depth--
}

// styleHides reports whether a style attribute keeps an element from being shown.
func styleHides(style string) bool {
	for rest := style; ; {
		i := strings.IndexByte(rest, ':')
		if i < 0 {
			return false
		}
		name := strings.TrimRight(rest[:i], " ")
		rest = strings.TrimLeft(rest[i+1:], " ")
		if endsFold(name, "display") && startsFold(rest, "none") || endsFold(name, "visibility") && startsFold(rest, "hidden") {
			return true
		}
	}
}

func endsFold(s, end string) bool {
	return len(s) >= len(end) && strings.EqualFold(s[len(s)-len(end):], end)
}

func startsFold(s, start string) bool {
	return len(s) >= len(start) && strings.EqualFold(s[:len(start)], start)
}

// indexFold is strings.Index for a lower-case ASCII needle, whatever the case
// of s.
func indexFold(s, needle string) int {
	for i := 0; i+len(needle) <= len(s); i++ {
		j := 0
		for j < len(needle) && lower(s[i+j]) == needle[j] {
			j++
		}
		if j == len(needle) {
			return i
		}
	}
	return -1
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// openNoscript replaces the raw text of a <noscript> with its elements, when it
// holds real paragraphs. Parsing whole pages with scripting off instead would
// let an unclosed tag in a <noscript> swallow the rest of the page.
func (d *Doc) openNoscript(n *html.Node) bool {
	t := n.FirstChild
	if t == nil || t.Type != html.TextNode || t.NextSibling != nil || len(t.Data) < minNoscript {
		return false
	}
	if indexFold(t.Data, "<p") < 0 && indexFold(t.Data, "<div") < 0 {
		return false
	}
	n.RemoveChild(t)
	d.Deep = markup.ParseInto(n, t.Data) || d.Deep
	return true
}
