package date

import "time"

// clock is a time of day, not yet checked.
type clock struct {
	hour, minute, second int
	seconds              bool // second was written
	zoned                bool // offset was written
	offset               int  // minutes east of UTC
}

func (t clock) valid() bool {
	return t.hour >= 0 && t.hour < 24 && t.minute >= 0 && t.minute < 60 && t.second >= 0 && t.second < 60
}

// at is the day d with time of day t.
func (d Date) at(t clock) Date {
	loc := time.UTC
	if t.zoned && t.offset != 0 {
		loc = time.FixedZone("", t.offset*60)
	}
	y, m, day := d.Time.Date()
	d.Time = time.Date(y, m, day, t.hour, t.minute, t.second, 0, loc)
	d.HasZone = t.zoned
	d.Precision = Minute
	if t.seconds {
		d.Precision = Second
	}
	return d
}

// verdict is what a rule made of some tokens.
type verdict uint8

const (
	none verdict = iota // not the form
	bad                 // the form, but impossible: whoever asked must not read a part of it
	mute                // date material that gives no date, such as a Hijri month
	weak                // a date if nothing else stands beside it
	full
)

// clockAt reads a time of day at token i. Only after a date may the clock be an
// hour alone with am or pm («9 م») or, by language, have a full stop (21.30).
func (s *scanner) clockAt(i int, afterDate bool) (t clock, next int, v verdict) {
	j, intro := i, false
	if k, ok := s.is(j, clockClass); ok {
		j, intro = k, true
		if s.sign(j, ':') || (s.sign(j, '.') && s.glued(j)) {
			j++
		}
	}
	half, hasHalf := sense{}, false
	if m, k, ok := s.look(j, preampmClass); ok {
		half, hasHalf, j = m, true, k
	}
	h, ok := s.number(j, 1, 2)
	if !ok || (j == i && s.splitNumber(j)) {
		return clock{}, i, none
	}
	t.hour = h
	j, marked := s.minutes(j+1, &t, intro || afterDate && s.dotted)
	if k, ok := s.is(j, oclockClass); ok {
		j, intro, marked = k, true, marked || afterDate || intro
	}
	if m, k, ok := s.look(j, ampmClass); ok && !hasHalf && !(m.value == am && t.hour > 12) {
		half, hasHalf, j = m, true, k
		if k, ok := s.is(j, oclockClass); ok {
			j = k
		}
	}
	if !marked && !(hasHalf && (afterDate || intro)) {
		return clock{}, i, none
	}
	if !t.valid() {
		return clock{}, j, bad
	}
	if hasHalf {
		t.hour = hourIn(half.value, t.hour)
	}
	return t, s.zoneAt(j, &t), full
}

// splitNumber reports whether the number at token i is the tail of a longer
// figure such as 1.25 or 3:16.
func (s *scanner) splitNumber(i int) bool {
	if !s.glued(i) {
		return false
	}
	prev := s.at(i - 1)
	if prev.kind != punctToken {
		return prev.kind == numberToken
	}
	return (prev.sign == '.' || prev.sign == ',' || prev.sign == ':') && s.glued(i-1) && s.at(i-2).kind == numberToken
}

// minutes reads what follows the hour: :16, :16:05, h16, 時16分, and .16 where
// dots, a word or a zone after it allow. It reports whether that alone marks a clock.
func (s *scanner) minutes(j int, t *clock, dots bool) (next int, marked bool) {
	if s.sign(j, ':') {
		return s.colonMinutes(j, t)
	}
	if s.sign(j, '.') && s.glued(j) && s.glued(j+1) {
		m, ok := s.number(j+1, 2, 2)
		_, word := s.is(j+2, oclockClass)
		_, half := s.is(j+2, ampmClass)
		_, _, zone := s.look(j+2, zoneClass)
		if ok && (dots || word || half || zone) && !s.splitAfter(j+1) {
			t.minute = m
			return j + 2, true
		}
		return j, false
	}
	k, ok := s.is(j, hourClass)
	if !ok {
		return j, false
	}
	m, ok := s.number(k, 1, 2)
	if !ok {
		return k, s.glued(j)
	}
	k++
	if n, ok := s.is(k, minuteClass); ok {
		t.minute, k = m, n
	} else if s.at(k-1).digits == 2 && s.glued(j) == s.glued(k-1) {
		t.minute = m
	} else {
		return k - 1, s.glued(j)
	}
	if sec, ok := s.number(k, 1, 2); ok {
		if n, ok := s.is(k+1, secondClass); ok {
			t.second, t.seconds, k = sec, true, n
		}
	}
	return k, true
}

