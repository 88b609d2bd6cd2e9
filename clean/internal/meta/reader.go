package meta

import (
	"matn/clean/internal/date"
	"matn/clean/internal/dom"
)

// reader is the head of a page with what follows from where the page came from.
type reader struct {
	*Head
	page      Page
	base      string       // what relative addresses resolve against
	canonical candidate    // the address that the page calls its own
	address   string       // canonical, else where the page came from
	articles  []*value     // nodes of the JSON-LD that describe the article, best first
	sites     []siteName   // what the site is called
	titles    []candidate  // what the page may be titled, best first
	when      date.Context // what dates are read with
}

// at returns a reader of the head for a page.
func (h *Head) at(p Page) *reader {
	r := &reader{Head: h, page: p, base: p.URL}
	if b := absolute(h.baseHref, p.URL); b != "" {
		r.base = b
	}
	r.canonical = r.canonicalURL()
	if r.address = r.canonical.text; r.address == "" {
		r.address = p.URL
	}
	if len(h.data.things) > 0 {
		r.articles = h.data.about(r.address, h.titleNames())
	}
	r.sites = r.siteNames()
	r.titles = r.findTitles()
	return r
}

// titleNames lists what the page is called in its head and its first-level headings.
func (h *Head) titleNames() []string {
	names := make([]string, 0, len(h.h1s)+2)
	if metas, _ := h.meta(fieldTitle); len(metas) > 0 {
		names = append(names, plain(metas[0]))
	}
	names = append(names, h.docTitle)
	for _, i := range h.h1s {
		names = append(names, elementText(h.doc.Elems[i].Node))
	}
	return names
}

// Hints says what to look for among the blocks of the page.
func (h *Head) Hints() dom.Hints {
	if h.doc == nil {
		return dom.Hints{}
	}
	r := h.at(Page{})
	hints := dom.Hints{Kinds: h.kinds(), Bodies: r.bodies(), Captions: r.captions()}
	for _, t := range r.titles {
		hints.Titles = append(hints.Titles, t.text)
	}
	hints.Description = r.description().text
	hints.Authors, _ = r.authors()
	hints.Section = r.section().text
	hints.Site = r.site().text
	hints.Dated = !r.headDate("datePublished", fieldPublished, "datePublished").date.IsZero()
	return hints
}
