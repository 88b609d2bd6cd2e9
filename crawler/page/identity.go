package page

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normalize takes off u what does not say which page is meant, so that one page has
// one URL. The result is still what may be asked for:
//
//   - tracking and session parameters go, in the query and as ;jsessionid=
//   - escapes of the path and the query get one spelling: unreserved characters stand
//     as themselves, all else in upper case hex, UTF-8 text in NFC
//   - the fragment, an empty query, credentials, the default port and the dot at the
//     end of a host go
//
// The order of the query stays: robots.txt and some servers look at it. u is not
// changed. Normalize of the result is the result.
func Normalize(u *url.URL) *url.URL {
	out := &url.URL{Scheme: strings.ToLower(u.Scheme), Host: normalHost(u), RawQuery: normalQuery(u.RawQuery)}
	escaped := normalEscapes(withoutSession(u.EscapedPath()), keepPath)
	if escaped == "" {
		escaped = "/"
	}
	if decoded, err := url.PathUnescape(escaped); err == nil {
		out.Path, out.RawPath = decoded, escaped
		return out
	}
	out.Path, out.RawPath = u.Path, u.RawPath // cannot be: EscapedPath is valid
	return out
}

// Key is the identity of a page: two URLs with one Key are taken for one page.
// Beyond Normalize it ignores the scheme, the order of the query, a slash at the end,
// and whether the AMP twin is meant. It is for comparing and hashing, not for
// fetching: "paper.example/news/1?a=1&b=2".
func Key(u *url.URL) string {
	n := Normalize(u)
	if twin, ok := withoutAMP(n); ok {
		n = twin
	}
	path := strings.TrimSuffix(n.EscapedPath(), "/")
	if n.RawQuery == "" {
		return n.Host + path
	}
	pairs := strings.Split(n.RawQuery, "&")
	slices.SortStableFunc(pairs, func(a, b string) int { return strings.Compare(parameterName(a), parameterName(b)) })
	return n.Host + path + "?" + strings.Join(pairs, "&")
}

// SameHost reports whether two URLs are of one host, with or without "www." in front
// of its name: sites mix the two in their links.
func SameHost(a, b *url.URL) bool {
	return strings.TrimPrefix(a.Host, "www.") == strings.TrimPrefix(b.Host, "www.")
}

// Twins reports whether two URLs look like versions of one page, for printing or for
// phones: they end in the same segment, but for its extension, and what the query of
// one says the other's does not contradict. What one of them names as canonical may be
// believed without a look at the other.
func Twins(a, b *url.URL) bool {
	one, other := lastSegment(a), lastSegment(b)
	if one == "" || one != other {
		return false
	}
	p, q := a.Query(), b.Query()
	for name := range p {
		if q.Has(name) && !slices.Equal(p[name], q[name]) {
			return false
		}
	}
	return true
}

// lastSegment is the end of a path, without its extension.
func lastSegment(u *url.URL) string {
	segment := path.Base(strings.TrimSuffix(Normalize(u).EscapedPath(), "/"))
	if segment == "." || segment == "/" {
		return ""
	}
	return strings.TrimSuffix(segment, path.Ext(segment))
}

func normalHost(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if u.Port() == "" || u.Scheme == "http" && u.Port() == "80" || u.Scheme == "https" && u.Port() == "443" {
		host = strings.ToLower(u.Hostname())
		if strings.Contains(host, ":") {
			return "[" + host + "]" // IPv6
		}
		if bare := strings.TrimSuffix(host, "."); bare != "" && bare[len(bare)-1] >= 'a' {
			return bare // "paper.example."; what ends in a number may be an address
		}
		return host
	}
	return host
}

// withoutSession cuts ";jsessionid=..." off each segment of a path.
func withoutSession(path string) string {
	for {
		at := indexFoldASCII(path, ";jsessionid=")
		if at < 0 {
			return path
		}
		end := strings.IndexAny(path[at+1:], "/;")
		if end < 0 {
			return path[:at]
		}
		path = path[:at] + path[at+1+end:]
	}
}

func indexFoldASCII(s, lower string) int {
	for i := 0; i+len(lower) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(lower)], lower) {
			return i
		}
	}
	return -1
}

// normalQuery drops what is not part of the identity, and empty pairs.
func normalQuery(raw string) string {
	if raw == "" {
		return ""
	}
	var kept []string
	for pair := range strings.SplitSeq(raw, "&") {
		name := parameterName(pair)
		_, value, _ := strings.Cut(pair, "=")
		if pair == "" || parameters().has(name, value) {
			continue
		}
		kept = append(kept, normalEscapes(pair, keepQuery))
	}
	return strings.Join(kept, "&")
}

// parameterName is the decoded, lower-case name of a pair of a query.
func parameterName(pair string) string {
	name, _, _ := strings.Cut(pair, "=")
	if decoded, err := url.QueryUnescape(name); err == nil {
		name = decoded
	}
	return strings.ToLower(name)
}

// What stands unescaped beside the unreserved characters of RFC 3986, section 2.3.
const (
	keepPath  = "/:@!$&'()*+,;="
	keepQuery = "/:@!$'()*+,;=?[]|^`{}\"<>\\" // what servers get from browsers; only "#" and "&" part
)

// normalEscapes gives escapes one spelling. Characters of keep stay as they are
// found, escaped or not: %2F is not a slash.
func normalEscapes(s, keep string) string {
	if !strings.Contains(s, "%") && isPlain(s, keep) {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	for i := 0; i < len(s); {
		if n := textRun(s[i:]); n > 0 {
			writeText(&out, s[i:i+n])
			i += n
			continue
		}
		c, size, escaped := next(s[i:])
		switch {
		case isUnreserved(c), !escaped && strings.IndexByte(keep, c) >= 0, !escaped && c == '%' && keep == keepQuery:
			out.WriteByte(c)
		default:
			writeEscape(&out, c)
		}
		i += size
	}
	return out.String()
}

func isPlain(s, keep string) bool {
	for i := range len(s) {
		if !isUnreserved(s[i]) && strings.IndexByte(keep, s[i]) < 0 {
			return false
		}
	}
	return true
}

// next is the first byte that s stands for, and how much of s says it.
func next(s string) (c byte, size int, escaped bool) {
	if s[0] == '%' && len(s) >= 3 {
		hi, lo := unhex(s[1]), unhex(s[2])
		if hi >= 0 && lo >= 0 {
			return byte(hi<<4 | lo), 3, true
		}
	}
	return s[0], 1, false
}

// textRun is how much of s stands for bytes that are not ASCII.
func textRun(s string) int {
	n := 0
	for n < len(s) {
		c, size, _ := next(s[n:])
		if c < utf8.RuneSelf {
			break
		}
		n += size
	}
	return n
}

// writeText escapes a run beyond ASCII; UTF-8 is brought into NFC first, so that an
// alef with its hamza typed apart is the letter that everyone else types.
func writeText(out *strings.Builder, run string) {
	raw := make([]byte, 0, len(run))
	for i := 0; i < len(run); {
		c, size, _ := next(run[i:])
		raw = append(raw, c)
		i += size
	}
	if utf8.Valid(raw) {
		raw = norm.NFC.Bytes(raw)
	}
	for _, c := range raw {
		if isUnreserved(c) { // NFC of U+212A is K
			out.WriteByte(c)
			continue
		}
		writeEscape(out, c)
	}
}

func writeEscape(out *strings.Builder, c byte) {
	const hex = "0123456789ABCDEF"
	out.Write([]byte{'%', hex[c>>4], hex[c&15]})
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
