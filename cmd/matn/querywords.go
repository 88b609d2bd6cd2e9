package main

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"matn/clean/similar"
)

// queryWord is a word that is searched for: the folded forms under which it may stand.
// One that ends in * is the beginning of a word.
type queryWord []string

// queryWords are the words of a query; an article has to have all of them.
type queryWords []queryWord

func newQueryWords(text string) queryWords {
	var out queryWords
	for field := range strings.FieldsSeq(text) {
		prefix := strings.HasSuffix(field, "*")
		parts := strings.Fields(similar.Fold(field)) // "وزارة-الداخلية" is two words
		for i, part := range parts {
			end := ""
			if prefix && i == len(parts)-1 {
				end = "*"
			}
			var word queryWord
			for _, form := range arabicForms(part) {
				word = append(word, form+end)
			}
			out = append(out, word)
		}
	}
	return out
}

func (q queryWords) groups() [][]string {
	out := make([][]string, len(q))
	for i, word := range q {
		out[i] = word
	}
	return out
}

// What is written onto the front of an Arabic word: the article, alone and behind the
// particles و ف ب ك ل, and the particles alone. ل and the article become لل.
var arabicFronts = []string{"", "ال", "وال", "فال", "بال", "كال", "لل", "وبال", "ولل", "و", "ف", "ب", "ك", "ل"}

// minStem is how many letters are left of an Arabic word at least when the article is
// taken off, and how many it has to have for something to be put on: shorter ones turn
// into others.
const minStem = 3

// arabicForms are a folded word and, in Arabic, the word without its article and with
// all that may be written onto its front.
func arabicForms(word string) []string {
	stem := word
	for _, article := range []string{"وال", "فال", "بال", "كال", "ال", "لل"} {
		if rest, ok := strings.CutPrefix(word, article); ok && utf8.RuneCountInString(rest) >= minStem {
			stem = rest
			break
		}
	}
	if !isArabicWord(word) || utf8.RuneCountInString(stem) < minStem {
		return []string{word}
	}
	forms := []string{word}
	for _, front := range arabicFronts {
		if form := front + stem; !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	return forms
}

func isArabicWord(word string) bool {
	for _, r := range word {
		if !unicode.Is(unicode.Arabic, r) || unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// matches reports whether a folded word of a text is the one searched for.
func (q queryWord) matches(folded string) bool {
	return slices.ContainsFunc(q, func(form string) bool {
		if start, ok := strings.CutSuffix(form, "*"); ok {
			return strings.HasPrefix(folded, start)
		}
		return form == folded
	})
}

// How long a snippet is, in words, and how many of them stand before the first hit.
const (
	snippetWords = 30
	snippetLead  = 6
)

// Marks around a hit, on a terminal.
const (
	bold  = "\x1b[1m"
	plain = "\x1b[0m"
)

// snippet is the passage of a text that has most of the words, on one line.
func (q queryWords) snippet(text string, marked bool) string {
	fields := strings.Fields(printable(text))
	hits := make([]int, len(fields)) // 1 + index of the word that stands there
	for i, field := range fields {
		for folded := range strings.FieldsSeq(similar.Fold(field)) {
			if n := slices.IndexFunc(q, func(w queryWord) bool { return w.matches(folded) }); n >= 0 {
				hits[i] = n + 1
			}
		}
	}
	from := q.bestPassage(hits)
	to := min(from+snippetWords, len(fields))
	var out strings.Builder
	if from > 0 {
		out.WriteString("… ")
	}
	for i := from; i < to; i++ {
		if i > from {
			out.WriteByte(' ')
		}
		if marked && hits[i] > 0 {
			out.WriteString(bold + fields[i] + plain)
		} else {
			out.WriteString(fields[i])
		}
	}
	if to < len(fields) {
		out.WriteString(" …")
	}
	return out.String()
}

// bestPassage is where the passage with most different words begins, the first of
// several.
func (q queryWords) bestPassage(hits []int) int {
	best, most := 0, 0
	counts := make([]int, len(q)+1)
	different, end := 0, 0
	for start := range hits {
		for end < len(hits) && end < start+snippetWords-snippetLead {
			if n := hits[end]; n > 0 {
				if counts[n]++; counts[n] == 1 {
					different++
				}
			}
			end++
		}
		if hits[start] > 0 && different > most {
			most, best = different, max(start-snippetLead, 0)
		}
		if n := hits[start]; n > 0 {
			if counts[n]--; counts[n] == 0 {
				different--
			}
		}
	}
	return best
}
