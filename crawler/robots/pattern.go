package robots

import (
	"net/url"
	"strings"
)

// pattern is the path of a rule, ready to match: the runs of text between its
// asterisks, the first of which must begin the target.
type pattern struct {
	parts    []string
	anchored bool // "$": the last part must end the target
	size     int  // octets of the normalised pattern: the longest match wins
}

// newPattern reads a rule's path. Asterisks are wildcards and a dollar at the end
// is an anchor; %2A and %24 stand for the characters themselves.
func newPattern(path string) pattern {
	p := pattern{}
	if strings.HasSuffix(path, "$") {
		p.anchored, path = true, path[:len(path)-1]
		p.size = 1
	}
	for part := range strings.SplitSeq(path, "*") {
		part = normal(part)
		p.parts = append(p.parts, part)
		p.size += spelled(part)
	}
	p.size += len(p.parts) - 1
	return p
}

// match takes each part at its first place after the one before. For wildcards that
// match anything this greedy choice is never wrong, and it cannot run away.
func (p pattern) match(target string) bool {
	first := p.parts[0]
	if !strings.HasPrefix(target, first) {
		return false
	}
	rest, more := target[len(first):], p.parts[1:]
	if len(more) == 0 {
		return !p.anchored || rest == ""
	}
	last := len(more) - 1
	for _, part := range more[:last] {
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	if p.anchored {
		return strings.HasSuffix(rest, more[last])
	}
	return strings.Contains(rest, more[last])
}

// normalTarget is what rules are matched against: path and query of a URL in the
// spelling that patterns have.
func normalTarget(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	return normal(path)
}

// normal gives every octet of a path one byte, the same for each of its spellings,
// as RFC 9309, section 2.2.2, asks before comparison:
//
//   - letters, digits, -._~ and octets beyond ASCII are themselves, escaped or not, so
//     that an Arabic path reads the same raw and escaped;
//   - the delimiters of a URL are themselves when they stand unescaped;
//   - delimiters that stand escaped, and characters that cannot stand otherwise, are
//     a control byte of their own: %2F is not a slash. Asterisk and dollar are among
//     them, for where this function sees them they mean themselves.
//
// One byte an octet, and not the escaped text, because a rule like "/*3" must not
// find its 3 inside %D8%A3.
func normal(s string) string {
	if isNormal(s) {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if high, low := unhex(s[i+1]), unhex(s[i+2]); high >= 0 && low >= 0 {
				out = append(out, escaped(byte(high<<4|low)))
				i += 2
				continue
			}
		}
		if !plain(c) {
			c = escaped(c)
		}
		out = append(out, c)
	}
	return string(out)
}

// special lists the printable ASCII characters that are not unreserved; the place in
// it, from 1, is the control byte of the escaped character.
const special = " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}"

// escaped is the byte of an octet that stands escaped.
func escaped(c byte) byte {
	if at := strings.IndexByte(special, c); at >= 0 {
		return byte(at + 1)
	}
	if c < ' ' || c == 0x7f {
		return 0x7f // no path has control characters for a reason; they may be one
	}
	return c
}

// spelled is how long a normal text is in a URL, with its escapes: the measure by
// which the longest match is found.
func spelled(normal string) int {
	size := len(normal)
	for i := range len(normal) {
		if c := normal[i]; c < ' ' || c >= 0x7f {
			size += 2
		}
	}
	return size
}

func isNormal(s string) bool {
	for i := range len(s) {
		if !plain(s[i]) {
			return false
		}
	}
	return true
}

// plain octets stand for themselves unescaped. Octets beyond ASCII do too.
func plain(c byte) bool {
	return unreserved(c) || c >= 0x80 || strings.IndexByte("/?#[]@!&'()+,;=:", c) >= 0
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}
