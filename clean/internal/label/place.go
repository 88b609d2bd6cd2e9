package label

import (
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

// anchors finds the heart of the article: the block in whose middle half of the
// kept text has been read, of the whole page where nothing is kept. Elements
// around it, or around the headline, are those of the page: their names say
// nothing of what stands beside the article. What stands behind the heading of
// comments or of other articles does not count, as there may be more of it than
// of the article.
func (p *page) anchors() {
	p.heart = -1
	end := p.listed()
	for _, all := range [...]bool{false, true} {
		half := int32(0)
		for i := range p.Blocks[:end] {
			if b := &p.Blocks[i]; (b.Kept || all) && !b.Virtual {
				half += b.Chars
			}
		}
		if half /= 2; half == 0 {
			continue
		}
		for i := range p.Blocks[:end] {
			b := &p.Blocks[i]
			if (b.Kept || all) && !b.Virtual {
				half -= b.Chars
			}
			if half <= 0 {
				p.heart = i
				return
			}
		}
	}
}

// listed is the index of the first line below the headline, and some text of the
// article, that heads comments or other articles; the number of blocks where there
// is none.
func (p *page) listed() int {
	if p.flat() || !p.story {
		return len(p.Blocks)
	}
	words := int32(0)
	for i := max(p.title+1, 0); i < len(p.Blocks); i++ {
		b := &p.Blocks[i]
		if words >= minAbove && b.Words <= maxHead && density(b) <= linky && p.headsList(b) {
			return i
		}
		if b.Kept && !b.Virtual {
			words += b.Words
		}
	}
	return len(p.Blocks)
}

// minAbove is the number of words of the article that stand above such a line.
const minAbove = 2 * minBody

// headsList reports whether a line is a phrase that heads comments or a list of
// other articles.
func (p *page) headsList(b *block.Block) bool {
	h, ok := lexicon.Match(b.Text)
	if !ok || h.Shape < lexicon.Label {
		return false
	}
	switch h.Role {
	case block.RoleRelated, block.RoleMostRead, block.RoleComment, block.RoleCommentPrompt:
		return true
	}
	return false
}

// holds reports whether element e is around block i.
func (p *page) holds(e int32, i int) bool {
	if i < 0 || i >= len(p.Blocks) {
		return false
	}
	at := p.Blocks[i].Elem
	return e <= at && at < p.Elems[e].End
}

// wraps reports whether element e is around the article, so that its tag and
// class names say nothing.
func (p *page) wraps(e int32) bool {
	return p.Elems[e].Tag == atom.Body || p.Elems[e].Tag == atom.Html || p.holds(e, p.heart) || p.holds(e, p.title)
}

// scope is the element that a heading heads: the highest around block i that
// begins with it and is not around the article. It is -1 where the heading
// stands among the article's own blocks.
func (p *page) scope(i int) int32 {
	found := int32(-1)
	for e := p.Blocks[i].Elem; e >= 0 && !p.wraps(e) && (i == 0 || !p.holds(e, i-1)); e = p.Elems[e].Parent {
		found = e
	}
	return found
}

// cats is what the class names of a block's element and the up elements above
// it say, elements around the article aside.
func (p *page) cats(b *block.Block, up int) dom.Cats {
	c := dom.Cats(0)
	for e := b.Elem; e >= 0 && up >= 0 && !p.wraps(e); e, up = p.Elems[e].Parent, up-1 {
		c |= p.Elems[e].Cats
	}
	return c
}

// maxTag is the number of words that a tag has at most.
const maxTag = 3

// inMenu is the reason for links in elements that are menus by class names only:
// the buttons of tool bars are classed so as well.
const inMenu = "class names of a menu"

// menu tells the lines of menus, trails and tag lists by the elements around
// them: what is certain enough to overrule a phrase of the lexicon.
func (p *page) menu(b *block.Block) (block.Role, string) {
	if taglinks(b) && p.title >= 0 && b.Elem > p.Blocks[p.title].Elem {
		return block.RoleTags, "links to tags"
	}
	for e := b.Elem; e >= 0 && !p.wraps(e); e = p.Elems[e].Parent {
		switch c := p.Elems[e].Cats; {
		case c&dom.CatBreadcrumb != 0:
			return block.RoleBreadcrumb, "class names of a breadcrumb"
		case c&dom.CatPagination != 0:
			return block.RolePagination, "class names of page links"
		case c&dom.CatTags != 0 && density(b) > linky && b.Words <= maxTag:
			return block.RoleTags, "class names of tags"
		case p.Elems[e].Tag == atom.Nav:
			return block.RoleNavigation, "in <nav>"
		case c&dom.CatNav != 0 && density(b) > linky && b.Words <= maxVague:
			return block.RoleNavigation, inMenu
		}
	}
	return block.Unknown, ""
}
