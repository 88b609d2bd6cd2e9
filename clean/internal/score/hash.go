package score

import "math/bits"

// hashTable maps hashes to small numbers. It is scratch, used again and again;
// the zero hash is a key like any other.
type hashTable struct {
	keys  []uint64
	vals  []int32
	shift uint
}

// reset empties the table and makes room for n keys.
func (t *hashTable) reset(n int) {
	size := 16
	for size < 2*n {
		size *= 2
	}
	t.keys, t.vals = resize(t.keys, size), resize(t.vals, size)
	t.shift = uint(64 - bits.TrailingZeros(uint(size)))
}

// at returns the place of a key's value, which is 0 when the key is new.
func (t *hashTable) at(key uint64) *int32 {
	key |= 1 // 0 marks a free place
	mask := uint64(len(t.keys) - 1)
	for i := key * 0x9E3779B97F4A7C15 >> t.shift; ; i = (i + 1) & mask {
		if t.keys[i] == key {
			return &t.vals[i]
		}
		if t.keys[i] == 0 {
			t.keys[i] = key
			return &t.vals[i]
		}
	}
}

// find returns a key's value, 0 when it is absent.
func (t *hashTable) find(key uint64) int32 {
	key |= 1
	mask := uint64(len(t.keys) - 1)
	for i := key * 0x9E3779B97F4A7C15 >> t.shift; t.keys[i] != 0; i = (i + 1) & mask {
		if t.keys[i] == key {
			return t.vals[i]
		}
	}
	return 0
}

// chain hashes b behind a; the order counts.
func chain(a, b uint64) uint64 {
	a = (a ^ b) * 0x9E3779B97F4A7C15
	return a ^ a>>29
}
