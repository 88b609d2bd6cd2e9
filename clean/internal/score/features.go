package score

import "matn/clean/internal/dom"

// maxRows is the number of rows that are held at once. Pages of more blocks are
// scored in pieces, so that memory stays flat, and the rows stay in the cache of a
// processor: 300 KB.
const maxRows = 256

// Features computes the rows of a layout. The zero value is ready; it keeps its
// memory from one layout to the next.
type Features struct {
	page  page
	stack stack
	lines lines // of flattened text
	near  lineStack
	rows  []float32
	probs [2][]float32 // of both stages
	odds  []float32    // what stage 1 made its probabilities of
	flat  bool
	kind  kindSum
}

// Read takes in a layout: a page, or flattened text when it has no elements.
func (f *Features) Read(l *dom.Layout, h dom.Hints) {
	f.flat = len(l.Elems) == 0
	if f.flat {
		f.lines.read(l.Blocks)
		return
	}
	f.page.read(l, h)
	f.page.readShape()
	f.page.meanNames()
}

// Flat reports whether the layout is flattened text.
func (f *Features) Flat() bool { return f.flat }

// Width is the number of columns of a row.
func (f *Features) Width() int {
	if f.flat {
		return LineColumns
	}
	return Columns
}

// First is the number of columns of stage 1.
func (f *Features) First() int {
	if f.flat {
		return LineColumns1
	}
	return Columns1
}

// Rows returns the rows of the blocks [from, to), side by side. Without
// probabilities of stage 1 (one for each block of the layout) their columns of
// stage 2 are not set. The rows are valid until the next call.
func (f *Features) Rows(from, to int, stage1 []float32) []float32 {
	w := f.Width()
	if need := (to - from) * w; cap(f.rows) < need {
		f.rows = make([]float32, need)
	}
	rows := f.rows[:(to-from)*w]
	for i := from; i < to; i++ {
		row := rows[(i-from)*w : (i-from+1)*w]
		if f.flat {
			f.lines.fill(row, i)
		} else {
			f.page.fill(row, i)
		}
		if stage1 != nil {
			f.fillStack(row, i)
		}
	}
	return rows
}

// Stack prepares the columns of stage 2 from the probabilities of stage 1.
func (f *Features) Stack(stage1 []float32) {
	if f.flat {
		f.near.read(&f.lines.shape, stage1)
	} else {
		f.stack.read(&f.page.shape, stage1)
	}
}

// fillStack sets the columns of stage 2 of a row.
func (f *Features) fillStack(row []float32, i int) {
	if f.flat {
		f.near.fill(row[LineColumns1:], i)
	} else {
		f.stack.fill(row[Columns1:], i)
	}
}

// blocks is the number of blocks of the layout.
func (f *Features) blocks() int {
	if f.flat {
		return len(f.lines.blocks)
	}
	return len(f.page.blocks)
}

// first runs stage 1 over all blocks. The result is valid until the next layout is
// read.
func (f *Features) first(forest *Forest) []float32 {
	f.probs[0] = f.score(resize(f.probs[0], f.blocks()), forest, nil)
	f.odds = append(f.odds[:0], f.probs[0]...)
	return likelihood(f.probs[0])
}

// second runs stage 2 over all blocks, from the probabilities of stage 1.
func (f *Features) second(forest *Forest, stage1 []float32) []float32 {
	f.probs[1] = f.score(resize(f.probs[1], f.blocks()), forest, stage1)
	return likelihood(f.probs[1])
}

// onto is second with a forest that adds to the log-odds of stage 1.
func (f *Features) onto(forest *Forest, stage1 []float32) []float32 {
	f.probs[1] = f.score(resize(f.probs[1], f.blocks()), forest, stage1)
	for i := range f.probs[1] {
		f.probs[1][i] += f.odds[i]
	}
	return likelihood(f.probs[1])
}

// likelihood makes probabilities of log-odds, in place.
func likelihood(odds []float32) []float32 {
	for i, x := range odds {
		odds[i] = Sigmoid(x)
	}
	return odds
}

// score writes the log-odds that one stage gives all blocks to out.
func (f *Features) score(out []float32, forest *Forest, stage1 []float32) []float32 {
	if stage1 != nil {
		f.Stack(stage1)
	}
	n, w := f.blocks(), f.Width()
	for from := 0; from < n; from += maxRows {
		to := min(from+maxRows, n)
		var rows []float32
		if stage1 != nil && (n <= maxRows || forest.first >= f.First()) {
			rows = f.addStack(from, to)
		} else {
			rows = f.Rows(from, to, stage1)
		}
		if stage1 == nil && !f.flat {
			f.kind.add(rows, w, f.page.shape.Words[from:to])
		}
		forest.Score(out[from:to], rows, w)
	}
	return out
}

// addStack sets the columns of stage 2 in the rows that stage 1 has left: those of
// other blocks, where there are too many, of which no column may be looked at then.
func (f *Features) addStack(from, to int) []float32 {
	w := f.Width()
	rows := f.rows[:(to-from)*w]
	for i := from; i < to; i++ {
		f.fillStack(rows[(i-from)*w:(i-from+1)*w], i)
	}
	return rows
}

// wholeRow is the columns that text which came clean is told by, from the
// probabilities of stage 2.
func (f *Features) wholeRow(p []float32) []float32 {
	return WholeRow(f.lines.textRow[:], &f.lines.shape, p)
}

// CaseColumns lists the columns of stage 1 that only scripts with upper case
// fill. Training blanks them on some pages, so that Arabic and Chinese are not
// taken for something rare.
func (f *Features) CaseColumns() []int {
	if !f.flat {
		columns := []int{textAt + tUpper, textAt + tCased}
		for k := range 2 * nearSide {
			columns = append(columns, nearAt+k*nearCols+nUpper)
		}
		return columns
	}
	columns := []int{ownAt + lUpper, ownAt + lCased}
	for k := range 2 * lineNearSide {
		columns = append(columns, aroundAt+k*lineNearCols+lnUpper)
	}
	return append(columns, lineTextAt+ltUpper)
}

// Weigh sets the weights of names and of terms; nil leaves their columns empty, as
// in training, which fills them in from weights that never saw the site of a page.
func (f *Features) Weigh(w *NameWeights, t *TermWeights) { f.page.weights, f.lines.terms = w, t }

// Foreign sets whether flattened text is read as if the lexicon knew no phrase of
// its language. Training has such copies of pages, so that the silence of the
// lexicon is not taken for a text without chrome.
func (f *Features) Foreign(yes bool) { f.lines.foreign = yes }

// Shape is what stage 2 needs of the layout; it is valid until the next Read.
func (f *Features) Shape() *Shape {
	if f.flat {
		return &f.lines.shape
	}
	return &f.page.shape
}

// release lets go of the page, so that scratch in a pool does not hold it.
func (f *Features) release() {
	f.page.elems, f.page.blocks, f.page.hints = nil, nil, dom.Hints{}
	f.lines.blocks = nil
}
