package score

import (
	"math"
	"slices"
)

// fastTree is a tree laid out as a complete one: node 1 is the root, the children
// of node i are 2i and 2i+1, and every leaf lies depth levels below the root, with
// copies of its score where the tree ends earlier. So rows walk it side by side
// without branches to guess and without bounds to check, since numbers of nodes
// and columns fit a byte.
type fastTree struct {
	columns *[maxFast]uint8 // place of the column of each node, in Forest.used
	values  *[maxFast]int32 // order of the value of each node; the bits of the score of a leaf
	depth   int
}

const (
	// maxFast bounds the numbers of nodes, and the columns that the trees of a forest
	// may look at.
	maxFast = 256
	// maxDepth is the depth of a tree that has so many nodes.
	maxDepth = 7
	// lanes is how many rows walk side by side: while one waits for memory, the
	// others go on.
	lanes = 8
	// fastGroups is how many groups of rows go through a tree, one after the other,
	// before the next tree does.
	fastGroups = 4
)

// fastRows holds the orders of the values of a group of rows, column by column,
// and the least and the greatest of each column. The blocks of a page that stand
// side by side are alike: on pages of news all rows of a group go the same way at
// six of ten nodes, which is told once for all of them.
type fastRows struct {
	low, high [maxFast]int32
	values    [maxFast][lanes]int32
}

// order maps numbers to integers that compare alike. Features are numbers.
func order(x float32) int32 {
	b := int32(math.Float32bits(x))
	if b < 0 {
		b = math.MinInt32 - b // both zeros are 0
	}
	return b
}

// prepare makes the fast trees of a forest that has been checked, unless it is
// too large for them: then it gives the same scores, slower.
func (f *Forest) prepare() {
	used, places := f.columns()
	if len(used) > 0 {
		f.first = int(slices.Min(used))
	}
	if len(used) > maxFast {
		return
	}
	size := maxFast // of all trees, and of what the last one's window is beyond it
	for t := range f.Roots {
		depth := depthOf(f.tree(t))
		if depth > maxDepth {
			return
		}
		size += 2 << depth
	}
	columns, values := make([]uint8, size), make([]int32, size)
	f.fast, f.used = make([]fastTree, len(f.Roots)), used
	at := 0
	for t := range f.fast {
		nodes := f.tree(t)
		f.fast[t] = fastTree{(*[maxFast]uint8)(columns[at/2:]), (*[maxFast]int32)(values[at:]), depthOf(nodes)}
		f.fast[t].read(nodes, 0, 1, f.fast[t].depth, places)
		at += 2 << f.fast[t].depth
	}
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

// depthOf is the number of splits on the longest way down a tree. Children stand
// behind their parents.
func depthOf(tree []Node) int {
	deepest, depth := 0, make([]int, len(tree))
	for i, n := range tree {
		if n.Column != Leaf {
			depth[n.Left], depth[n.Left+1] = depth[i]+1, depth[i]+1
		}
		deepest = max(deepest, depth[i])
	}
	return deepest
}

// read takes in what lies below a node of a tree, at the given place and with so
// many levels below it.
func (t *fastTree) read(tree []Node, node, at, below int, places map[uint16]uint8) {
	n := tree[node]
	left, right := int(n.Left), int(n.Left)+1
	switch {
	case below == 0:
		t.values[at] = int32(math.Float32bits(n.Value))
		return
	case n.Column == Leaf: // either way leads to it
		left, right = node, node
	default:
		t.columns[at], t.values[at] = places[n.Column], order(n.Value)
	}
	t.read(tree, left, 2*at, below-1, places)
	t.read(tree, right, 2*at+1, below-1, places)
}

// sumFast writes the scores of rows as sum does, by the fast trees.
func (f *Forest) sumFast(out, rows []float32, stride int) {
	var groups [fastGroups]fastRows
	for len(out) > 0 {
		n := min(len(out), fastGroups*lanes)
		used := groups[:(n+lanes-1)/lanes]
		for k := range used {
			used[k].read(rows[k*lanes*stride:n*stride], stride, f.used)
		}
		var sums [fastGroups][lanes]float32
		for k := range sums {
			for i := range sums[k] {
				sums[k][i] = f.Bias
			}
		}
		for t := range f.fast {
			for k := range used {
				f.fast[t].add(&sums[k], &used[k])
			}
		}
		for i := range n {
			out[i] = sums[i/lanes][i%lanes]
		}
		out, rows = out[n:], rows[n*stride:]
	}
}

// read takes in the columns in use of the first rows. Where there are fewer rows
// than lanes, the last one fills up the rest.
func (g *fastRows) read(rows []float32, stride int, used []uint16) {
	var from [lanes][]float32
	for k := range from {
		at := min(k*stride, len(rows)-stride)
		from[k] = rows[at : at+stride]
	}
	for i, c := range used {
		place := uint8(i)
		v := &g.values[place]
		p, q, r, s := order(from[0][c]), order(from[1][c]), order(from[2][c]), order(from[3][c])
		v[0], v[1], v[2], v[3] = p, q, r, s
		low, high := min(p, q, r, s), max(p, q, r, s)
		p, q, r, s = order(from[4][c]), order(from[5][c]), order(from[6][c]), order(from[7][c])
		v[4], v[5], v[6], v[7] = p, q, r, s
		g.low[place], g.high[place] = min(low, p, q, r, s), max(high, p, q, r, s)
	}
}

// add adds the leaves of rows to their scores.
func (t *fastTree) add(sums *[lanes]float32, rows *fastRows) {
	at, left := t.together(rows)
	if left == 0 {
		x := score(t.values[at])
		for k := range sums {
			sums[k] += x
		}
		return
	}
	columns, values := t.columns, t.values
	a, b, c, d, e, f, g, h := at, at, at, at, at, at, at, at
	for ; left > 0; left-- {
		a = 2*a + beyond(rows.values[columns[a]][0], values[a])
		b = 2*b + beyond(rows.values[columns[b]][1], values[b])
		c = 2*c + beyond(rows.values[columns[c]][2], values[c])
		d = 2*d + beyond(rows.values[columns[d]][3], values[d])
		e = 2*e + beyond(rows.values[columns[e]][4], values[e])
		f = 2*f + beyond(rows.values[columns[f]][5], values[f])
		g = 2*g + beyond(rows.values[columns[g]][6], values[g])
		h = 2*h + beyond(rows.values[columns[h]][7], values[h])
	}
	sums[0] += score(values[a])
	sums[1] += score(values[b])
	sums[2] += score(values[c])
	sums[3] += score(values[d])
	sums[4] += score(values[e])
	sums[5] += score(values[f])
	sums[6] += score(values[g])
	sums[7] += score(values[h])
}

// score is the score of a leaf.
func score(value int32) float32 { return math.Float32frombits(uint32(value)) }

// together walks as far as all rows go the same way. It returns the node there and
// the levels left below it.
func (t *fastTree) together(rows *fastRows) (at uint8, left int) {
	at = 1
	for left = t.depth; left > 0; left-- {
		c, v := t.columns[at], t.values[at]
		way := beyond(rows.low[c], v)
		if way != beyond(rows.high[c], v) {
			break
		}
		at = 2*at + way
	}
	return at, left
}

// beyond is 1 for what goes right, beyond the value of a node, and 0 for the rest.
func beyond(x, value int32) uint8 {
	if x > value {
		return 1
	}
	return 0
}
