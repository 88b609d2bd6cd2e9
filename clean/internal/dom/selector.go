package dom

import (
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Selector is a compiled CSS selector.
type Selector struct{ group cascadia.SelectorGroup }

// Compile reads a CSS selector, or several with commas between. Selectors of
// pseudo-elements (::before) are refused: they select no element.
func Compile(css string) (Selector, error) {
	group, err := cascadia.ParseGroup(css)
	return Selector{group}, err
}

// Match reports whether an element is selected. The zero Selector selects none.
func (s Selector) Match(n *html.Node) bool { return s.group.Match(n) }

// Text is the text below a node, white space as it stands.
func Text(n *html.Node) string {
	var b []byte
	for k := range n.Descendants() {
		if k.Type == html.TextNode {
			b = append(b, k.Data...)
		}
	}
	return string(b)
}
