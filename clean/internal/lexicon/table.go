package lexicon

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"matn/clean/block"
)

// maxGap is the most words that ~ stands for: the name of a paper with its
// article and adjective, "صحيفة الوطن العمانية اليومية".
const maxGap = 4

// Two walks start in the same trie: forward over a line, and backward from its
// end for suffixes. Node 0 is no node.
const (
	rootForward = iota + 1
	rootBackward
)

// node is a state of the trie. Its edges lie in table.edges.
type node struct {
	parts uint32 // bit set of the parts that end here
	first int32  // 1 + index in table.ends
}

// end is an entry that ends at a node.
type end struct {
	entry int32
	next  int32 // 1 + index in table.ends
}

// table is every phrase of every language in one trie over word hashes.
type table struct {
	nodes   []node
	ends    []end
	entries []entry
	edges   edgeSet
	lists   map[block.Role]*entry

	pattern   pattern // scratch of add
	now, next []reach // scratch of paths
}

func newTable() *table {
	return &table{
		nodes:   make([]node, 3, 1<<15),
		ends:    make([]end, 0, 1<<14),
		entries: make([]entry, 0, 1<<13),
		edges:   newEdgeSet(1 << 16),
		lists:   make(map[block.Role]*entry),
	}
}

// reach is a state of adding a pattern: a node, and what led to it.
type reach struct {
	at   int32
	last uint64 // the word before; a number after a number is the same number
}

// add enters a pattern. Its phrases may overlap with those of another pattern of
// the same shape and role; the first to come keeps them. A phrase that has
// another role already is an error, and so is a pattern that adds no phrase to
// those of its own language.
func (t *table) add(e entry) error {
	if err := t.pattern.parse(e.phrase); err != nil {
		return err
	}
	ends, err := t.paths(&t.pattern, e.part == partSuffix)
	if err != nil {
		return fmt.Errorf("%q %w", e.phrase, err)
	}
	fresh := false
	for _, r := range ends {
		old := t.ending(r.at, e.part)
		if old != nil && old.role != e.role {
			return fmt.Errorf("a phrase of %q is %s already, by %s", e.phrase, old.role, old.name())
		}
		fresh = fresh || old == nil || old.lang != e.lang
	}
	if !fresh {
		return fmt.Errorf("%q is in %s", e.phrase, t.ending(ends[0].at, e.part).name())
	}
	t.entries = append(t.entries, e)
	for _, r := range ends {
		t.end(r.at, int32(len(t.entries)-1))
	}
	return nil
}

// paths makes the nodes of every phrase of a pattern and returns the last ones.
func (t *table) paths(p *pattern, backward bool) ([]reach, error) {
	from := reach{at: rootForward, last: gap}
	if backward {
		from.at = rootBackward
		slices.Reverse(p.elements)
	}
	now, next := append(t.now[:0], from), t.next[:0]
	for _, e := range p.elements {
		next = next[:0]
		for _, r := range now {
			for _, c := range p.choices[e.from:e.to] {
				to, ok := t.follow(r, p.words[c.from:c.to], backward)
				if !ok {
					return nil, errGapAtEdge
				}
				next = append(next, to)
			}
		}
		now, next = next, now
	}
	t.now, t.next = now, next
	for _, r := range now {
		if r.at == from.at {
			return nil, errEmptyPattern
		}
		if r.last == gap {
			return nil, errGapAtEdge
		}
	}
	return now, nil
}

var (
	errGapAtEdge    = errors.New("begins or ends with " + gapWord)
	errEmptyPattern = errors.New("may be empty")
)

// follow makes the nodes of some words; false when a gap would come first.
func (t *table) follow(r reach, words []uint64, backward bool) (reach, bool) {
	for i := range words {
		w := words[i]
		if backward {
			w = words[len(words)-1-i]
		}
		if w == gap && (r.at == rootForward || r.at == rootBackward) {
			return r, false
		}
		if w == numberWord && r.last == numberWord {
			continue
		}
		to, ok := t.edges.get(edge(r.at, w))
		if !ok {
			to = int32(len(t.nodes))
			t.nodes = append(t.nodes, node{})
			t.edges.put(edge(r.at, w), to)
		}
		r = reach{at: to, last: w}
	}
	return r, true
}

// end lets an entry end at a node, unless another of its part does.
func (t *table) end(at int32, index int32) {
	p := t.entries[index].part
	if t.ending(at, p) != nil {
		return
	}
	n := &t.nodes[at]
	t.ends = append(t.ends, end{entry: index, next: n.first})
	n.first = int32(len(t.ends))
	n.parts |= 1 << p
}

// finish names the entries, and makes those that stand for lists of phrases.
func (t *table) finish() {
	size := 0
	for i := range t.entries {
		e := &t.entries[i]
		size += len(e.lang) + len(e.role.String()) + len(e.phrase) + 2
	}
	var ids strings.Builder // one allocation, not one for each entry
	ids.Grow(size)
	for i := range t.entries {
		e := &t.entries[i]
		from := ids.Len()
		e.writeName(&ids)
		e.id = ids.String()[from:]
	}
	for i := range t.entries {
		e := &t.entries[i]
		if e.part == partItem && t.lists[e.role] == nil {
			t.lists[e.role] = &entry{role: e.role, id: "list/" + e.role.String(), part: partItem}
		}
	}
}

// step follows one word from a node; 0 when there is no such edge.
func (t *table) step(at int32, word uint64) int32 {
	to, _ := t.edges.get(edge(at, word))
	return to
}

// ending returns the entry of a part that ends at a node, or nil.
func (t *table) ending(at int32, p part) *entry {
	n := t.nodes[at]
	if n.parts&(1<<p) == 0 {
		return nil
	}
	for i := n.first; i != 0; i = t.ends[i-1].next {
		if e := &t.entries[t.ends[i-1].entry]; e.part == p {
			return e
		}
	}
	return nil
}

// FNV-1a over the bytes of a word. No word hashes to gap.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
	gap       = 0
	// numberWord is the hash of "0", what every number is once normalised.
	numberWord = (fnvOffset ^ 0x30) * fnvPrime % (1 << 64)
)

func hashWord(w []byte) uint64 {
	h := uint64(fnvOffset)
	for _, c := range w {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

// edge mixes a node and a word into one key. With 64 bits and some thirty
// thousand edges, two with one key are a matter of one in 10^10.
func edge(at int32, word uint64) uint64 {
	x := word ^ uint64(at)*0x9E3779B97F4A7C15
	x ^= x >> 32
	return x * 0xD6E8FEB86659FD93
}
