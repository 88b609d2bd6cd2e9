package train

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/eval"
)

const (
	// mainShare is the share of the runs of gold found on a page that the element
	// taken for the article's holds.
	mainShare = 0.85
	// minPara is the number of runs of gold that a paragraph has.
	minPara = 10
	// goldRun is the number of words of a run.
	goldRun = 3
)

// finder counts where runs of gold stand in a tree.
type finder struct {
	runs map[[goldRun]string]bool
	hits map[*html.Node]int // of an element and all below it
}

// find looks for the parts of the page that a variation works on. It reports
// whether the article has an element of its own.
func (v *variation) find(doc *html.Node, words []string) bool {
	f := &finder{runs: map[[goldRun]string]bool{}, hits: map[*html.Node]int{}}
	for i := 0; i+goldRun <= len(words); i++ {
		f.runs[[goldRun]string(words[i:i+goldRun])] = true
	}
	v.doc = doc
	for n := range doc.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.DataAtom == atom.Head:
			v.head = n
		case n.DataAtom == atom.Body:
			v.body = n
		case n.DataAtom == atom.H1 && v.h1 == nil:
			v.h1 = n
		}
	}
	if v.body == nil || v.head == nil {
		return false
	}
	all := f.count(v.body)
	v.main = v.body
	for next := v.main; next != nil; {
		v.main, next = next, nil
		for c := range v.main.ChildNodes() {
			if float64(f.hits[c]) >= mainShare*float64(all) {
				next = c
			}
		}
	}
	if v.main == v.body || all < minVaried/2 || v.main.DataAtom == atom.P || inTable(v.main) {
		return false
	}
	for c := range v.main.Descendants() {
		if c.Type == html.ElementNode && f.hits[c] >= minPara && c.FirstChild != nil && c.FirstChild.Type == html.TextNode {
			v.para = c
			break
		}
	}
	return true
}

func inTable(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Table, atom.Tbody, atom.Tr:
		return true
	}
	return false
}

// count sums the runs of gold below a node.
func (f *finder) count(n *html.Node) int {
	sum := 0
	switch n.Type {
	case html.TextNode:
		w := eval.Words(n.Data)
		for i := 0; i+goldRun <= len(w); i++ {
			if f.runs[[goldRun]string(w[i:i+goldRun])] {
				sum++
			}
		}
	case html.ElementNode:
		if n.DataAtom == atom.Script || n.DataAtom == atom.Style {
			return 0
		}
	}
	for c := range n.ChildNodes() {
		sum += f.count(c)
	}
	f.hits[n] = sum
	return sum
}

// element makes an element with text.
func element(tag atom.Atom, class, text string) *html.Node {
	n := &html.Node{Type: html.ElementNode, DataAtom: tag, Data: tag.String()}
	if class != "" {
		n.Attr = []html.Attribute{{Key: "class", Val: class}}
	}
	if text != "" {
		n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	}
	return n
}

// like makes an element of the same tag and attributes as another, its id aside.
func like(n *html.Node, text string) *html.Node {
	c := &html.Node{Type: html.ElementNode, DataAtom: n.DataAtom, Data: n.Data}
	for _, a := range n.Attr {
		if a.Key != "id" {
			c.Attr = append(c.Attr, a)
		}
	}
	if text != "" {
		c.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	}
	return c
}

func with(n *html.Node, children ...*html.Node) *html.Node {
	for _, c := range children {
		n.AppendChild(c)
	}
	return n
}

// below puts a node behind the article: right behind its element, or behind an
// element up to two above.
func (v *variation) below(n *html.Node) {
	at := v.main
	for range v.rng.IntN(3) {
		if at.Parent != nil && at.Parent != v.body && !inTable(at.Parent) && at.Parent.DataAtom != atom.Td {
			at = at.Parent
		}
	}
	at.Parent.InsertBefore(n, at.NextSibling)
}

// class draws a class name: one that tells, a hash, or none.
func (v *variation) class(telling ...string) string {
	switch k := v.rng.IntN(3); k {
	case 0:
		return telling[v.rng.IntN(len(telling))]
	case 1:
		return "c-" + strings.ToLower(string(rune('A'+v.rng.IntN(26)))+string(rune('a'+v.rng.IntN(26)))) + "xq"
	}
	return ""
}
