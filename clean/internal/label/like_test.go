package label

import (
	"math"
	"testing"

	"matn/clean/internal/dom"
)

func TestLikeTitle_IsTheShareOfWordsInCommon(t *testing.T) {
	long := ""
	for i := range maxTitle + 2 {
		long += string(rune('a'+i%26)) + "x "
	}
	tests := []struct {
		rule, title, text string
		want              float64
	}{
		{"the same text", "A b, c", "A b, c", 1},
		{"the same words", "A b, c", "A – b c!", 1},
		{"one word more", "a b c d", "a b c d e", 4.0 / 5},
		{"one word less", "a b c d", "a b c", 3.0 / 4},
		{"a word twice counts twice", "a a b c", "a a b c", 1},
		{"a word twice beside it once", "a a b c", "a b c", 3.0 / 4},
		{"half", "aa bb cc", "aa bb dd", 2.0 / 4},
		{"order is nothing", "c b a", "a b c", 1},
		{"letter case counts", "News", "news", 0},
		{"Arabic", "افتتاح المعرض، غدا", "افتتاح المعرض غدا", 1},
		{"marks belong to words", "عَلَم", "علم", 0},
		{"Chinese is one word", "中文新闻", "中文新闻", 1},
		{"nothing in common", "a b c", "d e f", 0},
		{"too little in common, found early", "aa bb cc dd ee", "x y z u v w r s aa bb", 0},
		{"little in common", "a b c d e", "a x y z u", 1.0 / 9},
		{"too long beside it", "a b", "a b c d e f g h", 0},
		{"no words", "...", "...!", 0},
		{"a title longer than headlines, and more", long, long + "y", 0},
		{"a title longer than headlines", long, long, 1},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			p := &page{in: Input{Hints: dom.Hints{Titles: []string{"other words altogether", tt.title}}}}
			if got := p.likeTitle(tt.text); math.Abs(float64(got)-tt.want) > 1e-6 {
				t.Errorf("%q beside %q: %v, want %v", tt.text, tt.title, got, tt.want)
			}
		})
	}
}
