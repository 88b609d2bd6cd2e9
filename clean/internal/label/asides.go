package label

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"matn/clean/block"
)

const (
	// minAside and maxAside are the numbers of words of a headline that stands
	// between two paragraphs.
	minAside, maxAside = 4, 25
	// besideAside is the number of words that these paragraphs have at least.
	besideAside = 12
	// textsAside is the number of such paragraphs a headline that an article has at
	// least: where there are fewer, the links head the paragraphs below them.
	textsAside = 3
)

// dropAsides strips the headlines of other articles that stand between paragraphs:
// a paragraph that is one link and no sentence, between two that are prose. Several
// in a row are a list that the author made, and a line in capitals may be a
// sub-heading.
func (p *page) dropAsides() {
	if p.flat() || !p.in.Article {
		return
	}
	var found []int
	texts := 0
	for i := range p.Blocks {
		switch b := &p.Blocks[i]; {
		case !b.Kept:
		case p.paragraphOfText(i):
			texts++
		case p.leadsAway(b) && p.paragraphOfText(p.prevKept(i)) && p.paragraphOfText(p.nextKept(i)):
			found = append(found, i)
		}
	}
	if texts < textsAside*len(found) {
		return
	}
	for _, i := range found {
		strip(&p.Blocks[i], block.RoleRelated, block.Structure, "a headline between paragraphs that is a link")
	}
}

// leadsAway reports whether a paragraph is one link and reads like a headline.
func (p *page) leadsAway(b *block.Block) bool {
	if b.Kind != block.Paragraph || b.Links != 1 || density(b) < pureLinks || b.Words < minAside || b.Words > maxAside || b.Virtual || b.Elem < 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(b.Text)
	return unicode.IsLetter(first) && !endsSentence(b.Text) && !strings.Contains(b.Text, "://") && !allCapitals(b.Text)
}

// paragraphOfText reports whether block i is there, and some prose without a link
// around it.
func (p *page) paragraphOfText(i int) bool {
	if i < 0 {
		return false
	}
	b := &p.Blocks[i]
	return b.Kind == block.Paragraph && b.Words >= besideAside && density(b) < linky
}

// allCapitals reports whether a text has capital letters and no small ones.
func allCapitals(s string) bool {
	return strings.IndexFunc(s, unicode.IsLower) < 0 && strings.IndexFunc(s, unicode.IsUpper) >= 0
}
