package meta

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/date"
	"matn/clean/internal/dom"
)

const (
	// opening is how much of a paragraph, in bytes, may hold the date that it
	// begins with: "(21. November 2022) …".
	opening = 64
	// leading is how many paragraphs of the body may begin with the date, among the
	// first opens blocks.
	leading, opens = 2, 6
	// wide is how many blocks from the headline or from the end of the body a
	// line labelled as a date may stand where it is the only one.
	wide = 15
)

// lastResort is the date of a page of markup whose data, address and lines by
// the headline give none: that of a headline or of the paragraph it begins, of
// the page's only line of a date, of the state that scripts draw the page from.
func (r *reader) lastResort(l *dom.Layout, shown []shownDate) when {
	if l == nil || r.doc == nil || len(l.Blocks) == 0 {
		return when{}
	}
	p := placed{reader: r, Layout: l, span: locate(l), found: shown}
	for _, find := range [...]func() when{p.titleDate, p.openingDate, p.loneDate, p.loneTime, p.issue} {
		if d := find(); !d.date.IsZero() {
			return d
		}
	}
	if d := r.stateDate(); !d.IsZero() {
		return when{d, FromMarkup}
	}
	return when{}
}

// titleDate is the day that the headline begins or ends with, or sets apart.
func (p *placed) titleDate() when {
	if p.title < 0 {
		return when{}
	}
	s := p.Blocks[p.title].Text
	for _, m := range date.Find(s, p.when) {
		rest := strings.TrimSpace(s[m.End:])
		if p.isDay(m.Date) && (strings.TrimSpace(s[:m.Start]) == "" || rest == "" || separates(rest)) {
			return when{m.Date, FromText}
		}
	}
	return when{}
}

// openingDate is the day that one of the first paragraphs begins with, set apart
// from what follows: "29.11.2022 – …". Standfirsts in one line and names may stand
// above them.
func (p *placed) openingDate() when {
	if p.first < 0 {
		return when{}
	}
	for i, seen := p.first, 0; i < min(p.first+opens, len(p.Blocks)) && seen < leading; i++ {
		b := &p.Blocks[i]
		if !b.Kept || b.Virtual {
			continue
		}
		if b.Words > maxNote {
			seen++
		}
		if d := p.opens(b.Text); !d.IsZero() {
			return when{d, FromText}
		}
	}
	return when{}
}

// opens is the day that a text begins with, zero if it goes on as a sentence.
func (p *placed) opens(s string) date.Date {
	head := s
	if len(head) > opening {
		head = head[:opening]
		for len(head) > 0 && !utf8.RuneStart(s[len(head)]) {
			head = head[:len(head)-1]
		}
	}
	found := date.Find(head, p.when)
	if len(found) == 0 || !p.isDay(found[0].Date) {
		return date.Date{}
	}
	m := found[0]
	if strings.ContainsFunc(s[:m.Start], isWordRune) && !labelled(date.Line(head, p.when), m.Date) {
		return date.Date{}
	}
	if rest := strings.TrimSpace(s[m.End:]); rest != "" && !separates(rest) {
		return date.Date{}
	}
	return m.Date
}

// labelled reports whether a label of the line claims a date as its publication.
func labelled(info date.LineInfo, d date.Date) bool {
	for _, label := range info.Labels {
		if label.Kind == date.Published && label.Date == d {
			return true
		}
	}
	return false
}

func isWordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }

// separates reports whether a text begins with a mark that sets it apart from
// the date before it. A comma does not: sentences begin so.
func separates(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return c != ',' && c != '.' && c != '/' && !unicode.IsSpace(c) && !isWordRune(c)
}

// isDay reports whether a date is a plausible day, and not that of a change.
func (p *placed) isDay(d date.Date) bool {
	if d.Precision < date.Day || d.Relative || !p.plausible(d) {
		return false
	}
	for _, s := range p.found {
		if s.kind == date.Modified && daysBetween(s.date, d) == 0 {
			return false
		}
	}
	return true
}

