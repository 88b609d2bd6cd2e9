package label

import (
	"strings"

	"matn/clean/block"
	"matn/clean/internal/date"
	"matn/clean/internal/dom"
)

// Limits of what counts as no article. Measured over 2,232 pages with gold and
// 124 Arabic pages most of which are fronts and lists.
const (
	// littleText and littleProse are the words kept, and those of them in long
	// sentences, below which a page that calls itself nothing holds no article:
	// a form, a player, a "not found".
	littleText, littleProse = 50, 25
	// manyCopies is the number of words in copies of what is kept from which a page
	// is about that little text: whatever says it so often is no form.
	manyCopies = 1000
	// longLine is the number of words from which a line may be prose, teaser that
	// from which it may be the abstract of another page.
	longLine, teaser = 20, 8
	// cutTeasers is how many abstracts that break off make a list of articles,
	// cutShare the share of them among all lines of teaser words and more.
	cutTeasers, cutShare = 3, 0.4
	// shopPrices is the number of lines with prices that make a shop's list.
	shopPrices = 2
	// sectionTitle is the number of words that the name of a section has at most.
	sectionTitle = 3
	// sureTeasers is the mean probability of kept words from which a list of
	// teasers is certain; catalogues of shops have less.
	sureTeasers = 0.6
	// minFronts is how many headlines that lead elsewhere, with hardly a word
	// besides, make the front of a section.
	minFronts = 5
)

// kept sums up what a page keeps.
type kept struct {
	words, prose, links int32 // words; those in long unlinked sentences; those in links
	lines, broken       int32 // lines of teaser words or more; those that break off
	prices              int32 // lines with a price
	heads, headWords    int32 // headings that are links, and their words
	mass                float32
}

func (p *page) sum() (k kept) {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if !b.Kept {
			continue
		}
		k.words += b.Words
		k.mass += b.P * float32(b.Words)
		d := density(b)
		k.links += int32(d * float32(b.Words))
		if b.Words >= longLine && d < 1./3 && endsSentence(b.Text) {
			k.prose += b.Words
		}
		if b.Kind == block.Heading && d >= pureLinks {
			k.heads++
			k.headWords += b.Words
		}
		if strings.ContainsAny(b.Text, "$€£¥₹") {
			k.prices++
		}
		if b.Words >= teaser {
			k.lines++
			if breaksOff(b.Text) {
				k.broken++
			}
		}
	}
	return k
}

// storyProse is the share of prose in what is kept from which a page with a
// headline tells a story.
const storyProse = 0.5

// tellsStory reports whether a page was taken for an article, or has a headline
// longer than the name of a section, and much prose or a date below it.
func (p *page) tellsStory() bool {
	if p.in.Article {
		return true
	}
	if p.title < 0 || p.Blocks[p.title].Words <= sectionTitle {
		return false
	}
	k := p.sum()
	return float32(k.prose) >= storyProse*float32(k.words) || p.datedBelow()
}

// datedBelow reports whether a line below the headline, near it and above the text,
// is a date.
func (p *page) datedBelow() bool {
	for i := p.title + 1; i < len(p.Blocks) && i <= p.title+signs; i++ {
		b := &p.Blocks[i]
		if b.Kept && b.Words >= longLine {
			return false
		}
		if b.Words <= maxField && hasDigit(b.Text) {
			if info := date.Line(b.Text, p.in.Date); len(info.Dates) > 0 && info.Share >= signShare {
				return true
			}
		}
	}
	return false
}

// breaksOff reports whether a text ends in an ellipsis.
func breaksOff(s string) bool {
	s = strings.TrimRight(s, "])» ")
	return strings.HasSuffix(s, "...") || strings.HasSuffix(s, "…")
}

// refuse takes everything out of the body when the page has no article: the
// front of a section, a form, a lone player. A page that was taken for an
// article has one, and so has one that says what it is, or when it was
// published.
func (p *page) refuse() {
	if p.flat() || p.in.Article || p.in.Hints.Dated || p.in.Hints.Kinds&^dom.KindOGSite != 0 {
		return
	}
	k := p.sum()
	why := ""
	switch {
	case k.words == 0:
	case p.copies >= manyCopies:
	case k.words < littleText && k.prose < littleProse && k.prices < shopPrices && !p.dated():
		why = "too little text for an article"
	case p.teasers(k), k.heads >= minFronts && k.headWords*2 >= k.words && k.prose == 0:
		why = "a list of articles"
	}
	if why == "" {
		return
	}
	for i := range p.Blocks {
		if b := &p.Blocks[i]; b.Kept {
			strip(b, block.Unknown, block.Structure, why)
		}
	}
}

// dated reports whether a date or a byline stands between the headline and the
// text, as on articles of any length.
func (p *page) dated() bool {
	if p.title < 0 || p.Blocks[p.title].Words < minTitle {
		return false
	}
	first := p.firstKept()
	for i := p.title + 1; i < first && i <= p.title+signs; i++ {
		if r := p.Blocks[i].Role; r == block.RoleDate || r == block.RoleByline {
			return true
		}
	}
	return false
}

// teasers reports whether what is kept is a list of abstracts that break off,
// below the name of a section.
func (p *page) teasers(k kept) bool {
	if p.title >= 0 && p.Blocks[p.title].Words > sectionTitle {
		return false
	}
	return k.broken >= cutTeasers && float32(k.broken) >= cutShare*float32(k.lines) &&
		k.links < k.words*2/3 && k.mass >= sureTeasers*float32(k.words)
}
