package train

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"matn/clean/internal/score"
)

// problem is rows with labels to learn from.
type problem struct {
	rows          [][]float32
	label, weight []float32
}

// draw draws n rows of as many columns, within ±1, and labels them.
func draw(n, columns int, label func(row []float32, rng *rand.Rand) bool) *problem {
	rng := rand.New(rand.NewPCG(uint64(n), uint64(columns)))
	p := &problem{}
	for range n {
		row := make([]float32, columns)
		for c := range row {
			row[c] = float32(2*rng.Float64() - 1)
		}
		yes := float32(0)
		if label(row, rng) {
			yes = 1
		}
		p.rows, p.label, p.weight = append(p.rows, row), append(p.label, yes), append(p.weight, 1)
	}
	return p
}

func (p *problem) table(bins int) *Table {
	return NewTable(len(p.rows), len(p.rows[0]), bins, func(c int, dst []float32) []float32 {
		for i := range dst {
			dst[i] = p.rows[i][c]
		}
		return dst
	})
}

func (p *problem) all() []int32 {
	use := make([]int32, len(p.rows))
	for i := range use {
		use[i] = int32(i)
	}
	return use
}

// accuracy is the share of rows that a forest puts on their side.
func (p *problem) accuracy(f *score.Forest) float64 {
	right := 0
	for i, row := range p.rows {
		var out [1]float32
		f.Predict(out[:], row, len(row))
		if (out[0] > 0.5) == (p.label[i] > 0.5) {
			right++
		}
	}
	return float64(right) / float64(len(p.rows))
}

// plain are parameters without sampling.
func plain(trees, depth int) Params {
	return Params{Trees: trees, Depth: depth, Rate: 0.3, Rows: 1, Columns: 1, MinWeight: 1, Lambda: 1, Bins: 64, Seed: 7}
}

func TestBoost_Learns(t *testing.T) {
	tests := []struct {
		name  string
		label func(row []float32, rng *rand.Rand) bool
		depth int
		least float64
	}{
		{"a step", func(r []float32, _ *rand.Rand) bool { return r[1] > 0.25 }, 1, 0.98},
		{"exclusive or", func(r []float32, _ *rand.Rand) bool { return (r[0] > 0) != (r[2] > 0) }, 3, 0.97},
		{"a ring", func(r []float32, _ *rand.Rand) bool { d := r[0]*r[0] + r[1]*r[1]; return d > 0.2 && d < 0.6 }, 4, 0.95},
		{"a step in noise", func(r []float32, rng *rand.Rand) bool { return (r[1] > 0) != (rng.Float64() < 0.1) }, 2, 0.88},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := draw(3000, 4, tt.label)
			f, _ := Boost(p.table(64), p.label, p.weight, p.all(), plain(60, tt.depth))
			if got := p.accuracy(f); got < tt.least {
				t.Errorf("%.3f of the rows are right, want %.3f", got, tt.least)
			}
		})
	}
}

// TestBoostOnto_AddsWhatIsMissing holds that a forest which adds to log-odds learns
// what they do not say, and nothing where they say all.
func TestBoostOnto_AddsWhatIsMissing(t *testing.T) {
	p := draw(2000, 4, func(r []float32, _ *rand.Rand) bool { return r[1] > 0 })
	none, all := make([]float32, len(p.label)), make([]float32, len(p.label))
	for i, y := range p.label {
		all[i] = 20 * (2*y - 1)
	}
	f, _ := boostOnto(p.table(64), p.label, p.weight, none, p.all(), plain(60, 1))
	if got := p.accuracy(f); f.Bias != 0 || got < 0.98 {
		t.Errorf("bias %v, %.3f of the rows are right", f.Bias, got)
	}
	f, _ = boostOnto(p.table(64), p.label, p.weight, all, p.all(), plain(60, 1))
	for _, n := range f.Nodes {
		if n.Column == score.Leaf && (n.Value > 0.01 || n.Value < -0.01) {
			t.Errorf("nothing is missing, and a leaf adds %v", n.Value)
		}
	}
}

