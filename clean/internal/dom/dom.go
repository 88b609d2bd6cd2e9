// Package dom reads a page under limits and lays it out in flat tables: the
// elements in document order, and the blocks of text between them. It is the
// door to goquery.
package dom

import (
	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/block"
)

// Doc is one parsed page.
type Doc struct {
	Root  *html.Node
	Elems []Elem // every element in document order; Elems[0] is <html>
	Text  int    // bytes of its text, scripts and styles left out
	// Deep says that the page nests deeper than markup.MaxDepth: elements below
	// stand side by side.
	Deep bool
}

// Query returns the page for selection with CSS selectors.
func (d *Doc) Query() *goquery.Document {
	return goquery.NewDocumentFromNode(d.Root)
}

// Elem is one element of a page.
type Elem struct {
	Node   *html.Node
	Parent int32 // index of its parent, -1 for <html>
	End    int32 // one past its last descendant, in document order
	Depth  int32 // <html> is 0
	Tag    atom.Atom
	Hidden bool   // it, or an element around it, is not shown
	Block  bool   // it stands on lines of its own, see IsBlock
	Cats   Cats   // what its class, id and role say
	Path   uint64 // hash of its tag path: tags and classes from <html> down, without the order of classes or names with digits
}

// Layout is a page cut into blocks. Virtual blocks stand after all others.
type Layout struct {
	Elems  []Elem // empty for flattened text
	Blocks []block.Block

	// Of flattened text alone.
	Lines   []int32 // the line of the input where each block begins, from 1
	Printed bool    // set as matn prints it: one blank line between any two blocks
}

// Hints is what the head of a page says of its article, for the stages that
// look for the same things among the blocks.
type Hints struct {
	Titles      []string // best first, site names cut off
	Description string
	Authors     []string
	Section     string
	Site        string
	Captions    []string // of the page's own image
	Bodies      []string // whole article texts given as data, plain or HTML
	Kinds       Kinds    // what the page calls itself
	Dated       bool     // it names a day of publication
}

// Kinds is a set of what a page may call itself.
type Kinds uint16

// Kinds, from JSON-LD but for the last two, which are from OpenGraph.
const (
	KindArticle Kinds = 1 << iota
	KindForum
	KindProduct
	KindList
	KindGuide
	KindBusiness
	KindOGArticle
	KindOGSite

	// KindCount is the number of kinds.
	KindCount = iota
)
