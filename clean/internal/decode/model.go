package decode

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

//go:embed data/letters.tsv
var lettersTSV string

//go:embed data/pairs.tsv
var pairsTSV string

// language is how one language uses its non-ASCII letters.
type language struct {
	name     string
	charsets []string
	latin    bool                // its words also hold ASCII letters
	letters  map[rune]float64    // share of each among its non-ASCII letters
	pairs    map[[2]rune]float64 // share of a pair among all pairs; nil when not counted
}

// Probabilities of a byte >= 0x80, before the letter frequencies.
const (
	pLetter  = 0.8   // it is a letter or mark
	pSymbol  = 0.012 // it is one given sign of typographic
	pRare    = 5e-4  // it is one given other symbol
	pInvalid = 1e-7  // it is a control character or not assigned

	// pUpper is the share of a letter's uses that are capitals.
	pUpper = 0.08
	// pUnseen is the share of a letter that the language does not use, as in a
	// foreign name.
	pUnseen = 2e-4
	// pForeign is the share of a letter of another script. It is as good as
	// never: a word that mixes scripts is a word misread.
	pForeign = 1e-6
	// pairTrust is the weight of the pair frequency against the plain one.
	pairTrust = 0.85
)

// typographic are the signs that prose of any language uses.
const typographic = "\u00a0«»©®°·–—‘’“”„…•،؛؟\u200c№£€§¡¿ºª"

// Classes of what stands before a byte.
const (
	afterOther = iota // neither of the next two
	afterASCII        // an ASCII letter
	afterHigh         // a letter >= 0x80
	afterClasses
)

// Probabilities of what stands before a letter >= 0x80, by afterOther,
// afterASCII, afterHigh: in Latin script a few letters of a word are not ASCII,
// in the others all are.
const (
	latinAfterOther, latinAfterASCII, latinAfterHigh    = 0.24, 0.70, 0.06
	scriptAfterOther, scriptAfterASCII, scriptAfterHigh = 0.148, 0.002, 0.85
)

// caseBreak is the cost, in bits, of a capital after a small letter.
const caseBreak = -6

// candidate is one language in one single-byte charset: the log2 likelihood of
// every byte >= 0x80.
type candidate struct {
	lang    string
	charset string
	latin   bool
	byteLL  [128]float32               // given nothing
	afterLL [afterClasses]float32      // given the class before, for letters
	pairLL  *[pairColumns][128]float32 // given the byte before; nil when not counted
	kind    [128]letterKind            // of each byte >= 0x80
}

// pairColumns: a byte >= 0x80 each, and one for everything below.
const pairColumns = 129

type letterKind uint8

const (
	notLetter letterKind = iota
	lowerLetter
	upperLetter
	plainLetter // of a script without case
)

// model is what all detection reads; it is built once and never changes.
type model struct {
	languages  []language
	candidates []candidate
	multi      []multiByte
}

// loadModel builds the model from the embedded tables on first use. They are
// part of the program, so an error in them is a defect that the tests find; the
// model then lacks the row.
var loadModel = sync.OnceValue(func() *model {
	m := new(model)
	m.languages, _ = parseLetters(lettersTSV)
	_ = parsePairs(pairsTSV, m.languages)
	m.multi, _ = parseIdeographs(ideographsTSV)
	for i := range m.languages {
		l := &m.languages[i]
		for _, charset := range l.charsets {
			if cm := singleByte(charset); cm != nil {
				m.candidates = append(m.candidates, newCandidate(l, charset, cm))
			}
		}
	}
	return m
})

// rows splits a table into its rows of n tab-separated fields.
func rows(name, table string, n int) ([][]string, error) {
	var out [][]string
	for i, line := range strings.Split(table, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != n {
			return out, fmt.Errorf("decode: %s:%d: %d fields, want %d", name, i+1, len(fields), n)
		}
		out = append(out, fields)
	}
	return out, nil
}

