package score

import (
	"math/rand/v2"
	"testing"
)

// TestHashTable_AgreesWithMap holds a table against a map, over keys that meet
// often, with more of them than there was room for, and used again.
func TestHashTable_AgreesWithMap(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var table hashTable
	for round := range 60 {
		keys, room := 1+rng.IntN(3000), rng.IntN(500)
		table.reset(room)
		want := map[uint64]int32{}
		key := func() uint64 { // odd, as all keys are but for the last bit
			k := rng.Uint64N(uint64(keys))*2 + 1
			if round%2 == 1 {
				k = chain(k, 7) | 1
			}
			return k
		}
		for range 2 * keys {
			k := key()
			*table.at(k)++
			want[k]++
			if k = key(); table.find(k) != want[k] {
				t.Fatalf("round %d: key %x has %d, want %d", round, k, table.find(k), want[k])
			}
		}
		for k, v := range want {
			if got := table.find(k); got != v || *table.at(k) != v {
				t.Fatalf("round %d: key %x has %d, want %d", round, k, got, v)
			}
		}
		if table.n != len(want) {
			t.Errorf("round %d: %d keys, want %d", round, table.n, len(want))
		}
	}
}

func TestHashTable_ResetForgets(t *testing.T) {
	var table hashTable
	for round := range 3 {
		table.reset(4)
		if got := table.find(0); got != 0 {
			t.Errorf("round %d: an empty table has %d at key 0", round, got)
		}
		*table.at(0) = 5
		if got := table.find(0); got != 5 {
			t.Errorf("round %d: key 0 has %d, want 5", round, got)
		}
	}
}

// TestHashTable_AnswersDoNotDependOnFactor holds that tables with other places
// for their keys give the same numbers.
func TestHashTable_AnswersDoNotDependOnFactor(t *testing.T) {
	a, b := hashTable{factor: 1}, hashTable{factor: 0x9E3779B97F4A7C15}
	a.reset(8)
	b.reset(8)
	rng := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		k := rng.Uint64N(64)
		*a.at(k) += int32(k)
		*b.at(k) += int32(k)
	}
	for k := range uint64(80) {
		if a.find(k) != b.find(k) {
			t.Errorf("key %d has %d and %d", k, a.find(k), b.find(k))
		}
	}
}

func TestChain_OrderCounts(t *testing.T) {
	if chain(1, 2) == chain(2, 1) || chain(chain(1, 2), 3) == chain(1, chain(2, 3)) {
		t.Error("chained hashes do not depend on the order")
	}
}
