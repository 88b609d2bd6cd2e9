package lexicon

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"matn/clean/block"
)

// gapWord stands in a word sequence for "one to maxGap words, any words".
const gapWord = "~"

// maxForms bounds the word sequences that one pattern may stand for: a pattern
// with more is hard to read and better written as several.
const maxForms = 200

// span is a range of a slice.
type span struct{ from, to int32 }

// pattern is a parsed pattern. It is a scratch pad: parse overwrites it, so
// that reading thousands of patterns allocates for the longest only.
type pattern struct {
	words    []uint64 // hashes of the words of all choices
	choices  []span   // of words; an empty one where the place may be left out
	elements []span   // of choices: what may stand in one place
}

// parse reads a pattern:
//
//	word         itself, after block.Normalize
//	a|b          either word
//	[a b|c]      one of the phrases
//	(a b|c)      one of the phrases, or nothing
//	~            one to maxGap words of any kind, never first or last
//
// A word that normalises to several ("e-mail") counts as several.
func (p *pattern) parse(source string) error {
	p.words, p.choices, p.elements = p.words[:0], p.choices[:0], p.elements[:0]
	forms := 1
	for rest := strings.TrimLeft(source, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		field, after, err := cutElement(rest)
		if err != nil {
			return err
		}
		from := len(p.choices)
		if err := p.element(field); err != nil {
			return err
		}
		p.elements = append(p.elements, span{int32(from), int32(len(p.choices))})
		if forms *= len(p.choices) - from; forms > maxForms {
			return fmt.Errorf("%q stands for more than %d phrases", source, maxForms)
		}
		rest = after
	}
	return nil
}

// cutElement takes the first word or bracketed group off a pattern.
func cutElement(s string) (field, rest string, err error) {
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

// element reads the choices of one place.
func (p *pattern) element(field string) error {
	inner := field
	switch field[0] {
	case '(':
		n := int32(len(p.words))
		p.choices = append(p.choices, span{n, n})
		inner = field[1 : len(field)-1]
	case '[':
		inner = field[1 : len(field)-1]
	}
	for more := true; more; {
		var phrase string
		phrase, inner, more = strings.Cut(inner, "|")
		from := len(p.words)
		if err := p.phrase(phrase); err != nil {
			return err
		}
		p.choices = append(p.choices, span{int32(from), int32(len(p.words))})
	}
	return nil
}

// phrase hashes the words of a choice.
func (p *pattern) phrase(phrase string) error {
	from := len(p.words)
	var buf [128]byte
	for word, rest := nextWord(phrase); word != ""; word, rest = nextWord(rest) {
		if word == gapWord {
			p.words = append(p.words, gap)
			continue
		}
		normal := block.Normalize(buf[:0], word)
		if len(normal) == 0 {
			return fmt.Errorf("%q has no letter or digit", word)
		}
		for len(normal) > 0 {
			var w []byte
			w, normal, _ = bytes.Cut(normal, []byte(" "))
			p.words = append(p.words, hashWord(w))
		}
	}
	if len(p.words) == from {
		return errors.New("empty choice")
	}
	return nil
}

// nextWord takes a word off the beginning of a phrase.
func nextWord(s string) (word, rest string) {
	word, rest, _ = strings.Cut(strings.TrimLeft(s, " "), " ")
	return word, rest
}
