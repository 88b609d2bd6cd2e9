package meta

import (
	"html"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits on the data that one page may make us read. Real articles stay far
// below: the longest JSON-LD met in the wild holds a whole text and its
// comments, some hundred kilobytes nested a dozen levels.
const (
	maxJSONBytes = 8 << 20
	maxJSONDepth = 64
	maxJSONNodes = 200_000
)

// kind is the type of a JSON value.
type kind uint8

const (
	null kind = iota
	boolean
	number
	text
	array
	object
)

// value is a JSON value with the members of objects in the order of the source,
// so that what is read from them does not depend on a map's order.
type value struct {
	kind  kind
	str   string // of text, number ("1.5") and boolean ("true")
	items []value
	keys  []string // of an object, beside items
}

// get returns the member of an object, or null. Of equal keys the first counts.
func (v *value) get(key string) *value {
	if v != nil && v.kind == object {
		for i, k := range v.keys {
			if k == key {
				return &v.items[i]
			}
		}
	}
	return &value{}
}

// parseJSON reads the JSON values in a script, as tolerantly as pages need:
// comment and CDATA marks around it, several values one after another, control
// characters and bare quotes in strings, trailing commas, and entities in place
// of quotes. Where it breaks off, what was read before stands.
func parseJSON(src string) []value {
	if len(src) > maxJSONBytes {
		src = src[:maxJSONBytes]
	}
	if strings.Contains(src, "&quot;") && !strings.Contains(src, `"`) {
		src = html.UnescapeString(src)
	}
	p := jsonParser{src: src}
	var out []value
	for p.pos < len(p.src) && p.nodes < maxJSONNodes {
		next := strings.IndexAny(p.src[p.pos:], "{[")
		if next < 0 {
			break
		}
		p.pos += next
		if p.atCDATA() {
			p.pos += len("[CDATA[")
			continue
		}
		v, ok := p.value(0)
		if len(v.items) > 0 {
			out = append(out, v)
		}
		if !ok {
			break // guessing on would take a part for a whole
		}
	}
	return out
}

// jsonParser reads src from pos.
type jsonParser struct {
	src   string
	pos   int
	nodes int
}

func (p *jsonParser) atCDATA() bool {
	return p.pos > 0 && p.src[p.pos-1] == '!' && strings.HasPrefix(p.src[p.pos:], "[CDATA[")
}

// peek skips white space and comments and returns the next byte, 0 at the end.
func (p *jsonParser) peek() byte {
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case c <= ' ':
			p.pos++
		case c == 0xC2 && strings.HasPrefix(p.src[p.pos:], "\u00a0"):
			p.pos += len("\u00a0")
		case c == 0xEF && strings.HasPrefix(p.src[p.pos:], "\ufeff"):
			p.pos += len("\ufeff")
		case c == '/' && p.skipTo("/*", "*/"), c == '/' && p.skipTo("//", "\n"):
		default:
			return c
		}
	}
	return 0
}

// skipTo moves past a comment that begins with open, and reports whether one
// did.
func (p *jsonParser) skipTo(open, end string) bool {
	if !strings.HasPrefix(p.src[p.pos:], open) {
		return false
	}
	body := p.pos + len(open)
	if n := strings.Index(p.src[body:], end); n >= 0 {
		p.pos = body + n + len(end)
	} else {
		p.pos = len(p.src)
	}
	return true
}

// value reads one value. It reports false where the source breaks off; the part
// before that is returned.
func (p *jsonParser) value(depth int) (value, bool) {
	p.nodes++
	if depth > maxJSONDepth || p.nodes > maxJSONNodes {
		return value{}, false
	}
	switch c := p.peek(); c {
	case '{':
		return p.object(depth)
	case '[':
		return p.array(depth)
	case '"':
		s, ok := p.string()
		return value{kind: text, str: s}, ok
	case 0:
		return value{}, false
	}
	return p.literal()
}

