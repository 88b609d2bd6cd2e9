package date

import "time"

// hit is a reading with the tokens [from, to) it was read from.
type hit struct {
	reading
	from, to int
	clock    clock
	hasClock bool
	word     bool // a day word alone, such as «اليوم»
	pair     bool // one day in two calendars
}

// maxGap bounds the signs and small words between the parts of one date.
const maxGap = 4

// gap skips the signs and small words that stand between a weekday, a day and a
// clock.
func (s *scanner) gap(i int) int {
	for range maxGap {
		t := s.at(i)
		if k, ok := s.is(i, beforeClass); ok {
			i = k
			continue
		}
		if t.kind != punctToken || !isSeparator(t.sign) {
			break
		}
		i++
	}
	return i
}

func isSeparator(r rune) bool {
	switch r {
	case ',', '-', '|', '/', '•', '·', '(', ')', ':', ';', '@', '[', ']', '~', '*', '«', '»', '.', '\\', '●', '▪', '‹', '›', '>', '<':
		return true
	}
	return false
}

// match reads a date at token i with its weekday and clock on either side.
func (s *scanner) match(i int) (hit, bool) {
	j, weekday := i, -1
	if m, k, ok := s.look(i, weekdayClass); ok {
		weekday, j = m.value, s.gap(k)
	}
	h := hit{from: i}
	lead, k, v := s.clockAt(j, false)
	if v == full {
		h.clock, h.hasClock = lead, true
		j = s.gap(k)
		if m, k, ok := s.look(j, weekdayClass); ok && weekday < 0 {
			weekday, j = m.value, s.gap(k)
		}
	}
	h.reading, h.to = s.core(j, weekday)
	if h.v == none && j != i { // "5h ago" begins like a clock, "Mar 2, 2021" like a French Tuesday
		h.hasClock, j, weekday = false, i, -1
		h.reading, h.to = s.core(i, weekday)
	}
	if h.v == none {
		return hit{}, false
	}
	_, h.word = s.is(j, dayClass)
	h.word = h.word && h.v <= weak
	s.trail(&h, weekday)
	if h.hasClock && h.v > mute && h.date.Precision == Day {
		h.date = h.date.at(h.clock)
		if h.word {
			h.v = full
		}
	}
	h.word = h.word && !h.hasClock
	if h.v > mute {
		h.date.Text = s.text(h.from, h.to)
	}
	return h, true
}

// trail reads the weekday and clock after the day. An impossible clock spoils
// the date.
func (s *scanner) trail(h *hit, weekday int) {
	if h.v == bad || (h.date.Precision != Day && h.v != mute) {
		return
	}
	end := h.to
	if weekday < 0 {
		if _, k, ok := s.look(s.gap(end), weekdayClass); ok {
			end = k
			h.to = k
			if s.sign(k, ')') {
				h.to, end = k+1, k+1
			}
		}
	}
	if h.hasClock {
		return
	}
	t, k, v := s.clockAt(s.gap(end), true)
	switch v {
	case full:
		h.clock, h.hasClock, h.to = t, true, k
	case bad:
		h.v, h.to = bad, k
	}
}

// core reads the day itself, in whatever form.
func (s *scanner) core(i, weekday int) (reading, int) {
	switch t := s.at(i); {
	case t.kind == numberToken:
		if r, k := s.numeric(i, weekday); r.v != none {
			return r, k
		}
		if r, k := s.marked(i, weekday); r.v != none {
			return r, k
		}
		if r, k := s.ago(i); r.v != none {
			return r, k
		}
		if r, k := s.dayMonth(i, weekday); r.v != none {
			return r, k
		}
		return s.yearMonth(i)
	case t.kind == wordToken && s.entryOf(i) != nil:
		if r, k := s.ago(i); r.v != none {
			return r, k
		}
		if r, k := s.monthDay(i, weekday); r.v != none {
			return r, k
		}
		return s.dayWord(i)
	}
	return reading{}, i
}

// text is the source of the tokens [from, to).
func (s *scanner) text(from, to int) string {
	return s.src[s.at(from).start:s.at(to-1).end]
}

// pairDays is how far apart the two calendars may name one day: the Hijri day
// begins at sunset, and countries see the new moon a day apart.
const pairDays = 2

// paired reports whether a and b name one day in two calendars, side by side.
func (s *scanner) paired(a, b hit) bool {
	if a.date.IsZero() || b.date.IsZero() || a.date.Calendar == b.date.Calendar || s.gap(a.to) < b.from {
		return false
	}
	apart := a.date.day().Sub(b.date.day()).Abs()
	return apart <= pairDays*24*time.Hour
}

// day is midnight UTC of the date's day.
func (d Date) day() time.Time { return civilOf(d.Time).time() }

// join makes one of a pair: the Gregorian date, with the clock of either.
func (s *scanner) join(a, b hit) hit {
	keep, other := a, b
	if b.date.Calendar == Gregorian {
		keep, other = b, a
	}
	if !keep.hasClock && other.hasClock && keep.date.Precision == Day {
		keep.clock, keep.hasClock = other.clock, true
		keep.date = keep.date.at(keep.clock)
	}
	keep.from, keep.to = a.from, b.to
	keep.date.Text = s.text(a.from, b.to)
	keep.hijri, keep.pair = a.hijri || b.hijri, true
	return keep
}

// rangeStart reads back from a date to the day a range began with: the 3 of «من
// 3 إلى 5 مارس 2020» and "3-5 May 2020". Tokens before floor are taken.
func (s *scanner) rangeStart(h hit, floor int) (hit, bool) {
	i := h.from - 2
	if h.v != full || i < floor || s.at(h.from).kind != numberToken || h.date.Calendar != Gregorian || h.date.Relative {
		return hit{}, false
	}
	day, ok := s.number(i, 1, 2)
	next, word := s.is(i+1, rangeClass)
	dash := s.sign(i+1, '-') && s.number1(h.from)
	if !ok || !(dash || word && next == h.from) || s.badLeft(i) || day < 1 || day >= h.date.Time.Day() {
		return hit{}, false
	}
	y, m, _ := h.date.Time.Date()
	d, ok := build(civil{y, int(m), day}, Day)
	if !ok {
		return hit{}, false
	}
	d.Text = s.text(i, i+1)
	return hit{reading: reading{date: d, v: full}, from: i, to: i + 1}, true
}

// number1 reports whether token i is a number of at most two digits.
func (s *scanner) number1(i int) bool {
	_, ok := s.number(i, 1, 2)
	return ok
}