// TestBoost_GainNamesTheColumn holds that a column which says all has all gain,
// and that no gain is below 0.
func TestBoost_GainNamesTheColumn(t *testing.T) {
	p := draw(2000, 6, func(r []float32, _ *rand.Rand) bool { return r[3] > -0.4 })
	_, gain := Boost(p.table(64), p.label, p.weight, p.all(), plain(5, 1))
	for c, g := range gain {
		if g < 0 || c != 3 && g > gain[3]/100 {
			t.Errorf("gain of column %d is %v, that of column 3 %v", c, g, gain[3])
		}
	}
}

func forestBytes(t *testing.T, f *score.Forest) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, v := range []any{f.Bias, f.Roots, f.Nodes} {
		if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// TestBoost_SameInputSameBytes trains twice, on one processor and on two, with
// rows and columns drawn.
func TestBoost_SameInputSameBytes(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	p := draw(4000, 9, func(r []float32, rng *rand.Rand) bool { return r[0]+r[1]*r[2] > float32(rng.NormFloat64()) })
	params := Params{Trees: 20, Depth: 5, Rate: 0.1, Rows: 0.8, Columns: 0.4, MinWeight: 5, Lambda: 3, Bins: 128, Seed: 1}
	var first []byte
	for _, procs := range []int{1, 2, 2} {
		runtime.GOMAXPROCS(procs)
		f, _ := Boost(p.table(params.Bins), p.label, p.weight, p.all(), params)
		b := forestBytes(t, f)
		if first == nil {
			first = b
		}
		if !bytes.Equal(b, first) {
			t.Errorf("on %d processors the forest is another", procs)
		}
	}
	params.Seed++
	f, _ := Boost(p.table(params.Bins), p.label, p.weight, p.all(), params)
	if bytes.Equal(forestBytes(t, f), first) {
		t.Error("another seed gives the same forest")
	}
}

// TestBoost_RespectsDepthAndMinWeight looks at every leaf of the first tree,
// where the second derivative of a row is weight·p·(1-p) with p the mean label.
func TestBoost_RespectsDepthAndMinWeight(t *testing.T) {
	p := draw(3000, 5, func(r []float32, rng *rand.Rand) bool { return r[0]*r[1] > float32(rng.NormFloat64()) })
	mean := 0.0
	for i, y := range p.label {
		p.weight[i] = 0.5
		mean += float64(y) / float64(len(p.label))
	}
	for _, tt := range []struct {
		depth int
		least float64
	}{{0, 1}, {1, 1}, {3, 10}, {6, 40}, {40, 2}} {
		params := plain(1, tt.depth)
		params.MinWeight = tt.least
		f, _ := Boost(p.table(64), p.label, p.weight, p.all(), params)
		weight := map[int]float64{}
		for _, row := range p.rows {
			n, steps := 0, 0
			for f.Nodes[n].Column != score.Leaf {
				next := int(f.Nodes[n].Left)
				if row[f.Nodes[n].Column] > f.Nodes[n].Value {
					next++
				}
				n, steps = next, steps+1
			}
			if steps > min(tt.depth, maxDepth) {
				t.Fatalf("depth %d: a leaf %d splits deep", tt.depth, steps)
			}
			weight[n] += 0.5 * mean * (1 - mean)
		}
		for n, w := range weight {
			if w < tt.least*0.999 {
				t.Errorf("depth %d: leaf %d weighs %v, want %v at least", tt.depth, n, w, tt.least)
			}
		}
		if tt.depth == 0 && len(f.Nodes) != 1 {
			t.Errorf("without splits there are %d nodes", len(f.Nodes))
		}
	}
}

// TestBoost_UsesListedRowsAlone holds that rows which are not listed change
// nothing.
func TestBoost_UsesListedRowsAlone(t *testing.T) {
	p := draw(1000, 3, func(r []float32, _ *rand.Rand) bool { return r[0] > 0 })
	table, use := p.table(64), p.all()[:600]
	a, _ := Boost(table, p.label, p.weight, use, plain(5, 3))
	for i := 600; i < 1000; i++ {
		p.label[i], p.weight[i] = 1-p.label[i], 50
	}
	b, _ := Boost(table, p.label, p.weight, use, plain(5, 3))
	if !bytes.Equal(forestBytes(t, a), forestBytes(t, b)) {
		t.Error("rows that are not listed change the forest")
	}
}

// TestBoost_WeightsCountLikeCopies trains on rows of weight 2, and on each of
// them twice.
func TestBoost_WeightsCountLikeCopies(t *testing.T) {
	p := draw(600, 3, func(r []float32, rng *rand.Rand) bool { return r[0] > float32(rng.NormFloat64()) })
	q := &problem{rows: slices.Concat(p.rows, p.rows), label: slices.Concat(p.label, p.label), weight: slices.Concat(p.weight, p.weight)}
	for i := range p.weight {
		p.weight[i] = 2
	}
	a, _ := Boost(p.table(16), p.label, p.weight, p.all(), plain(5, 3))
	b, _ := Boost(q.table(16), q.label, q.weight, q.all(), plain(5, 3))
	if len(a.Nodes) != len(b.Nodes) || a.Bias != b.Bias {
		t.Fatalf("%d nodes and bias %v, %d nodes and bias %v with copies", len(a.Nodes), a.Bias, len(b.Nodes), b.Bias)
	}
	for i := range a.Nodes {
		x, y := a.Nodes[i], b.Nodes[i]
		if x.Column != y.Column || math.Abs(float64(x.Value-y.Value)) > 1e-4 {
			t.Errorf("node %d: %v, %v with copies", i, x, y)
		}
	}
}

// TestBoost_GivesNumbersWhereNothingIsToBeLearned holds the corners: rows of one
// label, no rows, rows all alike, no penalty.
func TestBoost_GivesNumbersWhereNothingIsToBeLearned(t *testing.T) {
	yes := draw(50, 2, func([]float32, *rand.Rand) bool { return true })
	no := draw(50, 2, func([]float32, *rand.Rand) bool { return false })
	alike := draw(50, 2, func(r []float32, _ *rand.Rand) bool { v := r[0] > 0; r[0], r[1] = 1, 1; return v })
	for _, tt := range []struct {
		name  string
		p     *problem
		use   []int32
		bias  float64
		exact bool
	}{
		{"one label", yes, yes.all(), maxBias, true},
		{"the other label", no, no.all(), -maxBias, true},
		{"no rows", yes, nil, 0, true},
		{"rows alike", alike, alike.all(), 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			params := plain(3, 4)
			params.Lambda, params.MinWeight = 0, 0
			f, _ := Boost(tt.p.table(16), tt.p.label, tt.p.weight, tt.use, params)
			if tt.exact && float64(f.Bias) != tt.bias {
				t.Errorf("bias %v, want %v", f.Bias, tt.bias)
			}
			for i, n := range f.Nodes {
				if math.IsNaN(float64(n.Value)) || math.IsInf(float64(n.Value), 0) {
					t.Errorf("node %d is %v", i, n.Value)
				}
			}
			if len(f.Roots) != params.Trees {
				t.Errorf("%d trees, want %d", len(f.Roots), params.Trees)
			}
		})
	}
}