// splitAfter reports whether the number at token i goes on in another one.
func (s *scanner) splitAfter(i int) bool {
	next := s.at(i + 1)
	if next.kind == endToken || next.blank {
		return false
	}
	if next.kind == numberToken {
		return true
	}
	joins := next.kind == punctToken && (next.sign == '.' || next.sign == ',' || next.sign == ':')
	return joins && s.glued(i+2) && s.at(i+2).kind == numberToken
}

func (s *scanner) colonMinutes(j int, t *clock) (next int, marked bool) {
	m, ok := s.number(j+1, 2, 2)
	if !ok || s.glued(j) != s.glued(j+1) {
		return j, false
	}
	t.minute = m
	j += 2
	if sec, ok := s.number(j+1, 2, 2); ok && s.sign(j, ':') && s.glued(j+1) {
		t.second, t.seconds = sec, true
		j += 2
		if s.sign(j, '.') && s.glued(j) && s.glued(j+1) && s.at(j+1).kind == numberToken {
			j += 2 // a fraction
		}
	}
	return j, true
}

// hourIn turns an hour of half a day into one of 24. Hours over 12 say it
// themselves, as in «16:30 م».
func hourIn(half, hour int) int {
	switch {
	case hour > 12:
		return hour
	case half == am:
		return hour % 12
	case half == pm:
		return hour%12 + 12
	case half == noon:
		if hour >= 10 {
			return hour
		}
		return hour + 12
	}
	if hour >= 6 && hour < 12 { // evening; the other hours of the night follow midnight
		return hour + 12
	}
	return hour % 12
}

// zoneAt reads a zone after a clock: Z, +03:00, GMT+3, (UTC), «بتوقيت غرينتش».
func (s *scanner) zoneAt(i int, t *clock) (next int) {
	j := i
	if s.sign(j, '.') && s.glued(j) { // "9:15 a.m. EST"
		j++
	}
	open := s.sign(j, '(')
	if open {
		j++
	}
	m, k, named := s.look(j, zoneClass)
	if named {
		t.offset, t.zoned, j = m.value, true, k
	}
	if off, k, ok := s.offsetAt(j, named && m.value == 0, t.seconds); ok {
		t.offset, t.zoned, j = off, true, k
	}
	if !t.zoned {
		return i
	}
	if open && s.sign(j, ')') {
		j++
	}
	return j
}

// offsetAt reads +03:00, +0300 and, after a zone's name, +3. A minus could be a
// dash before another clock, so it counts after a name or seconds only, or
// before four digits.
func (s *scanner) offsetAt(i int, named, seconds bool) (minutes, next int, ok bool) {
	minus := s.sign(i, '-')
	if !(minus || s.sign(i, '+')) || !s.glued(i+1) {
		return 0, i, false
	}
	j := i + 1
	n, isNumber := s.number(j, 1, 4)
	if !isNumber {
		return 0, i, false
	}
	digits := s.at(j).digits
	j++
	m, colon := 0, false
	switch {
	case digits == 4:
		n, m = n/100, n%100
	case digits > 2:
		return 0, i, false
	case s.sign(j, ':') && s.glued(j):
		if m, colon = s.number(j+1, 2, 2); !colon {
			return 0, i, false
		}
		j += 2
	case !named && (digits != 2 || !seconds):
		return 0, i, false
	}
	if minus && digits != 4 && !named && !seconds {
		return 0, i, false
	}
	minutes = n*60 + m
	if minus {
		minutes = -minutes
	}
	return minutes, j, m < 60 && minutes >= minOffset && minutes <= maxOffset
}
