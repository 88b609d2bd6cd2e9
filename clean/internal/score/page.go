package score

import (
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

const (
	// longChars and longLinks make a block long: prose, not a label or a menu.
	longChars = 60
	longLinks = 0.35
)

// page is a layout with the sums that its features are made of. It is scratch:
// one is used for page after page.
type page struct {
	elems  []dom.Elem
	blocks []block.Block
	hints  dom.Hints

	text   []textStats
	long   []bool
	at     []int32 // block element of each block, -1 for virtual blocks
	before []int32 // runes before each block; one more entry than blocks
	sums   []elemSum
	path   []int32   // group of blocks of the same tag path, for each block
	paths  []pathSum // the groups
	same   []int32   // blocks of the same text
	topic  []float32 // share of the words of each block that tell the topic of the page
	chrome []uint8   // distance of each block element to a chrome category

	best      int32 // element
	bestScore float32
	total     pathSum // of the page
	pChars    int32   // runes in <p>
	articles  int32
	h1, title int // blocks, -1 = none
	like      []float32
	inBody    []float32
	inDesc    []float32
	headings  []int32 // heading above each block, -1 = none
	h1s       []int32 // headings of level 1 so far
	join      []joint // where the way from an element meets that of the best element
	table     hashTable
	words     []uint64     // hashes of the words of all blocks
	wordAt    []int32      // where those of each block begin
	weights   *NameWeights // of names; nil for none
	named     []nameSum
	nameAll   []int32 // sums of names for each block
	nameNear  []int32
	nameMean  float32
	way       []int32 // scratch of readNames
	hasBody   bool
	shape     Shape
	kind      kindSums
	pageRow   [pageCount]float32
	prevLong  []int32
	nextLong  []int32
}

// elemSum is what stands below an element.
type elemSum struct {
	chars, links, blocks, long, heads, linkedHeads, images int32
	pChars, sentences, words, times                        int32
	direct, directN                                        int32 // right below it, with no block element between
	sibs, sibChars                                         int32 // elements of its parent with its tag path, and runes below them
	score                                                  float32
}

// pathSum is what blocks of one tag path have in common.
type pathSum struct{ n, chars, links, long, longN int32 }

// resize returns s with n zero entries, in the same memory when it is enough.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}

// read takes in a layout.
func (p *page) read(l *dom.Layout, h dom.Hints) {
	p.elems, p.blocks, p.hints = l.Elems, l.Blocks, h
	n := len(p.blocks)
	p.text, p.long, p.at = resize(p.text, n), resize(p.long, n), resize(p.at, n)
	p.before, p.same, p.chrome = resize(p.before, n+1), resize(p.same, n), resize(p.chrome, n)
	p.sums = resize(p.sums, len(p.elems))
	p.total, p.pChars, p.articles, p.kind = pathSum{}, 0, 0, kindSums{}
	for i := range p.blocks {
		p.readBlock(i)
	}
	p.sumElems()
	p.groupPaths()
	p.countCopies()
	p.findBest()
	p.readHead()
	p.findTopic()
	p.markHeadings()
	p.markLong()
	p.fillPage()
	p.readNames()
}

func (p *page) readBlock(i int) {
	b := &p.blocks[i]
	p.text[i] = countText(b.Text)
	p.long[i] = b.Chars >= longChars && float32(b.LinkChars) < longLinks*float32(b.Chars) && !b.Hidden
	p.before[i+1] = p.before[i] + b.Chars
	p.at[i] = -1
	p.total.add(b, p.long[i])
	if b.Elem < 0 || len(p.elems) == 0 {
		p.chrome[i] = noDistance
		return
	}
	at := dom.BlockElem(p.elems, b.Elem)
	p.at[i] = at
	p.chrome[i] = p.chromeDistance(at)
	if p.elems[at].Tag == atom.P {
		p.pChars += b.Chars
		p.sums[at].pChars += b.Chars
	}
	p.addToElems(at, i)
	cats := dom.Cats(0)
	for e, up := b.Elem, 0; e >= 0 && up < kindSteps; e, up = p.elems[e].Parent, up+1 {
		cats |= p.elems[e].Cats
	}
	p.kind.add(b, &p.text[i], cats)
}

// kindSteps is how far above a block its element's class names count for the
// kind of its page.
const kindSteps = 8

func (s *pathSum) add(b *block.Block, long bool) {
	s.n++
	s.chars += b.Chars
	s.links += b.LinkChars
	if long {
		s.long += b.Chars
		s.longN++
	}
}

// addToElems notes a block at its element; sumElems carries it up.
func (p *page) addToElems(at int32, i int) {
	b := &p.blocks[i]
	s := &p.sums[at]
	s.chars += b.Chars
	s.links += b.LinkChars
	s.words += b.Words
	s.sentences += int32(p.text[i].sentence)
	s.blocks++
	if b.Kind == block.Heading {
		s.heads++
		if 2*b.LinkChars > b.Chars {
			s.linkedHeads++
		}
	}
	up := p.elems[at].Parent
	if up >= 0 {
		p.sums[up].direct += b.Chars
		p.sums[up].directN++
	}
	if !p.long[i] {
		return
	}
	s.long += b.Chars
	// A paragraph speaks for its container, less for those above: the measure
	// of Readability (Arc90, 2009), with its commas.
	w := float32(b.Chars-b.LinkChars) + float32(20*p.text[i].comma) // rounded, so that no machine fuses it
	for k := 0; k < 4 && up >= 0; k++ {
		p.sums[up].score += w
		w = float32(w * 0.6)
		up = p.elems[up].Parent
	}
}

// sumElems carries sums from children to parents, last element first.
func (p *page) sumElems() {
	for e := len(p.elems) - 1; e > 0; e-- {
		s := &p.sums[e]
		el := &p.elems[e]
		switch el.Tag {
		case atom.Img:
			s.images++
		case atom.Time:
			s.times++
		case atom.Article:
			p.articles++
		}
		if el.Parent < 0 {
			continue
		}
		up := &p.sums[el.Parent]
		up.chars += s.chars
		up.links += s.links
		up.blocks += s.blocks
		up.long += s.long
		up.heads += s.heads
		up.linkedHeads += s.linkedHeads
		up.images += s.images
		up.pChars += s.pChars
		up.sentences += s.sentences
		up.words += s.words
		up.times += s.times
	}
}

// findBest finds the element with the highest score, links in it held against
// it, and where the way from every element meets that of it.
func (p *page) findBest() {
	p.best, p.bestScore = 0, 0
	top := float32(0)
	for e := range p.sums {
		s := &p.sums[e]
		if s.score <= 0 {
			continue
		}
		if v := s.score * (1 - share(float32(s.links), float32(s.chars))); v > top {
			top, p.best, p.bestScore = v, int32(e), s.score
		}
	}
	p.joinBest()
}

// joint is where the way up from an element meets the way up from the best
// element: at, and the steps there from both.
type joint struct {
	at       int32
	up, down int16
}

func (p *page) joinBest() {
	p.join = resize(p.join, len(p.elems))
	if len(p.elems) == 0 {
		return
	}
	for e := range p.join {
		p.join[e].at = -1
	}
	steps := int16(0)
	for e := p.best; e >= 0; e = p.elems[e].Parent {
		p.join[e] = joint{at: e, down: steps}
		steps++
	}
	for e := range p.join { // parents stand before their children
		if p.join[e].at < 0 && p.elems[e].Parent >= 0 {
			j := p.join[p.elems[e].Parent]
			j.up++
			p.join[e] = j
		}
	}
}

// inBest reports whether a block stands in the best element.
func (p *page) inBest(i int) bool {
	e := p.at[i]
	return e >= p.best && e >= 0 && e < p.elems[p.best].End
}

// markLong notes for each block how far the nearest long blocks are.
func (p *page) markLong() {
	n := len(p.blocks)
	p.prevLong, p.nextLong = resize(p.prevLong, n), resize(p.nextLong, n)
	d := int32(noLong)
	for i := range n {
		p.prevLong[i] = d
		if d = min(d+1, noLong); p.long[i] {
			d = 1
		}
	}
	d = noLong
	for i := n - 1; i >= 0; i-- {
		p.nextLong[i] = d
		if d = min(d+1, noLong); p.long[i] {
			d = 1
		}
	}
}

// noLong is the distance to a long block that does not exist.
const noLong = 99

// markHeadings notes for each block the heading above it, and how many
// headings of level 1 there were.
func (p *page) markHeadings() {
	p.headings, p.h1s = resize(p.headings, len(p.blocks)), resize(p.h1s, len(p.blocks))
	last, h1s := int32(-1), int32(0)
	p.h1 = -1
	for i := range p.blocks {
		b := &p.blocks[i]
		p.headings[i] = last
		if b.Kind == block.Heading && b.Words < 30 {
			last = int32(i)
			if b.Level == 1 {
				h1s++
				if p.h1 < 0 {
					p.h1 = i
				}
			}
		}
		p.h1s[i] = h1s
	}
}
