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
	for _, tt := range []struct {
		depth int
		fast  bool
	}{{0, true}, {1, true}, {maxDepth, true}, {maxDepth + 1, false}} {
		f := &Forest{Roots: []int32{0, int32(2*tt.depth + 1)}, Nodes: append(comb(tt.depth), stump(0, 2.5, 10, 20)...)}
		if f.prepare(); (f.fast != nil) != tt.fast {
			t.Errorf("trees of depth %d: fast %v", tt.depth, f.fast != nil)
		}
		for k := range maxDepth + 2 {
			x := float32(k)
			var got, want [1]float32
			f.Score(got[:], []float32{x}, 1)
			if f.sum(want[:], []float32{x}, 1); got != want {
				t.Errorf("depth %d: the score of %v is %v, want %v", tt.depth, x, got, want)
			}
		}
	}
}

// comb is a tree of so many splits, one below the other: the score of 3 is 3, if
// it is deep enough.
func comb(depth int) (nodes []Node) {
	for k := range depth {
		x := float32(k)
		nodes = append(nodes, Node{Column: 0, Left: uint16(2*k + 1), Value: x}, Node{Column: Leaf, Value: x})
	}
	return append(nodes, Node{Column: Leaf, Value: float32(depth)})
}
