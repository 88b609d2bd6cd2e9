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

// decodeSingle decodes b by table. Bytes 0x80-0x9F that the table leaves out
// become the control characters of the same number, as in a browser.
func decodeSingle(b []byte, cm *charmap.Charmap) (out []byte, clean bool) {
	var table [128][utf8.UTFMax]byte
	var size [128]int
	for i := range table {
		r := cm.DecodeByte(byte(0x80 + i))
		if r == utf8.RuneError && i < 0x20 {
			r = rune(0x80 + i)
		}
		size[i] = utf8.EncodeRune(table[i][:], r)
	}
	length := len(b)
	for _, c := range b {
		if c >= utf8.RuneSelf {
			length += size[c-0x80] - 1
		}
	}
	out = make([]byte, 0, length)
	clean = true
	for len(b) > 0 {
		n := firstHigh(b)
		out = append(out, b[:n]...)
		for ; n < len(b) && b[n] >= utf8.RuneSelf; n++ {
			i := b[n] - 0x80
			out = append(out, table[i][:size[i]]...)
			clean = clean && string(table[i][:size[i]]) != "\uFFFD"
		}
		b = b[n:]
	}
	return out, clean
}
