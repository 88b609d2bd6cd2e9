package date

import (
	"fmt"
	"strconv"
	"time"
)

// hijriYear is one year of the Umm al-Qura calendar.
type hijriYear struct {
	start  time.Time // 1 Muharram
	length [12]uint8 // days of each month, 29 or 30
}

// hijriTable holds the years from first on, without a gap.
type hijriTable struct {
	first int
	years []hijriYear
}

// Days of a Hijri month.
const (
	shortMonth = 29
	longMonth  = 30
)

// hijriRow reads a line of ummalqura.tsv: year, first day, month lengths.
func (l *lexicon) hijriRow(f []string) error {
	if len(f) != 3 || len(f[2]) != 12 {
		return fmt.Errorf("want year, day, 12 lengths: %q", f)
	}
	y, err := strconv.Atoi(f[0])
	if err != nil {
		return err
	}
	start, err := time.Parse(time.DateOnly, f[1])
	if err != nil {
		return err
	}
	row := hijriYear{start: start}
	total := 0
	for i, c := range []byte(f[2]) {
		row.length[i] = shortMonth
		if c == '1' {
			row.length[i] = longMonth
		}
		total += int(row.length[i])
	}
	t := &l.hijri
	if len(t.years) == 0 {
		t.first = y
	} else if y != t.first+len(t.years) {
		return fmt.Errorf("year %d out of order", y)
	}
	if n := len(t.years); n > 0 && !t.years[n-1].end().Equal(start) {
		return fmt.Errorf("year %d does not start where the last one ends", y)
	}
	t.years = append(t.years, row)
	return nil
}

// end is the day after the year's last.
func (y hijriYear) end() time.Time {
	days := 0
	for _, n := range y.length {
		days += int(n)
	}
	return y.start.AddDate(0, 0, days)
}

// gregorian turns a Hijri day into the civil day it falls on for the most part.
// Years outside the table and days that do not exist are not ok.
func (t hijriTable) gregorian(c civil) (civil, bool) {
	i := c.year - t.first
	if i < 0 || i >= len(t.years) || c.month < 1 || c.month > 12 {
		return civil{}, false
	}
	y := t.years[i]
	if c.day < 1 || c.day > int(y.length[c.month-1]) {
		return civil{}, false
	}
	days := c.day - 1
	for _, n := range y.length[:c.month-1] {
		days += int(n)
	}
	return civilOf(y.start.AddDate(0, 0, days)), true
}

// Years the 33-year rule holds for; news lie well inside.
const (
	minJalali = 1178
	maxJalali = 1633
)

// jalaliEpoch is 1 Farvardin 1 as days from 1970-01-01.
const jalaliEpoch = -492268

// jalaliGregorian turns a Jalali day into a Gregorian one. Leap years follow the
// 33-year cycle, (25y+11) mod 33 < 8, which agrees with the astronomical rule
// of Iran from 1178 to 1633 (ICU uses it likewise).
func jalaliGregorian(c civil) (civil, bool) {
	if c.year < minJalali || c.year > maxJalali || c.month < 1 || c.month > 12 {
		return civil{}, false
	}
	if c.day < 1 || c.day > jalaliDays(c.year, c.month) {
		return civil{}, false
	}
	days := 365*(c.year-1) + (8*c.year+21)/33 + 31*(c.month-1) + c.day - 1
	if c.month > 7 {
		days -= c.month - 7
	}
	return civilOf(time.Unix(int64(jalaliEpoch+days)*86400, 0).UTC()), true
}

// jalaliDays counts the days of a month: six of 31, five of 30, Esfand 29 or 30.
func jalaliDays(year, month int) int {
	switch {
	case month <= 6:
		return 31
	case month < 12 || (25*year+11)%33 < 8:
		return 30
	}
	return 29
}

func civilOf(t time.Time) civil {
	y, m, d := t.Date()
	return civil{y, int(m), d}
}
