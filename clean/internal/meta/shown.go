package meta

import (
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
)

// shownDate is a date that readers see near the article.
type shownDate struct {
	date date.Date
	kind date.LabelKind
	rank int
	from string
}

// span is where an article stands among the blocks of its page.
type span struct{ title, first, last int }

// otherCats are the classes of elements whose dates belong to something else.
const otherCats = dom.CatComment | dom.CatRelated | dom.CatMostRead | dom.CatSide | dom.CatFoot | dom.CatNav |
	dom.CatWeather | dom.CatTicker | dom.CatModal | dom.CatForum

// locate finds the headline and the body: the last headline above the body,
// since copies of it stand in trails and share links; -1 for what is not there.
func locate(l *dom.Layout) span {
	s := span{-1, -1, -1}
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
	return s
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
	case i < top-above:
		return 0, false
	case i < top:
		return rankAbove, true
	case i <= end+below:
		return rankLine, true
	case s.last >= 0 && i > s.last && i <= s.last+after:
		return rankAfter, true
	}
	return 0, false
}

// shownDates lists the dates that readers see near the headline and the ends of
// the body, in reading order.
func (r *reader) shownDates(l *dom.Layout) []shownDate {
	if l == nil || len(l.Blocks) == 0 {
		return nil
	}
	where := locate(l)
	var out []shownDate
	next := 0 // of r.times
	for i := range l.Blocks {
		b := &l.Blocks[i]
		for b.Elem >= 0 && next < len(r.times) && r.times[next] <= b.Elem {
			out = r.fromElement(out, r.times[next], i, where)
			next++
		}
		rank, near := where.placeOf(i)
		if near && r.mayDate(b) {
			out = r.fromBlock(out, b, rank)
		}
	}
	return out
}

// mayDate reports whether a block may hold a date of the article.
func (r *reader) mayDate(b *block.Block) bool {
	if b.Virtual || b.Hidden || b.Words > maxDateline {
		return false
	}
	switch b.Role {
	case block.RoleDateBar, block.RoleRelated, block.RoleMostRead, block.RoleComment, block.RoleTicker,
		block.RoleWeather, block.RoleFooter, block.RoleLegal, block.RoleTitle, block.RoleCaption, block.RoleAdvert:
		return false
	}
	return b.Elem < 0 || r.doc == nil || !r.foreign(b.Elem, otherCats)
}

// fromBlock adds the dates of a block. Without a label a date counts where it
// makes up the line, or where the page's classes say that the line is metadata.
func (r *reader) fromBlock(out []shownDate, b *block.Block, rank int) []shownDate {
	info := date.Line(b.Text, r.when)
	if info.DateBar || len(info.Dates) == 0 {
		return out
	}
	for _, label := range info.Labels {
		if r.plausible(label.Date) {
			out = append(out, shownDate{label.Date, label.Kind, rankLabelled, FromText})
		}
	}
	d := info.Dates[0].Date
	if len(info.Labels) > 0 || b.Kept || d.Precision < date.Day || !r.plausible(d) {
		return out
	}
	classed := r.classed(b.Elem)
	if info.Share < dateShare && !classed && b.Role != block.RoleByline && b.Role != block.RoleDate {
		return out
	}
	if rank == rankAbove && !classed && r.doc != nil {
		return out // a clock in the head of the page
	}
	from := FromText
	if classed {
		from = FromMarkup
		rank = min(rank, rankElement+rank/rankAbove*rankAbove)
	}
	return append(out, shownDate{d, date.NoLabel, rank, from})
}

// classed reports whether an element, or one of the three around it, is classed
// as holding metadata.
func (r *reader) classed(e int32) bool {
	if r.doc == nil {
		return false
	}
	for up := 0; e > 0 && up < 4; e, up = r.doc.Elems[e].Parent, up+1 {
		if r.doc.Elems[e].Cats&(dom.CatMeta|dom.CatAuthor) != 0 || r.doc.Elems[e].Tag == atom.Time {
			return true
		}
	}
	return false
}

// fromElement adds the date of the <time> element e, which stands just before
// block i or in it.
func (r *reader) fromElement(out []shownDate, e int32, i int, where span) []shownDate {
	rank, near := where.placeOf(i)
	if !near || r.doc.Elems[e].Hidden || r.foreign(e, otherCats) {
		return out
	}
	n := r.doc.Elems[e].Node
	d := r.parse(dom.Attr(n, "datetime"))
	if d.IsZero() {
		d = r.parse(elementText(n))
	}
	if d.Precision < date.Day {
		return out
	}
	if rank == rankLine {
		rank = rankElement
	}
	kind := date.NoLabel
	if r.hasProp(e, "dateModified") || hasToken(dom.Attr(n, "class"), "updated") && !hasToken(dom.Attr(n, "class"), "published") {
		kind = date.Modified
	}
	return append(out, shownDate{d, kind, rank, FromMarkup})
}
