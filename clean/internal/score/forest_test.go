package score

import (
	"math"
	"testing"
)

// stump is a tree of one split: rows go left when their column is at most cut.
func stump(column uint16, cut, left, right float32) []Node {
	return []Node{{Column: column, Left: 1, Value: cut}, {Column: Leaf, Value: left}, {Column: Leaf, Value: right}}
}

func TestPredict_SumsLeavesByHand(t *testing.T) {
	f := &Forest{Bias: 0.5, Roots: []int32{0, 3, 8}}
	f.Nodes = append(f.Nodes, stump(0, 1, -1, 2)...)
	// Column 1 at most 10: leaf 4; else by column 0 at most -1: leaf -4, else 8.
	f.Nodes = append(f.Nodes, Node{Column: 1, Left: 1, Value: 10}, Node{Column: Leaf, Value: 4},
		Node{Column: 0, Left: 3, Value: -1}, Node{Column: Leaf, Value: -4}, Node{Column: Leaf, Value: 8})
	f.Nodes = append(f.Nodes, Node{Column: Leaf, Value: -3}) // a tree without a split
	tests := []struct {
		name   string
		row    []float32
		scores float64
	}{
		{"at the cut goes left", []float32{1, 10}, 0.5 - 1 + 4 - 3},
		{"above the cut goes right", []float32{1.5, 10.5}, 0.5 + 2 + 8 - 3},
		{"two splits, left", []float32{-1, 11}, 0.5 - 1 - 4 - 3},
		{"two splits, right", []float32{0, 11}, 0.5 - 1 + 8 - 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p [1]float32
			f.Predict(p[:], tt.row, 2)
			if want := 1 / (1 + math.Exp(-tt.scores)); math.Abs(float64(p[0])-want) > 1e-6 {
				t.Errorf("Predict(%v) = %v, want %v", tt.row, p[0], want)
			}
		})
	}
}

// TestPredict_ChunksChangeNothing scores more rows than go through the trees
// together, each by itself as well.
func TestPredict_ChunksChangeNothing(t *testing.T) {
	const stride = 5
	f := &Forest{Bias: -0.25, Roots: []int32{0, 3}, Nodes: append(stump(4, 50, 1, -1), stump(2, 30, -0.5, 0.75)...)}
	for _, n := range []int{0, 1, chunk - 1, chunk, chunk + 1, 3*chunk + 7} {
		rows := make([]float32, n*stride)
		for i := range rows {
			rows[i] = float32(i * 37 % 101)
		}
		all := make([]float32, n)
		f.Predict(all, rows, stride)
		for i := range n {
			var p [1]float32
			f.Predict(p[:], rows[i*stride:(i+1)*stride], stride)
			if p[0] != all[i] {
				t.Errorf("row %d of %d: %v alone, %v together", i, n, p[0], all[i])
			}
		}
	}
}

func TestPredict_EmptyForestGivesBias(t *testing.T) {
	f := &Forest{Bias: 0}
	var p [2]float32
	f.Predict(p[:], make([]float32, 6), 3)
	if p != [2]float32{0.5, 0.5} {
		t.Errorf("a forest without trees gives %v", p)
	}
}

func TestSigmoid_IsCloseToExpAndMonotone(t *testing.T) {
	last := float32(0)
	for i := -40_000; i <= 40_000; i++ {
		x := float32(i) / 1000
		got := Sigmoid(x)
		if want := 1 / (1 + math.Exp(-float64(x))); math.Abs(float64(got)-want) > 1e-6 {
			t.Fatalf("Sigmoid(%v) = %v, want %v", x, got, want)
		}
		if got < last || got <= 0 || got > 1 {
			t.Fatalf("Sigmoid(%v) = %v after %v", x, got, last)
		}
		last = got
	}
	for _, x := range []float32{math.MaxFloat32, float32(math.Inf(1))} {
		if hi, lo := Sigmoid(x), Sigmoid(-x); hi != 1 || lo <= 0 || lo > 1e-12 {
			t.Errorf("Sigmoid(±%v) = %v, %v", x, hi, lo)
		}
	}
	if got := Sigmoid(0); got != 0.5 {
		t.Errorf("Sigmoid(0) = %v", got)
	}
}
