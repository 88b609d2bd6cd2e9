package render

import (
	"strings"
	"unicode/utf8"
)

// The bidi controls that open or close a stretch of text (Unicode Standard
// Annex 9). Marks such as U+200F stand alone and are left where they are.
const (
	bidiLRE = '\u202A'
	bidiRLE = '\u202B'
	bidiPDF = '\u202C'
	bidiLRO = '\u202D'
	bidiRLO = '\u202E'
	bidiLRI = '\u2066'
	bidiRLI = '\u2067'
	bidiFSI = '\u2068'
	bidiPDI = '\u2069'
)

// maxBidiDepth is the deepest nesting that UAX 9 honours; deeper controls go.
const maxBidiDepth = 125

// scrub returns s without what no reader typed and a terminal or an XML parser
// chokes on: control characters, invalid UTF-8, noncharacters, byte order marks,
// bidi overrides, bidi controls without a partner on their line. White space
// controls become a space, line and paragraph separators a line feed. Clean text
// comes back as it is, without a copy.
func scrub(s string) string {
	at := firstDirty(s)
	if at < 0 {
		return s
	}
	return scrubFrom(s, at)
}

// scrubLine is scrub for text that has to stay on one line, such as a title.
func scrubLine(s string) string {
	s = scrub(s)
	if !strings.ContainsAny(s, "\n\t") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// firstDirty returns the index of the first rune that scrub has to look at, -1
// when there is none.
func firstDirty(s string) int {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7F {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || special(r) {
			return i
		}
		i += size
	}
	return -1
}

// special reports the non-ASCII runes that scrub drops, turns or pairs.
func special(r rune) bool {
	switch {
	case r < 0x2028:
		return r < 0xA0
	case r <= bidiRLO: // with the line and paragraph separators
		return true
	case r < bidiLRI:
		return false
	case r <= bidiPDI:
		return true
	case r == 0xFEFF, r >= 0xFFF9 && r <= 0xFFFB, r >= 0xFDD0 && r <= 0xFDEF:
		return true
	}
	return r&0xFFFE == 0xFFFE // U+FFFE, U+FFFF and those of every plane
}

// opener is a bidi control that has not met its partner yet.
type opener struct {
	at      int // where it stands in the output; -1 for an override, which does not
	isolate bool
}

// scrubber builds scrubbed text, line by line.
type scrubber struct {
	out    []byte
	open   []opener
	orphan []int // where controls without a partner stand in out
	line   int   // where the current line starts in out
}

func scrubFrom(s string, at int) string {
	b := scrubber{out: make([]byte, 0, len(s))}
	b.out = append(b.out, s[:at]...)
	b.line = strings.LastIndexByte(s[:at], '\n') + 1
	for i := at; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		b.put(r, size)
	}
	b.endLine()
	return string(b.out)
}

// put adds one rune, or what stands for it.
func (b *scrubber) put(r rune, size int) {
	switch {
	case r == '\n', r == '\u2028', r == '\u2029':
		b.endLine()
		b.out = append(b.out, '\n')
		b.line = len(b.out)
	case r == '\r', r == '\v', r == '\f', r == '\u0085':
		b.out = append(b.out, ' ')
	case r == '\t':
		b.out = append(b.out, '\t')
	case r == utf8.RuneError && size == 1:
		b.out = append(b.out, "\uFFFD"...)
	case r < ' ', r == 0x7F:
	case r >= bidiLRE && r <= bidiRLO, r >= bidiLRI && r <= bidiPDI:
		b.putBidi(r)
	case r >= utf8.RuneSelf && special(r):
	default:
		b.out = utf8.AppendRune(b.out, r)
	}
}

// putBidi keeps an opening control for now, and a closing one that has a partner.
func (b *scrubber) putBidi(r rune) {
	switch r {
	case bidiLRO, bidiRLO:
		b.push(opener{at: -1})
	case bidiLRE, bidiRLE:
		if b.push(opener{at: len(b.out)}) {
			b.out = utf8.AppendRune(b.out, r)
		}
	case bidiLRI, bidiRLI, bidiFSI:
		if b.push(opener{at: len(b.out), isolate: true}) {
			b.out = utf8.AppendRune(b.out, r)
		}
	case bidiPDF:
		b.closeEmbedding()
	case bidiPDI:
		b.closeIsolate()
	}
}

func (b *scrubber) push(o opener) bool {
	if len(b.open) == maxBidiDepth {
		return false
	}
	b.open = append(b.open, o)
	return true
}

func (b *scrubber) closeEmbedding() {
	n := len(b.open)
	if n == 0 || b.open[n-1].isolate {
		return
	}
	if b.open[n-1].at >= 0 {
		b.out = utf8.AppendRune(b.out, bidiPDF)
	}
	b.open = b.open[:n-1]
}

// closeIsolate also ends, as UAX 9 does, the embeddings opened inside.
func (b *scrubber) closeIsolate() {
	for n := len(b.open) - 1; n >= 0; n-- {
		if !b.open[n].isolate {
			continue
		}
		b.forget(b.open[n+1:])
		b.open = b.open[:n]
		b.out = utf8.AppendRune(b.out, bidiPDI)
		return
	}
}

// forget marks openers that will have no partner.
func (b *scrubber) forget(open []opener) {
	for _, o := range open {
		if o.at >= 0 {
			b.orphan = append(b.orphan, o.at)
		}
	}
}

// endLine takes the controls without a partner out of the line.
func (b *scrubber) endLine() {
	b.forget(b.open)
	b.open = b.open[:0]
	if len(b.orphan) == 0 {
		return
	}
	dead := make(map[int]bool, len(b.orphan))
	for _, at := range b.orphan {
		dead[at] = true
	}
	b.orphan = b.orphan[:0]
	kept := b.line
	for i := b.line; i < len(b.out); i++ {
		if dead[i] {
			i += len(string(bidiLRE)) - 1 // every bidi control is three bytes long
			continue
		}
		b.out[kept] = b.out[i]
		kept++
	}
	b.out = b.out[:kept]
}
