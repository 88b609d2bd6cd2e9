package render

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"matn/clean/block"
)

// mdText says where text stands in a Markdown document.
type mdText struct {
	prefix  string // what every line after the first begins with
	oneLine bool   // in a heading or a cell: line feeds become spaces
	table   bool   // in a cell: a bar is escaped
	link    bool   // in the text of a link: brackets are escaped
}

// inline writes the pieces of a block, which has begun on this line.
func (d *mdDoc) inline(pieces []piece, at mdText) {
	pieces = settle(pieces)
	lineStart := !at.oneLine
	for i := 0; i < len(pieces); i++ {
		p := pieces[i]
		switch {
		case p.kind == pieceText:
			d.text(p.text, at, lineStart)
			lineStart = lineStart && strings.TrimSpace(p.text) == ""
			continue
		case p.mark == block.Link && p.kind == pieceBegin:
			d.beginLink(pieces, i)
			at.link = true
		case p.mark == block.Link:
			at.link = false
			d.raw("](" + p.href + ")")
		case p.mark == block.InlineCode:
			end := matching(pieces, i)
			d.inlineCode(pieces[i+1:end], at)
			i = end
		case p.mark == block.Strong:
			d.raw("**")
		default:
			d.raw("*")
		}
		lineStart = false
	}
	d.out = bytes.TrimRight(d.out, " ")
}

// beginLink opens a link, and puts its address at its end for later.
func (d *mdDoc) beginLink(pieces []piece, i int) {
	pieces[matching(pieces, i)].href = pieces[i].href
	if n := len(d.out); n > 0 && d.out[n-1] == '!' {
		d.out = append(d.out[:n-1], `\!`...) // else the link is read as an image
	}
	d.raw("[")
}

// inlineCode writes text between backticks. Nothing in it is markup, marks of
// the page included.
func (d *mdDoc) inlineCode(pieces []piece, at mdText) {
	var text string
	for _, p := range pieces {
		text += p.text
	}
	text = strings.ReplaceAll(text, "\n", " ")
	if at.table {
		text = strings.ReplaceAll(text, "|", `\|`)
	}
	fence := strings.Repeat("`", longestRun(text, '`')+1)
	if text[0] == '`' || text[len(text)-1] == '`' || text[0] == ' ' && text[len(text)-1] == ' ' {
		text = " " + text + " "
	}
	d.raw(fence + text + fence)
}

// text writes s so that it is read back as it is.
func (d *mdDoc) text(s string, at mdText, lineStart bool) {
	for first := true; s != ""; first = false {
		line, rest, _ := strings.Cut(s, "\n")
		s = rest
		if first && !lineStart {
			d.escapeLine(line, at)
			continue
		}
		line = strings.TrimLeft(line, " \t")
		if line == "" {
			continue // an empty line would end the paragraph
		}
		if !first {
			d.lineBreak(at)
		}
		if !at.oneLine {
			line = d.escapeStart(line)
		}
		d.escapeLine(line, at)
	}
}

func (d *mdDoc) lineBreak(at mdText) {
	d.out = bytes.TrimRight(d.out, " ")
	if at.oneLine {
		d.raw(" ")
		return
	}
	d.raw("  \n" + at.prefix)
}

// escapeStart writes what would open a block at the begin of a line, defused,
// and returns the rest of the line.
func (d *mdDoc) escapeStart(line string) string {
	switch line[0] {
	case '#':
		hashes := len(line) - len(strings.TrimLeft(line, "#"))
		if hashes <= 6 && endsWord(line[hashes:]) {
			d.raw(`\`)
		}
	case '>', '=', '|':
		d.raw(`\`)
	case '-', '+', ':':
		if next := line[1:]; endsWord(next) || strings.IndexByte("-:|", next[0]) >= 0 {
			d.raw(`\`)
		}
	case '[':
		return d.escaped(line)
	default:
		digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
		rest := line[digits:]
		if digits > 0 && rest != "" && (rest[0] == '.' || rest[0] == ')') && endsWord(rest[1:]) {
			d.raw(line[:digits])
			return d.escaped(rest)
		}
		return line
	}
	d.out = append(d.out, line[0])
	return line[1:]
}

// escaped writes the first byte of s after a backslash and returns the rest.
func (d *mdDoc) escaped(s string) string {
	d.out = append(d.out, '\\', s[0])
	return s[1:]
}

// endsWord reports whether s, the rest of a line, begins with a space or is over.
func endsWord(s string) bool { return s == "" || s[0] == ' ' || s[0] == '\t' }

// escapeLine writes a line, or the rest of one.
func (d *mdDoc) escapeLine(s string, at mdText) {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\t' {
			c = ' '
		}
		if c < utf8.RuneSelf && d.isMarkup(s, i, at) {
			d.out = append(d.out, '\\')
		}
		d.out = append(d.out, c)
	}
}

// isMarkup reports whether the ASCII byte s[i] could be read as markup.
func (d *mdDoc) isMarkup(s string, i int, at mdText) bool {
	rest := s[i+1:]
	switch s[i] {
	case '\\', '`', '*', '~':
		return true
	case '_':
		before, _ := utf8.DecodeLastRune(d.out)
		after, _ := utf8.DecodeRuneInString(rest)
		return rest == "" || len(d.out) == 0 || edgy(before) || edgy(after)
	case '<':
		return rest == "" || letter(rest[0]) || strings.IndexByte("/!?", rest[0]) >= 0
	case '&':
		return startsReference(rest)
	case '[':
		return at.link
	case ']':
		return at.link || rest == "" || strings.IndexByte("([:", rest[0]) >= 0
	case '|':
		return at.table
	}
	return false
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// maxReference is longer than the name of any character reference of HTML.
const maxReference = 34

// startsReference reports whether s, which follows an ampersand, may complete a
// character reference.
func startsReference(s string) bool {
	for i := range min(len(s), maxReference) {
		switch c := s[i]; {
		case c == ';':
			return i > 0
		case !letter(c) && (c < '0' || c > '9') && c != '#':
			return false
		}
	}
	return len(s) < maxReference // the text goes on in the next piece
}
