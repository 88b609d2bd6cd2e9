package eval

import "slices"

// reference is the gold body of one page, ready to be compared with.
type reference struct {
	v        vocabulary
	whole    text      // the body with its neutral lines
	required []int32   // the body without them
	neutral  [][]int32 // lines that are neither required nor wrong
}

func newReference(g *Gold) *reference {
	r := &reference{v: vocabulary{}}
	r.whole = r.v.read(g.Body.Value)
	for _, lines := range [][]string{g.Standfirst, g.Optional} {
		for _, line := range lines {
			if words := r.v.number(nil, line); len(words) > 0 {
				r.neutral = append(r.neutral, words)
			}
		}
	}
	r.required = slices.Clone(r.whole.words)
	for _, line := range r.neutral {
		if i := indexRun(r.required, line); i >= 0 {
			r.required = slices.Delete(r.required, i, i+len(line))
		}
	}
	return r
}

// indexRun finds the first place where run stands whole in words, or -1.
func indexRun(words, run []int32) int {
	for i := 0; i+len(run) <= len(words); i++ {
		if slices.Equal(words[i:i+len(run)], run) {
			return i
		}
	}
	return -1
}

// judged is the prediction without what is neutral in it: words that repeat a
// neutral line, beyond those that gold requires. A line that stands whole in the
// prediction goes first, then runs of shingleWords words (a line cut short, or
// run into another). No word goes for standing in a neutral line alone, or the
// "of" of some menu would be forgiven.
func (r *reference) judged(pred text) []int32 {
	if len(r.neutral) == 0 {
		return pred.words
	}
	gone := make([]bool, len(pred.words))
	for _, line := range r.neutral {
		n := min(len(line), shingleWords)
		budget := newBudget(line, n, pred.words, r.required)
		if !budget.cutLine(pred, line, gone) {
			budget.cutRuns(pred.words, gone)
		}
	}
	rest := make([]int32, 0, len(pred.words))
	for i, w := range pred.words {
		if !gone[i] {
			rest = append(rest, w)
		}
	}
	return rest
}

// budget says how often each run of a neutral line may go from a prediction: as
// often as the line has it, and no more than the prediction has it beyond what
// is required.
type budget struct {
	n    int // words of a run
	left map[shingle]int
}

func newBudget(line []int32, n int, pred, required []int32) budget {
	b := budget{n: n, left: map[shingle]int{}}
	for _, s := range shingles(line, n) {
		b.left[s]++
	}
	surplus := map[shingle]int{}
	for _, s := range shingles(pred, n) {
		if b.left[s] > 0 {
			surplus[s]++
		}
	}
	for _, s := range shingles(required, n) {
		if surplus[s] > 0 {
			surplus[s]--
		}
	}
	for s, most := range b.left {
		b.left[s] = min(most, surplus[s])
	}
	return b
}

// cutLine takes out one line of the prediction that is the neutral line.
func (b budget) cutLine(pred text, line []int32, gone []bool) bool {
	for _, s := range shingles(line, b.n) {
		if b.left[s] == 0 {
			return false
		}
	}
	start := 0
	for _, end := range pred.ends {
		if !gone[start] && slices.Equal(pred.words[start:end], line) {
			mark(gone, start, end)
			return true
		}
		start = end
	}
	return false
}

// cutRuns takes out runs of the neutral line wherever they stand.
func (b budget) cutRuns(words []int32, gone []bool) {
	for i := 0; i+b.n <= len(words); i++ {
		s := newShingle(words[i : i+b.n])
		if b.left[s] > 0 {
			b.left[s]--
			mark(gone, i, i+b.n)
		}
	}
}

func mark(gone []bool, start, end int) {
	for i := start; i < end; i++ {
		gone[i] = true
	}
}
