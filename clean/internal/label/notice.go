package label

import (
	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

// Words up to which a page that carries a notice says nothing else. The longest
// notices that we know, of security services, have some eighty.
const (
	noticeWords = 120 // where the headline or the title is the notice
	noticeLine  = 80  // where a line of the text is
)

// refuseNotice takes everything out of the body of a page that speaks of itself
// in place of an article: "page not found", "access denied", "sign in to read".
// It has little text, no day of publication, and does not call itself an article.
func (p *page) refuseNotice() {
	if p.in.Hints.Dated || p.in.Hints.Kinds&(dom.KindArticle|dom.KindOGArticle|dom.KindForum|dom.KindProduct) != 0 {
		return
	}
	words := p.sum().words
	if words == 0 || words > noticeWords || !p.titledNotice() && (words > noticeLine || !p.saysNotice()) {
		return
	}
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if !b.Kept {
			continue
		}
		if hit, ok := lexicon.Notice(b.Text); ok {
			strip(b, hit.Role, block.Lexicon, hit.ID)
		} else {
			strip(b, block.Unknown, block.Structure, "a notice in place of an article")
		}
	}
}

// titledNotice reports whether a headline, on the page or in its head, is one.
func (p *page) titledNotice() bool {
	if p.title >= 0 {
		if _, ok := lexicon.Notice(p.Blocks[p.title].Text); ok {
			return true
		}
	}
	for _, t := range p.in.Hints.Titles {
		if _, ok := lexicon.Notice(t); ok {
			return true
		}
	}
	return false
}

// saysNotice reports whether a line that is kept is one.
func (p *page) saysNotice() bool {
	for i := range p.Blocks {
		if b := &p.Blocks[i]; b.Kept {
			if _, ok := lexicon.Notice(b.Text); ok {
				return true
			}
		}
	}
	return false
}
