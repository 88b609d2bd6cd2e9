package date

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// init readies a scanner for src in context c.
func (s *scanner) init(src string, c Context) {
	lex, _ := loaded()
	s.src, s.lex, s.ctx = src, lex, c
	s.toks = make([]token, 0, min(windowTokens, len(src)/bytesPerToken+2))
	lang := baseLang(c.Lang)
	s.lang = lex.langs[lang]
	switch lang {
	case "fi", "da", "no", "it", "id", "de", "et", "pl", "el":
		s.dotted = true
	}
	if strings.EqualFold(c.Lang, "en-US") || strings.EqualFold(c.Lang, "en_US") {
		s.ctx.MonthFirst = true
	}
}

// baseLang is the language of a BCP 47 tag, by the name the data uses for it.
func baseLang(tag string) string {
	end := strings.IndexAny(tag, "-_")
	if end < 0 {
		end = len(tag)
	}
	switch lang := strings.ToLower(tag[:end]); lang {
	case "nb", "nn":
		return "no"
	case "iw":
		return "he"
	case "prs":
		return "fa"
	case "in":
		return "id"
	default:
		return lang
	}
}

// keyOf is the edge of the phrase tree that token i follows, in scratch that the
// next call overwrites; nil when the word is longer than any known.
func (s *scanner) keyOf(i int) []byte {
	t := s.at(i)
	switch t.kind {
	case numberToken:
		return strconv.AppendInt(s.key[:0], int64(t.value), 10)
	case punctToken:
		return utf8.AppendRune(s.key[:0], t.sign)
	case wordToken:
		// Folding never makes a word much longer; marks may make it shorter.
		if t.end-t.start > maxKey {
			return nil
		}
		if key := appendFold(s.key[:0], s.src[t.start:t.end]); len(key) <= maxKey {
			return key
		}
	}
	return nil
}

// entryOf is the node of the phrase tree that token i leads to from the root.
func (s *scanner) entryOf(i int) *entry {
	t := s.at(i)
	if t.looked || t.kind == endToken {
		return t.entry
	}
	t.looked = true
	if key := s.keyOf(i); key != nil {
		t.entry = s.lex.root.next[string(key)]
	}
	return t.entry
}

// look finds the longest phrase at token i with a meaning of class c. It gives
// the token after the phrase.
func (s *scanner) look(i int, c class) (m sense, next int, ok bool) {
	e := s.entryOf(i)
	for j := i; e != nil && e.below>>c&1 != 0; {
		if got, found := s.choose(e.senses, c); found {
			m, next, ok = got, j+1, true
		}
		j++
		if e.next == nil || s.at(j).kind == endToken {
			break
		}
		key := s.keyOf(j)
		if key == nil {
			break
		}
		e = e.next[string(key)]
	}
	return m, next, ok
}

// is reports whether a phrase of class c starts at token i, and where it ends.
func (s *scanner) is(i int, c class) (next int, ok bool) {
	_, next, ok = s.look(i, c)
	return next, ok
}

// choose picks among the meanings of one word: that of the page's language, else
// the one all languages agree on, else the English one, else none.
func (s *scanner) choose(senses []sense, c class) (sense, bool) {
	var any, english sense
	var found, split bool
	for _, m := range senses {
		if m.class != c {
			continue
		}
		if s.lang != 0 && m.langs&s.lang != 0 {
			return m, true
		}
		if m.langs&s.lex.langs["en"] != 0 {
			english = m
		}
		if found && (m.value != any.value || m.calendar != any.calendar || m.times != any.times) {
			split = true
		}
		if !found || any.weak {
			any, found = m, true
		}
	}
	if split {
		return english, english.class != noClass
	}
	return any, found
}
