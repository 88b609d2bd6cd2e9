package score

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
)

// file is the bytes of a model.
func file(t testing.TB, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	n, err := m.WriteTo(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatalf("WriteTo gave %d, %v; %d bytes were written", n, err, b.Len())
	}
	return b.Bytes()
}

func TestModel_RoundTripGivesTheSameBytes(t *testing.T) {
	for name, b := range map[string][]byte{"drawn": file(t, drawnModel(12)), "no trees": file(t, &Model{})} {
		m, err := ReadModel(b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if again := file(t, m); !bytes.Equal(b, again) {
			t.Errorf("%s: %d bytes became %d others", name, len(b), len(again))
		}
	}
}

// all lists the forests of both parts.
func (m *Model) all() []*Forest { return append(m.forests(Pages), m.forests(Lines)...) }

func TestReadModel_TakesThePartsInEitherOrder(t *testing.T) {
	m := drawnModel(12)
	got, err := ReadModel(append(m.Encode(Lines), m.Encode(Pages)...))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file(t, got), file(t, m)) {
		t.Error("the parts in another order give another model")
	}
}

// TestCutPart_IsWhatEncodeWrote holds it for columns of another schema, too.
func TestCutPart_IsWhatEncodeWrote(t *testing.T) {
	m := drawnModel(12)
	b := file(t, m)
	for _, part := range []Part{Pages, Lines} {
		want := m.Encode(part)
		if got, err := CutPart(b, part); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v, want %d", part, len(got), err, len(want))
		}
		want[5]++ // its schema
		if got, err := CutPart(want, part); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s of another schema: %d bytes, %v", part, len(got), err)
		}
		for n := range len(want) {
			if _, err := CutPart(want[:n], part); err == nil {
				t.Fatalf("%s: %d bytes of %d are taken for a whole part", part, n, len(want))
			}
		}
		if _, err := CutPart(want, Pages+Lines-part); err == nil || !strings.Contains(err.Error(), "no weights of") {
			t.Errorf("a part that is missing: %v", err)
		}
	}
}

