package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxDateline is the most bytes that a dateline may take at the beginning
	// of a line: "دمشق ــ الوطن ــ عواصم ــ وكالات:" has 56.
	maxDateline = 160
	// maxParts is the most parts of a dateline: place, region, day, paper,
	// agencies, reporter.
	maxParts = 8
	// maxPartWords is the most words of a part that is neither a known place
	// nor an agency: a town, a name.
	maxPartWords = 4
	// minProse is the fewest words after a dateline without an agency: fewer,
	// and the line is a heading with a dash in it.
	minProse = 6
)

// partKind is what a part of a dateline was recognised as.
type partKind uint8

const (
	kindOther  partKind = iota // few words, nothing known
	kindPlace                  // a dateline city
	kindCaps                   // a place by its shape: capitals throughout, "KYIV"
	kindAgency                 // one or several news agencies
	kindPaper                  // a newspaper
	kindDate                   // a day: "June 3"
	kindFrom                   // "Elaph from London"
)

// linePart is one part of what may be a dateline, and what ends it.
type linePart struct {
	kind     partKind
	words    int
	brackets bool // stood in brackets
	colon    bool // ended by a colon
	dash     bool // ended by a dash
	end      int  // byte after the part, before its separator
	next     int  // byte after its separator
}

// Dateline reads where and by whom a report was filed from the beginning of a
// line: "إيلاف من لندن: ", "LONDON (Reuters) - ", "(أبوظبي - البيان)". It
// returns the dateline and the byte where the text proper begins, len(text) when
// the line is nothing but a dateline: "موسكو - الفرنسية".
func Dateline(text string) (dateline string, rest int, ok bool) {
	t := tables()
	start := wordStart(text)
	if start > 8 || start == len(text) {
		return "", 0, false // no line opens with so much punctuation
	}
	var parts [maxParts]linePart
	n := t.readParts(text, start, parts[:])
	best := 0
	for i := 1; i <= n; i++ {
		if closes(text, parts[:i]) {
			best = i
		}
	}
	if best == 0 {
		return "", 0, false
	}
	last := parts[best-1]
	return strings.TrimSpace(trimDateline(text[start:last.end])), last.next, true
}

// readParts cuts the beginning of a line at separators and classifies the parts.
func (t *table) readParts(text string, at int, parts []linePart) int {
	bracket := strings.ContainsAny(text[:at], "([")
	for n := range parts {
		end, next, p := cutPart(text, at)
		if end == at || next > maxDateline {
			return n
		}
		p.brackets = bracket
		p.words = countWords(text[at:end])
		p.kind = t.kindOf(text[at:end])
		p.end, p.next = end, next
		parts[n] = p
		if p.words > maxPartWords && p.kind == kindOther {
			return n
		}
		bracket = strings.ContainsAny(text[end:next], "([") || bracket && !strings.ContainsAny(text[end:next], ")]")
		if at = next; at >= len(text) {
			return n + 1
		}
	}
	return len(parts)
}

// cutPart finds the end of the part at byte at and the end of what separates it
// from the next.
func cutPart(text string, at int) (end, next int, p linePart) {
	limit := min(len(text), at+maxDateline)
	for i := at; i < limit; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !separates(text, i, r, size) {
			i += size
			continue
		}
		end = len(strings.TrimRight(text[:i], " "))
		for i < len(text) {
			r, size = utf8.DecodeRuneInString(text[i:])
			if !strings.ContainsRune(" \u00a0:：()[]،,/.-–—―|"+string(tatweel), r) {
				break
			}
			p.colon = p.colon || r == ':' || r == '：'
			p.dash = p.dash || strings.ContainsRune("-–—―"+string(tatweel), r)
			i += size
		}
		return end, i, p
	}
	if limit == len(text) {
		return len(strings.TrimRight(text, " .")), len(text), p
	}
	return at, at, p
}

