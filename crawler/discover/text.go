package discover

import (
	"bytes"
	"mime"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"

	"matn/crawler/page"
)

// toUTF8 reads body in the charset that its bytes, the Content-Type header or the
// document itself give, in this order. Valid UTF-8 wins over every label. Enc is nil
// for UTF-8.
func toUTF8(body []byte, contentType, declared string) (text []byte, enc encoding.Encoding) {
	if utf8.Valid(body) && !hasUTF16Mark(body) {
		return bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), nil
	}
	label := ""
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		label = params["charset"]
	}
	for _, l := range []string{bomLabel(body), label, declared} {
		if e, name := charset.Lookup(l); e != nil && name != "utf-8" {
			return convert(body, e), e
		}
	}
	if mostlyUTF8(body) {
		return bytes.ToValidUTF8(body, []byte("\uFFFD")), nil
	}
	e, _ := charset.Lookup(guess(body))
	return convert(body, e), e
}

func convert(body []byte, e encoding.Encoding) []byte {
	text, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	return bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
}

func hasUTF16Mark(body []byte) bool { return bomLabel(body) != "" }

func bomLabel(body []byte) string {
	switch {
	case bytes.HasPrefix(body, []byte{0xFF, 0xFE}):
		return "utf-16le"
	case bytes.HasPrefix(body, []byte{0xFE, 0xFF}):
		return "utf-16be"
	}
	return ""
}

// mostlyUTF8 tells a UTF-8 text with some broken bytes from text in another charset:
// fewer than one in eight of the sequences beyond ASCII is broken.
func mostlyUTF8(body []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return bad*8 < good
}

// guess names the charset of text without a usable label. In windows-1256 alef and
// lam are C7 and E1, a quarter of all letters of Arabic text; in windows-1252 they are
// Ç and á, which no text is full of.
func guess(body []byte) string {
	var counts [256]int
	high := 0
	for _, c := range body {
		if c >= utf8.RuneSelf {
			counts[c]++
			high++
		}
	}
	if 8*(counts[0xC7]+counts[0xE1]) > high {
		return "windows-1256"
	}
	return "windows-1252"
}

// resolve reads a link as found: absolute, normalised, "" when it cannot be fetched.
func resolve(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || base == nil {
		return ""
	}
	u, err := page.Resolve(base, ref)
	if err != nil {
		return ""
	}
	return page.Normalize(u).String()
}

// squeeze makes one line of text, single spaces within, of at most max runes.
func squeeze(s string, max int) string {
	s = strings.Join(strings.Fields(s), " ")
	for i := range s {
		if max == 0 {
			return s[:i]
		}
		max--
	}
	return s
}
