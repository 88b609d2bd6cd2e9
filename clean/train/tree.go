package train

import (
	"slices"

	"matn/clean/internal/score"
)

// tree is one tree while it grows: its nodes, and the bin of each split.
type tree struct {
	nodes []score.Node
	bins  []uint8
}

// part is a node to be split: its rows are order[from:to).
type part struct {
	node     int32
	from, to int
	hist     histogram
	g, h     float64
}

// histogram sums the derivatives of the rows of a node by column and bin.
type histogram []slopes

// slopes are the first and the second derivative of the loss, of a row or summed
// over several.
type slopes struct{ g, h float32 }

// histBins is the number of bins that a histogram holds for each column.
const histBins = maxBins + 1

// split is the best way to cut a node found so far.
type split struct {
	gain   float64
	column int
	bin    int
	g, h   float64 // of the left side
}

// maxDepth is the number of levels that the nodes of a tree can be counted in
// 16 bits with.
const maxDepth = 15

// grow grows one tree, level by level.
func (b *booster) grow() *tree {
	columns := b.chooseColumns()
	t := &tree{nodes: make([]score.Node, 1), bins: make([]uint8, 1)}
	root := part{from: 0, to: len(b.order), hist: b.count(columns, b.order)}
	for _, r := range b.order {
		root.g += float64(b.grad[r])
		root.h += float64(b.hess[r])
	}
	level := []part{root}
	for depth := 0; len(level) > 0; depth++ {
		var next []part
		for _, p := range level {
			s := split{}
			if depth < min(b.Depth, maxDepth) {
				s = b.best(columns, &p)
			}
			if s.gain <= 0 {
				t.nodes[p.node] = score.Node{Column: score.Leaf, Value: b.leaf(&p)}
				if p.hist != nil {
					b.done = append(b.done, p.hist)
				}
				continue
			}
			next = append(next, b.divide(t, &p, s, columns, depth+1 < b.Depth)...)
		}
		level = next
	}
	return t
}

// leaf is the score of a leaf: Newton's step, shortened by the learning rate.
func (b *booster) leaf(p *part) float32 {
	if p.h+b.Lambda <= 0 {
		return 0
	}
	return float32(-p.g / (p.h + b.Lambda) * b.Rate)
}

func (b *booster) chooseColumns() []int {
	var columns []int
	for c := range b.table.Bins {
		if len(b.table.Cuts[c]) > 0 && b.rng.Float64() < b.Columns {
			columns = append(columns, c)
		}
	}
	if len(columns) == 0 {
		columns = append(columns, 0)
	}
	return columns
}

// count fills a histogram, half of the columns on each processor. The derivatives
// of the rows are laid side by side first, since every column reads them.
func (b *booster) count(columns []int, rows []int32) histogram {
	h := b.newHistogram(len(columns))
	b.beside = b.beside[:0]
	for _, r := range rows {
		b.beside = append(b.beside, slopes{b.grad[r], b.hess[r]})
	}
	halves(len(columns), func(from, to int) {
		for k := from; k < to; k++ {
			bins, sums := b.table.Bins[columns[k]], (*[histBins]slopes)(h[k*histBins:])
			for i, d := range b.beside {
				s := &sums[bins[rows[i]]]
				s.g += d.g
				s.h += d.h
			}
		}
	})
	return h
}

// newHistogram returns an empty histogram, in the memory of one that is done
// with where there is one.
func (b *booster) newHistogram(columns int) histogram {
	n := columns * histBins
	if k := len(b.done) - 1; k >= 0 {
		h := b.done[k]
		if b.done = b.done[:k]; cap(h) >= n {
			h = h[:n]
			clear(h)
			return h
		}
	}
	return make(histogram, n)
}

// best finds the best split of a node.
func (b *booster) best(columns []int, p *part) split {
	if p.h < 2*b.MinWeight {
		return split{}
	}
	found := make([]split, len(columns))
	halves(len(columns), func(from, to int) {
		for k := from; k < to; k++ {
			found[k] = b.bestOf(p, k, columns[k])
		}
	})
	return slices.MaxFunc(found, func(a, c split) int {
		switch {
		case a.gain < c.gain:
			return -1
		case a.gain > c.gain:
			return 1
		}
		return c.column - a.column
	})
}

func (b *booster) bestOf(p *part, k, column int) split {
	s := split{column: column}
	whole := p.g * p.g / (p.h + b.Lambda)
	g, h := 0.0, 0.0
	for bin := range b.table.Cuts[column] {
		g += float64(p.hist[k*histBins+bin].g)
		h += float64(p.hist[k*histBins+bin].h)
		if h < b.MinWeight {
			continue
		}
		if p.h-h < b.MinWeight {
			break
		}
		gain := g*g/(h+b.Lambda) + (p.g-g)*(p.g-g)/(p.h-h+b.Lambda) - whole
		if gain > s.gain {
			s.gain, s.bin, s.g, s.h = gain, bin, g, h
		}
	}
	return s
}

// divide splits a node: two children side by side. The histogram of the larger
// child is that of its parent less that of the smaller.
func (b *booster) divide(t *tree, p *part, s split, columns []int, deeper bool) []part {
	b.gain[s.column] += s.gain
	left := int32(len(t.nodes))
	t.nodes[p.node] = score.Node{Column: uint16(s.column), Left: uint16(left), Value: b.table.Cuts[s.column][s.bin]}
	t.bins[p.node] = uint8(s.bin)
	t.nodes, t.bins = append(t.nodes, score.Node{}, score.Node{}), append(t.bins, 0, 0)
	mid := b.partition(p, s)
	l := part{node: left, from: p.from, to: mid, g: s.g, h: s.h}
	r := part{node: left + 1, from: mid, to: p.to, g: p.g - s.g, h: p.h - s.h}
	if deeper {
		small, large := &l, &r
		if r.to-r.from < l.to-l.from {
			small, large = &r, &l
		}
		small.hist = b.count(columns, b.order[small.from:small.to])
		large.hist = p.hist
		for i, d := range small.hist {
			large.hist[i].g -= d.g
			large.hist[i].h -= d.h
		}
	} else {
		b.done = append(b.done, p.hist)
	}
	return []part{l, r}
}

// partition moves the rows that go left before those that go right, both in
// order, and returns where they meet.
func (b *booster) partition(p *part, s split) int {
	bins, cut := b.table.Bins[s.column], uint8(s.bin)
	rows := b.order[p.from:p.to]
	b.spare = b.spare[:0]
	at := 0
	for _, r := range rows {
		if bins[r] <= cut {
			rows[at] = r
			at++
		} else {
			b.spare = append(b.spare, r)
		}
	}
	copy(rows[at:], b.spare)
	return p.from + at
}
