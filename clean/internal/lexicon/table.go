package lexicon

import (
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
	edges   map[uint64]int32 // edge(node, word) -> node
	lists   map[block.Role]*entry
}

func newTable() *table {
	return &table{
		nodes: make([]node, 3, 1<<14),
		edges: make(map[uint64]int32, 1<<14),
		lists: make(map[block.Role]*entry),
	}
}

// add enters a pattern. Its phrases may overlap with those of another pattern of
// the same shape and role; the first to come keeps them. A phrase that has
// another role already is an error, and so is a pattern that adds no phrase to
// those of its own language.
func (t *table) add(e entry, pattern string) error {
	forms, err := expand(pattern)
	if err != nil {
		return err
	}
	t.entries = append(t.entries, e)
	index := int32(len(t.entries) - 1)
	var same *entry // an entry that had every phrase so far
	for _, words := range forms {
		at := t.path(words, e.part)
		old := t.ending(at, e.part)
		if old != nil && old.role != e.role {
			return fmt.Errorf("%q is %s already, by %s", strings.Join(words, " "), old.role, old.id)
		}
		if old == nil || old.lang != e.lang {
			same = nil
			break
		}
		same = old
	}
	if same != nil {
		return fmt.Errorf("%q is in %s", pattern, same.id)
	}
	for _, words := range forms {
		t.end(t.path(words, e.part), index)
	}
	return nil
}

// path makes the nodes of a phrase and returns the last.
func (t *table) path(words []string, p part) int32 {
	at := int32(rootForward)
	if p == partSuffix {
		at = rootBackward
		words = slices.Clone(words)
		slices.Reverse(words)
	}
	for _, w := range words {
		key := edge(at, hashWord(w))
		next, ok := t.edges[key]
		if !ok {
			next = int32(len(t.nodes))
			t.nodes = append(t.nodes, node{})
			t.edges[key] = next
		}
		at = next
	}
	return at
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

// finish makes the entries that name lists of phrases.
func (t *table) finish() {
	for i := range t.entries {
		e := &t.entries[i]
		if e.part == partItem && t.lists[e.role] == nil {
			t.lists[e.role] = &entry{role: e.role, id: "list/" + e.role.String(), part: partItem}
		}
	}
}

// step follows one word from a node; 0 when there is no such edge.
func (t *table) step(at int32, word uint64) int32 { return t.edges[edge(at, word)] }

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

// FNV-1a over the bytes of a word; gap is no word's hash but its own.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
	gap       = 0
)

func hashWord[T string | []byte](w T) uint64 {
	if len(w) == 1 && w[0] == gapWord[0] {
		return gap
	}
	h := uint64(fnvOffset)
	for i := range len(w) {
		h = (h ^ uint64(w[i])) * fnvPrime
	}
	return h
}

// edge mixes a node and a word into one key. With 64 bits and some ten thousand
// edges a collision is a matter of one in 10^11.
func edge(at int32, word uint64) uint64 {
	x := word ^ uint64(at)*0x9E3779B97F4A7C15
	x ^= x >> 32
	return x * 0xD6E8FEB86659FD93
}
