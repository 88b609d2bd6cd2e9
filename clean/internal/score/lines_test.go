package score

import (
	"fmt"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// bulletin is flattened text: two lines of menu, three of prose, a copy of the
// menu. Runes without white space: 4 5 | 102 40 101 | 4 5.
var bulletin = []string{
	"Home", "World",
	strings.Repeat("aa bb cc dd ee ", 10) + "x.",
	strings.Repeat("k", 39) + "!",
	strings.Repeat("aa bb cc ff gg ", 10) + "y",
	"Home", "World",
}

// TestFeatures_OfLines: with 45 runes a line to pay, the run of prose is
// 57 - 5 + 56 long; a menu line costs 41. Only the first long line ends a sentence.
func TestFeatures_OfLines(t *testing.T) {
	l := segment.Lines(bulletin)
	readSheet(l, dom.Hints{}, nil).check(t, []want{
		{"Home", "line: runes", 4},
		{"Home", "line: class of the first rune", firstUpper},
		{"aa bb cc dd", "line: class of the first rune", firstLower},
		{"Home", "place: index, at most 500", 0},
		{"Home", "place: lines since the run began", -2},
		{"Home", "place: lines until the run ends", -5},
		{"Home", "place: inside the run", 0},
		{"Home", "place: lines since the run of sentences began", -2},
		{"Home", "place: lines until the run of sentences ends", -3},
		{"aa bb cc dd", "place: inside the run of sentences", 1},
		{"kkk", "place: inside the run of sentences", 0},
		{"Home", "line: lines of the same text", 2},
		{"Home", "line: lines of the same text before", 0},
		{"Home", "around: before 1: runes", -1},
		{"Home", "around: before 1: same text", 0},
		{"Home", "around: behind 1: runes", 5},
		{"Home", "around: behind 1: same text", 2},
		{"Home", "around: behind 1: looks alike", 1},
		{"Home", "around: behind 2: looks alike", 0},
		{"Home", "place: lines that look alike / lines", 4. / 7},
		{"Home", "place: lines near that look alike", 3},
		{"Home", "place: lines on to a long one", 2},
		{"Home", "line: words that recur in long lines", 0},
		{"aa bb cc dd", "place: inside the run", 1},
		{"aa bb cc dd", "place: runes before / runes", 9. / 261},
		{"aa bb cc dd", "place: lines back to a long one", noLong},
		{"aa bb cc dd", "place: lines on to a long one", 2},
		{"aa bb cc dd", "line: words that recur in long lines", 30. / 51}, // aa bb cc, of aa bb cc dd ee x
		{"aa bb cc dd", "line: words that recur in some long lines", 0},   // one other of two: not fewer than half
		{"aa bb cc dd", "around: behind 1: punctuation", 1},
		{"kkk", "place: inside the run", 1},
		{"kkk", "place: lines back to a sentence", 1},
		{"kkk", "place: sentences before / all", 1},
		{"kkk", "around: mean runes of 3 each side", (261 - 40) / 6.},
		{"kkk", "around: mean sentence marks of 3 each side", 1. / 6},
		{"kkk", "around: mean runes of 3 before", (4 + 5 + 102) / 3.},
		{"kkk", "around: sentences of 3 before", 1. / 3},
		{"kkk", "around: short lines of 3 behind", 2. / 3},
		{"aa bb cc ff", "place: lines until the run ends", -1},
		{"Home", "text: lines, at most 3000", 7},
		{"Home", "text: runes", 261},
		{"Home", "text: long lines", 2},
		{"Home", "text: runes of long lines / runes", 203. / 261},
		{"Home", "text: runes of the run / runes", 243. / 261},
		{"Home", "text: lines of the run / lines", 3. / 7},
		{"Home", "text: lines that end a sentence", 1. / 7}, // that of one word is none
		{"Home", "text: runes of the shortest line", 4},
		{"Home", "text: lines that stand twice", 4. / 7},
	})
}

// TestFeatures_OfPhrases holds what columns say of lines that the lexicon knows.
func TestFeatures_OfPhrases(t *testing.T) {
	l := segment.Lines([]string{"Old town under water again", "One after another the cellars of the old town filled up with water.",
		"Related articles", "Why the river rose in the town", "All rights reserved"})
	readSheet(l, dom.Hints{}, nil).check(t, []want{
		{"Related", "line: role of its phrase", float32(block.RoleRelated)},
		{"One", "line: role of its phrase", 0},
		{"One", "around: behind 1: role of its phrase", float32(block.RoleRelated)},
		{"One", "place: lines back to a phrase of chrome", noLong},
		{"One", "place: lines on to a phrase of chrome", 1},
		{"One", "place: role of the next phrase that heads chrome", float32(block.RoleRelated)},
		{"One", "place: lines on to that phrase", 1},
		{"Why", "place: role of the last phrase that heads chrome", float32(block.RoleRelated)},
		{"Why", "place: lines since that phrase", 1},
		{"Why", "place: phrases of chrome before / all", 1. / 2},
		{"Why", "around: phrases of chrome of 3 before", 1},
		{"One", "text: phrases of chrome per line", 2. / 5},
	})
}

func TestFindTitle_IsTheLineWhoseWordsRecur(t *testing.T) {
	long := strings.Repeat("the cellars of the old town filled with water from the river ", 3) + "today."
	tests := []struct {
		name  string
		lines []string
		want  int
	}{
		{"above the text", []string{"Home", "Ten recipes for a summer evening", "Old town under river water", long, long + " Again."}, 2},
		{"of two the later", []string{"Old town under river water", "Old town under river water", long, long + " Again."}, 1},
		{"too short", []string{"Old town water", long, long}, -1},
		{"none below the text", []string{long, long, "a", "Old town under river water"}, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var l lines
			if l.read(segment.Lines(tt.lines).Blocks); l.title != tt.want {
				t.Errorf("the headline is line %d, want %d", l.title, tt.want)
			}
		})
	}
}

