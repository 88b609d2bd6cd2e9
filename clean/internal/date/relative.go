package date

import "time"

// Units of relative dates.
const (
	secondUnit = iota
	minuteUnit
	hourUnit
	dayUnit
	weekUnit
	monthUnit
	yearUnit
)

// clockUnits are how long the units of a clock last.
var clockUnits = [...]time.Duration{secondUnit: time.Second, minuteUnit: time.Minute, hourUnit: time.Hour}

// maxAmount bounds a relative amount: "1000 days ago" is prose, not a stamp.
const maxAmount = 999

// manyTimes is the amount of a plural: «ساعات» alone is some hours, which no
// date can be told from.
const manyTimes = 0

// ago reads «منذ ساعتين», "vor 3 Stunden", "2 hours ago", «۲ ساعت پیش».
func (s *scanner) ago(i int) (reading, int) {
	if j, ok := s.is(i, prefixClass); ok {
		if n, unit, k, ok := s.amount(j); ok {
			if minutes, end, ok := s.andMinutes(k); ok && unit == hourUnit {
				return s.before(60*n+minutes, minuteUnit), end
			}
			return s.before(n, unit), k
		}
	}
	n, unit, j, ok := s.amount(i)
	if !ok {
		return reading{}, i
	}
	k, ok := s.is(j, suffixClass)
	if !ok {
		return reading{}, i
	}
	return s.before(n, unit), k
}

// andMinutes reads the minutes behind the hours of an amount: «ساعة و15 دقيقة»,
// "une heure et 5 minutes".
func (s *scanner) andMinutes(i int) (n, next int, ok bool) {
	j, and := s.is(i, rangeClass)
	if !and {
		j, and = i+1, s.at(i).kind == wordToken && s.src[s.at(i).start:s.at(i).end] == "و"
	}
	if !and {
		return 0, i, false
	}
	n, unit, next, ok := s.amount(j)
	return n, next, ok && unit == minuteUnit
}

// amount reads "3 days", "an hour", «ساعتين», «يوم واحد», and a
// unit alone.
func (s *scanner) amount(i int) (n, unit, next int, ok bool) {
	n, j, counted := 1, i, false
	if t := s.at(i); t.kind == numberToken {
		if t.value < 0 || t.value > maxAmount || s.badLeft(i) {
			return 0, 0, i, false
		}
		n, j, counted = t.value, i+1, true
	} else if m, k, ok := s.look(i, countClass); ok {
		n, j, counted = m.value, k, true
	}
	m, j, ok := s.look(j, unitClass)
	if !ok {
		return 0, 0, i, false
	}
	if s.sign(j, '.') && s.glued(j) {
		j++
	}
	if c, k, found := s.look(j, countClass); found && !counted && c.value == 1 {
		j = k
	}
	if m.times == manyTimes {
		return n, m.value, j, counted
	}
	return n * m.times, m.value, j, true
}

// before is n units before Now. It is as precise as its unit; an hour is given
// as Minute, since Relative tells that it was counted.
func (s *scanner) before(n, unit int) reading {
	now := s.ctx.Now
	if now.IsZero() {
		return reading{v: mute}
	}
	y, m, d := now.Date()
	c, p := civil{y, int(m), d}, Day
	switch unit {
	case secondUnit, minuteUnit, hourUnit:
		t := now.Add(-time.Duration(n) * clockUnits[unit]).Truncate(time.Minute)
		return reading{date: Date{Time: t, Precision: Minute, HasZone: true, Relative: true}, v: full}
	case dayUnit:
		c = civilOf(now.AddDate(0, 0, -n))
	case weekUnit:
		c = civilOf(now.AddDate(0, 0, -7*n))
	case monthUnit:
		first := time.Date(y, m-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		c, p = civilOf(first), Month
	case yearUnit:
		c, p = civil{y - n, 1, 1}, Year
	}
	date, ok := build(c, p)
	if !ok {
		return reading{}
	}
	date.Relative = true
	return reading{date: date, v: full}
}

// dayWord reads «أمس», "today": a date when a clock follows or nothing else
// stands beside it.
func (s *scanner) dayWord(i int) (reading, int) {
	m, j, ok := s.look(i, dayClass)
	if !ok {
		return reading{}, i
	}
	r := s.before(-m.value, dayUnit)
	if r.v == full {
		r.v = weak
	}
	return r, j
}
