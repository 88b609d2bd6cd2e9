package decode

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// Byte order marks.
const (
	bomUTF8    = "\xEF\xBB\xBF"
	bomUTF16LE = "\xFF\xFE"
	bomUTF16BE = "\xFE\xFF"
)

// highBits has the top bit of each of eight bytes set.
const highBits = 0x8080808080808080

// firstHigh returns the index of the first byte >= 0x80, or len(b).
func firstHigh(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if binary.LittleEndian.Uint64(b[i:])&highBits != 0 {
			break
		}
	}
	for ; i < len(b); i++ {
		if b[i] >= utf8.RuneSelf {
			break
		}
	}
	return i
}

const (
	// labelledRatio: a page that says UTF-8 is taken at its word when it has
	// more well-formed sequences than bad bytes.
	labelledRatio = 1
	// unlabelledRatio: without the label, well-formed sequences must outnumber
	// bad bytes by this. Other charsets make some by chance: over the texts of the
	// corpora at most .84 for each bad byte in EUC-KR, .6 in other East Asian ones,
	// .16 in those of one byte (windows-1256 .02).
	unlabelledRatio = 2
	// plainlyNot bad bytes, and hardly a well-formed sequence among them, settle
	// it without reading on.
	plainlyNot = 512
)

// nearlyUTF8 reports whether b is UTF-8 but for a few stray or cut bytes.
// A sequence cut short by the end of b is not held against it.
func nearlyUTF8(b []byte, labelled bool) bool {
	good, bad, cut := 0, 0, false
	for len(b) > 0 {
		b = b[firstHigh(b):]
		if len(b) == 0 {
			break
		}
		r, n := utf8.DecodeRune(b)
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case !utf8.FullRune(b):
			cut = true
			n = len(b)
		default:
			bad++
		}
		b = b[n:]
		if bad >= plainlyNot && good*unlabelledRatio < bad {
			return false
		}
	}
	if good == 0 {
		return cut && bad == 0 && labelled
	}
	if labelled {
		return good > labelledRatio*bad
	}
	return good >= unlabelledRatio*bad
}

// toValidUTF8 replaces every run of bad bytes by one U+FFFD.
func toValidUTF8(b []byte) []byte {
	return bytes.ToValidUTF8(b, []byte("\uFFFD"))
}

const (
	utf16Window = 4 << 10 // bytes looked at for the pattern of UTF-16
	// minZeroShare: in UTF-16 each space and ASCII character has a zero half.
	// Arabic prose has one space in six characters; a tenth is asked for.
	minZeroShare = 10
	// maxStrayShare: zero halves on the wrong side, one in this many of those
	// on the right one, as in U+0600 or U+2000.
	maxStrayShare = 20
)

// evidentUTF16 returns the UTF-16 charset that the zero bytes of b show, or "".
func evidentUTF16(b []byte) string {
	w := b[:min(len(b), utf16Window)&^1]
	if len(w) < 4 || bytes.IndexByte(w, 0) < 0 {
		return ""
	}
	var zeros [2]int
	for i := 0; i < len(w); i += 2 {
		switch {
		case w[i] == 0 && isControl(w[i+1]), w[i+1] == 0 && isControl(w[i]):
			return "" // U+0000 and its like are in no text
		case w[i] == 0:
			zeros[0]++
		case w[i+1] == 0:
			zeros[1]++
		}
	}
	units := len(w) / 2
	switch {
	case zeros[1]*minZeroShare >= units && zeros[0]*maxStrayShare <= zeros[1]:
		return charsetUTF16LE
	case zeros[0]*minZeroShare >= units && zeros[1]*maxStrayShare <= zeros[0]:
		return charsetUTF16BE
	}
	return ""
}

// decodeUTF16 decodes b, without its byte order mark. An odd last byte and
// unpaired surrogates become U+FFFD.
func decodeUTF16(b []byte, charset string) (out []byte, repaired string) {
	var order binary.ByteOrder = binary.LittleEndian
	if charset == charsetUTF16BE {
		order = binary.BigEndian
	}
	out = make([]byte, 0, len(b)+len(b)/4)
	for ; len(b) >= 2; b = b[2:] {
		r := rune(order.Uint16(b))
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if len(b) >= 4 {
				pair = utf16.DecodeRune(r, rune(order.Uint16(b[2:])))
			}
			if r = pair; r == utf8.RuneError {
				repaired = RepairedInvalid
			} else {
				b = b[2:]
			}
		}
		out = utf8.AppendRune(out, r)
	}
	if len(b) > 0 {
		out, repaired = utf8.AppendRune(out, utf8.RuneError), RepairedInvalid
	}
	for bytes.HasPrefix(out, []byte(bomUTF8)) {
		out = out[len(bomUTF8):]
	}
	return out, repaired
}

// hasISO2022JP reports whether b switches to JIS X 0208, the mark of ISO-2022-JP.
func hasISO2022JP(b []byte) bool {
	for {
		i := bytes.IndexByte(b, 0x1B)
		if i < 0 || i+2 >= len(b) {
			return false
		}
		if b = b[i+1:]; b[0] == '$' && (b[1] == 'B' || b[1] == '@') || b[0] == '(' && (b[1] == 'J' || b[1] == 'I') {
			return true
		}
	}
}
