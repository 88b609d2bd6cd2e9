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

// build makes a Date of precision Day or less, when c is a day that exists.
func build(c civil, p Precision) (Date, bool) {
	if !c.valid() {
		return Date{}, false
	}
	return Date{Time: c.time(), Precision: p}, true
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
