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
	hit      hit       // of a datePart
	clock    clock     // of a clockPart
	label    LabelKind // of a labelPart
}

// lineParts is a line cut into parts, in order and without gaps.
type lineParts struct {
	parts   []part
	spoiled bool // an impossible date or clock stands in it
	ranged  bool // a range of days
}

// line cuts the whole text into parts.
func (s *scanner) line() lineParts {
	var l lineParts
	for i := 0; s.at(i).kind != endToken; {
		p := s.part(i)
		if p.kind == datePart {
			p = s.merge(&l, p)
		}
		l.parts = append(l.parts, p)
		i = p.to
	}
	return l
}

// merge joins the date part p to the one before it when both name one day, and
// notes ranges.
func (s *scanner) merge(l *lineParts, p part) part {
	l.spoiled = l.spoiled || p.hit.v == bad
	if _, ok := s.rangeStart(p.hit, 0); ok {
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
	if s.paired(last.hit, p.hit) {
		l.parts = l.parts[:at]
		h := s.join(last.hit, p.hit)
		return part{kind: datePart, from: last.from, to: p.to, hit: h}
	}
	if last.hit.v == full && p.hit.v == full && s.joinsRange(last.to, p.from) && last.hit.date.Time.Before(p.hit.date.Time) {
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
func (s *scanner) part(i int) part {
	p := part{from: i, to: i + 1, kind: otherPart}
	if m, k, ok := s.look(i, labelClass); ok && m.value == visitLabel {
		p.kind, p.to = todayPart, k
		if h, ok := s.match(i); ok && !h.word {
			p.kind, p.to, p.hit = datePart, h.to, h
		} else if ok && s.at(k).kind == endToken {
			p.kind, p.to, p.hit = datePart, h.to, h
		}
		return p
	} else if ok {
		p.kind, p.to, p.label = labelPart, k, LabelKind(m.value)
		return p
	}
	if k, ok := s.degreeAt(i); ok {
		p.kind, p.to = degreePart, k
		return p
	}
	if h, ok := s.match(i); ok {
		p.kind, p.to, p.hit = datePart, h.to, h
		return p
	}
	if t, k, v := s.clockAt(i, false); v == full {
		p.kind, p.to, p.clock = clockPart, k, t
		return p
	}
	return s.wordPart(p)
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

// besideDate reports whether the part next to part i, signs aside, is of a date.
func (l lineParts) besideDate(i int) bool {
	for _, step := range [...]int{-1, 1} {
		for j := i + step; j >= 0 && j < len(l.parts); j += step {
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
// them; parts of kind spare do not count.
func (l lineParts) whole(spare partKind) bool {
	for _, p := range l.parts {
		if p.kind == otherPart && p.kind != spare {
			return false
		}
	}
	return true
}
