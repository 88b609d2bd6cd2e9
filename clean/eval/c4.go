package eval

import (
	"strings"
	"unicode/utf8"
)

// minC4Words is the least number of words of a line. Source: Raffel et al.,
// "Exploring the Limits of Transfer Learning with a Unified Text-to-Text
// Transformer", JMLR 2020, section 2.2.
const minC4Words = 5

// c4Marks end the lines that the rule keeps: full stop, exclamation mark,
// question mark, end quotation mark, in the scripts that have their own.
const c4Marks = ".!?\"”»’؟۔。！？।"

// C4 is the line rule of the C4 corpus, the baseline for flattened text: keep
// lines that end in a terminal punctuation mark and have at least five words
// (between white space).
func C4(lines []string) string {
	var body strings.Builder
	for _, line := range lines {
		last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(line))
		if strings.ContainsRune(c4Marks, last) && len(strings.Fields(line)) >= minC4Words {
			body.WriteString(line)
			body.WriteByte('\n')
		}
	}
	return body.String()
}
