package decode

import "bytes"

// scanner walks over HTML (or plain text) without parsing it, in bytes of any
// ASCII-compatible charset. Script, style and comments are skipped.
type scanner struct {
	b    []byte
	pos  int
	name []byte // of the tag that nextTag stopped at
	tag  []byte // its attributes, without the closing ">"
	text []byte // what stood before the tag

	// What a search has already failed to find in the rest of the input, so
	// that hostile input is not searched again and again.
	noTagEnd, noCommentEnd bool
}

// nextTag moves to the next start or end tag. At the end of input it returns
// false, with text holding what is left.
func (s *scanner) nextTag() bool {
	start := s.pos
	s.name, s.tag = nil, nil
	for at := start; ; at++ {
		i := bytes.IndexByte(s.b[at:], '<')
		if i < 0 {
			break
		}
		at += i
		if end, ok := s.markupEnd(at); ok {
			s.text, s.pos = s.b[start:at], end
			s.skipRaw()
			return true
		}
	}
	s.text, s.pos = s.b[start:], len(s.b)
	return false
}

// markupEnd reports whether markup opens at s.b[at], a "<", and where it ends.
// It sets name and tag for a tag.
func (s *scanner) markupEnd(at int) (end int, ok bool) {
	rest := s.b[at+1:]
	if len(rest) == 0 {
		return 0, false
	}
	switch c := rest[0]; {
	case bytes.HasPrefix(rest, []byte("!--")):
		if s.noCommentEnd {
			return 0, false
		}
		if i := bytes.Index(rest[1:], []byte("-->")); i >= 0 { // "<!-->" is a whole comment
			return at + 2 + i + 3, true
		}
		s.noCommentEnd = true
		return 0, false
	case s.noTagEnd || c != '!' && c != '?' && c != '/' && !isASCIILetter(c):
		return 0, false
	}
	i := bytes.IndexByte(rest, '>')
	if i < 0 {
		s.noTagEnd = true
		return 0, false
	}
	n := 1
	for n < i && rest[n] > ' ' {
		n++
	}
	s.name, s.tag = rest[:n], rest[n:i]
	return at + 1 + i + 1, true
}

// skipRaw moves past the content of a script or style element.
func (s *scanner) skipRaw() {
	var closing string
	switch {
	case s.isTag("script"):
		closing = "</script"
	case s.isTag("style"):
		closing = "</style"
	default:
		return
	}
	for at := s.pos; ; at += 2 {
		i := bytes.Index(s.b[at:], []byte("</"))
		if i < 0 {
			s.pos = len(s.b) // never closed: it swallows the rest, as in a browser
			return
		}
		at += i
		if end := at + len(closing); end <= len(s.b) && bytes.EqualFold(s.b[at:end], []byte(closing)) {
			s.pos = at
			return
		}
	}
}

// isTag reports whether the scanner stopped at the start tag of this name, or at
// the end tag when name begins with "/".
func (s *scanner) isTag(name string) bool {
	return len(s.name) == len(name) && bytes.EqualFold(s.name, []byte(name))
}

const (
	maxSample = 32 << 10 // bytes of text that detection looks at
	// enoughHigh high bytes decide any charset; fewer in the text itself, and
	// attribute values are looked at as well.
	enoughHigh = 4096
	minHigh    = 24
)

// sampleText collects the stretches of b outside of markup that hold bytes
// >= 0x80, a space between them. When they are too few, markup is sampled too.
func sampleText(b []byte) []byte {
	sample := make([]byte, 0, min(len(b), maxSample))
	high := 0
	for s, more := (scanner{b: b}), true; more && high < enoughHigh; {
		more = s.nextTag()
		sample, high = appendSample(sample, s.text, high)
	}
	if high >= minHigh {
		return sample
	}
	sample, _ = appendSample(sample[:0], b, 0)
	return sample
}

// sampleContext is how many bytes around a high byte are kept.
const sampleContext = 32

// appendSample adds the parts of text around its high bytes to sample.
func appendSample(sample, text []byte, high int) ([]byte, int) {
	for len(text) > 0 && len(sample) < maxSample {
		i := firstHigh(text)
		if i == len(text) {
			break
		}
		text = text[max(0, i-sampleContext):]
		i = min(i, sampleContext)
		n := i // end of the stretch: sampleContext bytes without a high one
		for quiet := 0; n < len(text) && quiet < sampleContext && n < maxSample; n++ {
			if quiet++; text[n] >= 0x80 {
				high++
				quiet = 0
			}
		}
		n = min(n, maxSample-len(sample))
		sample = append(append(sample, text[:n]...), ' ')
		text = text[n:]
	}
	return sample, high
}

// langHead is how far into a page <html> is looked for, past licence comments.
const langHead = 4 << 10

// pageLanguage returns the primary subtag of <html lang>, in lower case, or "".
func pageLanguage(b []byte) string {
	for s := (scanner{b: b[:min(len(b), langHead)]}); s.nextTag(); {
		if !s.isTag("html") {
			continue
		}
		lang := attribute(s.tag, "lang")
		if len(lang) == 0 {
			lang = attribute(s.tag, "xml:lang")
		}
		return string(bytes.ToLower(lang[:until(lang, "-_")]))
	}
	return ""
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
