package score

import (
	"math/rand/v2"
	"strings"
)

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// drawnModel is a model with trees drawn at random, the same for the same
// number of trees. It looks at all columns alike, so that a change of any may
// show in what it gives.
func drawnModel(trees int) *Model {
	rng, m := newRand(uint64(trees)), &Model{}
	for i, f := range m.all() {
		columns := append(columnsOf(Pages), columnsOf(Lines)...)[i]
		f.Bias = rng.Float32() - 0.5
		for range trees {
			f.Roots = append(f.Roots, int32(len(f.Nodes)))
			f.Nodes = append(f.Nodes, drawnTree(rng, columns)...)
		}
	}
	return m
}

// drawnTree draws a whole tree of three levels of splits, level by level: the
// children of node i are 2i+1 and 2i+2.
func drawnTree(rng *rand.Rand, columns int) []Node {
	cuts := [...]float32{0, 0.1, 0.25, 0.5, 0.75, 1, 2, 5, 10, 20, 40, 59, 100, 250, 1000}
	tree := make([]Node, 15)
	for i := range tree {
		if i < 7 {
			tree[i] = Node{Column: uint16(rng.IntN(columns)), Left: uint16(2*i + 1), Value: cuts[rng.IntN(len(cuts))]}
		} else {
			tree[i] = Node{Column: Leaf, Value: rng.Float32() - 0.5}
		}
	}
	return tree
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}
