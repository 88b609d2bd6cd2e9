package decode

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// singleByte returns the table of a single-byte charset by its WHATWG name, or
// nil for any other.
func singleByte(charset string) *charmap.Charmap {
	enc, err := htmlindex.Get(charset)
	if err != nil {
		return nil
	}
	cm, _ := enc.(*charmap.Charmap)
	if charset == "iso-8859-8-i" {
		cm = charmap.ISO8859_8 // the same bytes, in logical order
	}
	return cm
}

// decodeCharset decodes b from the charset with this WHATWG name. clean is
// false when bytes did not fit and became U+FFFD.
func decodeCharset(b []byte, charset string) (out []byte, clean bool) {
	if charset == charsetUTF8 {
		return toValidUTF8(b), utf8.Valid(b)
	}
	if cm := singleByte(charset); cm != nil {
		return decodeSingle(b, cm)
	}
	enc, err := htmlindex.Get(charset)
	if err != nil {
		return toValidUTF8(b), utf8.Valid(b)
	}
	if enc == encoding.Encoding(simplifiedchinese.GBK) {
		enc = simplifiedchinese.GB18030 // its superset, as the Encoding standard decodes it
	}
	out, err = enc.NewDecoder().Bytes(b)
	if err != nil {
		return toValidUTF8(b), false
	}
	return out, !bytes.ContainsRune(out, utf8.RuneError)
}

// encoded is the UTF-8 of one byte of a charset; no single-byte charset goes
// beyond three bytes.
type encoded struct {
	utf8 [3]byte
	size uint8
}

// decodeSingle decodes b by table. Bytes 0x80-0x9F that the table leaves out
// become the control characters of the same number, as in a browser.
func decodeSingle(b []byte, cm *charmap.Charmap) (out []byte, clean bool) {
	var table [256]encoded
	var invalid [256]bool
	for i := range table {
		r := cm.DecodeByte(byte(i))
		if r == utf8.RuneError && 0x80 <= i && i < 0xA0 {
			r = rune(i)
		}
		table[i].size = uint8(len(utf8.AppendRune(table[i].utf8[:0], r)))
		invalid[i] = r == utf8.RuneError
	}
	length := len(table[0].utf8) // room for the last copy to overrun
	for _, c := range b {
		length += int(table[c].size)
	}
	out, clean = make([]byte, length), true
	n := 0
	for _, c := range b {
		e := &table[c]
		copy(out[n:n+len(e.utf8)], e.utf8[:])
		n += int(e.size)
		clean = clean && !invalid[c]
	}
	return out[:n], clean
}
