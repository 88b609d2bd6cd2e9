package page

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// MaxURLBytes is the longest URL that is read. Servers refuse request lines long
// before this (nginx and Apache at 8 KiB).
const MaxURLBytes = 8 << 10

// URLError says why a URL cannot be fetched, and what was probably meant.
type URLError struct {
	URL     string // as given, cut when very long
	Problem string // a clause: "it has no scheme"
	Try     string // the URL that was probably meant; "" when there is no good guess
}

// Error is one line that ends in advice when there is some.
func (e *URLError) Error() string {
	msg := fmt.Sprintf("page: cannot fetch %q: %s", e.URL, e.Problem)
	if e.Try != "" {
		msg += "; try " + e.Try
	}
	return msg
}

// urlParser reads URLs as browsers do (the WHATWG URL standard): IDN hosts become
// punycode, Arabic paths become percent-encoded UTF-8, dot segments, default
// ports and odd spellings of IPv4 are resolved. Colly uses the same parser with
// the same option, so that what is checked here is what goes on the wire.
var urlParser = whatwg.NewParser(whatwg.WithPercentEncodeSinglePercentSign())

// ParseURL reads an absolute http or https URL as a person types it. Anything
// else is a *URLError that says what to type instead. The result has no fragment,
// and its String reads back to itself.
//
// Credentials in a URL are refused, and left out of the message: they would travel
// on into results, logs and archives.
func ParseURL(raw string) (*url.URL, error) {
	text := strings.TrimSpace(raw)
	if text == "" {
		return nil, urlError(raw, "it is empty")
	}
	if err := checkScheme(raw, text); err != nil {
		return nil, err
	}
	return parse(raw, "", text)
}

// Resolve reads ref, a link or a redirect's Location, relative to base. The same
// rules and errors hold as for ParseURL.
func Resolve(base *url.URL, ref string) (*url.URL, error) {
	text := strings.TrimSpace(ref)
	if strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//") { // most links of pages
		if u, ok := plainURL(base.Scheme + "://" + base.Host + text); ok && len(text) <= MaxURLBytes {
			return u, nil
		}
	}
	return parse(ref, base.String(), text)
}

func parse(raw, base, text string) (*url.URL, error) {
	if len(text) > MaxURLBytes {
		return nil, urlError(raw, fmt.Sprintf("it is longer than %d bytes", MaxURLBytes))
	}
	if u, ok := plainURL(text); ok {
		return u, nil
	}
	return parseFully(raw, base, text)
}

func parseFully(raw, base, text string) (*url.URL, error) {
	text = escapeInvalid(text)
	var read *whatwg.Url
	var err error
	if base == "" {
		read, err = urlParser.Parse(text)
	} else {
		read, err = urlParser.ParseRef(base, text)
	}
	if err != nil {
		return nil, urlError(raw, "it is malformed: "+reason(err))
	}
	switch scheme := strings.TrimSuffix(read.Protocol(), ":"); {
	case scheme != "http" && scheme != "https":
		return nil, urlError(raw, fmt.Sprintf("scheme %q is not supported, only http and https are", scheme))
	case read.Hostname() == "":
		return nil, urlError(raw, "it has no host")
	case read.Username() != "" || read.Password() != "":
		hidden := read.Protocol() + "//…@" + read.Host() + read.Pathname()
		return nil, urlError(hidden, "it carries a user name or password")
	}
	u, err := url.Parse(escapePath(read.Href(true)))
	if err != nil {
		return nil, urlError(raw, "it is malformed: "+reason(err))
	}
	return u, nil
}

// checkScheme finds the URLs that lack a scheme, before a parser takes the host
// of "localhost:8080/x" for one.
func checkScheme(raw, text string) error {
	if strings.HasPrefix(text, "//") {
		return &URLError{URL: clip(raw), Problem: "it has no scheme", Try: "https:" + clip(text)}
	}
	scheme, rest, found := strings.Cut(text, ":")
	if found && isScheme(scheme) && !isHostPort(scheme, rest) {
		return nil // judged by the parser
	}
	host, _, _ := strings.Cut(text, "/")
	if name, _, _ := strings.Cut(host, ":"); name == "localhost" || strings.Contains(strings.Trim(name, "."), ".") {
		return &URLError{URL: clip(raw), Problem: "it has no scheme", Try: "https://" + clip(text)}
	}
	return urlError(raw, "it has no scheme: a URL begins with https:// or http://")
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if letter := c >= 'a' && c <= 'z'; !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(s[i]))) {
			return false
		}
	}
	return s != ""
}

// isHostPort tells "localhost:8080/x" and "paper.example:443" from a scheme.
func isHostPort(name, rest string) bool {
	port, _, _ := strings.Cut(rest, "/")
	return port != "" && strings.Trim(port, "0123456789") == "" && (name == "localhost" || strings.Contains(name, "."))
}

// escapeInvalid percent-encodes bytes that are not UTF-8, as a Location header in
// windows-1256 has them; the parser would replace them by U+FFFD.
func escapeInvalid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, "%%%02X", s[i])
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// escapePath encodes the two characters that the WHATWG leaves in a path and
// net/url calls invalid. Left alone, net/url would re-encode the whole path and
// turn %2F in it into a slash.
func escapePath(href string) string {
	path, query, found := strings.Cut(href, "?")
	if !strings.ContainsAny(path, "|^") {
		return href
	}
	path = strings.NewReplacer("|", "%7C", "^", "%5E").Replace(path)
	if !found {
		return path
	}
	return path + "?" + query
}

func urlError(raw, problem string) *URLError {
	return &URLError{URL: clip(raw), Problem: problem}
}

// clip keeps error messages to one line of bearable length.
func clip(s string) string {
	const longest = 200
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "") + "…"
}

// reason is a parser's message without its prefix and without the URL, which
// the URLError already names.
func reason(err error) string {
	msg := strings.TrimPrefix(err.Error(), "Error: ")
	msg, _, _ = strings.Cut(msg, ". Url: ")
	return msg
}
