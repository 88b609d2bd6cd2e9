package train

import (
	"slices"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/score"
	"matn/clean/internal/segment"
)

// A flattened page is learned from once more as if it were in a language that
// nobody knows, in one of these ways. Pages with tags have enough else to be told
// by: there it measured no gain.
const (
	copyCaseless        = iota // its words are unknown, and its script has no upper case
	copyForeign                // its words and its phrases are unknown
	copyForeignCaseless        // both
	copyKinds
)

// joinedOf is how many pages it takes for one that is learned from with its short
// lines joined as well.
const joinedOf = 2

// copies are further examples of a flattened page: the same for the same ID.
func (e *example) copies(layout *dom.Layout, hints dom.Hints, f *score.Features) (list []*example) {
	switch foldOf(e.page.ID, copyKinds) {
	case copyCaseless:
		list = append(list, e.caseless(f))
	case copyForeign:
		list = append(list, e.foreign(layout, hints, f))
	case copyForeignCaseless:
		list = append(list, e.foreign(layout, hints, f).caseless(f))
	}
	if foldOf("joined "+e.page.ID, joinedOf) == 0 {
		list = append(list, e.joined(layout, hints, f))
	}
	return list
}

// caseless is a copy of an example as if its script had no upper case, and nobody
// knew its words.
func (e *example) caseless(f *score.Features) *example {
	c := *e
	c.blank = true
	c.rows = slices.Clone(e.rows)
	for i := range c.label {
		row := c.rows[i*f.First() : (i+1)*f.First()]
		for _, k := range f.CaseColumns() {
			row[k] = 0
		}
	}
	return &c
}

// again is another example of the page, without lines.
func (e *example) again() *example {
	return &example{page: e.page, site: e.site, fold: e.fold, used: true, scale: e.scale, scope: e.scope}
}

// foreign is a copy of an example as if its language were unknown: neither its
// phrases nor its words.
func (e *example) foreign(layout *dom.Layout, hints dom.Hints, f *score.Features) *example {
	c := e.again()
	c.label, c.blank = e.label, true
	f.Foreign(true)
	c.measure(layout, hints, f)
	f.Foreign(false)
	return c
}

// joinedWords is the number of words of a line that is joined to its neighbours at
// most.
const joinedWords = 3

// joiners stand between the lines that are joined.
var joiners = [...]string{" ", " | ", " ", " • ", " ", " / ", " ", " - "}

// joined is a copy of an example with its short lines joined, as converters give
// menus that part their entries by no block.
func (e *example) joined(layout *dom.Layout, hints dom.Hints, f *score.Features) *example {
	c := e.again()
	c.scope, c.scale = scopeJoined, excerptScale[scopeJoined]*e.scale
	by := joiners[foldOf("joiner "+e.page.ID, len(joiners))]
	var lines []string
	short := func(b *block.Block) bool { return b.Words <= joinedWords }
	for i := range layout.Blocks {
		b := &layout.Blocks[i]
		if i > 0 && short(b) && short(&layout.Blocks[i-1]) && e.label[i] == e.label[i-1] {
			lines[len(lines)-1] += by + b.Text
			continue
		}
		lines, c.label = append(lines, b.Text), append(c.label, e.label[i])
	}
	c.measure(segment.Lines(lines), hints, f)
	return c
}
