package meta

import (
	"strings"

	"golang.org/x/net/html/atom"

	"matn/clean/internal/dom"
)

// A page's microdata (HTML Living Standard, section 5) and RDFa properties are
// read alike: an element says which property of the article its text is.

// prop is the first value of an article's property in microdata, "" when there
// is none.
func (h *Head) prop(names ...string) string {
	for _, name := range names {
		for _, i := range h.props {
			if h.hasProp(i, name) && h.ofArticle(i) {
				if s := h.propValue(i); s != "" {
					return s
				}
			}
		}
	}
	return ""
}

// hasProp reports whether an element gives a property, with or without the
// prefix of a vocabulary ("schema:author", "dc:date").
func (h *Head) hasProp(i int32, name string) bool {
	n := h.doc.Elems[i].Node
	for _, key := range [...]string{"itemprop", "property"} {
		for one := range strings.FieldsSeq(dom.Attr(n, key)) {
			if c := strings.LastIndexAny(one, ":/#"); c >= 0 {
				one = one[c+1:]
			}
			if one == name {
				return true
			}
		}
	}
	return false
}

// propValue is the value of a property: its attribute where the element has one
// for machines, else its text.
func (h *Head) propValue(i int32) string {
	n := h.doc.Elems[i].Node
	if s := plain(dom.Attr(n, "content")); s != "" {
		return s
	}
	switch n.DataAtom {
	case atom.Time:
		if s := plain(dom.Attr(n, "datetime")); s != "" {
			return s
		}
	case atom.Meta, atom.Link, atom.Img:
		return ""
	}
	return elementText(n)
}

// ofArticle reports whether the item around an element is the page's article:
// an article's type or a page's, no item at all, and no list, comment or
// product in between.
func (h *Head) ofArticle(i int32) bool {
	e := h.doc.Elems[i].Parent
	for ; e >= 0; e = h.doc.Elems[e].Parent {
		n := h.doc.Elems[e].Node
		if h.doc.Elems[e].Cats&(dom.CatComment|dom.CatRelated) != 0 && h.doc.Elems[e].Tag != atom.Body {
			return false
		}
		if kind := dom.Attr(n, "itemtype"); kind != "" {
			return typeRank(kind) != rankNone
		}
		if kind := dom.Attr(n, "typeof"); kind != "" {
			return true
		}
	}
	return true
}

// propAuthors lists the authors in microdata: the names of the persons that the
// property holds, or its text.
func (h *Head) propAuthors() []string {
	var out []string
	for _, i := range h.props {
		if !h.hasProp(i, "author") && !h.hasProp(i, "creator") || !h.ofArticle(i) {
			continue
		}
		if dom.Has(h.doc.Elems[i].Node, "itemscope") {
			out = append(out, h.names(i)...)
			continue
		}
		if s := h.propValue(i); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// names lists the properties called name below an item.
func (h *Head) names(item int32) []string {
	var out []string
	for _, i := range h.props {
		if i > item && i < h.doc.Elems[item].End && h.hasProp(i, "name") {
			if s := h.propValue(i); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}
