package eval

import "matn/clean/block"

const (
	// maxAligned bounds the page words that are aligned; what follows has no
	// coverage from the first pass.
	maxAligned = 120_000

	// Labelled is the coverage from which a block counts as gold.
	Labelled = 0.5

	// shortBlock is the number of words up to which a match may take its support
	// from another block, nearWords away at most.
	shortBlock = 2
	nearWords  = 8

	// movedRun and movedCover rule the second pass: runs of words compared, and
	// the share of a block's runs that must stand in unused gold.
	movedRun   = 3
	movedCover = 0.7
)

// Align gives for each block the share of its words that stand in gold, 0 to 1;
// from Labelled on the block belongs to gold. Order counts: a first pass takes
// the longest common subsequence of page and gold, where a match needs a
// neighbour that is matched beside it, and the first of two copies of a text
// wins. A second pass finds text that gold has in another place.
func Align(blocks []block.Block, gold string) []float32 {
	v := vocabulary{}
	a := newAlignment(v, blocks, v.number(nil, gold))
	return a.coverage()
}

// alignLines aligns lines of words, as Align does blocks.
func alignLines(lines text, gold []int32) []float32 {
	a := &alignment{page: lines.words, ends: lines.ends, gold: gold}
	return a.coverage()
}

// alignment is one page and its gold as word numbers.
type alignment struct {
	page []int32
	ends []int // of each block, as an index into page
	gold []int32

	to   []int32 // gold position of a page word, -1 for none
	from []int32 // page word of a gold position, -1 for none
	used []bool  // gold words that a labelled block has taken
}

func newAlignment(v vocabulary, blocks []block.Block, gold []int32) *alignment {
	a := &alignment{gold: gold}
	for i := range blocks {
		a.page = v.number(a.page, blocks[i].Text)
		a.ends = append(a.ends, len(a.page))
	}
	return a
}

func (a *alignment) coverage() []float32 {
	cover := make([]float32, len(a.ends))
	if len(a.gold) == 0 {
		return cover
	}
	a.match()
	start := 0
	for b, end := range a.ends {
		cover[b] = a.supported(start, end)
		if cover[b] >= Labelled {
			a.take(start, end)
		}
		start = end
	}
	a.findMoved(cover)
	return cover
}

func (a *alignment) match() {
	a.to = newLCS(a.gold).match(a.page[:min(len(a.page), maxAligned)])
	a.from = make([]int32, len(a.gold))
	a.used = make([]bool, len(a.gold))
	for j := range a.from {
		a.from[j] = -1
	}
	for i, j := range a.to {
		if j >= 0 {
			a.from[j] = int32(i)
		}
	}
}

// supported is the share of the words [start, end) that are matched and have a
// neighbour in the block that is matched to the neighbour in gold.
func (a *alignment) supported(start, end int) float32 {
	n := 0
	for i := start; i < min(end, len(a.to)); i++ {
		j := a.to[i]
		if j < 0 {
			continue
		}
		left := i > start && a.to[i-1] == j-1
		right := i+1 < min(end, len(a.to)) && a.to[i+1] == j+1
		if left && j > 0 || right || end-start <= shortBlock && a.near(i, int(j)) {
			n++
		}
	}
	return float32(ratio(n, end-start))
}

// near reports whether a gold word beside j is matched close to page word i.
func (a *alignment) near(i, j int) bool {
	for _, k := range [2]int{j - 1, j + 1} {
		if k < 0 || k >= len(a.from) || a.from[k] < 0 {
			continue
		}
		if d := int(a.from[k]) - i; -nearWords <= d && d <= nearWords {
			return true
		}
	}
	return false
}

func (a *alignment) take(start, end int) {
	for i := start; i < min(end, len(a.to)); i++ {
		if j := a.to[i]; j >= 0 {
			a.used[j] = true
		}
	}
}

// findMoved labels blocks whose runs of words stand in gold that is not used.
func (a *alignment) findMoved(cover []float32) {
	places := map[shingle][]int32{}
	for j := 0; j+movedRun <= len(a.gold); j++ {
		s := newShingle(a.gold[j : j+movedRun])
		places[s] = append(places[s], int32(j))
	}
	start := 0
	for b, end := range a.ends {
		if cover[b] < Labelled && end-start >= movedRun {
			cover[b] = max(cover[b], a.moved(start, end, places))
		}
		start = end
	}
}

// spent reports whether a run of gold words has lost one to a labelled block.
func (a *alignment) spent(j int32) bool { return a.used[j] || a.used[j+1] || a.used[j+2] }

// moved is the share of the runs of a block that stand in unused gold, which it
// takes; 0 when they are too few.
func (a *alignment) moved(start, end int, places map[shingle][]int32) float32 {
	var found []int32
	for i := start; i+movedRun <= end; i++ {
		run := newShingle(a.page[i : i+movedRun])
		unused := places[run]
		for len(unused) > 0 && a.spent(unused[0]) {
			unused = unused[1:]
		}
		if len(unused) > 0 {
			found = append(found, unused[0])
		}
		places[run] = unused
	}
	share := ratio(len(found), end-start-movedRun+1)
	if share < movedCover {
		return 0
	}
	for _, j := range found {
		a.used[j], a.used[j+1], a.used[j+2] = true, true, true
	}
	return float32(share)
}
