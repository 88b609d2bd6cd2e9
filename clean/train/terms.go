package train

import (
	"math"
	"math/rand/v2"
	"slices"

	"matn/clean/internal/score"
)

// Parameters of the linear model of terms: see those of names.
const (
	termPasses  = 5
	termRate    = 0.1
	termPenalty = 1e-4
	termAverage = 1 // pass from which on weights are averaged
	termSeed    = 11
	// termSites is the number of sites that a term stands on at least.
	termSites = 5
	// mostTerms is the number of terms that are kept: those that tell the most.
	mostTerms = 4096
	// termLines is the number of lines of a page that count in full: of longer
	// pages each line counts for less.
	termLines = 60
)

// lineTerms are the terms of the lines of an example, one line behind the other.
type lineTerms struct {
	terms []uint32
	ends  []int32
}

// of lists the terms of a line.
func (t *lineTerms) of(i int) []uint32 {
	from := int32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.terms[from:t.ends[i]]
}

// termsOf lists the terms of a layout that was read.
func termsOf(n int, f *score.Features) lineTerms {
	t := lineTerms{ends: make([]int32, n)}
	f.Terms(func(line int, term uint32) {
		t.terms = append(t.terms, term)
		t.ends[line] = int32(len(t.terms))
	})
	for i := 1; i < n; i++ {
		t.ends[i] = max(t.ends[i], t.ends[i-1])
	}
	t.terms = slices.Clip(t.terms)
	return t
}

// termModel is the linear model while it is fitted.
type termModel struct {
	weights []float32
	bias    float32
	keep    []bool // terms that count
}

func (m *termModel) score(terms []uint32) float32 {
	s := m.bias
	for _, t := range terms {
		s += m.weights[t]
	}
	return s
}

// learn takes one step of gradient descent for every line of a page.
func (m *termModel) learn(e *example, rate float32) {
	weight := min(1, termLines/float32(len(e.label)))
	for i, y := range e.label {
		terms := e.terms.of(i)
		p := float32(1 / (1 + math.Exp(-float64(m.score(terms)))))
		g := (p - y) * weight
		m.bias -= rate * biasRate * g
		for _, t := range terms {
			if m.keep[t] {
				m.weights[t] -= rate * (g + termPenalty*m.weights[t])
			}
		}
	}
}

// fitTerms fits the linear model to the pages that want says yes to, those with
// joined lines among them: once to all terms of many sites, and again to those that
// tell the most.
func fitTerms(examples []*example, want func(*example) bool) *score.TermWeights {
	var list []*example
	for _, e := range examples {
		if e.used && (e.scope == scopePage || e.scope == scopeJoined) && !e.blank && want(e) {
			list = append(list, e)
		}
	}
	count, sites := countTerms(list)
	keep := make([]bool, len(sites))
	for t, n := range sites {
		keep[t] = n >= termSites
	}
	first := passes(list, keep)
	var best []uint32
	for t, k := range keep {
		if k {
			best = append(best, uint32(t))
		}
	}
	worth := func(t uint32) float64 { return math.Abs(first[t]) * math.Sqrt(float64(count[t])) }
	slices.SortStableFunc(best, func(a, b uint32) int {
		switch x, y := worth(a), worth(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	best = best[:min(len(best), mostTerms)]
	slices.Sort(best)
	clear(keep)
	for _, t := range best {
		keep[t] = true
	}
	weights := passes(list, keep)
	top := 0.0
	for _, t := range best {
		top = max(top, math.Abs(weights[t]))
	}
	w := &score.TermWeights{Scale: float32(top / math.MaxInt8), Terms: best, Weights: make([]int8, len(best))}
	for i, t := range best {
		if top > 0 {
			w.Weights[i] = int8(math.Round(weights[t] / top * math.MaxInt8))
		}
	}
	w.Prepare()
	return w
}

// countTerms counts how often each term stands, and on how many sites.
func countTerms(list []*example) (count []uint32, sites []uint16) {
	const all = 1 << score.TermBits
	count, sites = make([]uint32, all), make([]uint16, all)
	numbers, last := map[string]uint16{}, make([]uint16, all)
	for _, e := range bySite(list) {
		n, ok := numbers[e.site]
		if !ok {
			n = uint16(len(numbers) + 1)
			numbers[e.site] = n
		}
		for _, t := range e.terms.terms {
			if count[t]++; last[t] != n {
				last[t] = n
				sites[t]++
			}
		}
	}
	return count, sites
}

// bySite sorts examples by their sites.
func bySite(list []*example) []*example {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *example) int {
		switch {
		case a.site < b.site:
			return -1
		case a.site > b.site:
			return 1
		}
		return 0
	})
	return list
}

// passes runs gradient descent, and averages the weights of the later passes.
func passes(list []*example, keep []bool) []float64 {
	list = slices.Clone(list)
	rng := rand.New(rand.NewPCG(termSeed, uint64(len(list))))
	m, mean, n := &termModel{weights: make([]float32, len(keep)), keep: keep}, make([]float64, len(keep)), 0.0
	var known []int
	for t, k := range keep {
		if k {
			known = append(known, t)
		}
	}
	for pass := range termPasses {
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for _, e := range list {
			m.learn(e, termRate/float32(1+pass))
		}
		if pass < termAverage {
			continue
		}
		n++
		for _, t := range known {
			mean[t] += float64(m.weights[t])
		}
	}
	for _, t := range known {
		mean[t] /= n
	}
	return mean
}

// fitAllTerms fits the model of all pages and, for each fold, that without its
// sites, and fills the columns of terms in with the latter: no line is scored by
// weights that have seen its site.
func fitAllTerms(examples []*example, folds int) (all *score.TermWeights, blind []*score.TermWeights) {
	all, blind = fitBlind(examples, folds, fitTerms)
	parallel(len(examples), func() func(int) {
		return func(i int) { examples[i].fillTerms(blind[examples[i].fold]) }
	})
	return all, blind
}

// fillTerms fills in the columns of terms; of a blank example, whose words are to
// be taken for those of a language that nobody knows, they stay empty.
func (e *example) fillTerms(w *score.TermWeights) {
	if e.blank {
		return
	}
	sums, known := make([]int32, len(e.label)), make([]bool, len(e.label))
	for i := range e.label {
		sums[i], known[i] = w.Sum(e.terms.of(i))
	}
	w.FillTerms(e.rows, sums, known)
}
