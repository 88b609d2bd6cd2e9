package dom

import (
	"bytes"
)

// survey is what one quick look over the source tells of the work that parsing
// will be. It counts whatever looks like a start tag, be it in a comment or a
// script, so that nothing hides from it.
type survey struct {
	tags   int // '<': tags, comments, and what looks like them
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
	// 19 pages of 20 in our corpora stay below 3,500,000.
	maxClones = 30_000_000
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
		if i < len(src) && src[i] >= 'A' {
			s.start(src[i:])
		}
	}
}

// start counts a start tag. Tag begins with its name.
func (s *survey) start(tag []byte) {
	switch c := tag[0] | 0x20; c {
	case 'b', 'c', 'e', 'f', 'i', 'n', 's', 't', 'u', 'h', 'o', 'a', 'm':
	default:
		return
	}
	var name [8]byte
	n := 0
	for n < len(tag) && n < len(name) && tag[n] >= 'A' {
		name[n] = tag[n] | 0x20
		n++
	}
	switch string(name[:n]) {
	case "html", "body":
		s.roots++
	case "object", "applet", "marquee":
		s.scopes++
	case "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		s.mark(tag)
	}
}

// mark counts a formatting tag, if it is unlike those before it.
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

// steep reports whether parsing the page might cost far more than its length.
func (s *survey) steep() bool {
	return s.roots > maxRoots || family*s.marks*s.tags > maxClones || s.scopes*s.tags > maxScopes
}
