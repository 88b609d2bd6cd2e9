package label

import (
	"strings"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// boxes are the categories of elements inside an article that hold none of its
// text, with the role of what they hold.
var boxes = [...]struct {
	cat  dom.Cats
	role block.Role
	why  string
}{
	{dom.CatNewsletter, block.RoleSubscribe, "class names of a newsletter"},
	{dom.CatShare, block.RoleShare, "class names of share buttons"},
	{dom.CatAuthor, block.RoleByline, "class names of a byline"},
}

const (
	// sure is the probability from which the model is believed against class
	// names and repetition.
	sure = 0.85
	// maxBox is the number of words that such a box holds at most.
	maxBox = 60
	// boxShare is the share of the body that such boxes stay below.
	boxShare = 0.2
	// boxDepth is how many elements above a line its box is looked for.
	boxDepth = 2
	// maxCredits is the number of lines in boxes of authors that a page has at most;
	// where there are more, people are what it lists.
	maxCredits = 4
)

// dropBoxes strips lines that the model was in doubt about where class names
// say what they are: newsletter boxes, paywalls, tags. Class names that would
// take much of the body away are those of the page's own layout.
func (p *page) dropBoxes() {
	if p.flat() || !p.story {
		return
	}
	words, boxed, credits := int32(0), [len(boxes)]int32{}, 0
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if !b.Kept {
			continue
		}
		words += b.Words
		if p.tagOf(b) && b.P < sure {
			strip(b, block.RoleTags, block.Structure, "class names of tags")
		} else if k := p.box(i); k >= 0 {
			boxed[k] += b.Words
			if boxes[k].role == block.RoleByline {
				credits++
			}
		}
	}
	for i := range p.Blocks {
		b := &p.Blocks[i]
		k := p.box(i)
		if k >= 0 && float32(boxed[k]) < boxShare*float32(words) && (boxes[k].role != block.RoleByline || credits <= maxCredits) {
			strip(b, boxes[k].role, block.Structure, boxes[k].why)
		}
	}
}

// box finds the small element around block i that class names tell to be no
// text of the article: an index into boxes, -1 if there is none.
func (p *page) box(i int) int {
	b := &p.Blocks[i]
	if !b.Kept || b.Virtual || b.Words > maxBox || b.P >= sure {
		return -1
	}
	up := 0
	for e := b.Elem; e >= 0 && up <= boxDepth && !p.wraps(e); e, up = p.Elems[e].Parent, up+1 {
		for k := range boxes {
			if p.Elems[e].Cats&boxes[k].cat != 0 && p.small(e, i, maxBox) && (boxes[k].cat != dom.CatAuthor || p.signsArticle(i)) {
				return k
			}
		}
	}
	return -1
}

// signsArticle reports whether an author's box may be that of the article: below
// its middle, or no longer than a byline. Pages of other kinds quote people in such
// boxes.
func (p *page) signsArticle(i int) bool {
	return p.in.Article && (i > p.heart || p.Blocks[i].Words <= maxByline)
}

// small reports whether element e, which holds block i, holds at most so
// many words, blocks without one counted as one.
func (p *page) small(e int32, i int, most int32) bool {
	words, from := p.Blocks[i].Words, i
	for i++; i < len(p.Blocks) && p.holds(e, i) && words <= most; i++ {
		words += max(p.Blocks[i].Words, 1)
	}
	for i = from - 1; i >= 0 && p.holds(e, i) && words <= most; i-- {
		words += max(p.Blocks[i].Words, 1)
	}
	return words <= most
}

// dropTail strips the lists of links behind the last prose of a story that the
// model was in doubt about.
func (p *page) dropTail() {
	if p.flat() || !p.story {
		return
	}
	from, links := len(p.Blocks), 0
	for i := len(p.Blocks) - 1; i > p.title; i-- {
		b := &p.Blocks[i]
		if !b.Kept || b.Virtual || b.Kind == block.Heading && b.P < doubt {
			continue
		}
		if b.P >= doubt || density(b) < pureLinks || endsSentence(b.Text) {
			break
		}
		from, links = i, links+1
	}
	if links < minTail {
		return
	}
	for i := from; i < len(p.Blocks); i++ {
		if b := &p.Blocks[i]; b.Kept && !b.Virtual {
			strip(b, block.RoleRelated, block.Structure, "links behind the article")
		}
	}
}

const (
	// doubt is the probability below which a list of links behind the prose is
	// not believed to be part of it.
	doubt = 0.55
	// minTail is the number of links that make such a list.
	minTail = 3
)

// tagOf reports whether a short link is a tag.
func (p *page) tagOf(b *block.Block) bool {
	return b.Words <= maxTag && density(b) > pureLinks && p.cats(b, boxDepth+1)&dom.CatTags != 0
}

const (
	// minQuote and maxQuote are the numbers of words of a pull quote.
	minQuote, maxQuote = 8, 40
	// minApart is the number of words of a pull quote that is set apart from the
	// text and ends a sentence.
	minApart = 4
	// quoteReach is how many blocks from the sentence that it repeats a pull
	// quote stands.
	quoteReach = 5
)

// dropPullQuotes strips lines that repeat a sentence of a paragraph nearby.
func (p *page) dropPullQuotes() {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if !b.Kept && (b.Role != block.Unknown || density(b) > linky) || b.Words > maxQuote || b.Words < minQuote && !p.quotesApart(b) || b.P >= sure || b.Kind != block.Paragraph && b.Kind != block.Quote {
			continue
		}
		q := strings.Trim(b.Text, quoteMarks)
		for k := max(i-quoteReach, 0); k <= i+quoteReach && k < len(p.Blocks); k++ {
			o := &p.Blocks[k]
			if k != i && o.Kept && len(o.Text) > len(b.Text) && o.Words > b.Words && strings.Contains(o.Text, q) {
				strip(b, block.RoleDuplicate, block.Duplicate, "repeats a sentence nearby")
				break
			}
		}
	}
}

// quotesApart reports whether a short line may be a pull quote: a sentence in
// another element than the text's.
func (p *page) quotesApart(b *block.Block) bool {
	return p.in.Article && b.Words >= minApart && endsSentence(b.Text) && !p.besideHeart(b)
}

// quoteMarks are the marks at the ends of a quotation.
const quoteMarks = "\"'“”„‟‘’«»‹› .…,،"
