package train

import (
	"encoding/json"
	"hash/fnv"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// maxAdded is the number of paragraphs of an added article at most.
	maxAdded = 12
	// minComments and moreComments are the number of comments at least, and how
	// many more there may be.
	minComments, moreComments = 4, 12
	// minTeasers and moreTeasers, likewise.
	minTeasers, moreTeasers = 3, 5
)

// addArticle appends another article in the markup of the page's own, as pages
// that scroll on without end do: headline, byline and date, text.
func (v *variation) addArticle() {
	d := v.pick()
	outer := like(v.main.Parent, "")
	if v.main.Parent == v.body {
		outer = element(atom.Div, "", "")
	}
	if v.h1 != nil {
		with(outer, like(v.h1, d.title))
	} else {
		with(outer, element(atom.H1, v.class("title", "entry-title"), d.title))
	}
	with(outer, element(atom.Div, v.class("meta", "byline"), v.name()+" - "+v.day()))
	inner := like(v.main, "")
	for _, line := range d.lines[:min(len(d.lines), maxAdded)] {
		with(inner, v.paragraph(line))
	}
	v.below(with(outer, inner))
}

// paragraph is a paragraph in the markup of the page's own.
func (v *variation) paragraph(text string) *html.Node {
	if v.para != nil {
		return like(v.para, text)
	}
	return element(atom.P, "", text)
}

// name is two words of another page, day a date in digits.
func (v *variation) name() string { return firstWords(v.pick().title, 2) }

func (v *variation) day() string {
	return strconv.Itoa(1+v.rng.IntN(28)) + "/" + strconv.Itoa(1+v.rng.IntN(12)) + "/202" + strconv.Itoa(v.rng.IntN(6))
}

// addComments appends comments of readers in the prose of other pages.
func (v *variation) addComments() {
	box := element(atom.Div, v.class("comments", "comment-list", "discussion", "responses"), "")
	item, text := v.class("comment", "comment-body", "reply"), v.class("text", "comment-content")
	inner := []atom.Atom{atom.P, atom.Div, atom.Span}[v.rng.IntN(3)]
	if v.rng.IntN(2) == 0 {
		with(box, element([]atom.Atom{atom.H3, atom.H2, atom.Div}[v.rng.IntN(3)], "", firstWords(v.pick().title, 1)+" ("+strconv.Itoa(v.rng.IntN(90))+")"))
	}
	for range minComments + v.rng.IntN(moreComments) {
		d := v.pick()
		one := element(atom.Div, item, "")
		with(one, element([]atom.Atom{atom.Div, atom.B, atom.H4}[v.rng.IntN(3)], "", v.name()))
		if v.rng.IntN(2) == 0 {
			with(one, element(atom.Span, "", " "+v.day()))
		}
		for range 1 + v.rng.IntN(2) {
			with(one, element(inner, text, d.lines[v.rng.IntN(len(d.lines))]))
		}
		if v.rng.IntN(2) == 0 {
			with(one, with(element(atom.A, "", firstWords(v.pick().title, 1))))
		}
		with(box, one)
	}
	v.below(box)
}

// addTeasers appends headlines of other pages with their first paragraphs.
func (v *variation) addTeasers() {
	box := element(atom.Div, v.class("related", "more-stories", "recommended"), "")
	card, text := v.class("card", "teaser", "item"), v.class("excerpt", "summary")
	inner := []atom.Atom{atom.P, atom.Div}[v.rng.IntN(2)]
	if v.rng.IntN(2) == 0 {
		with(box, element([]atom.Atom{atom.H3, atom.H2, atom.Div}[v.rng.IntN(3)], "", firstWords(v.pick().title, 2)))
	}
	linked := v.rng.IntN(3) == 0
	for range minTeasers + v.rng.IntN(moreTeasers) {
		d := v.pick()
		link := with(element(atom.A, "", d.title))
		link.Attr = append(link.Attr, html.Attribute{Key: "href", Val: "/story"})
		abstract := element(inner, text, d.lines[0])
		if linked {
			abstract.DataAtom, abstract.Data = atom.A, "a"
			abstract = with(element(inner, "", ""), abstract)
		}
		with(box, with(element(atom.Div, card, ""), with(element(atom.H3, "", ""), link), abstract))
	}
	v.below(box)
}

// joinLines sets the paragraphs of the article apart by <br> alone.
func (v *variation) joinLines() {
	var list []*html.Node
	for n := range v.main.Descendants() {
		if n.DataAtom == atom.P && n.Type == html.ElementNode {
			list = append(list, n)
		}
	}
	for _, p := range list {
		at := p.Parent
		for p.FirstChild != nil {
			c := p.FirstChild
			p.RemoveChild(c)
			at.InsertBefore(c, p)
		}
		at.InsertBefore(element(atom.Br, "", ""), p)
		at.RemoveChild(p)
	}
}

// hideBody leaves the article to the data of the page: no more than its first
// paragraph is shown.
func (v *variation) hideBody() {
	var first *html.Node
	if v.rng.IntN(2) == 0 && v.para != nil {
		first = like(v.para, textOf(v.para))
	}
	for v.main.FirstChild != nil {
		v.main.RemoveChild(v.main.FirstChild)
	}
	if first != nil {
		with(v.main, first)
	}
	data, err := json.Marshal(map[string]string{
		"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": v.own,
	})
	if err != nil {
		return // of strings: it cannot fail
	}
	s := element(atom.Script, "", string(data))
	s.Attr = []html.Attribute{{Key: "type", Val: "application/ld+json"}}
	with(v.head, s)
}

func textOf(n *html.Node) string {
	var s strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			s.WriteString(c.Data)
		}
	}
	return s.String()
}

// hashNames replaces class names by hashes, ids and telling tags by nothing, as
// component frameworks do.
func (v *variation) hashNames() {
	for n := range v.doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		var attrs []html.Attribute
		for _, a := range n.Attr {
			switch a.Key {
			case "class":
				a.Val = hashClasses(a.Val)
			case "id", "role", "itemprop":
				continue
			}
			attrs = append(attrs, a)
		}
		n.Attr = attrs
		switch n.DataAtom {
		case atom.Article, atom.Main, atom.Section, atom.Header, atom.Footer, atom.Aside, atom.Nav:
			n.DataAtom, n.Data = atom.Div, "div"
		}
	}
}

func hashClasses(s string) string {
	h := fnv.New32a()
	h.Write([]byte(s))
	n := h.Sum32()
	b := []byte("sc-")
	for range 6 {
		b = append(b, 'a'+byte(n%26))
		n /= 26
	}
	return string(b)
}
