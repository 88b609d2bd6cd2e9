package score

import "matn/clean/block"

// NewsCut is the probability from which a block belongs to the body of a news
// article. In cross-validation on the sets of weights.md F1 is flat between .45
// and .60; the lower end loses fewer lists and short lines.
const NewsCut = 0.45

// cutSteps is how finely probabilities are told apart when a cut is chosen.
const cutSteps = 512

// sharpened maps steps of probability to probabilities that are fit for sums
// over a page, whose blocks err together: log-odds times 1.2. Anything from 0.9
// to 1.5 gave the same F1 within 0.2 points.
var sharpened = func() (t [cutSteps + 1]float64) {
	for i := range t {
		p := (float64(i) + 0.5) / (cutSteps + 1)
		a, b := power12(p), power12(1-p)
		t[i] = a / (a + b)
	}
	return t
}()

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

// ExpectedCut is the cut with the highest expected word F1 over the page: what
// to take on pages of unknown type, where the body may be a small part or
// nearly all of the text. Blocks must have their P. Source of the method:
// Lewis, "Evaluating and optimizing autonomous text classification systems",
// SIGIR 1995.
func ExpectedCut(blocks []block.Block) float32 {
	var words, mass [cutSteps + 1]float64
	total := 0.0
	for i := range blocks {
		step := max(min(int(blocks[i].P*cutSteps), cutSteps), 0)
		w := float64(blocks[i].Words)
		words[step] += w
		mass[step] += float64(w * sharpened[step])
		total += float64(w * sharpened[step])
	}
	best, cut := 0.0, cutSteps/2
	sumWords, sumMass := 0.0, 0.0
	for step := cutSteps; step >= 0; step-- {
		if words[step] == 0 {
			continue
		}
		sumWords += words[step]
		sumMass += mass[step]
		if f := sumMass / (sumWords + total); f > best {
			best, cut = f, step
		}
	}
	return float32(cut) / cutSteps
}
