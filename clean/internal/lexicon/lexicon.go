// Package lexicon knows what the furniture of a news page says: "most read",
// "share this", "By …", "Source: …", in the languages of matn.
//
//	data/<lang>/*.txt -> patterns -> one trie over normalised words -> Match
//
// It names roles; whether a name overrules the model is for the caller to
// judge, by the condition that each phrase carries. A phrase never matches
// inside a line: it is the whole line, its beginning, its end, a label before a
// separator, or one of several that make up the line.
//
// The tables are built on first use and never change, so everything here is
// safe for many goroutines.
package lexicon

import (
	"sync"

	"matn/clean/block"
)

// Shape says how much of the line a phrase accounts for.
type Shape uint8

// Shapes of a Hit, from the weakest to the strongest.
const (
	Suffix Shape = iota + 1 // the line ends with the phrase
	Prefix                  // the line begins with it
	List                    // the line is nothing but several known phrases
	Label                   // the phrase, a separator such as a colon, and a value or nothing
	Whole                   // the line is the phrase
)

// String returns the shape's name as it stands in the data files.
func (s Shape) String() string {
	names := [...]string{"none", "suffix", "prefix", "list", "label", "whole"}
	if int(s) < len(names) {
		return names[s]
	}
	return "unknown"
}

// Cond is a set of conditions under which a phrase may overrule the model. The
// empty set means never: the phrase only names the role of a line that was
// judged chrome already.
type Cond uint8

// Conditions. Short is tested by Match itself; of LinkDense, Edge and NearChrome
// any one that holds is enough.
const (
	Certain    Cond = 1 << iota // no author writes this line, wherever it stands
	Short                       // the line has at most ShortWords words
	LinkDense                   // most of the line is links
	Edge                        // before the first or after the last paragraph of the body
	NearChrome                  // the block before or after it is chrome
)

// Place is what the caller knows of where a line stands on its page.
type Place struct{ LinkDense, Edge, NearChrome bool }

// Allows reports whether a phrase with condition c overrules the model at p.
func (c Cond) Allows(p Place) bool {
	return c&Certain != 0 || c&LinkDense != 0 && p.LinkDense ||
		c&Edge != 0 && p.Edge || c&NearChrome != 0 && p.NearChrome
}

const (
	// ShortWords is the most words a line may have for a phrase under Short:
	// "published … | updated …" with both dates in full has 15.
	ShortWords = 16
	// MaxLine is the most bytes of a line that whole, label, list and suffix
	// phrases are tried on. The longest phrase of the data, a WordPress form
	// hint in Arabic, has 190 bytes; a paragraph begins at about 300.
	MaxLine = 400
)

// Hit is what a line looked like to the lexicon.
type Hit struct {
	Role  block.Role
	ID    string // language, role and phrase as in the data: "ar/most-read:الأكثر قراءة"
	Shape Shape
	Cond  Cond
}

// Match returns the best reading of a line of text, in any language: the
// strongest shape, then the longest phrase. It reports false when no phrase
// fits. Nothing is allocated.
func Match(text string) (Hit, bool) {
	t := tables()
	front := t.beginsKnown(text)
	back := len(text) <= MaxLine && t.lastWordKnown(text)
	if !front && !back {
		return Hit{}, false
	}
	var l line
	l.scan(text)
	m := matching{table: t, line: &l}
	if front {
		m.forward()
	}
	if back && m.best == nil {
		m.backward()
	}
	if m.best == nil || m.best.part == partAgency && !t.agencies(trimEdges(text)) {
		return Hit{}, false
	}
	return Hit{Role: m.best.role, ID: m.best.id, Shape: m.shape, Cond: m.cond}, true
}

// tables builds the table from the embedded data once. The data is part of the
// program and a test loads it with its errors checked, so an entry that does
// not parse cannot reach a release; the rest would still serve if one did.
var tables = sync.OnceValue(func() *table {
	t, _ := load(embedded)
	return t
})
