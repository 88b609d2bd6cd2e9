package meta

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/internal/dom"
)

// rawText is the text of an element that holds nothing else, such as <title>
// and <script>.
func rawText(n *xhtml.Node) string {
	c := n.FirstChild
	if c == nil {
		return ""
	}
	if c.NextSibling == nil {
		return c.Data
	}
	var b strings.Builder
	for ; c != nil; c = c.NextSibling {
		if c.Type == xhtml.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// maxElementText bounds, in bytes, what is read of an element for a field: no
// headline or byline is longer.
const maxElementText = 2000

// elementText is the visible text below n, white space squeezed. Text beyond
// maxElementText is cut.
func elementText(n *xhtml.Node) string {
	var b strings.Builder
	appendText(&b, n)
	return squeeze(b.String())
}

func appendText(b *strings.Builder, n *xhtml.Node) {
	for c := n.FirstChild; c != nil && b.Len() < maxElementText; c = c.NextSibling {
		switch c.Type {
		case xhtml.TextNode:
			b.WriteString(c.Data)
		case xhtml.ElementNode:
			switch c.DataAtom {
			case atom.Script, atom.Style, atom.Template, atom.Svg, atom.Noscript:
				continue
			}
			gap := c.DataAtom == atom.Br || dom.IsBlock(c.DataAtom, c.Data)
			if gap {
				b.WriteByte(' ')
			}
			appendText(b, c)
			if gap {
				b.WriteByte(' ')
			}
		}
	}
}

// plain makes a field's text of data that a publisher wrote: entities undone
// that were escaped twice, tags taken out, white space squeezed.
func plain(s string) string {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
		if strings.IndexByte(s, '&') >= 0 {
			s = html.UnescapeString(s)
		}
	}
	if strings.IndexByte(s, '<') >= 0 && strings.IndexByte(s, '>') >= 0 {
		s = stripTags(s)
	}
	return squeeze(s)
}

// stripTags takes the tags out of HTML in a string; "a < b" stays.
func stripTags(s string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 || open+1 == len(s) {
			break
		}
		end := strings.IndexByte(s[open:], '>')
		c := s[open+1]
		if end < 0 || c != '/' && c != '!' && !('a' <= c|0x20 && c|0x20 <= 'z') {
			b.WriteString(s[:open+1])
			s = s[open+1:]
			continue
		}
		b.WriteString(s[:open])
		b.WriteByte(' ')
		s = s[open+end+1:]
	}
	b.WriteString(s)
	return b.String()
}

// squeeze trims s, makes every run of white space one space, and drops controls
// and the marks that only steer direction or line breaks. Joiners stay: Persian
// spells with them. It copies only when something changes.
func squeeze(s string) string {
	s = strings.TrimSpace(s)
	if squeezed(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			gap = true
			continue
		case invisible(r):
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}

// squeezed reports whether squeeze has nothing to do.
func squeezed(s string) bool {
	for i, r := range s {
		if r == ' ' && i > 0 && s[i-1] != ' ' {
			continue
		}
		if r == utf8.RuneError || unicode.IsSpace(r) || invisible(r) {
			return false
		}
	}
	return true
}

// invisible runes have no place in a field: controls, bidi marks and overrides,
// soft hyphen, zero width space, byte order mark, and what decoding could not read.
func invisible(r rune) bool {
	switch {
	case r < ' ', r >= 0x7F && r < 0xA0, r == 0xAD, r == 0x61C, r == 0x200B, r == 0xFEFF, r == utf8.RuneError,
		r == 0x200E, r == 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}
