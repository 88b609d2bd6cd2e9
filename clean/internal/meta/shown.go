package meta

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/date"
	"matn/clean/internal/dom"
)

const (
	// above, below and after are how many blocks before the headline, after the
	// beginning of the body and after its end the article's dates are looked
	// for. Farther away they belong to other articles.
	above, below, after = 6, 3, 6
	// far is how much farther away labelled dates are believed.
	far = 6
	// close is how many blocks from the headline a short line may hold the date
	// among other words, noteShare of it at least: "Kommentar, 7.11.2023, Basel".
	close, maxNote, noteShare = 3, 12, 0.15
	// maxLabel is the most words of a label: "تاريخ آخر تحديث للخبر" has four.
	maxLabel = 4
	// maxDateline is the number of words beyond which a block is prose.
	maxDateline = 40
	// dateShare is the share of a line that is a date when the line is about it.
	dateShare = 0.4
)

// Ranks of shown dates, the most trusted first.
const (
	rankLabelled = iota // "Published: …" near the headline
	rankElement         // a <time>, or an element classed as metadata, below the headline
	rankLine            // a line of its own below the headline
	rankAbove           // an element above the headline
	rankAfter           // after the body
	rankFar             // farther away: labelled dates only
)

// shownDate is a date that readers see near the article.
type shownDate struct {
	date date.Date
	kind date.LabelKind
	rank int
	from string

	element bool // the machine date of a <time>
}

// span is where an article stands among the blocks of its page.
type span struct {
	title, first, last int     // blocks: the headline, the ends of the body; -1 for what is not there
	anchors            []int32 // elements: of the headline, and of the first block of the body
}

// otherCats are the classes of elements whose dates belong to something else.
const otherCats = dom.CatComment | dom.CatRelated | dom.CatMostRead | dom.CatSide | dom.CatFoot | dom.CatNav |
	dom.CatWeather | dom.CatTicker | dom.CatModal | dom.CatForum

// locate finds the headline and the body: the last headline above the body,
// since copies of it stand in trails and share links.
func locate(l *dom.Layout) span {
	s := span{title: -1, first: -1, last: -1}
	for i := range l.Blocks {
		b := &l.Blocks[i]
		if b.Kept && !b.Virtual {
			if s.first < 0 {
				s.first = i
			}
			s.last = i
		}
		if b.Role == block.RoleTitle && (s.first < 0 || s.title < 0) {
			s.title = i
		}
	}
	for _, i := range [...]int{s.title, s.first} {
		if i >= 0 && l.Blocks[i].Elem >= 0 {
			s.anchors = append(s.anchors, l.Blocks[i].Elem)
		}
	}
	return s
}

// holds reports whether an element is around the headline or the body, so that
// its class names are those of the whole page.
func (s span) holds(l *dom.Layout, e int32) bool {
	for _, a := range s.anchors {
		if e <= a && a < l.Elems[e].End {
			return true
		}
	}
	return false
}

// placeOf is the rank of a date at block i, and whether it is near enough.
func (s span) placeOf(i int) (rank int, near bool) {
	top, end := s.title, s.first
	switch {
	case s.title < 0 && s.first < 0:
		return 0, false
	case s.title < 0:
		top = s.first
	case s.first < s.title: // no body, or a standfirst above the headline
		end = s.title + after
	}
	switch {
	case i >= top-above && i < top:
		return rankAbove, true
	case i >= top && i <= end+below:
		return rankLine, true
	case s.last >= 0 && i > s.last && i <= s.last+after:
		return rankAfter, true
	case i >= top-above-far && i <= end+below+far || s.last >= 0 && i > s.last && i <= s.last+after+far:
		return rankFar, true
	}
	return 0, false
}

// shownDates lists the dates that readers see near the headline and the ends of
// the body, in reading order.
func (r *reader) shownDates(l *dom.Layout) []shownDate {
	if l == nil || len(l.Blocks) == 0 {
		return nil
	}
	p := placed{reader: r, Layout: l, span: locate(l)}
	next := 0 // of r.times
	for i := range l.Blocks {
		b := &l.Blocks[i]
		for b.Elem >= 0 && next < len(r.times) && r.times[next] <= b.Elem {
			p.addElement(r.times[next], i)
			next++
		}
		if p.firstPost(i) {
			continue
		}
		if rank, near := p.placeOf(i); near && p.mayDate(i, rank) {
			p.addBlock(i, rank)
		}
	}
	for i := range p.found {
		if s := &p.found[i]; s.element && s.kind == date.NoLabel && p.isChange(s.date) {
			s.kind = date.Modified
		}
	}
	return p.found
}

