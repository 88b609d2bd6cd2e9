package decode

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// fixtures holds the pages and cases.tsv, what each must be read as.
const fixtures = "../../../fixtures/decode"

// fixture is one row of cases.tsv.
type fixture struct {
	file, contentType string
	want              Info
	text              string
}

func loadFixtures(t testing.TB) []fixture {
	t.Helper()
	table, err := os.ReadFile(filepath.Join(fixtures, "cases.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := rows("cases.tsv", string(table), 7)
	if err != nil {
		t.Fatal(err)
	}
	var out []fixture
	for _, f := range lines {
		out = append(out, fixture{f[0], f[1], Info{Charset: f[2], From: f[3], Repaired: f[4], UnknownLabel: f[5]}, f[6]})
	}
	if len(out) == 0 {
		t.Fatal("cases.tsv has no rows")
	}
	return out
}

func page(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(fixtures, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBytes_Fixtures(t *testing.T) {
	for _, f := range loadFixtures(t) {
		t.Run(f.file+" "+f.contentType, func(t *testing.T) {
			b := page(t, f.file)
			kept := bytes.Clone(b)
			got, info := Bytes(b, f.contentType)
			if info != f.want {
				t.Errorf("Info = %+v, want %+v", info, f.want)
			}
			if !strings.Contains(string(got), f.text) || !utf8.Valid(got) {
				t.Errorf("text lacks %q:\n%s", f.text, got)
			}
			if !bytes.Equal(b, kept) {
				t.Error("the input was changed")
			}
			if kind, ok := IsBinary(b); ok {
				t.Errorf("IsBinary says %q", kind)
			}
		})
	}
}

func TestBytes_EveryFixtureHasARow(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(fixtures, "*.html"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures (%v)", err)
	}
	named := map[string]bool{}
	for _, f := range loadFixtures(t) {
		named[f.file] = true
	}
	for _, p := range paths {
		if !named[filepath.Base(p)] {
			t.Errorf("%s has no row in cases.tsv", p)
		}
	}
}

func TestBytes_ValidUTF8IsReturnedAsItIs(t *testing.T) {
	for _, name := range []string{"utf8-says-1256.html", "genuine-icelandic.html", "ascii.html"} {
		b := page(t, name)
		if got, _ := Bytes(b, ""); &got[0] != &b[0] || len(got) != len(b) {
			t.Errorf("%s was copied", name)
		}
		if n := testing.AllocsPerRun(100, func() { Bytes(b, "text/html; charset=utf-8") }); n != 0 {
			t.Errorf("%s: %v allocations, want 0", name, n)
		}
	}
}

func TestBytes_CutAnywhereNeverPanics(t *testing.T) {
	for _, f := range loadFixtures(t) {
		b := page(t, f.file)
		for n := 0; n < len(b); n += 1 + len(b)/97 {
			if got, info := Bytes(b[:n], f.contentType); !utf8.Valid(got) || info.Charset == "" || info.From == "" {
				t.Fatalf("%s cut at %d: %+v", f.file, n, info)
			}
		}
	}
}

func TestBytes_NothingInNothingOut(t *testing.T) {
	for _, in := range []string{"", bomUTF8, bomUTF16LE, bomUTF16BE, bomUTF8 + bomUTF8} {
		if got, info := Bytes([]byte(in), ""); len(got) != 0 || info.Charset == "" {
			t.Errorf("Bytes(%q) = %q, %+v", in, got, info)
		}
	}
}

func TestLookup_SpellingsOfLabels(t *testing.T) {
	tests := []struct{ label, want string }{
		{"windows-1256", "windows-1256"}, {"CP1256", "windows-1256"}, {"x-cp1256", "windows-1256"}, {"win-1256", "windows-1256"},
		{"windows_1256", "windows-1256"}, {"Windows 1256", "windows-1256"}, {"windows1256", "windows-1256"}, {"cp-1256", "windows-1256"},
		{"arabic", "iso-8859-6"}, {"ISO_8859-6", "iso-8859-6"}, {"latin1", "windows-1252"}, {"UTF8", "utf-8"}, {"utf8mb4", "utf-8"},
		{"gb2312", "gbk"}, {"x-sjis", "shift_jis"}, {" 'utf-8' ", "utf-8"},
		{"hz-gb-2312", ""}, {"x-user-defined", ""}, {"nonsense", ""}, {"", ""}, {"windows-9999", ""}, {"ترميز", ""},
	}
	for _, tt := range tests {
		if got := lookup([]byte(tt.label)); got != tt.want {
			t.Errorf("lookup(%q) = %q, want %q", tt.label, got, tt.want)
		}
	}
}

func TestDeclared_WhereALabelMayStand(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"bare value", `<meta charset=koi8-r>`, "koi8-r"},
		{"self-closing", `<META CHARSET='koi8-r'/>`, "koi8-r"},
		{"http-equiv after content", `<meta content="text/html; charset = koi8-r" http-equiv=Content-Type>`, "koi8-r"},
		{"other http-equiv", `<meta http-equiv=refresh content="0; charset=koi8-r">`, ""},
		{"in a comment", `<!-- <meta charset=koi8-r> -->`, ""},
		{"in a script", `<script>"<meta charset=koi8-r>"</script>`, ""},
		{"utf-16 in ASCII means UTF-8", `<meta charset=utf-16>`, "utf-8"},
		{"first known one", `<meta charset=bogus><meta charset=koi8-r><meta charset=big5>`, "koi8-r"},
		{"xml declaration", ` <?xml version="1.0" encoding='koi8-r'?>`, "koi8-r"},
		{"never closed", `<meta charset=koi8-r`, ""},
		{"equals alone", `<meta = charset=koi8-r>`, "koi8-r"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := declared([]byte(tt.page), headerValue{}); got.meta.charset != tt.want {
				t.Errorf("declared(%q) = %q, want %q", tt.page, got.meta.charset, tt.want)
			}
		})
	}
}

func TestTables_ParseInFull(t *testing.T) {
	languages, err := parseLetters(lettersTSV)
	if err != nil || len(languages) == 0 {
		t.Fatalf("%d languages, %v", len(languages), err)
	}
	if err := parsePairs(pairsTSV, languages); err != nil {
		t.Fatal(err)
	}
	for _, l := range languages {
		for _, charset := range l.charsets {
			if singleByte(charset) == nil {
				t.Errorf("%s: %q is no single-byte charset", l.name, charset)
			}
		}
		if (l.name == "ar" || l.name == "fa") && len(l.pairs) < 300 {
			t.Errorf("%s: %d pairs", l.name, len(l.pairs))
		}
	}
	if multi, err := parseIdeographs(ideographsTSV); err != nil || len(multi) != 4 {
		t.Errorf("%d East Asian languages, %v", len(multi), err)
	}
}

func TestTables_BadRowIsAnError(t *testing.T) {
	if _, err := parseLetters("ar\twindows-1256"); err == nil || !strings.Contains(err.Error(), "letters.tsv:1") {
		t.Errorf("parseLetters: %v", err)
	}
	if _, err := parseLetters("ar\twindows-1256\tاx"); err == nil {
		t.Error("parseLetters took a letter without a count")
	}
	if err := parsePairs("ar\tا\t5", nil); err == nil {
		t.Error("parsePairs took a pair of one letter")
	}
}

func TestIsBinary_KindsByContent(t *testing.T) {
	controls := strings.Repeat("\x00\x01\x02\x03", 8)
	tests := []struct{ name, in, want string }{
		{"pdf", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "PDF document"},
		{"png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG image"},
		{"jpeg", "\xFF\xD8\xFF\xE0\x00\x10JFIF", "JPEG image"},
		{"gif", "GIF89a\x01\x00\x01\x00", "GIF image"},
		{"webp", "RIFF\x24\x00\x00\x00WEBPVP8 ", "WebP image"},
		{"zip", "PK\x03\x04\x14\x00", "ZIP archive"},
		{"gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00", "gzip data"},
		{"mp4", "\x00\x00\x00\x20ftypisom\x00\x00\x02\x00", "MP4 video"},
		{"mp3", "ID3\x04\x00\x00\x00" + controls, "MP3 audio"},
		{"elf", "\x7FELF\x02\x01\x01", "ELF program"},
		{"zero bytes", strings.Repeat("\x00", 64), "binary data"},
		{"control characters", controls, "binary data"},
		{"text that opens as MP3 does", "ID3 tags hold the title of a song.", ""},
		{"text that opens as bzip2 does", "BZh is how bzip2 data starts.", ""},
		{"text that opens as a bitmap does", "BM and MZ open other files.", ""},
		{"stray control characters", "one \x01 two \x02 three", ""},
		{"coloured terminal output", strings.Repeat("\x1b[31mred\x1b[0m ", 20), ""},
		{"utf-16 with mark", bomUTF16LE + "a\x00b\x00", ""},
		{"utf-16 without mark", strings.Repeat("a\x00b\x00", 20), ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if kind, ok := IsBinary([]byte(tt.in)); kind != tt.want || ok != (tt.want != "") {
				t.Errorf("IsBinary = %q, %v, want %q", kind, ok, tt.want)
			}
		})
	}
}
