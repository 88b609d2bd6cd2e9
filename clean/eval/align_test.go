package eval_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/eval"
)

func blocksOf(lines ...string) []block.Block {
	blocks := make([]block.Block, len(lines))
	for i, line := range lines {
		blocks[i].Text = line
	}
	return blocks
}

func TestAlign(t *testing.T) {
	tests := []struct {
		rule   string
		blocks []string
		gold   string
		want   []float32
	}{
		{"no blocks", nil, "a b", nil},
		{"no gold", []string{"a b", "c"}, "", []float32{0, 0}},
		{"a block without words", []string{"* * *", "a b c"}, "a b c", []float32{0, 1}},
		{"the whole page", []string{"a b c", "d e f"}, "a b c d e f", []float32{1, 1}},
		{"chrome between", []string{"Home", "a b c", "Share", "d e f"}, "a b c d e f", []float32{0, 1, 0, 1}},
		{"the first of two copies", []string{"a b c d", "menu", "a b c d"}, "a b c d", []float32{1, 0, 0}},
		{"gold has it twice", []string{"a b c d", "menu", "a b c d"}, "a b c d a b c d", []float32{1, 0, 1}},
		{"case and punctuation are no difference", []string{"The End!"}, "— the end", []float32{1}},
		// Matched a c e, but none beside its neighbour: no support.
		{"scattered words support nothing", []string{"a x c y e"}, "a b c d e", []float32{0}},
		// a b matched side by side, of four words.
		{"half a block", []string{"a b x y"}, "a b c d", []float32{0.5}},
		{"a short block leans on what is near", []string{"a b c", "d", "e f g"}, "a b c d e f g", []float32{1, 1, 1}},
		{"but not on what is far", []string{"d", "p q r s t u v w x y z", "a b c"}, "c d e a b c", []float32{0, 0, 1}},
		// The subsequence takes the longer block; the other is found by its runs:
		// abc bcd, 2 of 2.
		{"moved text is found by its runs", []string{"e f g h i j", "a b c d"}, "a b c d e f g h i j", []float32{1, 1}},
		// Runs abc bcd cdx dxy: 2 of 4 is less than 0.7.
		{"too little of moved text", []string{"e f g h i j", "a b c d x y"}, "a b c d e f g h i j", []float32{1, 0}},
		{"moved text is found once", []string{"e f g h i j", "a b c d", "a b c d"}, "a b c d e f g h i j", []float32{1, 1, 0}},
		{"moved text needs three words", []string{"e f g h i j", "a b"}, "a b e f g h i j", []float32{1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if got := eval.Align(blocksOf(tt.blocks...), tt.gold); !slices.Equal(got, tt.want) {
				t.Errorf("Align(%q, %q) = %v, want %v", tt.blocks, tt.gold, got, tt.want)
			}
		})
	}
}

func TestAlign_LongRepetitivePageEnds(t *testing.T) {
	blocks := blocksOf(slices.Repeat([]string{"a a a a a a a a a a"}, 13_000)...)
	cover := eval.Align(blocks, strings.Repeat("a ", 2_000))
	if cover[0] != 1 || cover[len(cover)-1] != 0 {
		t.Errorf("first %v last %v, want 1 and 0: gold has room for 200 blocks", cover[0], cover[len(cover)-1])
	}
}

func FuzzAlign(f *testing.F) {
	f.Add("Home\na b c\nShare", "a b c")
	f.Fuzz(func(t *testing.T, page, gold string) {
		lines := strings.Split(page, "\n")
		cover := eval.Align(blocksOf(lines...), gold)
		if len(cover) != len(lines) {
			t.Fatalf("%d coverages for %d blocks", len(cover), len(lines))
		}
		for i, c := range cover {
			if c < 0 || c > 1 || c > 0 && len(eval.Words(lines[i])) == 0 {
				t.Errorf("block %q has coverage %v", lines[i], c)
			}
		}
		for i, c := range eval.Align(blocksOf(lines...), strings.Join(lines, "\n")) {
			if len(eval.Words(lines[i])) > 2 && c != 1 {
				t.Errorf("block %q of its own page has coverage %v", lines[i], c)
			}
		}
	})
}

func ExampleAlign() {
	blocks := blocksOf("Home", "The talks ended without a deal.", "Most read")
	fmt.Println(eval.Align(blocks, "The talks ended without a deal."))
	// Output: [0 1 0]
}

func BenchmarkAlign(b *testing.B) {
	for _, n := range []int{50, 500} {
		var lines []string
		for i := range n {
			lines = append(lines, fmt.Sprintf("menu entry %d", i), fmt.Sprintf("The minister said on day %d that talks would go on for another %d weeks.", i, i*i))
		}
		var gold strings.Builder
		for i := 1; i < len(lines); i += 2 {
			gold.WriteString(lines[i] + "\n")
		}
		b.Run(fmt.Sprintf("%d-blocks", len(lines)), func(b *testing.B) {
			b.SetBytes(int64(2 * gold.Len()))
			b.ReportAllocs()
			blocks := blocksOf(lines...)
			for b.Loop() {
				eval.Align(blocks, gold.String())
			}
		})
	}
}
