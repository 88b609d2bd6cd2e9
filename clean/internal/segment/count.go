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
	classBidi // a mark of direction: kept between two runes, counted as nothing
	classDrop // never part of a text
)

// latin holds the classes of the first 256 runes.
var latin = func() (t [256]class) {
	for r := range rune(256) {
		t[r] = slowClass(r)
	}
	return t
}()

func classOf(r rune) class {
	if r < 256 {
		return latin[r]
	}
	if r >= 0x0620 && r <= 0x064A && r != 0x0640 { // the Arabic alphabet
		return classLetter
	}
	return slowClass(r)
}

func slowClass(r rune) class {
	switch {
	case r == ' ' || r == 0x85 || r == 0xA0 || r >= '\t' && r <= '\r', r >= 0x2000 && r <= 0x200A, r == 0x2028, r == 0x2029, r == 0x202F, r == 0x205F, r == 0x3000:
		return classSpace
	case r == 0x200E, r == 0x200F, r == 0x061C:
		return classBidi
	case drop(r):
		return classDrop
	case unspaced(r):
		return classHalf
	case unicode.IsLetter(r), unicode.IsNumber(r), r == '_':
		return classLetter
	case unicode.IsMark(r), r == 0x0640, r == 0x200C, r == 0x200D:
		return classMark
	}
	return classOther
}

// drop reports whether a rune must not stand in a text: controls, terminal
// escapes, embeddings and overrides of direction, invisible fillers.
func drop(r rune) bool {
	switch {
	case r < ' ', r >= 0x7F && r < 0xA0,
		r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
		r == 0xAD, r == 0x200B, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF,
		r >= 0xE0000 && r <= 0xE007F, r >= 0xE000 && r <= 0xF8FF:
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
		r >= 0x3040 && r <= 0x30FF && r != 0x30FB ||
		r >= 0x3400 && r <= 0x4DBF || r >= 0x4E00 && r <= 0x9FFF ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF
}

// counter counts the words and runes of one block.
type counter struct {
	chars, linkChars, links int32
	whole, half             int32
	inWord                  bool
}

func (n *counter) add(c class, link bool) {
	n.chars++
	if link {
		n.linkChars++
	}
	switch c {
	case classLetter:
		if !n.inWord {
			n.whole++
		}
		n.inWord = true
	case classHalf:
		n.half++
		n.inWord = false
	case classOther:
		n.inWord = false
	}
}

// gap notes white space between two runes.
func (n *counter) gap() { n.inWord = false }

func (n *counter) words() int32 { return n.whole + (n.half+1)/2 }
