package similar

import (
	"cmp"
	"slices"
	"time"
)

const (
	// Rewritten is the cosine from which two texts are taken for stories of one
	// event. Rewrites of one event by different papers have .27 and more, stories
	// of the same paper about other events .15 and less.
	Rewritten = 0.25
	// loose is the share of it that whole clusters must reach, on average, before
	// two of their members join them: chains of neighbours are no event.
	loose = 0.75
	// telling is the number of the weightiest words of a text by which others are
	// found, crowd the number of texts that share a word from which it is no help.
	telling, crowd = 24, 1000
)

// Clusters tells which texts are of one event: wire copies, and rewrites of the
// same news. It gives each text the index of the first one of its cluster, which
// is its own where it is alone. A Collection does the same for texts that come one
// by one.
//
// Texts are compared by the cosine of their words' weights, tf-idf over the texts
// given (Salton and Buckley 1988), in folded spelling and without Arabic articles
// and endings, from least up; least 0 means Rewritten. Texts whose days are known
// and further apart than within are never of one; within 0 means any time.
// Agglomeration is by pairs, the most similar first.
func Clusters(docs []Doc, least float64, within time.Duration) []int {
	var c Collection
	for _, d := range docs {
		c.Add(d)
	}
	return c.Clusters(least, within)
}

// Clusters is the function Clusters over the texts added, by the order of Add.
func (c *Collection) Clusters(least float64, within time.Duration) []int {
	if least == 0 {
		least = Rewritten
	}
	g := &grouping{weighed: c.weigh(), within: within, root: make([]int, len(c.docs)), members: make([][]int, len(c.docs))}
	for i := range c.docs {
		g.root[i], g.members[i] = i, []int{i}
	}
	for _, p := range g.pairs(least) {
		g.join(p, least)
	}
	return g.root
}

// pair is two texts that may be of one event.
type pair struct {
	a, b   int32 // a < b
	cosine float64
}

// pairs compares the texts that share a telling word, and gives those alike
// enough, the most similar first.
func (g *grouping) pairs(least float64) (list []pair) {
	having := map[uint32][]int32{}
	near := map[int32]struct{}{}
	for i := range g.docs {
		b := int32(i)
		clear(near)
		for _, word := range g.telling(i) {
			for _, a := range having[word] {
				near[a] = struct{}{}
			}
			if len(having[word]) < crowd {
				having[word] = append(having[word], b)
			}
		}
		for a := range near {
			if g.apart(int(a), i) {
				continue
			}
			if c := g.cosine(int(a), i); c >= least {
				list = append(list, pair{a, b, c})
			}
		}
	}
	slices.SortFunc(list, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.cosine, x.cosine), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return list
}

// apart reports whether the days of two texts are too far from each other.
func (g *grouping) apart(i, k int) bool {
	a, b := g.docs[i].day, g.docs[k].day
	return g.within > 0 && !a.IsZero() && !b.IsZero() && a.Sub(b).Abs() > g.within
}

// grouping is clusters as they grow.
type grouping struct {
	*weighed
	within  time.Duration
	root    []int   // of each text: the first of its cluster
	members [][]int // of each root
}

// join makes one cluster of those of a pair, if they are alike as a whole.
func (g *grouping) join(p pair, least float64) {
	a, b := g.root[p.a], g.root[p.b]
	if a == b {
		return
	}
	sum := 0.0
	for _, i := range g.members[a] {
		for _, k := range g.members[b] {
			if g.apart(i, k) {
				return
			}
			sum += g.cosine(i, k)
		}
	}
	if sum < loose*least*float64(len(g.members[a])*len(g.members[b])) {
		return
	}
	if b < a {
		a, b = b, a
	}
	g.members[a] = append(g.members[a], g.members[b]...)
	for _, k := range g.members[b] {
		g.root[k] = a
	}
	g.members[b] = nil
}