// firstPost takes the date of a line that numbers a post of a forum as its
// thread's first: "#1 2025-11-01 15:14:37", and reports whether block i is one.
func (p *placed) firstPost(i int) bool {
	b := &p.Blocks[i]
	if b.Words > maxNote || b.Hidden || !strings.Contains(b.Text, "#1") || !slices.Contains(strings.Fields(b.Text), "#1") {
		return false
	}
	info := p.line(i)
	if len(info.Dates) != 1 || !info.HasClock || !p.plausible(info.Dates[0].Date) {
		return false
	}
	p.found = append(p.found, shownDate{date: info.Dates[0].Date, kind: date.Published, rank: rankLabelled, from: FromText})
	return true
}

// isChange reports whether the only label that the page puts to a day is that of
// a change: "Updated" and its <time> are found apart.
func (p *placed) isChange(d date.Date) bool {
	changed := false
	for _, s := range p.found {
		if s.kind == date.NoLabel || daysBetween(d, s.date) != 0 {
			continue
		}
		if s.kind == date.Published {
			return false
		}
		changed = true
	}
	return changed
}

// placed gathers the dates that a page shows near its article.
type placed struct {
	*reader
	*dom.Layout
	span
	found []shownDate
}

// mayDate reports whether a block may hold a date of the article. Close to the
// headline nearly all may: their roles are guesses.
func (p *placed) mayDate(i, rank int) bool {
	b := &p.Blocks[i]
	if b.Virtual || b.Hidden || b.Words > maxDateline {
		return false
	}
	switch b.Role {
	case block.RoleDateBar, block.RoleTicker, block.RoleWeather, block.RoleTitle, block.RoleLegal:
		return false
	case block.RoleRelated, block.RoleMostRead, block.RoleComment, block.RoleFooter, block.RoleCaption,
		block.RoleAdvert, block.RoleNavigation:
		if rank != rankLine && !p.closeTo(i) || b.Role == block.RoleCaption && p.line(i).Share < dateShare {
			return false // what a picture shows has its own day
		}
	}
	switch {
	case rank == rankAbove && p.closeTo(i) && hasLabel(p.line(i), date.Published):
		return !p.foreign(b.Elem, otherCats&^dom.CatNav) // "news-nav": the line above the headline
	case rank == rankAbove:
		return !p.foreign(b.Elem, otherCats|dom.CatHead)
	case p.closeTo(i):
		return !p.foreign(b.Elem, dom.CatComment|dom.CatMostRead)
	}
	return !p.foreign(b.Elem, otherCats)
}

// hasLabel reports whether a date of a line has a label of a kind.
func hasLabel(info date.LineInfo, kind date.LabelKind) bool {
	for _, label := range info.Labels {
		if label.Kind == kind {
			return true
		}
	}
	return false
}

// closeTo reports whether block i stands next to the headline, or in its place
// where there is none.
func (p *placed) closeTo(i int) bool {
	at := p.title
	if at < 0 {
		at = p.first
	}
	return i >= at-close && i <= at+close
}

// foreign reports whether an element belongs to something else than the article
// by the classes around it: comments, related texts, the furniture of the site.
func (p *placed) foreign(e int32, other dom.Cats) bool {
	for ; e > 0 && !p.holds(p.Layout, e); e = p.Elems[e].Parent {
		c := p.Elems[e].Cats
		if c&dom.CatMeta != 0 {
			c &^= dom.CatHead // "date-header" is no head of a page
		}
		if c&other != 0 {
			return true
		}
	}
	return false
}

// addBlock adds the dates of a block.
func (p *placed) addBlock(i, rank int) {
	info := p.line(i)
	if info.DateBar && p.Blocks[i].Role != block.RoleDate || len(info.Dates) == 0 {
		return
	}
	b := &p.Blocks[i]
	prose := b.Kept && b.Words > maxNote && info.Share < dateShare // "the paper released it in April 2004"
	for _, label := range info.Labels {
		if label.Kind != date.Other && !prose && p.plausible(label.Date) {
			p.found = append(p.found, shownDate{date: label.Date, kind: label.Kind, rank: min(rank, rankLabelled+rank/rankAfter), from: FromText})
		}
	}
	d := info.Dates[0].Date
	if d.Precision < date.Day || !p.plausible(d) {
		return
	}
	if beforeChange(info) {
		p.found = append(p.found, shownDate{date: d, kind: date.Published, rank: min(rank, rankAfter), from: FromText})
		return
	}
	if labels(info, d) || !p.speaksFor(i, rank, info) {
		return
	}
	from := FromText
	if p.classed(p.Blocks[i].Elem) {
		from = FromMarkup
		if rank == rankLine {
			rank = rankElement
		}
	}
	p.found = append(p.found, shownDate{date: d, rank: rank, from: from})
}

