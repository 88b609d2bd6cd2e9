package label

import (
	"strings"

	"matn/clean/block"
)

// heads follows the headings of lists through a page: a line such as "Most
// read" names what stands below it in the same element.
type heads struct {
	*page
	role  block.Role // Unknown: no heading holds
	elem  int32      // the element that the heading heads
	level uint8      // of the heading; lineLevel for lines without heading tags
}

// lineLevel is the level of a heading without heading tags.
const lineLevel = 7

// maxHead is the number of words that the heading of a list has at most.
const maxHead = 8

// at moves on to block i, and returns the role that the heading above gives to
// it, Unknown if there is none. It must be called for every block in order.
func (h *heads) at(i int) block.Role {
	b := &h.Blocks[i]
	if h.role != block.Unknown && (b.Elem < 0 || !h.holds(h.elem, i)) {
		h.role = block.Unknown
	}
	if b.Elem < 0 || b.Virtual {
		return block.Unknown
	}
	if r := h.heading(i); r != block.Unknown {
		if e := h.scope(i); e >= 0 {
			h.role, h.elem, h.level = r, e, levelOf(b)
		}
		return block.Unknown
	}
	if h.role != block.Unknown && b.Kind == block.Heading && levelOf(b) <= h.level && density(b) <= linky {
		h.role = block.Unknown
	}
	return h.role
}

func levelOf(b *block.Block) uint8 {
	if b.Kind == block.Heading {
		return b.Level
	}
	return lineLevel
}

// heading is the role that line i gives to the list below it, Unknown if it is
// no heading of a list.
func (p *page) heading(i int) block.Role {
	b := &p.Blocks[i]
	if b.Kept || b.Reason.Stage != block.Lexicon || b.Words > maxHead || density(b) > linky && b.Kind != block.Heading {
		return block.Unknown
	}
	switch b.Role {
	case block.RoleRelated, block.RoleMostRead, block.RoleComment, block.RoleTags, block.RoleShare,
		block.RoleFollow, block.RoleSubscribe, block.RolePoll:
		return b.Role
	case block.RoleCommentPrompt:
		if i+1 < len(p.Blocks) && p.Blocks[i+1].Words <= maxTitle && isQuestion(p.Blocks[i+1].Text) {
			return block.RolePoll // "Tell us what you think: …?"
		}
		return block.RoleComment
	}
	return block.Unknown
}

// maxAbstract is the number of words that the abstract of another article has
// at most; those of the pages we saw have 10 to 45.
const maxAbstract = 50

// besideHeart reports whether a block lies in elements of the same names as the
// middle of the body.
func (p *page) besideHeart(b *block.Block) bool {
	if p.heart < 0 || p.Blocks[p.heart].Elem < 0 || b.Elem < 0 {
		return false
	}
	return p.Elems[b.Elem].Path == p.Elems[p.Blocks[p.heart].Elem].Path
}

// dropLists strips what the model kept of the lists below such headings:
// abstracts of other articles, comments. Where the heading stands among the
// article's own blocks, the links right below it go.
func (p *page) dropLists() {
	if p.flat() || !p.story {
		return
	}
	first, _ := p.body()
	h := heads{page: p}
	links := block.Unknown
	for i := range p.Blocks {
		b := &p.Blocks[i]
		r := h.at(i)
		switch head := p.heading(i); {
		case head == block.RoleRelated || head == block.RoleMostRead:
			links = head
		case density(b) < pureLinks || endsSentence(b.Text):
			links = block.Unknown
		}
		switch {
		case !b.Kept || i <= first:
		case links != block.Unknown:
			strip(b, links, block.Structure, "a link below the heading of such a list")
		case b.Words > maxAbstract || p.besideHeart(b):
		case r == block.RoleRelated, r == block.RoleMostRead, r == block.RoleComment, r == block.RoleSubscribe:
			strip(b, r, block.Structure, "below the heading of such a list")
		}
	}
}

// pureLinks is the share of links from which a block is nothing but a link.
const pureLinks = 0.9

// isQuestion reports whether a text ends in a question mark.
func isQuestion(s string) bool {
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, "؟") || strings.HasSuffix(s, "？")
}
