package decode

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// againTwice is the fewest characters of mojibake on a page that is put right by
// its article: a line of it, where pages about mojibake show a word.
const againTwice = 120

// Again puts decoded page b right where body, the text that was found in it, shows
// double encoding that the page as a whole does not: an old article in the template
// of today. ok is false when there is nothing to put right.
func Again(b, body []byte) (out []byte, ok bool) {
	m := misread(body)
	if m.as == nil {
		m = misreading{mostlyTwice(b, body), true}
	}
	if m.as == nil {
		return b, false
	}
	out = m.undo(b)
	return out, !bytes.Equal(out, b)
}

// mostlyTwice returns the charset as which UTF-8 was read in b so often that it is
// most of body, or nil. Body lacks the control characters that are part of it, so
// that few of its runs read as UTF-8 to their end: they are counted in b.
func mostlyTwice(b, body []byte) *charmap.Charmap {
	p := probe(body, beginsTwice)
	for _, cm := range readAs {
		if !p.suspect(cm) {
			continue
		}
		if twice, _ := countTwice(b, cm); twice >= againTwice && 2*twice > highLetters(body) {
			return cm
		}
	}
	return nil
}

// highLetters counts the letters of b beyond ASCII.
func highLetters(b []byte) (n int) {
	for len(b) > 0 {
		b = b[firstHigh(b):]
		r, size := utf8.DecodeRune(b)
		if b = b[size:]; size > 0 && unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
