package decode

import (
	"math"
	"strings"
)

// Rows of a histogram for what stands before a byte >= 0x80, past the 128 for
// such a byte itself.
const (
	beforeLower = 128 + iota // an ASCII small letter
	beforeUpper              // an ASCII capital
	beforeOther              // anything else, or the start
	beforeRows
)

// cell is how often the byte 0x80+cur stands after before.
type cell struct {
	before, cur uint8
	n           float32
}

// histogram is the bytes >= 0x80 of a sample with what stands before each.
type histogram struct {
	cells []cell
	total float32
}

// count builds the histogram of sample.
func count(sample []byte) histogram {
	counts := new([beforeRows][128]uint16) // a sample is at most maxSample bytes
	before := beforeOther
	for _, c := range sample {
		switch {
		case c >= 0x80:
			counts[before][c-0x80]++
			before = int(c - 0x80)
		case 'a' <= c && c <= 'z':
			before = beforeLower
		case 'A' <= c && c <= 'Z':
			before = beforeUpper
		default:
			before = beforeOther
		}
	}
	var h histogram
	for i := range counts {
		for j, n := range counts[i] {
			if n > 0 {
				h.cells = append(h.cells, cell{uint8(i), uint8(j), float32(n)})
				h.total += float32(n)
			}
		}
	}
	return h
}

// score is the log2 likelihood of h if it were c.
func (c *candidate) score(h histogram) float32 {
	var sum float32
	for _, e := range h.cells {
		kind := c.kind[e.cur]
		if kind == notLetter {
			sum += e.n * c.byteLL[e.cur]
			continue
		}
		class, afterSmall := afterOther, false
		switch {
		case e.before == beforeLower:
			class, afterSmall = afterASCII, true
		case e.before == beforeUpper:
			class = afterASCII
		case e.before < 128 && c.kind[e.before] != notLetter:
			class, afterSmall = afterHigh, c.kind[e.before] == lowerLetter
		}
		ll := c.afterLL[class]
		if c.pairLL != nil {
			ll += c.pairLL[min(e.before, pairColumns-1)][e.cur]
		} else {
			ll += c.byteLL[e.cur]
		}
		if afterSmall && kind == upperLetter {
			ll += caseBreak
		}
		sum += e.n * ll
	}
	return sum
}

// disputed is how many bytes of h two charsets read differently.
func (h histogram) disputed(a, b string) (n float32) {
	x, y := singleByte(a), singleByte(b)
	if x == nil || y == nil {
		return h.total
	}
	for _, e := range h.cells {
		if x.DecodeByte(0x80+e.cur) != y.DecodeByte(0x80+e.cur) {
			n += e.n
		}
	}
	return n
}

// All in bits of log2 likelihood.
const (
	// westernBonus breaks ties for windows-1252, by far the most used of the
	// charsets that agree on quotes and dashes.
	westernBonus = 4
	// languageBonus is for a candidate in the language that <html lang> names.
	languageBonus = 16
	// metaBonus is by how much the <meta> label must fit better than the HTTP
	// header to be believed against it.
	metaBonus = 8
	// A label is overruled when the best guess is better by overruleFixed and,
	// for every byte >= 0x80 that the two read differently, by overruleEach.
	overruleFixed = 24
	overruleEach  = 0.75
	// hopeless: below this likelihood for each byte no single-byte charset fits
	// well, and the East Asian ones are tried. Right guesses lie above -7.5.
	hopeless = -7.5
)

// choose picks the charset of b, which is not UTF-8 whatever it says.
func choose(b []byte, d labels) label {
	sample := sampleText(b)
	g := guesser{sample: sample, h: count(sample), lang: pageLanguage(b), m: loadModel()}
	best, bestLL := g.best()
	chosen, meta := usable(d.header), usable(d.meta)
	switch {
	case chosen.charset == "":
		chosen = meta
	case chosen.charset == best || meta.charset == "" || meta.charset == chosen.charset:
	case g.fit(meta.charset) > g.fit(chosen.charset)+metaBonus:
		chosen = meta
	}
	if chosen.charset == best {
		return chosen
	}
	if chosen.charset == "" || bestLL-g.fit(chosen.charset) > overruleFixed+overruleEach*g.h.disputed(best, chosen.charset) {
		return label{best, FromGuess}
	}
	return chosen
}

// usable drops a label that says UTF-8: the bytes have shown that it is wrong.
func usable(l label) label {
	if l.charset == charsetUTF8 || l.charset == charsetUTF16LE || l.charset == charsetUTF16BE {
		return label{}
	}
	return l
}

// guesser scores one sample.
type guesser struct {
	sample []byte
	h      histogram
	lang   string
	m      *model
}

// best returns the most likely charset and its log2 likelihood.
func (g *guesser) best() (charset string, ll float32) {
	c, ll := g.bestSingle(func(*candidate) bool { return true })
	charset = c.charset
	if ll > hopeless*g.h.total {
		return charset, ll
	}
	for i := range g.m.multi {
		m := &g.m.multi[i]
		for _, name := range m.charsets {
			if s := m.score(g.sample, name) + g.bonus(m.lang, name); s > ll {
				charset, ll = name, s
			}
		}
	}
	return charset, ll
}

// bestSingle returns the most likely of the single-byte candidates that allowed
// lets through.
func (g *guesser) bestSingle(allowed func(*candidate) bool) (best *candidate, ll float32) {
	for i := range g.m.candidates {
		c := &g.m.candidates[i]
		if !allowed(c) {
			continue
		}
		if s := c.score(g.h) + g.bonus(c.lang, c.charset); best == nil || s > ll {
			best, ll = c, s
		}
	}
	return best, ll
}

// bonus is what the surroundings of the text add to a candidate.
func (g *guesser) bonus(lang, charset string) (bits float32) {
	if charset == "windows-1252" {
		bits += westernBonus
	}
	if g.lang != "" && strings.HasPrefix(lang, g.lang) {
		bits += languageBonus
	}
	return bits
}

// fit is the log2 likelihood of the sample in a declared charset, in whichever
// language suits it best: a label may be right in a language that is seldom
// written in its charset.
func (g *guesser) fit(charset string) (ll float32) {
	cm := singleByte(charset)
	if cm == nil {
		return g.fitMulti(charset)
	}
	ll = float32(math.Inf(-1))
	for i := range g.m.candidates {
		if c := &g.m.candidates[i]; c.charset == charset {
			ll = max(ll, c.score(g.h)+g.bonus(c.lang, charset))
		}
	}
	for i := range g.m.languages {
		l := g.m.languages[i]
		l.pairs = nil // frequencies of letters are enough here
		c := newCandidate(&l, charset, cm)
		ll = max(ll, c.score(g.h)+g.bonus(l.name, charset))
	}
	return ll
}

// fitMulti is fit for a charset of several bytes a character.
func (g *guesser) fitMulti(charset string) float32 {
	ll := float32(math.Inf(-1))
	for i := range g.m.multi {
		m := &g.m.multi[i]
		ll = max(ll, m.score(g.sample, charset)+g.bonus(m.lang, charset))
	}
	return ll
}