// parseLetters reads letters.tsv.
func parseLetters(table string) ([]language, error) {
	lines, err := rows("letters.tsv", table, 3)
	if err != nil {
		return nil, err
	}
	var out []language
	for _, f := range lines {
		l := language{name: f[0], charsets: strings.Fields(f[1]), letters: map[rune]float64{}}
		for _, entry := range strings.Fields(f[2]) {
			r, size := utf8.DecodeRuneInString(entry)
			count, err := strconv.Atoi(entry[size:])
			if err != nil {
				return nil, fmt.Errorf("decode: letters.tsv: %s: %w", l.name, err)
			}
			l.letters[r] = float64(count) / 10_000
			l.latin = l.latin || unicode.Is(unicode.Latin, r)
		}
		out = append(out, l)
	}
	return out, nil
}

// parsePairs reads pairs.tsv into the languages it names.
func parsePairs(table string, languages []language) error {
	lines, err := rows("pairs.tsv", table, 3)
	if err != nil {
		return err
	}
	for _, f := range lines {
		pair := []rune(f[1])
		count, err := strconv.Atoi(f[2])
		if err != nil || len(pair) != 2 {
			return fmt.Errorf("decode: pairs.tsv: bad row %q", f)
		}
		for i := range languages {
			if l := &languages[i]; l.name == f[0] {
				if l.pairs == nil {
					l.pairs = map[[2]rune]float64{}
				}
				l.pairs[[2]rune(pair)] = float64(count) / 100_000
			}
		}
	}
	return nil
}

// newCandidate computes the byte likelihoods of l in charset cm.
func newCandidate(l *language, charset string, cm *charmap.Charmap) candidate {
	c := candidate{lang: l.name, charset: charset, latin: l.latin}
	p := [afterClasses]float64{scriptAfterOther, scriptAfterASCII, scriptAfterHigh}
	if l.latin {
		p = [afterClasses]float64{latinAfterOther, latinAfterASCII, latinAfterHigh}
	}
	for i := range p {
		c.afterLL[i] = log2(p[i])
	}
	for i := range c.byteLL {
		r := cm.DecodeByte(byte(0x80 + i))
		c.kind[i] = kindOf(r)
		c.byteLL[i] = log2(l.share(r, c.kind[i]))
	}
	if l.pairs != nil {
		c.pairLL = pairLikelihoods(l, cm, &c)
	}
	return c
}

// share is the probability of r among what bytes >= 0x80 stand for.
func (l *language) share(r rune, kind letterKind) float64 {
	switch {
	case r == utf8.RuneError || r < 0xA0 || unicode.Is(unicode.Co, r):
		return pInvalid
	case strings.ContainsRune(typographic, r):
		return pSymbol
	case kind == notLetter && l.letters[r] == 0:
		return pRare
	}
	unseen := pUnseen
	if l.latin != unicode.Is(unicode.Latin, r) && !unicode.IsMark(r) {
		unseen = pForeign
	}
	if kind == upperLetter {
		return pLetter * pUpper * max(l.letters[unicode.ToLower(r)], unseen)
	}
	return pLetter * max(l.letters[r], unseen)
}

// pairLikelihoods gives the log2 likelihood of each byte after each other.
func pairLikelihoods(l *language, cm *charmap.Charmap, c *candidate) *[pairColumns][128]float32 {
	total := map[rune]float64{}
	for pair, share := range l.pairs {
		total[pair[0]] += share
	}
	out := new([pairColumns][128]float32)
	for before := range out {
		first := '_'
		if before < 128 && c.kind[before] != notLetter {
			first = cm.DecodeByte(byte(0x80 + before))
		}
		for i := range out[before] {
			out[before][i] = c.byteLL[i]
			if c.kind[i] == notLetter || total[first] == 0 {
				continue
			}
			second := cm.DecodeByte(byte(0x80 + i))
			given := l.pairs[[2]rune{first, second}] / total[first]
			out[before][i] = log2(pairTrust*pLetter*given + (1-pairTrust)*l.share(second, c.kind[i]))
		}
	}
	return out
}

func kindOf(r rune) letterKind {
	switch {
	case unicode.IsUpper(r):
		return upperLetter
	case unicode.IsLower(r):
		return lowerLetter
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return plainLetter
	}
	return notLetter
}

func log2(p float64) float32 { return float32(math.Log2(p)) }
