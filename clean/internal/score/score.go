// Package score gives every block the probability that it belongs to the body
// of its article: two stages of gradient-boosted trees (Friedman 2001) over
// features that know no language, one of them a linear model of the names that
// pages give to their elements. Stage 2 sees what stage 1 thinks of the blocks
// around; articles have one, and all other pages another, which corrects stage 1
// where many pages bear it out. Flattened text has forests of its own, and a
// linear model of the words that its lines begin and end with; in a language that
// was not learned it is silent, and the rest decides.
package score

import (
	"slices"
	"strings"
	"sync"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// trained reads the embedded weights once.
var trained = sync.OnceValues(func() (*Model, error) {
	b, err := Weights()
	if err != nil {
		return nil, err
	}
	return ReadModel(b)
})

// Scorer scores blocks. It is safe for many goroutines.
type Scorer struct {
	model   *Model
	kinds   kindColumns
	scratch sync.Pool // of *Features
}

// New returns a Scorer with the embedded weights.
func New() (*Scorer, error) {
	m, err := trained()
	if err != nil {
		return nil, err
	}
	return WithModel(m), nil
}

// WithModel returns a Scorer with weights of one's own.
func WithModel(m *Model) *Scorer {
	s := &Scorer{model: m, kinds: kindColumnsOf(&m.Kind)}
	s.scratch.New = func() any { return new(Features) }
	return s
}

// Kind is what kind of page to expect.
type Kind uint8

// Kinds.
const (
	Auto    Kind = iota // told page by page
	Article             // news, posts
	Other               // anything
	Whole               // flattened text that holds nothing but a body
)

// articleCut is the probability from which a page counts as an article. The cut of
// highest expected F1 costs an article little, the fixed one costs a list or a
// thread much: F1 of the sets of weights.md is higher so than at .5.
const articleCut = 0.7

// storyCut is the probability from which stage 2 is that of articles. F1 of the
// sets of weights.md is flat from .4 to .7; where in doubt that of articles loses
// less.
const storyCut = 0.4

const (
	// wholeCut is the probability from which flattened text is taken for a body
	// without anything around it.
	wholeCut = 0.9
	// printedCut is that of text set as matn prints it, which has few lines that
	// are phrases of chrome. Of 335 pages of fundus and
	// arabic two change when their text is cleaned again; at .2 four do, while at
	// .05 twice as many texts with a few lines of chrome are taken for a body.
	printedCut = 0.1
)

// Blocks fills in P of every block of a layout, and returns the kind of page
// that it was taken for: want, unless that is Auto or the layout is Whole.
func (s *Scorer) Blocks(l *dom.Layout, h dom.Hints, want Kind) Kind {
	if len(l.Blocks) == 0 {
		return want
	}
	f := s.scratch.Get().(*Features)
	defer s.scratch.Put(f)
	f.Weigh(&s.model.Name, &s.model.Term)
	f.Read(l, h)
	var p []float32
	if f.Flat() {
		want, p = s.lines(f, l.Printed, want)
	} else {
		want, p = s.page(f, want)
	}
	for i := range l.Blocks {
		l.Blocks[i].P = p[i]
	}
	if !f.Flat() && f.page.bare() {
		f.page.raiseBare()
	}
	f.release()
	return want
}

// page tells the kind of a page, unless that is known, and scores its blocks.
func (s *Scorer) page(f *Features, want Kind) (Kind, []float32) {
	var told kindColumns // none where the kind is known
	if want == Auto {
		told = s.kinds
	}
	f.kind.begin(told)
	p := f.first(&s.model.Page[0])
	kind, story := want, want == Article
	if want == Auto {
		kind, story = s.kind(f)
	}
	if !story {
		return kind, f.onto(&s.model.Other, p)
	}
	p = f.second(&s.model.Page[1], p)
	if want == Auto && kind == Article && !f.page.hasText(p) {
		kind = Other
	}
	return kind, p
}

// hasText reports whether a block of some words belongs to the body of an article.
// A page where none does is not taken for one: it may be short, or in doubt from
// end to end.
func (p *page) hasText(prob []float32) bool {
	for i, q := range prob {
		if q >= NewsCut && p.shape.Words[i] >= likelyWords {
			return true
		}
	}
	return false
}

// lines scores the blocks of flattened text, and tells whether it came clean.
func (s *Scorer) lines(f *Features, printed bool, want Kind) (Kind, []float32) {
	if want == Auto {
		want = Other
	}
	p := f.second(&s.model.Line[1], f.first(&s.model.Line[0]))
	if printed && hasCode(f.lines.blocks) || s.whole(f, printed, p) {
		want = Whole
	}
	return want, p
}

// whole reports whether flattened text came clean.
func (s *Scorer) whole(f *Features, printed bool, lines []float32) bool {
	var p [1]float32
	row := f.wholeRow(lines)
	s.model.Whole.Predict(p[:], row, len(row))
	return p[0] >= wholeCut || printed && p[0] >= printedCut && f.lines.shape.fewPhrases()
}

// hasCode reports whether there is code of several lines. Flattened pages that are
// set as matn prints text have none: it is told by indents that they do not keep.
func hasCode(blocks []block.Block) bool {
	return slices.ContainsFunc(blocks, func(b block.Block) bool {
		return b.Kind == block.Code && strings.Contains(b.Text, "\n")
	})
}

// kind tells the kind of a page that has been through stage 1, and whether it goes
// through stage 2 of articles.
func (s *Scorer) kind(f *Features) (kind Kind, story bool) {
	var p [1]float32
	s.model.Kind.Predict(p[:], f.kind.means(), KindColumns)
	if p[0] >= articleCut {
		return Article, true
	}
	return Other, p[0] >= storyCut
}
