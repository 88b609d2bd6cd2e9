package label

import (
	"unicode"
	"unicode/utf8"
)

// likeness is a title prepared for comparison with every block of a page.
type likeness struct {
	text   string
	hashes [maxTitle + 1]uint64 // of its words
	words  int
	bits   uint64 // bit h%64 of every hash h
}

// minLike is the least likeness that counts anywhere: headings get .3 on top and
// need minMatch.
const minLike = minMatch - .3

// likeTitle is how much a text has in common with the best title of the head;
// what is below minLike may be given as 0.
func (p *page) likeTitle(text string) float32 {
	if p.likes == nil && len(p.in.Hints.Titles) > 0 {
		p.likes = make([]likeness, len(p.in.Hints.Titles))
		for i, t := range p.in.Hints.Titles {
			p.likes[i].read(t)
		}
	}
	best := float32(0)
	for i := range p.likes {
		l := &p.likes[i]
		if l.text == text {
			return 1
		}
		best = max(best, l.overlap(text))
	}
	return best
}

// read takes in the words of a title. One with more than a headline has is like
// nothing but itself.
func (l *likeness) read(title string) {
	l.text = title
	for w := (words{text: title}); w.next(); {
		if l.words == len(l.hashes) {
			l.words = 0
			return
		}
		l.hashes[l.words] = w.hash
		l.words++
		l.bits |= 1 << (w.hash % 64)
	}
}

// overlap is the share of words that a text and the title have in common, counted
// over both (Jaccard index). Texts of very different length have none.
func (l *likeness) overlap(text string) float32 {
	if l.words == 0 || len(text) > 3*len(l.text) || len(l.text) > 3*len(text) {
		return 0
	}
	var used uint64 // bit i: the i-th word of the title has been found
	common, more := 0, 0
	for w := (words{text: text}); w.next(); {
		if i := l.find(w.hash, used); i >= 0 {
			used |= 1 << i
			common++
		} else if more++; float32(l.words) < minLike*float32(l.words+more) {
			return 0 // were all the rest in common
		}
	}
	return float32(common) / float32(l.words+more)
}

// find returns which word of the title has a hash and is not used, -1 if none.
func (l *likeness) find(hash, used uint64) int {
	if l.bits&(1<<(hash%64)) == 0 {
		return -1
	}
	for i, h := range l.hashes[:l.words] {
		if h == hash && used&(1<<i) == 0 {
			return i
		}
	}
	return -1
}

// words reads the words of a text one by one: runs of letters, numbers and marks.
type words struct {
	text string
	pos  int
	hash uint64 // of the current word (FNV-1a)
}

// next reads the next word, and reports whether there is one.
func (w *words) next() bool {
	const offset, prime = 14695981039346656037, 1099511628211
	w.hash = offset
	in := false
	for w.pos < len(w.text) {
		r, size := rune(w.text[w.pos]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(w.text[w.pos:])
		}
		w.pos += size
		if notWord(r) {
			if in {
				break
			}
			continue
		}
		in = true
		w.hash = (w.hash ^ uint64(r)) * prime
	}
	w.hash ^= w.hash >> 32
	return in
}

// wordRunes says which of the runes that UTF-8 writes with one or two bytes are
// part of words.
var wordRunes = func() (t [0x800]bool) {
	for r := range rune(len(t)) {
		t[r] = inWord(r)
	}
	return t
}()

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

func notWord(r rune) bool {
	if uint32(r) < uint32(len(wordRunes)) {
		return !wordRunes[r]
	}
	return !inWord(r)
}
