package score

import "unicode"

// Columns of dates: lists of articles and comments have one each.
const (
	daOwn  = iota // years and times of day in the line
	daPrev        // lines back to a line with such, and on
	daNext
	daNear // lines with such around
	daText // share of all lines
	daCount
)

var lineDateNames = [daCount]string{"years and times", "lines back to one", "lines on to one", "of 8 each side", "lines with one / lines"}

// dateNear is the number of lines on each side where dates are counted.
const dateNear = 8

// Years that are told: those of the common era, and of the Persian and Islamic
// calendars. A line has maxDates at most.
const (
	firstYear, lastYear         = 1900, 2039
	firstEastYear, lastEastYear = 1380, 1459
	maxDates                    = 20
)

// dates counts what of a text looks like a year, in Western, Arabic, Persian or
// full-width digits, or a time of day, in any.
func dates(s string) (n int32) {
	value, digits, colon := 0, 0, false // colon: behind an hour
	end := func(next rune) {
		switch {
		case digits == 4 && (value >= firstYear && value <= lastYear || value >= firstEastYear && value <= lastEastYear):
			n++
		case digits == 2 && colon && value < 60:
			n++
		}
		colon = next == ':' && digits > 0 && digits <= 2
		value, digits = 0, 0
	}
	for _, r := range s {
		d := digitOf(r)
		if d < 0 {
			end(r)
			continue
		}
		value, digits = min(value*10+d, 1<<20), digits+1
	}
	end(0)
	return n
}

// digitOf is the value of a digit, 0 for those of rare scripts, -1 for other runes.
func digitOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r < 128:
		return -1
	case r >= '٠' && r <= '٩':
		return int(r - '٠')
	case r >= '۰' && r <= '۹':
		return int(r - '۰')
	case r >= '０' && r <= '９':
		return int(r - '０')
	case unicode.IsDigit(r):
		return 0
	}
	return -1
}

// findDates counts the dates of each line.
func (l *lines) findDates() {
	for i := range l.info {
		if l.info[i].digit > 0 {
			l.info[i].dates = dates(l.blocks[i].Text)
		}
	}
}

// fillDates writes the columns of dates of line i.
func (l *lines) fillDates(row []float32, i int) {
	t := &l.info[i]
	row[daOwn], row[daPrev], row[daNext] = min(float32(t.dates), maxDates), float32(t.prevDate), float32(t.nextDate)
	n := len(l.blocks)
	a, b := &l.before[max(i-dateNear, 0)], &l.before[min(i+dateNear+1, n)]
	row[daNear] = b.dated - a.dated
	row[daText] = share(l.before[n].dated, float32(n))
}
