package date

import (
	"strings"
	"time"
)

// maxISO bounds what ParseISO looks at: the longest form, JavaScript's
// Date.toString with a spelt-out zone, is about 70 bytes.
const maxISO = 96

// Offsets from UTC run from -12:00 to +14:00.
const (
	minOffset = -12 * 60
	maxOffset = 14 * 60
)

// ParseISO reads the forms machines write: RFC 3339 and its sloppy variants
// (blank for T, no seconds, "+0300", one-digit months), shorter dates ("2016",
// "2016-07"), compact "20160714T211600Z", RFC 822, 850 and 1123, ANSI C and
// JavaScript's Date.toString, and epoch seconds (10 digits) or milliseconds (13)
// of 2001 to 2100.
// ISO weeks and anything impossible are refused. Fractions of a second are cut.
func ParseISO(s string) (Date, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxISO {
		return Date{}, false
	}
	r := reader{s: s}
	d, ok := r.date()
	if !ok || r.i != len(s) {
		return Date{}, false
	}
	d.Text = s
	return d, true
}

// reader walks a machine date. Its methods move i only when they report true,
// date and its parts excepted.
type reader struct {
	s string
	i int
}

func (r *reader) date() (Date, bool) {
	if digits := r.digitRun(); digits == len(r.s) {
		r.i = digits
		return compact(r.s)
	} else if digits == 8 {
		return r.compactClock()
	}
	if c := r.peek(); c >= '0' && c <= '9' {
		if r.digitRun() == 4 {
			return r.yearFirst()
		}
		return r.dayFirst()
	}
	return r.weekdayFirst()
}

// compact reads a string of digits alone: a year, YYYYMMDD, YYYYMMDDhhmmss, or
// the epoch.
func compact(s string) (Date, bool) {
	switch len(s) {
	case 4:
		return build(civil{atoi(s), 1, 1}, Year)
	case 8:
		return build(civil{atoi(s[:4]), atoi(s[4:6]), atoi(s[6:])}, Day)
	case 10, 13:
		return epoch(s)
	case 14:
		d, ok := build(civil{atoi(s[:4]), atoi(s[4:6]), atoi(s[6:8])}, Day)
		t := clock{hour: atoi(s[8:10]), minute: atoi(s[10:12]), second: atoi(s[12:]), seconds: true}
		if !ok || !t.valid() {
			return Date{}, false
		}
		return d.at(t), true
	}
	return Date{}, false
}

// Seconds since 1970 that are taken for a time: ten digits, 2001 to 2100.
const (
	minEpoch = 1_000_000_000
	maxEpoch = 4_102_444_799
)

// epoch reads seconds or milliseconds since 1970.
func epoch(s string) (Date, bool) {
	sec := int64(atoi(s[:10]))
	if sec < minEpoch || sec > maxEpoch {
		return Date{}, false
	}
	return Date{Time: time.Unix(sec, 0).UTC(), Precision: Second, HasZone: true}, true
}

func (r *reader) compactClock() (Date, bool) {
	d, ok := compact(r.s[:8])
	r.i = 8
	if !ok || !r.byte('T') || r.digitRun() < 4 {
		return Date{}, false
	}
	h, _ := r.number(2, 2)
	m, _ := r.number(2, 2)
	t := clock{hour: h, minute: m}
	if sec, ok := r.number(2, 2); ok {
		t.second, t.seconds = sec, true
	}
	return r.finish(d, t)
}

// yearFirst reads 2016-07, 2016-07-14 and 2016/7/14, with a clock or without.
func (r *reader) yearFirst() (Date, bool) {
	y, _ := r.number(4, 4)
	sep := r.peek()
	if (sep != '-' && sep != '/' && sep != '.') || !r.byte(sep) {
		return Date{}, false
	}
	m, ok := r.number(1, 2)
	if !ok {
		return Date{}, false
	}
	if !r.byte(sep) {
		if sep != '-' || r.i != len(r.s) {
			return Date{}, false
		}
		return build(civil{y, m, 1}, Month)
	}
	day, ok := r.number(1, 2)
	if !ok {
		return Date{}, false
	}
	return r.afterDay(civil{y, m, day})
}

