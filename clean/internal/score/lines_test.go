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
// menu. Runes without white space: 4 5 | 101 40 101 | 4 5.
var bulletin = []string{
	"Home", "World",
	strings.Repeat("aa bb cc dd ee ", 10) + "x.",
	strings.Repeat("k", 39) + "!",
	strings.Repeat("aa bb cc ff gg ", 10) + "y",
	"Home", "World",
}

// TestFeatures_OfLines: with 45 runes a line to pay, the run of prose is
// 57 - 5 + 56 long; a menu line costs 41.
func TestFeatures_OfLines(t *testing.T) {
	l := segment.Lines(bulletin)
	readSheet(l, dom.Hints{}, nil).check(t, []want{
		{"Home", "text: runes", 4},
		{"Home", "line: index, at most 500", 0},
		{"Home", "line: lines since the run began", -2},
		{"Home", "line: lines until the run ends", -5},
		{"Home", "line: inside the run", 0},
		{"Home", "line: lines of the same text", 2},
		{"Home", "line: before 1: runes", -1},
		{"Home", "line: before 1: same text", 0},
		{"Home", "line: behind 1: runes", 5},
		{"Home", "line: behind 1: same text", 2},
		{"Home", "line: lines on to a long one", 2},
		{"Home", "line: words that recur in long lines", 0},
		{"aa bb cc dd", "line: inside the run", 1},
		{"aa bb cc dd", "line: runes before / runes", 9. / 261},
		{"aa bb cc dd", "line: lines back to a long one", noLong},
		{"aa bb cc dd", "line: lines on to a long one", 2},
		{"aa bb cc dd", "line: words that recur in long lines", 30. / 51}, // aa bb cc, of aa bb cc dd ee x
		{"aa bb cc dd", "line: words that recur in some long lines", 0},   // one other of two: not fewer than half
		{"aa bb cc dd", "line: behind 1: punctuation", 1},
		{"kkk", "line: inside the run", 1},
		{"kkk", "line: mean runes of 3 each side", (261 - 40) / 6.},
		{"kkk", "line: mean sentence marks of 3 each side", 1. / 6},
		{"aa bb cc ff", "line: lines until the run ends", -1},
		{"Home", "line: lines, at most 3000", 7},
		{"Home", "line: runes", 261},
		{"Home", "line: long lines", 2},
		{"Home", "line: runes of long lines / runes", 203. / 261},
		{"Home", "line: runes of the run / runes", 243. / 261},
		{"Home", "line: lines that end a sentence", 1. / 7}, // that of one word is none
	})
}

// TestFindCore_CountsLinesNotWords holds that a word which stands in its own
// line alone, however often, recurs nowhere.
func TestFindCore_CountsLinesNotWords(t *testing.T) {
	var lines []string
	for k := range 20 {
		own := fmt.Sprintf("own%d ", k)
		lines = append(lines, strings.Repeat(own, 30)+"shared "+map[bool]string{true: "pair", false: own}[k < 2])
	}
	p := page{}
	p.readLines(segment.Lines(lines).Blocks)
	for i := range lines {
		core, rare := float32(1)/32, float32(0)
		if i < 2 {
			core, rare = 2./32, 1./32
		}
		if p.lines.core[i] != core || p.lines.coreRare[i] != rare {
			t.Errorf("line %d: %v and %v, want %v and %v", i, p.lines.core[i], p.lines.coreRare[i], core, rare)
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
	p := page{}
	p.readLines(segment.Lines([]string{first.String(), second.String()}).Blocks)
	if p.lines.core[0] != 0.5 || p.lines.core[1] != 0.5 {
		t.Errorf("shares %v, want half of each line", p.lines.core)
	}
}

func TestFindRun_ChoosesTheMostProse(t *testing.T) {
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
			p := page{blocks: make([]block.Block, len(tt.chars))}
			for i, n := range tt.chars {
				p.blocks[i].Chars = n
			}
			if p.findRun(); p.lines.runStart != tt.from || p.lines.runEnd != tt.to {
				t.Errorf("run [%d, %d), want [%d, %d)", p.lines.runStart, p.lines.runEnd, tt.from, tt.to)
			}
		})
	}
}
