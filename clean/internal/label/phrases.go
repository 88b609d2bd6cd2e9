package label

import (
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

const (
	// linky is the share of links from which a block is a list of links.
	linky = 0.5
	// maxItem is the number of words that an item of a menu has at most.
	maxItem = 6
	// maxVague is the number of words up to which a phrase may be the name of a
	// section as well: «أخبار», "Weather", "Podcasts".
	maxVague = 2
)

// matchPhrases asks the lexicon about every line. A phrase takes a line out of
// the body where its condition allows that; elsewhere it only names lines that
// were not in the body anyway. Links in menus are named by the menu.
func (p *page) matchPhrases() {
	first, last := p.body()
	lead, trail := max(first, p.lead(first)), min(last, p.trail(last))
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Role != block.Unknown {
			continue
		}
		if !b.Kept && b.Words <= maxItem && (density(b) > linky || b.Words <= maxVague && !hasDigit(b.Text)) {
			if r, why := p.menu(b); why != "" {
				b.Role, b.Reason = r, block.Reason{Stage: block.Structure, Detail: why}
				if why != inMenu {
					continue
				}
			}
		}
		h, ok := lexicon.Match(b.Text)
		if !ok || h.Role.Content() || b.Role != block.Unknown && namesSection(h.Role) {
			continue
		}
		switch {
		case b.Kept && !h.Cond.Allows(p.place(i, first, last)) && (!shares(h.Role) || !h.Cond.Allows(p.place(i, lead, trail))):
		case !b.Kept && b.Words <= maxVague && i < p.title && namesSection(h.Role) && density(b) > linky:
			b.Role, b.Reason = p.linkAbove(i)
		case !b.Kept && i > last && h.Role.Field() && p.inFooter(b):
		case !b.Kept && h.Role == block.RoleShare && b.Links == 0 && p.inForm(b): // "E-mail" beside a field
		default:
			strip(b, h.Role, block.Lexicon, h.ID)
		}
	}
}

// trimPhrases strips phrases from the ends of the body as long as one stands there:
// tags above a row of buttons come to stand at the end when the row is gone.
func (p *page) trimPhrases() {
	n := len(p.Blocks)
	for i := 0; i < n && p.trimmed(i); i++ {
	}
	for i := n - 1; i >= 0 && p.trimmed(i); i-- {
	}
}

// trimmed reports whether a block at an end of the body is not part of it, or no
// longer so by its phrase.
func (p *page) trimmed(i int) bool {
	b := &p.Blocks[i]
	if !b.Kept {
		return true
	}
	if _, ok := lexicon.Source(b.Text); ok && i > p.heart && b.Words <= maxField {
		strip(b, block.RoleSource, block.Lexicon, "names its source")
		return true
	}
	h, ok := lexicon.Match(b.Text)
	if !ok || h.Role.Content() || !h.Cond.Allows(p.place(i, i, i)) {
		return false
	}
	strip(b, h.Role, block.Lexicon, h.ID)
	return true
}

// shares reports whether the phrases of a role are buttons, which stand in rows
// between headline and text, and below it.
func shares(r block.Role) bool {
	return r == block.RoleShare || r == block.RoleFollow || r == block.RoleSubscribe
}

// namesSection reports whether the phrases of a role are also names of sections.
func namesSection(r block.Role) bool {
	switch r {
	case block.RoleBreadcrumb, block.RolePagination, block.RoleShare, block.RoleFollow, block.RoleSubscribe,
		block.RoleLogin, block.RoleComment, block.RoleCommentPrompt, block.RoleTags:
		return false
	}
	return true
}

// linkAbove names a link above the headline: its section right above it, else
// an item of a menu.
func (p *page) linkAbove(i int) (block.Role, block.Reason) {
	if i+1 == p.title && !p.amongLinks(i) {
		return block.RoleSection, block.Reason{Stage: block.Structure, Detail: "a link right above the headline"}
	}
	return block.RoleNavigation, block.Reason{Stage: block.Structure, Detail: "a link above the headline"}
}

// inFooter reports whether a block stands in the foot of the page.
func (p *page) inFooter(b *block.Block) bool {
	for e := b.Elem; e >= 0 && !p.wraps(e); e = p.Elems[e].Parent {
		if p.Elems[e].Tag == atom.Footer || p.Elems[e].Cats&dom.CatFoot != 0 {
			return true
		}
	}
	return false
}

// inForm reports whether a block stands in a form that is not around the
// article.
func (p *page) inForm(b *block.Block) bool {
	for e := b.Elem; e >= 0 && !p.wraps(e); e = p.Elems[e].Parent {
		if p.Elems[e].Tag == atom.Form {
			return true
		}
	}
	return false
}

// amongLinks reports whether a link has another beside it in an element of the
// same kind.
func (p *page) amongLinks(i int) bool {
	b := &p.Blocks[i]
	if b.Elem < 0 || density(b) <= linky {
		return false
	}
	for _, k := range [...]int{i - 1, i + 1} {
		if k < 0 || k >= len(p.Blocks) {
			continue
		}
		if o := &p.Blocks[k]; o.Elem >= 0 && density(o) > linky && p.Elems[o.Elem].Path == p.Elems[b.Elem].Path {
			return true
		}
	}
	return false
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
	if i+1 < len(p.Blocks) {
		next := &p.Blocks[i+1] // a headline that leads elsewhere is one of a list
		pl.NearChrome = pl.NearChrome || !next.Kept || next.Kind == block.Heading && density(next) >= pureLinks
	}
	return pl
}