func BenchmarkBoost(b *testing.B) {
	p := draw(20_000, 40, func(r []float32, rng *rand.Rand) bool { return r[0]+r[1]*r[2] > float32(rng.NormFloat64()) })
	table, use := p.table(128), p.all()
	params := Params{Trees: 10, Depth: 5, Rate: 0.1, Rows: 0.8, Columns: 0.25, MinWeight: 20, Lambda: 10, Bins: 128, Seed: 1}
	b.ReportAllocs()
	for b.Loop() {
		Boost(table, p.label, p.weight, use, params)
	}
}

// TestBoost_AgreesWithXGBoost holds the log loss after some rounds against that
// of XGBoost 1.7.4 (tree_method hist) on the same rows cut into the same bins:
// max_depth 5, eta 0.1, lambda 10, min_child_weight 20, nothing drawn, base_score
// the mean label.
func TestBoost_AgreesWithXGBoost(t *testing.T) {
	p := draw(4000, 10, func(r []float32, rng *rand.Rand) bool {
		a, b := float64(r[0])*float64(r[1]), float64(r[3])*float64(r[3])
		return float64(2*a)+float64(r[2])-float64(b)+float64(rng.NormFloat64()/2) > 0
	})
	params := Params{Depth: 5, Rate: 0.1, Rows: 1, Columns: 1, MinWeight: 20, Lambda: 10, Bins: 128}
	for _, tt := range []struct {
		trees int
		want  float64
	}{{1, 0.636457}, {20, 0.461474}, {60, 0.352469}} {
		params.Trees = tt.trees
		f, _ := Boost(p.table(params.Bins), p.label, p.weight, p.all(), params)
		if got := p.logLoss(f); math.Abs(got-tt.want) > 1e-5 {
			t.Errorf("%d trees: log loss %.6f, want %.6f", tt.trees, got, tt.want)
		}
	}
}

