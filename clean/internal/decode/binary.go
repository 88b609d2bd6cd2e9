package decode

import (
	"bytes"
	"strings"
)

// signature is how a kind of file that is no text begins.
type signature struct {
	offset int
	magic  string
	kind   string
}

// signatures of the files that a crawl meets in place of a page, from the
// published description of each format. Magic numbers that are plain words
// ("BM", "MZ") are left to the count of control characters.
var signatures = [...]signature{
	{0, "%PDF-", "PDF document"},
	{0, "\x89PNG\r\n\x1a\n", "PNG image"},
	{0, "\xFF\xD8\xFF", "JPEG image"},
	{0, "GIF87a", "GIF image"},
	{0, "GIF89a", "GIF image"},
	{0, "II*\x00", "TIFF image"},
	{0, "MM\x00*", "TIFF image"},
	{0, "\x00\x00\x01\x00", "icon"},
	{8, "WEBPVP8", "WebP image"},
	{4, "ftypavif", "AVIF image"},
	{4, "ftyphei", "HEIF image"},
	{4, "ftypmif1", "HEIF image"},
	{0, "PK\x03\x04", "ZIP archive"},
	{0, "PK\x05\x06", "ZIP archive"},
	{0, "\x1f\x8b", "gzip data"},
	{0, "BZh", "bzip2 data"},
	{0, "\xFD7zXZ\x00", "xz data"},
	{0, "\x28\xB5\x2F\xFD", "zstd data"},
	{0, "7z\xBC\xAF\x27\x1C", "7-Zip archive"},
	{0, "Rar!\x1A\x07", "RAR archive"},
	{257, "ustar", "tar archive"},
	{0, "ID3", "MP3 audio"},
	{0, "\xFF\xFB", "MP3 audio"},
	{0, "OggS\x00", "Ogg audio or video"},
	{0, "fLaC", "FLAC audio"},
	{8, "WAVEfmt ", "WAV audio"},
	{8, "AVI LIST", "AVI video"},
	{4, "ftyp", "MP4 video"},
	{0, "\x1A\x45\xDF\xA3", "Matroska or WebM video"},
	{0, "FLV\x01", "Flash video"},
	{0, "\x7FELF", "ELF program"},
	{0, "\xCA\xFE\xBA\xBE", "Java class or Mach-O program"},
	{0, "\xCF\xFA\xED\xFE", "Mach-O program"},
	{0, "\x00asm", "WebAssembly module"},
	{0, "wOFF", "font"},
	{0, "wOF2", "font"},
	{0, "\x00\x01\x00\x00\x00", "font"},
	{0, "OTTO\x00", "font"},
	{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Microsoft Office document"},
	{0, "SQLite format 3\x00", "SQLite database"},
}

const (
	binaryWindow = 4 << 10 // bytes looked at for control characters
	// minControls and controlShare: text that was damaged holds a stray control
	// character or two; random bytes are a tenth of them.
	minControls  = 8
	controlShare = 20 // one in this many bytes is too many
	// plainMagic is the length up to which a magic number of ASCII letters also
	// starts words, so that control characters must follow ("ID3", "BZh").
	plainMagic = 4
)

// IsBinary reports whether b is no text at all, and what it is, in words for an
// error message such as "PDF document". UTF-16 is text.
func IsBinary(b []byte) (kind string, ok bool) {
	if bytes.HasPrefix(b, []byte(bomUTF8)) {
		return "", false
	}
	controls := manyControls(b)
	for _, s := range signatures {
		if len(b) < s.offset || !bytes.HasPrefix(b[s.offset:], []byte(s.magic)) {
			continue
		}
		if controls || s.offset > 0 || len(s.magic) > plainMagic || strings.ContainsFunc(s.magic, notASCIILetter) {
			return s.kind, true
		}
	}
	if !controls || isUTF16(b) {
		return "", false
	}
	return "binary data", true
}

func notASCIILetter(r rune) bool {
	return r >= 0x80 || !isASCIILetter(byte(r)) && (r < '0' || r > '9')
}

// isUTF16 reports whether b is UTF-16, by its mark or its zero bytes.
func isUTF16(b []byte) bool {
	return bytes.HasPrefix(b, []byte(bomUTF16LE)) || bytes.HasPrefix(b, []byte(bomUTF16BE)) || evidentUTF16(b) != ""
}

// manyControls reports whether the start of b has control characters that no
// text has, zero bytes among them.
func manyControls(b []byte) bool {
	b = b[:min(len(b), binaryWindow)]
	n := 0
	for _, c := range b {
		if isControl(c) {
			n++
		}
	}
	return n >= minControls && n*controlShare >= len(b)
}

// isControl reports whether c is a control character that is in no text. ESC is
// in ISO-2022-JP and in terminal output.
func isControl(c byte) bool {
	switch c {
	case '\t', '\n', '\r', '\f', '\v', '\b', 0x1B:
		return false
	}
	return c < ' ' || c == 0x7F
}
