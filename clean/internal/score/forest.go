package score

import "math"

// Forest is a sum of regression trees over rows of features.
type Forest struct {
	Nodes []Node
	Roots []int32 // index of the root of each tree
	Bias  float32

	fast []fastTree // the same trees, if prepare made them
	used []uint16   // the columns that they look at

	first int // no column before this one is looked at, by what prepare found
}

// Node is one node of a tree. The children of a split stand side by side.
type Node struct {
	Column uint16  // that a split looks at; Leaf marks a leaf
	Left   uint16  // left child, counted from the root; the right one is behind it
	Value  float32 // a row goes left when its column is at most this; the score of a leaf
}

// Leaf is the Column of a node without children.
const Leaf = math.MaxUint16

// chunk is the number of rows that go through the trees together, so that they
// and one tree stay in the cache.
const chunk = 64

// Predict writes the probability of each row, of stride columns, to out.
func (f *Forest) Predict(out, rows []float32, stride int) {
	f.Score(out, rows, stride)
	likelihood(out)
}

// Score writes the score of each row, of stride columns, to out: the log-odds that
// Predict makes probabilities of.
func (f *Forest) Score(out, rows []float32, stride int) {
	if f.fast != nil {
		f.sumFast(out, rows, stride)
	} else {
		for at := 0; at < len(out); at += chunk {
			end := min(at+chunk, len(out))
			f.sum(out[at:end], rows[at*stride:end*stride], stride)
		}
	}
}

// sum writes the score of each row: the bias and the leaf of each tree, added
// in order.
func (f *Forest) sum(out, rows []float32, stride int) {
	for i := range out {
		out[i] = f.Bias
	}
	for t := range f.Roots {
		tree := f.tree(t)
		for i := range out {
			out[i] += leafOf(tree, rows[i*stride:(i+1)*stride])
		}
	}
}

// tree returns the nodes of a tree.
func (f *Forest) tree(t int) []Node {
	end := int32(len(f.Nodes))
	if t+1 < len(f.Roots) {
		end = f.Roots[t+1]
	}
	return f.Nodes[f.Roots[t]:end]
}

func leafOf(tree []Node, row []float32) float32 {
	n := &tree[0]
	for n.Column != Leaf {
		next := int(n.Left)
		if row[n.Column] > n.Value {
			next++
		}
		n = &tree[next]
	}
	return n.Value
}

// Sigmoid is 1/(1+exp(-x)), the probability of the log-odds x. It is written out here, each product rounded, since
// math.Exp does not give the same last bit on every machine.
func Sigmoid(x float32) float32 {
	const (
		maxX   = 30
		ln2    = math.Ln2
		invLn2 = 1 / math.Ln2
	)
	v := -float64(max(min(x, maxX), -maxX))
	k := math.Floor(float64(v*invLn2) + 0.5)
	r := v - float64(k*ln2) // within ±ln2/2
	// Taylor's series to r^9: the rest is below 1e-11 there.
	e := 1.0
	for n := 9.0; n >= 1; n-- {
		e = 1 + float64(float64(e*r)/n)
	}
	return float32(1 / (1 + math.Ldexp(e, int(k))))
}
