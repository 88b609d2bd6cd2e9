package render

import (
	"strings"

	"matn/clean"
)

// markup is an HTML or XML document under construction.
type markup struct {
	out []byte
	in  *inliner
}

// newMarkup makes room for a's body twice over, and for a head.
func newMarkup(a *clean.Article) markup {
	return markup{out: make([]byte, 0, 2*len(a.Body)+2048), in: newInliner(a.URL)}
}

// raw writes markup of our own.
func (m *markup) raw(s string) { m.out = append(m.out, s...) }

// newLine is raw at the begin of a line.
func (m *markup) newLine(s string) {
	if n := len(m.out); n > 0 && m.out[n-1] != '\n' {
		m.out = append(m.out, '\n')
	}
	m.raw(s)
}

// escape writes text.
func (m *markup) escape(s string) { m.out = appendEscaped(m.out, s, false) }

// attr writes an attribute, unless value is "".
func (m *markup) attr(name, value string) {
	if value == "" {
		return
	}
	m.raw(" " + name + "=\"")
	m.out = appendEscaped(m.out, value, true)
	m.raw("\"")
}

// lines writes text whose line feeds are line breaks.
func (m *markup) lines(s, lineBreak string) {
	for i := strings.IndexByte(s, '\n'); i >= 0; i = strings.IndexByte(s, '\n') {
		m.escape(s[:i])
		m.raw(lineBreak)
		s = s[i+1:]
	}
	m.escape(s)
}

// appendEscaped appends s with what markup is made of written as references that
// both HTML and XML know; quotes too, where s is the value of an attribute.
func appendEscaped(dst []byte, s string, attr bool) []byte {
	from := 0
	for i := range len(s) {
		var ref string
		switch c := s[i]; {
		case c == '&':
			ref = "&amp;"
		case c == '<':
			ref = "&lt;"
		case c == '>':
			ref = "&gt;"
		case c == '"' && attr:
			ref = "&quot;"
		default:
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = append(dst, ref...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}

// subtitleOf is the standfirst on one line, "" when the body begins with it.
func subtitleOf(a *clean.Article) string {
	if a.Subtitle == "" || strings.HasPrefix(a.Body, a.Subtitle) {
		return ""
	}
	return scrubLine(a.Subtitle)
}

// sourceURL is where the article stands on the web, "" when that is not known.
func sourceURL(a *clean.Article) string {
	base := newInliner(a.URL).base
	if link := safeLink(base, a.CanonicalURL); a.CanonicalURL != "" && link != "" {
		return link
	}
	if a.URL == "" {
		return ""
	}
	return safeLink(nil, a.URL)
}

// maxLanguageTag is longer than any BCP 47 tag in use.
const maxLanguageTag = 35

// languageTag returns tag, or "" when it is not shaped as BCP 47 is.
func languageTag(tag string) string {
	if len(tag) > maxLanguageTag {
		return ""
	}
	for part := range strings.SplitSeq(tag, "-") {
		if part == "" || len(part) > 8 || strings.ContainsFunc(part, notAlphanumeric) {
			return ""
		}
	}
	return tag
}

func notAlphanumeric(r rune) bool {
	return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
}

// direction returns "rtl", "ltr" or, where nobody knows, "auto".
func direction(dir string) string {
	if dir == "rtl" || dir == "ltr" {
		return dir
	}
	return "auto"
}
