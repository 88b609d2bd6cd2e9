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
	Page  [2]Forest   // stage 1 of pages of any kind, and stage 2 of articles
	Other Forest      // stage 2 of the other pages: what it adds to the log-odds of stage 1
	Kind  Forest      // tells pages that are articles, by KindRow
	Name  NameWeights // of the names that pages give to their elements
	Line  [2]Forest   // stage 1 and 2 of flattened text
	Term  TermWeights // of the first and last words of lines
	Whole Forest      // tells flattened text that holds nothing but a body, by WholeRow
}

// Part names what of a Model is trained, and filed, by itself.
type Part byte

// Parts.
const (
	Pages Part = 'p'
	Lines Part = 'l'
)

// magic begins every part of a file of weights; its last byte is the version of
// the format.
var magic = [4]byte{'m', 't', 'w', 3}

// partHead begins a part.
type partHead struct {
	Magic  [4]byte
	Part   Part
	Schema uint64
}

// forestHead begins a forest.
type forestHead struct {
	Bias         float32
	Trees, Nodes uint32
}

// size is the number of bytes behind the head of a forest.
func (h *forestHead) size() int64 { return 4*int64(h.Trees) + nodeSize*int64(h.Nodes) }

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

// WriteTo writes the weights: the part of pages, then that of lines.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(append(m.Encode(Pages), m.Encode(Lines)...))
	return int64(n), err
}

// Encode returns one part of the weights, little-endian: magic, part, schema
// hash, then each forest as bias, number of trees and of nodes, roots, and of all
// nodes the columns, the left children and the values, apart, since they pack
// better so; then the weights of names, of lines those of terms.
func (m *Model) Encode(part Part) []byte {
	var b bytes.Buffer
	put := func(v any) { binary.Write(&b, binary.LittleEndian, v) } // a bytes.Buffer takes every write
	put(partHead{magic, part, SchemaHash(part)})
	for _, f := range m.forests(part) {
		put(forestHead{f.Bias, uint32(len(f.Roots)), uint32(len(f.Nodes))})
		put(f.Roots)
		n := planesOf(f.Nodes)
		put(n.columns)
		put(n.lefts)
		put(n.values)
	}
	if part == Pages {
		put(&m.Name)
	} else {
		m.Term.write(put)
	}
	return b.Bytes()
}

// forests lists the forests of a part.
func (m *Model) forests(part Part) []*Forest {
	if part == Pages {
		return []*Forest{&m.Page[0], &m.Page[1], &m.Other, &m.Kind}
	}
	return []*Forest{&m.Line[0], &m.Line[1], &m.Whole}
}

// columnsOf lists the numbers of columns that the forests of a part look at.
func columnsOf(part Part) []int {
	if part == Pages {
		return []int{Columns1, Columns, Columns, KindColumns}
	}
	return []int{LineColumns1, LineColumns, wholeCount}
}

// ReadModel reads weights: both parts, in either order. It fails on a file that
// is cut or damaged, and with ErrSchema on weights of other columns.
func ReadModel(b []byte) (*Model, error) {
	m := &Model{}
	seen := map[Part]bool{}
	for r := bytes.NewReader(b); len(seen) < 2 || r.Len() > 0; {
		part, err := m.readPart(r)
		if err != nil {
			return nil, err
		}
		if seen[part] {
			return nil, fmt.Errorf("score: weights of %s stand twice", part)
		}
		seen[part] = true
	}
	return m, nil
}

// readPart reads the next part.
func (m *Model) readPart(r *bytes.Reader) (Part, error) {
	head, err := readHead(r)
	if err != nil {
		return 0, err
	}
	if head.Schema != SchemaHash(head.Part) {
		return 0, ErrSchema
	}
	columns := columnsOf(head.Part)
	for i, f := range m.forests(head.Part) {
		if err := f.read(r, columns[i]); err != nil {
			return 0, fmt.Errorf("score: forest %d of the weights of %s: %w", i, head.Part, err)
		}
	}
	if head.Part == Pages {
		if err := m.Name.read(r); err != nil {
			return 0, fmt.Errorf("score: weights of names: %w", err)
		}
	} else if err := m.Term.read(r); err != nil {
		return 0, fmt.Errorf("score: weights of terms: %w", err)
	}
	return head.Part, nil
}

func readHead(r *bytes.Reader) (head partHead, err error) {
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil || head.Magic != magic || head.Part != Pages && head.Part != Lines {
		return head, errors.New("score: not a file of weights, or of another version")
	}
	return head, nil
}

// String returns the part's name.
func (p Part) String() string {
	if p == Lines {
		return "lines"
	}
	return "pages"
}

// CutPart returns the bytes of one part of a file of weights, whatever columns
// it was trained on. It fails on a file without that part.
func CutPart(b []byte, part Part) ([]byte, error) {
	for r := bytes.NewReader(b); r.Len() > 0; {
		start := len(b) - r.Len()
		head, err := readHead(r)
		if err != nil {
			return nil, err
		}
		for range columnsOf(head.Part) {
			var f forestHead
			if err := binary.Read(r, binary.LittleEndian, &f); err != nil || f.size() > int64(r.Len()) {
				return nil, fmt.Errorf("score: the weights of %s are cut", head.Part)
			}
			r.Seek(f.size(), io.SeekCurrent) // within the reader: it does not fail
		}
		if head.Part == Pages {
			var n NameWeights
			if err := n.read(r); err != nil {
				return nil, fmt.Errorf("score: the weights of %s are cut", head.Part)
			}
		}
		if head.Part == Lines {
			var t TermWeights
			if err := t.read(r); err != nil {
				return nil, fmt.Errorf("score: the weights of %s are cut", head.Part)
			}
		}
		if head.Part == part {
			return b[start : len(b)-r.Len()], nil
		}
	}
	return nil, fmt.Errorf("score: no weights of %s", part)
}

// planes are the fields of nodes, each apart.
type planes struct {
	columns, lefts []uint16
	values         []float32
}

func planesOf(nodes []Node) planes {
	p := planes{make([]uint16, len(nodes)), make([]uint16, len(nodes)), make([]float32, len(nodes))}
	for i, n := range nodes {
		p.columns[i], p.lefts[i], p.values[i] = n.Column, n.Left, n.Value
	}
	return p
}

func (p planes) nodes() []Node {
	nodes := make([]Node, len(p.columns))
	for i := range nodes {
		nodes[i] = Node{p.columns[i], p.lefts[i], p.values[i]}
	}
	return nodes
}

func (f *Forest) read(r *bytes.Reader, columns int) error {
	var head forestHead
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return err
	}
	if head.Trees > maxTrees || head.Nodes > maxNodes || head.Nodes < head.Trees {
		return fmt.Errorf("%d trees of %d nodes", head.Trees, head.Nodes)
	}
	if have, need := int64(r.Len()), head.size(); have < need {
		return fmt.Errorf("%d bytes, want %d: %w", have, need, io.ErrUnexpectedEOF)
	}
	f.Bias, f.Roots = head.Bias, make([]int32, head.Trees)
	n := planesOf(make([]Node, head.Nodes))
	for _, v := range []any{f.Roots, n.columns, n.lefts, n.values} {
		if err := binary.Read(r, binary.LittleEndian, v); err != nil {
			return err
		}
	}
	f.Nodes = n.nodes()
	if err := f.check(columns); err != nil {
		return err
	}
	f.prepare()
	return nil
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
