package score

import (
	"math"
	"testing"

	"matn/clean/block"
)

// judged makes blocks of pairs of words and probability.
func judged(pairs ...float32) []block.Block {
	var blocks []block.Block
	for i := 0; i < len(pairs); i += 2 {
		blocks = append(blocks, block.Block{Words: int32(pairs[i]), P: pairs[i+1]})
	}
	return blocks
}

// TestExpectedCut_ByHand: the expected F1 of keeping the blocks from a cut on is the
// mean over leanings of mass(kept)/(words(kept) + mass(all)), with mass the sum of
// words times probability. A cut is the lower end of a step of 1/512.
func TestExpectedCut_ByHand(t *testing.T) {
	tests := []struct {
		name        string
		blocks      []block.Block
		flat, pages float32
	}{
		{"no blocks", nil, 0.5, 0.5},
		{"no words", judged(0, 0.9), 0.5, 0.5},
		// One block is kept whatever its probability: nothing else can be right.
		{"one unlikely block", judged(10, 0.25), 0.25, 0.25},
		// Masses 99, 20·.5: with both 109/(120+109) = .476, the first alone
		// 99/(100+109) = .474.
		{"an even block beside a sure one", judged(100, 0.995, 20, 0.5), 0.5, 0.5},
		// .25 sharpened is 1/(1+3^1.2) = .211, mass 4: with both 103/(120+103)
		// = .462, the first alone 99/(100+103) = .488.
		{"an unlikely block beside a sure one", judged(100, 0.995, 20, 0.25), 0.9941, 0.9941},
		// All is unlikely: masses 10·.067 = .7 and 1000·.067 = 67, so that the
		// few words alone miss nearly all.
		{"a page of unlikely text", judged(10, 0.1, 1000, 0.1), 0.0996, 0.0996},
		{"order does not count", judged(20, 0.25, 100, 0.995), 0.9941, 0.9941},
		{"probability 1 and 0", judged(50, 1, 50, 0), 1, 1},
		{"beyond probability", []block.Block{{Words: 9, P: 7}, {Words: 1, P: -3}}, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for flat, want := range map[bool]float32{true: tt.flat, false: tt.pages} {
				if got := ExpectedCut(tt.blocks, flat); math.Abs(float64(got-want)) > 0.0005 {
					t.Errorf("flat %v: cut %v, want %v", flat, got, want)
				}
			}
		})
	}
}

// TestExpectedCut_PageThatLeansGivesMore: where all blocks may be more likely than
// they seem, together, it pays to keep more of them.
func TestExpectedCut_PageThatLeansGivesMore(t *testing.T) {
	blocks := judged(100, 0.9, 100, 0.4)
	if page, flat := ExpectedCut(blocks, false), ExpectedCut(blocks, true); page >= flat {
		t.Errorf("cut of a page %v, of lines that err each by itself %v", page, flat)
	}
}

// TestExpectedCut_BeatsEveryOther holds the cut against all others, each tried
// by itself.
func TestExpectedCut_BeatsEveryOther(t *testing.T) {
	rng := newRand(11)
	for i := range 200 {
		leanings, flat := pageLeanings, i%2 == 0
		if flat {
			leanings = lineLeanings
		}
		var blocks []block.Block
		for range 1 + rng.IntN(12) {
			blocks = append(blocks, block.Block{Words: rng.Int32N(200), P: rng.Float32()})
		}
		best := 0.0
		for step := range cutSteps + 1 {
			best = max(best, expectedF1(blocks, float32(step)/cutSteps, leanings))
		}
		if got := expectedF1(blocks, ExpectedCut(blocks, flat), leanings); best-got > 1e-9 {
			t.Fatalf("expected F1 %v, the best is %v, of %v", got, best, blocks)
		}
	}
}

func expectedF1(blocks []block.Block, cut float32, leanings []leaning) (f float64) {
	for _, l := range leanings {
		kept, mass, all := 0.0, 0.0, 0.0
		for i := range blocks {
			w := float64(blocks[i].Words)
			m := w * l.p[int(blocks[i].P*cutSteps)]
			all += m
			if blocks[i].P >= cut {
				kept += w
				mass += m
			}
		}
		if kept+all > 0 {
			f += l.weight * 2 * mass / (kept + all)
		}
	}
	return f
}

func TestPower12_IsPow(t *testing.T) {
	for i := 1; i < 1000; i++ {
		x := float64(i) / 1000
		if got, want := power12(x), math.Pow(x, 1.2); math.Abs(got-want) > 1e-12 {
			t.Fatalf("power12(%v) = %v, want %v", x, got, want)
		}
	}
}