// loneDate is the day of the lines about a date around the article, if they
// agree: the nearest by the headline, else the only one.
func (p *placed) loneDate() when {
	var by, lone date.Date
	several := false
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if !p.mayLone(i, b) {
			continue
		}
		info := p.line(i)
		if info.DateBar || len(info.Dates) == 0 || len(info.Dates) > 2 {
			continue
		}
		d := info.Dates[0].Date
		if !p.isDay(d) || len(info.Labels) > 0 && info.Labels[0].Kind != date.Published {
			continue
		}
		if p.listed(b.Elem) {
			continue
		}
		if by.IsZero() && p.closeTo(i) {
			by = d
		}
		several = several || !lone.IsZero() && daysBetween(lone, d) != 0
		lone = d
	}
	switch {
	case !by.IsZero():
		return when{by, FromText}
	case several:
		return when{}
	}
	return when{lone, FromText}
}

// loneTime is the day of the page's only <time> for machines that stands before
// the end of the body: some sites keep what they say of a post in a menu.
func (p *placed) loneTime() when {
	var lone date.Date
	if p.last < 0 || p.title < 0 {
		return when{}
	}
	end := p.Blocks[p.last].Elem
	for _, e := range p.times {
		if e > end || p.Elems[e].Hidden || isCustom(p.Elems[e].Node) || p.foreign(e, otherCats&^(dom.CatNav|dom.CatSide)|dom.CatHead) {
			continue
		}
		n := p.Elems[e].Node
		d := p.parse(dom.Attr(n, "datetime"))
		info := date.Line(elementText(n), p.when)
		if !p.isDay(d) || info.HasWeekday || info.DateBar {
			continue
		}
		if !lone.IsZero() && daysBetween(lone, d) != 0 {
			return when{}
		}
		lone = d
	}
	return when{lone, FromMarkup}
}

// issue is the month that stands alone between headline and body, as reports
// and magazines are dated.
func (p *placed) issue() when {
	for i := p.title + 1; p.title >= 0 && i < p.first; i++ {
		b := &p.Blocks[i]
		if b.Virtual || b.Hidden || b.Words > maxBare || p.foreign(b.Elem, otherCats) {
			continue
		}
		if info := p.line(i); len(info.Dates) == 1 && info.Share == 1 && len(info.Labels) == 0 {
			if d := info.Dates[0].Date; d.Precision == date.Month && !d.Relative && p.plausible(d) {
				return when{d, FromText}
			}
		}
	}
	return when{}
}

// mayLone reports whether a block is a line of a date that may be the article's
// for want of a better one. A date bar is one where its class says that it is
// metadata and it touches the headline.
func (p *placed) mayLone(i int, b *block.Block) bool {
	if b.Virtual || b.Hidden || b.Words > maxDateline {
		return false
	}
	switch b.Role {
	case block.RoleDate, block.RoleByline:
	case block.RoleParagraph, block.RoleListItem:
		if !p.opening(i) {
			return false
		}
	case block.RoleDateBar:
		if i >= p.title || i < p.title-close || !p.classed(b.Elem) && !p.bare(i) {
			return false
		}
	default:
		return false
	}
	// Pages without a headline are those of shops and lists.
	if p.title < 0 || i < p.title-above || i > max(p.title, p.last)+wide {
		return false
	}
	return !p.foreign(b.Elem, dom.CatComment|dom.CatMostRead|dom.CatForum|dom.CatNav|dom.CatWeather|dom.CatTicker)
}

// opening reports whether block i stands at the beginning of the body and is a
// day and nothing more. Some sites set it below a standfirst and a picture.
func (p *placed) opening(i int) bool {
	return i >= p.first && i < p.first+below+below && p.Blocks[i].Words <= maxBare && p.bare(i)
}

// maxBare is the most words of a day: "27 de septiembre de 2024" has five.
const maxBare = 5

// bare reports whether block i is a day and nothing more, as papers set it above
// a headline. The day of the visit comes with its weekday or a clock.
func (p *placed) bare(i int) bool {
	info := p.line(i)
	return !info.HasWeekday && !info.HasClock && !info.HasPair && len(info.Dates) == 1 && info.Share == 1
}

// listed reports whether an element stands in a list, link or aside: dates of
// other texts do, and those of a file's last revision.
func (p *placed) listed(e int32) bool {
	for ; e > 0 && !p.holds(p.Layout, e); e = p.Elems[e].Parent {
		if t := p.Elems[e].Tag; t == atom.Li || t == atom.A || t == atom.Aside {
			return true
		}
	}
	return false
}
