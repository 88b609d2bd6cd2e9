// Package similar tells whether two texts are the same, or nearly: it folds
// spelling away, and hashes what is left.
//
//	text -> Fold -> Hash       equal: the same text
//	            \-> SimHash    a small Distance: a copy with small changes
//	texts -> Clusters          copies and rewrites of one event
//
// Everything is a pure function of its text, and Hash and SimHash are stable:
// they may be stored.
package similar

import (
	"math/bits"

	"github.com/cespare/xxhash/v2"

	"matn/clean/block"
)

// Fold returns a text in the spelling that search and hashing share: one space
// between words, no punctuation, no case, no accents; in Arabic no harakat and
// no tatweel, one alef (أ إ آ ٱ → ا), ى → ي, ة → ه, hamza off its carrier
// (ؤ → و, ئ → ي), and Persian letters as Arabic ones (ک → ك, ی → ي). Digits of
// all scripts become ASCII. block.Fold is the same without the copy.
func Fold(text string) string {
	return string(block.Fold(make([]byte, 0, len(text)), text))
}

// Hash is a 64-bit hash of the folded text: two texts that differ in spelling,
// punctuation or layout alone have the same. Text without letters and digits
// has hash 0.
func Hash(text string) uint64 {
	folded := block.Fold(make([]byte, 0, len(text)), text)
	if len(folded) == 0 {
		return 0
	}
	return xxhash.Sum64(folded)
}

// shingle is the number of words hashed together. Three in a row are nearly
// never chance, and an edited word spoils three of them.
const shingle = 3

// Near is the largest Distance at which two texts of some length count as
// copies of each other. It is that of Manku, Jain and Das Sarma, "Detecting
// Near-Duplicates for Web Crawling" (2007), for 64 bits: a copy with one word
// changed in 600 is within it four times of five.
const Near = 3

// SimHash is a 64-bit locality-sensitive hash of the folded text (Charikar
// 2002) over its runs of three words: texts that share most of them have hashes
// that differ in few bits. Text without words has hash 0. Texts of a few words
// have too few runs for Near to mean much.
func SimHash(text string) uint64 {
	folded := block.Fold(make([]byte, 0, len(text)), text)
	if len(folded) == 0 {
		return 0
	}
	var votes [64]int32
	eachShingle(folded, func(run []byte) {
		h := xxhash.Sum64(run)
		for b := range votes {
			votes[b] += int32(h>>b&1)*2 - 1
		}
	})
	hash := uint64(0)
	for b, v := range votes {
		if v > 0 {
			hash |= 1 << b
		}
	}
	return hash
}

// eachShingle calls f with every run of shingle words of a folded text, and with
// the whole text when it has fewer words.
func eachShingle(folded []byte, f func(run []byte)) {
	var starts [shingle]int // of the last words, a ring
	words := 0
	for i := 0; i < len(folded); {
		end := i
		for end < len(folded) && folded[end] != ' ' {
			end++
		}
		starts[words%shingle] = i
		words++
		if words >= shingle {
			f(folded[starts[words%shingle]:end])
		}
		i = end + 1
	}
	if words < shingle {
		f(folded)
	}
}

// Distance is the number of bits in which two SimHashes differ, 0 to 64.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }
