package score

import "math"

// fastTree is a tree that rows walk side by side, without branches to guess and
// without bounds to check: a leaf is its own left child, so that every row takes
// depth steps, and numbers of nodes and columns fit a byte.
type fastTree struct {
	nodes  *[maxFast]fastNode
	leaves *[maxFast]float32 // the scores of leaves, at the places of their nodes
	depth  int
}

// fastNode is a node in one word, from the lowest bits: column (8 bits), left
// child (8 bits), none (16 bits), the order of the value (32 bits).
type fastNode int64

// fastRow holds the orders of the values of a row, of the columns in use. Its length keeps the rows of a
// chunk from sharing the same few lines of the cache.
type fastRow [maxFast + 16]int32

const (
	// maxFast is how many nodes a fast tree may have, and how many columns the trees
	// of a forest may look at.
	maxFast = 256
	// fastChunk is how many rows go through the trees together.
	fastChunk = 32
	// lanes is how many rows walk side by side: while one waits for memory, the
	// others go on.
	lanes = 4
)

// order maps numbers to integers that compare alike. Features are numbers.
func order(x float32) int32 {
	b := int32(math.Float32bits(x))
	sign := b >> 31
	return b&math.MaxInt32 ^ sign - sign // minus the rest where the sign is set: both zeros are 0
}

// prepare makes the fast trees of a forest that has been checked, unless it is
// too large for them: then it gives the same scores, slower.
func (f *Forest) prepare() {
	used, places := f.columns()
	if len(used) > maxFast {
		return
	}
	fast := make([]fastTree, len(f.Roots))
	nodes, leaves := make([]fastNode, len(f.Nodes)+maxFast), make([]float32, len(f.Nodes)+maxFast)
	for t, root := range f.Roots {
		end := len(f.Nodes)
		if t+1 < len(f.Roots) {
			end = int(f.Roots[t+1])
		}
		if end-int(root) > maxFast {
			return
		}
		fast[t] = fastTree{nodes: (*[maxFast]fastNode)(nodes[root:]), leaves: (*[maxFast]float32)(leaves[root:])}
		fast[t].read(f.Nodes[root:end], places)
	}
	f.fast, f.used = fast, used
}

// columns lists the columns that the trees look at, and their places in the list.
func (f *Forest) columns() (used []uint16, places map[uint16]uint8) {
	places = map[uint16]uint8{}
	for _, n := range f.Nodes {
		if _, known := places[n.Column]; !known && n.Column != Leaf {
			places[n.Column] = uint8(len(used))
			used = append(used, n.Column)
		}
	}
	return used, places
}

// read takes in the nodes of a tree. Children stand behind their parents.
func (t *fastTree) read(tree []Node, places map[uint16]uint8) {
	var depth [maxFast]int
	for i, n := range tree {
		if n.Column == Leaf {
			t.leaves[i] = n.Value
			t.nodes[i] = math.MaxInt32<<32 | fastNode(i)<<8
			t.depth = max(t.depth, depth[i])
			continue
		}
		t.nodes[i] = fastNode(order(n.Value))<<32 | fastNode(n.Left)<<8 | fastNode(places[n.Column])
		depth[n.Left], depth[n.Left+1] = depth[i]+1, depth[i]+1
	}
}

// sumFast writes the scores of rows as sum does, by the fast trees.
func (f *Forest) sumFast(out, rows []float32, stride int) {
	var chunk [fastChunk]fastRow
	for len(out) > 0 {
		n := min(len(out), fastChunk)
		for i := range n {
			row, from := &chunk[i], rows[i*stride:(i+1)*stride]
			for k, c := range f.used {
				row[k] = order(from[c])
			}
		}
		var sums [fastChunk]float32
		for i := range sums {
			sums[i] = f.Bias
		}
		for t := range f.fast {
			for i := 0; i < n; i += lanes {
				f.fast[t].add((*[lanes]float32)(sums[i:]), (*[lanes]fastRow)(chunk[i:]))
			}
		}
		copy(out, sums[:n])
		out, rows = out[n:], rows[n*stride:]
	}
}

// add adds the leaves of rows to their scores.
func (t *fastTree) add(sums *[lanes]float32, rows *[lanes]fastRow) {
	nodes := t.nodes
	a, b, c, d := &rows[0], &rows[1], &rows[2], &rows[3]
	var i, j, k, l uint8
	for s := t.depth; s > 0; s-- {
		n := nodes[i]
		i = uint8(n>>8) + n.right(a[uint8(n)])
		n = nodes[j]
		j = uint8(n>>8) + n.right(b[uint8(n)])
		n = nodes[k]
		k = uint8(n>>8) + n.right(c[uint8(n)])
		n = nodes[l]
		l = uint8(n>>8) + n.right(d[uint8(n)])
	}
	sums[0] += t.leaves[i]
	sums[1] += t.leaves[j]
	sums[2] += t.leaves[k]
	sums[3] += t.leaves[l]
}

// right is 1 for what goes right, beyond the value of the node, and 0 for the rest.
func (n fastNode) right(x int32) uint8 { return uint8(uint64(int64(n>>32)-int64(x)) >> 63) }
