package score

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Model holds the trained forests. It is read-only, for many goroutines.
type Model struct {
	Page [2]Forest // stage 1 and 2 of pages of any kind
	Kind Forest    // tells pages that are articles, by PageRow
	Line [2]Forest // stage 1 and 2 of flattened text
}

// magic begins every file of weights; its last byte is the version of the
// format.
var magic = [4]byte{'m', 't', 'w', 1}

// Limits on what a file of weights may hold.
const (
	maxTrees = 5000
	maxNodes = 1 << 20
	// maxScore bounds the bias and each leaf, so that no sum is infinite.
	maxScore = 1e6
)

// nodeSize is the size of a Node in a file of weights, in bytes.
const nodeSize = 8

// ErrSchema means that weights were trained on other columns than these.
var ErrSchema = errors.New("score: weights of another schema: train them again")

// WriteTo writes the weights, little-endian: magic, schema hash, then each
// forest as bias, number of trees and of nodes, roots, nodes.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	b.Write(magic[:])
	put := func(v any) { binary.Write(&b, binary.LittleEndian, v) } // a bytes.Buffer takes every write
	put(SchemaHash())
	for _, f := range m.forests() {
		put(f.Bias)
		put(uint32(len(f.Roots)))
		put(uint32(len(f.Nodes)))
		put(f.Roots)
		put(f.Nodes)
	}
	return b.WriteTo(w)
}

func (m *Model) forests() []*Forest {
	return []*Forest{&m.Page[0], &m.Page[1], &m.Kind, &m.Line[0], &m.Line[1]}
}

// ReadModel reads weights. It fails on a file that is cut or damaged, and with
// ErrSchema on weights of other columns.
func ReadModel(b []byte) (*Model, error) {
	r := bytes.NewReader(b)
	var head struct {
		Magic  [4]byte
		Schema uint64
	}
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil || head.Magic != magic {
		return nil, errors.New("score: not a file of weights, or of another version")
	}
	if head.Schema != SchemaHash() {
		return nil, ErrSchema
	}
	m := &Model{}
	for i, f := range m.forests() {
		columns := [...]int{Columns1, Columns, pageCount, LineColumns1, LineColumns}[i]
		if err := f.read(r, columns); err != nil {
			return nil, fmt.Errorf("score: forest %d of the weights: %w", i, err)
		}
	}
	if r.Len() > 0 {
		return nil, fmt.Errorf("score: %d bytes behind the weights", r.Len())
	}
	return m, nil
}

func (f *Forest) read(r *bytes.Reader, columns int) error {
	var head struct {
		Bias         float32
		Trees, Nodes uint32
	}
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return err
	}
	if head.Trees > maxTrees || head.Nodes > maxNodes || head.Nodes < head.Trees {
		return fmt.Errorf("%d trees of %d nodes", head.Trees, head.Nodes)
	}
	if have, need := int64(r.Len()), 4*int64(head.Trees)+nodeSize*int64(head.Nodes); have < need {
		return fmt.Errorf("%d bytes, want %d: %w", have, need, io.ErrUnexpectedEOF)
	}
	f.Bias, f.Roots, f.Nodes = head.Bias, make([]int32, head.Trees), make([]Node, head.Nodes)
	if err := binary.Read(r, binary.LittleEndian, f.Roots); err != nil {
		return err
	}
	if err := binary.Read(r, binary.LittleEndian, f.Nodes); err != nil {
		return err
	}
	return f.check(columns)
}

// check makes sure that no row can lead out of the trees or round in them, and
// that every score is a number.
func (f *Forest) check(columns int) error {
	if !bounded(f.Bias) {
		return fmt.Errorf("bias %g", f.Bias)
	}
	if len(f.Nodes) > 0 && (len(f.Roots) == 0 || f.Roots[0] != 0) {
		return errors.New("node 0 belongs to no tree")
	}
	for t, root := range f.Roots {
		end := int32(len(f.Nodes))
		if t+1 < len(f.Roots) {
			end = f.Roots[t+1]
		}
		if root < 0 || root >= end || end > int32(len(f.Nodes)) {
			return fmt.Errorf("tree %d begins at node %d", t, root)
		}
		for i := root; i < end; i++ {
			n, left := &f.Nodes[i], root+int32(f.Nodes[i].Left)
			switch {
			case n.Column == Leaf && !bounded(n.Value), math.IsNaN(float64(n.Value)):
				return fmt.Errorf("node %d is not a number", i)
			case n.Column != Leaf && (int(n.Column) >= columns || left <= i || left+1 >= end):
				return fmt.Errorf("node %d leads nowhere", i)
			}
		}
	}
	return nil
}

// bounded reports whether a score is a number, and not beyond any that training
// gives.
func bounded(x float32) bool { return x >= -maxScore && x <= maxScore }
