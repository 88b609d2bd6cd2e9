package label

import (
	"strings"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/date"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

const (
	// dateShare is the share of a line that is a date when the line is one.
	dateShare = 0.6
	// maxField is the number of words that a line of metadata has at most.
	maxField = 20
	// maxByline is the number of words that a byline without a label has.
	maxByline = 12
	// near is how far from the headline or the ends of the body, in blocks,
	// metadata is looked for.
	near = 8
)

// findFields finds the short lines that hold metadata: captions, dates,
// bylines, datelines, sources, tags. Inside the body only what is certain
// counts; beside it, weaker signs do.
func (p *page) findFields() {
	first, last := p.body()
	lead := p.lead(first)
	p.doubledCaptions(first)
	p.noneBefore = max(first, 0)
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Role != block.Unknown || b.Virtual {
			continue
		}
		if r, why := p.caption(b); why != "" {
			strip(b, r, block.Structure, why)
			continue
		}
		if b.Words > maxField {
			continue
		}
		edge := i <= first+near || i >= last-1
		if b.Kept {
			edge = i <= first+1 || i >= last-1
		}
		if b.Kept && i <= lead && b.Words == 0 {
			strip(b, block.RoleUnlikely, block.Structure, "marks between fields")
			continue
		}
		if b.Kept && !edge && i <= lead {
			if r, why := p.dateLine(i, b, true); r != block.Unknown {
				strip(b, r, block.Lexicon, why)
				continue
			}
		}
		if r, s, why := p.field(i, b, edge); r != block.Unknown {
			strip(b, r, s, why)
		}
	}
}

// lead is the last of the lines at the beginning of the body that are no prose
// yet, a paragraph or a list: dates that the scorer let in stand among them.
func (p *page) lead(first int) int {
	i := max(first, 0)
	for i < len(p.Blocks) && i < first+near && !p.isProse(i) {
		i++
	}
	return i - 1
}

// trail is the first of the lines at the end of the body that are no prose any
// more.
func (p *page) trail(last int) int {
	i := last
	for i >= 0 && i > last-near && !p.isProse(i) {
		i--
	}
	return i + 1
}

// isProse reports whether a block is kept and no short line without a full stop.
func (p *page) isProse(i int) bool {
	b := &p.Blocks[i]
	return b.Kept && (b.Words >= maxByline || b.Kind != block.Paragraph || endsSentence(b.Text))
}

// caption tells the captions of pictures by their markup, and by the head's
// own words for its picture.
func (p *page) caption(b *block.Block) (block.Role, string) {
	if b.Kind == block.Caption {
		return block.RoleCaption, "in a caption element"
	}
	if b.Kept || b.Words > 60 || p.flat() {
		return block.Unknown, ""
	}
	for _, c := range p.in.Hints.Captions {
		if c == b.Text {
			return block.RoleCaption, "caption of the page's image"
		}
	}
	if p.cats(b, 2)&dom.CatCaption != 0 && density(b) < linky {
		return block.RoleCaption, "class names of a caption"
	}
	return block.Unknown, ""
}

// doubledCaptions finds a line that stands twice in a row above the body of
// flattened text: the text of an image and its caption.
func (p *page) doubledCaptions(first int) {
	if !p.flat() {
		return
	}
	for i := 0; i+1 < len(p.Blocks) && i < first+near; i++ {
		a, b := &p.Blocks[i], &p.Blocks[i+1]
		if a.Role != block.Unknown || b.Role != block.Unknown || a.Text != b.Text || a.Words > maxTitle {
			continue
		}
		strip(a, block.RoleCaption, block.Structure, "stands twice in a row")
		strip(b, block.RoleCaption, block.Structure, "stands twice in a row")
	}
}

// field tells a short line of metadata by its words, then by its class names.
func (p *page) field(i int, b *block.Block, edge bool) (block.Role, block.Stage, string) {
	if r, why := p.dateLine(i, b, edge); r != block.Unknown {
		return r, block.Lexicon, why
	}
	if edge || !b.Kept {
		if _, ok := lexicon.Source(b.Text); ok {
			return block.RoleSource, block.Lexicon, "names its source"
		}
		if b.Words <= maxByline && (b.Kept || p.flat() || !p.inFooter(b)) {
			if _, ok := lexicon.Byline(b.Text); ok {
				return block.RoleByline, block.Lexicon, "names its author"
			}
		}
	}
	if r, why := p.filing(i, b, edge); r != block.Unknown {
		return r, block.Lexicon, why
	}
	if b.Kept && edge && p.aboveDate(i) {
		return block.RoleByline, block.Structure, "between the headline and the date"
	}
	if p.namesAuthor(b, edge) {
		return block.RoleByline, block.Structure, "the author's name"
	}
	if b.Kept {
		return block.Unknown, 0, ""
	}
	return p.fieldByClass(b)
}

// filing tells a line below the headline that says where, by whom and for whom a
// report was filed, and nothing else.
func (p *page) filing(i int, b *block.Block, edge bool) (block.Role, string) {
	if i <= p.title || b.Kept && !edge {
		return block.Unknown, ""
	}
	if _, rest, ok := lexicon.Dateline(b.Text); ok && rest == len(b.Text) {
		return block.RoleDateline, "a place and an agency"
	}
	if !edge || p.title < 0 {
		return block.Unknown, ""
	}
	if _, ok := lexicon.Reporter(b.Text); ok {
		return block.RoleByline, "a reporter and an agency"
	}
	if _, ok := lexicon.Credit(b.Text); ok {
		return block.RoleSource, "a paper and its agencies"
	}
	return block.Unknown, ""
}

