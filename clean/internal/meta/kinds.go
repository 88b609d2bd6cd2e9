package meta

import (
	"strings"

	"golang.org/x/net/html/atom"

	"matn/clean/internal/dom"
)

// typeKinds are schema.org types that say what a page is, beside those that end
// in Article or Posting.
var typeKinds = map[string]dom.Kinds{
	"DiscussionForumPosting": dom.KindForum, "QAPage": dom.KindForum, "Question": dom.KindForum,
	"Product": dom.KindProduct, "ProductGroup": dom.KindProduct, "Offer": dom.KindProduct,
	"ItemList": dom.KindList, "CollectionPage": dom.KindList, "SearchResultsPage": dom.KindList, "Blog": dom.KindList,
	"Recipe": dom.KindGuide, "HowTo": dom.KindGuide, "FAQPage": dom.KindGuide, "TechArticle": dom.KindGuide,
	"Organization": dom.KindBusiness, "LocalBusiness": dom.KindBusiness, "Service": dom.KindBusiness,
}

// kinds is what the page calls itself: by the types of its JSON-LD, and og:type.
func (h *Head) kinds() dom.Kinds {
	k := dom.Kinds(0)
	for i := range h.data.things {
		for _, t := range texts(h.data.things[i].v.get("@type")) {
			t = t[strings.LastIndexAny(t, "/#:")+1:]
			if known, ok := typeKinds[t]; ok {
				k |= known
			} else if typeRank(t) == rankArticle {
				k |= dom.KindArticle
			}
		}
	}
	for i := range h.doc.Elems {
		e := &h.doc.Elems[i]
		if e.Tag == atom.Body {
			break
		}
		if e.Tag == atom.Meta && strings.EqualFold(dom.Attr(e.Node, "property"), "og:type") {
			k |= openGraphKind(strings.ToLower(dom.Attr(e.Node, "content")))
		}
	}
	return k
}

// openGraphKind translates og:type (ogp.me).
func openGraphKind(t string) dom.Kinds {
	switch {
	case strings.Contains(t, "article"), t == "post", t == "blog":
		return dom.KindOGArticle
	case strings.Contains(t, "product"):
		return dom.KindProduct
	case t == "website":
		return dom.KindOGSite
	}
	return 0
}
