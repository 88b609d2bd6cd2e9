package score

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"matn/clean/block"
)

// Columns of what the head of a page says of a block.
const (
	hTitle = iota
	hDescription
	hBody
	hHasBody
	hCaption
	headCount
)

var headNames = [headCount]string{
	"words in common with the headline", "share of its words in the description",
	"share of its shingles in a body given as data", "the page gives a body as data",
	"it is the caption of the page's image",
}

const (
	// maxTitle is the number of words that no headline exceeds.
	maxTitle = 50
	// minTitle is what a block must have in common with a title to count as the
	// headline; headings get headingBonus, of level 1 twice.
	minTitle     = 0.35
	headingBonus = 0.2
	// shingle is the number of words of a shingle.
	shingle = 3
)

// words lists the hashes of a text's words in lower case (ASCII; other scripts
// as they are).
func words(dst []uint64, s string) []uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h, in := uint64(offset), false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		switch {
		case notWord(r):
			if in {
				dst = append(dst, h|1)
				h, in = offset, false
			}
			continue
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		}
		h, in = (h^uint64(r))*prime, true
	}
	if in {
		dst = append(dst, h|1)
	}
	return dst
}

// wordRunes says which of the runes that UTF-8 writes with one or two bytes are
// part of words.
var wordRunes = func() (t [0x800]bool) {
	for r := range rune(len(t)) {
		t[r] = inWord(r)
	}
	return t
}()

func notWord(r rune) bool {
	if uint32(r) < uint32(len(wordRunes)) {
		return !wordRunes[r]
	}
	return !inWord(r)
}

func inWord(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	case r >= 0x0620 && r <= 0x065F || r >= 0x4E00 && r <= 0x9FFF:
		return true
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// readWords hashes the words of all blocks once.
func (p *page) readWords() {
	n := 0
	for i := range p.blocks {
		n += max(min(int(p.blocks[i].Words), len(p.blocks[i].Text)), 0)
	}
	p.words, p.wordAt = slices.Grow(p.words[:0], n+n/16), resize(p.wordAt, len(p.blocks)+1)
	for i := range p.blocks {
		p.words = words(p.words, p.blocks[i].Text)
		p.wordAt[i+1] = int32(len(p.words))
	}
}

// wordsOf is the hashes of the words of a block.
func (p *page) wordsOf(i int) []uint64 { return p.words[p.wordAt[i]:p.wordAt[i+1]] }

// readHead compares the blocks with the titles, the description and the bodies
// of the head, and finds the headline.
func (p *page) readHead() {
	n := len(p.blocks)
	p.like, p.inBody, p.inDesc = resize(p.like, n), resize(p.inBody, n), resize(p.inDesc, n)
	p.hasBody = false
	p.readWords()
	var buf [2 * maxTitle]uint64
	for _, t := range p.hints.Titles {
		p.compareTitle(words(buf[:0], t))
	}
	p.findTitle()
	if len(p.hints.Description) > 40 {
		p.table.reset(len(p.hints.Description)/2 + 1)
		for _, w := range words(buf[:0], p.hints.Description) {
			*p.table.at(w) = 1
		}
		p.coverWords()
	}
	p.coverBodies()
}

// compareTitle raises like of the short blocks to their overlap (Jaccard
// index) with a title.
func (p *page) compareTitle(title []uint64) {
	if len(title) == 0 {
		return
	}
	p.table.reset(len(title))
	for _, w := range title {
		*p.table.at(w) = 1
	}
	for i := range p.blocks {
		if p.blocks[i].Words >= maxTitle {
			continue
		}
		list, common := p.wordsOf(i), 0
		for _, w := range list {
			if p.table.find(w) != 0 {
				common++
			}
		}
		if j := share(float32(common), float32(len(list)+len(title)-common)); j > p.like[i] {
			p.like[i] = min(j, 1)
		}
	}
}

func (p *page) findTitle() {
	p.title = -1
	best := float32(minTitle)
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.Words < 2 || b.Words >= maxTitle {
			continue
		}
		s := p.like[i]
		if b.Kind == block.Heading {
			s += headingBonus
			if b.Level == 1 {
				s += headingBonus
			}
		}
		if s > best {
			best, p.title = s, i
		}
	}
}

// coverWords sets inDesc to the share of a block's words in the table.
func (p *page) coverWords() {
	for i := range p.blocks {
		if p.blocks[i].Words < 4 || p.blocks[i].Words > 200 {
			continue
		}
		list, hits := p.wordsOf(i), 0
		for _, w := range list {
			if p.table.find(w) != 0 {
				hits++
			}
		}
		p.inDesc[i] = share(float32(hits), float32(len(list)))
	}
}

// minBody is the number of words that a body given as data has at least.
const minBody = 50

func (p *page) coverBodies() {
	var list []uint64
	for _, b := range p.hints.Bodies {
		list = words(list, b)
	}
	if len(list) < minBody {
		return
	}
	p.hasBody = true
	p.table.reset(len(list))
	for k := shingle - 1; k < len(list); k++ {
		*p.table.at(chain(chain(list[k-2], list[k-1]), list[k])) = 1
	}
	for i := range p.blocks {
		list := p.wordsOf(i)
		if len(list) < shingle {
			continue
		}
		hits := 0
		for k := shingle - 1; k < len(list); k++ {
			hits += int(p.table.find(chain(chain(list[k-2], list[k-1]), list[k])))
		}
		p.inBody[i] = float32(hits) / float32(len(list)-shingle+1)
	}
}

func (p *page) fillHead(row []float32, i int) {
	row[hTitle], row[hDescription], row[hBody] = p.like[i], p.inDesc[i], p.inBody[i]
	row[hHasBody] = truth(p.hasBody)
	row[hCaption] = 0
	for _, c := range p.hints.Captions {
		if c == p.blocks[i].Text {
			row[hCaption] = 1
		}
	}
}
