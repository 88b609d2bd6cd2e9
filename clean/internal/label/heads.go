package label

import (
	"sort"
	"strings"

	"matn/clean/block"
	"matn/clean/internal/dom"
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
		if r == block.RoleComment && r == h.role {
			return block.Unknown // "Reply": of the list that is under way
		}
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
		case r == block.RoleComment && p.in.Article && !p.besideHeart(b) && p.talks(h.elem):
			strip(b, r, block.Structure, "below the heading of comments")
		case b.Words > maxAbstract || p.besideHeart(b) && (r == block.RoleComment || !p.lists(h.elem, i)):
		case r == block.RoleRelated, r == block.RoleMostRead, r == block.RoleComment, r == block.RoleSubscribe:
			strip(b, r, block.Structure, "below the heading of such a list")
		}
	}
	p.dropTalk()
}

// minListed is how many lines that are links, each with an abstract at most, make
// an element a list of other articles, in whatever elements the abstracts stand.
const minListed = 2

// listed is what lists found of the blocks [from, to) of an element.
type listed struct {
	elem     int32
	from, to int
	yes      bool
}

// lists reports whether element e, which begins with the heading of a list and
// holds block i, is one of links with abstracts. The last answer is kept, since it
// is asked block by block.
func (p *page) lists(e int32, i int) bool {
	if l := &p.lastList; l.elem == e && i >= l.from && i < l.to {
		return l.yes
	}
	for i > 0 && p.holds(e, i-1) {
		i--
	}
	l := listed{elem: e, from: i, to: i}
	links, texts := 0, 0
	for ; l.to < len(p.Blocks) && p.holds(e, l.to); l.to++ {
		switch b := &p.Blocks[l.to]; {
		case density(b) >= pureLinks:
			links++
		case b.Words >= teaser:
			texts++
		}
	}
	l.yes = links >= minListed && texts <= links
	p.lastList = l
	return l.yes
}

// talks reports whether element e, which begins with the heading of comments, is the
// only one that does: the page has one conversation, below its article.
func (p *page) talks(e int32) bool {
	at := p.firstIn(e)
	for i := range p.Blocks {
		if i != at && p.Blocks[i].Reason == p.Blocks[at].Reason && p.heading(i) == block.RoleComment {
			return false
		}
	}
	return at > p.heart
}

// firstIn is the first block that element e holds.
func (p *page) firstIn(e int32) int {
	return sort.Search(len(p.Blocks), func(i int) bool { return p.Blocks[i].Elem >= e || p.Blocks[i].Virtual })
}

// keepData keeps the whole of an article that is given as data where the page
// shows little besides: a text that is likely as a whole has no unlikely paragraphs,
// and what a page that calls itself an article names as its body is the body.
func (p *page) keepData() {
	shown, likely, all := int32(0), int32(0), int32(0)
	for i := range p.Blocks {
		b := &p.Blocks[i]
		switch {
		case b.Virtual:
			all += b.Words
			if b.Kept {
				likely += b.Words
			}
		case b.Kept:
			shown += b.Words
		}
	}
	named := all >= minBody && len(p.in.Hints.Bodies) > 0 && p.in.Hints.Kinds&dom.KindArticle != 0
	if likely*2 < all && !named || shown*2 > all {
		return
	}
	for i := range p.Blocks {
		if p.Blocks[i].Virtual {
			p.keep(i, "of a text that is given as data")
		}
	}
}

// pureLinks is the share of links from which a block is nothing but a link.
const pureLinks = 0.9

// isQuestion reports whether a text ends in a question mark.
func isQuestion(s string) bool {
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, "؟") || strings.HasSuffix(s, "？")
}
