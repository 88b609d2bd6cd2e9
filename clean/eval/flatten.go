package eval

import (
	"math"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/internal/dom"
)

// Flatten makes of a page the lines that a crude converter to text would: every
// paragraph, heading, item and menu entry on a line, a line broken at <br>, the
// cells of a table's row beside each other, and no tag left. Source is UTF-8.
// Nothing is judged: chrome stays, and so does what the page hides, since such
// converters know no styles, and gold has the folded parts of a page, too.
func Flatten(source []byte) ([]string, error) {
	doc, err := dom.Parse(source, dom.Limits{Nodes: math.MaxInt})
	if err != nil {
		return nil, err
	}
	f := flattener{elems: doc.Elems}
	f.children(doc.Root)
	f.end()
	return f.lines, nil
}

// flattener walks the tree; elems lists its elements in the same order.
type flattener struct {
	elems []dom.Elem
	next  int // index in elems of the next element
	line  strings.Builder
	lines []string
}

func (f *flattener) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			f.line.WriteString(c.Data)
		case html.ElementNode:
			f.element(c)
		}
	}
}

func (f *flattener) element(n *html.Node) {
	if unseen(n) {
		f.next = int(f.elems[f.next].End)
		return
	}
	f.next++
	switch {
	case n.DataAtom == atom.Br:
		f.end()
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		f.line.WriteByte('\t')
		f.children(n)
	case n.DataAtom == atom.Pre:
		f.pre(n)
	case dom.IsBlock(n.DataAtom, n.Data):
		f.end()
		f.children(n)
		f.end()
	default:
		f.children(n)
	}
}

// pre keeps the lines of preformatted text.
func (f *flattener) pre(n *html.Node) {
	f.end()
	f.children(n)
	text := f.line.String()
	f.line.Reset()
	for line := range strings.Lines(text) {
		f.line.WriteString(line)
		f.end()
	}
}

// end closes a line: white space becomes one space, blank lines go.
func (f *flattener) end() {
	if line := strings.Join(strings.Fields(f.line.String()), " "); line != "" {
		f.lines = append(f.lines, line)
	}
	f.line.Reset()
}

// unseen are elements whose text no reader sees as such.
func unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Head, atom.Script, atom.Style, atom.Template, atom.Svg, atom.Math, atom.Iframe,
		atom.Object, atom.Canvas, atom.Audio, atom.Video, atom.Select, atom.Textarea, atom.Datalist,
		atom.Noembed, atom.Noframes:
		return true
	case atom.Noscript: // short ones stay unparsed and ask to switch scripts on
		c := n.FirstChild
		return c != nil && c.Type == html.TextNode && c.NextSibling == nil && strings.Contains(c.Data, "<")
	}
	return false
}