// separates reports whether the rune at byte i ends a part. A dash inside a word
// (Port-au-Prince) does not, nor a tatweel, nor a stop after an initial.
func separates(text string, i int, r rune, size int) bool {
	before := i > 0 && text[i-1] == ' '
	after := i+size >= len(text) || text[i+size] == ' '
	switch r {
	case ':', '：', '(', ')', '[', ']', '،', ',', '—', '―', '|':
		return true
	case '/':
		return true
	case '-', '–', tatweel:
		double := strings.HasPrefix(text[i+size:], text[i:i+size])
		return before || after || double && r != tatweel
	}
	return false
}

// kindOf recognises a part.
func (t *table) kindOf(part string) partKind {
	switch {
	case t.agencies(part):
		return kindAgency
	case t.isPhrase(part, partPlace):
		return kindPlace
	case t.isPhrase(part, partPaper):
		return kindPaper
	case strings.ContainsFunc(part, unicode.IsNumber):
		return kindDate
	case t.isFrom(part):
		return kindFrom
	case capitals(part):
		return kindCaps
	}
	return kindOther
}

// isFrom reads "Elaph from London": one or two words, "from", a known place.
func (t *table) isFrom(part string) bool {
	for i, seen := 0, 0; seen < 3; seen++ {
		i += wordStart(part[i:])
		if seen > 0 {
			if n := t.phraseEnd(part[i:], partFrom); n > 0 && t.isPhrase(part[i+n:], partPlace) {
				return true
			}
		}
		n := wordEnd(part[i:])
		if n == 0 {
			return false
		}
		i += n
	}
	return false
}

// capitals reports whether part is a word of capitals or several, as wire
// services write a place.
func capitals(part string) bool {
	letters := 0
	for _, r := range part {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= 3
}

// closes reports whether the parts make a dateline that ends with the last.
func closes(text string, parts []linePart) bool {
	first, last := parts[0], parts[len(parts)-1]
	whole := last.next >= len(text)
	strong := last.colon || last.dash || last.brackets
	var places, agencies, papers, dates, others int
	named := false // an agency in brackets
	for _, p := range parts {
		switch p.kind {
		case kindPlace, kindCaps:
			places++
		case kindAgency:
			agencies++
			named = named || p.brackets
		case kindPaper:
			papers++
		case kindDate:
			dates++
		case kindFrom:
			return len(parts) == 1 && (last.colon || whole)
		default:
			others++
		}
	}
	known := first.kind == kindPlace || first.kind == kindAgency
	switch {
	case whole:
		return len(parts) > 1 && known && places > 0 && dates <= 1 &&
			(agencies+papers > 0 && others == 0 || len(parts) == 2 && filedBy(last))
	case !strong:
		return false
	case agencies > 0:
		return (known || named || first.kind == kindCaps) && others <= 1+places && dates <= 1 && (len(parts) > 1 || named || first.dash)
	case first.kind == kindPlace && papers > 0:
		return others == 0
	case first.kind == kindPlace && others == 1 && len(parts) == 2:
		return last.colon && last.words > 1 && first.dash
	case (first.kind == kindPlace || first.kind == kindCaps) && len(parts) > 1:
		return last.dash && others+dates <= 2 && places == 1 && proseAfter(text, last)
	case first.kind == kindPlace:
		return last.dash && !last.colon && proseAfter(text, last)
	}
	return false
}

// filedBy reports whether a part may be the reporter's name after the place, in
// a line of nothing else. Three words may be a name, and are a heading as often.
func filedBy(p linePart) bool { return p.kind == kindOther && p.words == 2 }

func proseAfter(text string, p linePart) bool {
	return countWords(text[p.next:min(len(text), p.next+200)]) >= minProse
}

// trimDateline closes a bracket that the cut left open.
func trimDateline(s string) string {
	if strings.Count(s, "(") > strings.Count(s, ")") {
		return s + ")"
	}
	return strings.TrimSuffix(s, ")")
}
