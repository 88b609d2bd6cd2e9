package date

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// appendFold appends w as it is matched, never as it is shown: lower case,
// without accents, vowel signs, tatweel and invisible marks, with the variants
// of one Arabic letter made one. Persian and Urdu forms of a letter fold to the
// Arabic one.
func appendFold(dst []byte, w string) []byte {
	for i := 0; i < len(w); {
		c := w[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(w[i:])
		switch {
		case isArabic(r):
			if f := foldArabic(r); f != 0 {
				dst = utf8.AppendRune(dst, f)
			}
		case decomposes(r):
			dst = appendDecomposed(dst, r)
		case !isInvisible(r):
			dst = utf8.AppendRune(dst, r)
		}
		i += size
	}
	return dst
}

func isArabic(r rune) bool { return r >= 0x0600 && r <= 0x06FF }

// decomposes bounds the scripts where accents and presentation forms matter:
// Latin, Greek, Cyrillic and Hebrew below, Arabic and full-width forms above.
func decomposes(r rune) bool {
	return r < 0x0600 || (r >= 0x1E00 && r < 0x2000) || (r >= 0xFB00 && r <= 0xFFEF && !isInvisible(r))
}

// appendDecomposed appends r in lower case without its marks. Letters that
// Unicode does not decompose but newspapers write without their stroke follow.
func appendDecomposed(dst []byte, r rune) []byte {
	switch r = unicode.ToLower(r); r {
	case 'ı':
		return append(dst, 'i')
	case 'ł':
		return append(dst, 'l')
	case 'ø':
		return append(dst, 'o')
	case 'đ':
		return append(dst, 'd')
	case 'ß':
		return append(dst, "ss"...)
	}
	var in, out [64]byte
	n := utf8.EncodeRune(in[:], r)
	for part := norm.NFKD.Append(out[:0], in[:n]...); len(part) > 0; {
		p, size := utf8.DecodeRune(part)
		part = part[size:]
		switch {
		case isArabic(p):
			if f := foldArabic(p); f != 0 {
				dst = utf8.AppendRune(dst, f)
			}
		case !unicode.Is(unicode.Mn, p):
			dst = utf8.AppendRune(dst, p)
		}
	}
	return dst
}

// foldArabic gives the letter that stands for r, 0 when r is only a mark.
func foldArabic(r rune) rune {
	switch r {
	case 'آ', 'أ', 'إ', 'ٱ':
		return 'ا'
	case 'ؤ':
		return 'و'
	case 'ئ', 'ى', 'ی', 'ې', 'ۍ', 'ے', 'ۓ':
		return 'ي'
	case 'ک', 'ڪ':
		return 'ك'
	case 'ة', 'ۀ', 'ہ', 'ۂ', 'ۃ', 'ە', 'ھ':
		return 'ه'
	case 'ڤ':
		return 'ف'
	case 'ـ':
		return 0
	}
	if (r >= 0x064B && r <= 0x065F) || r == 0x0670 || r == 0x061C || (r >= 0x06D6 && r <= 0x06ED && unicode.Is(unicode.Mn, r)) {
		return 0
	}
	return r
}

// isInvisible reports marks that no reader sees: bidi controls, joiners, the
// soft hyphen, the byte order mark.
func isInvisible(r rune) bool {
	switch {
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2069:
		return true
	}
	return r == 0x00AD || r == 0x061C || r == 0xFEFF
}

// foldPunct gives one sign for all that are printed in its place.
func foldPunct(r rune) rune {
	switch r {
	case '‐', '‑', '‒', '–', '—', '―', '−', '－', 'ـ':
		return '-'
	case '’', '‘', 'ʼ', '`', '´', '′', '׳':
		return '\''
	case '،', '，', '、':
		return ','
	case '：':
		return ':'
	case '⁄', '∕', '／':
		return '/'
	case '．', '。':
		return '.'
	case '（':
		return '('
	case '）':
		return ')'
	case '｜', '│', '¦':
		return '|'
	case '＋':
		return '+'
	}
	return r
}
