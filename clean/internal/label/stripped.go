package label

import (
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// Reasons that anything better overrules.
const (
	inSidebar = "class names of a sidebar"
	inAside   = "in <aside>"
)

// catRoles translates what class names say into roles, the most telling first.
var catRoles = [...]struct {
	cat  dom.Cats
	role block.Role
	why  string
}{
	{dom.CatBreadcrumb, block.RoleBreadcrumb, "class names of a breadcrumb"},
	{dom.CatPagination, block.RolePagination, "class names of page links"},
	{dom.CatComment, block.RoleComment, "class names of comments"},
	{dom.CatShare, block.RoleShare, "class names of share buttons"},
	{dom.CatFollow, block.RoleFollow, "class names of follow links"},
	{dom.CatPoll, block.RolePoll, "class names of a poll"},
	{dom.CatWeather, block.RoleWeather, "class names of the weather"},
	{dom.CatTicker, block.RoleTicker, "class names of a ticker"},
	{dom.CatNewsletter, block.RoleSubscribe, "class names of a newsletter"},
	{dom.CatCookie, block.RoleLegal, "class names of a consent notice"},
	{dom.CatMostRead, block.RoleMostRead, "class names of most read"},
	{dom.CatRelated, block.RoleRelated, "class names of related articles"},
	{dom.CatTags, block.RoleTags, "class names of tags"},
	{dom.CatLogin, block.RoleLogin, "class names of a login"},
	{dom.CatAdvert, block.RoleAdvert, "class names of an advert"},
	{dom.CatNav, block.RoleNavigation, "class names of a menu"},
	{dom.CatFoot, block.RoleFooter, "class names of a footer"},
	{dom.CatPlayer, block.RolePlayer, "class names of a player"},
	{dom.CatModal | dom.CatWidget, block.RoleWidget, "class names of a widget"},
	{dom.CatSide, block.RoleRelated, inSidebar},
}

// nameStripped names what nobody kept and no phrase named: by the nearest
// element around it that says something, by the heading above it, and by what
// it looks like.
func (p *page) nameStripped() {
	h := heads{page: p}
	for i := range p.Blocks {
		b := &p.Blocks[i]
		role := block.Unknown
		if !p.flat() {
			role = h.at(i)
		}
		if b.Kept || b.Role != block.Unknown {
			continue
		}
		b.Role, b.Reason = p.nameOf(i, role, h.elem)
	}
	if p.flat() {
		p.spreadLists()
	} else {
		p.nameHeadings()
	}
}

// nameOf names a stripped block; role is what the heading of element top says.
func (p *page) nameOf(i int, role block.Role, top int32) (block.Role, block.Reason) {
	b := &p.Blocks[i]
	r, why, vague := p.around(b, role != block.Unknown, top)
	switch {
	case strings.Contains(b.Text, "©"):
		return block.RoleFooter, block.Reason{Stage: block.Structure, Detail: "a copyright sign"}
	case i > p.title && taglinks(b):
		return block.RoleTags, block.Reason{Stage: block.Structure, Detail: "links to tags"}
	case why != "" && !vague:
		return r, block.Reason{Stage: block.Structure, Detail: why}
	case role != block.Unknown && strings.IndexFunc(b.Text, unicode.IsLetter) >= 0:
		return role, block.Reason{Stage: block.Structure, Detail: "below the heading of such a list"}
	}
	if g := p.guess(i); g != block.RoleUnlikely || why == "" || b.Kind == block.Heading {
		return g, b.Reason
	}
	return r, block.Reason{Stage: block.Structure, Detail: why}
}

// around climbs from a block to the first element whose tag or class names tell
// what it is, up to the article or, if within is set, to the element top. Vague
// is an answer that anything better overrules.
func (p *page) around(b *block.Block, within bool, top int32) (r block.Role, why string, vague bool) {
	for e := b.Elem; e >= 0 && !p.wraps(e); e = p.Elems[e].Parent {
		if role, what := p.says(e); what != "" {
			if role != block.RoleWidget && what != inSidebar && what != inAside && (role != block.RoleTags || b.Words <= maxTag) {
				return role, what, false
			}
			if why == "" {
				r, why = role, what
			}
		}
		if within && e == top {
			break
		}
	}
	return r, why, true
}

// says is what the tag and class names of one element say of its text.
func (p *page) says(e int32) (block.Role, string) {
	el := &p.Elems[e]
	switch el.Tag {
	case atom.Nav:
		return block.RoleNavigation, "in <nav>"
	case atom.Button:
		return block.RoleWidget, "a button"
	}
	if el.Cats != 0 {
		for k := range catRoles {
			if el.Cats&catRoles[k].cat != 0 {
				return catRoles[k].role, catRoles[k].why
			}
		}
	}
	switch el.Tag {
	case atom.Footer:
		return block.RoleFooter, "in <footer>"
	case atom.Aside:
		return block.RoleRelated, inAside
	case atom.Form:
		return block.RoleWidget, "in a form"
	}
	return block.Unknown, ""
}

// taglinks reports whether the links of a block lead to the pages of tags.
func taglinks(b *block.Block) bool {
	if b.Links == 0 {
		return false
	}
	links := int32(0)
	for _, s := range b.Spans {
		if s.Mark != block.Link {
			continue
		}
		if !namesTag(s.Href) {
			return false
		}
		links++
	}
	return links > 0
}

// tagPaths are the path segments under which sites keep the pages of tags.
var tagPaths = [...]string{"/tag/", "/tags/", "/topic/", "/topics/", "/label/", "/keyword/", "/keywords/", "/hashtag/"}

func namesTag(href string) bool {
	for _, t := range tagPaths {
		if strings.Contains(href, t) {
			return true
		}
	}
	return false
}

// nameHeadings gives headings that nothing names the role of the list of links
// below them.
func (p *page) nameHeadings() {
	for i := len(p.Blocks) - 2; i >= 0; i-- {
		b, next := &p.Blocks[i], &p.Blocks[i+1]
		if b.Kept || b.Role != block.RoleUnlikely || b.Kind != block.Heading || next.Kept || !next.Role.Chrome() && next.Role != block.RoleTags {
			continue
		}
		if next.Role != block.RoleUnlikely && density(next) > linky {
			b.Role, b.Reason = next.Role, block.Reason{Stage: block.Structure, Detail: "heads such a list"}
		}
	}
}

// guess names a block by what it looks like: links above the headline are a
// menu, links below the body lead to other articles.
func (p *page) guess(i int) block.Role {
	b := &p.Blocks[i]
	switch {
	case density(b) <= linky && !p.asks(i):
		return block.RoleUnlikely
	case p.asks(i):
		return block.RolePoll
	case i < p.title || b.Words <= 3:
		return block.RoleNavigation
	}
	return block.RoleRelated
}

// asks reports whether a stripped line is the question of a poll: a short
// question in the chrome above the body of flattened text.
func (p *page) asks(i int) bool {
	b := &p.Blocks[i]
	if !p.flat() || b.Words > maxTitle || i == 0 {
		return false
	}
	prev := p.Blocks[i-1].Role
	if prev != block.RoleCommentPrompt && prev != block.RolePoll {
		return false
	}
	return isQuestion(b.Text)
}

const (
	// maxService is the number of words that a service link in the foot of a
	// page has at most.
	maxService = 4
	// minHeadline is the number of words that the headline of another article
	// has at least.
	minHeadline = 4
)

// spreadLists lets the heading of a list of headlines name the lines below it:
// in flattened text nothing else tells them.
func (p *page) spreadLists() {
	role := block.Unknown
	_, last := p.body()
	for i := range p.Blocks {
		b := &p.Blocks[i]
		switch {
		case b.Kept || b.Role.Field():
			role = block.Unknown
		case b.Role == block.RoleRelated || b.Role == block.RoleMostRead:
			role = b.Role
		case b.Role == block.RoleFooter || b.Role == block.RoleLegal:
			role = block.RoleFooter
		case b.Role != block.RoleUnlikely:
			role = block.Unknown
		case role == block.RoleFooter && (b.Words > maxService || i < last):
		case role != block.RoleFooter && b.Words < minHeadline:
		case role != block.Unknown:
			b.Role = role
			b.Reason = block.Reason{Stage: block.Structure, Detail: "below the heading of such a list"}
		}
	}
	for i := len(p.Blocks) - 2; i > last && last >= 0; i-- {
		b, below := &p.Blocks[i], &p.Blocks[i+1]
		if b.Role == block.RoleUnlikely && b.Words <= maxService && (below.Role == block.RoleFooter || below.Role == block.RoleLegal) {
			b.Role, b.Reason = block.RoleFooter, block.Reason{Stage: block.Structure, Detail: "above such lines"}
		}
	}
}
