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
	// teasers is certain: fronts of papers have .8 and more, catalogues of shops
	// less than .7.
	sureTeasers = 0.75
	// sureText is that from which little text is an article in spite of it, where
	// the headline has tellingTitle words: those of notices and forms have fewer.
	sureText, tellingTitle = 0.85, 8
	// minFronts is how many headlines that lead elsewhere, with hardly a word
	// besides, make the front of a section.
	minFronts = 5
)

// kept sums up what a page keeps.
type kept struct {
	words, prose, links int32 // words; those in long unlinked sentences; those in links
	lines, broken       int32 // lines of teaser words or more; those that break off
	whole, cut          int32 // words of long unlinked sentences that do not break off, and of lines that do
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
		k.mass += float32(b.P * float32(b.Words))
		d := density(b)
		k.links += int32(d * float32(b.Words))
		if b.Words >= longLine && d < 1./3 && endsSentence(b.Text) {
			k.prose += b.Words
			if !breaksOff(b.Text) {
				k.whole += b.Words
			}
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
				k.cut += b.Words
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
// front of a section, a form, a lone player. A page that says what it is, or when
// it was published, has one.
func (p *page) refuse() {
	if p.flat() || p.in.Hints.Dated || p.in.Hints.Kinds&^dom.KindOGSite != 0 {
		return
	}
	why := p.noArticle()
	if why == "" {
		return
	}
	for i := range p.Blocks {
		if b := &p.Blocks[i]; b.Kept {
			strip(b, block.Unknown, block.Structure, why)
		}
	}
}

// noArticle says why what is kept is no article, "" where it is one. A page that
// was taken for an article has one, unless nearly all of it are links, each with
// an abstract. On other pages such a list is what a reader came for.
func (p *page) noArticle() string {
	k := p.sum()
	switch {
	case k.words == 0, p.copies >= manyCopies:
	case p.in.Article:
		if n, words := p.abstracts(); n >= minAbstracts && float32(words) >= abstractShare*float32(k.words) {
			return listOfArticles
		}
	case k.words < littleText && k.prose < littleProse && k.prices < shopPrices && !p.dated() && !p.told(k):
		return "too little text for an article"
	case !k.sure(sureTeasers):
	case p.teasers(k), k.heads >= minFronts && k.headWords*2 >= k.words && k.prose == 0:
		return listOfArticles
	}
	return ""
}

// listOfArticles is the reason for refusing the front of a section.
const listOfArticles = "a list of articles"

const (
	// minAbstracts is how many headlines that lead elsewhere, each right above an
	// abstract, make a list of articles, where they are abstractShare of all words.
	minAbstracts, abstractShare = 6, 0.75
	// abstractReach is how many blocks below such a headline its abstract stands:
	// a date and a byline may stand between.
	abstractReach = 3
)

// abstracts counts the headlines that lead elsewhere, each with an abstract right
// below, and the words of both.
func (p *page) abstracts() (n int, words int32) {
	head := -1
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if !b.Kept {
			continue
		}
		d := density(b)
		if head >= 0 && i <= head+abstractReach && d <= linky && b.Words >= teaser {
			n, words = n+1, words+p.Blocks[head].Words+b.Words
		}
		head = -1
		if d >= pureLinks && b.Words >= minHeadline {
			head = i
		}
	}
	return n, words
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

// told reports whether little text that is certain stands below a headline in a
// sentence, as the first lines of a story do.
func (p *page) told(k kept) bool {
	return p.title >= 0 && p.title < p.firstKept() && p.Blocks[p.title].Words >= tellingTitle && k.sure(sureText)
}

// teasers reports whether what is kept is a list of abstracts that break off,
// below the name of a section.
func (p *page) teasers(k kept) bool {
	if p.title >= 0 && p.Blocks[p.title].Words > sectionTitle {
		return false
	}
	return k.broken >= cutTeasers && float32(k.broken) >= cutShare*float32(k.lines) &&
		k.cut >= k.whole && k.links < k.words*2/3
}

// sure reports whether kept words have this probability on average.
func (k *kept) sure(least float32) bool { return k.mass >= least*float32(k.words) }
