package lexicon

// edgeSet maps edge keys to nodes by open addressing: half the time of a map to
// build, which every run of the program pays, and no pointers for the collector.
type edgeSet struct {
	keys  []uint64 // 0 is free; no edge has that key
	nodes []int32
	used  int
}

// newEdgeSet makes room for size edges, a power of two.
func newEdgeSet(size int) edgeSet {
	return edgeSet{keys: make([]uint64, size), nodes: make([]int32, size)}
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
	i := s.slot(key)
	return s.nodes[i], s.keys[i] != 0
}

func (s *edgeSet) put(key uint64, node int32) {
	if s.used*4 >= len(s.keys)*3 {
		s.grow()
	}
	i := s.slot(key)
	s.keys[i], s.nodes[i] = key, node
	s.used++
}

func (s *edgeSet) grow() {
	old := *s
	*s = newEdgeSet(2 * len(old.keys))
	s.used = old.used
	for i, key := range old.keys {
		if key != 0 {
			j := s.slot(key)
			s.keys[j], s.nodes[j] = key, old.nodes[i]
		}
	}
}
