package score

import (
	"unicode"
	"unicode/utf8"

	"matn/clean/block"
)

// Columns of a block's own text.
const (
	tRunes = iota
	tWords
	tAvgWord
	tLinkShare
	tLinks
	tPunct
	tComma
	tSentences
	tSentenceLen
	tEnd
	tDigits
	tUpper
	tCased
	tSep
	tSym
	tMarks
	tStrong
	tBreak
	tKind
	textCount
)

var textNames = [textCount]string{
	"runes", "words, at most 300", "runes per word", "link runes / runes", "links, at most 50",
	"punctuation per word", "commas per word", "sentence marks, at most 30", "words per sentence",
	"class of the last rune", "digits / runes", "upper-case words / words with case",
	"words with case / words", "separators, at most 20", "symbols, at most 20",
	"inline marks, at most 30", "share of the text in bold", "after a single break", "kind of block",
}

// Classes of the last rune of a text.
const (
	endOther = iota
	endSentence
	endColon
	endEllipsis
	endComma
	endQuote // quotation marks and brackets
)

// Flags of a rune, for counting.
const (
	isSentence = 1 << iota
	isComma
	isPunct
	isSep
	isSym
	isDigit
	isUpper
	isLower
)

// asciiFlags holds the flags of the first 128 runes.
var asciiFlags = func() (t [128]uint8) {
	for r := range rune(128) {
		t[r] = slowFlags(r)
	}
	return t
}()

func flagsOf(r rune) uint8 {
	if r < 128 {
		return asciiFlags[r]
	}
	if r >= 0x0620 && r <= 0x065F || r >= 0x4E00 && r <= 0x9FFF { // letters without case, harakat
		return 0
	}
	return slowFlags(r)
}

func slowFlags(r rune) uint8 {
	switch r {
	case '.', '!', '?', '؟', '۔', '。', '！', '？', '।', '…':
		return isSentence | isPunct
	case ',', '،', '、', '，', ';', '؛', '；':
		return isComma | isPunct
	case ':', '：', '"', '\'', '“', '”', '«', '»', '(', ')', '’', '‘', '-', '–', '—', '「', '」':
		return isPunct
	case '|', '·', '•', '›', '/', '>', '→', '★', '▼', '×', '←', '‹':
		return isSep
	case '$', '€', '£', '¥', '@', '#', '©', '®', '™', '%', '&', '+', '=', '{', '}', '[', ']', '<':
		return isSym
	}
	switch {
	case unicode.IsDigit(r):
		return isDigit
	case unicode.IsUpper(r):
		return isUpper
	case unicode.IsLower(r):
		return isLower
	}
	return 0
}

// textStats counts what stands in a text.
type textStats struct {
	sentence, comma, punct, sep, sym, digit float32
	cased, upper                            float32 // words
	end                                     uint8
	hash                                    uint64 // of the text
}

func countText(s string) textStats {
	const prime = 1099511628211
	t := textStats{hash: 14695981039346656037}
	var last rune
	start := true // of a word
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		t.hash = (t.hash ^ uint64(r)) * prime
		if r <= ' ' {
			start = true
			continue
		}
		f := flagsOf(r)
		if f == 0 {
			start, last = false, r
			continue
		}
		if f&(isUpper|isLower) != 0 {
			if start {
				t.cased++
				if f&isUpper != 0 {
					t.upper++
				}
			}
			start, last = false, r
			continue
		}
		t.add(f)
		last = r
	}
	t.end = endClass(last, s)
	return t
}

func (t *textStats) add(f uint8) {
	if f&isSentence != 0 {
		t.sentence++
	}
	if f&isComma != 0 {
		t.comma++
	}
	if f&isPunct != 0 {
		t.punct++
	}
	if f&isSep != 0 {
		t.sep++
	}
	if f&isSym != 0 {
		t.sym++
	}
	if f&isDigit != 0 {
		t.digit++
	}
}

func endClass(last rune, s string) uint8 {
	switch last {
	case '.':
		if len(s) > 3 && s[len(s)-3:] == "..." {
			return endEllipsis
		}
		return endSentence
	case '!', '?', '؟', '۔', '。', '！', '？', '।':
		return endSentence
	case '…':
		return endEllipsis
	case ':', '：':
		return endColon
	case ',', '،', '、', '，', ';', '؛', '；':
		return endComma
	case '"', '”', '»', ')', '’', '\'', ']', '」':
		return endQuote
	}
	return endOther
}

func (p *page) fillText(row []float32, i int) {
	b, t := &p.blocks[i], &p.text[i]
	words := float32(max(b.Words, 1))
	row[tRunes] = float32(b.Chars)
	row[tWords] = min(float32(b.Words), 300)
	row[tAvgWord] = float32(b.Chars) / words
	row[tLinkShare] = share(float32(b.LinkChars), float32(b.Chars))
	row[tLinks] = min(float32(b.Links), 50)
	row[tPunct] = t.punct / words
	row[tComma] = t.comma / words
	row[tSentences] = min(t.sentence, 30)
	row[tSentenceLen] = float32(b.Words) / (t.sentence + 1)
	row[tEnd] = float32(t.end)
	row[tDigits] = share(t.digit, float32(b.Chars))
	row[tUpper] = share(t.upper, t.cased)
	row[tCased] = t.cased / words
	row[tSep] = min(t.sep, 20)
	row[tSym] = min(t.sym, 20)
	row[tMarks] = min(float32(len(b.Spans)), 30)
	row[tStrong] = strong(b)
	row[tBreak] = truth(b.Break)
	row[tKind] = float32(b.Kind)
}

func strong(b *block.Block) float32 {
	n := int32(0)
	for i := range b.Spans {
		if b.Spans[i].Mark == block.Strong {
			n += b.Spans[i].End - b.Spans[i].Start
		}
	}
	return min(share(float32(n), float32(len(b.Text))), 1)
}

func truth(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// share is a/b, 0 when b is 0.
func share(a, b float32) float32 {
	if b == 0 {
		return 0
	}
	return a / b
}