// afterDay reads what may follow a whole day: nothing, a bare zone (XML Schema),
// or a clock.
func (r *reader) afterDay(day civil) (Date, bool) {
	d, ok := build(day, Day)
	if !ok {
		return Date{}, false
	}
	if r.i == len(r.s) {
		return d, true
	}
	if _, ok := r.offset(); ok {
		return d, r.i == len(r.s)
	}
	r.byte(',')
	if !r.byte('T') && !r.byte('t') && !r.byte('_') && !r.blanks() {
		return Date{}, false
	}
	r.blanks()
	t, ok := r.clock()
	if !ok {
		return Date{}, false
	}
	return r.finish(d, t)
}

// finish reads the zone after a clock and joins all three.
func (r *reader) finish(d Date, t clock) (Date, bool) {
	if !t.valid() {
		return Date{}, false
	}
	r.blanks()
	if off, ok := r.zone(); ok {
		t.offset, t.zoned = off, true
		r.tail()
	}
	return d.at(t), true
}

// clock reads 21:16, 21:16:05 and 21:16:05.123.
func (r *reader) clock() (clock, bool) {
	h, ok := r.number(1, 2)
	if !ok || !r.byte(':') {
		return clock{}, false
	}
	m, ok := r.number(2, 2)
	if !ok {
		return clock{}, false
	}
	t := clock{hour: h, minute: m}
	if !r.byte(':') {
		return t, true
	}
	t.seconds = true
	if t.second, ok = r.number(2, 2); !ok {
		return clock{}, false
	}
	if r.byte('.') || r.byte(',') {
		r.i += r.digitRun()
	}
	return t, true
}

// zone reads Z, a name of zones.tsv, an offset, or a name with an offset.
func (r *reader) zone() (minutes int, ok bool) {
	if word := r.word(); word != "" {
		minutes, ok = zoneOffset(word)
		if !ok {
			return 0, false
		}
		r.i += len(word)
		if minutes != 0 {
			return minutes, true
		}
		if more, ok := r.offset(); ok {
			return more, true
		}
		return 0, true
	}
	return r.offset()
}

// offset reads +03:00, +0300 and +03.
func (r *reader) offset() (minutes int, ok bool) {
	start := r.i
	sign := 1
	if r.byte('-') {
		sign = -1
	} else if !r.byte('+') {
		return 0, false
	}
	h, ok := r.number(2, 2)
	if !ok {
		r.i = start
		return 0, false
	}
	r.byte(':')
	m, _ := r.number(2, 2)
	minutes = sign * (h*60 + m)
	if m > 59 || minutes < minOffset || minutes > maxOffset {
		r.i = start
		return 0, false
	}
	return minutes, true
}

// tail drops what some writers put after the zone: its name again, in brackets.
func (r *reader) tail() {
	r.blanks()
	if c := r.peek(); c == '(' || c == '[' {
		if last := r.s[len(r.s)-1]; last == ')' || last == ']' {
			r.i = len(r.s)
		}
	}
}

func (r *reader) peek() byte {
	if r.i < len(r.s) {
		return r.s[r.i]
	}
	return 0
}

func (r *reader) byte(c byte) bool {
	if c == 0 || r.peek() != c {
		return false
	}
	r.i++
	return true
}

func (r *reader) blanks() bool {
	start := r.i
	for r.byte(' ') {
	}
	return r.i > start
}

// digitRun counts the ASCII digits at i.
func (r *reader) digitRun() int {
	n := 0
	for r.i+n < len(r.s) && r.s[r.i+n] >= '0' && r.s[r.i+n] <= '9' {
		n++
	}
	return n
}

// number reads least to most digits and no digit after the most.
func (r *reader) number(least, most int) (int, bool) {
	n := min(r.digitRun(), most)
	if n < least {
		return 0, false
	}
	v := atoi(r.s[r.i : r.i+n])
	r.i += n
	return v, true
}

// word is the run of ASCII letters at i; it does not move i.
func (r *reader) word() string {
	j := r.i
	for j < len(r.s) && isASCIILetter(r.s[j]) {
		j++
	}
	return r.s[r.i:j]
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// atoi reads up to 18 ASCII digits; the callers have checked them.
func atoi(s string) int {
	v := 0
	for i := 0; i < len(s); i++ {
		v = v*10 + int(s[i]-'0')
	}
	return v
}
