package meta

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// chooseTitle chooses the page's title, and what its site is called. The words
// that readers see win over those for search engines, where both are of one
// story.
func (r *reader) chooseTitle(l *dom.Layout, where span, titles []candidate) (title, site candidate) {
	site = r.site()
	shown := ""
	if where.title >= 0 {
		shown = r.shownHeadline(&l.Blocks[where.title], titles)
		head, tail := r.cutTail(shown, l)
		shown = head
		for i := 0; tail == "" && i <= where.title && site.text == ""; i++ {
			if l.Blocks[i].Role == block.RoleTitle {
				_, tail = r.cutTail(plain(l.Blocks[i].Text), l)
			}
		}
		if site.text == "" && tail != "" {
			site = candidate{tail, FromText}
		}
	}
	switch {
	case len(titles) == 0 && shown != "":
		return candidate{shown, FromText}, site
	case len(titles) == 0:
		return r.siteTitle(), site
	case titles[0].from != FromMarkup && shown != "" && overlap(shown, titles[0].text) >= sameStory && !r.inHeading(titles[0].text):
		return candidate{shown, FromMarkup}, site
	}
	return or(r.seconded(l, where, titles), titles[0]), site
}

// seconded is the headline in a heading below or above the <h1> that the page's
// data repeats word for word, where <h1> has other words: those are for search
// engines then, and hidden or small.
func (r *reader) seconded(l *dom.Layout, where span, titles []candidate) candidate {
	if titles[0].from != FromMarkup || where.title < 0 || r.page.General {
		return candidate{}
	}
	for _, c := range titles[1:] {
		f := folded(c.text)
		if c.from != FromOpenGraph && c.from != FromJSONLD || strings.Count(f, " ") < minSeconded-1 || strings.Contains(folded(titles[0].text), f) {
			continue
		}
		for i := max(where.title-close, 0); i < min(max(where.title, where.first)+close, len(l.Blocks)); i++ {
			if b := &l.Blocks[i]; !b.Hidden && headingAt(l.Elems, b.Elem) >= 0 && endsIn(folded(b.Text), f) {
				return candidate{c.text, FromMarkup}
			}
		}
	}
	return candidate{}
}

// minSeconded is the fewest words of a headline that data and a heading share
// by more than chance.
const minSeconded = 4

// endsIn reports whether a heading is a headline, but for a kicker before it.
func endsIn(heading, headline string) bool {
	kicker, ok := strings.CutSuffix(heading, headline)
	return ok && (kicker == "" || strings.HasSuffix(kicker, " ") && len(kicker) < len(headline))
}

// headingAt is the heading that an element is or stands in, -1 if there is none.
func headingAt(elems []dom.Elem, e int32) int32 {
	for up := 0; e > 0 && up < 3; e, up = elems[e].Parent, up+1 {
		switch elems[e].Tag {
		case atom.H1, atom.H2, atom.H3, atom.H4:
			return e
		}
	}
	return -1
}

// shownHeadline is the text of a block that is the headline, without what stands
// around it in its element.
func (r *reader) shownHeadline(b *block.Block, titles []candidate) string {
	if r.doc != nil {
		if e := headingAt(r.doc.Elems, b.Elem); e >= 0 {
			return r.headlineText(e, titles)
		}
	}
	return plain(b.Text)
}

// inHeading reports whether a text stands in a heading of the page.
func (r *reader) inHeading(s string) bool {
	f := folded(s)
	for _, i := range slices.Concat(r.h1s, r.headings) {
		if folded(elementText(r.doc.Elems[i].Node)) == f {
			return true
		}
	}
	return false
}

// siteTitle is the title of a page that is called nothing but its site.
func (r *reader) siteTitle() candidate {
	for _, c := range r.headTitles() {
		return c
	}
	return candidate{}
}

// cutTail takes the site's name off a headline of flattened text: the line of a
// <title> ends in it, and the headline stands once more without it, or the tail
// is the name of a paper.
func (r *reader) cutTail(s string, l *dom.Layout) (title, tail string) {
	cuts := split(s)
	if len(cuts) < 2 || r.doc != nil {
		return cutSite(s, r.sites), ""
	}
	head := strings.TrimSpace(s[:cuts[len(cuts)-2][1]])
	tail = strings.TrimSpace(s[cuts[len(cuts)-1][0]:])
	if isOutlet(tail) || isSite(tail, r.sites) {
		return head, tail
	}
	for i := range l.Blocks {
		if plain(l.Blocks[i].Text) == head {
			return head, tail
		}
	}
	return s, ""
}
