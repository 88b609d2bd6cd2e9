package eval_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"matn/clean/eval"
)

func TestWords(t *testing.T) {
	tests := []struct {
		rule, in string
		want     []string
	}{
		{"empty", "", nil},
		{"punctuation alone", "… -- «»", nil},
		{"lower case", "The BBC", []string{"the", "bbc"}},
		{"apostrophe and hyphen cut", "don't well-known", []string{"don", "t", "well", "known"}},
		{"underscore joins", "snake_case", []string{"snake_case"}},
		{"numbers of every kind", "3.5 ½ ٣٤ x²", []string{"3", "5", "½", "٣٤", "x²"}},
		{"Arabic", "قال الرئيس، أمس:", []string{"قال", "الرئيس", "أمس"}},
		{"harakat cut, as in Python", "مُحَمَّد", []string{"م", "ح", "م", "د"}},
		{"tatweel is a letter", "مـحمد", []string{"مـحمد"}},
		{"joiner cuts, as in Python", "می\u200cخواهم", []string{"می", "خواهم"}},
		{"CJK runs until punctuation", "東京で、会議。", []string{"東京で", "会議"}},
		{"composed accents are letters", "Élysée", []string{"élysée"}},
		{"combining accents cut", "e\u0301t", []string{"e", "t"}},
		{"invalid UTF-8 cuts", "a\xffb", []string{"a", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if got := eval.Words(tt.in); !slices.Equal(got, tt.want) {
				t.Errorf("Words(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzWords(f *testing.F) {
	f.Add("The BBC's مُحَمَّد 東京 x²")
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range eval.Words(s) {
			if w == "" || utf8.ValidString(s) && !utf8.ValidString(w) {
				t.Errorf("Words(%q) has %q", s, w)
			}
			if again := eval.Words(w); len(again) != 1 {
				t.Errorf("word %q reads as %q", w, again)
			}
		}
	})
}
