package eval

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// slowMatch is the textbook table, with the same choice among ties.
func slowMatch(page, gold []int32) []int32 {
	table := make([][]int, len(page)+1)
	table[0] = make([]int, len(gold)+1)
	for i, w := range page {
		table[i+1] = make([]int, len(gold)+1)
		for j, g := range gold {
			table[i+1][j+1] = max(table[i][j+1], table[i+1][j])
			if w == g {
				table[i+1][j+1] = table[i][j] + 1
			}
		}
	}
	to := slices.Repeat([]int32{-1}, len(page))
	for i, j := len(page), len(gold); i > 0 && j > 0; {
		switch table[i][j] {
		case table[i-1][j]:
			i--
		case table[i][j-1]:
			j--
		default:
			i, j = i-1, j-1
			to[i] = int32(j)
		}
	}
	return to
}

func TestLCS_MatchIsThatOfTheTable(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		words := 1 + r.IntN(8)
		page, gold := randomWords(r, 150, words), randomWords(r, 200, words)
		if got, want := newLCS(gold).match(page), slowMatch(page, gold); !slices.Equal(got, want) {
			t.Fatalf("page %v gold %v\n got %v\nwant %v", page, gold, got, want)
		}
	}
}

func randomWords(r *rand.Rand, most, words int) []int32 {
	list := make([]int32, r.IntN(most))
	for i := range list {
		list[i] = int32(r.IntN(words))
	}
	return list
}

func FuzzLCS(f *testing.F) {
	f.Add([]byte("the cat sat"), []byte("cat the sat"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if len(a) > 300 || len(b) > 300 {
			return
		}
		page, gold := widen(a), widen(b)
		if got, want := newLCS(gold).match(page), slowMatch(page, gold); !slices.Equal(got, want) {
			t.Errorf("page %v gold %v\n got %v\nwant %v", page, gold, got, want)
		}
	})
}

func widen(b []byte) []int32 {
	words := make([]int32, len(b))
	for i, c := range b {
		words[i] = int32(c)
	}
	return words
}