// logLoss is the mean logistic loss of a forest.
func (p *problem) logLoss(f *score.Forest) float64 {
	sum := 0.0
	for i, row := range p.rows {
		var out [1]float32
		f.Predict(out[:], row, len(row))
		q := float64(out[0])
		if p.label[i] < 0.5 {
			q = 1 - q
		}
		sum -= math.Log(q)
	}
	return sum / float64(len(p.rows))
}

// TestBoost_EasyRowsStandForAll holds that drawing sure rows seldom costs little,
// and that the forest is another one.
func TestBoost_EasyRowsStandForAll(t *testing.T) {
	p := draw(4000, 6, func(row []float32, _ *rand.Rand) bool { return row[0]+row[1] > 0.2 })
	params := Params{Trees: 40, Depth: 3, Rate: 0.3, Rows: 0.8, Columns: 1, MinWeight: 1, Lambda: 1, Bins: 32, Seed: 1}
	all, _ := Boost(p.table(params.Bins), p.label, p.weight, p.all(), params)
	params.Easy = 0.25
	some, _ := Boost(p.table(params.Bins), p.label, p.weight, p.all(), params)
	if a, b := p.accuracy(all), p.accuracy(some); a < 0.97 || b < a-0.01 {
		t.Errorf("accuracy %.3f with all rows, %.3f with a part of those that are sure", a, b)
	}
	if slices.Equal(all.Nodes, some.Nodes) {
		t.Error("no row was left out")
	}
}

func TestBoostMean_IsTheMeanOfItsSeeds(t *testing.T) {
	const n = 400
	rows, label, weight, use := make([]float32, n), make([]float32, n), make([]float32, n), make([]int32, n)
	for i := range rows {
		rows[i], weight[i], use[i] = float32(i), 1, int32(i)
		label[i] = float32(i / 40 % 2)
	}
	table := NewTable(n, 1, 64, func(_ int, dst []float32) []float32 { return append(dst[:0], rows...) })
	p := Params{Trees: 5, Depth: 3, Rate: 0.3, Rows: 0.5, Columns: 1, MinWeight: 1, Lambda: 1, Bins: 64, Seed: 7}
	one, _ := boostOnto(table, label, weight, nil, use, p)
	p.Seed += seedStride
	two, _ := boostOnto(table, label, weight, nil, use, p)
	p.Seed, p.Seeds = p.Seed-seedStride, 2
	mean, gain := boostMean(table, label, weight, nil, use, p)
	var a, b, c [n]float32
	one.Score(a[:], rows, 1)
	two.Score(b[:], rows, 1)
	mean.Score(c[:], rows, 1)
	differ := false
	for i := range c {
		differ = differ || a[i] != b[i]
		if d := c[i] - (a[i]+b[i])/2; d > 1e-5 || d < -1e-5 {
			t.Fatalf("row %d: %g, want the mean of %g and %g", i, c[i], a[i], b[i])
		}
	}
	if !differ || len(mean.Roots) != 10 || gain[0] <= 0 {
		t.Errorf("%d trees, gain %v, seeds differ %v", len(mean.Roots), gain, differ)
	}
}
