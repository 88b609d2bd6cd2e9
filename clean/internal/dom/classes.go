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
// It is an open table: the entry of a hash stands at its low bits or behind.
type classTable struct {
	entries [tableSize]classEntry
	stems   [tableSize / 64]uint64 // bit h: some stem has the low bits h
}

// classEntry is one word of the table; a zero hash is no word.
type classEntry struct {
	hash        uint64
	whole, stem Cats
}

// tableSize is four times the number of words: few collisions, 48 KB.
const tableSize = 2048

// at returns the entry of a hash, an empty one where there is none.
func (t *classTable) at(h uint64) *classEntry {
	for i := h; ; i++ {
		if e := &t.entries[i%tableSize]; e.hash == h || e.hash == 0 {
			return e
		}
	}
}

var classes = sync.OnceValue(func() *classTable {
	t := &classTable{}
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
			e := t.at(h)
			e.hash = h
			e.whole |= cat
			if isStem {
				e.stem |= cat
				t.stems[h%tableSize/64] |= 1 << (h % 64)
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
		c := nameBytes[s[i]]
		if c == 0 {
			i++
			continue
		}
		h, start, digit, stem := uint64(fnvOffset), i, false, Cats(0)
		for {
			digit = digit || c <= '9'
			h = (h ^ uint64(c)) * fnvPrime
			if t.stems[h%tableSize/64]&(1<<(h%64)) != 0 {
				stem |= t.at(h).stem
			}
			if i++; i == len(s) {
				break
			}
			if c = nameBytes[s[i]]; c == 0 || upper(s[i]) && !upper(s[i-1]) {
				break
			}
		}
		if n := i - start; n < 2 || n > maxToken {
			continue
		}
		cats |= t.at(h).whole | stem
		if !digit {
			sum += h ^ h>>29
		}
	}
	return cats, sum
}

// nameBytes holds the lower-case form of the letters and digits of ASCII, zero
// for every other byte.
var nameBytes = func() (t [256]byte) {
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	return t
}()

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
