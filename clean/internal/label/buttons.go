package label

import (
	"strings"
	"unicode"

	"matn/clean/block"
	"matn/clean/internal/lexicon"
)

const (
	// maxButtons is the number of words that a row of buttons has at most.
	maxButtons = 30
	// minButtons is the number of links that make a row of them.
	minButtons = 2
)

// dropButtons strips lines whose links are all labels of buttons, of whatever kind:
// print, send to a friend, comments. The lexicon reads a line as one phrase, or as
// several of one role; here the links tell where one ends and the next begins.
func (p *page) dropButtons() {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if !b.Kept || b.Links < minButtons || b.Words > maxButtons || density(b) <= linky {
			continue
		}
		if r := buttons(b); r != block.Unknown {
			strip(b, r, block.Lexicon, "a row of buttons")
		}
	}
}

// buttons is the role of the first link of a block in which each link, and the text
// before the first and behind the last of them, is a phrase of the lexicon that
// names a button. It is Unknown if one is not.
func buttons(b *block.Block) block.Role {
	first, n, end := block.Unknown, 0, int32(0)
	for _, s := range b.Spans {
		if s.Mark != block.Link {
			continue
		}
		r, ok := buttonText(b.Text[s.Start:s.End])
		if !ok || !plainText(b.Text[end:s.Start]) {
			return block.Unknown
		}
		if n++; first == block.Unknown {
			first = r
		}
		end = s.End
	}
	if n < minButtons || !plainText(b.Text[end:]) {
		return block.Unknown
	}
	return first
}

// buttonText reports whether a text is the label of a button, and its role.
func buttonText(s string) (block.Role, bool) {
	h, ok := lexicon.Match(s)
	if !ok || h.Shape < lexicon.List {
		return block.Unknown, false
	}
	switch h.Role {
	case block.RoleShare, block.RoleFollow, block.RoleSubscribe, block.RoleComment, block.RoleCommentPrompt, block.RoleLogin:
		return h.Role, true
	}
	return block.Unknown, false
}

// plainText reports whether the text beside such a link says nothing of its own:
// there is none, but for marks and counts, or it is a phrase as well.
func plainText(s string) bool {
	if strings.IndexFunc(s, unicode.IsLetter) < 0 && strings.IndexFunc(s, unicode.IsDigit) < 0 {
		return true
	}
	if _, ok := wholeNumber(strings.Trim(s, " ()[]|,.")); ok {
		return true
	}
	h, ok := lexicon.Match(strings.Trim(s, " |"))
	return ok && h.Shape >= lexicon.List && !h.Role.Content()
}
