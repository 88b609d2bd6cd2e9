package render

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"matn/clean/block"
)

// piece is a part of a block's text: a run of text, or the begin or end of a
// mark. Begins and ends nest, and no mark stands inside one of its own kind.
type piece struct {
	kind pieceKind
	text string // of pieceText, scrubbed
	mark block.Mark
	href string // of a Link: absolute, safe, ASCII
}

type pieceKind uint8

const (
	pieceText pieceKind = iota
	pieceBegin
	pieceEnd
)

// inliner cuts blocks into pieces. It is made once for an Article.
type inliner struct {
	base   *url.URL // what links are relative to; nil when the page has no address
	pieces []piece
	open   []block.Span // marks begun and not ended; at most one of each kind
}

func newInliner(pageURL string) *inliner {
	base, err := url.Parse(strings.TrimSpace(pageURL))
	if err != nil || !base.IsAbs() {
		base = nil
	}
	return &inliner{base: base}
}

// block returns the pieces of a whole block, valid until the next call.
func (in *inliner) block(b *block.Block) []piece {
	in.pieces = in.pieces[:0]
	in.cut(b.Text, b.Spans, 0, len(b.Text))
	return in.pieces
}

// cells calls each with the pieces of every cell of a table row, in order.
func (in *inliner) cells(b *block.Block, each func([]piece)) {
	spans := b.Spans
	for from, more := 0, true; more; {
		to := len(b.Text)
		tab := strings.IndexByte(b.Text[from:], '\t')
		if more = tab >= 0; more {
			to = from + tab
		}
		for len(spans) > 0 && int(spans[0].End) <= from {
			spans = spans[1:]
		}
		in.pieces = in.pieces[:0]
		in.cut(b.Text, spans, from, to)
		each(in.pieces)
		from = to + 1
	}
}

// cut appends the pieces of text[from:to]. Spans that leave the range, or that
// cross one another, are cut short; those that make no sense are left out.
func (in *inliner) cut(text string, spans []block.Span, from, to int) {
	in.open = in.open[:0]
	pos := from
	for _, s := range spans {
		if int(s.Start) >= to {
			break
		}
		pos = in.endBefore(text, pos, int(s.Start))
		start, end := max(int(s.Start), pos), min(int(s.End), to)
		if n := len(in.open); n > 0 {
			end = min(end, int(in.open[n-1].End))
		}
		if start >= end || !runeEdge(text, start) || !runeEdge(text, end) || in.isOpen(s.Mark) {
			continue
		}
		href := ""
		if s.Mark == block.Link {
			if href = safeLink(in.base, s.Href); href == "" {
				continue
			}
		}
		in.text(text[pos:start])
		pos = start
		in.pieces = append(in.pieces, piece{kind: pieceBegin, mark: s.Mark, href: href})
		in.open = append(in.open, block.Span{Start: int32(start), End: int32(end), Mark: s.Mark})
	}
	pos = in.endBefore(text, pos, to)
	in.text(text[pos:to])
}

// endBefore ends the marks that do not reach beyond limit.
func (in *inliner) endBefore(text string, pos, limit int) int {
	for n := len(in.open); n > 0 && int(in.open[n-1].End) <= limit; n = len(in.open) {
		last := in.open[n-1]
		in.text(text[pos:last.End])
		pos = int(last.End)
		in.pieces = append(in.pieces, piece{kind: pieceEnd, mark: last.Mark})
		in.open = in.open[:n-1]
	}
	return pos
}

func (in *inliner) text(s string) {
	if s = scrub(s); s != "" {
		in.pieces = append(in.pieces, piece{kind: pieceText, text: s})
	}
}

func (in *inliner) isOpen(m block.Mark) bool {
	for _, s := range in.open {
		if s.Mark == m {
			return true
		}
	}
	return m < block.Link || m > block.InlineCode
}

func runeEdge(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }

// safeLink returns href as an absolute http, https or mailto address in ASCII
// that needs no more escaping in HTML, XML or Markdown than "&" does, or "" when
// it is no such address.
func safeLink(base *url.URL, href string) string {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil {
		return ""
	}
	if !u.IsAbs() {
		if base == nil {
			return ""
		}
		u = base.ResolveReference(u)
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
		if u.Opaque == "" {
			return ""
		}
	default:
		return ""
	}
	return escapeURL(u.String())
}

// urlUnsafe are the printable characters that a URL may not hold raw, and the
// parentheses, which would end a Markdown link.
const urlUnsafe = "\"'<>\\^`{|}()"

// escapeURL percent-encodes all of s that is not printable ASCII, or unsafe.
func escapeURL(s string) string {
	const hex = "0123456789ABCDEF"
	var out []byte
	for i := range len(s) {
		c := s[i]
		if c > ' ' && c < 0x7F && strings.IndexByte(urlUnsafe, c) < 0 {
			out = append(out, c)
			continue
		}
		out = append(out, '%', hex[c>>4], hex[c&15])
	}
	return string(out)
}
