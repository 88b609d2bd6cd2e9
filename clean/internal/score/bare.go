package score

const (
	// bareShare is the share of a page's runes in long blocks from which the page
	// has nothing around its text. On the dev sets 6 pages of 2,500 reach it, on
	// which keeping all long blocks gives the F1 of the forests or better.
	bareShare = 0.985
	// bareBlocks is the fewest long blocks of a page that is so judged: most of
	// the longest pages that the forests know are lists and threads.
	bareBlocks = 100
	// vastShare and vastBlocks are the same for pages of a length that the forests
	// never saw: no page of the dev sets has half as many long blocks.
	vastShare, vastBlocks = 0.75, 1000
	// bareP is the probability of prose there, at least.
	bareP = 0.9
)

// bare reports whether a long page is prose and hardly anything else, as a book
// or a report set in one file: what makes up a page is no furniture of it.
func (p *page) bare() bool {
	t := &p.total
	return t.longN >= bareBlocks && float32(t.long) >= bareShare*float32(t.chars) ||
		t.longN >= vastBlocks && float32(t.long) >= vastShare*float32(t.chars)
}

// raiseBare gives the prose of a bare page the least probability that it may
// have there: long blocks, and those of a tag path half of which is long.
func (p *page) raiseBare() {
	for i := range p.blocks {
		if g := &p.paths[p.path[i]]; p.long[i] || 2*g.longN >= g.n {
			p.blocks[i].P = max(p.blocks[i].P, bareP)
		}
	}
}
