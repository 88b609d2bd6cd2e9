package discover

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

//go:embed data/words.tsv
var wordsFile string

// wordKind is what a word of a path says.
type wordKind string

const (
	section wordKind = "section" // stands before the name of a section
	listing wordKind = "listing" // lists articles in another way: by tag, author, date
	story   wordKind = "story"   // stands before the title of an article
	utility wordKind = "utility" // neither an article nor a list of them
)

// pathWords are those of data/words.tsv, as folded by foldSegment.
var pathWords = sync.OnceValue(func() map[string]wordKind {
	out := map[string]wordKind{}
	for line := range strings.Lines(wordsFile) {
		cols := strings.Split(strings.TrimSpace(line), "\t")
		if len(cols) == 4 && cols[0][0] != '#' {
			out[foldSegment(cols[0])] = wordKind(cols[1])
		}
	}
	return out
})

// foldSegment brings a decoded segment of a path into the form that words have.
func foldSegment(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '+', ' ', '\u200c': // the last one joins words in Persian
			return '-'
		}
		return r
	}, strings.ToLower(norm.NFC.String(s)))
}
