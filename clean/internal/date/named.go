package date

import "time"

// reading is a day read from tokens, with how far it may be trusted.
type reading struct {
	date   Date
	marked bool // the year says whose it is
	hijri  bool // Hijri material, whether or not it gave a date
	v      verdict
}

// monthAt reads a month name, or two of one month («مارس/ آذار», "أيار (مايو)").
// Two names of different months are month 0, which no day is valid in.
func (s *scanner) monthAt(i int) (m sense, next int, ok bool) {
	m, j, ok := s.look(i, monthClass)
	if !ok {
		return sense{}, i, false
	}
	if s.sign(j, '.') && s.glued(j) {
		j++
	}
	k := j
	if s.sign(k, '(') || s.sign(k, '/') || s.sign(k, '-') || s.sign(k, '|') {
		k++
	}
	bare := k == j // «شباط فبراير»: names side by side are of one month, or not of one date
	twin, k, found := s.look(k, monthClass)
	same := twin.value == m.value && twin.calendar == m.calendar
	if !found && s.sign(j, '/') {
		return m, s.misspelt(j), true
	}
	if !found || bare && !same {
		return m, j, true
	}
	if !same {
		m.value = 0
	}
	m.weak = m.weak && twin.weak
	if s.sign(k, ')') {
		k++
	}
	return m, k, true
}

// misspelt is the token after the second name of a month at the slash at token j
// that nobody knows, where a year follows: «تشرين1/أكتوير 2017». It is j elsewhere.
func (s *scanner) misspelt(j int) int {
	if s.at(j+1).kind == wordToken && s.at(j+2).kind == numberToken && s.at(j+2).digits == 4 {
		return j + 2
	}
	return j
}

// yearOf is a year as written.
type yearOf struct {
	value  int
	era    int
	short  bool // two digits
	joined bool // a sign ties a short year to the month, so it is no hour or count
}

// yearAt reads a year after a month, past the signs and fillers between them.
func (s *scanner) yearAt(i int) (y yearOf, next int, ok bool) {
	j := i
	tied := false
	for range 3 {
		t := s.at(j)
		if k, filler := s.is(j, fillerClass); filler {
			j = k
			continue
		}
		if t.kind != punctToken {
			break
		}
		switch t.sign {
		case '-', '/', '\'':
			tied = true
		case '.', ',':
		default:
			return yearOf{}, i, false
		}
		j++
	}
	return s.bareYear(j, tied)
}

// bareYear reads a year at token j itself and the era after it.
func (s *scanner) bareYear(j int, tied bool) (y yearOf, next int, ok bool) {
	t := s.at(j)
	if t.kind != numberToken || (t.digits != 4 && t.digits != 2) || s.splitAfter(j) {
		return yearOf{}, j, false
	}
	y = yearOf{value: t.value, short: t.digits == 2, joined: tied}
	next = j + 1
	if _, hour := s.is(next, hourClass); hour && y.short {
		return yearOf{}, j, false
	}
	if m, k, found := s.look(next, eraClass); found {
		y.era, next = m.value, k
	}
	return y, next, true
}

// dayMonth reads «17 مارس/ آذار 2020», "5. Mai 2020", "3rd of May, 2020", and a
// day and month without a year.
func (s *scanner) dayMonth(i, weekday int) (reading, int) {
	d, ok := s.number(i, 1, 2)
	if !ok || s.badLeft(i) {
		return reading{}, i
	}
	j := i + 1
	if k, ok := s.is(j, ordinalClass); ok && s.glued(j) {
		j = k
	}
	for range 3 {
		if k, ok := s.is(j, fillerClass); ok {
			j = k
			continue
		}
		if !(s.sign(j, '.') || s.sign(j, '-') || s.sign(j, '/')) {
			break
		}
		j++
	}
	m, j, ok := s.monthAt(j)
	if !ok {
		return reading{}, i
	}
	return s.dayOf(m, d, j, weekday)
}

// maxDay is the last day that a month has.
const maxDay = 31

// monthDay reads "May 5, 2020", «مارس 20 2020», and "May 2020".
func (s *scanner) monthDay(i, weekday int) (reading, int) {
	m, j, ok := s.monthAt(i)
	if !ok {
		return reading{}, i
	}
	k := j
	if s.sign(k, '-') || s.sign(k, '.') {
		k++
	}
	if f, ok := s.is(k, fillerClass); ok {
		k = f
	}
	if d, ok := s.number(k, 1, 2); ok && !s.splitAfter(k) {
		k++
		if o, ok := s.is(k, ordinalClass); ok && s.glued(k) {
			k = o
		}
		if end, ok := s.number(k+1, 1, 2); ok && s.sign(k, '-') && !s.sign(j, '-') && d < end && end <= maxDay {
			return reading{v: mute}, k // "March 12-18, 2026": days, not the year 2018
		}
		if y, _, ok := s.yearAt(k); ok && !y.short || d <= maxDay {
			return s.dayOf(m, d, k, weekday)
		}
		return reading{}, i
	}
	y, k, ok := s.yearAt(j)
	if !ok || y.short {
		return reading{}, i
	}
	return monthOf(m, y), k
}

