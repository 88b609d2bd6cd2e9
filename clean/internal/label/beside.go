package label

import (
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

const (
	// halfSure is the probability from which a paragraph beside those of the body
	// is kept.
	halfSure = 0.3
	// minRun is how many such paragraphs one behind the other go on with the text
	// behind its last sure one: of fewer, a third are notes about the text.
	minRun = 3
)

// keepBeside keeps paragraphs that the model was in doubt about among those it
// took, <p> of the same names in one element: lists of names or of places between
// or behind sentences look like tags and menus by their words, but not by where
// they stand. What is nothing but links does not count: as often as not it leads
// to other articles.
func (p *page) keepBeside() {
	if p.flat() || !p.in.Article || p.heart < 0 || p.Blocks[p.heart].Elem < 0 {
		return
	}
	heart := &p.Elems[dom.BlockElem(p.Elems, p.Blocks[p.heart].Elem)]
	if heart.Tag != atom.P {
		return
	}
	first, last := p.body()
	for i := first + 1; i < len(p.Blocks); i++ {
		from := i
		for i < len(p.Blocks) && p.doubtful(i, heart) {
			i++
		}
		if from > last && i-from < minRun {
			continue
		}
		for k := from; k < i; k++ {
			p.keep(k, "beside the paragraphs of the body")
		}
	}
}

// doubtful reports whether block i is a paragraph beside heart that the model was
// in doubt about.
func (p *page) doubtful(i int, heart *dom.Elem) bool {
	b := &p.Blocks[i]
	if b.Kept || b.P < halfSure || b.Elem < 0 || b.Words == 0 || b.Kind != block.Paragraph || density(b) >= pureLinks {
		return false
	}
	e := &p.Elems[dom.BlockElem(p.Elems, b.Elem)]
	if e.Tag != atom.P || e.Parent != heart.Parent || e.Path != heart.Path {
		return false
	}
	_, hit := lexicon.Match(b.Text)
	return !hit
}
