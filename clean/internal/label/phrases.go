package label

import (
	"matn/clean/block"
	"matn/clean/internal/lexicon"
)

// linky is the share of links from which a block is a list of links.
const linky = 0.5

// matchPhrases asks the lexicon about every line. A phrase takes a line out of
// the body where its condition allows that; elsewhere it only names lines that
// were not in the body anyway.
func (p *page) matchPhrases() {
	first, last := p.body()
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Role != block.Unknown {
			continue
		}
		h, ok := lexicon.Match(b.Text)
		if !ok || h.Role.Content() {
			continue
		}
		if b.Kept && !h.Cond.Allows(p.place(i, first, last)) {
			continue
		}
		strip(b, h.Role, block.Lexicon, h.ID)
	}
}

// place is where a block stands, for the conditions of phrases.
func (p *page) place(i, first, last int) lexicon.Place {
	pl := lexicon.Place{
		LinkDense: density(&p.Blocks[i]) > linky,
		Edge:      i <= first || i >= last || i <= p.title+1,
	}
	if i > 0 {
		prev := &p.Blocks[i-1]
		pl.NearChrome = !prev.Kept && prev.Role != block.RoleTitle && prev.Role != block.RoleSubtitle
	}
	if i+1 < len(p.Blocks) && !p.Blocks[i+1].Kept {
		pl.NearChrome = true
	}
	return pl
}
