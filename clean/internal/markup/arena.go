package markup

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// arena holds the texts of a page that do not stand in its source as they are.
type arena struct{ b strings.Builder }

// arenaSize is the least that is made room for at once, in bytes.
const arenaSize = 4 << 10

// grow makes room for n bytes. Texts in the room before stay where they are.
func (a *arena) grow(n int) {
	if a.b.Cap()-a.b.Len() < n {
		a.b = strings.Builder{}
		a.b.Grow(max(n, arenaSize))
	}
}

// lower returns a text with A to Z made small.
func (a *arena) lower(s string) string {
	a.grow(len(s))
	start := a.b.Len()
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		a.b.WriteByte(c)
	}
	return a.b.String()[start:]
}

// unescape returns a text with its character references replaced. In attributes a
// name counts only if it is whole (HTML standard, 13.2.5.73).
func (a *arena) unescape(s string, attribute bool) string {
	a.grow(len(s) + len(s)/4 + utf8.UTFMax) // a reference may be shorter than its rune
	start := a.b.Len()
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			break
		}
		a.b.WriteString(s[:i])
		s = s[i:]
		n := nameEnd(s)
		ref, next := s[:n], byte(0)
		if n < len(s) {
			next = s[n]
		}
		if r := number(ref); r >= 0 {
			a.b.WriteRune(r)
		} else {
			a.b.WriteString(reference(ref, next, attribute))
		}
		s = s[n:]
	}
	a.b.WriteString(s)
	return a.b.String()[start:]
}

// nameEnd returns the length of the reference that s begins with, or of what
// looks like one: "&", letters and digits, ";".
func nameEnd(s string) int {
	i := 1
	if i < len(s) && s[i] == '#' {
		i++
	}
	for i < len(s) && (letter(s[i]) || s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	return i
}

// number returns the rune of a reference by number, -1 if it is none, or one for
// which there are further rules.
func number(ref string) rune {
	if len(ref) < 4 || ref[1] != '#' || ref[len(ref)-1] != ';' || len(ref) > len("&#x10FFFF;") {
		return -1
	}
	digits, base := ref[2:len(ref)-1], rune(10)
	if digits[0]|0x20 == 'x' {
		digits, base = digits[1:], 16
	}
	r := rune(0)
	for i := range len(digits) {
		d := rune(digits[i])
		switch {
		case d >= '0' && d <= '9':
			d -= '0'
		case base == 16 && d|0x20 >= 'a' && d|0x20 <= 'f':
			d = d | 0x20 - 'a' + 10
		default:
			return -1
		}
		r = r*base + d
	}
	if r < ' ' || r >= 0x7F && r < 0xA0 || r > utf8.MaxRune || !utf8.ValidRune(r) {
		return -1
	}
	return r
}

// common are the names that nearly all references have.
const common = `amp nbsp quot lt gt apos copy reg trade hellip mdash ndash minus middot bull laquo raquo lsquo rsquo
sbquo ldquo rdquo bdquo lsaquo rsaquo shy zwnj zwj lrm rlm times euro pound deg sect para szlig
agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml ntilde
ograve oacute ocirc otilde ouml oslash oelig ugrave uacute ucirc uuml yacute
Agrave Aacute Acirc Auml Aring AElig Ccedil Egrave Eacute Ecirc Iacute Ntilde Oacute Ouml Oslash Uuml Uacute`

var commonNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for name := range strings.FieldsSeq(common) {
		ref := "&" + name + ";"
		names[ref] = html.UnescapeString(ref)
	}
	return names
})

// reference returns what a reference stands for, itself if for nothing. Next is
// the byte behind it.
func reference(ref string, next byte, attribute bool) string {
	if len(ref) == 1 {
		return ref
	}
	whole := ref[len(ref)-1] == ';'
	if whole {
		if s, ok := commonNames()[ref]; ok {
			return s
		}
	}
	if !attribute || ref[1] == '#' {
		return html.UnescapeString(ref)
	}
	if !whole && next == '=' {
		return ref
	}
	// The library decodes the beginnings of names as well; names without ";"
	// that count stand for one rune each.
	got := html.UnescapeString(ref)
	if whole && strings.HasSuffix(got, ";") && got != ";" || !whole && utf8.RuneCountInString(got) != 1 {
		return ref
	}
	return got
}
