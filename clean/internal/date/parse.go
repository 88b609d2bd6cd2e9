package date

import "time"

// Context is what is known of the page a string stands on. The zero Context
// reads every language, day before month.
type Context struct {
	Lang       string    // BCP 47 tag of the page, "ar" or "en-US"; "" when unknown
	Now        time.Time // what relative forms and missing years count from; zero: they give no date
	MonthFirst bool      // read 3/4/2020 as 4 March; en-US implies it
}

// Match is a date found in text, at bytes [Start, End).
type Match struct {
	Date       Date
	Start, End int
}

// Parse reads s as one date. Label words, a weekday, a clock and separators may
// stand around it. Of a day in two calendars it takes the Gregorian one, of a
// published and a modified date the published. It reports false when s holds no
// date, an impossible one, or a range, or is longer than a line (1024 bytes).
func Parse(s string, c Context) (Date, bool) {
	if d, ok := ParseISO(s); ok && d.Time.Year() >= firstGregorian && !isEpoch(d.Text) {
		return d, true
	}
	if len(s) > maxLine {
		return Date{}, false
	}
	var sc scanner
	sc.init(s, c)
	l := sc.line()
	if l.spoiled || l.ranged {
		return Date{}, false
	}
	h, ok := l.best()
	if !ok {
		return sc.yearAlone(l)
	}
	d := h.date
	if t, ok := l.loneClock(); ok && !h.hasClock && d.Precision == Day {
		text := d.Text
		d = d.at(t)
		d.Text = text
	}
	return d, true
}

// isEpoch reports figures that ParseISO reads as seconds or milliseconds. Where
// people read them they are a phone number.
func isEpoch(s string) bool {
	if len(s) != 10 && len(s) != 13 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// yearAlone reads a line that has nothing but a year and labels.
func (s *scanner) yearAlone(l *lineParts) (Date, bool) {
	found := -1
	for _, p := range l.parts {
		if p.kind == otherPart {
			found = p.from
		}
	}
	if l.others != 1 || s.at(found).kind != numberToken || s.at(found).digits != 4 {
		return Date{}, false
	}
	y := s.at(found).value
	if cal, ok := s.calendarOf(yearOf{value: y}, false); !ok || cal != Gregorian {
		return Date{}, false
	}
	d, ok := build(civil{y, 1, 1}, Year)
	d.Text = s.text(found, found+1)
	return d, ok
}

// Find returns every date in running text, in order and without overlap. A day
// given in two calendars side by side is one Match; a range such as "3-5 May
// 2020" is two. Forms that are dates only when they stand alone (a bare year,
// «اليوم», 03/2020) are left out.
func Find(s string, c Context) []Match {
	var out []Match
	var sc scanner
	sc.init(s, c)
	var last hit
	emit := func(h hit) {
		out = append(out, Match{Date: h.date, Start: sc.at(h.from).start, End: sc.at(h.to - 1).end})
		last = h
	}
	floor := 0
	for i := 0; sc.at(i).kind != endToken; {
		sc.drop(i)
		h, ok := hit{}, false
		if sc.worth(i) {
			h, ok = sc.match(i)
		}
		if !ok {
			i++
			continue
		}
		i = h.to
		if h.v != full {
			floor = h.to
			continue
		}
		if first, ok := sc.rangeStart(h, floor); ok {
			emit(first)
		}
		floor = h.to
		if n := len(out); n > 0 && sc.paired(last, h) {
			joined := sc.join(last, h)
			out = out[:n-1]
			emit(joined)
			continue
		}
		emit(h)
	}
	return out
}

// reach is how many tokens before its first number a date may start: a weekday,
// a month of three words, and the signs between.
const reach = 8

// worth reports whether a date can start at token i. Without Now every date has
// a number near its start, so words far from one need no look.
func (s *scanner) worth(i int) bool {
	switch s.at(i).kind {
	case numberToken:
		return true
	case punctToken, endToken:
		return false
	}
	if s.ctx.Now.IsZero() {
		if s.nextNumber < i {
			s.nextNumber = i
		}
		for k := s.nextNumber; k <= i+reach; k++ {
			s.nextNumber = k
			if t := s.at(k); t.kind == numberToken || t.kind == endToken {
				break
			}
		}
		if s.at(s.nextNumber).kind != numberToken {
			return false
		}
	}
	return s.entryOf(i) != nil
}
