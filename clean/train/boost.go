package train

import (
	"math"
	"math/rand/v2"

	"matn/clean/internal/score"
)

// Params rule the boosting of trees.
type Params struct {
	Trees     int
	Depth     int     // levels of splits, 15 at most: a Node counts its children in 16 bits
	Rate      float64 // learning rate
	Rows      float64 // share of rows a tree sees
	Easy      float64 // share of these that stands for all where the forest is sure; 0 for no such choice
	Columns   float64 // share of columns a tree sees
	MinWeight float64 // least sum of second derivatives in a leaf
	Lambda    float64 // L2 penalty on leaves
	Bins      int
	Stack     bool // of stage 2: it sees what stage 1 says alone, not the columns that stage 1 saw
	Articles  bool // it learns from articles alone
	Onto      bool // of stage 2: it adds to the log-odds of stage 1, rather than to a bias
	Seed      uint64
	Seeds     int // forests from as many seeds, whose mean it is; 0 for one
}

// booster grows a forest by gradient boosting on the logistic loss, with
// histograms (Friedman 2001; Chen and Guestrin 2016, sections 2.2 and 3.2).
// The same input gives the same forest.
type booster struct {
	Params
	table  *Table
	rng    *rand.Rand
	label  []float32
	weight []float32
	score  []float32
	grad   []float32
	hess   []float32
	order  []int32 // rows of the tree, those of a node side by side
	spare  []int32
	beside []slopes    // derivatives of the rows of a node, in their order
	done   []histogram // whose memory may be used again
	gain   []float64   // of each column, summed over all splits
}

// Boost trains a forest that tells rows of label 1 from those of label 0. Use
// lists the rows to train on, each once. It returns the gain of each column, too.
func Boost(t *Table, label, weight []float32, use []int32, p Params) (*score.Forest, []float64) {
	return boostOnto(t, label, weight, nil, use, p)
}

// seedStride is how far the seeds of one forest lie apart.
const seedStride = 100

// boostMean is the mean of what boostOnto gives from several seeds: the trees of
// all, their leaves that much smaller.
func boostMean(t *Table, label, weight, odds []float32, use []int32, p Params) (*score.Forest, []float64) {
	all, gain := boostOnto(t, label, weight, odds, use, p)
	for k := 1; k < p.Seeds; k++ {
		p.Seed += seedStride
		f, g := boostOnto(t, label, weight, odds, use, p)
		for _, root := range f.Roots {
			all.Roots = append(all.Roots, int32(len(all.Nodes))+root)
		}
		all.Nodes = append(all.Nodes, f.Nodes...)
		for c := range gain {
			gain[c] += g[c]
		}
	}
	for i := range all.Nodes {
		if n := &all.Nodes[i]; n.Column == score.Leaf && p.Seeds > 1 {
			n.Value /= float32(p.Seeds)
		}
	}
	return all, gain
}

// boostOnto is Boost from log-odds that each row has already, to which the forest
// adds; nil for none.
func boostOnto(t *Table, label, weight, odds []float32, use []int32, p Params) (*score.Forest, []float64) {
	n := t.Rows
	b := &booster{Params: p, table: t, rng: rand.New(rand.NewPCG(p.Seed, 1)), label: label, weight: weight,
		score: make([]float32, n), grad: make([]float32, n), hess: make([]float32, n),
		gain: make([]float64, len(t.Bins))}
	f := &score.Forest{}
	if odds == nil {
		f.Bias = b.bias(use)
	}
	for _, r := range use {
		if b.score[r] = f.Bias; odds != nil {
			b.score[r] = odds[r]
		}
	}
	for range p.Trees {
		b.derive(use)
		b.sample(use)
		tree := b.grow()
		f.Roots = append(f.Roots, int32(len(f.Nodes)))
		f.Nodes = append(f.Nodes, tree.nodes...)
		b.update(use, tree)
	}
	return f, b.gain
}

// maxBias bounds the bias where all rows have one label.
const maxBias = 10

// bias is the log-odds of label 1, 0 where there are no rows.
func (b *booster) bias(use []int32) float32 {
	yes, all := 0.0, 0.0
	for _, r := range use {
		yes += float64(b.weight[r] * b.label[r])
		all += float64(b.weight[r])
	}
	if all == 0 {
		return 0
	}
	return float32(max(min(math.Log(yes/(all-yes)), maxBias), -maxBias))
}

func (b *booster) derive(use []int32) {
	halves(len(use), func(from, to int) {
		for _, r := range use[from:to] {
			p := 1 / (1 + math.Exp(-float64(b.score[r])))
			b.grad[r] = float32((p - float64(b.label[r])) * float64(b.weight[r]))
			b.hess[r] = float32(p * (1 - p) * float64(b.weight[r]))
		}
	})
}

// halves runs do over two halves of [0, n) side by side.
func halves(n int, do func(from, to int)) {
	parallel(2, func() func(int) {
		return func(k int) { do(k*n/2, (k+1)*n/2) }
	})
}

// sample draws the rows that a tree sees. Rows that the forest is sure of have
// little left to say: where Easy is set, that share of them stands for all (Ke et
// al., "LightGBM", NIPS 2017, section 3.1).
func (b *booster) sample(use []int32) {
	b.order = b.order[:0]
	for _, r := range use {
		share := b.Rows
		if b.Easy > 0 && abs(b.grad[r]) < easyGradient*b.weight[r] {
			share *= b.Easy
			b.grad[r] /= float32(b.Easy)
			b.hess[r] /= float32(b.Easy)
		}
		if b.rng.Float64() < share {
			b.order = append(b.order, r)
		}
	}
}

// easyGradient is the distance of a probability from the label below which a row
// is easy.
const easyGradient = 0.05

func abs(x float32) float32 { return max(x, -x) }

// update adds a tree to the scores of all rows.
func (b *booster) update(use []int32, t *tree) {
	halves(len(use), func(from, to int) {
		for _, r := range use[from:to] {
			n := int32(0)
			for t.nodes[n].Column != score.Leaf {
				next := int32(t.nodes[n].Left)
				if b.table.Bins[t.nodes[n].Column][r] > t.bins[n] {
					next++
				}
				n = next
			}
			b.score[r] += t.nodes[n].Value
		}
	})
}
