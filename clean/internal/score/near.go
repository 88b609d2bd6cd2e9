package score

import (
	"matn/clean/block"
	"matn/clean/internal/dom"
)

// Columns of the blocks around a block.
const (
	nRunes = iota
	nLinks
	nEnd
	nTag
	nBest
	nChrome
	nUpper
	nearCols

	nearSide  = 3 // blocks on each side
	nWinRunes = 2 * nearSide * nearCols
	nWinLinks = nWinRunes + 1
	nWinSent  = nWinRunes + 2
	nearCount = nWinRunes + 3
)

// window is how many blocks on each side, the block included, the window
// columns look at.
const window = 6

func nearNames() []string {
	cols := [nearCols]string{"runes", "link share", "class of the last rune", "tag", "in the best element", "steps to chrome", "upper-case words"}
	names := make([]string, 0, nearCount)
	for _, side := range []string{"before ", "behind "} {
		for k := range nearSide {
			for _, c := range cols {
				names = append(names, side+string(rune('1'+k))+": "+c)
			}
		}
	}
	return append(names, "window: mean runes", "window: link share", "window: mean sentence marks")
}

func (p *page) fillNear(row []float32, i int) {
	for k := range nearSide {
		p.fillNeighbour(row[k*nearCols:(k+1)*nearCols], i-1-k)
		p.fillNeighbour(row[(nearSide+k)*nearCols:(nearSide+k+1)*nearCols], i+1+k)
	}
	from, to := max(i-window, 0), min(i+window+1, len(p.blocks))
	links, sent := int32(0), float32(0)
	for k := from; k < to; k++ {
		links += p.blocks[k].LinkChars
		sent += p.text[k].sentence
	}
	chars := float32(p.before[to] - p.before[from])
	row[nWinRunes] = chars / float32(to-from)
	row[nWinLinks] = share(float32(links), chars)
	row[nWinSent] = sent / float32(to-from)
}

func (p *page) fillNeighbour(cols []float32, i int) {
	if i < 0 || i >= len(p.blocks) {
		clear(cols)
		cols[nRunes], cols[nTag], cols[nChrome] = -1, -1, -1
		return
	}
	b := &p.blocks[i]
	cols[nRunes] = float32(b.Chars)
	cols[nLinks] = share(float32(b.LinkChars), float32(b.Chars))
	cols[nEnd] = float32(p.text[i].end)
	cols[nTag] = 0
	if e := p.at[i]; e >= 0 {
		cols[nTag] = tagCode(p.elems[e].Tag)
	}
	cols[nBest] = truth(p.inBest(i))
	cols[nChrome] = float32(p.chrome[i])
	cols[nUpper] = share(p.text[i].upper, p.text[i].cased)
}

// Columns of the heading above a block.
const (
	gLevel = iota
	gDistance
	gWords
	gLinks
	gBest
	gSame
	gTitle
	sectionCount
)

var sectionNames = [sectionCount]string{
	"level of the heading above", "blocks since it, at most 60; 99 = none", "its words",
	"its link share", "it stands in the best element", "it has the same container",
	"its words in common with the headline",
}

func (p *page) fillSection(row []float32, i int) {
	clear(row[:sectionCount])
	h := int(p.headings[i])
	if h < 0 {
		row[gDistance], row[gWords] = noLong, -1
		return
	}
	b := &p.blocks[h]
	row[gLevel] = float32(b.Level)
	row[gDistance] = float32(min(i-h, 60))
	row[gWords] = float32(b.Words)
	row[gLinks] = share(float32(b.LinkChars), float32(b.Chars))
	row[gBest] = truth(p.inBest(h))
	row[gTitle] = p.like[h]
	if a, c := p.at[h], p.at[i]; a >= 0 && c >= 0 && p.elems[a].Parent == p.elems[c].Parent {
		row[gSame] = 1
	}
}

