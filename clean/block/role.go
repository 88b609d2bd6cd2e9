package block

import "fmt"

// Role is what a block is to its article.
type Role uint8

// Roles. The first group makes up the body, the second is set apart in fields
// of the Article, the third belongs to the site.
const (
	Unknown Role = iota

	RoleParagraph
	RoleHeading
	RoleListItem
	RoleQuote
	RoleTable
	RoleCode

	RoleTitle
	RoleSubtitle
	RoleByline
	RoleDateline
	RoleDate
	RoleSource
	RoleCaption
	RoleSection
	RoleTags

	RoleNavigation
	RoleBreadcrumb
	RoleRelated
	RoleMostRead
	RoleShare
	RoleFollow
	RoleSubscribe
	RoleComment
	RoleCommentPrompt
	RoleAdvert
	RolePoll
	RoleWeather
	RoleDateBar
	RoleTicker
	RolePlayer
	RolePagination
	RoleLogin
	RoleLegal
	RoleFooter
	RoleWidget
	RoleRepeated
	RoleDuplicate
	RoleUnlikely

	roleCount
)

var roleNames = [roleCount]string{
	"unknown",
	"paragraph", "heading", "list-item", "quote", "table", "code",
	"title", "subtitle", "byline", "dateline", "date", "source", "caption", "section", "tags",
	"navigation", "breadcrumb", "related", "most-read", "share", "follow", "subscribe",
	"comment", "comment-prompt", "advert", "poll", "weather", "date-bar", "ticker", "player",
	"pagination", "login", "legal", "footer", "widget", "repeated", "duplicate", "unlikely",
}

// String returns the role's name as it stands in JSON, such as "most-read".
func (r Role) String() string {
	if r < roleCount {
		return roleNames[r]
	}
	return "unknown"
}

// ParseRole is the inverse of String. It reports false for a name that is none.
func ParseRole(name string) (Role, bool) {
	for r, n := range roleNames {
		if n == name {
			return Role(r), true
		}
	}
	return Unknown, false
}

// Role is what a block of this kind is in a body.
func (k Kind) Role() Role {
	switch k {
	case Heading:
		return RoleHeading
	case ListItem:
		return RoleListItem
	case Quote:
		return RoleQuote
	case TableRow:
		return RoleTable
	case Code:
		return RoleCode
	}
	return RoleParagraph
}

// Content reports whether blocks of this role make up the body.
func (r Role) Content() bool { return r >= RoleParagraph && r <= RoleCode }

// Field reports whether blocks of this role are set apart in a field of the
// Article, outside its body.
func (r Role) Field() bool { return r >= RoleTitle && r <= RoleTags }

// Chrome reports whether blocks of this role belong to the site.
func (r Role) Chrome() bool { return r >= RoleNavigation && r < roleCount }

// MarshalText writes the role's name.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads a role's name.
func (r *Role) UnmarshalText(b []byte) error {
	got, ok := ParseRole(string(b))
	if !ok {
		return fmt.Errorf("block: no role is named %q", b)
	}
	*r = got
	return nil
}
