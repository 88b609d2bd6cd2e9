package profile

import (
	"cmp"
	"slices"

	"matn/clean/block"
)

// Limits for slots: places that hold a few blocks a story, others each time, such
// as the summary and the date that a template puts under its headlines. The
// stories vote on what the model cannot tell from one of them.
const (
	// maxSlot is the number of blocks that a story may have there: text has more.
	maxSlot = 3
	// minSlot is the number of other stories that must have so few.
	minSlot = 2
	// slotShare is the share of the stories with the place that must have so few.
	slotShare = 0.8
	// opening is the number of words of its own that a text may have before a slot:
	// further down, the place of a note or of an answer is a part of the text.
	opening = 20
	// slotText is the share of the stories, this one among them, that may have text
	// there: five of six. Where a site's editors mean the slot as text, all have.
	slotText = 0.84
)

// leaveSlot takes a block out of the body if it stands in a slot without text.
func (m *marker) leaveSlot(b *block.Block) bool {
	without, of := m.slot(b)
	if of == 0 {
		return false
	}
	b.Kept, b.Role = false, block.RoleUnlikely
	b.Reason = block.Reason{Stage: block.Profile, Detail: detailSlot, Count: without, Of: of}
	return true
}

// slot tells of a kept block that stands where too few stories have text how many
// have none there, of how many; 0, 0 for any other block.
func (m *marker) slot(b *block.Block) (without, of int32) {
	switch {
	case b.Place == 0 || b.P >= maxSure || b.Words < minWords:
		return 0, 0
	case b.Kind != block.Paragraph && b.Kind != block.ListItem:
		return 0, 0 // a heading has few words to be judged by, code and tables are whole, quotations an author's
	}
	here, ok := slices.BinarySearchFunc(m.page.places, b.Place, func(s spot, key uint64) int { return cmp.Compare(s.key, key) })
	if !ok || m.page.places[here].blocks > maxSlot {
		return 0, 0
	}
	v := m.profile.match(m.page)
	if v == nil {
		return 0, 0
	}
	l, ok := v.places[b.Place]
	if !ok || float64(l.few) < slotShare*float64(l.count) || v.clock-l.last >= stale {
		return 0, 0
	}
	votes, likely := int32(l.few), int32(l.likely)
	if m.own == 0 {
		votes, likely = votes+1, likely+1 // its own: nobody else would have kept it
	}
	if votes <= minSlot || float64(likely) > slotText*float64(votes) || m.given(b) {
		return 0, 0
	}
	return votes - likely, votes
}
