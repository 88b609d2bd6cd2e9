package eval

import (
	"math"
	"math/bits"
)

// lcs holds one row of the table of longest common subsequences as bits: a
// clear bit j of a row says that the length grows at gold position j. Bit
// parallel method of Crochemore, Iliopoulos, Pinzon and Reid (2001), 64 gold
// positions at a time.
type lcs struct {
	gold  []int32
	at    map[int32][]int32  // positions in gold of each word
	words int                // machine words in a row
	masks map[int32][]uint64 // positions as bits, of words more frequent than a row is long: 64 at most
	mask  []uint64           // scratch: positions of the current word, if it is rarer
}

func newLCS(gold []int32) *lcs {
	l := &lcs{gold: gold, at: make(map[int32][]int32, len(gold)), words: (len(gold) + 63) / 64, masks: map[int32][]uint64{}}
	for j, g := range gold {
		l.at[g] = append(l.at[g], int32(j))
	}
	l.mask = make([]uint64, l.words)
	for w, positions := range l.at {
		if len(positions) > l.words {
			mask := make([]uint64, l.words)
			for _, j := range positions {
				mask[j/64] |= 1 << (j % 64)
			}
			l.masks[w] = mask
		}
	}
	return l
}

// first is the row before any page word.
func (l *lcs) first() []uint64 {
	row := make([]uint64, l.words)
	for i := range row {
		row[i] = ^uint64(0)
	}
	return row
}

// next computes into dst the row after page word w from the row before it.
func (l *lcs) next(dst, row []uint64, w int32) {
	if mask, ok := l.masks[w]; ok {
		advance(dst, row, mask)
		return
	}
	positions := l.at[w]
	for _, j := range positions {
		l.mask[j/64] |= 1 << (j % 64)
	}
	advance(dst, row, l.mask)
	for _, j := range positions {
		l.mask[j/64] = 0
	}
}

func advance(dst, row, mask []uint64) {
	var carry uint64
	for i, v := range row {
		sum, c := bits.Add64(v, v&mask[i], carry)
		dst[i], carry = sum|v&^mask[i], c
	}
}

// length of the subsequence within the first j gold words.
func length(row []uint64, j int) int {
	n := 0
	for i := range j / 64 {
		n += bits.OnesCount64(^row[i])
	}
	if rest := j % 64; rest > 0 {
		n += bits.OnesCount64(^row[j/64] << (64 - rest))
	}
	return n
}

// match gives for each page word the gold position that it is matched to, or -1.
// Of several longest subsequences it takes the one that ends earliest on the
// page, so that the first of two copies is matched. Time is page x gold / 64;
// memory is the square root of the page's length in rows.
func (l *lcs) match(page []int32) []int32 {
	to := make([]int32, len(page))
	var kept []int // page words that stand in gold at all
	for i, w := range page {
		to[i] = -1
		if len(l.at[w]) > 0 {
			kept = append(kept, i)
		}
	}
	if len(kept) == 0 {
		return to
	}
	stride := int(math.Sqrt(float64(len(kept)))) + 1
	checkpoints := l.checkpoints(page, kept, stride)
	j := len(l.gold)
	for c := len(checkpoints) - 1; c >= 0; c-- {
		from := c * stride
		part := kept[from:min(from+stride, len(kept))]
		j = l.trace(page, part, checkpoints[c], j, to)
	}
	return to
}

// checkpoints keeps the row before every stride-th word.
func (l *lcs) checkpoints(page []int32, kept []int, stride int) [][]uint64 {
	var rows [][]uint64
	row := l.first()
	for k, i := range kept {
		if k%stride == 0 {
			rows = append(rows, append([]uint64(nil), row...))
		}
		l.next(row, row, page[i])
	}
	return rows
}

// trace walks back over the words of part, whose first row follows start, from
// gold position j. It fills in to and returns the position that it came to.
func (l *lcs) trace(page []int32, part []int, start []uint64, j int, to []int32) int {
	rows := make([][]uint64, len(part)+1)
	flat := make([]uint64, len(part)*l.words)
	rows[0] = start
	for k, i := range part {
		rows[k+1] = flat[k*l.words : (k+1)*l.words]
		l.next(rows[k+1], rows[k], page[i])
	}
	n := length(rows[len(part)], j)
	for k := len(part); k > 0 && n > 0; k-- {
		if length(rows[k-1], j) == n {
			continue // as long without this word
		}
		for rows[k][(j-1)/64]>>((j-1)%64)&1 == 1 {
			j-- // as long without this gold word
		}
		j, n = j-1, n-1
		to[part[k-1]] = int32(j)
	}
	return j
}
