package date

import (
	"fmt"
	"time"
)

// Precision says how much of a Date is known.
type Precision uint8

// Precisions, from nothing to seconds. Hours alone do not occur: «9 pm» is
// Minute, as its writers mean 21:00.
const (
	Unknown Precision = iota
	Year
	Month
	Day
	Minute
	Second
)

// Calendar is the calendar a Date was written in. Its Time is Gregorian always.
type Calendar uint8

// Calendars: Hijri is the lunar Umm al-Qura calendar, Jalali the solar Hijri
// calendar of Iran and Afghanistan.
const (
	Gregorian Calendar = iota
	Hijri
	Jalali
)

// Sane years: a result outside them is taken for a misreading.
const (
	minYear = 1000
	maxYear = 2200
)

// Date is a point in the Gregorian calendar with what is known of it. The zero
// Date means no date.
type Date struct {
	Time      time.Time // fields beyond Precision are zero; in its own zone when HasZone, else UTC
	Precision Precision
	HasZone   bool     // the zone was written; false for Day and shorter
	Text      string   // the text it was read from, as it stood
	Calendar  Calendar // what it was written in
	Relative  bool     // counted from Context.Now, so as coarse as its unit
}

// Layouts of String for a Date without a zone, by Precision.
const (
	layoutYear   = "2006"
	layoutMonth  = "2006-01"
	layoutDay    = "2006-01-02"
	layoutMinute = "2006-01-02T15:04"
	layoutSecond = "2006-01-02T15:04:05"
)

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d.Precision == Unknown }

// String is d in RFC 3339, or a shorter form when less is known: "2016",
// "2016-07", "2016-07-14", "2016-07-14T21:16" and "2016-07-14T21:16:05" (zone
// unknown), "2016-07-14T21:16:00+02:00". RFC 3339 has no form without seconds,
// so a zoned Minute gains ":00". The zero Date is "".
func (d Date) String() string {
	switch d.Precision {
	case Year:
		return d.Time.Format(layoutYear)
	case Month:
		return d.Time.Format(layoutMonth)
	case Day:
		return d.Time.Format(layoutDay)
	case Minute, Second:
		return d.clockString()
	}
	return ""
}

func (d Date) clockString() string {
	switch {
	case d.HasZone:
		return d.Time.Format(time.RFC3339)
	case d.Precision == Minute:
		return d.Time.Format(layoutMinute)
	}
	return d.Time.Format(layoutSecond)
}

// MarshalText is String, so that a Date stands as one string in JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote. Empty text is the zero Date; text
// that ParseISO cannot read is an error. Text, Calendar and Relative are not
// kept, and a zoned Minute comes back as Second.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	got, ok := ParseISO(string(text))
	if !ok {
		return fmt.Errorf("date: not a date: %q", text)
	}
	*d = got
	return nil
}

// civil is a Gregorian day, not yet checked.
type civil struct{ year, month, day int }

// valid reports whether c is a day that exists in a sane year.
func (c civil) valid() bool {
	return c.year >= minYear && c.year <= maxYear &&
		c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= daysIn(c.year, c.month)
}

// time is midnight UTC of c.
func (c civil) time() time.Time {
	return time.Date(c.year, time.Month(c.month), c.day, 0, 0, 0, 0, time.UTC)
}

// daysIn counts the days of a Gregorian month, 1 to 12.
func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// build makes a Date of precision Day or less, when c is a day that exists.
func build(c civil, p Precision) (Date, bool) {
	if !c.valid() {
		return Date{}, false
	}
	return Date{Time: c.time(), Precision: p}, true
}
