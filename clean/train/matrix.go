package train

import (
	"math"

	"matn/clean/internal/score"
)

func power(x, y float64) float32 { return float32(math.Pow(x, y)) }

// matrix is the rows of many examples, one below the other.
type matrix struct {
	examples []*example
	start    []int // first row of each example
	owner    []int32
	rows     int
	label    []float32
	weight   []float32
}

func stackUp(examples []*example) *matrix {
	m := &matrix{examples: examples}
	for k, e := range examples {
		m.start = append(m.start, m.rows)
		m.rows += len(e.label)
		m.label = append(m.label, e.label...)
		m.weight = append(m.weight, e.weights()...)
		for range e.label {
			m.owner = append(m.owner, int32(k))
		}
	}
	mean := 0.0
	for _, w := range m.weight {
		mean += float64(w)
	}
	mean /= float64(max(m.rows, 1))
	for i := range m.weight {
		m.weight[i] /= float32(mean)
	}
	return m
}

// use lists the rows of the examples that want says yes to.
func (m *matrix) use(want func(*example) bool) []int32 {
	var use []int32
	for r, k := range m.owner {
		if want(m.examples[k]) {
			use = append(use, int32(r))
		}
	}
	return use
}

// column collects a column of stage 1.
func (m *matrix) column(c int, dst []float32) []float32 {
	dst = dst[:0]
	for _, e := range m.examples {
		w := len(e.rows) / max(len(e.label), 1)
		for i := range e.label {
			dst = append(dst, e.rows[i*w+c])
		}
	}
	return dst
}

// score runs a forest of stage 1 over the examples that want says yes to, and
// writes log-odds.
func (m *matrix) score(f *score.Forest, odds []float32, want func(*example) bool) {
	parallel(len(m.examples), func() func(int) {
		return func(k int) {
			e := m.examples[k]
			if want(e) && len(e.label) > 0 {
				f.Score(odds[m.start[k]:m.start[k]+len(e.label)], e.rows, len(e.rows)/len(e.label))
			}
		}
	})
}

// predict runs a forest of stage 1 over the examples that want says yes to, and
// writes to p.
func (m *matrix) predict(f *score.Forest, p []float32, want func(*example) bool) {
	parallel(len(m.examples), func() func(int) {
		return func(k int) {
			e := m.examples[k]
			if want(e) && len(e.label) > 0 {
				f.Predict(p[m.start[k]:m.start[k]+len(e.label)], e.rows, len(e.rows)/len(e.label))
			}
		}
	})
}

// stack computes the columns of stage 2 of all examples from p, the
// probabilities of stage 1: row by row, width each.
func (m *matrix) stack(p []float32) (rows []float32, width int) {
	width = m.examples[0].shape.Width()
	rows = make([]float32, m.rows*width)
	parallel(len(m.examples), func() func(int) {
		s := &score.Stacker{}
		return func(k int) {
			e := m.examples[k]
			if from := m.start[k]; len(e.label) > 0 {
				to := from + len(e.label)
				s.Columns(rows[from*width:to*width], &e.shape, p[from:to])
			}
		}
	})
	return rows, width
}
