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
	// maxKnownWords is the most words of a part of any kind: "Reuters, AFP and
	// the Associated Press" has six.
	maxKnownWords = 6
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
	kindOwn                    // the same, with a paper or agency that is known
	kindFiled                  // a place, the day in digits and an agency: "رام الله 12-3-2019 وفا"
)

// linePart is one part of what may be a dateline, and what ends it.
type linePart struct {
	kind     partKind
	words    int
	brackets bool // stood in brackets
	comma    bool // ended by a comma
	colon    bool // ended by a colon
	dash     bool // ended by a dash
	glued    bool // ended by a hyphen without a space on either side: "دمشق-سانا"
	wide     bool // ended by the doubled tatweel that Arabic papers set between the parts of a dateline
	start    int  // its first byte
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
		if t.closes(text, parts[:i]) {
			best = i
		}
	}
	if best == 0 {
		return "", 0, false
	}
	last := parts[best-1]
	return strings.TrimSpace(trimDateline(text[start:last.end])), last.next, true
}

// Reporter reads who filed a report from a line that holds the name, and the place
// or the paper before it or an agency behind it: "دمشق - سامر الخطيب", «القاهرة:
// منى سالم», "منى سالم - رويترز".
func Reporter(text string) (name string, ok bool) {
	t := tables()
	var parts [maxParts]linePart
	if t.wholeParts(text, parts[:]) != 2 {
		return "", false
	}
	switch {
	case parts[0].dash && parts[1].kind == kindAgency && t.filedBy(text, parts[0]):
		name = text[:parts[0].end]
	case t.filedBy(text, parts[1]) && (t.closes(text, parts[:2]) || parts[0].dash && parts[0].kind == kindPaper):
		name = text[parts[0].next:parts[1].end]
	}
	return trimEdges(name), name != ""
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
		if p.words = countWords(text[at:end]); p.words > maxKnownWords {
			return n
		}
		p.kind = t.kindOf(text[at:end])
		p.start, p.end, p.next = at, end, next
		parts[n] = p
		if p.words > maxPartWords && p.kind != kindPlace && p.kind != kindAgency && p.kind != kindPaper && p.kind != kindFiled {
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
			if !strings.ContainsRune(" \u00a0:：()[]،,/.-–—―"+string(tatweel), r) {
				break
			}
			p.comma = p.comma || r == ',' || r == '،'
			p.colon = p.colon || r == ':' || r == '：'
			p.dash = p.dash || strings.ContainsRune("-–—―"+string(tatweel), r)
			i += size
		}
		p.wide = strings.Contains(text[end:i], "ــ")
		p.glued = text[end:i] == "-"
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
	case '：', '(', ')', '[', ']', '،', ',', '—', '―', '/':
		return true
	case ':':
		return i == 0 || !digit(text[i-1]) // 19:29 is one word
	case '-', '–', tatweel:
		double := strings.HasPrefix(text[i+size:], text[i:i+size])
		return before || after || double && r != tatweel || r == '-' && i > 0 && caselessLetter(lastRune(text[:i])) && caselessLetter(firstRune(text[i+size:]))
	}
	return false
}

