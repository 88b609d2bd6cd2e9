package date

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is what a token is.
type kind uint8

const (
	endToken kind = iota // before the first or after the last token
	wordToken
	numberToken
	punctToken // one sign
)

// maxValueDigits keeps a number's value in an int32; longer numbers have value -1.
const maxValueDigits = 9

// token is one word, number or sign of the text.
type token struct {
	start, end int // bytes
	kind       kind
	blank      bool  // a blank stands before it, or nothing
	persian    bool  // a number in Persian digits
	looked     bool  // entry has been looked up
	digits     uint8 // of a number
	sign       rune  // of a punctToken, folded
	value      int   // of a number, -1 when too long
	entry      *entry
}

// scanner cuts text into tokens as they are asked for. It holds a window of
// them, so that hostile text costs no memory: tokens before base are gone.
type scanner struct {
	src    string
	pos    int // bytes of src already cut
	toks   []token
	base   int // index of toks[0]
	past   token
	key    [maxKey]byte
	lex    *lexicon
	ctx    Context
	lang   uint64 // bit of ctx.Lang, 0 when unknown
	dotted bool   // the language writes 21.30 for a time

	nextNumber int // the number token that worth saw last
}

const (
	// windowTokens is the first room for tokens, at most: short lines need no more.
	windowTokens = 24
	// bytesPerToken is about the length of a word with its space.
	bytesPerToken = 5
	// keepTokens is how far a rule may look back: a range reads 6 tokens.
	keepTokens = 16
	// dropTokens is how many stale tokens make a move worth its copy.
	dropTokens = 512
	// maxKey bounds a folded word; the longest in the data has 40 bytes.
	maxKey = 64
)

// at is the token i; its kind is endToken outside the text or the window.
func (s *scanner) at(i int) *token {
	for i >= s.base+len(s.toks) && s.cut() {
	}
	if i < s.base || i >= s.base+len(s.toks) {
		return &s.past
	}
	return &s.toks[i-s.base]
}

// drop forgets tokens well before i.
func (s *scanner) drop(i int) {
	n := i - keepTokens - s.base
	if n < dropTokens {
		return
	}
	s.toks = s.toks[:copy(s.toks, s.toks[n:])]
	s.base += n
}

// cut reads one more token; false at the end of the text.
func (s *scanner) cut() bool {
	blank := s.pos == 0
	for s.pos < len(s.src) {
		r, size := utf8.DecodeRuneInString(s.src[s.pos:])
		if isInvisible(r) {
			s.pos += size
			continue
		}
		if unicode.IsSpace(r) {
			blank = true
			s.pos += size
			continue
		}
		t := token{start: s.pos, blank: blank}
		switch {
		case digitOf(r) >= 0:
			s.cutNumber(&t)
		case r == tatweel && s.dashed(): // «2024م ـ 09:15»
			t.kind, t.sign = punctToken, '-'
			for strings.HasPrefix(s.src[s.pos:], string(tatweel)) {
				s.pos += size
			}
		case isSolo(r):
			t.kind = wordToken
			s.pos += size
		case isWordRune(r):
			t.kind = wordToken
			s.cutWord()
		default:
			t.kind, t.sign = punctToken, foldPunct(r)
			s.pos += size
		}
		t.end = s.pos
		s.toks = append(s.toks, t)
		return true
	}
	return false
}

// tatweel lengthens words, and stands for a dash between them.
const tatweel = 'ـ'

// dashed reports whether the tatweels at the scanner's place lengthen no word.
func (s *scanner) dashed() bool {
	rest := strings.TrimLeft(s.src[s.pos:], string(tatweel))
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !isWordRune(r)
}

func (s *scanner) cutNumber(t *token) {
	t.kind = numberToken
	for s.pos < len(s.src) {
		r, size := utf8.DecodeRuneInString(s.src[s.pos:])
		d := digitOf(r)
		if d < 0 {
			break
		}
		t.persian = t.persian || (r >= '۰' && r <= '۹')
		t.digits++
		t.value = t.value*10 + d
		if t.digits > maxValueDigits {
			t.value = -1
			t.digits = maxValueDigits + 1
		}
		s.pos += size
	}
}

func (s *scanner) cutWord() {
	for s.pos < len(s.src) {
		r, size := utf8.DecodeRuneInString(s.src[s.pos:])
		if !isInvisible(r) && (isSolo(r) || !isWordRune(r)) {
			return
		}
		s.pos += size
	}
}

// isWordRune reports letters and their marks, the common ones without a table.
func isWordRune(r rune) bool {
	switch {
	case r < 0x80:
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	case r >= 0x0621 && r <= 0x0652:
		return true
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

// isSolo reports scripts written without blanks, where every sign is a word of
// its own: Han, kana, Hangul syllables.
func isSolo(r rune) bool {
	return (r >= 0x3040 && r <= 0x30FF) || (r >= 0x3400 && r <= 0x9FFF) || (r >= 0xAC00 && r <= 0xD7A3)
}

// digitOf gives the value of a decimal digit in the scripts that news are
// printed in, -1 for anything else.
func digitOf(r rune) int {
	if r >= '0' && r <= '9' {
		return int(r - '0')
	}
	if r < 0x0660 {
		return -1
	}
	for _, zero := range [...]rune{'٠', '۰', '०', '০', '０'} {
		if r >= zero && r <= zero+9 {
			return int(r - zero)
		}
	}
	return -1
}

// sign reports whether token i is the sign r.
func (s *scanner) sign(i int, r rune) bool {
	t := s.at(i)
	return t.kind == punctToken && t.sign == r
}

// glued reports whether token i follows its neighbour without a blank.
func (s *scanner) glued(i int) bool {
	t := s.at(i)
	return t.kind != endToken && !t.blank
}

// number gives the value of token i when it is a number of least to most digits.
func (s *scanner) number(i int, least, most uint8) (int, bool) {
	t := s.at(i)
	if t.kind != numberToken || t.digits < least || t.digits > most {
		return 0, false
	}
	return t.value, true
}
