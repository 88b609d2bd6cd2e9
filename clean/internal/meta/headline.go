package meta

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/internal/dom"
)

//go:embed data/kickers.txt
var kickerData string

// kickers are words in class names of what stands above a headline.
var kickers = sync.OnceValue(func() []string {
	var words []string
	for line := range dataLines(kickerData) {
		words = append(words, line)
	}
	return words
})

// isKicker reports whether an element inside a headline is classed as standing
// above it, or is a date.
func isKicker(n *html.Node) bool {
	if n.DataAtom == atom.Time {
		return true
	}
	class := strings.ToLower(dom.Attr(n, "class"))
	if class == "" {
		return false
	}
	for _, w := range kickers() {
		if strings.Contains(class, w) {
			return true
		}
	}
	return false
}

// headlineText is the text of a heading without what stands in elements of
// their own around the headline: a kicker that is classed so or that the head's
// title lacks, a date, a second line.
func (r *reader) headlineText(i int32, heads []candidate) string {
	n := unwrap(r.doc.Elems[i].Node)
	all := elementText(n)
	c := firstContent(n)
	if c == nil || c.NextSibling == nil {
		return all
	}
	if s := r.pieceOf(n, all, heads); s != "" {
		return s
	}
	if c.Type != html.ElementNode {
		return all
	}
	part := elementText(c)
	rest, ok := strings.CutPrefix(all, part)
	if rest = strings.TrimLeft(rest, " :|-–—/,"); !ok || rest == "" {
		return all
	}
	known := false // the head begins with it too
	for _, head := range heads {
		f := folded(head.text)
		if strings.HasPrefix(f, folded(rest)) {
			return rest
		}
		known = known || strings.HasPrefix(f, folded(part))
	}
	if !known && isKicker(c) && strings.Count(rest, " ") >= 2 {
		return rest
	}
	return all
}

// unwrap is the element inside n that has content of more than one node, or n.
func unwrap(n *html.Node) *html.Node {
	for {
		c := firstContent(n)
		if c == nil || c.Type != html.ElementNode {
			return n
		}
		for next := c.NextSibling; next != nil; next = next.NextSibling {
			if hasContent(next) {
				return n
			}
		}
		n = c
	}
}

// maxPieces bounds the pieces of a heading that are tried.
const maxPieces = 8

// pieceOf is the beginning or the end of a heading, cut between its children,
// that the head has for a title, "" when it has none or the whole.
func (r *reader) pieceOf(n *html.Node, all string, heads []candidate) string {
	titles := make([]string, 0, len(heads))
	whole := folded(all)
	for _, c := range heads {
		f := folded(cutSite(c.text, r.sites))
		if f == whole {
			return ""
		}
		if strings.Contains(f, " ") {
			titles = append(titles, f)
		}
	}
	at, pieces := "", 0
	for c := n.FirstChild; c != nil && pieces < maxPieces; c = c.NextSibling {
		if !hasContent(c) {
			continue
		}
		pieces++
		at = squeeze(at + " " + nodeText(c))
		rest := ""
		if cut, ok := strings.CutPrefix(all, at); ok {
			rest = strings.Trim(cut, " :|-–—/,•·")
		}
		for _, t := range titles {
			if folded(at) == t {
				return at
			}
			if rest != "" && folded(rest) == t {
				return rest
			}
		}
	}
	return ""
}

// nodeText is the visible text of a node.
func nodeText(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	return elementText(n)
}

// hasContent reports whether a node is or holds text.
func hasContent(n *html.Node) bool {
	return n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" || n.Type == html.ElementNode && elementText(n) != ""
}

// firstContent is the first child of n that is or holds text.
func firstContent(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if hasContent(c) {
			return c
		}
	}
	return nil
}

// isLogo reports whether a heading is the site's name over every page: in a
// link to the front page.
func (h *Head) isLogo(i int32) bool {
	for k := i; k < h.doc.Elems[i].End; k++ {
		if h.doc.Elems[k].Tag == atom.A && isHome(dom.Attr(h.doc.Elems[k].Node, "href")) {
			return true
		}
	}
	p := h.doc.Elems[i].Parent
	return p >= 0 && h.doc.Elems[p].Tag == atom.A && isHome(dom.Attr(h.doc.Elems[p].Node, "href"))
}
