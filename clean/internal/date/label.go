package date

// labelReach is how many words may stand between a label and its date, as in
// "Published by Jane Doe on 5 May 2020".
const labelReach = 6

// claim is a label with the date it speaks of.
type claim struct {
	label  part
	kind   LabelKind
	dated  int   // index of parts, -1 when no date is near
	clock  clock // of a label that is followed by a clock alone
	hasOwn bool  // clock is set
}

// claims pairs the labels of a line with dates: the next one, else the one just
// before. «04 آب 2013، آخر تحديث 02:21» gives the label the day before it with
// the clock after it.
func (l *lineParts) claims() []claim {
	var out []claim
	for i, p := range l.parts {
		if p.kind != labelPart {
			continue
		}
		c := claim{label: p, kind: LabelKind(p.n)}
		reach := labelReach
		if p.n == plainLabel {
			c.kind, reach = Published, 0
		}
		if c.dated = l.dateAfter(i, reach); c.dated < 0 {
			c.dated = l.dateBefore(i)
			c.clock, c.hasOwn = l.clockAfter(i)
		}
		out = append(out, c)
	}
	return out
}

// labels lists the claims. A label without a date counts only on a line of
// nothing else; a date has one label, unless the second has a clock of its own.
func (s *scanner) labels(l *lineParts) []Label {
	var out []Label
	taken := -1
	for _, c := range l.claims() {
		label := Label{Kind: c.kind, Text: s.text(c.label.from, c.label.to)}
		switch {
		case c.dated >= 0 && c.hasOwn:
			label.Date = l.hits[l.parts[c.dated].n].date
			if label.Date.Precision >= Day {
				label.Date = label.Date.at(c.clock)
			}
		case c.dated > taken:
			taken = c.dated
			label.Date = l.hits[l.parts[c.dated].n].date
		case !l.whole():
			continue
		}
		out = append(out, label)
	}
	return out
}

// dateAfter is the index of the date that a label at part i announces past at
// most reach other words, or -1.
func (l *lineParts) dateAfter(i, reach int) int {
	for j := i + 1; j < len(l.parts); j++ {
		switch p := l.parts[j]; p.kind {
		case datePart:
			if l.hits[p.n].v > mute {
				return j
			}
		case labelPart:
			return -1
		case otherPart:
			if reach -= p.to - p.from; reach < 0 {
				return -1
			}
		}
	}
	return -1
}

// dateBefore is the index of the date that a label at part i follows, or -1.
func (l *lineParts) dateBefore(i int) int {
	for j := i - 1; j >= 0; j-- {
		switch p := l.parts[j]; p.kind {
		case datePart:
			if l.hits[p.n].v > mute {
				return j
			}
			return -1
		case labelPart, otherPart:
			return -1
		}
	}
	return -1
}

// clockAfter is the clock that touches a label at part i.
func (l *lineParts) clockAfter(i int) (clock, bool) {
	for j := i + 1; j < len(l.parts); j++ {
		switch p := l.parts[j]; p.kind {
		case clockPart:
			return l.clocks[p.n], true
		case signPart, gluePart:
		default:
			return clock{}, false
		}
	}
	return clock{}, false
}

// best is the date the line is about: one labelled published, else the first
// without a label, else the first; Gregorian before other calendars, and what
// needs the line to itself last.
func (l *lineParts) best() (hit, bool) {
	claimed := map[int]LabelKind{}
	for _, c := range l.claims() {
		if _, dup := claimed[c.dated]; !dup && !c.hasOwn {
			claimed[c.dated] = c.kind
		}
	}
	var best hit
	rank := -1
	for i, p := range l.parts {
		if p.kind != datePart {
			continue
		}
		h := l.hits[p.n]
		if h.v < weak || (h.v == weak && !l.whole()) {
			continue
		}
		if r := h.rank(claimed[i]); r > rank {
			best, rank = h, r
		}
	}
	return best, rank >= 0
}

// rank orders the dates of one line.
func (h hit) rank(label LabelKind) int {
	r := 0
	if h.v == full {
		r += 32
	}
	switch label {
	case Published:
		r += 16
	case NoLabel:
		r += 8
	}
	if h.date.Calendar == Gregorian {
		r += 4
		if h.marked {
			r += 2
		}
	}
	if h.date.Precision >= Day {
		r++
	}
	return r
}

// loneClock is the one clock on the line, when no label owns it.
func (l *lineParts) loneClock() (clock, bool) {
	for _, c := range l.claims() {
		if c.hasOwn {
			return clock{}, false
		}
	}
	var t clock
	n := 0
	for _, p := range l.parts {
		switch {
		case p.kind == clockPart:
			t = l.clocks[p.n]
			n++
		case p.kind == datePart && l.hits[p.n].hasClock:
			t = l.hits[p.n].clock
			n++
		}
	}
	return t, n == 1
}
