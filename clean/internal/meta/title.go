package meta

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	// wholeStory is the same for a page that is no article and that its head calls
	// by one name throughout. Measured over the dev sets, by agreement of .2 to .4,
	// .6 and .8: the <h1> is right on 2, 6 and 5 pages, the head on 6, 10 and 9.
	wholeStory = 0.9
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
	if len(heads) > 2 && heads[0].from == FromJSONLD && r.headAgrees(heads) && !alike(heads[0].text, cutSite(heads[1].text, r.sites)) {
		heads = append(heads[1:len(heads):len(heads)], heads[0]) // that of another thing on the page
	}
	var out []candidate
	if shown, ok := r.shownTitle(heads); ok {
		out = append(out, candidate{shown, FromMarkup})
	}
	for _, named := range [...]func(string, []siteName) bool{isSite, isSiteName} {
		for _, c := range heads {
			c.text = cutSite(c.text, r.sites)
			if c.text != "" && !named(c.text, r.sites) || len(out) == 0 && len(heads) == 1 {
				out = append(out, c)
			}
		}
		if len(out) > 0 {
			break // else a name of the site with words beside it may be the title
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
// agrees best with the head, of several the one that says the most of it. Where
// a heading below repeats another part of the head's title, an <h1> of one part
// is the site's name. An <h1> that stands alone is believed even where the head
// words the story otherwise, as long as the page is an article: others set their
// slogan there.
func (r *reader) shownTitle(heads []candidate) (string, bool) {
	best, bestScore, bestShared, alone := "", 0.0, 0, ""
	count := 0
	stories := make([]story, len(heads))
	for i, c := range heads {
		stories[i] = storyOf(c.text)
	}
	for _, i := range r.h1s {
		s := cutSite(r.headlineText(i, heads), r.sites)
		if s == "" || isSiteName(s, r.sites) || r.isLogo(i) {
			continue
		}
		score, shared := 0.0, 0
		shown := storyOf(s)
		for i := range stories {
			n := common(shown.words, stories[i].words)
			score = max(score, agreement(shown, stories[i], n))
			shared = max(shared, n)
		}
		if isSite(s, r.sites) {
			score -= 0.1 // the site's name with a word more
		}
		if r.doc.Elems[i].Hidden {
			score -= 0.2
		} else if strings.Count(s, " ") >= minAlone-1 && !r.inDialog(i) {
			count++
			alone = s
		}
		if score > bestScore || score == bestScore && (shared > bestShared || shared == bestShared && r.isFirstPart(s)) {
			best, bestScore, bestShared = s, score, shared
		}
	}
	slogan := r.page.General && r.headAgrees(heads) // what else heads a page that is no article
	if bestScore >= sameStory && (!slogan || bestScore >= wholeStory) && !r.isLabel(best, heads) {
		if other := r.otherPart(best, heads); other != "" {
			return other, true
		}
		return best, true
	}
	if s := r.partHeading(heads); s != "" {
		return s, true
	}
	return alone, count == 1 && !slogan
}

// headAgrees reports whether a page's <title> and its metadata call it the same.
func (r *reader) headAgrees(heads []candidate) bool {
	title := cutSite(plain(r.docTitle), r.sites)
	for _, c := range heads {
		if c.from == FromOpenGraph {
			return alike(cutSite(c.text, r.sites), title)
		}
	}
	return false
}

// isFirstPart reports whether the page's <title> begins with a text and a bar.
func (r *reader) isFirstPart(s string) bool {
	title := plain(r.docTitle)
	cuts := split(title)
	return len(cuts) > 1 && folded(title[:cuts[0][1]]) == folded(s)
}

// story is a headline as matching sees it.
type story struct {
	text, folded string
	words        []string // of folded
}

func storyOf(s string) story {
	f := folded(s)
	return story{s, f, strings.Fields(f)}
}

// agreement is how much a heading and a title of the head, with shared words in
// common, are of one story.
func agreement(heading, title story, shared int) float64 {
	if len(heading.words) > 2 {
		return overlapOf(heading, title, shared)
	}
	for _, cut := range split(title.text) {
		if folded(title.text[cut[0]:cut[1]]) == heading.folded {
			return 1
		}
	}
	return 0
}

// isLabel reports whether a heading of a word or two is what kind of page this
// is ("News", "Detail"): it stands in <title> alone, and the page's data has a
// headline without it.
func (r *reader) isLabel(h1 string, heads []candidate) bool {
	if strings.Count(folded(h1), " ") > 1 {
		return false
	}
	others := false
	for _, c := range heads {
		if sharedWords(h1, c.text) == 0 {
			others = true
		} else if c.from != FromMeta || len(split(c.text)) < 2 {
			return false
		}
	}
	return others
}

// inDialog reports whether a heading belongs to something that lies over the
// page, such as a question about cookies.
func (h *Head) inDialog(i int32) bool {
	for ; i > 0; i = h.doc.Elems[i].Parent {
		if h.doc.Elems[i].Cats&(dom.CatModal|dom.CatCookie) != 0 && h.doc.Elems[i].Tag != atom.Body {
			return true
		}
	}
	return false
}

// otherPart is the heading below an <h1>, when both repeat parts of the head's
// title: the first is the site's name then, unless the title begins with it and
// ends in a name of the site.
func (r *reader) otherPart(h1 string, heads []candidate) string {
	title := plain(r.docTitle)
	cuts := split(title)
	first := folded(h1)
	if len(cuts) < 2 || first == "" {
		return ""
	}
	at := -1
	for k, cut := range cuts {
		if at < 0 && folded(title[cut[0]:cut[1]]) == first {
			at = k
		}
	}
	if at < 0 {
		return ""
	}
	for _, c := range heads {
		if folded(c.text) == first {
			return "" // a title by itself, not a part of one
		}
	}
	last := title[cuts[len(cuts)-1][0]:]
	if at == 0 && (isSite(last, r.sites) || isOutlet(last)) {
		return ""
	}
	s := r.partHeading(heads)
	if folded(s) == first {
		return ""
	}
	return s
}

// minPart is the number of words, or of signs in scripts without spaces, from
// which a heading that is a part of <title> is taken for the headline.
const minPart, minPartSigns = 3, 8

// partHeading is the last heading that is a whole part of the page's <title>.
func (r *reader) partHeading(heads []candidate) string {
	title := plain(r.docTitle)
	var parts []string
	for _, cut := range split(title) {
		parts = append(parts, folded(title[cut[0]:cut[1]]))
	}
	found := ""
	for _, i := range r.headings {
		s := elementText(r.doc.Elems[i].Node)
		f := folded(s)
		if strings.Count(f, " ") < minPart-1 && (isSpaced(f) || utf8.RuneCountInString(f) < minPartSigns) || isSiteName(s, r.sites) {
			continue
		}
		if slices.Contains(parts, f) {
			found = s
		}
	}
	return found
}

// isSpaced reports whether a text is in a script that sets spaces between words.
func isSpaced(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return !unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// folded is s as matching sees it.
func folded(s string) string { return string(block.Fold(nil, s)) }

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
	x, y := storyOf(a), storyOf(b)
	return overlapOf(x, y, common(x.words, y.words))
}

// overlapOf is overlap of two texts with shared words in common.
func overlapOf(a, b story, shared int) float64 {
	if len(a.words) > len(b.words) {
		a, b = b, a
	}
	switch {
	case len(a.words) == 0:
		return 0
	case len(a.words) > 2:
		return float64(shared) / float64(len(a.words))
	case a.folded == b.folded:
		return 1
	case strings.HasPrefix(b.folded, a.folded+" "):
		return sameStory
	}
	return 0
}

// sharedWords counts the words that two texts have in common.
func sharedWords(a, b string) int {
	return common(strings.Fields(folded(a)), strings.Fields(folded(b)))
}

// common counts the words that two lists have in common, as bags.
func common(a, b []string) int {
	var used [maxStory]bool
	hits := 0
	for _, w := range a {
		for k := range b[:min(len(b), maxStory)] {
			if !used[k] && b[k] == w {
				used[k] = true
				hits++
				break
			}
		}
	}
	return hits
}

// maxStory bounds the words of a headline that are compared.
const maxStory = 64
