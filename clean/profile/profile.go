// Package profile is what matn remembers of one site: which lines its pages
// share. A line that stands at the same place of many stories belongs to the
// site, whatever it looks like. So does what stands above the text where most
// stories have no text.
//
//	[]block.Block -> See -> Page -> Profile.Learn        after a page was cleaned
//	                   Profile.Mark -> []block.Block     when the next one is
//
// A Profile is learned from a stream of pages in bounded memory, and two of them
// can be merged. Learn and Merge change it; all else only reads, so that one
// Profile may serve many goroutines as long as none of them learns.
package profile

// Bounds of what a Profile holds. A file takes 10 to 14 bytes a line and 4 a story,
// so that it stays well below 1 MB.
const (
	// maxLines is the number of lines remembered, of all variants together. A page
	// of news has 100 to 250, most of which never come again.
	maxLines = 1 << 15
	// maxVariants is the number of page templates told apart.
	maxVariants = 8
	// maxStories is the number of stories that are known again.
	maxStories = 1 << 14
)

// Profile is what the pages of one site share. The zero value has seen no page.
type Profile struct {
	variants []*variant
	stories  []uint32 // hashes of the stories learned, the oldest first
	known    map[uint32]struct{}
	clock    uint32 // stories learned in all
}

// variant is what the pages of one template share: news, video and AMP pages of
// a site know nothing of each other.
type variant struct {
	lines, places map[uint64]line
	clock         uint32 // stories learned; the past counts half again and again, see halve
	used          uint32 // clock of the Profile at the last of them
}

// line is how often a line, or a place, was seen, by its variant's clock.
type line struct {
	count       uint32 // stories that have it, at least 1
	first, last uint32 // at the first and the last of them; 1 <= first <= last <= clock

	// Of a place: how many of the stories had few blocks there, and how many of these
	// a block that was likely text. likely <= few <= count; 0 for a line.
	few, likely uint32
}

// of is the number of stories that might have the line: those since it was first
// seen, so that a new line of the site is known as soon as an old one.
func (l line) of(clock uint32) uint32 { return clock - l.first + 1 }

// most reports whether at least half the stories since its first have a line.
func (l line) most(clock uint32) bool { return 2*l.count >= l.of(clock) }

// Stories is the number of different stories learned.
func (p *Profile) Stories() int { return int(p.clock) }

// Lines is the number of lines that most stories of their template have, once
// two were learned.
func (p *Profile) Lines() int {
	n := 0
	for _, v := range p.variants {
		for _, l := range v.lines {
			if l.count > 1 && l.most(v.clock) {
				n++
			}
		}
	}
	return n
}

// agreed is the number of stories from which a template tells what a site usually
// looks like.
const agreed = 5

// Agreement is how much a page looks like most pages of the site: the share of
// places that it has in common with the template of which the most stories were
// learned, 0 to 1. After a redesign it is near 0, until most stories that are
// remembered have the new look. It is false for flattened text, and where too few
// stories were learned.
func (p *Profile) Agreement(pg Page) (float64, bool) {
	var most *variant
	for _, v := range p.variants {
		if most == nil || v.clock > most.clock {
			most = v
		}
	}
	if pg.flat || most == nil || most.clock < agreed || len(most.places) == 0 {
		return 0, false
	}
	return most.alike(pg), true
}

// Templates is the number of page templates told apart.
func (p *Profile) Templates() int { return len(p.variants) }
