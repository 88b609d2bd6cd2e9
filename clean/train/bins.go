package train

import "slices"

// maxBins is the number of bins that a column is cut into; a bin fits a byte.
const maxBins = 255

// sampleRows is the number of rows that the cuts of a column are taken from.
const sampleRows = 200_000

// Table is a set of rows cut into bins, column by column.
type Table struct {
	Rows int
	Cuts [][]float32 // upper ends of the bins of each column but the last bin
	Bins [][]uint8   // bin of each row, for each column
}

// cutColumn chooses the upper ends of the bins of a column: between values of
// about equal frequency.
func cutColumn(values []float32, bins int) []float32 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	var distinct []float32
	var counts []int
	for _, v := range sorted {
		if n := len(distinct); n > 0 && distinct[n-1] == v {
			counts[n-1]++
		} else {
			distinct, counts = append(distinct, v), append(counts, 1)
		}
	}
	var cuts []float32
	per, sum := len(values)/bins, 0
	for k := 0; k+1 < len(distinct); k++ {
		if sum += counts[k]; sum > per || len(distinct) <= bins {
			cuts = append(cuts, distinct[k]/2+distinct[k+1]/2)
			sum = 0
		}
	}
	if len(cuts) >= bins {
		cuts = cuts[:bins-1]
	}
	return cuts
}

// binOf is the bin of a value: the first whose upper end is not below it.
func binOf(cuts []float32, v float32) uint8 {
	lo, hi := 0, len(cuts)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); cuts[mid] < v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return uint8(lo)
}

// binColumn cuts a column into bins.
func binColumn(values []float32, bins int) (cuts []float32, out []uint8) {
	sample := values
	if step := len(values) / sampleRows; step > 1 {
		sample = make([]float32, 0, sampleRows+1)
		for i := 0; i < len(values); i += step {
			sample = append(sample, values[i])
		}
	}
	cuts = cutColumn(sample, bins)
	out = make([]uint8, len(values))
	for i, v := range values {
		out[i] = binOf(cuts, v)
	}
	return cuts, out
}

// NewTable cuts columns into at most bins bins each, of 2 to 255. Column gives the values of
// one column, for all rows, in a slice that may be used again.
func NewTable(rows, columns, bins int, column func(c int, dst []float32) []float32) *Table {
	t := &Table{Rows: rows, Cuts: make([][]float32, columns), Bins: make([][]uint8, columns)}
	parallel(columns, func() func(int) {
		buf := make([]float32, rows)
		return func(c int) { t.Cuts[c], t.Bins[c] = binColumn(column(c, buf), max(min(bins, maxBins), 2)) }
	})
	return t
}
