package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"matn/clean/block"
)

// phraseEnd finds the longest phrase of a part at the beginning of text and
// returns the byte after its last word; 0 when there is none.
func (t *table) phraseEnd(text string, p part) int {
	end, _ := t.longest(text, p)
	return end
}

// longest is phraseEnd with the node that the phrase ends at.
func (t *table) longest(text string, p part) (found int, node int32) {
	at := int32(rootForward)
	for end := 0; ; {
		start := end + wordStart(text[end:])
		end = start + wordEnd(text[start:])
		if start == end {
			return found, node
		}
		if at = t.stepWord(at, text[start:end]); at == 0 {
			return found, node
		}
		if t.nodes[at].parts&(1<<p) != 0 {
			found, node = end, at
		}
	}
}

// isPhrase reports whether the whole of text is one phrase of a part.
func (t *table) isPhrase(text string, p part) bool { return t.wholePhrase(text)&(1<<p) != 0 }

// wholePhrase is the set of parts of which the whole of text is one phrase.
func (t *table) wholePhrase(text string) uint32 {
	at := int32(rootForward)
	for text = text[wordStart(text):]; text != ""; text = text[wordStart(text):] {
		end := wordEnd(text)
		if at = t.stepWord(at, text[:end]); at == 0 {
			return 0
		}
		text = text[end:]
	}
	return t.nodes[at].parts
}

// stepWord follows a word of raw text, which may be several once normalised.
func (t *table) stepWord(at int32, word string) int32 {
	var buf [64]byte
	if len(word) > len(buf) {
		return 0
	}
	w := block.Normalize(buf[:0], word)
	for len(w) > 0 && at != 0 {
		end := 0
		for end < len(w) && w[end] != ' ' {
			end++
		}
		at = t.step(at, hashWord(w[:end]))
		w = w[min(end+1, len(w)):]
	}
	return at
}

// wordStart is the number of bytes before the first word of s.
func wordStart(s string) int {
	for i, r := range s {
		if wordRune(r) {
			return i
		}
	}
	return len(s)
}

// wordEnd is the number of bytes of the word that s begins with.
func wordEnd(s string) int {
	for i, r := range s {
		if !wordRune(r) {
			return i
		}
	}
	return len(s)
}

// wordRunes is wordRune of the runes that UTF-8 writes with one or two bytes.
var wordRunes = func() (t [0x800]bool) {
	for r := range rune(len(t)) {
		t[r] = inWord(r)
	}
	return t
}()

func wordRune(r rune) bool {
	if uint32(r) < uint32(len(wordRunes)) {
		return wordRunes[r]
	}
	return inWord(r)
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	if r == tatweel {
		return false // stands for a dash as often as for a stretched letter
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || unicode.Is(unicode.Cf, r)
}

const tatweel = 'ـ'

// caseless reports whether text has no letters of a script with case.
func caseless(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) })
}
