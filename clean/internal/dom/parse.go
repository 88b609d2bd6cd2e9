package dom

import (
	"bytes"
	"fmt"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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
// Source: feasibility study, where it raised the ceiling of forums by 15 points.
const minNoscript = 400

// Parse reads a page. Src is UTF-8. It fails only with a *LimitError: any bytes
// are a page, as they are to a browser.
func Parse(src []byte, lim Limits) (*Doc, error) {
	// Every node of the source but text begins with '<', so that a page too
	// large is refused before it is built.
	tags := bytes.Count(src, []byte{'<'})
	if tags > lim.Nodes {
		return nil, &LimitError{Got: tags, Max: lim.Nodes}
	}
	d := &Doc{}
	root, err := html.Parse(bytes.NewReader(src))
	if err != nil {
		root, d.Shallow = parseTokens(src), true
	}
	d.Root = root
	d.Elems = flatten(root, tags)
	return d, nil
}

// flatten lists the elements below root in document order. A <noscript> of the
// body that holds paragraphs is parsed in its place first.
func flatten(root *html.Node, tags int) []Elem {
	elems := make([]Elem, 0, tags/2+8)
	parent, depth := int32(-1), int32(0)
	t := classes()
	n := root.FirstChild
	for n != nil {
		if n.Type == html.ElementNode {
			if n.DataAtom == atom.Noscript {
				openNoscript(n)
			}
			e := Elem{Node: n, Parent: parent, Depth: depth, Tag: n.DataAtom}
			if parent >= 0 {
				e.describe(n, &elems[parent], t)
			} else {
				e.describe(n, nil, t)
			}
			elems = append(elems, e)
			if n.FirstChild != nil {
				parent = int32(len(elems) - 1)
				depth++
				n = n.FirstChild
				continue
			}
			elems[len(elems)-1].End = int32(len(elems))
		}
		for n.NextSibling == nil {
			n = n.Parent
			if n == nil || n == root {
				return elems
			}
			elems[parent].End = int32(len(elems))
			parent = elems[parent].Parent
			depth--
		}
		n = n.NextSibling
	}
	return elems
}

// styleHides reports whether a style attribute keeps an element from being shown.
func styleHides(style string) bool {
	return declares(style, "display", "none") || declares(style, "visibility", "hidden")
}

// declares reports whether a style attribute gives a property a value, with or
// without white space after the colon.
func declares(style, property, value string) bool {
	for rest := style; ; {
		i := indexFold(rest, property)
		if i < 0 {
			return false
		}
		rest = rest[i+len(property):]
		j := 0
		for j < len(rest) && (rest[j] == ' ' || rest[j] == ':') {
			j++
		}
		if j > 0 && len(rest) >= j+len(value) && indexFold(rest[j:j+len(value)], value) == 0 {
			return true
		}
	}
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
func openNoscript(n *html.Node) {
	t := n.FirstChild
	if t == nil || t.Type != html.TextNode || t.NextSibling != nil || len(t.Data) < minNoscript {
		return
	}
	if indexFold(t.Data, "<p") < 0 && indexFold(t.Data, "<div") < 0 {
		return
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(bytes.NewReader([]byte(t.Data)), body)
	if err != nil {
		return
	}
	n.RemoveChild(t)
	for _, c := range nodes {
		n.AppendChild(c)
	}
}