// beforeChange reports whether a line is a date without a label and the date of
// a change behind it: "3 December 2025. Updated: 7 December 2025".
func beforeChange(info date.LineInfo) bool {
	return len(info.Dates) == 2 && len(info.Labels) == 1 && info.Labels[0].Kind == date.Modified &&
		info.Labels[0].Date == info.Dates[1].Date && info.Share >= dateShare
}

// within reports whether d lies in the day or month of an address.
func within(d, inURL date.Date) bool {
	return d.Time.Year() == inURL.Time.Year() && d.Time.Month() == inURL.Time.Month() &&
		(inURL.Precision < date.Day || d.Time.Day() == inURL.Time.Day())
}

// line reads block i as a line of dates, with the block before it where that is
// a label that lost its date to markup.
func (p *placed) line(i int) date.LineInfo {
	info := date.Line(p.Blocks[i].Text, p.when)
	if len(info.Dates) == 0 || len(info.Labels) > 0 || i == 0 || p.Blocks[i-1].Words > maxLabel {
		return info
	}
	if both := date.Line(p.Blocks[i-1].Text+" "+p.Blocks[i].Text, p.when); len(both.Labels) == 1 && len(both.Dates) == len(info.Dates) {
		return both
	}
	return info
}

// labels reports whether a label of the line claims a date.
func labels(info date.LineInfo, d date.Date) bool {
	for _, label := range info.Labels {
		if label.Date == d {
			return true
		}
	}
	return false
}

// speaksFor reports whether an unlabelled date in block i is the article's: it
// makes up the line, or the page's classes or the place by the headline say that
// the line is metadata. Above the headline a calendar of the site is likely,
// below the body the date of another text. The date in the address is a witness
// for either.
func (p *placed) speaksFor(i, rank int, info date.LineInfo) bool {
	b := &p.Blocks[i]
	if inURL := urlDate(p.address); !inURL.IsZero() && within(info.Dates[0].Date, inURL) {
		return true
	}
	classed := p.classed(b.Elem)
	if rank == rankAbove && !classed && (info.HasWeekday || !p.closeTo(i) || len(p.Elems) == 0) {
		return false
	}
	if rank >= rankAfter {
		return false // measured over the dev sets: 5 right, 4 wrong, 14 on pages without a date
	}
	if b.Kept {
		return b.Words <= maxNote && (info.Share >= dateShare || info.HasClock && info.Share >= noteShare && p.closeTo(i))
	}
	return classed || b.Role == block.RoleByline || b.Role == block.RoleDate || info.Share >= dateShare ||
		b.Words <= maxNote && info.Share >= noteShare && p.closeTo(i)
}

// classed reports whether an element, or one of the three around it, is classed
// as holding metadata.
func (p *placed) classed(e int32) bool {
	for up := 0; e > 0 && up < 4; e, up = p.Elems[e].Parent, up+1 {
		if p.Elems[e].Cats&(dom.CatMeta|dom.CatAuthor) != 0 || p.Elems[e].Tag == atom.Time {
			return true
		}
	}
	return false
}

// addElement adds the date of the <time> element e, which stands just before
// block i or in it.
func (p *placed) addElement(e int32, i int) {
	rank, near := p.placeOf(i)
	if !near || rank == rankFar || p.Elems[e].Hidden || p.foreign(e, otherCats) {
		return
	}
	n := p.Elems[e].Node
	d := p.parse(dom.Attr(n, "datetime"))
	if d.IsZero() && isCustom(n) {
		d = p.parse(dom.Attr(n, "ts"))
	}
	if d.IsZero() {
		d = p.parse(elementText(n))
	}
	if d.Precision < date.Day {
		return
	}
	if rank == rankLine {
		rank = rankElement
	}
	kind := date.NoLabel
	if p.hasProp(e, "dateModified") || hasToken(dom.Attr(n, "class"), "updated") && !hasToken(dom.Attr(n, "class"), "published") {
		kind = date.Modified
	}
	p.found = append(p.found, shownDate{date: d, kind: kind, rank: rank, from: FromMarkup, element: true})
}
