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
	"strings"
	"time"

	"matn/clean/internal/date"
	"matn/clean/internal/dom"
)

// Page is what is known of a page beside its bytes.
type Page struct {
	URL     string    // where it came from; "" when unknown
	Now     time.Time // when it was fetched; zero when unknown: relative dates then give none
	Charset string    // the encoding that its bytes were in, a weak sign of its language
	General bool      // it is no article: its headline may be a slogan
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
	FromRules     = "rules"   // a person's rules for the site
	FromContent   = "content" // the article's own words (language)
)

// Extract puts together what the head and the labelled blocks of a page say. h
// may be empty, as for flattened text; l may have no blocks.
func Extract(h *Head, l *dom.Layout, p Page) Meta {
	if l == nil {
		l = &dom.Layout{}
	}
	r := h.at(p)
	f := findFields(r, l)
	m := Meta{From: make(map[string]string)}
	m.Title = m.set("title", f.title)
	m.Subtitle = m.set("subtitle", r.subtitle(f, m.Title))
	m.Site = m.set("site", f.site)
	m.CanonicalURL = m.set("canonical_url", r.canonical)
	m.Section = m.set("section", or(r.section(), f.section))
	m.Description = m.set("description", r.description())
	m.Source = m.set("source", f.source)
	m.Dateline = m.set("dateline", f.dateline)
	m.Language = m.set("language", r.language(l, m))
	if m.Direction = directionOf(m.Language); m.Direction != "" {
		m.From["direction"] = m.From["language"]
	}
	m.setAuthors(r, f)
	m.setDates(r.dates(l, m.Language))
	m.setTags(r, f)
	m.setPictures(r, f)
	if paid, from := r.paywalled(); paid != nil {
		m.Paywalled, m.From["paywalled"] = paid, from
	}
	return m
}

// set notes where a value came from and returns it.
func (m *Meta) set(field string, c candidate) string {
	if c.text != "" {
		m.From[field] = c.from
	}
	return c.text
}

func (m *Meta) setAuthors(r *reader, f fields) {
	names, from := r.authors()
	if len(names) == 0 {
		names, from = r.deskAuthors()
		if len(names) == 0 || len(f.authors) > 0 && !strings.Contains(folded(f.authors[0]), folded(names[0])) {
			names, from = f.authors, f.authorsFrom // a person before the house
		}
	} else if spelled := spelledOut(names, f.authors); spelled != nil {
		names, from = spelled, f.authorsFrom
	}
	if m.Authors = names; len(names) > 0 {
		m.From["authors"] = from
	}
}

// spelledOut is the whole name that readers see of an author whom the head gives
// by an account ("jdoe") or the first name alone, nil when there is none.
func spelledOut(names, shown []string) []string {
	if len(names) != 1 || len(shown) != 1 || strings.Contains(names[0], " ") || !nameLike(shown[0]) {
		return nil
	}
	first, _, _ := strings.Cut(folded(shown[0]), " ")
	if account := names[0]; account != strings.ToLower(account) && folded(account) != first {
		return nil
	}
	return shown
}

func (m *Meta) setDates(published, modified when) {
	if m.Published = published.date; !m.Published.IsZero() {
		m.From["published"] = published.from
	}
	if m.Modified = modified.date; !m.Modified.IsZero() {
		m.From["modified"] = modified.from
	}
}

func (m *Meta) setTags(r *reader, f fields) {
	tags, from := r.tags()
	if len(tags) == 0 {
		tags, from = f.tags, FromText
	}
	if m.Tags = tags; len(tags) > 0 {
		m.From["tags"] = from
	}
}

func (m *Meta) setPictures(r *reader, f fields) {
	address, caption := r.image()
	m.ImageURL = m.set("image", address)
	if m.Captions = f.captions; len(m.Captions) > 0 {
		m.From["captions"] = FromText
	}
	if caption == "" && m.ImageURL != "" && len(m.Captions) == 1 {
		caption = m.Captions[0]
	}
	m.ImageCaption = caption
}

// or is the first candidate that has a value.
func or(all ...candidate) candidate {
	for _, c := range all {
		if c.text != "" {
			return c
		}
	}
	return candidate{}
}
