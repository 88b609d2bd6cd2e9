package lexicon

// edgeSet maps edge keys to nodes by open addressing: half the time of a map to
// build, which every run of the program pays, and no pointers for the collector.
type edgeSet struct {
	keys  []uint64 // 0 is free; no edge has that key
	nodes []int32
	used  int
	maybe *[maybeBits / 64]uint64 // bit key%maybeBits of every key
}

// maybeBits is the size of the filter that turns most words away: seven for each
// edge of the data, and small enough for a cache that the keys do not fit into.
const maybeBits = 1 << 18

// newEdgeSet makes room for size edges, a power of two.
func newEdgeSet(size int) edgeSet {
	return edgeSet{keys: make([]uint64, size), nodes: make([]int32, size), maybe: new([maybeBits / 64]uint64)}
}

// slot is where a key is, or where it would go. The upper bits are the best
// mixed ones.
func (s *edgeSet) slot(key uint64) int {
	mask := len(s.keys) - 1
	i := int(key>>40) & mask
	for s.keys[i] != key && s.keys[i] != 0 {
		i = (i + 1) & mask
	}
	return i
}

func (s *edgeSet) get(key uint64) (node int32, ok bool) {
	if s.maybe[key%maybeBits/64]&(1<<(key%64)) == 0 {
		return 0, false
	}
	i := s.slot(key)
	return s.nodes[i], s.keys[i] != 0
}

func (s *edgeSet) put(key uint64, node int32) {
	if s.used*4 >= len(s.keys)*3 {
		s.grow()
	}
	i := s.slot(key)
	s.keys[i], s.nodes[i] = key, node
	s.maybe[key%maybeBits/64] |= 1 << (key % 64)
	s.used++
}

func (s *edgeSet) grow() {
	old := *s
	*s = newEdgeSet(2 * len(old.keys))
	s.used, s.maybe = old.used, old.maybe
	for i, key := range old.keys {
		if key != 0 {
			j := s.slot(key)
			s.keys[j], s.nodes[j] = key, old.nodes[i]
		}
	}
}
