package profile

import (
	"cmp"
	"slices"
)

const (
	// sameTemplate is the share of their places in common, of those of the page or
	// template that has fewer, from which a page is of a template.
	sameTemplate = 0.5
	// halfLife is the number of stories of a template after which what was seen
	// before counts half, so that a year of one look is unlearned in days.
	halfLife = 512
	// retold is the share of a page's body, in words, that must be known for the
	// page to be another version of a story.
	retold = 0.5
)

// Learn adds a page. It reports false, and adds nothing, for a page without
// lines and for one that tells a known story: its title is known, or most of its
// body is, as in a version under another title. A paragraph that two versions of
// an article share is its author's, not the site's.
func (p *Profile) Learn(pg Page) bool {
	if len(pg.lines) == 0 || p.knows(pg) {
		return false
	}
	p.clock++
	p.note(pg.story)
	v := p.match(pg)
	if v == nil {
		v = p.newVariant()
	}
	v.learn(pg)
	v.used = p.clock
	p.bound()
	return true
}

// knows reports whether a page tells a story that was learned.
func (p *Profile) knows(pg Page) bool {
	if _, ok := p.known[pg.story]; ok {
		return true
	}
	v := p.match(pg)
	return v != nil && v.retells(pg)
}

// retells reports whether most of a page's body was seen before. Flattened text
// with enough words of its own tells a story of its own: much of what is taken
// for its body may be the site's.
func (v *variant) retells(pg Page) bool {
	all, known := int32(0), int32(0)
	for _, l := range pg.lines {
		if !l.kept {
			continue
		}
		all += l.words
		if _, ok := v.lines[l.key]; ok {
			known += l.words
		}
	}
	if pg.flat && all-known >= ownWords {
		return false
	}
	return float64(known) > retold*float64(all)
}

// note remembers a story. The oldest quarter goes when there are too many.
func (p *Profile) note(story uint32) {
	if p.known == nil {
		p.known = map[uint32]struct{}{}
	}
	if len(p.stories) >= maxStories {
		for _, s := range p.stories[:maxStories/4] {
			delete(p.known, s)
		}
		p.stories = slices.Delete(p.stories, 0, maxStories/4)
	}
	p.known[story] = struct{}{}
	p.stories = append(p.stories, story)
}

// newVariant adds a variant, in place of the one unused for longest if there are
// too many.
func (p *Profile) newVariant() *variant {
	v := &variant{lines: map[uint64]line{}, places: map[uint64]line{}}
	if len(p.variants) < maxVariants {
		p.variants = append(p.variants, v)
		return v
	}
	oldest := 0
	for i, o := range p.variants {
		if o.used < p.variants[oldest].used {
			oldest = i
		}
	}
	p.variants[oldest] = v
	return v
}

// match returns the variant whose template a page has most in common with, nil
// if there is none.
func (p *Profile) match(pg Page) *variant {
	var best *variant
	most := sameTemplate
	for _, v := range p.variants {
		if s := v.alike(pg); s >= most && (best == nil || s > most) {
			best, most = v, s
		}
	}
	return best
}

// alike is the share of places that a page and a variant have in common, of
// those of the one that has fewer. Flattened text has no places, and one
// variant.
func (v *variant) alike(pg Page) float64 {
	core, common := 0, 0
	for _, l := range v.places {
		if l.most(v.clock) {
			core++
		}
	}
	if pg.flat || core == 0 {
		if pg.flat == (core == 0) {
			return 1
		}
		return 0
	}
	for _, s := range pg.places {
		if l, ok := v.places[s.key]; ok && l.most(v.clock) {
			common++
		}
	}
	return float64(common) / float64(max(min(core, len(pg.places)), 1))
}

// learn counts the lines and places of a page.
func (v *variant) learn(pg Page) {
	if v.clock >= halfLife {
		v.halve()
	}
	v.clock++
	for _, l := range pg.lines {
		v.lines[l.key] = v.lines[l.key].again(v.clock)
	}
	for _, s := range pg.places {
		l := v.places[s.key].again(v.clock)
		if s.blocks <= maxSlot {
			l.few++
			if s.likely {
				l.likely++
			}
		}
		v.places[s.key] = l
	}
}

// again is a line that was seen once more; the zero line, for the first time.
func (l line) again(clock uint32) line {
	if l.count == 0 {
		l.first = clock
	}
	l.count++
	l.last = clock
	return l
}

// halve lets the past count half: the clock runs back to half its time.
func (v *variant) halve() {
	v.clock /= 2
	for _, in := range []map[uint64]line{v.lines, v.places} {
		for key, l := range in {
			l.count, l.few, l.likely = l.count/2, l.few/2, l.likely/2
			if l.count == 0 {
				delete(in, key)
				continue
			}
			l.first, l.last = max(l.first/2, 1), max(l.last/2, 1)
			in[key] = l
		}
	}
}

// old is a line that may be forgotten.
type old struct {
	in    map[uint64]line
	key   uint64
	age   uint32 // stories since it was seen
	count uint32
}

// bound forgets lines when there are too many: first those of which there is
// little to know, seen long ago in few stories.
func (p *Profile) bound() {
	n := 0
	for _, v := range p.variants {
		n += len(v.lines) + len(v.places)
	}
	if n <= maxLines {
		return
	}
	all := make([]old, 0, n)
	for _, v := range p.variants {
		for _, in := range []map[uint64]line{v.lines, v.places} {
			for key, l := range in {
				all = append(all, old{in, key, v.clock - l.last + p.clock - v.used, l.count})
			}
		}
	}
	slices.SortFunc(all, func(a, b old) int {
		return cmp.Or(cmp.Compare(b.worth(), a.worth()), cmp.Compare(b.key, a.key))
	})
	for _, o := range all[maxLines*3/4:] {
		delete(o.in, o.key)
	}
}

// worth is larger for what is seen often and was seen lately.
func (o old) worth() float64 { return float64(o.count) / float64(1+o.age) }

// Merge adds what another profile of the same site learned. Stories that both
// learned count twice, so that the two should have seen different pages.
func (p *Profile) Merge(q *Profile) {
	for _, s := range q.stories {
		if _, ok := p.known[s]; !ok {
			p.note(s)
		}
	}
	own := len(p.variants) // those of q are different among themselves
	for _, theirs := range q.variants {
		v := p.likest(theirs, own)
		if v == nil {
			v = p.newVariant()
			own = min(own, len(p.variants))
		}
		v.merge(theirs)
		v.used = max(v.used, p.clock+theirs.used)
	}
	p.clock += q.clock
	p.bound()
}

// likest returns the variant among the first n that has the template of another
// profile's, nil if none has.
func (p *Profile) likest(theirs *variant, n int) *variant {
	pg := Page{flat: len(theirs.places) == 0}
	for key, l := range theirs.places {
		if l.most(theirs.clock) {
			pg.places = append(pg.places, spot{key: key})
		}
	}
	part := Profile{variants: p.variants[:n]}
	return part.match(pg)
}

// merge puts the other's time behind its own.
func (v *variant) merge(o *variant) {
	mergeLines(v.lines, o.lines, v.clock)
	mergeLines(v.places, o.places, v.clock)
	v.clock += o.clock
	for v.clock > 2*halfLife {
		v.halve()
	}
}

func mergeLines(to, from map[uint64]line, clock uint32) {
	for key, l := range from {
		l.first, l.last = l.first+clock, l.last+clock
		if own, ok := to[key]; ok {
			l.count, l.first = l.count+own.count, own.first
			l.few, l.likely = l.few+own.few, l.likely+own.likely
		}
		to[key] = l
	}
}
