package segment

import "unicode/utf8"

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

// run counts the longest text that s begins with of which nothing changes on the
// way into a block, and returns its length: runes of one or two bytes, and single
// spaces between them. Nearly all of a page in Latin or Arabic script is such
// runs. The first rune of s must not be a space, a joiner or dropped.
func (n *counter) run(s string, link bool) int {
	chars, whole, inWord := int32(0), int32(0), n.inWord
	i := 0
	for i < len(s) {
		size, e := 1, uint8(0)
		switch c := s[i]; {
		case c < utf8.RuneSelf:
			e = short[c]
			if c == ' ' && plain(s[i+1:]) {
				inWord = false
				i++
				continue
			}
		case c >= 0xC2 && c <= 0xDF && i+1 < len(s) && s[i+1]&0xC0 == 0x80:
			size, e = 2, short[rune(c&0x1F)<<6|rune(s[i+1]&0x3F)]
		default:
			e = uint8(classDrop)
		}
		switch class(e) {
		case classLetter:
			if !inWord {
				whole++
			}
			inWord = true
		case classOther:
			inWord = false
		default: // classMark is unstable, tatweel apart
			n.took(chars, whole, inWord, link)
			return i
		}
		chars++
		i += size
	}
	n.took(chars, whole, inWord, link)
	return i
}

// plain reports whether a text begins with a rune that run takes.
func plain(s string) bool {
	if len(s) == 0 {
		return false
	}
	c := s[0]
	if c < utf8.RuneSelf {
		return class(short[c]) <= classLetter
	}
	return len(s) > 1 && c >= 0xC2 && c <= 0xDF && s[1]&0xC0 == 0x80 &&
		class(short[rune(c&0x1F)<<6|rune(s[1]&0x3F)]) <= classLetter
}

// took adds what run counted.
func (n *counter) took(chars, whole int32, inWord, link bool) {
	n.chars += chars
	n.whole += whole
	n.inWord = inWord
	if link {
		n.linkChars += chars
	}
}

// gap notes white space between two runes.
func (n *counter) gap() { n.inWord = false }

func (n *counter) words() int32 { return n.whole + (n.half+1)/2 }

// recount counts a text anew after composition changed its runes.
func (n *counter) recount(text string) {
	linkChars, links := n.linkChars, n.links
	*n = counter{links: links}
	for _, r := range text {
		switch c, _ := classOf(r); c {
		case classSpace:
			n.gap()
		case classJoin, classDrop:
		default:
			n.add(c, false)
		}
	}
	n.linkChars = min(linkChars, n.chars)
}
