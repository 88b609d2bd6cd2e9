package score

import (
	"slices"
	"testing"
)

func TestCountText_ByRule(t *testing.T) {
	tests := []struct {
		name, in string
		want     textStats // hash left out
	}{
		{"empty", "", textStats{}},
		{"words with case, one of them upper", "Rain in iceland, 30%.", textStats{sentence: 1, comma: 1, punct: 2, sym: 1, digit: 2, cased: 3, upper: 1, end: endSentence}},
		{"case counts at the start of a word alone", "iPhone McX", textStats{cased: 2, upper: 1}},
		{"Arabic has no case", "قال الوزير: نعم؟", textStats{sentence: 1, punct: 2, end: endSentence}},
		{"Arabic comma and digits", "٣، ٤؛", textStats{comma: 2, punct: 2, digit: 2, end: endComma}},
		{"separators", "A | B › C", textStats{sep: 2, cased: 3, upper: 3}},
		{"three dots", "more...", textStats{sentence: 3, punct: 3, cased: 1, end: endEllipsis}},
		{"dots alone", "...", textStats{sentence: 3, punct: 3, end: endSentence}},
		{"ellipsis", "more…", textStats{sentence: 1, punct: 1, cased: 1, end: endEllipsis}},
		{"colon", "By:", textStats{punct: 1, cased: 1, upper: 1, end: endColon}},
		{"quote", "«نعم»", textStats{punct: 2, end: endQuote}},
		{"ideographs", "今日、雨。", textStats{sentence: 1, comma: 1, punct: 2, end: endSentence}},
		{"not UTF-8", "a\xff\xfe.", textStats{sentence: 1, punct: 1, cased: 1, end: endSentence}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := countText(tt.in)
			if got.hash = 0; got != tt.want {
				t.Errorf("countText(%q) = %+v, want %+v", tt.in, got, tt.want)
			}
		})
	}
}

func TestWords_LowerCaseOfASCII(t *testing.T) {
	tests := []struct {
		name, a, b string
		same       bool
	}{
		{"case", "Flood IN Town", "flood in town", true},
		{"punctuation", "flood, in — town!", "flood in town", true},
		{"Arabic", "«فيضان» في المدينة.", "فيضان في المدينة", true},
		{"order", "in flood town", "flood in town", false},
		{"glued", "floodin town", "flood in town", false},
		{"digits are words", "route 66", "route", false},
		{"no word at all", " — !", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := words(nil, tt.a), words(nil, tt.b)
			if slices.Equal(a, b) != tt.same {
				t.Errorf("words of %q and %q: equal is %v, want %v", tt.a, tt.b, !tt.same, tt.same)
			}
		})
	}
}
