package score

import (
	"math"
	"math/rand/v2"
	"testing"
)

// awkward are numbers that comparisons get wrong.
var awkward = []float32{0, float32(math.Copysign(0, -1)), 1, -1, math.MaxFloat32, -math.MaxFloat32,
	math.SmallestNonzeroFloat32, -math.SmallestNonzeroFloat32, 1e-30, -1e-30, 0.5, 0.49999997, float32(math.Inf(1)), float32(math.Inf(-1))}

func TestOrder_ComparesAsNumbersDo(t *testing.T) {
	for _, a := range awkward {
		for _, b := range awkward {
			if order(a) < order(b) != (a < b) || order(a) == order(b) != (a == b) {
				t.Errorf("%v and %v: %d and %d", a, b, order(a), order(b))
			}
		}
	}
}

// TestPredict_FastTreesGiveTheSameBits scores rows of values at, beside and far
// from the cuts of the embedded weights, by both kinds of trees.
func TestPredict_FastTreesGiveTheSameBits(t *testing.T) {
	m, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, part := range []Part{Pages, Lines} {
		for k, f := range m.forests(part) {
			columns := columnsOf(part)[k]
			if len(f.fast) == 0 {
				t.Logf("%s, forest %d is too large for fast trees", part, k)
				continue
			}
			slow := &Forest{Nodes: f.Nodes, Roots: f.Roots, Bias: f.Bias}
			for _, n := range []int{1, 3, 4, 31, 32, 33, 100} {
				rows := make([]float32, n*columns)
				for i := range rows {
					switch random.IntN(8) {
					case 0:
						rows[i] = awkward[random.IntN(len(awkward)-2)]
					case 1:
						rows[i] = float32(random.NormFloat64() * 100)
					default:
						rows[i] = cutOf(f, i%columns, random)
					}
				}
				fast, want := make([]float32, n), make([]float32, n)
				f.Predict(fast, rows, columns)
				slow.Predict(want, rows, columns)
				for i := range want {
					if fast[i] != want[i] {
						t.Fatalf("%s, forest %d, row %d of %d: %v, want %v", part, k, i, n, fast[i], want[i])
					}
				}
			}
		}
	}
}

// cutOf is a value at which some tree splits a column, or one beside it.
func cutOf(f *Forest, column int, random *rand.Rand) float32 {
	for range 20 {
		if n := f.Nodes[random.IntN(len(f.Nodes))]; int(n.Column) == column {
			return math.Nextafter32(n.Value, float32(random.IntN(3)-1)*math.MaxFloat32)
		}
	}
	return 0
}

func TestPrepare_LeavesLargeForestsAlone(t *testing.T) {
	f := &Forest{Roots: []int32{0}, Nodes: stump(4, 50, 1, -1)}
	f.prepare()
	if len(f.fast) != 1 || len(f.used) != 1 {
		t.Error("a small forest is not made fast")
	}
	wide := &Forest{}
	for c := range maxFast + 1 {
		wide.Roots = append(wide.Roots, int32(len(wide.Nodes)))
		wide.Nodes = append(wide.Nodes, stump(uint16(c), 50, 1, -1)...)
	}
	wide.prepare()
	if wide.fast != nil {
		t.Error("the trees look at more columns than a byte can name")
	}
	f = &Forest{Roots: []int32{0}, Nodes: stump(4, 50, 1, -1)}
	for len(f.Nodes) <= maxFast {
		f.Nodes = append(f.Nodes, Node{Column: Leaf})
	}
	f.prepare()
	if f.fast != nil {
		t.Error("a tree has more nodes than a byte can name")
	}
}
