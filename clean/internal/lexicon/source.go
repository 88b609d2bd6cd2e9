package lexicon

import (
	"strings"
	"unicode/utf8"
)

// maxSourceWords is the most words of a source: "the Middle East News Agency
// and Reuters" has eight, a sentence has more.
const maxSourceWords = 8

// Source reads a line that is nothing but a credit: "المصدر: وكالات",
// "Quelle: dpa", "(Reuters)". It returns the source without label and brackets.
func Source(text string) (source string, ok bool) {
	if len(text) > MaxLine {
		return "", false
	}
	text = trimEdges(text)
	t := tables()
	start, stop := labelEnd(text)
	if stop > start && t.labelled(text[:start], "source") {
		source = trimEdges(text[stop:])
		return source, source != "" && countWords(source) <= maxSourceWords && !sentence(source)
	}
	return text, text != "" && t.agencies(text)
}

// Credit reads a line that names a paper and the agencies it took from, and
// nothing else: "العربي الجديد - وكالات", "المدينة ـ رويترز".
func Credit(text string) (source string, ok bool) {
	t := tables()
	var parts [maxParts]linePart
	n := t.wholeParts(text, parts[:])
	if n < 2 {
		return "", false
	}
	c := count(parts[:n])
	known := c.agencies > 0 && c.agencies+c.papers == n
	own := n == 2 && parts[0].kind == kindOther && parts[0].words == 1 && parts[0].dash && parts[1].kind == kindAgency
	return trimEdges(text), known || own
}

// wholeParts cuts a line that is parts of a dateline and nothing else, 0 parts if
// it is more or begins with a mark.
func (t *table) wholeParts(text string, parts []linePart) int {
	if text == "" || wordStart(text) > 0 {
		return 0
	}
	n := t.readParts(text, 0, parts)
	if n == 0 || parts[n-1].next < len(text) {
		return 0
	}
	return n
}

// labelled reports whether head is a label of the role named.
func (t *table) labelled(head, role string) bool {
	at, end := int32(rootForward), 0
	for {
		start := end + wordStart(head[end:])
		end = start + wordEnd(head[start:])
		if start == end {
			break
		}
		if at = t.stepWord(at, head[start:end]); at == 0 {
			return false
		}
	}
	e := t.ending(at, partLabel)
	return e != nil && e.role.String() == role
}

// agencies reports whether text is one news agency or several.
func (t *table) agencies(text string) bool {
	found := false
	for text != "" {
		end := t.phraseEnd(text, partAgency)
		if end == 0 {
			if !found {
				return false
			}
			rest, ok := t.cutAnd(text)
			if !ok {
				return false
			}
			text = rest
			continue
		}
		if !t.sameCase(text[:end]) {
			return false
		}
		found = true
		text = text[end:]
		text = text[wordStart(text):]
	}
	return found
}

// shortName is the most bytes of an agency that is also a word in some language:
// AP is an agency, "ap" and "App" are not; dpa is one, and DPA.
const shortName = 5

// sameCase reports whether an agency is written as in the data, where that
// matters: in short names in scripts with case.
func (t *table) sameCase(name string) bool {
	if len(name) > shortName || caseless(name) || strings.ToUpper(name) == name {
		return true
	}
	at := t.stepWord(rootForward, name)
	e := t.ending(at, partAgency)
	return e != nil && strings.HasSuffix(e.id, ":"+name)
}

// cutAnd takes a word for "and" off the beginning of text, also the Arabic one
// that is written as part of the next word.
func (t *table) cutAnd(text string) (rest string, ok bool) {
	text = text[wordStart(text):]
	if end := t.phraseEnd(text, partAnd); end > 0 {
		return text[end:], true
	}
	return strings.CutPrefix(text, "و")
}

// sentence reports whether text has punctuation that ends a sentence inside it.
func sentence(text string) bool {
	for _, stop := range [...]string{". ", "؟", "? ", "! ", "۔ ", "؛", "; "} {
		if i := strings.Index(text, stop); i > 3 && i < len(text)-len(stop) {
			return true
		}
	}
	return false
}

// trimEdges drops what may surround a line: spaces, quotes, brackets, dashes,
// bullets, a final stop.
func trimEdges(s string) string {
	return strings.Trim(s, " \t\u00a0.:-–—|/\\*•·#()[]{}\"'«»“”„‟‹›،,"+string(tatweel))
}

func countWords(s string) int {
	n := 0
	for s != "" {
		s = s[wordStart(s):]
		end := wordEnd(s)
		if end == 0 {
			break
		}
		n++
		s = s[end:]
	}
	return n
}

// firstRune returns the first rune of s, or -1.
func firstRune(s string) rune {
	if s == "" {
		return -1
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
