// Package meta reads what a page says of its article beside the text: title,
// authors, dates, section, language and so on, and remembers where each value
// came from.
//
//	dom.Doc -> ReadHead -> Head -> Hints    (before blocks are judged)
//	                        Head + Layout -> Extract -> Meta
//
// Every field has an order of trust. Data that a publisher wrote for machines
// comes first: JSON-LD of the right object (schema.org, JSON-LD 1.1), OpenGraph
// (ogp.me) and article:*, other <meta> vocabularies (Dublin Core, Highwire
// citation_*, parsely, sailthru …), microdata. Then what readers see: elements
// near the headline that say what they are, the URL, the blocks that labelling
// set apart. A value that nothing supports stays empty: empty beats wrong.
package meta

import (
	"time"

	"matn/clean/internal/date"
	"matn/clean/internal/dom"
)

// Page is what is known of a page beside its bytes.
type Page struct {
	URL     string    // where it came from; "" when unknown
	Now     time.Time // when it was fetched; zero when unknown: relative dates then give none
	Charset string    // the encoding that its bytes were in, a weak sign of its language
}

// Meta is what a page says of its article. The zero value of a field means that
// the page does not say.
type Meta struct {
	Title        string // without the site's name
	Subtitle     string // standfirst
	Site         string // the paper's name
	CanonicalURL string // absolute
	Section      string
	Language     string // BCP 47 language subtag, such as "ar"
	Direction    string // "rtl" or "ltr", of Language
	Description  string
	Source       string // whom the text is credited to
	Dateline     string // "دمشق ــ وكالات"
	Authors      []string
	Tags         []string
	Captions     []string // of all pictures, in reading order, each once
	ImageURL     string   // absolute
	ImageCaption string
	Published    date.Date
	Modified     date.Date
	Paywalled    *bool // nil when the page does not say

	// From names where a field came from, by its JSON name: "published" ->
	// FromJSONLD. Fields without a value have no entry.
	From map[string]string
}

// Where values come from, as they stand in Meta.From.
const (
	FromJSONLD    = "json-ld"
	FromOpenGraph = "opengraph" // og:* and article:*
	FromMeta      = "meta"      // any other <meta>, <title>, <link>
	FromMicrodata = "microdata" // itemprop, RDFa property, hentry
	FromMarkup    = "markup"    // an element near the headline
	FromURL       = "url"
	FromText      = "text"    // a block that labelling set apart
	FromLexicon   = "lexicon" // a phrase in such a block
	FromContent   = "content" // the article's own words (language)
)

// Extract puts together what the head and the labelled blocks of a page say. h
// may be empty, as for flattened text; l may have no blocks.
func Extract(h *Head, l *dom.Layout, p Page) Meta {
	return Meta{}
}
