package segment

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// minClass is the length from which a class name says what an element is;
// shorter ones ("s1") are what word processors leave in the middle of words.
const minClass = 4

// apart reports whether an inline element is a thing of its own beside the
// inline element that it touches, as an author and a date in two <span>s are.
// Letters of one word may stand in several elements, so touching alone is no
// sign, and neither is a class name beside a drop cap. A number that begins or ends
// at the edge is, where both elements have classes: a key and its value, two counts.
func apart(n *html.Node) bool {
	p := beside(n)
	if p == nil || p.Type != html.ElementNode {
		return false
	}
	if distinct(p.DataAtom) || distinct(n.DataAtom) {
		return true
	}
	a, b := dom.Attr(p, "class"), dom.Attr(n, "class")
	if a == b || a == "" || b == "" || oneLetter(p) {
		return false
	}
	return len(a) >= minClass && len(b) >= minClass || edgeOfNumber(p, n)
}

// maxUnseen is how many scripts and the like may stand between two elements that
// touch for their reader. Some frameworks set a <style> before each element.
const maxUnseen = 4

// beside is what a node touches on its left, nil when that is nothing.
func beside(n *html.Node) *html.Node {
	p := n.PrevSibling
	for range maxUnseen {
		if p == nil || p.Type != html.CommentNode && p.DataAtom != atom.Style && p.DataAtom != atom.Script {
			break
		}
		p = p.PrevSibling
	}
	return p
}

// edgeOfNumber reports whether two elements of text alone touch at a digit, with
// a letter or a digit on the other side.
func edgeOfNumber(p, n *html.Node) bool {
	left, ok := onlyText(p)
	right, both := onlyText(n)
	if !ok || !both {
		return false
	}
	a, _ := utf8.DecodeLastRuneInString(left)
	b, _ := utf8.DecodeRuneInString(right)
	return isWordRune(a) && isWordRune(b) && (unicode.IsDigit(a) || unicode.IsDigit(b))
}

// oneLetter reports whether an element holds one letter and nothing else.
func oneLetter(n *html.Node) bool {
	s, ok := onlyText(n)
	r, size := utf8.DecodeRuneInString(s)
	return ok && size == len(s) && unicode.IsLetter(r)
}

// backArrows begin the text of a link from a note back to where it is called.
const backArrows = "↩↵⏎⤴⮌"

// maxAnchor is the length of an anchor, in bytes, at most: a symbol and the
// selectors of how it is drawn.
const maxAnchor = 8

// isAnchor reports whether a link is a handle that the software of a site puts
// beside a heading (#, ¶, §) or behind a note (↩): its address names a place on a
// page, and it has neither letters nor digits.
func isAnchor(n *html.Node, kind block.Kind) bool {
	s, ok := onlyText(n)
	if !ok || len(s) > maxAnchor || strings.ContainsFunc(s, isWordRune) || !strings.Contains(dom.Attr(n, "href"), "#") {
		return false
	}
	return kind == block.Heading || strings.IndexAny(s, backArrows) == 0
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// onlyText returns the text of an element that holds some and no element.
func onlyText(n *html.Node) (string, bool) {
	t := n.FirstChild
	if t == nil || t.NextSibling != nil || t.Type != html.TextNode {
		return "", false
	}
	s := strings.TrimSpace(t.Data)
	return s, s != ""
}

// distinct reports whether an inline element never holds part of a word.
func distinct(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Time, atom.Label, atom.Img, atom.Svg, atom.Input, atom.Select, atom.Picture:
		return true
	}
	return false
}

// isBlock is dom.IsBlock, but for custom elements in the middle of a line.
func isBlock(n *html.Node) bool {
	return dom.IsBlock(n.DataAtom, n.Data) && (n.DataAtom != 0 || !inLine(n.PrevSibling) && !inLine(n.NextSibling))
}

// inLine reports whether a node beside an element is text of the same line.
func inLine(n *html.Node) bool {
	return n != nil && n.Type == html.TextNode && strings.TrimSpace(n.Data) != ""
}

// bracketed reports whether the reading beside a ruby base has its brackets in
// <rp>, as it should for readers that set all in one line.
func bracketed(rt *html.Node) bool {
	p := rt.PrevSibling
	return p != nil && p.DataAtom == atom.Rp
}

// maxUnshown is the length of text, in bytes, from which a hidden part of a
// line is taken for what a click shows ("read more"), so that it stays.
const maxUnshown = 80

// unseen reports whether an element in the middle of a line is a short text that
// readers do not see: hidden itself, inside an element that is not, or there for
// screen readers alone ("opens in a new window"). Hidden blocks become blocks of
// their own.
func unseen(n *html.Node, hidden bool) bool {
	if n.FirstChild == nil {
		return false
	}
	if hidden {
		hidden = dom.Attr(n, "aria-hidden") != "true" // that is shown, and not said
	} else if class := dom.Attr(n, "class"); len(class) >= minClass {
		hidden = spokenNames().in(class)
	}
	return hidden && shorter(n, maxUnshown) >= 0
}

// The class names that mean something in the middle of a line.
var (
	//go:embed data/spoken.txt
	spokenData string
	//go:embed data/numbers.txt
	numbersData string

	spokenNames = sync.OnceValue(func() *classNames { return readNames(spokenData) })
	numberNames = sync.OnceValue(func() *classNames { return readNames(numbersData) })
)

// classNames are the names of a list, by their first byte.
type classNames [256][]string

func readNames(data string) *classNames {
	var names classNames
	for line := range strings.Lines(data) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			names[line[0]] = append(names[line[0]], line)
		}
	}
	return &names
}

// in reports whether a class attribute has one of the names.
func (names *classNames) in(class string) bool {
	for start := 0; start < len(class); {
		end := start + 1
		for end < len(class) && class[end] > ' ' {
			end++
		}
		if list := names[class[start]]; len(list) > 0 && slices.Contains(list, class[start:end]) {
			return true
		}
		for start = end; start < len(class) && class[start] <= ' '; start++ {
		}
	}
	return false
}

// numbersLine reports whether an element holds the number of a line of code and
// nothing else. Columns of them, a block a number, are told by label.
func numbersLine(n *html.Node) bool {
	return numberNames().in(dom.Attr(n, "class")) && digits(n) > 0
}

// digits counts the digits below n, and is negative if there is other text.
func digits(n *html.Node) (count int) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			for _, r := range c.Data {
				if unicode.IsDigit(r) {
					count++
				} else if !unicode.IsSpace(r) {
					return math.MinInt32
				}
			}
		case html.ElementNode:
			if count += digits(c); count < 0 {
				return math.MinInt32
			}
		}
	}
	return count
}

// shorter returns what is left of max after the text below n, -1 if that is
// longer or holds blocks.
func shorter(n *html.Node, max int) int {
	for c := n.FirstChild; c != nil && max >= 0; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			max -= len(c.Data)
		case c.Type == html.ElementNode && isBlock(c):
			return -1
		case c.Type == html.ElementNode:
			max = shorter(c, max)
		}
	}
	return max
}
