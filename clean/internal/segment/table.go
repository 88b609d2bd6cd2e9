package segment

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// longCell is the length of text, in bytes, that no cell of a table of
	// data has; cells of tables that lay a page out hold whole columns of it.
	longCell = 600
	minRows  = 2
	minCells = 2
)

// isData reports whether a table holds data, not the layout of a page: two rows
// of two cells at least, no table inside it, no heading, no long cell.
func isData(table *html.Node) bool {
	t := tableShape{}
	return t.scan(table) && t.rows >= minRows && t.widest >= minCells
}

type tableShape struct{ rows, cells, widest, text int }

// scan reports false as soon as something rules out a table of data, so that
// nested tables cost linear time.
func (t *tableShape) scan(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			if t.text += len(c.Data); t.text > longCell {
				return false
			}
			continue
		}
		if c.Type != html.ElementNode || drops(c) {
			continue
		}
		switch c.DataAtom {
		case atom.Table, atom.H1, atom.H2, atom.Form, atom.Article, atom.Section:
			return false
		case atom.Tr:
			t.rows++
			t.cells = 0
		case atom.Td, atom.Th:
			t.cells++
			t.widest = max(t.widest, t.cells)
			t.text = 0
		}
		if !t.scan(c) {
			return false
		}
	}
	return true
}
