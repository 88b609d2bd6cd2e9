package date

import "strings"

// months3 are the month names of RFC 822 section 5 and ANSI C, three letters each.
const months3 = "janfebmaraprmayjunjulaugsepoctnovdec"

// zoneOffset gives the minutes east of UTC of a zone name that means one thing.
// The North American names are those of RFC 822 section 5.
func zoneOffset(name string) (minutes int, ok bool) {
	switch strings.ToUpper(name) {
	case "Z", "UTC", "GMT", "UT":
		return 0, true
	case "EST", "CDT":
		return -5 * 60, true
	case "EDT":
		return -4 * 60, true
	case "CST", "MDT":
		return -6 * 60, true
	case "MST", "PDT":
		return -7 * 60, true
	case "PST":
		return -8 * 60, true
	case "CET":
		return 60, true
	case "CEST":
		return 2 * 60, true
	}
	return 0, false
}

// monthName reads a month name of at least three letters, "Jan" or "January".
func (r *reader) monthName() (int, bool) {
	w := r.word()
	if len(w) < 3 {
		return 0, false
	}
	at := strings.Index(months3, strings.ToLower(w[:3]))
	if at < 0 || at%3 != 0 {
		return 0, false
	}
	r.i += len(w)
	return at/3 + 1, true
}

// dayFirst reads RFC 822, 850 and 1123 after the weekday: 02 Jan 2006 15:04:05 MST.
func (r *reader) dayFirst() (Date, bool) {
	day, ok := r.number(1, 2)
	if !ok || !(r.byte('-') || r.blanks()) {
		return Date{}, false
	}
	m, ok := r.monthName()
	if !ok || !(r.byte('-') || r.blanks()) {
		return Date{}, false
	}
	y, ok := r.year()
	if !ok {
		return Date{}, false
	}
	return r.afterDay(civil{y, m, day})
}

// year reads four digits, or two under the rule of RFC 2822 section 4.3.
func (r *reader) year() (int, bool) {
	switch r.digitRun() {
	case 4:
		return r.number(4, 4)
	case 2:
		y, ok := r.number(2, 2)
		if y < 50 {
			return y + 2000, ok
		}
		return y + 1900, ok
	}
	return 0, false
}

// weekdayFirst reads "Mon, 02 Jan 2006 …" and, month first, ANSI C and
// JavaScript: "Mon Jan 2 15:04:05 2006", "Mon Jan 02 2006 15:04:05 GMT+0300 (…)".
func (r *reader) weekdayFirst() (Date, bool) {
	if m, ok := r.monthName(); ok {
		return r.monthFirst(m)
	}
	w := r.word()
	if !isWeekday(w) {
		return Date{}, false
	}
	r.i += len(w)
	r.byte(',')
	r.blanks()
	if r.digitRun() > 0 {
		return r.dayFirst()
	}
	m, ok := r.monthName()
	if !ok {
		return Date{}, false
	}
	return r.monthFirst(m)
}

// monthFirst reads the rest after "Jan": "2 15:04:05 MST 2006" or "02 2006 15:04:05 …".
func (r *reader) monthFirst(m int) (Date, bool) {
	if !r.blanks() {
		return Date{}, false
	}
	day, ok := r.number(1, 2)
	if !ok {
		return Date{}, false
	}
	r.byte(',')
	if !r.blanks() {
		return Date{}, false
	}
	if r.digitRun() == 4 {
		y, _ := r.number(4, 4)
		return r.afterDay(civil{y, m, day})
	}
	t, ok := r.clock()
	if !ok || !t.valid() {
		return Date{}, false
	}
	r.blanks()
	if off, ok := r.zone(); ok {
		t.offset, t.zoned = off, true
		r.blanks()
	}
	y, ok := r.number(4, 4)
	if !ok {
		return Date{}, false
	}
	d, ok := build(civil{y, m, day}, Day)
	if !ok {
		return Date{}, false
	}
	return d.at(t), true
}

// isWeekday reports whether w is an English weekday, of three letters or whole.
func isWeekday(w string) bool {
	switch strings.ToLower(w) {
	case "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
		return true
	}
	return false
}
