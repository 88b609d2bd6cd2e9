package score

import (
	"math/bits"
	"math/rand/v2"
)

// hashTable maps hashes to small numbers. It is scratch, used again and again;
// the zero hash is a key like any other. Keys that differ in the last bit alone
// are one.
type hashTable struct {
	keys  []uint64
	vals  []int32
	n     int // keys in it
	shift uint
	// factor spreads keys over places: a random odd number, so that no page can
	// be written to make them meet (Dietzfelbinger et al., "A reliable randomized
	// algorithm for the closest-pair problem", 1997, section 2). What the table
	// answers does not depend on it.
	factor uint64
}

// reset empties the table and makes room for n keys. It grows beyond.
func (t *hashTable) reset(n int) {
	size := 16
	for size < 2*n {
		size *= 2
	}
	if t.factor == 0 {
		t.factor = rand.Uint64() | 1
	}
	t.keys, t.vals, t.n = resize(t.keys, size), resize(t.vals, size), 0
	t.shift = uint(64 - bits.TrailingZeros(uint(size)))
}

// at returns the place of a key's value, which is 0 when the key is new. The
// place is valid until the next call.
func (t *hashTable) at(key uint64) *int32 {
	key |= 1 // 0 marks a free place
	i := t.place(key)
	if t.keys[i] == 0 {
		if 2*t.n >= len(t.keys) {
			t.grow()
			i = t.place(key)
		}
		t.keys[i] = key
		t.n++
	}
	return &t.vals[i]
}

// place is where a key stands, or the free place where it would.
func (t *hashTable) place(key uint64) uint64 {
	mask := uint64(len(t.keys) - 1)
	i := key * t.factor >> t.shift
	for t.keys[i] != key && t.keys[i] != 0 {
		i = (i + 1) & mask
	}
	return i
}

// grow doubles the table.
func (t *hashTable) grow() {
	keys, vals := t.keys, t.vals
	t.keys, t.vals = make([]uint64, 2*len(keys)), make([]int32, 2*len(keys))
	t.shift--
	for k, key := range keys {
		if key != 0 {
			i := t.place(key)
			t.keys[i], t.vals[i] = key, vals[k]
		}
	}
}

// find returns a key's value, 0 when it is absent.
func (t *hashTable) find(key uint64) int32 {
	return t.vals[t.place(key|1)] // that of a free place is 0
}

// chain hashes b behind a; the order counts.
func chain(a, b uint64) uint64 {
	const golden = 0x9E3779B97F4A7C15 // 2^64 by the golden ratio
	a = (a*golden ^ b) * golden
	return a ^ a>>29
}
