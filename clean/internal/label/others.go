package label

import (
	"unicode"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/date"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

// minBody is the number of words from which the text above a cut is taken for
// the article, so that what stands below can be something else.
const minBody = 30

// dropComments strips what readers wrote below an article. On the pages of
// forums that is the text itself.
func (p *page) dropComments() {
	if p.flat() || !p.story || p.in.Hints.Kinds&dom.KindForum != 0 {
		return
	}
	first, _ := p.body()
	words := int32(0)
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if !b.Kept || b.Elem < 0 {
			continue
		}
		if words >= minBody && p.commented(i, first) {
			strip(b, block.RoleComment, block.Structure, "class names of comments")
			continue
		}
		words += b.Words
	}
}

// commented reports whether an element around a block is classed as holding
// comments and headed as such, and does not hold the headline or the beginning
// of the body.
func (p *page) commented(i, first int) bool {
	for e := p.Blocks[i].Elem; e >= 0 && !p.holds(e, p.title) && !p.holds(e, first); e = p.Elems[e].Parent {
		if p.Elems[e].Cats&dom.CatComment != 0 && p.headsComments(e, i) {
			return true
		}
	}
	return false
}

// headsComments reports whether one of the first blocks of element e, which
// holds block i, or the block above it, is the heading of comments.
func (p *page) headsComments(e int32, i int) bool {
	for i > 0 && p.holds(e, i-1) {
		i--
	}
	for k := max(i-1, 0); k < len(p.Blocks) && k < i+2; k++ {
		if h, ok := lexicon.Match(p.Blocks[k].Text); ok && (h.Role == block.RoleComment || h.Role == block.RoleCommentPrompt) {
			return true
		}
	}
	return false
}

const (
	// signs is how many blocks below a headline its byline or date stands.
	signs = 4
	// signShare is the share of such a line that is a date: a name stands beside it.
	signShare = 0.4
	// maxOther is the level of a heading up to which it may be the headline of an
	// <article> that it opens, and minOther the words that this holds: entries of
	// live reports have lesser headings, or are shorter.
	maxOther, minOther = 2, 80
)

// dropOthers strips the articles below the page's own: a page that loads the
// next article when a reader comes to the end has several headlines, each with
// its own byline or date, or in its own <article>.
func (p *page) dropOthers() {
	if p.flat() || !p.story || p.title < 0 || p.likeTitle(p.Blocks[p.title].Text) < minMatch {
		return
	}
	if p.Blocks[p.title].Elem < 0 {
		return
	}
	words := int32(0)
	for i := p.title + 1; i < len(p.Blocks); i++ {
		b := &p.Blocks[i]
		if b.Kept {
			words += b.Words
		}
		if words < minBody || b.Virtual || b.Hidden || !p.headsOther(i) {
			continue
		}
		for k := i; k < len(p.Blocks); k++ {
			if b := &p.Blocks[k]; b.Kept && !b.Virtual {
				strip(b, block.RoleRelated, block.Structure, "of another article")
			}
		}
		return
	}
}

// headsOther reports whether a block is the headline of an article of its own.
func (p *page) headsOther(i int) bool {
	b := &p.Blocks[i]
	if p.looksLikeTitle(b) {
		return p.signed(i) || p.apart(b)
	}
	if b.Kind != block.Heading || b.Level > maxOther || !p.apart(b) || !p.signed(i) {
		return false
	}
	own := p.articleOf(b.Elem)
	return !p.holds(own, i-1) && p.wordsIn(own, i) >= minOther
}

// wordsIn counts the words kept of element e from block i on.
func (p *page) wordsIn(e int32, i int) (n int32) {
	for ; i < len(p.Blocks) && p.holds(e, i); i++ {
		if b := &p.Blocks[i]; b.Kept {
			n += b.Words
		}
	}
	return n
}

// looksLikeTitle reports whether a block is marked up as the page's headline is: a
// heading of its level, or, on pages that have no heading tags, a short line in
// elements of the same names, which are not those of the text.
func (p *page) looksLikeTitle(b *block.Block) bool {
	own := &p.Blocks[p.title]
	if b.Kind != own.Kind || b.Level != own.Level {
		return false
	}
	same := p.Elems[b.Elem].Path == p.Elems[own.Elem].Path
	if own.Kind == block.Heading {
		return same || b.Level == 1
	}
	return same && b.Words <= maxTitle && p.heart >= 0 && !p.besideHeart(own)
}

// apart reports whether a block stands in an <article> beside that of the page's
// headline. A headline that leads elsewhere is one of a list.
func (p *page) apart(b *block.Block) bool {
	own, other := p.articleOf(p.Blocks[p.title].Elem), p.articleOf(b.Elem)
	return p.in.Article && own >= 0 && other >= p.Elems[own].End && density(&p.Blocks[p.title]) <= linky
}

// articleOf is the nearest <article> around an element, -1 if there is none.
func (p *page) articleOf(e int32) int32 {
	for e >= 0 && p.Elems[e].Tag != atom.Article {
		e = p.Elems[e].Parent
	}
	return e
}

// signed reports whether a byline or a date stands below a headline, and then
// text.
func (p *page) signed(i int) bool {
	found := false
	for k := i + 1; k < len(p.Blocks) && k <= i+signs; k++ {
		b := &p.Blocks[k]
		if b.Words > maxByline {
			if b.Kept {
				return found
			}
			continue
		}
		_, named := lexicon.Byline(b.Text)
		found = found || named || hasDigit(b.Text) && date.Line(b.Text, p.in.Date).Share >= signShare
	}
	return false
}

const (
	// maxSigning is the number of words of the names that sign a story at most.
	maxSigning = 6
	// minClosing is the number of words of the paragraph above them at least.
	minClosing = 15
)

// dropSigning takes the names that sign a story off its end: a short line
// without a full stop behind a paragraph that has one. It may be a slogan as
// well, so that it is not called a byline.
func (p *page) dropSigning() {
	if !p.story {
		return
	}
	_, last := p.body()
	if last < 0 || p.prevKept(last) < 0 {
		return
	}
	k := p.prevKept(last)
	if rule := k; isRule(p.Blocks[k].Text) && p.prevKept(k) >= 0 {
		if k = p.prevKept(k); p.signs(last, k) {
			strip(&p.Blocks[rule], block.RoleUnlikely, block.Structure, "a rule above those who sign the story")
		}
	}
	if p.signs(last, k) {
		strip(&p.Blocks[last], block.RoleUnlikely, block.Structure, "signs the story")
	}
}

// signs reports whether block i may be the names that sign a story of which block k
// is the last paragraph.
func (p *page) signs(i, k int) bool {
	b, above := &p.Blocks[i], &p.Blocks[k]
	if b.Kind != block.Paragraph || b.Words < 2 || b.Words > maxSigning || hasDigit(b.Text) || endsSentence(b.Text) || b.Role != block.Unknown {
		return false
	}
	return above.Kind == block.Paragraph && above.Words >= minClosing && endsSentence(above.Text) && density(b) <= linky
}

// isRule reports whether a text is a line drawn with characters: dashes, underscores,
// tatweel.
func isRule(s string) bool {
	for _, r := range s {
		if r != 'ـ' && r != '_' && unicode.IsLetter(r) || unicode.IsDigit(r) {
			return false
		}
	}
	return true
}