// TestFindCore_CountsLinesNotWords holds that a word which stands in its own
// line alone, however often, recurs nowhere.
func TestFindCore_CountsLinesNotWords(t *testing.T) {
	var text []string
	for k := range 20 {
		own := fmt.Sprintf("own%d ", k)
		text = append(text, strings.Repeat(own, 30)+"shared "+map[bool]string{true: "pair", false: own}[k < 2])
	}
	var p lines
	p.read(segment.Lines(text).Blocks)
	for i := range text {
		core, rare := float32(1)/32, float32(0)
		if i < 2 {
			core, rare = 2./32, 1./32
		}
		if p.info[i].core != core || p.info[i].coreRare != rare {
			t.Errorf("line %d: %v and %v, want %v and %v", i, p.info[i].core, p.info[i].coreRare, core, rare)
		}
	}
}

// TestFindCore_MoreWordsThanRoom holds the shares when the table of words must
// grow.
func TestFindCore_MoreWordsThanRoom(t *testing.T) {
	var first, second strings.Builder
	for k := range 3 * coreWords {
		fmt.Fprintf(&first, "w%d ", k)
		fmt.Fprintf(&second, "w%d ", 2*k)
	}
	var p lines
	p.read(segment.Lines([]string{first.String(), second.String()}).Blocks)
	if p.info[0].core != 0.5 || p.info[1].core != 0.5 {
		t.Errorf("shares %v and %v, want half of each line", p.info[0].core, p.info[1].core)
	}
}

func TestFindRuns_ChoosesTheMostProse(t *testing.T) {
	tests := []struct {
		name     string
		chars    []int32
		from, to int
	}{
		{"nothing pays", []int32{10, 20, 44}, 0, 0},
		{"one line", []int32{10, 100, 10}, 1, 2},
		{"a short line inside is bridged", []int32{5, 200, 10, 200, 5}, 1, 4},
		{"a wide gap is not", []int32{90, 5, 5, 200}, 3, 4},
		{"one huge line counts as a long one", []int32{1 << 20, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 400, 60}, 11, 13},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := lines{blocks: make([]block.Block, len(tt.chars)), info: make([]lineInfo, len(tt.chars))}
			for i, n := range tt.chars {
				l.blocks[i].Chars = n
			}
			if l.findRuns(); l.runs[runOfProse] != (lineRun{tt.from, tt.to}) {
				t.Errorf("run %v, want [%d, %d)", l.runs[runOfProse], tt.from, tt.to)
			}
		})
	}
}
