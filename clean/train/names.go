package train

import (
	"math"
	"math/rand/v2"

	"matn/clean/internal/dom"
	"matn/clean/internal/score"
)

// Parameters of the linear model of names: passes over all pages, the learning
// rate of the first (that of pass n is an n-th of it), the bound on one step, the
// penalty on weights (L2), and from which pass on weights are averaged (Polyak
// and Juditsky 1992).
const (
	namePasses  = 6
	nameRate    = 0.05
	nameStep    = 3
	namePenalty = 1e-4
	nameAverage = 2
	// biasRate is the rate of the bias beside that of weights: every block moves
	// it.
	biasRate = 0.1
	nameSeed = 3
)

// tokens are the names around a block, each as often as it stands there, those of
// the nearest element first.
type tokens struct {
	all  []uint16
	near int // how many of them stand near
}

// namesOf lists the tokens around each block. Blocks of one element share a list.
func namesOf(l *dom.Layout) []tokens {
	own := make([][]uint16, len(l.Elems))
	for e := range l.Elems {
		score.EachName(l.Elems[e].Node, func(b uint16) { own[e] = append(own[e], b) })
	}
	lists, of := make([]tokens, len(l.Blocks)), map[int32]tokens{}
	for i := range l.Blocks {
		e := l.Blocks[i].Elem
		t, ok := of[e]
		if !ok {
			for k, up := e, 0; k >= 0; k, up = l.Elems[k].Parent, up+1 {
				if t.all = append(t.all, own[k]...); up < score.NearElems {
					t.near = len(t.all)
				}
			}
			of[e] = t
		}
		lists[i] = t
	}
	return lists
}

// fillNames fills in the columns of names.
func (e *example) fillNames(w *score.NameWeights) {
	width := len(e.rows) / max(len(e.label), 1)
	all, near := make([]int32, len(e.names)), make([]int32, len(e.names))
	for i, t := range e.names {
		for k, b := range t.all {
			if all[i] += int32(w.Weights[b]); k < t.near {
				near[i] += int32(w.Weights[b])
			}
		}
	}
	mean := w.Mean(all, e.shape.Words)
	for i := range e.names {
		w.Fill(e.rows[i*width:(i+1)*width], all[i], near[i], mean)
	}
}

// nameModel is the linear model while it is fitted.
type nameModel struct {
	weights [score.NameBuckets]float32
	bias    float32
}

func (m *nameModel) score(t tokens) float32 {
	s := m.bias
	for _, b := range t.all {
		s += m.weights[b]
	}
	return s
}

// learn takes one step of gradient descent for every block of a page.
func (m *nameModel) learn(e *example, weights []float32, rate float32) {
	for i, t := range e.names {
		p := float32(1 / (1 + math.Exp(-float64(m.score(t)))))
		g := max(min((p-e.label[i])*weights[i], nameStep), -nameStep)
		m.bias -= rate * biasRate * g
		for _, b := range t.all {
			m.weights[b] -= rate * (g + namePenalty*m.weights[b])
		}
	}
}

// fitNames fits the linear model to the examples that want says yes to.
func fitNames(examples []*example, want func(*example) bool) *score.NameWeights {
	var list []*example
	for _, e := range examples {
		if e.used && want(e) {
			list = append(list, e)
		}
	}
	rng := rand.New(rand.NewPCG(nameSeed, uint64(len(list))))
	m, mean, bias, n := &nameModel{}, [score.NameBuckets]float64{}, 0.0, 0.0
	for pass := range namePasses {
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for _, e := range list {
			m.learn(e, e.evenWeights(), nameRate/float32(1+pass))
		}
		if pass < nameAverage {
			continue
		}
		n++
		bias += float64(m.bias)
		for t, w := range m.weights {
			mean[t] += float64(w)
		}
	}
	for t := range mean {
		mean[t] /= n
	}
	return quantize(mean[:], bias/n)
}

// quantize rounds weights to 8 bits.
func quantize(weights []float64, bias float64) *score.NameWeights {
	top := 0.0
	for _, w := range weights {
		top = max(top, math.Abs(w))
	}
	q := &score.NameWeights{Bias: float32(bias), Scale: float32(top / math.MaxInt8)}
	if top == 0 {
		return q
	}
	for t, w := range weights {
		q.Weights[t] = int8(math.Round(w / top * math.MaxInt8))
	}
	return q
}

// evenWeights are the weights of the rows of an example, 1 on average.
func (e *example) evenWeights() []float32 {
	if e.even == nil {
		e.even = e.weights()
		sum := float32(0)
		for _, w := range e.even {
			sum += w
		}
		for i := range e.even {
			e.even[i] *= float32(len(e.even)) / sum
		}
	}
	return e.even
}

// fitAllNames fits the model of all examples and, for each fold, that without its
// sites, and fills the columns of names in with the latter: no row is scored by
// weights that have seen its site.
func fitAllNames(examples []*example, folds int) (all *score.NameWeights, blind []*score.NameWeights) {
	for _, e := range examples {
		e.evenWeights()
	}
	all, blind = fitBlind(examples, folds, fitNames)
	parallel(len(examples), func() func(int) {
		return func(i int) { examples[i].fillNames(blind[examples[i].fold]) }
	})
	return all, blind
}
