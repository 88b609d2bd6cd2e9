package score

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
)

// Columns of the terms of a line: what a linear model (logistic regression) makes
// of its first and last words, alone and in pairs. In a language that it never saw
// they are 0.
const (
	teOwn     = iota
	teBefore1 // of the lines before, nearest first
	teBefore2
	teBehind1 // of the lines behind
	teBehind2
	teBefore // mean of termSide lines before
	teBehind // and behind
	teMean   // mean over the text
	teKnown  // share of lines with a known term
	termCount
)

var lineTermNames = [termCount]string{
	"score", "score before 1", "score before 2", "score behind 1", "score behind 2",
	"mean score of 6 before", "mean score of 6 behind", "mean score of the text", "lines with a known term",
}

const (
	// termSide is the number of lines on one side whose mean score is taken.
	termSide = 6
	// termHead and termTail are the numbers of words at the beginning and at the
	// end of a line that are terms: what lines of chrome begin and end with.
	termHead, termTail = 7, 4
	// TermBits is the number of bits that terms are hashed to.
	TermBits = 22
	// MaxTerms bounds the terms of a model.
	MaxTerms = 1 << 14
)

// TermWeights is the linear model: the score of a line is the sum of the weights
// of its terms times Scale. Weights are integers, so that sums are the same in
// every order.
type TermWeights struct {
	Scale   float32
	Terms   []uint32 // hashes in order
	Weights []int8

	find map[uint32]int8
}

// termHead begins the model in a file of weights.
type termsHead struct {
	Scale float32
	Terms uint32
}

func (w *TermWeights) write(put func(any)) {
	put(termsHead{w.Scale, uint32(len(w.Terms))})
	put(w.Terms)
	put(w.Weights)
}

func (w *TermWeights) read(r io.Reader) error {
	var head termsHead
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return err
	}
	if !bounded(head.Scale) || head.Terms > MaxTerms {
		return fmt.Errorf("%d terms, scale %g", head.Terms, head.Scale)
	}
	w.Scale, w.Terms, w.Weights = head.Scale, make([]uint32, head.Terms), make([]int8, head.Terms)
	if err := binary.Read(r, binary.LittleEndian, w.Terms); err != nil {
		return err
	}
	if err := binary.Read(r, binary.LittleEndian, w.Weights); err != nil {
		return err
	}
	if !slices.IsSorted(w.Terms) {
		return fmt.Errorf("terms are out of order")
	}
	w.Prepare()
	return nil
}

// Prepare makes the model ready for use.
func (w *TermWeights) Prepare() {
	w.find = make(map[uint32]int8, len(w.Terms))
	for i, t := range w.Terms {
		w.find[t] = w.Weights[i]
	}
}

// EachTerm calls do with the hash of every term of a line: its first and last
// words, the pairs among them, and which of them begin and end the line.
func EachTerm(words []uint64, do func(term uint32)) {
	n := len(words)
	term := func(h uint64) { do(uint32(h >> (64 - TermBits))) }
	const begins, ends, alone = 1, 3, 5 // odd numbers that no word hashes to
	for i, w := range words {
		if i >= termHead && i < n-termTail {
			continue
		}
		term(chain(w, 0))
		if i > 0 && (i < termHead || i > n-termTail) {
			term(chain(words[i-1], w))
		}
	}
	if n > 0 {
		term(chain(begins, words[0]))
		term(chain(ends, words[n-1]))
	}
	if n == 1 {
		term(chain(alone, words[0]))
	}
}

// Sum adds up the weights of terms.
func (w *TermWeights) Sum(terms []uint32) (sum int32, known bool) {
	for _, t := range terms {
		if v, ok := w.find[t]; ok {
			sum, known = sum+int32(v), true
		}
	}
	return sum, known
}

// Columns appends the columns of terms of all lines, side by side, from the sums of
// their weights, and which lines have a known term.
func (w *TermWeights) Columns(dst []float32, sums []int32, known []bool) []float32 {
	n := len(sums)
	at := func(i int) float32 {
		if i < 0 || i >= n {
			return 0
		}
		return float32(w.Scale * float32(sums[i]))
	}
	all, knows := int64(0), 0
	for i, s := range sums {
		all += int64(s)
		if known[i] {
			knows++
		}
	}
	mean, sure := share(float32(w.Scale*float32(all)), float32(n)), share(float32(knows), float32(n))
	before, behind := int32(0), int32(0) // sums of the lines on both sides
	for i := 1; i <= min(termSide, n-1); i++ {
		behind += sums[i]
	}
	for i := range n {
		dst = append(dst, at(i), at(i-1), at(i-2), at(i+1), at(i+2),
			float32(w.Scale*float32(before))/termSide, float32(w.Scale*float32(behind))/termSide, mean, sure)
		before += sums[i]
		if i >= termSide {
			before -= sums[i-termSide]
		}
		if i+1 < n {
			behind -= sums[i+1]
		}
		if i+1+termSide < n {
			behind += sums[i+1+termSide]
		}
	}
	return dst
}

// readTerms computes the columns of terms of all lines; without weights, as in
// training, there are none.
func (l *lines) readTerms() {
	l.termRows = l.termRows[:0]
	if l.terms == nil {
		return
	}
	l.termSums, l.termKnown = resize(l.termSums, len(l.blocks)), resize(l.termKnown, len(l.blocks))
	for i := range l.blocks {
		l.hashes = l.hashes[:0]
		EachTerm(l.wordsOf(i), func(t uint32) { l.hashes = append(l.hashes, t) })
		l.termSums[i], l.termKnown[i] = l.terms.Sum(l.hashes)
	}
	l.termRows = l.terms.Columns(l.termRows, l.termSums, l.termKnown)
}

func (l *lines) fillTerms(row []float32, i int) {
	if len(l.termRows) == 0 {
		clear(row[:termCount])
		return
	}
	copy(row, l.termRows[i*termCount:(i+1)*termCount])
}

// Terms lists the terms of each line of a layout.
func (f *Features) Terms(do func(line int, term uint32)) {
	for i := range f.lines.blocks {
		EachTerm(f.lines.wordsOf(i), func(t uint32) { do(i, t) })
	}
}

// FillTerms sets the columns of terms in the rows of stage 1 of all lines.
func (w *TermWeights) FillTerms(rows []float32, sums []int32, known []bool) {
	n := len(sums)
	width := len(rows) / max(n, 1)
	columns := w.Columns(nil, sums, known)
	for i := range n {
		copy(rows[i*width+lineTermAt:], columns[i*termCount:(i+1)*termCount])
	}
}
