package date

// labelReach is how many words may stand between a label and its date, as in
// "Published by Jane Doe on 5 May 2020".
const labelReach = 6

// labels gives each label the date it speaks of: the next one, else the one just
// before. A label without a date counts only on a line of nothing else.
func (s *scanner) labels(l *lineParts) []Label {
	var out []Label
	taken := -1
	for i, p := range l.parts {
		if p.kind != labelPart {
			continue
		}
		at := l.dateAfter(i)
		if at < 0 {
			at = l.dateBefore(i)
		}
		label := Label{Kind: LabelKind(p.n), Text: s.text(p.from, p.to)}
		if at > taken {
			taken = at
			label.Date = l.hits[l.parts[at].n].date
		} else if !l.whole() {
			continue
		}
		out = append(out, label)
	}
	return out
}

// dateAfter is the index of the date that a label at part i announces, or -1.
func (l *lineParts) dateAfter(i int) int {
	others := 0
	for j := i + 1; j < len(l.parts); j++ {
		switch p := l.parts[j]; p.kind {
		case datePart:
			if l.hits[p.n].v > mute {
				return j
			}
		case labelPart:
			return -1
		case otherPart:
			if others += p.to - p.from; others > labelReach {
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

// best is the date the line is about: one labelled published, else the first
// without a label, else the first; Gregorian before other calendars, and what
// needs the line to itself last.
func (l *lineParts) best() (hit, bool) {
	var best hit
	rank := -1
	claimed := map[int]LabelKind{}
	for i, p := range l.parts {
		if p.kind != labelPart {
			continue
		}
		at := l.dateAfter(i)
		if at < 0 {
			at = l.dateBefore(i)
		}
		if _, dup := claimed[at]; !dup {
			claimed[at] = LabelKind(p.n)
		}
	}
	whole := l.whole()
	for i, p := range l.parts {
		if p.kind != datePart {
			continue
		}
		h := l.hits[p.n]
		if h.v < weak || (h.v == weak && !whole) {
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

// loneClock is the one clock that stands apart from any date on the line.
func (l *lineParts) loneClock() (clock, bool) {
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
