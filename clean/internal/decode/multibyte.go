package decode

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed data/ideographs.tsv
var ideographsTSV string

// multiByte is one East Asian language and its charsets.
type multiByte struct {
	lang     string
	charsets []string
	rank     map[rune]int // of its most used characters, from 0
}

// parseIdeographs reads ideographs.tsv.
func parseIdeographs(table string) ([]multiByte, error) {
	lines, err := rows("ideographs.tsv", table, 3)
	if err != nil {
		return nil, err
	}
	var out []multiByte
	for _, f := range lines {
		m := multiByte{lang: f[0], charsets: strings.Fields(f[1]), rank: map[rune]int{}}
		for i, r := range []rune(f[2]) {
			m.rank[r] = i
		}
		out = append(out, m)
	}
	return out, nil
}

// Log2 likelihoods of one character of East Asian text. The most used 50 share
// about a third of a page, the next 200 a quarter, and some 5,000 the rest.
const (
	topRanks    = 50
	topLL       = -7.2 // one of the first topRanks
	commonLL    = -9.6 // another listed character
	rareLL      = -14  // another ideograph, kana or syllable
	wideSignLL  = -6   // full-width punctuation
	otherLL     = -17  // anything else: half-width kana, Greek, box drawing
	malformedLL = -40  // bytes that the charset does not allow
)

// score is the log2 likelihood of sample, text in one of m's charsets.
func (m *multiByte) score(sample []byte, charset string) float32 {
	text, _ := decodeCharset(sample, charset)
	var sum float32
	for len(text) > 0 {
		text = text[firstHigh(text):]
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		if n > 0 {
			sum += m.likelihood(r)
		}
	}
	return sum
}

func (m *multiByte) likelihood(r rune) float32 {
	rank, listed := m.rank[r]
	switch {
	case r == utf8.RuneError || r < 0xA0:
		return malformedLL
	case listed && rank < topRanks:
		return topLL
	case listed:
		return commonLL
	case r >= 0x3000 && r < 0x3040, r >= 0xFF00 && r < 0xFF60, r >= 0x2010 && r < 0x2030:
		return wideSignLL
	case unicode.Is(unicode.Co, r) || r >= 0xFF60:
		return otherLL
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return rareLL
	}
	return otherLL
}
