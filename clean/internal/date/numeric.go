package date

import "time"

// badLeft reports whether the number at token i is the tail of something else: a
// price, a version, a path, a word with digits in it.
func (s *scanner) badLeft(i int) bool {
	if !s.glued(i) {
		return false
	}
	prev := s.at(i - 1)
	switch prev.kind {
	case numberToken:
		return true
	case wordToken:
		c := s.src[prev.end-1]
		single := prev.end-prev.start == 1 && c == 'T' // of RFC 3339
		return isASCIILetter(c) && !single
	case punctToken:
		switch prev.sign {
		case '$', '€', '£', '#', '_', '=', '&', '+':
			return true
		case '.', ',', ':', '/', '\\':
			return s.glued(i-1) && s.at(i-2).kind == numberToken
		}
	}
	return false
}

// badRight reports whether the number at token i goes on in a way no date does.
func (s *scanner) badRight(i int, sep rune) bool {
	next := s.at(i + 1)
	if next.kind == endToken || next.blank {
		return false
	}
	number := s.glued(i+2) && s.at(i+2).kind == numberToken
	switch next.kind {
	case numberToken:
		return true
	case punctToken:
		switch next.sign {
		case '%', '_', '=':
			return true
		case '.', ',', ':', '/', sep:
			return number
		}
	}
	return false
}

// numeric reads 14/07/2016, 2016-7-14, 14.07.16, «١ / ١٢ / ٢٠٢٠». Both signs
// must be alike and blanks even.
func (s *scanner) numeric(i, weekday int) (reading, int) {
	a, okA := s.number(i, 1, 4)
	sep := s.at(i + 1)
	if !okA || sep.kind != punctToken || (sep.sign != '/' && sep.sign != '-' && sep.sign != '.' && sep.sign != '\\') {
		return reading{}, i
	}
	b, okB := s.number(i+2, 1, 2)
	if !okB || !s.sign(i+3, sep.sign) || s.at(i+4).kind != numberToken {
		return s.monthYear(i)
	}
	if s.badLeft(i) || (s.glued(i) && s.sign(i-1, sep.sign) && s.at(i-2).kind == numberToken) || s.badRight(i+4, sep.sign) || !s.even(i, sep.sign) {
		return reading{}, i
	}
	c := s.at(i + 4)
	y := yearOf{}
	next := i + 5
	if m, k, ok := s.look(next, eraClass); ok {
		y.era, next = m.value, k
	}
	first := s.at(i)
	switch {
	case first.digits == 4 && c.digits <= 2:
		y.value = a
		return s.byYear(y, [2]int{c.value, b}, s.persianAt(i), weekday, false), next
	case c.digits == 4 && first.digits <= 2:
		y.value = c.value
		return s.byYear(y, [2]int{a, b}, s.persianAt(i), weekday, s.ctx.MonthFirst), next
	case first.digits <= 2 && c.digits == 2:
		return s.shortYear(i, y.era, weekday), next
	}
	return reading{}, i
}

// even reports whether the blanks around both signs are alike. A full stop takes
// none before it; «2020. 1. 2.» has one after each.
func (s *scanner) even(i int, sep rune) bool {
	before, after := s.glued(i+1), s.glued(i+2)
	if before != s.glued(i+3) || after != s.glued(i+4) {
		return sep == '/' // «17 /3/2020» is common, and harmless
	}
	return sep == '/' || before && (after || sep == '.') || sep == '-' && before == after
}

func (s *scanner) persianAt(i int) bool { return s.at(i).persian && s.at(i+4).persian }

// shortYear reads 14.07.16. Day and month need two digits to be more than weak.
func (s *scanner) shortYear(i, era, weekday int) reading {
	y := yearOf{value: s.fullYear(s.at(i+4).value, Gregorian), era: era}
	if era == hijriEra || era == jalaliEra {
		y.value = 1400 + s.at(i+4).value
	}
	r := s.byYear(y, [2]int{s.at(i).value, s.at(i + 2).value}, false, weekday, s.ctx.MonthFirst)
	sure := s.at(i).digits == 2 && s.at(i+2).digits == 2 && !s.sign(i+1, '-')
	if r.v == full && (!sure || s.lang == 0) {
		r.v = weak
	}
	if r.v == bad {
		r.v = none // two digits thrice may be anything
	}
	return r
}

