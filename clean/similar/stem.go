package similar

import (
	"bytes"
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed affixes.tsv
var affixList string

// affixes are what the stem of a word goes without.
type affixes struct{ prefixes, particles, suffixes [][]byte }

func readAffixes() (a affixes) {
	for line := range strings.Lines(affixList) {
		kind, text, ok := strings.Cut(strings.TrimSpace(line), "\t")
		switch {
		case !ok || strings.HasPrefix(kind, "#"):
		case kind == "prefix":
			a.prefixes = append(a.prefixes, []byte(text))
		case kind == "particle":
			a.particles = append(a.particles, []byte(text))
		case kind == "suffix":
			a.suffixes = append(a.suffixes, []byte(text))
		}
	}
	return a
}

const (
	// minStem is the number of letters that a stem keeps, minBare the number that
	// must be left of a word when a lone particle goes: roots have three.
	minStem, minBare = 2, 3
)

// stem takes prefixes and suffixes off a folded Arabic word; other words are
// their own stem.
func (a *affixes) stem(word []byte) []byte {
	if r, _ := utf8.DecodeRune(word); !unicode.Is(unicode.Arabic, r) {
		return word
	}
	for _, p := range a.particles {
		if rest, ok := bytes.CutPrefix(word, p); ok && utf8.RuneCount(rest) >= minBare {
			word = rest
			break
		}
	}
	for _, p := range a.prefixes {
		if rest, ok := bytes.CutPrefix(word, p); ok && utf8.RuneCount(rest) >= minStem {
			word = rest
			break
		}
	}
	for _, s := range a.suffixes {
		if rest, ok := bytes.CutSuffix(word, s); ok && utf8.RuneCount(rest) >= minStem {
			word = rest
		}
	}
	return word
}
