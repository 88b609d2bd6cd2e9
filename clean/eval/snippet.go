package eval

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plain is the form in which snippets are looked for: NFC, white space as one
// space, runes that cannot be seen (joiners apart from spelling, direction
// marks, soft hyphens) left out.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// snippets is what was found of a page's snippets in a text.
type snippets struct{ found, all int }

// rate is the share found; false when the page has no snippet.
func (s snippets) rate() (float64, bool) { return ratio(s.found, s.all), s.all > 0 }

// countSnippets looks for snippets in a text that plain has made. Each counts
// once, however often gold lists it.
func countSnippets(text string, list []string) snippets {
	var s snippets
	seen := map[string]bool{}
	for _, snippet := range list {
		snippet = plain(snippet)
		if snippet == "" || seen[snippet] {
			continue
		}
		seen[snippet] = true
		s.all++
		if strings.Contains(text, snippet) {
			s.found++
		}
	}
	return s
}

// leakedSnippets counts the lines of body that hold a snippet of chrome: what
// can be said of leaks where gold has no body.
func leakedSnippets(body string, without []string) int {
	n := 0
	for line := range strings.Lines(body) {
		if countSnippets(plain(line), without).found > 0 {
			n++
		}
	}
	return n
}