// byYear reads day and month, in this order unless monthFirst, of a year whose
// calendar is still to be told.
func (s *scanner) byYear(y yearOf, dm [2]int, persian bool, weekday int, monthFirst bool) reading {
	cal, ok := s.calendarOf(y, persian)
	if !ok {
		return reading{}
	}
	day, month := dm[0], dm[1]
	swap := monthFirst
	if day <= 12 && month <= 12 && weekday >= 0 && cal == Gregorian {
		straight := weekdayIs(civil{y.value, month, day}, weekday)
		crossed := weekdayIs(civil{y.value, day, month}, weekday)
		if straight != crossed {
			swap = crossed
		}
	}
	if month > 12 && day <= 12 {
		swap = true
	} else if day > 12 {
		swap = false
	}
	if swap {
		day, month = month, day
	}
	return fixed(sense{calendar: cal}, civil{y.value, month, day}, y.era)
}

func weekdayIs(c civil, weekday int) bool {
	return c.valid() && c.time().Weekday() == time.Weekday(weekday)
}

// firstGregorian is the first year that can only be Gregorian: figures below it
// are Hijri or Jalali, or no date at all.
const firstGregorian = 1600

// Years of pages in the two Hijri calendars. Without era or language a year
// tells them apart: until 1415 it is Jalali (1415 is 2036), and Hijri 1416 is 1995.
const (
	minHijriPage  = 1400
	firstHijriWeb = 1416
	firstJalali   = 1370
	maxHijriPage  = 1460 // 2038
	maxJalaliPage = 1450 // 2071
)

// calendarOf tells whose year it is by era, language, digits and size.
func (s *scanner) calendarOf(y yearOf, persian bool) (Calendar, bool) {
	v := y.value
	switch {
	case y.era == adEra || v >= firstGregorian:
		return Gregorian, v >= minYear && v <= maxYear
	case y.era == hijriEra:
		return Hijri, true
	case y.era == jalaliEra:
		return Jalali, true
	}
	lang := baseLang(s.ctx.Lang)
	switch {
	case lang == "fa" || lang == "ps" || (lang == "" && persian):
		return Jalali, v >= minJalali && v < maxJalaliPage
	case lang == "ar" || lang == "ur":
		return Hijri, v >= minHijriPage && v < maxHijriPage
	case v >= firstJalali && v < firstHijriWeb:
		return Jalali, true
	}
	return Hijri, v >= firstHijriWeb && v < maxHijriPage
}

// monthYear reads 03/2020, a date only when it stands alone.
func (s *scanner) monthYear(i int) (reading, int) {
	m, ok := s.number(i, 1, 2)
	y, okY := s.number(i+2, 4, 4)
	if !ok || !okY || !s.sign(i+1, '/') || s.badLeft(i) || s.badRight(i+2, '/') {
		return reading{}, i
	}
	d, ok := build(civil{y, m, 1}, Month)
	if !ok || y < firstGregorian {
		return reading{}, i
	}
	return reading{date: d, v: weak}, i + 3
}

// marked reads 2020年1月2日 and 2020년 1월 2일, without the day, and without the year.
func (s *scanner) marked(i, weekday int) (reading, int) {
	n, ok := s.number(i, 1, 4)
	if !ok || s.badLeft(i) {
		return reading{}, i
	}
	y, j := 0, i
	if k, ok := s.is(i+1, yearMarkClass); ok {
		if s.at(i).digits != 4 {
			return reading{}, i
		}
		y, j = n, k
	}
	m, ok := s.number(j, 1, 2)
	k, isMonth := s.is(j+1, monthMarkClass)
	if !ok || !isMonth {
		return reading{}, i
	}
	d, ok := s.number(k, 1, 2)
	end, isDay := s.is(k+1, dayMarkClass)
	switch {
	case ok && isDay && y > 0:
		return fixed(sense{}, civil{y, m, d}, noEra), end
	case ok && isDay && m <= 12:
		return s.withoutYear(sense{value: m}, d, weekday), end
	case y > 0:
		return monthOf(sense{value: m}, yearOf{value: y}), k
	}
	return reading{}, i
}
