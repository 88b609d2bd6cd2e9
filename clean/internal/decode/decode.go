// Package decode is the first stage: bytes as they were captured, to UTF-8.
//
//	BOM > UTF-16 by its zero bytes > valid UTF-8 > almost valid UTF-8 >
//	declared label that fits the bytes > best guess by letter frequency
//
// Valid UTF-8 wins over every label, because text in another charset hardly
// ever is valid UTF-8 by chance. A declared label is checked against the
// letters it gives: pages in windows-1256 that say ISO-8859-1 are common. Text
// that was encoded twice ("Ø§Ù„" for "ال") is put right when nearly all of the
// page shows it.
package decode

import (
	"bytes"
	"unicode/utf8"
)

// Info says how a body was read.
type Info struct {
	Charset      string // WHATWG name in lower case, "windows-1256"; never ""
	From         string // one of the From constants: what decided
	Repaired     string // "" or one of the Repaired constants
	UnknownLabel string // a declared charset that no table knows, as declared; "" if none
}

// What decided the charset.
const (
	FromBOM    = "bom"    // a byte order mark
	FromUTF8   = "utf-8"  // the bytes are UTF-8, whatever the label says
	FromHeader = "header" // the charset parameter of Content-Type
	FromMeta   = "meta"   // <meta charset>, <meta http-equiv> or an XML declaration
	FromRules  = "rules"  // what a person said of the site
	FromGuess  = "guess"  // letter frequencies, or the pattern of zero bytes
)

// What was put right beyond decoding.
const (
	RepairedMojibake = "mojibake"      // text that had been encoded twice
	RepairedInvalid  = "invalid bytes" // bytes outside the charset, now U+FFFD
)

const (
	charsetUTF8      = "utf-8"
	charsetUTF16LE   = "utf-16le"
	charsetUTF16BE   = "utf-16be"
	charsetISO2022JP = "iso-2022-jp"
)

// quickHead is how much of a valid UTF-8 page is searched for a label. The
// label cannot change the result, it is only looked at to report an unknown
// one, so the search must stay cheap.
const quickHead = 1 << 10

// Bytes returns body b as valid UTF-8 without a byte order mark. contentType is
// the value of the HTTP header, or "". When b needs no change the result is b
// itself, and nothing is allocated. Bytes never fails: what cannot be read
// becomes U+FFFD, and Info says so.
func Bytes(b []byte, contentType string) ([]byte, Info) {
	out, info := convert(b, contentType)
	if fixed, ok := repairMojibake(out); ok {
		out, info.Repaired = fixed, RepairedMojibake
	}
	return out, info
}

// As returns body b, which is in the charset of this WHATWG name whatever it says
// itself, as UTF-8.
func As(b []byte, charset string) ([]byte, Info) {
	out, info := decodeAs(b, label{charset: charset, from: FromRules}, "")
	return bytes.TrimPrefix(out, []byte(bomUTF8)), info
}

// convert is Bytes without the repair of double encoding.
func convert(b []byte, contentType string) ([]byte, Info) {
	if out, info, ok := fromBOM(b); ok {
		return out, info
	}
	header := headerLabel(contentType)
	if charset := evidentUTF16(b); charset != "" && !header.isUTF8() {
		out, repaired := decodeUTF16(b, charset)
		return out, Info{Charset: charset, From: FromGuess, Repaired: repaired}
	}
	high := firstHigh(b)
	if utf8.Valid(b[high:]) {
		d := declared(b[:min(len(b), quickHead)], header)
		if high == len(b) && d.has(charsetISO2022JP) && hasISO2022JP(b) {
			return decodeAs(b, d.find(charsetISO2022JP), d.unknown)
		}
		return b, Info{Charset: charsetUTF8, From: FromUTF8, UnknownLabel: d.unknown}
	}
	d := declared(b, header)
	if nearlyUTF8(b[high:], d.has(charsetUTF8)) {
		return toValidUTF8(b), Info{Charset: charsetUTF8, From: FromUTF8, Repaired: RepairedInvalid, UnknownLabel: d.unknown}
	}
	return decodeAs(b, choose(b, d), d.unknown)
}

// fromBOM reads b by its byte order mark; ok is false when it has none.
func fromBOM(b []byte) (out []byte, info Info, ok bool) {
	info.From = FromBOM
	switch {
	case bytes.HasPrefix(b, []byte(bomUTF8)):
		info.Charset = charsetUTF8
		for bytes.HasPrefix(b, []byte(bomUTF8)) { // joined files carry several
			b = b[len(bomUTF8):]
		}
		if out = b; !utf8.Valid(b) {
			out, info.Repaired = toValidUTF8(b), RepairedInvalid
		}
		return out, info, true
	case bytes.HasPrefix(b, []byte(bomUTF16LE)):
		info.Charset = charsetUTF16LE
	case bytes.HasPrefix(b, []byte(bomUTF16BE)):
		info.Charset = charsetUTF16BE
	default:
		return nil, Info{}, false
	}
	out, info.Repaired = decodeUTF16(b[2:], info.Charset)
	return out, info, true
}

// decodeAs decodes b as l says and notes what did not fit.
func decodeAs(b []byte, l label, unknown string) ([]byte, Info) {
	out, clean := decodeCharset(b, l.charset)
	info := Info{Charset: l.charset, From: l.from, UnknownLabel: unknown}
	if !clean {
		info.Repaired = RepairedInvalid
	}
	return out, info
}
