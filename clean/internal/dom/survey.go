package dom

import (
	"bytes"
)

// survey is what one quick look over the source tells of the work that parsing
// will be. It counts whatever looks like a start tag, be it in a comment or a
// script, so that nothing hides from it.
type survey struct {
	tags   int // '<': tags, comments, and what looks like them
	starts int // of these, what looks like a start tag
	roots  int // <html> and <body>
	scopes int // <object>, <applet>, <marquee>
	marks  int // weight of the different formatting tags but <a>: 1 + attributes, about
	seen   map[uint64]struct{}
}

// What html.Parse does not do in linear time, found by experiment with x/net
// 0.62. Each is bounded by a product of counts that real pages stay far below.
const (
	// maxRoots bounds <html> and <body>: each copies all attributes of those
	// before it. 5,000 take 4 s.
	maxRoots = 200
	// maxClones bounds the formatting elements that may be open, times the
	// tags: every paragraph opens again what was not closed, with its
	// attributes. 400 open <font> make 20,000 paragraphs take 7 s and 1.2 GB.
	// 99 of 100 pages of the training sets stay below 2,600,000; those above it lose
	// nothing: blocks read from tokens are as good (oracle F1 equal to 4 digits).
	maxClones = 10_000_000
	// maxScopes bounds <object> and the like, times the tags: in a cell they
	// leave entries in a list that each formatting tag searches.
	maxScopes = 2_000_000_000
	// family is how many equal formatting elements stay open (HTML standard,
	// "Noah's Ark clause").
	family = 3
	// attrBytes is about the length of an attribute in the source.
	attrBytes = 8
)

// look surveys the source of a page.
func look(src []byte) survey {
	var s survey
	for i := 0; ; {
		k := bytes.IndexByte(src[i:], '<')
		if k < 0 {
			return s
		}
		s.tags++
		i += k + 1
		if i+1 < len(src) && src[i] >= 'A' {
			s.starts++
			s.start(src[i:])
		}
	}
}

// start counts a start tag. Tag begins with its name, and has two bytes at least.
// Two letters tell most tags apart from those that count.
func (s *survey) start(tag []byte) {
	switch a, b := tag[0]|0x20, tag[1]|0x20; a {
	case 'b':
		if ends(tag[1]) || b == 'i' && named(tag, "big") {
			s.mark(tag)
		} else if b == 'o' && named(tag, "body") {
			s.roots++
		}
	case 'i', 'u':
		if ends(tag[1]) {
			s.mark(tag)
		}
	case 's':
		if ends(tag[1]) || b == 'm' && named(tag, "small") || b == 't' && (named(tag, "strong") || named(tag, "strike")) {
			s.mark(tag)
		}
	case 'c', 'e', 'f', 'n', 't':
		if named(tag, "em") || named(tag, "code") || named(tag, "font") || named(tag, "tt") || named(tag, "nobr") {
			s.mark(tag)
		}
	case 'h':
		if named(tag, "html") {
			s.roots++
		}
	case 'o', 'a', 'm':
		if named(tag, "object") || named(tag, "applet") || named(tag, "marquee") {
			s.scopes++
		}
	}
}

// ends reports whether a byte ends the name of a tag.
func ends(c byte) bool { return c <= ' ' || c == '>' || c == '/' }

// named reports whether a tag has a name, given in lower case.
func named(tag []byte, name string) bool {
	if len(tag) < len(name) || tag[1]|0x20 != name[1] || tag[0]|0x20 != name[0] {
		return false
	}
	for i := 2; i < len(name); i++ {
		if tag[i]|0x20 != name[i] {
			return false
		}
	}
	return len(tag) == len(name) || ends(tag[len(name)])
}

// mark counts a formatting tag, if it is unlike those before it and does not
// close at once, as icons do.
func (s *survey) mark(tag []byte) {
	end := bytes.IndexByte(tag, '>')
	if end < 0 {
		end = len(tag)
	}
	h, quotes := uint64(fnvOffset), 0
	for _, c := range tag[:end] {
		if c == '"' || c == '\'' {
			quotes++
		}
		h = (h ^ uint64(c)) * fnvPrime
	}
	if quotes%2 == 0 && closed(tag, end) {
		return
	}
	if quotes%2 != 0 { // the tag goes on behind a '>' in quotes: what follows may differ
		h ^= uint64(s.tags)
	}
	if _, ok := s.seen[h]; ok {
		return
	}
	if s.seen == nil {
		s.seen = make(map[uint64]struct{}, 16)
	}
	s.seen[h] = struct{}{}
	s.marks += 1 + end/attrBytes
}

// closed reports whether the end tag stands right behind a start tag that ends at
// end.
func closed(tag []byte, end int) bool {
	n := 0
	for n < len(tag) && !ends(tag[n]) {
		n++
	}
	rest := tag[min(end+1, len(tag)):]
	return len(rest) > n+2 && rest[0] == '<' && rest[1] == '/' && rest[n+2] == '>' && bytes.EqualFold(rest[2:n+2], tag[:n])
}

// steep reports whether parsing the page might cost far more than its length.
func (s *survey) steep() bool {
	return s.roots > maxRoots || family*s.marks*s.tags > maxClones || s.scopes*s.tags > maxScopes
}