func TestWriteTo_TellsOfAWriterThatFails(t *testing.T) {
	if _, err := (&Model{}).WriteTo(brokenWriter{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v", err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestReadModel_RefusesDamage takes a sound model and damages it in one place.
func TestReadModel_RefusesDamage(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	inModel := func(change func(f *Forest)) func([]byte) []byte {
		return func([]byte) []byte {
			m := &Model{}
			for _, f := range m.all() {
				f.Roots, f.Nodes = []int32{0, 3}, slices.Concat(stump(0, 1, -1, 1), stump(1, 2, -1, 1))
			}
			change(&m.Line[1])
			return file(t, m)
		}
	}
	tests := []struct {
		name   string
		change func(b []byte) []byte
		want   string // part of the error
	}{
		{"empty file", func(b []byte) []byte { return nil }, "not a file of weights"},
		{"another magic", func(b []byte) []byte { b[0] = 'x'; return b }, "not a file of weights"},
		{"another version of the format", func(b []byte) []byte { b[3]++; return b }, "not a file of weights"},
		{"another part", func(b []byte) []byte { b[4]++; return b }, "not a file of weights"},
		{"head cut", func(b []byte) []byte { return b[:9] }, "not a file of weights"},
		{"another schema", func(b []byte) []byte { b[5]++; return b }, "another schema"},
		{"a byte too many", func(b []byte) []byte { return append(b, 0) }, "not a file of weights"},
		{"a part alone", func(b []byte) []byte { return (&Model{}).Encode(Lines) }, "not a file of weights"},
		{"a part twice", func(b []byte) []byte { p := (&Model{}).Encode(Lines); return append(p, p...) }, "lines stand twice"},
		{"bias is not a number", inModel(func(f *Forest) { f.Bias = nan }), "forest 1 of the weights of lines: bias NaN"},
		{"bias is infinite", inModel(func(f *Forest) { f.Bias = -inf }), "bias -Inf"},
		{"leaf is not a number", inModel(func(f *Forest) { f.Nodes[2].Value = nan }), "node 2 is not a number"},
		{"leaf is infinite", inModel(func(f *Forest) { f.Nodes[5].Value = inf }), "node 5 is not a number"},
		{"cut is not a number", inModel(func(f *Forest) { f.Nodes[3].Value = nan }), "node 3 is not a number"},
		{"a column too many", inModel(func(f *Forest) { f.Nodes[0].Column = uint16(Columns) }), "node 0 leads nowhere"},
		{"leads to itself", inModel(func(f *Forest) { f.Nodes[0].Left = 0 }), "node 0 leads nowhere"},
		{"leads back", inModel(func(f *Forest) { f.Nodes[2] = Node{Column: 0, Left: 1} }), "node 2 leads nowhere"},
		{"leads into the next tree", inModel(func(f *Forest) { f.Nodes[0].Left = 2 }), "node 0 leads nowhere"},
		{"leads out of the forest", inModel(func(f *Forest) { f.Nodes[3].Left = math.MaxUint16 }), "node 3 leads nowhere"},
		{"tree begins before the nodes", inModel(func(f *Forest) { f.Roots[0] = -1 }), "no tree"},
		{"tree begins behind the nodes", inModel(func(f *Forest) { f.Roots[1] = 9 }), "tree 0 begins at node 0"},
		{"trees out of order", inModel(func(f *Forest) { f.Roots = []int32{0, 3, 3} }), "tree 1 begins at node 3"},
		{"nodes before the first tree", inModel(func(f *Forest) { f.Roots = []int32{3} }), "no tree"},
		{"nodes without trees", inModel(func(f *Forest) { f.Roots = nil }), "no tree"},
		{"trees without nodes", inModel(func(f *Forest) { f.Nodes = nil }), "2 trees of 0 nodes"},
		{"huge counts", func(b []byte) []byte { binary.LittleEndian.PutUint32(b[17:], math.MaxUint32); return b }, "4294967295 trees"},
		{"more nodes than bytes", func(b []byte) []byte { binary.LittleEndian.PutUint32(b[21:], maxNodes); return b }, "unexpected EOF"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := tt.change(file(t, drawnModel(2)))
			m, err := ReadModel(b)
			if m != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want one with %q", err, tt.want)
			}
			if !strings.HasPrefix(err.Error(), "score: ") {
				t.Errorf("%q does not name the package first", err)
			}
			if errors.Is(err, ErrSchema) != (tt.name == "another schema") {
				t.Errorf("is %v ErrSchema?", err)
			}
		})
	}
}

func TestReadModel_RefusesEveryCut(t *testing.T) {
	b := file(t, drawnModel(2))
	for n := range b {
		if _, err := ReadModel(b[:n]); err == nil {
			t.Fatalf("%d bytes of %d are taken for a whole file", n, len(b))
		}
	}
}

func TestNew_EmbeddedWeightsFitTheColumns(t *testing.T) {
	if _, err := New(); err != nil {
		t.Fatal(err)
	}
	for i, f := range mustTrained(t).all() {
		if len(f.Roots) == 0 {
			t.Errorf("forest %d has no trees", i)
		}
	}
}

// TestPack_KeepsTheBytesInTheRoomOfWeights holds that packing loses nothing, and that
// the embedded files keep to the room that weights may take.
func TestPack_KeepsTheBytesInTheRoomOfWeights(t *testing.T) {
	const room = 400_000 // bytes
	all, err := Weights()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(pageWeights) + len(lineWeights); n > room {
		t.Errorf("the weights take %d bytes, want %d at most", n, room)
	}
	for part, file := range map[Part][]byte{Pages: pageWeights, Lines: lineWeights} {
		b, err := CutPart(all, part)
		if err != nil {
			t.Fatal(err)
		}
		var again bytes.Buffer
		if err := unpack(&again, Pack(b)); err != nil || !bytes.Equal(again.Bytes(), b) {
			t.Errorf("%s: packed and unpacked, %d bytes became %d: %v", part, len(b), again.Len(), err)
		}
		var own bytes.Buffer
		if err := unpack(&own, file); err != nil || !bytes.Equal(own.Bytes(), b) {
			t.Errorf("%s: the file holds %d bytes, the model %d: %v", part, own.Len(), len(b), err)
		}
	}
}

func TestUnpack_RefusesDamage(t *testing.T) {
	whole := Pack([]byte("weights of a model, and again weights of a model"))
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-9] ^= 1
	for name, b := range map[string][]byte{"empty": nil, "not packed": []byte("weights"), "cut": whole[:len(whole)-3], "damaged": damaged} {
		if err := unpack(io.Discard, b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func mustTrained(t testing.TB) *Model {
	t.Helper()
	m, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// FuzzReadModel: no bytes make ReadModel panic, what it accepts is written as it
// was read, and can be run on any rows.
func FuzzReadModel(f *testing.F) {
	f.Add(file(f, &Model{}))
	f.Add(file(f, drawnModel(1)))
	f.Add(file(f, drawnModel(3)))
	f.Add([]byte("mtw"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadModel(b)
		if err != nil {
			return
		}
		if again := file(t, m); len(b) != len(again) || b[4] == byte(Pages) && !bytes.Equal(b, again) {
			t.Errorf("%d bytes became %d others", len(b), len(again))
		}
		rng := newRand(uint64(len(b)))
		row := make([]float32, max(Columns, KindColumns))
		for _, forest := range m.all() {
			for i := range row {
				row[i] = float32(rng.NormFloat64() * 100)
			}
			var p [1]float32
			if forest.Predict(p[:], row, len(row)); !(p[0] > 0 && p[0] <= 1) {
				t.Errorf("probability %v", p[0])
			}
		}
	})
}

func TestReadModel_HeadIsOfKnownSize(t *testing.T) {
	if size := binary.Size(Node{}); size != nodeSize {
		t.Errorf("a node takes %d bytes of a file, want %d", size, nodeSize)
	}
}
