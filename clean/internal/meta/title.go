package meta

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// candidate is a value for a field, and where it came from.
type candidate struct{ text, from string }

const (
	// sameStory is the share of the words of a headline that another one must
	// have to be about the same story. Editors word a page's headline and the
	// one for search engines apart. Measured over the dev sets: .5, .6 and .7
	// pick the right <h1> for 79.1, 78.8 and 78.3 % of pages.
	sameStory = 0.5
	// minAlike is the length in bytes from which a text that begins another one
	// is taken for it cut short.
	minAlike = 20
	// minAlone is the number of words from which an <h1> is believed though the
	// head says otherwise. Shorter ones are "Our blog" and "Latest news".
	minAlone = 2
	// maxTitles bounds the candidates that other stages look for.
	maxTitles = 6
)

// findTitles lists what the page's title may be, best first: the <h1> that agrees
// with the head, since that is what readers see; then what the head says.
func (r *reader) findTitles() []candidate {
	heads := r.headTitles()
	var out []candidate
	if shown, ok := r.shownTitle(heads); ok {
		out = append(out, candidate{shown, FromMarkup})
	}
	for _, c := range heads {
		c.text = cutSite(c.text, r.sites)
		if c.text != "" && !isSite(c.text, r.sites) || len(out) == 0 && len(heads) == 1 {
			out = append(out, c)
		}
	}
	return out[:min(len(out), maxTitles)]
}

// headTitles lists what data and metadata call the page, uncut.
func (r *reader) headTitles() []candidate {
	var out []candidate
	for _, v := range r.articles {
		if s := headline(v); s != "" {
			out = append(out, candidate{s, FromJSONLD})
			break
		}
	}
	metas, from := r.meta(fieldTitle)
	for _, m := range metas {
		if s := plain(m); s != "" {
			out = append(out, candidate{s, from})
			break
		}
	}
	if s := r.prop("headline"); s != "" {
		out = append(out, candidate{s, FromMicrodata})
	}
	if s := plain(r.docTitle); s != "" {
		out = append(out, candidate{s, FromMeta})
	}
	return out
}

// shownTitle is the heading that readers see for a headline: the <h1> that
// agrees best with the head. Where a heading below repeats another part of the
// head's title, an <h1> of one part is the site's name. An <h1> that stands alone
// is believed even where the head words the story otherwise.
func (r *reader) shownTitle(heads []candidate) (string, bool) {
	best, bestScore, alone := "", 0.0, ""
	count := 0
	for _, i := range r.h1s {
		s := cutSite(r.headlineText(i, heads), r.sites)
		if s == "" || isSite(s, r.sites) || r.isLogo(i) {
			continue
		}
		score := 0.0
		for _, c := range heads {
			score = max(score, agreement(s, c.text))
		}
		if r.doc.Elems[i].Hidden {
			score -= 0.2
		} else if strings.Count(s, " ") >= minAlone-1 {
			count++
			alone = s
		}
		if score > bestScore {
			best, bestScore = s, score
		}
	}
	if bestScore >= sameStory {
		if other := r.otherPart(best, heads); other != "" {
			return other, true
		}
		return best, true
	}
	if s := r.partHeading(heads); s != "" {
		return s, true
	}
	return alone, count == 1
}

// agreement is how much a heading and a title of the head are of one story.
func agreement(heading, title string) float64 {
	if f := folded(heading); strings.Count(f, " ") < 2 {
		for _, cut := range split(title) {
			if folded(title[cut[0]:cut[1]]) == f {
				return 1
			}
		}
		return 0
	}
	return overlap(heading, title)
}

// otherPart is the heading below an <h1>, when both repeat parts of the head's
// title: the first is the site's name then.
func (r *reader) otherPart(h1 string, heads []candidate) string {
	title := plain(r.docTitle)
	cuts := split(title)
	first := folded(h1)
	if len(cuts) < 2 || first == "" {
		return ""
	}
	isPart := false
	for _, cut := range cuts {
		isPart = isPart || folded(title[cut[0]:cut[1]]) == first
	}
	if !isPart {
		return ""
	}
	for _, c := range heads {
		if folded(c.text) == first {
			return "" // a title by itself, not a part of one
		}
	}
	s := r.partHeading(heads)
	if folded(s) == first {
		return ""
	}
	return s
}

// partHeading is the last heading that is a whole part of the page's <title>.
func (r *reader) partHeading(heads []candidate) string {
	title := plain(r.docTitle)
	cuts := split(title)
	found := ""
	for _, i := range r.headings {
		s := elementText(r.doc.Elems[i].Node)
		f := folded(s)
		if strings.Count(f, " ") < 2 || isSite(s, r.sites) {
			continue
		}
		for _, cut := range cuts {
			if folded(title[cut[0]:cut[1]]) == f {
				found = s
			}
		}
	}
	return found
}

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

// headlineText is the text of a heading without a kicker before it: an element
// of its own that is classed so, or whose text the head's title lacks.
func (r *reader) headlineText(i int32, heads []candidate) string {
	n := r.doc.Elems[i].Node
	all := elementText(n)
	c := firstContent(n)
	for c != nil && c.Type == html.ElementNode && elementText(c) == all {
		c = firstContent(c) // a wrapper around it all
	}
	if c == nil || c.Type != html.ElementNode {
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

// firstContent is the first child of n that is or holds text.
func firstContent(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" || c.Type == html.ElementNode && elementText(c) != "" {
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

// folded is s as matching sees it.
func folded(s string) string { return string(block.Normalize(nil, s)) }

// alike reports whether two texts are the same headline: equal in folded form,
// or one is the other cut short or with little added.
func alike(a, b string) bool {
	fa, fb := folded(a), folded(b)
	if fa == "" || fb == "" {
		return false
	}
	if len(fa) > len(fb) {
		fa, fb = fb, fa
	}
	return fa == fb || len(fa) >= minAlike && 2*len(fa) > len(fb) && strings.HasPrefix(fb, fa)
}

// overlap is the share of the words of the shorter text that the longer one
// has, 0 to 1. Texts of one or two words are the same or not.
func overlap(a, b string) float64 {
	fa, fb := folded(a), folded(b)
	wa, wb := strings.Fields(fa), strings.Fields(fb)
	if len(wa) > len(wb) {
		wa, wb = wb, wa
	}
	if len(wa) == 0 {
		return 0
	}
	if len(wa) < 3 {
		if fa == fb {
			return 1
		}
		if strings.HasPrefix(fb, fa+" ") || strings.HasPrefix(fa, fb+" ") {
			return sameStory
		}
		return 0
	}
	left := make(map[string]int, len(wb))
	for _, w := range wb {
		left[w]++
	}
	hits := 0
	for _, w := range wa {
		if left[w] > 0 {
			left[w]--
			hits++
		}
	}
	return float64(hits) / float64(len(wa))
}