// Columns of the page.
const (
	jBlocks = iota
	jRunes
	jLinks
	jLong
	jLongShare
	jP
	jBestShare
	jBestLinks
	jBestLong
	jArticles
	jSentences // sentence marks per word
	jDigits
	jComments // share of runes in elements of comments
	jCards    // in cards
	jProducts
	jHeadings // headings per block
	jListed   // list items per block
	jTitle    // words that the headline has in common with the head
	jDated
	jKinds    // what the page calls itself: one column a kind
	pageCount = jKinds + dom.KindCount
)

var pageNames = [pageCount]string{
	"blocks, at most 3000", "runes", "link share", "long blocks", "runes of long blocks / runes",
	"runes of <p> / runes", "runes of the best element / runes", "link share of the best element",
	"long runes of the best element / long runes", "<article> elements, at most 50",
	"sentence marks per word", "digits / runes", "runes in comments / runes", "runes in cards / runes",
	"runes of products / runes", "headings per block", "list items per block",
	"words of the headline in common with the head", "names its day", "calls itself an article",
	"calls itself a forum", "calls itself a product", "calls itself a list", "calls itself a guide",
	"calls itself a business", "og:type is an article", "og:type is a site",
}

// fillPage computes the columns of the page, which all its rows share.
func (p *page) fillPage() {
	row := p.pageRow[:]
	clear(row)
	chars := float32(p.total.chars)
	row[jBlocks] = float32(min(p.total.n, 3000))
	row[jRunes] = chars
	row[jLinks] = share(float32(p.total.links), chars)
	row[jLong] = float32(p.total.longN)
	row[jLongShare] = share(float32(p.total.long), chars)
	row[jP] = share(float32(p.pChars), chars)
	row[jArticles] = float32(min(p.articles, 50))
	p.fillKind(row)
	if len(p.sums) > 0 {
		s := &p.sums[p.best]
		row[jBestShare] = share(float32(s.chars), chars)
		row[jBestLinks] = share(float32(s.links), float32(s.chars))
		row[jBestLong] = share(float32(s.long), float32(p.total.long))
	}
}

// fillKind writes the columns that tell kinds of pages apart.
func (p *page) fillKind(row []float32) {
	chars, blocks := float32(p.total.chars), float32(p.total.n)
	row[jSentences] = share(p.kind.sentences, p.kind.words)
	row[jDigits] = share(p.kind.digits, chars)
	row[jComments] = share(float32(p.kind.comments), chars)
	row[jCards] = share(float32(p.kind.cards), chars)
	row[jProducts] = share(float32(p.kind.products), chars)
	row[jHeadings] = share(p.kind.headings, blocks)
	row[jListed] = share(p.kind.items, blocks)
	if p.title >= 0 {
		row[jTitle] = p.like[p.title]
	}
	row[jDated] = truth(p.hints.Dated)
	for k := range dom.KindCount {
		row[jKinds+k] = float32(p.hints.Kinds >> k & 1)
	}
}

// kindSums are the sums over a page that tell kinds of pages apart.
type kindSums struct {
	sentences, words, digits, headings, items float32
	comments, cards, products                 int32
}

func (k *kindSums) add(b *block.Block, t *textStats, cats dom.Cats) {
	k.sentences += t.sentence
	k.words += float32(b.Words)
	k.digits += t.digit
	switch b.Kind {
	case block.Heading:
		k.headings++
	case block.ListItem:
		k.items++
	}
	if cats&dom.CatComment != 0 {
		k.comments += b.Chars
	}
	if cats&dom.CatCard != 0 {
		k.cards += b.Chars
	}
	if cats&dom.CatProduct != 0 {
		k.products += b.Chars
	}
}

// fill writes the columns of stage 1 of block i.
func (p *page) fill(row []float32, i int) {
	p.fillText(row[textAt:], i)
	p.fillElem(row[elemAt:], i)
	p.fillPlace(row[placeAt:], i)
	p.fillCont(row[contAt:], i)
	p.fillSib(row[sibAt:], i)
	p.fillBest(row[bestAt:], i)
	p.fillHead(row[headAt:], i)
	p.fillRepeat(row[repeatAt:], i)
	p.fillNear(row[nearAt:], i)
	p.fillSection(row[sectionAt:], i)
	copy(row[pageAt:], p.pageRow[:])
	p.fillNames(row, i)
}
