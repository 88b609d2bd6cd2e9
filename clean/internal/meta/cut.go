package meta

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// separators stand between a headline and the name of its site. Those of one
// sign need a space beside it, so that hyphens and clocks inside a headline are
// not cut.
var separators = []string{
	" - ", " – ", " — ", " ― ", " | ", " ǀ ", " » ", " « ", " : ", " · ", " • ", " :: ", " < ", " > ",
	" ~ ", " ‹ ", " › ", " ← ", " // ", " || ", " / ", " ⋆ ", " ★ ", " >> ", " -- ", "|",
}

// wideSeparators do so without spaces beside them: the bars of Chinese, Japanese and
// Korean, and the low line, as Chinese portals set it.
var wideSeparators = []string{"｜", "ㅣ", "丨", "_"}

// split cuts s at its separators, the separators left out, and returns where
// each part begins and ends.
func split(s string) [][2]int {
	var out [][2]int
	start := 0
	for i := 0; i < len(s); {
		size := separatorAt(s, i)
		if size == 0 {
			i++
			continue
		}
		out = append(out, [2]int{start, i})
		i += size
		start = i
	}
	return append(out, [2]int{start, len(s)})
}

// separatorAt is the length of the separator that stands at byte i, 0 if none does.
func separatorAt(s string, i int) (size int) {
	switch c := s[i]; {
	case c == ' ' || c == '|': // all begin so
		for _, sep := range separators {
			if len(sep) > size && strings.HasPrefix(s[i:], sep) {
				size = len(sep)
			}
		}
	case c == '_' || c >= utf8.RuneSelf:
		for _, sep := range wideSeparators {
			if strings.HasPrefix(s[i:], sep) && (c != '_' || i > 0 && s[i-1] >= utf8.RuneSelf || i+1 < len(s) && s[i+1] >= utf8.RuneSelf) {
				return len(sep)
			}
		}
	}
	return size
}

// cutSite takes the site's name off either end of a title. A title of one part
// is returned as it is.
func cutSite(title string, sites []siteName) string {
	cuts := split(title)
	for len(cuts) > 1 {
		last := strings.TrimSpace(title[cuts[len(cuts)-1][0]:cuts[len(cuts)-1][1]])
		first := strings.TrimSpace(title[cuts[0][0]:cuts[0][1]])
		switch {
		case last == "" || isSite(last, sites) || isOutlet(last):
			cuts = cuts[:len(cuts)-1]
		case first == "" || isSiteName(first, sites):
			cuts = cuts[1:]
		default:
			return strings.TrimSpace(title[cuts[0][0]:cuts[len(cuts)-1][1]])
		}
	}
	return strings.TrimSpace(title[cuts[0][0]:cuts[0][1]])
}

//go:embed data/outlets.txt
var outletData string

var outlets = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool)
	for line := range dataLines(outletData) {
		words[folded(line)] = true
	}
	return words
})

// maxOutletWords is the most words that a site's name in a title has.
const maxOutletWords = 5

// isOutlet reports whether a short text holds a word that only names of papers
// and stations hold, or is a host name.
func isOutlet(s string) bool {
	words := strings.Fields(folded(s))
	if len(words) > maxOutletWords {
		return false
	}
	for _, w := range words {
		if outlets()[w] {
			return true
		}
	}
	return isHost(s)
}

// isSite reports whether a text is one of a site's names, in any spelling, or
// one of them with a word or two more ("BBC News Arabic" for "BBC News").
func isSite(s string, sites []siteName) bool {
	f := folded(s)
	if f == "" {
		return true
	}
	joined := strings.ReplaceAll(f, " ", "")
	for _, name := range sites {
		n := name.folded
		if n == "" {
			continue
		}
		if f == n || joined == name.joined {
			return true
		}
		extra := strings.Count(f, " ") - strings.Count(n, " ")
		if strings.HasPrefix(f, n+" ") && extra <= 2 || strings.HasSuffix(f, " "+n) && extra <= 2 && strings.Count(f, " ") <= maxOutletWords {
			return true
		}
		if strings.HasPrefix(n, f+" ") && len(f) >= minSiteName {
			return true
		}
	}
	return false
}

// minSiteName is the length in bytes from which the beginning of a site's name
// stands for all of it.
const minSiteName = 4
