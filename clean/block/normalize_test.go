package block_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"matn/clean/block"
)

func normalized(s string) string { return string(block.Normalize(nil, s)) }

func TestNormalize(t *testing.T) {
	tests := []struct{ rule, in, want string }{
		{"empty", "", ""},
		{"punctuation alone is nothing", " ** | … ", ""},
		{"alef forms are one", "أإآٱا", "ااااا"},
		{"alef with hamza, decomposed", "ا\u0654قرا", "اقرا"},
		{"teh marbuta is heh", "الأكثر قراءة", "الاكثر قراءه"},
		{"alef maksura, Persian yeh", "على علی علي", "علي علي علي"},
		{"Persian and Urdu kaf, heh", "ک ہ ھ", "ك ه ه"},
		{"harakat and tatweel drop", "مُحَمَّـــدٌ", "محمد"},
		{"hamza on a carrier is a mark", "مسؤول مسئول", "مسوول مسيول"},
		{"hamza on the line stays", "ماء", "ماء"},
		{"presentation forms unfold", "ﻻ ﷲ", "لا الله"},
		{"one rune may be several words", "ﷺ", "صلي الله عليه وسلم"},
		{"bidi and joiners vanish inside words", "\u200fمی\u200cخواهم\u202c", "ميخواهم"},
		{"soft hyphen vanishes", "Wahl\u00adkampf", "wahlkampf"},
		{"accents drop, composed or not", "Publié e\u0301te\u0301", "publie ete"},
		{"Turkish i, dotted or not, upper or lower", "İLGİLİ Ilgılı ilgili", "ilgili ilgili ilgili"},
		{"sharp s", "Straße STRASSE", "strasse strasse"},
		{"lower case longer than upper case", "ȺB", "ⱥb"},
		{"ligature", "ﬁn", "fin"},
		{"Cyrillic lower case", "ЧИТАЙТЕ", "читаите"},
		{"niqqud drops", "שָׁלוֹם", "שלום"},
		{"Devanagari vowels stay", "हिन्दी", "हिन्दी"},
		{"digits of any script, one zero", "١٤٣٨ ۱۴۰۲ 2024", "0"},
		{"a clock and a date are one number each", "في 27-09-2024 عند 7:26", "في 0 عند 0"},
		{"number beside a word", "24° مئوية", "0 ميويه"},
		{"digits stuck to letters", "AFP24", "afp0"},
		{"quotes and ellipsis separate", "«كيري»..“بوتين”…", "كيري بوتين"},
		{"no-break and odd spaces", "a\u00a0\u2003b\tc\nd", "a b c d"},
		{"invalid UTF-8 is a space", "a\xffb", "a b"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if got := normalized(tt.in); got != tt.want {
				t.Errorf("Normalize(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestNormalize_AppendsToDst(t *testing.T) {
	got := block.Normalize([]byte("kept "), "  A")
	if want := "kept a"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNormalize_AllocatesNothingWithRoomInDst(t *testing.T) {
	dst := make([]byte, 0, 1024)
	text := "إقرأ أيضاً: «كيري» في موسكو ﻻ ﷺ Publié le 27/09/2024"
	if n := testing.AllocsPerRun(100, func() { dst = block.Normalize(dst[:0], text) }); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
	if n := testing.AllocsPerRun(100, func() { block.Fingerprint(text) }); n != 0 {
		t.Errorf("Fingerprint: %v allocations, want 0", n)
	}
}

func TestFingerprint_IsStableAcrossVersions(t *testing.T) {
	// Stored fingerprints must keep their meaning: change these only with the
	// version of every file format that holds them.
	tests := []struct {
		in   string
		want uint64
	}{
		{"", 0},
		{"---", 0},
		{"a", 0xaf63dc4c8601ec8c}, // published FNV-1a test vector
		{"foobar", 0x85944171f73967e8},
	}
	for _, tt := range tests {
		if got := block.Fingerprint(tt.in); got != tt.want {
			t.Errorf("Fingerprint(%q) = %#x, want %#x", tt.in, got, tt.want)
		}
	}
}

func TestFingerprint_SameLineSameHash(t *testing.T) {
	same := [][2]string{
		{"اقرأ أيضًا:", "إقرا ايضا"},
		{"12 تعليقًا", "٣٤٥ تعليقا"},
		{"Read more »", "READ MORE"},
	}
	for _, p := range same {
		if block.Fingerprint(p[0]) != block.Fingerprint(p[1]) {
			t.Errorf("%q and %q differ", p[0], p[1])
		}
	}
	if block.Fingerprint("قراءة") == block.Fingerprint("قراءات") {
		t.Error("different words share a fingerprint")
	}
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"إقرأ أيضاً", "ﷺ", "İstanbul'da 1.5", "a\xff", "e\u0301", "ß ẞ", "हिन्दी"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := block.Normalize(nil, s)
		if !utf8.Valid(once) {
			t.Fatalf("Normalize(%q) = %q, not UTF-8", s, once)
		}
		if again := block.Normalize(nil, string(once)); !bytes.Equal(once, again) {
			t.Errorf("Normalize is not idempotent: %q then %q", once, again)
		}
		if bytes.Contains(once, []byte("  ")) || len(bytes.TrimSpace(once)) != len(once) {
			t.Errorf("loose spaces in %q", once)
		}
		if !utf8.ValidString(s) {
			return
		}
		if c := normalized(norm.NFC.String(s)); c != string(once) && !strings.ContainsFunc(s, wholeScript) {
			t.Errorf("NFC of %q gives %q, want %q", s, c, once)
		}
	})
}

// wholeScript marks runes that Normalize does not take apart.
func wholeScript(r rune) bool { return r >= 0x700 && !(r >= 0x1E00 && r < 0x2C00) }

func ExampleNormalize() {
	fmt.Printf("%s\n", block.Normalize(nil, "إقرأ أيضاً: «كيري» في موسكو…"))
	// Output: اقرا ايضا كيري في موسكو
}

func ExampleFingerprint() {
	fmt.Println(block.Fingerprint("Read more »") == block.Fingerprint("READ MORE"))
	// Output: true
}

func BenchmarkNormalize(b *testing.B) {
	lines := map[string]string{
		"arabic": strings.Repeat("تحادث وزير الخارجية الأميركي مع الرئيس الروسي. ", 20),
		"latin":  strings.Repeat("The minister said on Monday that talks will go on. ", 20),
	}
	for name, text := range lines {
		b.Run(name, func(b *testing.B) {
			dst := make([]byte, 0, 2*len(text))
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				dst = block.Normalize(dst[:0], text)
			}
		})
	}
}
