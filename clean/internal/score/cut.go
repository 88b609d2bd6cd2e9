package score

import "matn/clean/block"

// NewsCut is the probability from which a block belongs to the body of a news
// article. In cross-validation on the sets of weights.md F1 is flat between .45
// and .60; the lower end loses fewer lists and short lines.
const NewsCut = 0.45

// cutSteps is how finely probabilities are told apart when a cut is chosen.
const cutSteps = 512

// leaning is one way in which the scorer may be wrong about a whole page: it takes
// more, or less, of it for body than gold does, so that the odds of all its blocks
// are to be multiplied. Weight says how likely that is, odds are those of each step
// of probability.
type leaning struct {
	weight float64
	p      [cutSteps + 1]float64
}

// leaningOf is the leaning by which the odds of a block become odds times as high.
func leaningOf(odds, weight float64) leaning {
	return leaning{weight, steps(func(p float64) float64 { return p * odds / (float64(p*odds) + 1 - p) })}
}

// sharpened is the leaning by which log-odds are 1.2 times as high.
func sharpened() leaning {
	return leaning{1, steps(func(p float64) float64 {
		a, b := power12(p), power12(1-p)
		return a / (a + b)
	})}
}

// steps maps the middle of each step of probability.
func steps(to func(p float64) float64) (t [cutSteps + 1]float64) {
	for i := range t {
		t[i] = to((float64(i) + 0.5) / (cutSteps + 1))
	}
	return t
}

// power12 is x to the power of 1.2 for x within 0 and 1, by Newton's method on
// y^5 = x^6: the same on every machine.
func power12(x float64) float64 {
	y := 1.0
	x6 := float64(float64(x*x)*float64(x*x)) * float64(x*x)
	for range 60 {
		y4 := float64(y*y) * float64(y*y)
		y = (float64(4*y) + x6/y4) / 5
	}
	return y
}

// expSqrt3 is e to the power of the square root of 3.
const expSqrt3 = 5.652233674

// Leanings stand for a normal distribution of log-odds of deviation 1 (Gauss-Hermite
// quadrature: 0 and, a sixth each, the square root of 3 either way). Where blocks
// were taken to err each by itself, the cut was too high: F1 of pages of wcxb-dev
// that are no articles is .003 better so, and flat for deviations from .5 to 1.5.
// Flattened text, where news is cut in the same way, lost .005 on fundus: its lines
// are taken to err by themselves, and to be surer than they say.
var (
	pageLeanings = []leaning{leaningOf(1/expSqrt3, 1./6), leaningOf(1, 4./6), leaningOf(expSqrt3, 1./6)}
	lineLeanings = []leaning{sharpened()}
)

// ExpectedCut is the cut with the highest expected word F1 over the page: what
// to take on pages of unknown type, where the body may be a small part or
// nearly all of the text. Blocks must have their P; flat says that they are those of
// flattened text. Source of the method: Lewis, "Evaluating and optimizing autonomous
// text classification systems", SIGIR 1995; here the mean over leanings.
func ExpectedCut(blocks []block.Block, flat bool) float32 {
	leanings := pageLeanings
	if flat {
		leanings = lineLeanings
	}
	var words [cutSteps + 1]float64
	for i := range blocks {
		words[max(min(int(blocks[i].P*cutSteps), cutSteps), 0)] += float64(blocks[i].Words)
	}
	var total, kept [3]float64 // mass under each leaning: words times probability
	for k := range leanings {
		for step, w := range words {
			total[k] += float64(w * leanings[k].p[step])
		}
	}
	best, cut, sum := 0.0, cutSteps/2, 0.0
	for step := cutSteps; step >= 0; step-- {
		if words[step] == 0 {
			continue
		}
		sum += words[step]
		f := 0.0
		for k := range leanings {
			kept[k] += float64(words[step] * leanings[k].p[step])
			f += float64(leanings[k].weight * kept[k] / (sum + total[k]))
		}
		if f > best {
			best, cut = f, step
		}
	}
	return float32(cut) / cutSteps
}