// monthOf is a month of a year. A Hijri or Jalali month spans two Gregorian
// ones, so it gives no date.
func monthOf(m sense, y yearOf) reading {
	if m.calendar != Gregorian {
		return reading{v: mute, hijri: m.calendar == Hijri}
	}
	d, ok := build(civil{y.value, m.value, 1}, Month)
	if !ok {
		return reading{v: bad}
	}
	return reading{date: d, v: full, marked: y.era == adEra}
}

// yearMonth reads "2020. január 5.", "2020-May-05", «2020 مارس 5».
func (s *scanner) yearMonth(i int) (reading, int) {
	if s.badLeft(i) {
		return reading{}, i
	}
	y, j, ok := s.bareYear(i, true)
	if !ok || y.short {
		return reading{}, i
	}
	if s.sign(j, '.') || s.sign(j, '-') || s.sign(j, '/') || s.sign(j, ',') {
		j++
	}
	if k, ok := s.is(j, fillerClass); ok {
		j = k
	}
	m, j, ok := s.monthAt(j)
	if !ok {
		return reading{}, i
	}
	if s.sign(j, '-') || s.sign(j, '/') {
		j++
	}
	d, ok := s.number(j, 1, 2)
	if !ok || s.splitAfter(j) {
		return reading{}, i
	}
	return fixed(m, civil{y.value, m.value, d}, y.era), j + 1
}

// dayOf joins a day and month with the year that follows at token j, if any.
func (s *scanner) dayOf(m sense, day, j, weekday int) (reading, int) {
	y, k, ok := s.yearAt(j)
	if !ok && s.sign(j, '-') && s.number1(j+1) { // "May 3-5, 2020": the year is not this day's alone
		return reading{v: mute}, j
	}
	if !ok {
		return s.withoutYear(m, day, weekday), j
	}
	if !y.short {
		return fixed(m, civil{y.value, m.value, day}, y.era), k
	}
	r := fixed(m, civil{s.fullYear(y.value, m.calendar), m.value, day}, y.era)
	if r.v == full && !y.joined {
		r.v = weak
	}
	return r, k
}

// fixed is a whole day in the calendar its month belongs to.
func fixed(m sense, c civil, era int) reading {
	r := reading{hijri: m.calendar == Hijri, marked: era == adEra && m.calendar == Gregorian, v: bad}
	ok := true
	switch m.calendar {
	case Hijri:
		lex, _ := loaded()
		c, ok = lex.hijri.gregorian(c)
	case Jalali:
		c, ok = jalaliGregorian(c)
	}
	if !ok {
		return r
	}
	if d, ok := build(c, Day); ok {
		d.Calendar = m.calendar
		r.date, r.v = d, full
	}
	return r
}

// Two-digit years: without Now, 70 to 99 are of the last century, as in POSIX
// strptime's spirit with its pivot moved to the birth of Unix.
const pivotYear = 70

// fullYear completes a two-digit year: the latest that is at most a year ahead
// of Now.
func (s *scanner) fullYear(yy int, cal Calendar) int {
	if cal == Jalali {
		if yy < 50 {
			return 1400 + yy
		}
		return 1300 + yy
	}
	if cal == Hijri {
		return 1400 + yy
	}
	if s.ctx.Now.IsZero() {
		if yy >= pivotYear {
			return 1900 + yy
		}
		return 2000 + yy
	}
	limit := s.ctx.Now.Year() + 1
	y := limit/100*100 + yy
	if y > limit {
		y -= 100
	}
	return y
}

// yearsBack is how far a weekday may send a date without a year: weekdays and
// dates meet again after 5, 6 or 11 years, and old news give their year.
const yearsBack = 4

// withoutYear takes the year from Now: the last such day that is not after
// tomorrow and falls on the weekday, when one is given.
func (s *scanner) withoutYear(m sense, day, weekday int) reading {
	if m.calendar != Gregorian {
		return reading{v: mute, hijri: m.calendar == Hijri}
	}
	now := s.ctx.Now
	if now.IsZero() {
		return reading{v: mute}
	}
	tomorrow := now.AddDate(0, 0, 1)
	for y := tomorrow.Year(); y >= tomorrow.Year()-yearsBack; y-- {
		c := civil{y, m.value, day}
		if !c.valid() || c.time().After(civilOf(tomorrow).time()) {
			continue
		}
		if weekday >= 0 && c.time().Weekday() != time.Weekday(weekday) {
			continue
		}
		r := reading{date: Date{Time: c.time(), Precision: Day, Relative: true}, v: full}
		if m.weak && weekday < 0 {
			r.v = weak
		}
		return r
	}
	return reading{v: mute}
}
