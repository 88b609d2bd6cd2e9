package decode_test

import (
	"fmt"

	"matn/clean/internal/decode"
)

func ExampleBytes() {
	// A page in windows-1256 from a server that calls everything ISO-8859-1.
	page := []byte("<title>\xC3\xCE\xC8\xC7\xD1 \xC7\xE1\xED\xE6\xE3</title>" +
		"<p>\xC7\xDD\xCA\xCA\xCD\xCA \xC7\xE1\xC8\xE1\xCF\xED\xC9 \xC7\xE1\xCC\xD3\xD1 \xC7\xE1\xCC\xCF\xED\xCF</p>")
	text, info := decode.Bytes(page, "text/html; charset=ISO-8859-1")
	fmt.Printf("%s\n%s by %s\n", text, info.Charset, info.From)
	// Output:
	// <title>أخبار اليوم</title><p>افتتحت البلدية الجسر الجديد</p>
	// windows-1256 by guess
}

func ExampleBytes_mojibake() {
	text, info := decode.Bytes([]byte("Ø£Ø®Ø¨Ø§Ø± Ø§Ù„ÙŠÙˆÙ…"), "")
	fmt.Printf("%s (%s)\n", text, info.Repaired)
	// Output: أخبار اليوم (mojibake)
}

func ExampleIsBinary() {
	kind, ok := decode.IsBinary([]byte("%PDF-1.7\n"))
	fmt.Println(kind, ok)
	// Output: PDF document true
}
