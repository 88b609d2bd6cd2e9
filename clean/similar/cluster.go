package similar

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"matn/clean/block"
)

// Doc is one text to be put into a cluster.
type Doc struct {
	Text string    // headline and body
	Day  time.Time // of publication; zero when unknown, and then no bar to any cluster
}

const (
	// Rewritten is the cosine from which two texts are taken for stories of one
	// event. Rewrites of one event by different papers have .27 and more, stories
	// of the same paper about other events .15 and less.
	Rewritten = 0.25
	// loose is the share of it that whole clusters must reach, on average, before
	// two of their members join them: chains of neighbours are no event.
	loose = 0.75
	// smooth stands for texts that nobody gave, so that words have sensible weights
	// among a few texts.
	smooth = 20
	// telling is the number of the weightiest words of a text by which others are
	// found, crowd the number of texts that share a word from which it is no help.
	telling, crowd = 24, 1000
)

// Clusters tells which texts are of one event: wire copies, and rewrites of the
// same news. It gives each text the index of the first one of its cluster, which
// is its own where it is alone.
//
// Texts are compared by the cosine of their words' weights, tf-idf over the texts
// given (Salton and Buckley 1988), in folded spelling and without Arabic articles
// and endings, from least up; least 0 means Rewritten. Texts whose days are known
// and further apart than within are never of one; within 0 means any time.
// Agglomeration is by pairs, the most similar first.
func Clusters(docs []Doc, least float64, within time.Duration) []int {
	if least == 0 {
		least = Rewritten
	}
	vectors := weigh(docs)
	g := &grouping{docs: docs, within: within, vectors: vectors, root: make([]int, len(docs)), members: make([][]int, len(docs))}
	for i := range docs {
		g.root[i], g.members[i] = i, []int{i}
	}
	for _, p := range pairs(docs, vectors, least, within) {
		g.join(p, least)
	}
	return g.root
}

// term is a word of a text and its weight; the squares of a text's weights sum
// up to 1.
type term struct {
	word   uint64
	weight float64
}

// vector is the terms of a text, by word.
type vector []term

func weigh(docs []Doc) []vector {
	counts := make([]map[uint64]int, len(docs))
	df := map[uint64]int{}
	a := readAffixes()
	var folded []byte
	for i, d := range docs {
		folded = block.Fold(folded[:0], d.Text)
		counts[i] = map[uint64]int{}
		eachWord(folded, func(w []byte) { counts[i][xxhash.Sum64(a.stem(w))]++ })
		for w := range counts[i] {
			df[w]++
		}
	}
	vectors := make([]vector, len(docs))
	for i, c := range counts {
		square := 0.0
		for w, n := range c {
			x := (1 + math.Log(float64(n))) * math.Log(float64(len(docs)+smooth)/float64(df[w]))
			vectors[i] = append(vectors[i], term{w, x})
		}
		slices.SortFunc(vectors[i], func(a, b term) int { return cmp.Compare(a.word, b.word) })
		for _, t := range vectors[i] { // summed in order: the same texts, the same bits
			square += t.weight * t.weight
		}
		for k := range vectors[i] {
			vectors[i][k].weight /= math.Sqrt(square)
		}
	}
	return vectors
}

func eachWord(folded []byte, f func(word []byte)) {
	for start, i := 0, 0; i <= len(folded); i++ {
		if i == len(folded) || folded[i] == ' ' {
			if i > start {
				f(folded[start:i])
			}
			start = i + 1
		}
	}
}

func (v vector) cosine(o vector) (sum float64) {
	for i, k := 0, 0; i < len(v) && k < len(o); {
		switch {
		case v[i].word < o[k].word:
			i++
		case v[i].word > o[k].word:
			k++
		default:
			sum += v[i].weight * o[k].weight
			i++
			k++
		}
	}
	return sum
}

// pair is two texts that may be of one event.
type pair struct {
	a, b   int // a < b
	cosine float64
}

// pairs compares the texts that share a telling word, and gives those alike
// enough, the most similar first.
func pairs(docs []Doc, vectors []vector, least float64, within time.Duration) (list []pair) {
	having := map[uint64][]int{}
	for b, v := range vectors {
		near := map[int]bool{}
		for _, t := range v.telling() {
			for _, a := range having[t.word] {
				near[a] = true
			}
			if len(having[t.word]) < crowd {
				having[t.word] = append(having[t.word], b)
			}
		}
		for a := range near {
			if apart(docs[a].Day, docs[b].Day, within) {
				continue
			}
			if c := vectors[a].cosine(v); c >= least {
				list = append(list, pair{a, b, c})
			}
		}
	}
	slices.SortFunc(list, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.cosine, x.cosine), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return list
}

// telling returns the weightiest terms.
func (v vector) telling() []term {
	top := slices.Clone(v)
	slices.SortFunc(top, func(a, b term) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.word, b.word))
	})
	return top[:min(telling, len(top))]
}

func apart(a, b time.Time, within time.Duration) bool {
	return within > 0 && !a.IsZero() && !b.IsZero() && a.Sub(b).Abs() > within
}

// grouping is clusters as they grow.
type grouping struct {
	docs    []Doc
	within  time.Duration
	vectors []vector
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
			if apart(g.docs[i].Day, g.docs[k].Day, g.within) {
				return
			}
			sum += g.vectors[i].cosine(g.vectors[k])
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
