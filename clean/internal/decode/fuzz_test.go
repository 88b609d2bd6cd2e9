package decode

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

// FuzzBytes: whatever comes in, the result is valid UTF-8, and reading it again
// as the UTF-8 that it is changes nothing.
func FuzzBytes(f *testing.F) {
	for _, c := range loadFixtures(f) {
		f.Add(page(f, c.file), c.contentType)
	}
	f.Add([]byte("<!--<a <meta charset=\"<script>\xff\xfe\x1b$B"), "text/html; charset=iso-2022-jp")
	f.Fuzz(func(t *testing.T, b []byte, contentType string) {
		kept := bytes.Clone(b)
		got, info := Bytes(b, contentType)
		if !utf8.Valid(got) {
			t.Fatalf("not UTF-8: %q (%+v)", got, info)
		}
		if !bytes.Equal(b, kept) {
			t.Fatal("the input was changed")
		}
		if info.Charset == "" || info.From == "" {
			t.Fatalf("undecided: %+v", info)
		}
		if again, info := Bytes(got, "text/html; charset=utf-8"); !bytes.Equal(again, got) {
			t.Fatalf("read again: %q -> %q (%+v)", got, again, info)
		}
		IsBinary(b)
	})
}
