package train

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestCutColumn_CutsBetweenValues(t *testing.T) {
	tests := []struct {
		name   string
		values []float32
		bins   int
		want   []float32
	}{
		{"nothing", nil, 4, nil},
		{"one value", []float32{7, 7, 7}, 4, nil},
		{"two values", []float32{1, 0, 1, 0}, 4, []float32{0.5}},
		{"as many values as bins", []float32{4, 2, 8, 2}, 3, []float32{3, 6}},
		{"bins of about equal size", []float32{1, 2, 3, 4, 5, 6, 7, 8}, 2, []float32{5.5}},
		{"many of one value stand alone", []float32{0, 0, 0, 0, 0, 0, 1, 2, 3, 4}, 4, []float32{0.5, 3.5}},
		{"below nothing", []float32{-3, -1}, 4, []float32{-2}},
		{"extremes do not overflow", []float32{math.MaxFloat32, math.MaxFloat32 / 2}, 4, []float32{math.MaxFloat32 / 4 * 3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			given := slices.Clone(tt.values)
			if got := cutColumn(tt.values, tt.bins); !slices.Equal(got, tt.want) {
				t.Errorf("cuts %v, want %v", got, tt.want)
			}
			if !slices.Equal(given, tt.values) {
				t.Errorf("the values were changed to %v", tt.values)
			}
		})
	}
}

// drawColumn draws values of one of the shapes that columns have.
func drawColumn(rng *rand.Rand, n int) []float32 {
	values := make([]float32, n)
	shape := rng.IntN(4)
	for i := range values {
		switch v := rng.NormFloat64(); shape {
		case 0:
			values[i] = float32(v)
		case 1:
			values[i] = float32(rng.IntN(9))
		case 2:
			values[i] = float32(math.Exp(5 * v))
		default:
			values[i] = float32(max(0, math.Round(3*v)))
		}
	}
	return values
}

func TestCutColumn_CutsAreOrderedAndFew(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 100 {
		values, bins := drawColumn(rng, 1+rng.IntN(1000)), 2+rng.IntN(maxBins-1)
		cuts := cutColumn(values, bins)
		if len(cuts) >= bins || !slices.IsSorted(cuts) {
			t.Fatalf("%d cuts for %d bins: %v", len(cuts), bins, cuts)
		}
		low, high := slices.Min(values), slices.Max(values)
		for _, c := range cuts {
			if c < low || c >= high && high > low {
				t.Fatalf("cut %v of values from %v to %v", c, low, high)
			}
		}
	}
}

// TestBinOf_AgreesWithLinearSearch holds the search, and that a row goes left at
// a cut by its value when it does so by its bin.
func TestBinOf_AgreesWithLinearSearch(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 60 {
		values := drawColumn(rng, 1+rng.IntN(500))
		cuts := cutColumn(values, 2+rng.IntN(60))
		for _, v := range append(values, cuts...) {
			want := 0
			for want < len(cuts) && cuts[want] < v {
				want++
			}
			got := binOf(cuts, v)
			if int(got) != want {
				t.Fatalf("binOf(%v, %v) = %d, want %d", cuts, v, got, want)
			}
			for k, c := range cuts {
				if (v <= c) != (int(got) <= k) {
					t.Fatalf("%v is in bin %d and goes to the wrong side of cut %d, %v", v, got, k, c)
				}
			}
		}
	}
}

func TestNewTable_SamplesLongColumns(t *testing.T) {
	const rows = 3 * sampleRows
	table := NewTable(rows, 2, 1000, func(c int, dst []float32) []float32 {
		for i := range dst {
			dst[i] = float32((i*7919)%1000 + 5000*c)
		}
		return dst
	})
	for c, cuts := range table.Cuts {
		if n := len(cuts); n < maxBins-10 || n >= maxBins {
			t.Errorf("column %d: %d cuts", c, n)
		}
		size := make([]int, maxBins)
		for _, b := range table.Bins[c] {
			size[b]++
		}
		if most := slices.Max(size); most > 3*rows/maxBins {
			t.Errorf("column %d: a bin of %d rows of %d", c, most, rows)
		}
	}
}
