package block

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The two values of a fold table that are not letters. foldMany sends a rune to
// the slow path: it folds to several runes (ß, ﷺ) or lies outside the table.
const (
	foldDrop = 0
	foldGap  = ' '
	foldMany = 0xFFFF
)

// foldLimit bounds the table: Latin, Greek, Cyrillic, Hebrew and Arabic, nearly
// all that a page in one of matn's languages holds.
const foldLimit = 0x700

// signs are the runes of General Punctuation: “ ” – … and their like.
const signs, signsEnd = 0x2000, 0x2070

// foldTable answers for runes below foldLimit, signTable for signs; they are never
// written again.
var (
	foldTable = [foldLimit]uint16(foldsOf(0, foldLimit))
	signTable = [signsEnd - signs]uint16(foldsOf(signs, signsEnd))
)

func foldsOf(from, to rune) (t []uint16) {
	for r := from; r < to; r++ {
		var buf [4 * utf8.UTFMax]byte
		folded := foldSlow(buf[:0], r)
		f := uint16(foldMany)
		switch first, size := utf8.DecodeRune(folded); {
		case len(folded) == 0:
			f = foldDrop
		case size == len(folded) && first < 0x800: // two bytes at most: Ⱥ has three in lower case
			f = uint16(first)
		case r >= signs && len(bytes.Trim(folded, " ")) == 0: // … is three stops
			f = foldGap
		}
		t = append(t, f)
	}
	return t
}

// Normalize appends to dst the form of s that matching uses, and returns it. It
// is for comparing, never for output: words in one folded spelling, one space
// between them, nothing else. Two texts that a reader takes for the same line
// should come out equal:
//
//   - compatibility forms unfold (ﻼ, ﷺ, ﬁ, full width letters)
//   - marks drop: harakat, accents, niqqud. Hamza and madda on a carrier are
//     marks (أ إ آ ٱ → ا, ؤ → و, ئ → ي); ء on its own line stays
//   - tatweel, joiners, bidi controls, soft hyphens drop
//   - ى ی → ي, ک → ك, ة ہ ھ → ه, Turkish ı İ → i, all else to lower case
//   - any run of digits, of any script and with any separators inside, is one 0
//   - punctuation, symbols and spaces become one space, and none at the ends
//
// Marks of scripts that spell vowels with them (Devanagari, Thai) stay. Invalid
// UTF-8 counts as a space. Nothing is allocated when dst has room: the result is
// rarely longer than s.
func Normalize(dst []byte, s string) []byte {
	return fold(dst, s, wordState{start: len(dst)})
}

// Fold is Normalize for search: numbers stay, as ASCII digits whatever their
// script, and a separator ends them as it ends a word ("٧:٢٦" → "7 26").
func Fold(dst []byte, s string) []byte {
	return fold(dst, s, wordState{start: len(dst), digits: true})
}

func fold(dst []byte, s string, w wordState) []byte {
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		f := uint16(foldMany)
		if r < foldLimit {
			f = foldTable[r]
		} else if r >= signs && r < signsEnd {
			f = signTable[r-signs]
		}
		switch {
		case f == foldDrop:
		case f == foldGap:
			w.gap = true
		case f == '0' && w.digits && r < utf8.RuneSelf:
			dst = w.put(dst, r)
		case f == foldMany || f == '0' && w.digits:
			dst = w.putSlow(dst, r)
		case w.gap || f == '0':
			dst = w.put(dst, rune(f))
		case f < utf8.RuneSelf: // the same as put, inside a word
			dst, w.number = append(dst, byte(f)), false
		default:
			dst, w.number = append(dst, byte(f>>6)|0xC0, byte(f)&0x3F|0x80), false // the table holds no longer rune
		}
	}
	return dst
}

