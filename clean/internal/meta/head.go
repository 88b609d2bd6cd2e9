package meta

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/internal/dom"
)

// Limits on what one page may make us remember. Pages stay far below.
const (
	maxMetas  = 2000 // <meta> elements with a known name
	maxMarked = 5000 // itemprop elements, and as many <time> elements
	maxBodies = 32   // texts given as data
)

// Head is what one scan of a page's elements found. The zero Head is that of
// flattened text.
type Head struct {
	doc       *dom.Doc
	lang, dir string // of <html>, else of <body>
	docTitle  string // <title>
	canonHref string // <link rel=canonical>
	baseHref  string // <base href>
	metas     []named
	data      graph   // JSON-LD
	props     []int32 // elements with itemprop
	times     []int32 // <time> elements, and those of scripts that stand for it
	h1s       []int32 // <h1> elements
	headings  []int32 // <h2> and <h3> elements
	byRel     []int32 // <a rel=author>
}

// named is the content of a <meta> whose name is in the vocabulary.
type named struct {
	term
	content string
}

// ReadHead scans a page once for <title>, <meta>, <link>, JSON-LD, microdata,
// headlines and dates.
func ReadHead(doc *dom.Doc) *Head {
	h := &Head{doc: doc}
	var scripts []string
	for i := range doc.Elems {
		e := &doc.Elems[i]
		switch e.Tag {
		case atom.Html, atom.Body:
			h.readRoot(e.Node)
		case atom.Title:
			if h.docTitle == "" && e.Node.Namespace == "" {
				h.docTitle = squeeze(rawText(e.Node))
			}
		case atom.Meta:
			h.readMeta(e.Node)
			if strings.EqualFold(dom.Attr(e.Node, "name"), strayData) {
				scripts = append(scripts, dom.Attr(e.Node, "content"))
			}
		case atom.Link:
			if h.canonHref == "" && strings.EqualFold(dom.Attr(e.Node, "rel"), "canonical") {
				h.canonHref = strings.TrimSpace(dom.Attr(e.Node, "href"))
			}
		case atom.Base:
			if h.baseHref == "" {
				h.baseHref = strings.TrimSpace(dom.Attr(e.Node, "href"))
			}
		case atom.Script:
			if isLinkedData(dom.Attr(e.Node, "type")) {
				scripts = append(scripts, rawText(e.Node))
			}
			continue
		case atom.H1:
			h.h1s = mark(h.h1s, i)
		case atom.H2, atom.H3:
			h.headings = mark(h.headings, i)
		case atom.Time:
			h.times = mark(h.times, i)
		}
		h.readMarks(e.Node, i)
	}
	h.data = readGraph(scripts)
	return h
}

func mark(list []int32, i int) []int32 {
	if len(list) < maxMarked {
		list = append(list, int32(i))
	}
	return list
}

func (h *Head) readRoot(n *html.Node) {
	if h.lang == "" {
		if h.lang = dom.Attr(n, "lang"); h.lang == "" {
			h.lang = dom.Attr(n, "xml:lang")
		}
	}
	if h.dir == "" {
		h.dir = strings.ToLower(dom.Attr(n, "dir"))
	}
}

// isCustom reports whether an element is one that scripts define: its name has a
// hyphen (HTML standard, 4.13.2).
func isCustom(n *html.Node) bool { return n.DataAtom == 0 && strings.Contains(n.Data, "-") }

// readMarks notes the attributes that say what an element is of an article.
func (h *Head) readMarks(n *html.Node, i int) {
	for a := range n.Attr {
		switch attr := &n.Attr[a]; attr.Key {
		case "itemprop":
			h.props = mark(h.props, i)
		case "datetime", "ts": // <relative-time>, <time-ago>, <faceplate-timeago>
			if isCustom(n) {
				h.times = mark(h.times, i)
			}
		case "property": // RDFa; on <meta> it is OpenGraph's way to say name
			if n.DataAtom != atom.Meta {
				h.props = mark(h.props, i)
			}
		case "rel":
			if n.DataAtom == atom.A && hasToken(attr.Val, "author") {
				h.byRel = mark(h.byRel, i)
			}
		}
	}
}

func (h *Head) readMeta(n *html.Node) {
	var name, content string
	for a := range n.Attr {
		switch attr := &n.Attr[a]; attr.Key {
		case "property", "name", "http-equiv":
			if name == "" || attr.Key == "property" {
				name = attr.Val
			}
		case "content", "value":
			if content == "" {
				content = attr.Val
			}
		}
	}
	if name == "" || strings.TrimSpace(content) == "" || len(h.metas) >= maxMetas {
		return
	}
	for _, one := range strings.Fields(name) {
		if t, ok := vocabulary()[strings.ToLower(one)]; ok {
			h.metas = append(h.metas, named{term: t, content: content})
		}
	}
}

// isLinkedData tells JSON-LD from other scripts by type, parameters aside.
func isLinkedData(mediaType string) bool {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	mediaType = strings.TrimSpace(mediaType)
	return strings.EqualFold(mediaType, "application/ld+json") || strings.EqualFold(mediaType, "application/json+ld")
}

// strayData names a <meta> that holds JSON-LD, as Remix writes it where the old
// form of its data meets the new.
const strayData = "script:ld+json"

// hasToken reports whether a blank-separated list holds a token, in any case.
func hasToken(list, token string) bool {
	for one := range strings.FieldsSeq(list) {
		if strings.EqualFold(one, token) {
			return true
		}
	}
	return false
}

// said is what the <meta> elements of one name say.
type said struct {
	contents []string // in page order
	from     string
}

// ranked lists what a page's <meta> elements say of a field, the most trusted
// name first.
func (h *Head) ranked(f field) []said {
	var ranks []int
	var out []said
	for _, m := range h.metas {
		if m.field != f {
			continue
		}
		at, found := slices.BinarySearch(ranks, m.rank)
		if !found {
			ranks = slices.Insert(ranks, at, m.rank)
			out = slices.Insert(out, at, said{from: m.from})
		}
		out[at].contents = append(out[at].contents, m.content)
	}
	return out
}

// meta is the best of what a page's <meta> elements say of a field.
func (h *Head) meta(f field) (contents []string, from string) {
	if all := h.ranked(f); len(all) > 0 {
		return all[0].contents, all[0].from
	}
	return nil, ""
}
