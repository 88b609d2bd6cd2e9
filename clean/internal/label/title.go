package label

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

const (
	// minMatch is the share of words (of both together) that a block and a
	// title from the page's head have in common when they are the same.
	minMatch = 0.7
	// maxTitle is the number of words that no headline exceeds.
	maxTitle = 40
	// minTitle is the number of words from which a line of flattened text may
	// be a headline; shorter ones are sections and labels.
	minTitle = 3
)

// findTitle finds the headline and its copies, and the subtitle below it.
func (p *page) findTitle() {
	if p.flat() {
		p.titleOfText()
	} else {
		p.titleOfPage()
	}
	if p.title >= 0 {
		p.findSubtitle()
	}
}

// titleOfPage takes the blocks that repeat a title of the page's head, or the
// last <h1> above the body.
func (p *page) titleOfPage() {
	best, score := -1, float32(0)
	first, _ := p.body()
	likes := make([]float32, len(p.Blocks))
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Words > maxTitle {
			continue
		}
		s := p.likeTitle(b.Text)
		if likes[i] = s; b.Virtual {
			continue
		}
		if b.Kind == block.Heading {
			s += .3 / float32(b.Level)
		} else if s < minMatch {
			continue
		}
		if s >= minMatch && s > score && !p.inMenu(b) {
			best, score = i, s
		}
	}
	if best < 0 {
		best = p.headingAbove(first)
	}
	if p.title = best; best < 0 {
		return
	}
	text := p.Blocks[best].Text
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if i == best || b.Text == text || b.Words <= maxTitle && b.Words >= minTitle && likes[i] > .95 {
			if i == best || !p.inMenu(b) {
				strip(b, block.RoleTitle, block.Structure, "the headline")
			}
		}
	}
}

// inMenu reports whether a line is an item of a menu, which may well have the
// words of the headline of a section's page.
func (p *page) inMenu(b *block.Block) bool {
	if density(b) <= linky {
		return false
	}
	for e := b.Elem; e >= 0 && p.Elems[e].Tag != atom.Body; e = p.Elems[e].Parent {
		if p.Elems[e].Tag == atom.Nav {
			return true
		}
	}
	return false
}

// headingAbove is the last first-level heading above a block, -1 if there is
// none; without a body, the first of the page.
func (p *page) headingAbove(first int) int {
	found := -1
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Kind != block.Heading || b.Level != 1 || b.Hidden {
			continue
		}
		if first >= 0 && i > first && found >= 0 {
			break
		}
		if found = i; first < 0 {
			break
		}
	}
	if found > first && first >= 0 && found-first > 3 {
		return -1
	}
	return found
}

// beginsWith reports whether a line is a headline with more behind it: a
// separator and the paper's name.
func beginsWith(line, title string) bool {
	rest, ok := strings.CutPrefix(line, title)
	return ok && startsWithSeparator(rest)
}

// endsWith reports whether a line is a trail of links that ends in a headline.
func endsWith(line, title string) bool {
	rest, ok := strings.CutSuffix(line, title)
	return ok && len(title) > 20 && endsWithSeparator(rest)
}

const separators = "-–—|•·›»/:<>«"

func startsWithSeparator(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " "))
	return strings.ContainsRune(separators, r)
}

func endsWithSeparator(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, " "))
	return strings.ContainsRune(separators, r)
}

// endsSentence reports whether a text ends as a sentence does, quotation marks
// and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]} ")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?؟۔。！？…:؛;،,", r)
}

// maxSubtitle is the number of words that a subtitle has at most; longer ones
// are standfirsts, which belong to the body.
const maxSubtitle = 25

const (
	// minStandfirst and maxStandfirst are the numbers of words that a standfirst
	// has at least and at most; a shorter line is a subtitle.
	minStandfirst, maxStandfirst = 8, 60
	// likelyStandfirst is the probability from which a line that class names call
	// a standfirst belongs to the body.
	likelyStandfirst = Threshold
)

// findSubtitle takes the line below the headline for a subtitle when it reads
// like another headline.
func (p *page) findSubtitle() {
	i := p.title + 1
	for i < len(p.Blocks) && p.Blocks[i].Role == block.RoleTitle {
		i++
	}
	if i >= len(p.Blocks) {
		return
	}
	b := &p.Blocks[i]
	if b.Words < minTitle || b.Virtual || b.Hidden || p.nextKept(i) < 0 {
		return
	}
	if !p.flat() && b.Words <= maxStandfirst && p.summary(b) && density(b) < linky {
		headline := b.Kind == block.Heading && b.Words <= maxSubtitle && !endsSentence(b.Text)
		if !headline && b.P >= likelyStandfirst && b.Words >= minStandfirst {
			b.Kept, b.Role, b.Reason = true, block.RoleSubtitle, block.Reason{Stage: block.Structure, Detail: "class names of a standfirst"}
			return
		}
		strip(b, block.RoleSubtitle, block.Structure, "class names of a subtitle")
		return
	}
	if p.flat() && credited(b.Text) {
		strip(b, block.RoleCaption, block.Structure, "names its photographer")
		return
	}
	if b.Words > maxSubtitle || endsSentence(b.Text) || p.flat() && !p.maybeTitle(b) || !p.flat() && b.Kind != block.Heading {
		return
	}
	if p.flat() && p.Blocks[p.nextText(i)].Words <= maxHeading {
		return
	}
	if density(b) < .5 && !p.headsBelow(i) {
		strip(b, block.RoleSubtitle, block.Structure, "below the headline")
	}
}

// headsBelow reports whether a heading that is kept stands in the same element as
// the paragraph below it and the headline does not: it is the first sub-heading of
// the text, as is what other pages than articles have there.
func (p *page) headsBelow(i int) bool {
	b, next := &p.Blocks[i], p.nextKept(i)
	if p.flat() || !b.Kept || next < 0 {
		return false
	}
	if !p.in.Article {
		return true
	}
	own := p.parentOf(b)
	return own >= 0 && own == p.parentOf(&p.Blocks[next]) && !p.holds(own, p.title)
}

// parentOf is the element around the one that a block is, -1 if there is none.
func (p *page) parentOf(b *block.Block) int32 {
	if b.Elem < 0 {
		return -1
	}
	return p.Elems[dom.BlockElem(p.Elems, b.Elem)].Parent
}

// nextText is the next block kept behind i that is no phrase of chrome, or the
// next block kept where all are.
func (p *page) nextText(i int) int {
	for k := p.nextKept(i); k >= 0 && k <= i+near; k = p.nextKept(k) {
		if _, hit := lexicon.Match(p.Blocks[k].Text); !hit {
			return k
		}
	}
	return p.nextKept(i)
}

// credited reports whether a line names its photographer behind a dash.
func credited(s string) bool {
	at := strings.LastIndexAny(s, "-–—")
	if at < 0 {
		return false
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	h, ok := lexicon.Match(strings.TrimSpace(s[at+size:]))
	return ok && h.Role == block.RoleCaption
}
