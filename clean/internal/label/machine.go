package label

import (
	"matn/clean/block"
	"matn/clean/internal/lexicon"
)

const (
	// minMachine and maxMachine are the numbers of words of a line that says so: no
	// phrase of it has fewer.
	minMachine, maxMachine = 2, 30
	// maxSummary is the number of words of a summary at most; those of the pages
	// we saw have 40 to 120.
	maxSummary = 200
	// maxSummaries is the number of such lines that are looked at: a page may say
	// it twice, of one summary.
	maxSummaries = 4
)

// dropSummaries strips summaries that say of themselves that a machine wrote them:
// all of the largest element around such a line that is not around the article.
// They repeat it in words that are not its author's.
func (p *page) dropSummaries() {
	if p.flat() {
		return
	}
	for i, left := 0, maxSummaries; i < len(p.Blocks) && left > 0; i++ {
		b := &p.Blocks[i]
		if b.Virtual || b.Words < minMachine || b.Words > maxMachine || density(b) > linky || p.tells(i) || !lexicon.Machine(b.Text) {
			continue
		}
		left--
		e := p.machineBox(i)
		if e < 0 {
			continue
		}
		for k := range p.Blocks {
			if s := &p.Blocks[k]; p.holds(e, k) && s.Kept {
				strip(s, block.RoleWidget, block.Structure, "a summary by a machine")
			}
		}
	}
}

// tells reports whether block i is a sentence that the model is sure of: an article
// about such summaries.
func (p *page) tells(i int) bool {
	b := &p.Blocks[i]
	return b.P >= sure && p.keptProse(i)
}

// machineBox is the largest element of few words around block i that is not around
// the article, -1 if there is none.
func (p *page) machineBox(i int) int32 {
	found := int32(-1)
	for e := p.Blocks[i].Elem; e >= 0 && !p.wraps(e) && p.small(e, i, maxSummary); e = p.Elems[e].Parent {
		found = e
	}
	return found
}
