package page

import (
	"net/url"
	"strings"
)

// plainURL reads an absolute URL that needs no work: one that is written as the WHATWG
// parser would write it. Nearly all links of sitemaps are, and reading them so costs a
// tenth. It is false for every URL that is not obviously so; FuzzPlainURL holds it to
// the parser.
func plainURL(text string) (*url.URL, bool) {
	scheme, rest, found := strings.Cut(text, "://")
	if !found || scheme != "https" && scheme != "http" {
		return nil, false
	}
	end := strings.IndexByte(rest, '/')
	if end < 0 || !plainHost(rest[:end], scheme) {
		return nil, false
	}
	path, query, hasQuery := strings.Cut(rest[end:], "?")
	if !plainText(path, plainInPath) || !plainText(query, plainInQuery) || hasQuery && query == "" || dotSegment(path) {
		return nil, false
	}
	u := &url.URL{Scheme: scheme, Host: rest[:end], Path: path, RawQuery: query}
	if strings.IndexByte(path, '%') >= 0 {
		decoded, err := url.PathUnescape(path)
		if err != nil {
			return nil, false
		}
		u.Path = decoded
	}
	if u.EscapedPath() != path { // as net/url keeps it
		u.RawPath = path
	}
	return u, true
}

// plainHost accepts names of letters, digits and hyphens, with a port that is not the
// default one. The last label begins with a letter, so that it is no number of an
// address; punycode is for the parser to check.
func plainHost(host, scheme string) bool {
	name, port, hasPort := strings.Cut(host, ":")
	if hasPort && (len(port) < 2 || len(port) > 4 || strings.Trim(port, "0123456789") != "" || port[0] == '0' ||
		scheme == "http" && port == "80" || scheme == "https" && port == "443") {
		return false
	}
	last := byte(0)
	label := 0 // where the label begins
	for i := range len(name) {
		c := name[i]
		switch {
		case c == '.':
			if i == label {
				return false
			}
			label = i + 1
		case c == '-':
			if i == label || last == '-' {
				return false // also keeps "xn--" out
			}
		case (c < 'a' || c > 'z') && (c < '0' || c > '9'):
			return false
		}
		last = c
	}
	return label < len(name) && name[label] >= 'a' && last != '-'
}

// What stands in a path and in a query as it is, beside letters and digits. "%" is
// looked at by itself.
const (
	plainInPath  = "-._~/:@!$&()*+,;="
	plainInQuery = "-._~/:@!$&()*+,;=?"
)

func plainText(s, also string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte(also, c) >= 0:
		case c == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0:
		default:
			return false
		}
	}
	return true
}

// dotSegment reports segments that the parser takes out: ".", "..", and their escaped
// forms.
func dotSegment(path string) bool {
	return strings.Contains(path, "/.") || strings.Contains(path, "/%2e") || strings.Contains(path, "/%2E")
}
