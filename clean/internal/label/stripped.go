package label

import (
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
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
	{dom.CatSide, block.RoleRelated, "class names of a sidebar"},
}

// nameStripped names what nobody kept and no phrase named, by the nearest
// element around it that says something, and by what it looks like.
func (p *page) nameStripped() {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Kept || b.Role != block.Unknown {
			continue
		}
		if r, why := p.around(b); why != "" {
			b.Role, b.Reason = r, block.Reason{Stage: block.Structure, Detail: why}
			continue
		}
		b.Role = p.guess(i)
	}
	if p.flat() {
		p.spreadLists()
	}
}

// around climbs from a block to the first element whose tag or class names tell
// what it is.
func (p *page) around(b *block.Block) (block.Role, string) {
	for e := b.Elem; e >= 0; e = p.Elems[e].Parent {
		switch p.Elems[e].Tag {
		case atom.Body:
			return block.Unknown, ""
		case atom.Nav:
			return block.RoleNavigation, "in <nav>"
		case atom.Button:
			return block.RoleWidget, "a button"
		}
		if c := p.Elems[e].Cats; c != 0 {
			for k := range catRoles {
				if c&catRoles[k].cat != 0 {
					return catRoles[k].role, catRoles[k].why
				}
			}
		}
		switch p.Elems[e].Tag {
		case atom.Footer:
			return block.RoleFooter, "in <footer>"
		case atom.Aside:
			return block.RoleRelated, "in <aside>"
		case atom.Form:
			return block.RoleWidget, "in a form"
		}
	}
	return block.Unknown, ""
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
	return len(b.Text) > 2 && (b.Text[len(b.Text)-1] == '?' || b.Text[len(b.Text)-2:] == "؟")
}

// spreadLists lets the heading of a list of headlines name the lines below it:
// in flattened text nothing else tells them.
func (p *page) spreadLists() {
	role := block.Unknown
	for i := range p.Blocks {
		b := &p.Blocks[i]
		switch {
		case b.Kept || b.Role.Field():
			role = block.Unknown
		case b.Role == block.RoleRelated || b.Role == block.RoleMostRead:
			role = b.Role
		case b.Role == block.RoleUnlikely && role != block.Unknown:
			b.Role = role
			b.Reason = block.Reason{Stage: block.Structure, Detail: "below the heading of such a list"}
		}
	}
}
