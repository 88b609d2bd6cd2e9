package train

import (
	"hash/fnv"
	"math/rand/v2"
)

// scope is what of a flattened page an example is.
type scope uint8

// Scopes.
const (
	scopePage   scope = iota // all of it
	scopeBody                // the body alone: text may come clean
	scopeShort               // its first lines with a line or two of what follows it: articles may be short
	scopeFew                 // the body and a few lines of what stands around it: converters leave some
	scopeHosted              // the body and a few lines around it among the lines of another site
	scopeJoined              // all of it, its short lines joined
	scopeKinds
)

// excerpt is a part of flattened text that is learned from besides the whole.
type excerpt struct {
	scope    scope
	take     []int // lines
	caseless bool  // as if its script had no upper case
}

// excerptScale is the weight of an excerpt beside a whole page: enough for clean
// text to stay as it is, and for the few lines around it to be told.
var excerptScale = [scopeKinds]float64{scopePage: 1, scopeBody: 0.3, scopeShort: 0.3, scopeFew: 0.4, scopeHosted: 0.35, scopeJoined: 0.5}

const (
	// shortBody is the number of lines that the body of a short excerpt has at
	// most, shortTail that of lines behind it.
	shortBody = 3
	shortTail = 2
	// fewTexts is how many texts with few lines around the body are made of a
	// page, fewMost the number of those lines on each side at most, fewReach how
	// far from the body they are taken.
	fewTexts = 2
	fewMost  = 7
	fewReach = 14
)

// excerpts are the excerpts of a page: the same for the same ID.
func excerpts(label []float32, id string) (list []excerpt) {
	var body, behind []int
	for i, l := range label {
		switch {
		case l > 0:
			body, behind = append(body, i), behind[:0]
		case len(behind) < shortTail:
			behind = append(behind, i)
		}
	}
	if len(body) == 0 {
		return nil
	}
	short := body[: 1+len(body)%min(len(body), shortBody) : len(body)]
	short = append(short[:len(short):len(short)], behind...)
	list = append(list, excerpt{scope: scopeBody, take: body}, excerpt{scope: scopeShort, take: short})
	h := fnv.New64a()
	h.Write([]byte(id))
	rng := rand.New(rand.NewPCG(h.Sum64(), 1))
	for k := range fewTexts {
		if take := few(label, body[0], body[len(body)-1], rng); len(take) > len(body) {
			list = append(list, excerpt{scope: scopeFew, take: take, caseless: k%2 == 1})
		}
	}
	return list
}

// few takes the body, from its first line to its last, and a few of the lines
// above, between and below: the nearest ones, or some of those near.
func few(label []float32, first, last int, rng *rand.Rand) (take []int) {
	keep := map[int]bool{}
	for _, side := range [...]struct{ from, step int }{{first - 1, -1}, {last + 1, 1}} {
		n := rng.IntN(fewMost + 1)
		together := rng.IntN(2) == 0
		for i, k := side.from, 0; i >= 0 && i < len(label) && k < fewReach && n > 0; i, k = i+side.step, k+1 {
			if together || rng.IntN(fewReach) < fewMost {
				keep[i] = true
				n--
			}
		}
	}
	inside := rng.IntN(2) == 0
	for i := range label {
		if label[i] > 0 || keep[i] || i > first && i < last && (inside || rng.IntN(2) == 0) {
			take = append(take, i)
		}
	}
	return take
}
