package similar_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"matn/clean/similar"
)

func TestFold(t *testing.T) {
	tests := []struct{ rule, in, want string }{
		{"empty", "", ""},
		{"harakat and tatweel", "مُحَمَّـــدٌ", "محمد"},
		{"alef forms", "إلى أن آمن", "الي ان امن"},
		{"teh marbuta, alef maksura", "قراءةٌ على", "قراءه علي"},
		{"hamza on a carrier", "مسؤول شئون", "مسوول شيون"},
		{"Persian letters", "کیهان", "كيهان"},
		{"Arabic-Indic and Persian digits", "١٤٣٨ ۱۴۰۲", "1438 1402"},
		{"numbers stay apart", "27/09/2024 7:26", "27 09 2024 7 26"},
		{"zeros stay", "2000 007", "2000 007"},
		{"digits at letters", "AFP٢٤", "afp24"},
		{"fractions and superscripts", "½ m²", "1 2 m2"},
		{"digits beyond the plane", "𝟙𝟚", "12"},
		{"Devanagari digits", "२०२४", "2024"},
		{"circled", "①", "1"},
		{"case, accents, width", "Ｐublié ÉTÉ", "publie ete"},
		{"invalid UTF-8", "a\xffb", "a b"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if got := similar.Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestHash_IsOfTheWordsNotTheSpelling(t *testing.T) {
	if a, b := similar.Hash("أعلن الكرملين، أمس."), similar.Hash("اعلن الكرملين أمس"); a != b {
		t.Errorf("%x and %x differ", a, b)
	}
	if similar.Hash("في 2016") == similar.Hash("في 2017") {
		t.Error("two years have one hash")
	}
	if similar.Hash(" … ") != 0 || similar.SimHash("—") != 0 {
		t.Error("text without words has a hash")
	}
}

// Stored hashes must keep their meaning.
func TestHash_IsStableAcrossVersions(t *testing.T) {
	const text = "تحادث وزير الخارجية الأميركي جون كيري مع الرئيس الروسي"
	if got, want := similar.Hash(text), uint64(0xb6bbb09a1657cbc4); got != want {
		t.Errorf("Hash = %#x, want %#x", got, want)
	}
	if got, want := similar.SimHash(text), uint64(0xe7878aea149b7889); got != want {
		t.Errorf("SimHash = %#x, want %#x", got, want)
	}
}

// story is prose of n different words.
func story(n int) []string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("كلمة%c%c", 'ا'+rune(i%25), 'ا'+rune(i/25%25))
	}
	return words
}

func TestSimHash_CopyIsNearAndOtherTextIsFar(t *testing.T) {
	words := story(620)
	whole := similar.SimHash(strings.Join(words, " "))
	near := 0
	for i := range words {
		edited := append([]string{}, words...)
		edited[i] = "تصحيح"
		if similar.Distance(whole, similar.SimHash(strings.Join(edited, "، "))) <= similar.Near {
			near++
		}
	}
	if near < len(words)*3/4 {
		t.Errorf("one word in %d changed: %d copies within %d, want three of four", len(words), near, similar.Near)
	}
	if d := similar.Distance(whole, similar.SimHash(strings.Repeat("نص آخر تماما عن شيء مختلف ", 60))); d < 12 {
		t.Errorf("another text: distance %d, want a dozen at least", d)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"إقرأ ١٢ أيضاً", "½²ⅷ①", "a\xff", "𝟙 7:26", "ﷺ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := similar.Fold(s)
		if !utf8.ValidString(once) || strings.Contains(once, "  ") || strings.TrimSpace(once) != once {
			t.Fatalf("Fold(%q) = %q", s, once)
		}
		if again := similar.Fold(once); again != once {
			t.Errorf("folding twice: %q, then %q", once, again)
		}
		if similar.Hash(s) != similar.Hash(once) || similar.SimHash(s) != similar.SimHash(once) {
			t.Errorf("%q and its folded form have different hashes", s)
		}
	})
}

func ExampleFold() {
	fmt.Println(similar.Fold("أُعلِنَ في ١٤ يوليـــو: «كيري» إلى موسكو"))
	// Output: اعلن في 14 يوليو كيري الي موسكو
}

func ExampleHash() {
	fmt.Println(similar.Hash("إقرأ أيضاً: الأخبار") == similar.Hash("اقرا ايضا الاخبار"))
	// Output: true
}

func ExampleDistance() {
	a := similar.SimHash("قال المتحدث باسم الكرملين إن موسكو تأمل في توسيع عدد المشاركين في عمل مركز المعلومات")
	b := similar.SimHash("قال المتحدّث باسم الكرملين: إن موسكو تأمل في توسيع عدد المشاركين في عمل مركز المعلومات.")
	fmt.Println(similar.Distance(a, b) <= similar.Near)
	// Output: true
}

func BenchmarkSimHash(b *testing.B) {
	text := strings.Join(story(1000), " ")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		similar.SimHash(text)
	}
}
