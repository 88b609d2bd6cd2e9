package date

// partKind is what a stretch of a line is.
type partKind uint8

const (
	noPart partKind = iota
	datePart
	labelPart
	todayPart
	clockPart
	weekdayPart
	degreePart
	cityPart
	gluePart // a small word that dates have around them
	signPart
	otherPart
)

// part is the tokens [from, to) of a line and what they are.
type part struct {
	kind     partKind
	from, to int
	n        int // index of hits for a datePart, of clocks for a clockPart; a value of labelClass
}

// lineParts is a line cut into parts, in order and without gaps. A run of other
// words is one part.
type lineParts struct {
	parts   []part
	hits    []hit
	clocks  []clock
	others  int  // words that belong to no date
	spoiled bool // an impossible date or clock stands in it
	ranged  bool // a range of days
}

// maxOthers is how many other words a line may have: with more it is prose.
const maxOthers = 30

// line cuts the text into parts. It gives up, with no parts, on prose.
func (s *scanner) line() *lineParts {
	l := &lineParts{parts: make([]part, 0, 8)}
	for i := 0; s.at(i).kind != endToken; {
		p := s.part(i, l)
		i = p.to
		if p.kind == datePart {
			p = s.merge(l, p)
		}
		if p.kind == otherPart {
			if l.others++; l.others > maxOthers {
				return &lineParts{}
			}
			if n := len(l.parts); n > 0 && l.parts[n-1].kind == otherPart {
				l.parts[n-1].to = p.to
				continue
			}
		}
		l.parts = append(l.parts, p)
	}
	return l
}

// merge joins the date part p to the one before it when both name one day, and
// notes ranges.
func (s *scanner) merge(l *lineParts, p part) part {
	h := l.hits[p.n]
	l.spoiled = l.spoiled || h.v == bad
	if _, ok := s.rangeStart(h, 0); ok {
		l.ranged = true
	}
	at := len(l.parts) - 1
	for at >= 0 && (l.parts[at].kind == signPart || l.parts[at].kind == gluePart) {
		at--
	}
	if at < 0 || l.parts[at].kind != datePart {
		return p
	}
	last := l.parts[at]
	before := l.hits[last.n]
	if s.paired(before, h) {
		l.parts = l.parts[:at]
		l.hits[p.n] = s.join(before, h)
		p.from = last.from
		return p
	}
	if before.v == full && h.v == full && s.joinsRange(last.to, p.from) && before.date.Time.Before(h.date.Time) {
		l.ranged = true
	}
	return p
}

// joinsRange reports whether the tokens [i, j) are a dash or a word such as «إلى».
func (s *scanner) joinsRange(i, j int) bool {
	if j == i+1 && s.sign(i, '-') {
		return true
	}
	k, ok := s.is(i, rangeClass)
	return ok && k == j
}

// part reads the part that starts at token i.
func (s *scanner) part(i int, l *lineParts) part {
	p := part{from: i, to: i + 1, kind: otherPart}
	if s.at(i).kind == wordToken && s.entryOf(i) == nil {
		return p
	}
	if m, k, ok := s.look(i, labelClass); ok && m.value == visitLabel {
		if h, ok := s.match(i); ok && (!h.word || s.at(k).kind == endToken) {
			return l.dated(h)
		}
		p.kind, p.to = todayPart, k
		return p
	} else if ok {
		p.kind, p.to, p.n = labelPart, k, m.value
		return p
	}
	if k, ok := s.degreeAt(i); ok {
		p.kind, p.to = degreePart, k
		return p
	}
	if h, ok := s.match(i); ok {
		return l.dated(h)
	}
	if t, k, v := s.clockAt(i, false); v == full {
		p.kind, p.to, p.n = clockPart, k, len(l.clocks)
		l.clocks = append(l.clocks, t)
		return p
	}
	return s.wordPart(p)
}

// dated makes a part of a hit.
func (l *lineParts) dated(h hit) part {
	l.hits = append(l.hits, h)
	return part{kind: datePart, from: h.from, to: h.to, n: len(l.hits) - 1}
}

// wordPart tells the words that carry no date themselves.
func (s *scanner) wordPart(p part) part {
	kinds := [...]struct {
		class class
		kind  partKind
	}{
		{weekdayClass, weekdayPart}, {cityClass, cityPart}, {beforeClass, gluePart}, {fillerClass, gluePart},
		{clockClass, gluePart}, {oclockClass, gluePart}, {eraClass, gluePart}, {ampmClass, gluePart}, {zoneClass, gluePart},
	}
	for _, c := range kinds {
		if k, ok := s.is(p.from, c.class); ok {
			p.kind, p.to = c.kind, k
			return p
		}
	}
	if s.at(p.from).kind == punctToken {
		p.kind = signPart
	}
	return p
}

// maxHeat bounds a temperature in degrees, Fahrenheit included.
const maxHeat = 130

// degreeAt reads 24°, «24 درجة», and °24 as right-to-left pages print it.
func (s *scanner) degreeAt(i int) (next int, ok bool) {
	if n, ok := s.number(i, 1, 3); ok && n <= maxHeat && !s.badLeft(i) {
		return s.is(i+1, degreeClass)
	}
	if k, ok := s.is(i, degreeClass); ok && s.at(i).kind == punctToken {
		if n, ok := s.number(k, 1, 3); ok && n <= maxHeat && s.glued(k) {
			return k + 1, true
		}
	}
	return i, false
}

// besideDate reports whether the part next to part i, a few signs and small
// words aside, is of a date.
func (l *lineParts) besideDate(i int) bool {
	for _, step := range [...]int{-1, 1} {
		for j := i + step; j >= 0 && j < len(l.parts) && max(i-j, j-i) <= maxGap; j += step {
			switch l.parts[j].kind {
			case signPart, gluePart:
				continue
			case datePart, clockPart, weekdayPart, labelPart:
				return true
			}
			break
		}
	}
	return false
}

// whole reports whether the line holds nothing but dates and what belongs to
// them.
func (l *lineParts) whole() bool { return l.others == 0 && len(l.parts) > 0 }
