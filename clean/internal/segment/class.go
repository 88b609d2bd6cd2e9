package segment

import "unicode"

// class is what a rune counts as.
type class uint8

const (
	classOther class = iota
	classLetter
	classHalf // a letter of a script that is written without spaces
	classMark // belongs to the letter before it
	classSpace
	classJoin // a joiner or a mark of direction: kept between two runes of a word
	classDrop // never part of a text
)

const (
	// classMask cuts the class out of a table entry.
	classMask = 0x0F
	// unstable marks the runes that composition (NFC) may change or move.
	unstable = 0x80
)

// shortLimit is the first rune that UTF-8 writes with three bytes. Below it lie
// Latin, Greek, Cyrillic, Hebrew and Arabic.
const shortLimit = 0x800

// short holds the class of every rune of one or two bytes, with the unstable bit.
var short = buildShort()

func buildShort() (t [shortLimit]uint8) {
	for r := range rune(shortLimit) {
		c := slowClass(r)
		t[r] = uint8(c)
		if c == classMark && r != tatweel || r == 0x0374 || r == 0x037E || r == 0x0387 {
			t[r] |= unstable
		}
	}
	return t
}

// tatweel stretches an Arabic word; it is a letter to Unicode and none to readers.
const tatweel = 0x0640

// classOf returns the class of a rune, and whether composition may change it.
func classOf(r rune) (c class, odd bool) {
	switch {
	case r < shortLimit:
		e := short[r]
		return class(e & classMask), e&unstable != 0
	case r >= 0x4E00 && r <= 0x9FFF: // unified ideographs
		return classHalf, false
	case r >= 0x3041 && r <= 0x3096 || r >= 0x30A1 && r <= 0x30FA: // kana
		return classHalf, false
	case r >= 0xAC00 && r <= 0xD7A3: // Hangul syllables
		return classLetter, false
	case r >= 0x2010 && r <= 0x2027 || r >= 0x3001 && r <= 0x3011: // dashes, quotation marks
		return classOther, false
	}
	return slowClass(r), true
}

func slowClass(r rune) class {
	switch {
	case space(r):
		return classSpace
	case joins(r):
		return classJoin
	case drop(r):
		return classDrop
	case unspaced(r):
		return classHalf
	case r == tatweel:
		return classMark
	case unicode.IsLetter(r), unicode.IsNumber(r), r == '_':
		return classLetter
	case unicode.IsMark(r):
		return classMark
	}
	return classOther
}

func space(r rune) bool {
	return r == ' ' || r == 0x85 || r == 0xA0 || r >= '\t' && r <= '\r' || r == 0x1680 ||
		r >= 0x2000 && r <= 0x200A || r == 0x2028 || r == 0x2029 || r == 0x202F || r == 0x205F || r == 0x3000
}

// joins reports whether a rune only says how its neighbours are shown: joiners,
// variation selectors, marks of direction.
func joins(r rune) bool {
	return r >= 0x200C && r <= 0x200F || r == 0x061C || r >= 0xFE00 && r <= 0xFE0F
}

// drop reports whether a rune must not stand in a text: controls, terminal
// escapes, embeddings and overrides of direction, invisible fillers, private
// use (the icons of web fonts), non-characters.
func drop(r rune) bool {
	switch {
	case r < ' ', r >= 0x7F && r < 0xA0,
		r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
		r == 0xAD, r == 0x200B, r == 0xFEFF, r == 0x180E, r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0,
		r >= 0xFFF9 && r <= 0xFFFC, r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE,
		r >= 0xE0000 && r <= 0xE0FFF, r >= 0xE000 && r <= 0xF8FF, r >= 0xF0000:
		return true
	}
	return false
}

// unspaced reports whether a letter belongs to a script that does not set
// words apart: Chinese, Japanese, Thai, Lao, Burmese, Khmer. Two such letters
// count as one word, which is about what dictionaries give for Chinese and
// Japanese.
func unspaced(r rune) bool {
	return r >= 0x0E00 && r <= 0x0EFF && unicode.IsLetter(r) ||
		r >= 0x1000 && r <= 0x109F && unicode.IsLetter(r) ||
		r >= 0x1780 && r <= 0x17B3 ||
		r >= 0x3041 && r <= 0x30FF && r != 0x30FB && unicode.IsLetter(r) ||
		r >= 0x3400 && r <= 0x4DBF || r >= 0x4E00 && r <= 0x9FFF ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF
}