// maxWriter is the most words of a name without a label.
const maxWriter = 4

// aboveDate reports whether a line of a name's length stands right below the
// headline, and the date right below it.
func (p *page) aboveDate(i int) bool {
	b := &p.Blocks[i]
	if p.title < 0 || i != p.title+1 || i+1 >= len(p.Blocks) || b.Words < 2 || b.Words > maxWriter || b.Kind != block.Paragraph || hasDigit(b.Text) || endsSentence(b.Text) {
		return false
	}
	info := date.Line(p.Blocks[i+1].Text, p.in.Date)
	return (len(info.Dates) > 0 || info.Relative) && info.Share >= dateShare
}

// namesAuthor reports whether a short line holds the name of the author that
// the page's head knows; in the body, whether it holds nothing else.
func (p *page) namesAuthor(b *block.Block, edge bool) bool {
	if b.Words > maxByline {
		return false
	}
	for _, a := range p.in.Hints.Authors {
		if a != "" && strings.Contains(b.Text, a) && (!b.Kept || edge && len(b.Text) < len(a)+maxClock) {
			return true
		}
	}
	return false
}

func (p *page) fieldByClass(b *block.Block) (block.Role, block.Stage, string) {
	switch c := p.cats(b, 3); {
	case p.flat():
	case c&dom.CatTags != 0 && (b.Words <= maxTag || b.Links > 1 || density(b) <= linky):
		return block.RoleTags, block.Structure, "class names of tags"
	case c&dom.CatChrome == 0 && c&dom.CatAuthor != 0 && c&dom.CatComment == 0:
		return block.RoleByline, block.Structure, "class names of a byline"
	}
	return block.Unknown, 0, ""
}

// maxClock is the length, in bytes, of a line that may be a clock alone.
const maxClock = 16

// dateLine tells lines that are dates, and the date bars of sites.
func (p *page) dateLine(i int, b *block.Block, edge bool) (block.Role, string) {
	if !hasDigit(b.Text) && b.Words > 5 || b.Kept && !edge && len(b.Text) > maxClock {
		return block.Unknown, ""
	}
	info := date.Line(b.Text, p.in.Date)
	switch {
	case b.Kept && info.HasClock && info.Share > .99 && len(info.Dates) == 0 && p.headsEntry(i):
		return block.RoleDate, "a clock"
	case b.Kept && !edge:
	case info.DateBar && !p.published(i, info):
		return block.RoleDateBar, "the day of the visit"
	case info.Relative && len(info.Dates) == 0 && info.Share > .99:
		return block.RoleDate, "a date that counts from the visit"
	case len(info.Labels) > 0 && info.Share >= dateShare:
		return block.RoleDate, "a labelled date"
	case len(info.Dates) > 0 && info.Share >= dateShare:
		if len(info.Labels) == 0 && !b.Kept && p.inHeader(i, info.Dates[0].Date) {
			return block.RoleDateBar, "a date in the head of the page"
		}
		return block.RoleDate, "a date"
	case !b.Kept && info.HasClock && p.cats(b, 1)&dom.CatMeta != 0:
		return block.RoleDate, "class names of a date"
	}
	return block.Unknown, ""
}

// published reports whether a line that looks like a date bar is the article's
// date: it stands between the headline and the body, and tells neither the
// weather nor that it is of today. Papers with two calendars date articles so,
// and those that name the city whose clock they mean.
func (p *page) published(i int, info date.LineInfo) bool {
	return p.title >= 0 && i > p.title && i <= p.title+beside && i <= p.firstKept() && !info.HasTemperature && !info.HasToday
}

// minEntry is the number of words from which a paragraph below a clock is an
// entry of a live report.
const minEntry = 8

func (p *page) headsEntry(i int) bool {
	for k := i + 1; k < len(p.Blocks) && k <= i+2; k++ {
		if p.Blocks[k].Kept && p.Blocks[k].Words >= minEntry {
			return true
		}
	}
	return false
}

// beside is how many blocks from the headline the article's own date may stand.
const beside = 3

// inHeader reports whether a day stands in the head of the page, far above the
// headline or in an element of the site's: there it is the day of the visit.
func (p *page) inHeader(i int, d date.Date) bool {
	if p.flat() || d.Precision < date.Day || d.Relative {
		return false
	}
	top := p.title
	if top < 0 {
		top = p.firstKept()
	}
	if i >= top {
		return false
	}
	b := &p.Blocks[i]
	for e := b.Elem; e >= 0 && !p.wraps(e); e = p.Elems[e].Parent {
		c := p.Elems[e].Cats
		if p.Elems[e].Tag == atom.Header || p.Elems[e].Tag == atom.Nav || c&dom.CatNav != 0 || c&dom.CatHead != 0 && c&dom.CatMeta == 0 {
			return true
		}
	}
	return top-i > beside
}

// firstKept is the index of the first block kept, -1 if none is. While fields are
// found blocks are stripped only, so that it goes on from where it was.
func (p *page) firstKept() int {
	for p.noneBefore < len(p.Blocks) && !p.Blocks[p.noneBefore].Kept {
		p.noneBefore++
	}
	if p.noneBefore == len(p.Blocks) {
		return -1
	}
	return p.noneBefore
}

// hasDigit reports whether a text has a digit: ASCII, Arabic-Indic or Persian.
func hasDigit(s string) bool {
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= '٠' && r <= '٩' || r >= '۰' && r <= '۹' {
			return true
		}
	}
	return false
}

// summary reports whether class names say that a block sums the article up.
func (p *page) summary(b *block.Block) bool { return p.cats(b, 2)&dom.CatSummary != 0 }
