package dom

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Cats is a set of categories that the class and id names of an element put it
// in: bit i is the i-th line of data/classes.txt.
type Cats uint32

// Categories, in the order of data/classes.txt.
const (
	CatNav Cats = 1 << iota
	CatBreadcrumb
	CatPagination
	CatHead
	CatFoot
	CatSide
	CatRelated
	CatMostRead
	CatShare
	CatFollow
	CatAdvert
	CatCookie
	CatNewsletter
	CatLogin
	CatAuthor
	CatMeta
	CatComment
	CatCaption
	CatContent
	CatTitle
	CatSummary
	CatProduct
	CatModal
	CatWidget
	CatHiddenClass
	CatForum
	CatCard
	CatTags
	CatPoll
	CatWeather
	CatTicker
	CatPlayer
)

// CatChrome are the categories that never hold the body of an article.
const CatChrome = CatNav | CatBreadcrumb | CatPagination | CatFoot | CatSide | CatRelated | CatMostRead |
	CatShare | CatFollow | CatAdvert | CatCookie | CatNewsletter | CatLogin | CatModal | CatPoll | CatWeather | CatTicker

//go:embed data/classes.txt
var classData string

// maxToken is the length, in bytes, from which a token of a class name is taken
// for generated.
const maxToken = 24

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// classTable maps hashes of tokens, and of beginnings of tokens, to categories.
type classTable struct {
	whole, stem map[uint64]Cats
	stemLens    uint32 // bit n: some stem has n bytes
}

var classes = sync.OnceValue(func() *classTable {
	t := &classTable{whole: make(map[uint64]Cats, 512), stem: make(map[uint64]Cats, 64)}
	cat := Cats(1)
	for line := range strings.Lines(classData) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		_, words, _ := strings.Cut(line, "\t")
		for w := range strings.FieldsSeq(words) {
			stem, isStem := strings.CutSuffix(w, "*")
			h := uint64(fnvOffset)
			for i := range len(stem) {
				h = (h ^ uint64(stem[i])) * fnvPrime
			}
			t.whole[h] |= cat
			if isStem {
				t.stem[h] |= cat
				t.stemLens |= 1 << len(stem)
			}
		}
		cat <<= 1
	}
	return t
})

// names adds the tokens of a class or id attribute to what is known of an
// element: its categories, and an order-free sum of the hashes of its tokens.
// Tokens are cut where letters end and where lower case meets upper case. Those
// with digits name single items ("post-1234") and do not go into the sum.
func (t *classTable) names(s string) (cats Cats, sum uint64) {
	for i := 0; i < len(s); {
		if !alnum(s[i]) {
			i++
			continue
		}
		h, start, digit := uint64(fnvOffset), i, false
		stem := Cats(0)
		for i < len(s) && alnum(s[i]) && (i == start || !(upper(s[i]) && !upper(s[i-1]))) {
			digit = digit || s[i] <= '9'
			h = (h ^ uint64(lower(s[i]))) * fnvPrime
			i++
			if n := i - start; n < 32 && t.stemLens&(1<<n) != 0 {
				stem |= t.stem[h]
			}
		}
		if n := i - start; n < 2 || n > maxToken {
			continue
		}
		cats |= t.whole[h] | stem
		if !digit {
			sum += h ^ h>>29
		}
	}
	return cats, sum
}

func alnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

// describe fills in what an element's attributes say: whether it is hidden,
// its categories, and its tag path.
func (e *Elem) describe(n *html.Node, parent *Elem, t *classTable) {
	sum := uint64(0)
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "class":
			cats, s := t.names(a.Val)
			e.Cats |= cats
			sum = s
		case "id":
			cats, _ := t.names(a.Val)
			e.Cats |= cats
		case "hidden":
			e.Hidden = e.Hidden || a.Val != "until-found"
		case "aria-hidden":
			e.Hidden = e.Hidden || a.Val == "true"
		case "style":
			e.Hidden = e.Hidden || styleHides(a.Val)
		case "role":
			e.Cats |= roleCats(a.Val)
		}
	}
	up := uint64(fnvOffset)
	if parent != nil {
		up = parent.Path
		e.Hidden = e.Hidden || parent.Hidden
	}
	if n.DataAtom == atom.Dialog && !Has(n, "open") {
		e.Hidden = true
	}
	e.Path = mix(mix(up, tagHash(n)), sum)
}

// roleCats translates ARIA landmark roles (WAI-ARIA 1.2).
func roleCats(role string) Cats {
	switch role {
	case "navigation", "menu", "menubar", "tablist":
		return CatNav
	case "complementary":
		return CatSide
	case "banner":
		return CatHead
	case "contentinfo":
		return CatFoot
	case "dialog", "alertdialog":
		return CatModal
	}
	return 0
}

func tagHash(n *html.Node) uint64 {
	if n.DataAtom != 0 {
		return uint64(n.DataAtom)
	}
	h := uint64(fnvOffset)
	for i := range len(n.Data) {
		h = (h ^ uint64(n.Data[i])) * fnvPrime
	}
	return h
}

// mix chains two hashes; the order counts.
func mix(a, b uint64) uint64 {
	a = (a ^ b) * 0x9E3779B97F4A7C15
	return a ^ a>>32
}

// BlockElem returns the nearest element at or above e that is block-level, e
// itself if there is none.
func BlockElem(elems []Elem, e int32) int32 {
	for k := e; k >= 0; k = elems[k].Parent {
		if elems[k].Tag == atom.Body || IsBlock(elems[k].Tag, elems[k].Node.Data) {
			return k
		}
	}
	return e
}
