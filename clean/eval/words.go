package eval

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words cuts text into words: maximal runs of letters, numbers and '_', in lower
// case. Marks are no letters, so harakat cut an Arabic word, as they do in
// Python's \w+.
func Words(text string) []string {
	var words []string
	start := -1
	for i, r := range text {
		switch {
		case isWordRune(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			words = append(words, strings.ToLower(text[start:i]))
			start = -1
		}
	}
	if start >= 0 {
		words = append(words, strings.ToLower(text[start:]))
	}
	return words
}

func isWordRune(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// vocabulary numbers the words of one page, so that they compare as integers.
type vocabulary map[string]int32

// text is a text as word numbers. A line is what stands between line feeds;
// lines without words are left out.
type text struct {
	words []int32
	ends  []int // of each line, as an index into words
}

func (v vocabulary) read(s string) text {
	var t text
	for line := range strings.Lines(s) {
		before := len(t.words)
		t.words = v.number(t.words, line)
		if len(t.words) > before {
			t.ends = append(t.ends, len(t.words))
		}
	}
	return t
}

// number appends the numbers of the words of s in NFC: a page that writes é as
// two runes has the same words as gold that writes it as one.
func (v vocabulary) number(dst []int32, s string) []int32 {
	for _, w := range Words(norm.NFC.String(s)) {
		id, ok := v[w]
		if !ok {
			id = int32(len(v))
			v[w] = id
		}
		dst = append(dst, id)
	}
	return dst
}

// Counts is the overlap of a prediction with gold.
type Counts struct {
	TP int // in both
	FP int // predicted alone
	FN int // in gold alone
}

// Precision is the share of the prediction that is right: 1 when both are
// empty, 0 when only the prediction is.
func (c Counts) Precision() float64 {
	if c.FP == 0 && c.FN == 0 {
		return 1
	}
	return ratio(c.TP, c.TP+c.FP)
}

// Recall is the share of gold that was found: 1 when both are empty.
func (c Counts) Recall() float64 {
	if c.FP == 0 && c.FN == 0 {
		return 1
	}
	return ratio(c.TP, c.TP+c.FN)
}

// F1 is the harmonic mean of Precision and Recall: 1 when both are empty.
func (c Counts) F1() float64 {
	if c.FP == 0 && c.FN == 0 {
		return 1
	}
	return ratio(2*c.TP, 2*c.TP+c.FP+c.FN)
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// shingleWords is the length of a shingle. Source: ScrapingHub's
// article-extraction-benchmark.
const shingleWords = 4

// shingle is a run of words. Texts shorter than a run have one shingle, filled
// up with noWord.
type shingle [shingleWords]int32

const noWord = -1

// shingles lists every run of n <= shingleWords words, by its start.
func shingles(words []int32, n int) []shingle {
	if len(words) == 0 {
		return nil
	}
	runs := make([]shingle, 0, len(words))
	for i := 0; i == 0 || i+n <= len(words); i++ {
		runs = append(runs, newShingle(words[i:min(i+n, len(words))]))
	}
	return runs
}

func newShingle(words []int32) shingle {
	s := shingle{noWord, noWord, noWord, noWord}
	copy(s[:], words)
	return s
}

// overlap compares two bags.
func overlap[T comparable](pred, gold []T) Counts {
	left := make(map[T]int, len(gold))
	for _, g := range gold {
		left[g]++
	}
	var c Counts
	for _, p := range pred {
		if left[p] > 0 {
			left[p]--
			c.TP++
		}
	}
	c.FP, c.FN = len(pred)-c.TP, len(gold)-c.TP
	return c
}
