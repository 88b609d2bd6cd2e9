package score

import (
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// Columns of the element that holds a block.
const (
	eTag = iota
	eParentTag
	eLevel
	eHidden
	eDepth
	eChrome   // chrome categories on the element and the two above
	eArticles // <article> elements around it
	eTagDist
	eCatDist  = eTagDist + tagKinds
	elemCount = eCatDist + catKinds
)

func elemNames() []string {
	names := []string{"tag", "tag of the parent", "heading level", "hidden", "depth", "chrome categories near", "articles around"}
	for _, k := range tagKindNames {
		names = append(names, "steps to tag "+k)
	}
	for _, k := range catGroups {
		names = append(names, "steps to class "+k.name)
	}
	return names
}

const (
	// noDistance is the distance to what does not exist.
	noDistance = 60
	tagKinds   = len(tagKindNames)
	catKinds   = len(catGroups)
)

var tagKindNames = [...]string{
	"nav", "aside", "header", "footer", "article", "main", "form", "figure", "table", "list",
	"section", "quote", "pre", "a", "button", "noscript",
}

// tagKind is the index of a tag's kind in tagKindNames, -1 if it has none.
func tagKind(a atom.Atom) int {
	switch a {
	case atom.Nav:
		return 0
	case atom.Aside:
		return 1
	case atom.Header:
		return 2
	case atom.Footer:
		return 3
	case atom.Article:
		return 4
	case atom.Main:
		return 5
	case atom.Form:
		return 6
	case atom.Figure:
		return 7
	case atom.Table:
		return 8
	case atom.Ul, atom.Ol:
		return 9
	case atom.Section:
		return 10
	case atom.Blockquote:
		return 11
	case atom.Pre, atom.Code:
		return 12
	case atom.A:
		return 13
	case atom.Button:
		return 14
	case atom.Noscript:
		return 15
	}
	return -1
}

// catGroups are the class categories that have a column each.
var catGroups = [...]struct {
	name string
	cats dom.Cats
}{
	{"menu", dom.CatNav | dom.CatBreadcrumb | dom.CatPagination},
	{"head", dom.CatHead},
	{"foot", dom.CatFoot},
	{"side", dom.CatSide},
	{"related", dom.CatRelated | dom.CatMostRead},
	{"share", dom.CatShare | dom.CatFollow},
	{"advert", dom.CatAdvert},
	{"overlay", dom.CatCookie | dom.CatModal},
	{"subscribe", dom.CatNewsletter | dom.CatLogin},
	{"author", dom.CatAuthor},
	{"meta", dom.CatMeta},
	{"comment", dom.CatComment},
	{"caption", dom.CatCaption},
	{"content", dom.CatContent},
	{"title", dom.CatTitle},
	{"summary", dom.CatSummary},
	{"product", dom.CatProduct},
	{"widget", dom.CatWidget | dom.CatPoll | dom.CatWeather | dom.CatTicker | dom.CatPlayer},
	{"hidden", dom.CatHiddenClass},
	{"forum", dom.CatForum},
	{"card", dom.CatCard},
	{"tags", dom.CatTags},
}

// tagCode orders tags roughly from prose to furniture; 0 is any other tag.
func tagCode(a atom.Atom) float32 {
	switch a {
	case atom.P:
		return 1
	case atom.Li:
		return 2
	case atom.Td, atom.Th, atom.Tr:
		return 3
	case atom.Div:
		return 4
	case atom.Dd, atom.Dt:
		return 5
	case atom.Figcaption, atom.Caption:
		return 6
	case atom.Blockquote:
		return 7
	case atom.Pre:
		return 8
	case atom.Button:
		return 9
	case atom.Section, atom.Article, atom.Main, atom.Body:
		return 10
	case atom.H1:
		return 11
	case atom.H2:
		return 12
	case atom.H3:
		return 13
	case atom.H4:
		return 14
	case atom.H5, atom.H6:
		return 15
	case atom.Summary:
		return 16
	}
	return 0
}

func (p *page) fillElem(row []float32, i int) {
	b := &p.blocks[i]
	row[eLevel] = 0
	if b.Kind == block.Heading {
		row[eLevel] = float32(b.Level)
	}
	row[eHidden] = truth(b.Hidden)
	for k := eTagDist; k < elemCount; k++ {
		row[k] = noDistance
	}
	row[eTag], row[eParentTag], row[eDepth], row[eChrome], row[eArticles] = 0, 0, 0, 0, 0
	at := p.at[i]
	if at < 0 {
		return
	}
	row[eTag] = tagCode(p.elems[at].Tag)
	if up := p.elems[at].Parent; up >= 0 {
		row[eParentTag] = tagCode(p.elems[up].Tag)
	}
	row[eDepth] = float32(p.elems[at].Depth)
	p.climb(row, b.Elem)
}

// climb fills in the distances to what stands around an element.
func (p *page) climb(row []float32, e int32) {
	seen := dom.Cats(0)
	near := dom.Cats(0)
	for steps := float32(0); e >= 0 && steps < noDistance; e, steps = p.elems[e].Parent, steps+1 {
		el := &p.elems[e]
		if steps < 3 {
			near |= el.Cats
		}
		if k := tagKind(el.Tag); k >= 0 {
			if el.Tag == atom.Article {
				row[eArticles]++
			}
			if row[eTagDist+k] == noDistance {
				row[eTagDist+k] = steps
			}
		}
		if fresh := el.Cats &^ seen; fresh != 0 {
			seen |= fresh
			for k := range catGroups {
				if fresh&catGroups[k].cats != 0 && row[eCatDist+k] == noDistance {
					row[eCatDist+k] = steps
				}
			}
		}
	}
	row[eChrome] = float32(popcount(near & dom.CatChrome))
}

func popcount(c dom.Cats) (n int) {
	for ; c != 0; c &= c - 1 {
		n++
	}
	return n
}

// chromeDistance is the number of steps from an element to the nearest that is
// chrome by its class names or tag.
func (p *page) chromeDistance(e int32) uint8 {
	for d := uint8(0); e >= 0 && d < noDistance; e, d = p.elems[e].Parent, d+1 {
		el := &p.elems[e]
		if el.Cats&dom.CatChrome != 0 || el.Tag == atom.Nav || el.Tag == atom.Footer || el.Tag == atom.Aside {
			return d
		}
	}
	return noDistance
}