// FNV-1a, 64 bits: offset basis and prime of Fowler, Noll and Vo.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// Fingerprint is the FNV-1a hash of Normalize(s). It is stable: the same text
// has the same fingerprint on every machine, so it may be stored. Text without
// a letter or digit has fingerprint 0, and no other text is meant to.
func Fingerprint(s string) uint64 {
	var buf [512]byte // most blocks fit; longer ones cost one allocation
	folded := Normalize(buf[:0], s)
	if len(folded) == 0 {
		return 0
	}
	h := uint64(fnvOffset)
	for _, c := range folded {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

// wordState is what Normalize remembers between two runes.
type wordState struct {
	start  int  // length of dst before the first rune
	gap    bool // a separator is owed before the next letter
	number bool // the last thing written is the 0 of a number
	digits bool // numbers stay as they are, in ASCII
}

// put appends a folded letter or zero, with the space owed before it.
func (w *wordState) put(dst []byte, r rune) []byte {
	if w.number && r == '0' {
		w.gap = false // 7:26, 1,000 and 2024-09-27 are one number each
		return dst
	}
	if w.gap && len(dst) > w.start {
		dst = append(dst, ' ')
	}
	w.gap, w.number = false, r == '0' && !w.digits
	if r < utf8.RuneSelf {
		return append(dst, byte(r))
	}
	return utf8.AppendRune(dst, r)
}

// putSlow appends a rune that folds to several, or that the table leaves out.
func (w *wordState) putSlow(dst []byte, r rune) []byte {
	if w.digits && unicode.IsNumber(r) {
		return w.putNumber(dst, r)
	}
	var buf [64]byte // ﷺ, the longest, folds to 33 bytes
	folded := foldSlow(buf[:0], r)
	for i := 0; i < len(folded); {
		f, size := utf8.DecodeRune(folded[i:])
		i += size
		if f == foldGap {
			w.gap = true
			continue
		}
		dst = w.put(dst, f)
	}
	return dst
}

// putNumber appends the ASCII form of a number: a digit of any script, or what
// a compatibility form (², ⅷ, ½) unfolds to. Others (Roman ↀ) stay.
func (w *wordState) putNumber(dst []byte, r rune) []byte {
	var enc [utf8.UTFMax]byte
	parts := norm.NFKD.Properties(enc[:utf8.EncodeRune(enc[:], r)]).Decomposition()
	if parts == nil {
		return w.put(dst, ascii(r))
	}
	for i := 0; i < len(parts); {
		p, size := utf8.DecodeRune(parts[i:])
		i += size
		if !unicode.IsLetter(p) && !unicode.IsNumber(p) {
			w.gap = true
			continue
		}
		dst = w.put(dst, ascii(unicode.ToLower(p)))
	}
	return dst
}

// ascii is the ASCII form of a decimal digit of any script, and any other rune
// itself: Unicode gives each set of ten a run of its own, from zero up.
func ascii(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	return r
}

// foldSlow appends what r folds to: nothing, a space, or letters and zeros.
func foldSlow(dst []byte, r rune) []byte {
	var enc [utf8.UTFMax]byte
	one := enc[:utf8.EncodeRune(enc[:], r)]
	if parts := norm.NFKD.Properties(one).Decomposition(); parts != nil && unfolds(r) {
		for i := 0; i < len(parts); {
			p, size := utf8.DecodeRune(parts[i:])
			i += size
			dst = foldOne(dst, p)
		}
		return dst
	}
	return foldOne(dst, r)
}

// unfolds tells whether r is taken apart. Scripts whose marks stay (Devanagari,
// kana, hangul) are left whole, so that both their spellings do not mix.
func unfolds(r rune) bool {
	return r < foldLimit || r >= 0x1E00 && r < 0x2C00 || r >= 0xFB00 && r < 0xFFF0
}

// foldOne folds a rune that does not decompose.
func foldOne(dst []byte, r rune) []byte {
	switch r {
	case 'ß', 'ẞ':
		return append(dst, 's', 's')
	case 'ı':
		return append(dst, 'i')
	case 'ـ': // tatweel
		return dst
	case 'ى', 'ی', 'ې':
		return append(dst, "ي"...)
	case 'ک', 'ڪ':
		return append(dst, "ك"...)
	case 'ة', 'ہ', 'ھ', 'ە', 'ۃ':
		return append(dst, "ه"...)
	case 'ٱ':
		return append(dst, "ا"...)
	}
	switch {
	case silent(r):
		return dst
	case unicode.IsNumber(r):
		return append(dst, '0')
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return utf8.AppendRune(dst, unicode.ToLower(r))
	}
	return append(dst, ' ')
}

// silent runes leave no trace in normalised text: controls that format, and the
// marks of scripts that can be read without them.
func silent(r rune) bool {
	if unicode.Is(unicode.Cf, r) {
		return true // bidi controls, joiners, soft hyphen, byte order mark
	}
	if !unicode.Is(unicode.Mn, r) {
		return false
	}
	return r < foldLimit || r >= 0x1AB0 && r < 0x1B00 || r >= 0x1DC0 && r < 0x1E00 ||
		r >= 0x20D0 && r < 0x2100 || r >= 0xFE00 && r < 0xFE30
}