func (p *jsonParser) object(depth int) (value, bool) {
	v := value{kind: object}
	p.pos++
	for {
		switch p.peek() {
		case '}':
			p.pos++
			return v, true
		case ',':
			p.pos++
			continue
		case '"':
		default:
			return v, false
		}
		key, ok := p.string()
		if !ok || p.peek() != ':' {
			return v, false
		}
		p.pos++
		member, ok := p.value(depth + 1)
		v.keys, v.items = append(v.keys, key), append(v.items, member)
		if !ok {
			return v, false
		}
	}
}

func (p *jsonParser) array(depth int) (value, bool) {
	v := value{kind: array}
	p.pos++
	for {
		switch p.peek() {
		case ']':
			p.pos++
			return v, true
		case ',':
			p.pos++
			continue
		}
		item, ok := p.value(depth + 1)
		if item.kind != null || ok {
			v.items = append(v.items, item)
		}
		if !ok {
			return v, false
		}
	}
}

// literal reads a number, true, false or null. Any other bare word is null.
func (p *jsonParser) literal() (value, bool) {
	start := p.pos
	for p.pos < len(p.src) && !strings.ContainsRune(",:{}[]\"/ \t\r\n", rune(p.src[p.pos])) {
		p.pos++
	}
	switch word := p.src[start:p.pos]; {
	case word == "":
		return value{}, false // a stray mark: nothing would be read for ever
	case word == "true" || word == "false":
		return value{kind: boolean, str: word}, true
	case word[0] == '-' || '0' <= word[0] && word[0] <= '9':
		return value{kind: number, str: word}, true
	}
	return value{}, true
}

// string reads a string from its opening quote. A quote ends it only where JSON
// can go on, since headlines are often pasted in with their own quotes bare.
func (p *jsonParser) string() (string, bool) {
	p.pos++
	start, plain := p.pos, true
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case '\\':
			plain = false
			p.pos++
		case '"':
			if p.closes(p.pos + 1) {
				raw := p.src[start:p.pos]
				p.pos++
				if plain {
					return raw, true
				}
				return unescape(raw), true
			}
		}
		p.pos++
	}
	p.pos = len(p.src)
	return "", false
}

// closes reports whether what follows a quote at pos is JSON's own.
func (p *jsonParser) closes(pos int) bool {
	for pos < len(p.src) && p.src[pos] <= ' ' {
		pos++
	}
	if pos >= len(p.src) {
		return true
	}
	switch p.src[pos] {
	case ':', '}', ']', '/', '<':
		return true
	case ',':
		return p.opens(pos + 1)
	}
	return false
}

// opens reports whether a value, a key or the end of a list can begin at pos.
func (p *jsonParser) opens(pos int) bool {
	for pos < len(p.src) && p.src[pos] <= ' ' {
		pos++
	}
	rest := p.src[min(pos, len(p.src)):]
	if rest == "" || strings.IndexByte("\"{[]}-0123456789,/", rest[0]) >= 0 {
		return true
	}
	return strings.HasPrefix(rest, "true") || strings.HasPrefix(rest, "false") || strings.HasPrefix(rest, "null")
}

// unescape undoes the escapes of a JSON string. An escape that is none stands
// for its letter.
func unescape(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n', 'r', 'f':
			b.WriteByte('\n')
		case 't', 'b':
			b.WriteByte('\t')
		case 'u':
			r, size := escapedRune(s[i+1:])
			b.WriteRune(r)
			i += size
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// escapedRune reads the hex digits after \u, and the low surrogate after them.
// It returns the rune and how many bytes it took.
func escapedRune(s string) (rune, int) {
	hi, ok := hex4(s)
	if !ok {
		return utf8.RuneError, 0
	}
	if !utf16.IsSurrogate(hi) {
		return hi, 4
	}
	if len(s) >= 10 && s[4] == '\\' && s[5] == 'u' {
		if lo, ok := hex4(s[6:]); ok {
			if r := utf16.DecodeRune(hi, lo); r != utf8.RuneError {
				return r, 10
			}
		}
	}
	return utf8.RuneError, 4
}

func hex4(s string) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	var r rune
	for i := range 4 {
		c := s[i] | 0x20
		switch {
		case '0' <= s[i] && s[i] <= '9':
			r = r<<4 | rune(s[i]-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
