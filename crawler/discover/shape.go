package discover

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The classes of a segment of a path, and of a value of a query. A shape is made of
// them.
const (
	classWord   = 'w' // one or two words: "politics", "middle-east"
	classSlug   = 's' // a headline: three words or more
	classTitled = 'i' // words with a number of four digits or more: "bridge-opens-48213"
	classNumber = 'n' // digits alone
	classCode   = 'x' // letters mixed with digits: "c4gdd1kz2vo", a UUID
	classMixed  = 'c' // words with a small number: "page-2", "top10"
	classYear   = 'Y' // and, behind it, month and day
	classMonth  = 'M'
	classDay    = 'D'
	classDate   = 'T' // a date in one segment: "2024-05-03", "20240503"
)

const (
	slugWords  = 3  // a headline has more words than the name of a section
	titleID    = 4  // digits of a number that is an article's, beside words
	codeLength = 6  // of a code, at least
	wideRunes  = 2  // runes of a script without spaces that make about a word
	maxShape   = 14 // segments; what is deeper is a trap
)

// segment is one part of a path.
type segment struct {
	class  byte
	text   string // folded, decoded, without the extension
	words  int    // words with letters
	digits int    // of the longest number
	mark   string // letters that stand before or behind a number and say of what: "a" of "a-48213"
}

// shape is what is left of a URL once what differs between a site's articles is taken
// out of it: classes of the segments, extension, and names of parameters with the
// classes of their values: "w/Y/M/D/s", "n.html", "w.aspx?id=n".
type shape struct {
	key      string
	segments []segment
	query    []segment // values, in the order of the names
}

// shapeOf describes a URL.
func shapeOf(u *url.URL) shape {
	parts := splitPath(u.EscapedPath())
	parts = parts[:min(len(parts), maxShape)]
	out := shape{segments: make([]segment, 0, len(parts))}
	extension := ""
	for i, part := range parts {
		text := part
		if decoded, err := url.PathUnescape(part); err == nil {
			text = decoded
		}
		if i == len(parts)-1 {
			text, extension = splitExtension(text)
		}
		out.segments = append(out.segments, segmentOf(text, out.segments))
	}
	out.key = classes(out.segments) + extension + out.queryKey(u.Query())
	return out
}

func classes(segments []segment) string {
	var key strings.Builder
	for i, s := range segments {
		if i > 0 {
			key.WriteByte('/')
		}
		key.WriteByte(s.class)
		if s.mark != "" {
			key.WriteString(":" + s.mark)
		}
	}
	return key.String()
}

func (s *shape) queryKey(query url.Values) string {
	if len(query) == 0 {
		return ""
	}
	names := make([]string, 0, len(query))
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	var key strings.Builder
	for i, name := range names {
		value := segmentOf(query[name][0], nil)
		s.query = append(s.query, value)
		key.WriteByte("?&"[min(i, 1)])
		key.WriteString(strings.ToLower(name) + "=" + string(value.class))
		if value.class == classWord {
			key.WriteString(":" + value.text) // view=article is not view=category
		}
	}
	return key.String()
}

// maxExtension is the longest extension of a page: ".shtml", ".action".
const maxExtension = 7

func splitExtension(s string) (name, extension string) {
	at := strings.LastIndexByte(s, '.')
	if at <= 0 || len(s)-at < 2 || len(s)-at > maxExtension {
		return s, ""
	}
	for _, c := range s[at+1:] {
		if c > unicode.MaxASCII || !unicode.IsLetter(c) {
			return s, ""
		}
	}
	return s[:at], strings.ToLower(s[at:])
}

// segmentOf classifies a decoded segment, given those before it.
func segmentOf(text string, before []segment) segment {
	out := segment{text: foldSegment(text)}
	out.count()
	last := byte(0)
	if len(before) > 0 {
		last = before[len(before)-1].class
	}
	switch {
	case isYear(text):
		out.class = classYear
	case last == classYear && isPart(text, 12):
		out.class = classMonth
	case last == classMonth && isPart(text, 31):
		out.class = classDay
	case isDay(text):
		out.class = classDate
	case isDigits(text):
		out.class = classNumber
	case isCode(out):
		out.class = classCode
	case out.digits >= titleID:
		out.class, out.mark = classTitled, out.letters()
	case out.words >= slugWords:
		out.class = classSlug
	case out.digits > 0:
		out.class, out.mark = classMixed, out.letters()
	default:
		out.class = classWord
	}
	return out
}

// count finds words and the longest number, and gives the number of words.
func (s *segment) count() int {
	run, wide, inWord := 0, 0, false
	for _, r := range s.text {
		if unicode.IsDigit(r) {
			run++
			s.digits = max(s.digits, run)
			continue
		}
		run = 0
		switch {
		case isWide(r):
			wide++
		case unicode.IsLetter(r) || unicode.IsMark(r) || r == '\'' || r == '’':
			if !inWord {
				s.words++
			}
			inWord = true
			continue
		}
		inWord = false
	}
	s.words += wide / wideRunes
	return s.words
}

// familyOf is a key with any name for its last segment; "" when that is no name.
func familyOf(key string) string {
	end := strings.IndexAny(key, ".?")
	if end < 0 {
		end = len(key)
	}
	last := strings.LastIndexByte(key[:end], '/') + 1
	if last == end || strings.IndexByte("wsic", key[last]) < 0 || strings.HasPrefix(key[last:], "i:") { // a mark says of what it is
		return ""
	}
	return key[:last] + "*" + key[end:]
}

// longestMark is the most letters of a mark. Longer ones are words of a title.
const longestMark = 3

// letters are those of a segment, when they are so few that they are a mark.
func (s *segment) letters() string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s.text)
	if utf8.RuneCountInString(letters) > longestMark {
		return ""
	}
	return letters
}

// isWide reports letters of scripts that put no spaces between words.
func isWide(r rune) bool {
	return r > 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// isDay reports 2024-05-03, 2024_05_03 and 20240503.
func isDay(s string) bool {
	if len(s) == 8 && isDigits(s) {
		return isYear(s[:4]) && isPart(s[4:6], 12) && isPart(s[6:], 31)
	}
	return len(s) == 10 && strings.Count(s, "-")+strings.Count(s, "_") == 2 && isYear(s[:4]) && isPart(s[5:7], 12) && isPart(s[8:], 31)
}

// isCode tells identifiers such as "c4gdd1kz2vo" and UUIDs from words: ASCII without
// separators, digits among the letters.
func isCode(s segment) bool {
	if len(s.text) < codeLength || s.digits == 0 {
		return false
	}
	if isUUID(s.text) {
		return true
	}
	digits, turns, kind := 0, 0, 0
	for _, r := range s.text {
		now := 1
		switch {
		case r >= '0' && r <= '9':
			digits++
			now = 2
		case r < 'a' || r > 'z':
			return false
		}
		if now != kind {
			turns++
		}
		kind = now
	}
	const mixed = 3 // turns between letters and digits; "covid19" has two
	return turns > mixed && 8*digits >= len(s.text)
}

func isUUID(s string) bool {
	return len(s) == 36 && strings.Count(s, "-") == 4 && strings.Trim(s, "0123456789abcdef-") == ""
}