// caselessLetter reports whether a rune is a letter of a script without capitals,
// which sets no hyphens inside words.
func caselessLetter(r rune) bool {
	return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// kindOf recognises a part.
func (t *table) kindOf(part string) partKind {
	whole := t.wholePhrase(part)
	switch {
	case t.agencies(part):
		return kindAgency
	case whole&(1<<partPlace) != 0:
		return kindPlace
	case whole&(1<<partPaper) != 0 || quoted(part):
		return kindPaper
	case strings.ContainsFunc(part, unicode.IsNumber):
		if t.filed(part) {
			return kindFiled
		}
		return kindDate
	}
	if end := t.fromPlace(part); end > 0 {
		if t.wholePhrase(part[:end])&(1<<partPaper|1<<partAgency) != 0 {
			return kindOwn
		}
		return kindFrom
	}
	if capitals(part) {
		return kindCaps
	}
	return kindOther
}

// filed reports whether part is a place, a day written in digits, and a paper or an
// agency, as state agencies open their reports.
func (t *table) filed(part string) bool {
	place, rest, _ := strings.Cut(part, " ")
	for rest != "" && !startsWithDigit(rest) {
		word, more, _ := strings.Cut(rest, " ")
		place, rest = place+" "+word, more
	}
	_, name, found := strings.Cut(rest, " ")
	return found && t.isPhrase(place, partPlace) && (t.isPhrase(name, partPaper) || t.isPhrase(name, partAgency))
}

func startsWithDigit(s string) bool { return unicode.IsDigit(firstRune(s)) }

// maxPaper is the most words of a paper that is known by its quotes alone.
const maxPaper = 2

// quoted reports whether part is a name in quotes, as Arabic papers set their
// own: «النهار».
func quoted(part string) bool {
	name, open := strings.CutPrefix(part, "«")
	name, shut := strings.CutSuffix(name, "»")
	return open && shut && !strings.ContainsAny(name, "«»") && countWords(name) <= maxPaper
}

// fromPlace reads "Elaph from London": one or two words, "from", a known place.
// It returns where the words before "from" end; 0 when part is nothing of the kind.
func (t *table) fromPlace(part string) int {
	i := wordEnd(part)
	for range 2 {
		next := i + wordStart(part[i:])
		if n := t.phraseEnd(part[next:], partFrom); n > 0 && t.isPhrase(part[next+n:], partPlace) {
			return i
		}
		i = next + wordEnd(part[next:])
	}
	return 0
}

// capitals reports whether part is a word of capitals or several, as wire
// services write a place.
func capitals(part string) bool {
	letters := 0
	for _, r := range part {
		if unicode.IsUpper(r) {
			letters++
		} else if unicode.IsLetter(r) {
			return false
		}
	}
	return letters >= 3
}

// tally counts the parts of a dateline by kind.
type tally struct {
	places, agencies, papers, dates, others int
	named                                   bool // an agency in brackets
}

func count(parts []linePart) (c tally) {
	for _, p := range parts {
		switch p.kind {
		case kindPlace, kindCaps:
			c.places++
		case kindAgency:
			c.agencies++
			c.named = c.named || p.brackets
		case kindPaper:
			c.papers++
		case kindDate:
			c.dates++
		default:
			c.others++
		}
	}
	return c
}

// closes reports whether the parts make a dateline that ends with the last.
func (t *table) closes(text string, parts []linePart) bool {
	first, last := parts[0], parts[len(parts)-1]
	c := count(parts)
	whole := last.next >= len(text)
	known := first.kind == kindPlace || first.kind == kindAgency
	switch {
	case first.kind == kindFiled:
		return len(parts) == 1 && last.dash && !whole && proseAfter(text, last)
	case first.kind == kindOwn || first.kind == kindFrom:
		return len(parts) == 1 && (last.colon || whole && first.kind == kindOwn)
	case whole:
		return len(parts) > 1 && known && c.places > 0 && c.dates == 0 && !(first.kind == kindPlace && first.comma) &&
			(c.agencies+c.papers > 0 && c.others == 0 || len(parts) == 2 && (first.dash || first.colon) && t.filedBy(text, last))
	case !last.colon && !last.dash && !last.brackets:
		return false
	case first.kind == kindPlace && last.colon && allWide(parts[:len(parts)-1]):
		return true
	case c.agencies > 0 && c.places == 0 && !(c.named && !first.colon) && !caseless(text[:last.end]):
		return false // "BBC - How coffee changed Britain" is a link
	case c.agencies > 0:
		return (known || c.named || first.kind == kindCaps) && c.others <= 1+c.places && c.dates <= 1 &&
			(len(parts) > 1 || c.named || first.dash)
	case first.kind == kindPlace && c.papers > 0:
		return c.others == 0
	}
	return closesBare(text, parts, c)
}

// allWide reports whether parts, one at least, are all set apart by doubled
// tatweels.
func allWide(parts []linePart) bool {
	for _, p := range parts {
		if !p.wide {
			return false
		}
	}
	return len(parts) > 0
}

// closesBare judges a dateline without agency or paper: a place, perhaps its
// region, a day or the reporter, and then prose.
func closesBare(text string, parts []linePart, c tally) bool {
	first, last := parts[0], parts[len(parts)-1]
	switch {
	case first.kind == kindPlace && c.others == 1 && len(parts) == 2 && first.dash:
		return last.colon && (last.words > 1 || first.glued)
	case first.kind == kindPlace && len(parts) == 1:
		return last.dash && !last.colon && proseAfter(text, last)
	case (first.kind == kindPlace || first.kind == kindCaps) && c.places == 1 && len(parts) > 1:
		return (first.comma || first.brackets || c.dates > 0) && !first.colon && last.dash && c.others+c.dates <= 2 && proseAfter(text, last)
	}
	return false
}

// filedBy reports whether a part may be the reporter's name after the place, in
// a line of nothing else: two words, those aside that make one name with the next,
// as in «عبد الباقي». Three names may be one, and are a heading as often.
func (t *table) filedBy(text string, p linePart) bool {
	return p.kind == kindOther && p.words >= 2 && p.words-t.joiners(text[p.start:p.end]) == 2
}

// joiners counts the words that make one name with the next.
func (t *table) joiners(text string) int {
	n := 0
	for text = text[wordStart(text):]; text != ""; text = text[wordStart(text):] {
		end := wordEnd(text)
		if end == 0 {
			break
		}
		if end < len(text) && t.isPhrase(text[:end], partParticle) {
			n++
		}
		text = text[end:]
	}
	return n
}

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
