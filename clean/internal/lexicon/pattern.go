package lexicon

import (
	"fmt"
	"strings"

	"matn/clean/block"
)

// gapWord stands in a word sequence for "one to maxGap words, any words".
const gapWord = "~"

// maxForms bounds the word sequences that one pattern may stand for: a pattern
// with more is hard to read and better written as several.
const maxForms = 200

// expand turns a pattern into the normalised word sequences that it stands for.
//
//	word         itself, after block.Normalize
//	a|b          either word
//	[a b|c]      one of the phrases
//	(a b|c)      one of the phrases, or nothing
//	~            one to maxGap words of any kind, never first or last
//
// A word that normalises to several ("e-mail") counts as several.
func expand(pattern string) ([][]string, error) {
	forms := [][]string{nil}
	for rest := strings.TrimSpace(pattern); rest != ""; rest = strings.TrimSpace(rest) {
		var element string
		var err error
		if element, rest, err = cutElement(rest); err != nil {
			return nil, err
		}
		choices, err := choicesOf(element)
		if err != nil {
			return nil, err
		}
		if len(forms)*len(choices) > maxForms {
			return nil, fmt.Errorf("%q stands for more than %d phrases", pattern, maxForms)
		}
		forms = product(forms, choices)
	}
	for i, f := range forms {
		if len(f) == 0 {
			return nil, fmt.Errorf("%q may be empty", pattern)
		}
		if f[0] == gapWord || f[len(f)-1] == gapWord {
			return nil, fmt.Errorf("%q begins or ends with %s", pattern, gapWord)
		}
		forms[i] = mergeNumbers(f)
	}
	return forms, nil
}

// cutElement takes the first word or bracketed group off a pattern.
func cutElement(s string) (element, rest string, err error) {
	closing := byte(' ')
	switch s[0] {
	case '(':
		closing = ')'
	case '[':
		closing = ']'
	}
	end := strings.IndexByte(s, closing)
	switch {
	case end >= 0 && closing != ' ':
		return s[:end+1], s[end+1:], nil
	case end >= 0:
		return s[:end], s[end:], nil
	case closing == ' ':
		return s, "", nil
	}
	return "", "", fmt.Errorf("no closing %c in %q", closing, s)
}

// choicesOf reads one element of a pattern: each choice is a run of words.
func choicesOf(element string) ([][]string, error) {
	var choices [][]string
	inner := element
	switch element[0] {
	case '(':
		choices = append(choices, nil)
		inner = element[1 : len(element)-1]
	case '[':
		inner = element[1 : len(element)-1]
	}
	for phrase := range strings.SplitSeq(inner, "|") {
		var words []string
		for word := range strings.FieldsSeq(phrase) {
			if word == gapWord {
				words = append(words, gapWord)
				continue
			}
			normal := string(block.Normalize(nil, word))
			if normal == "" {
				return nil, fmt.Errorf("%q has no letter or digit", word)
			}
			words = append(words, strings.Fields(normal)...)
		}
		if len(words) == 0 {
			return nil, fmt.Errorf("empty choice in %q", element)
		}
		choices = append(choices, words)
	}
	return choices, nil
}

func product(forms, choices [][]string) [][]string {
	out := make([][]string, 0, len(forms)*len(choices))
	for _, f := range forms {
		for _, c := range choices {
			out = append(out, append(f[:len(f):len(f)], c...))
		}
	}
	return out
}

// mergeNumbers drops a 0 after a 0, as block.Normalize does within a line.
func mergeNumbers(words []string) []string {
	out := words[:0]
	for i, w := range words {
		if w == "0" && i > 0 && words[i-1] == "0" {
			continue
		}
		out = append(out, w)
	}
	return out
}
