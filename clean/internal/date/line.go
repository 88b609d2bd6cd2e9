package date

import "unicode"

// LabelKind is what a label says of the date beside it.
type LabelKind uint8

// Label kinds: «نشر في», "Published"; «آخر تحديث», "Updated"; «تاريخ التسجيل»,
// "Join date", whose date is of no text.
const (
	NoLabel LabelKind = iota
	Published
	Modified
	Other
)

// Label is a labelled date. Text is the label as it stood on the line. Date is
// zero when the line is a label and nothing else: its date stands elsewhere.
type Label struct {
	Kind LabelKind
	Text string
	Date Date
}

// LineInfo is what Line found. The Has fields are facts of the line; DateBar is
// the judgement drawn from them.
type LineInfo struct {
	Share          float64 // of the line's letters and digits, how many are date material or labels, 0 to 1
	Dates          []Match // as Find, and a day word or short form when nothing else stands beside it
	Labels         []Label // in order
	HasWeekday     bool
	HasClock       bool
	HasTemperature bool // «24°», "24 °C"
	HasHijri       bool // a Hijri date or month
	HasPair        bool // a Gregorian date beside a Hijri or Jalali one
	HasCity        bool // a city of data/cities.tsv
	Relative       bool // a form that counts from Context.Now, be that known or not
	HasToday       bool // «اليوم», "Today is"
	DateBar        bool // the day of the visit as the site prints it: no publication date
}

// barShare is how much of a line a date bar fills with dates, cities and
// weather: the rest is room for a country or a condition («غائم»).
const barShare = 0.7

// pairShare is stricter, since a pair of dates in a sentence is common.
const pairShare = 0.95

// maxLine bounds what Parse and Line read, in bytes: more is prose, and Find is
// for that.
const maxLine = 1024

// maxWordy bounds, in bytes, a line without digits that may still be a label
// alone («تم النشر بتاريخ:») or a relative date in words («منذ ثلاث ساعات»).
const maxWordy = 96

func hasDigit(s string) bool {
	for _, r := range s {
		if digitOf(r) >= 0 {
			return true
		}
	}
	return false
}

// Line reads one short line, such as the text of a block. A line over 1024 bytes,
// or with more than 30 words that belong to no date, is prose and gives the zero
// LineInfo.
func Line(s string, c Context) LineInfo {
	if len(s) > maxLine || (len(s) > maxWordy && !hasDigit(s)) {
		return LineInfo{}
	}
	var sc scanner
	sc.init(s, c)
	l := sc.line()
	info := LineInfo{Labels: sc.labels(l)}
	gregorian, other := false, false
	for _, p := range l.parts {
		switch {
		case p.kind == cityPart && sc.isZone(p.from): // «بتوقيت القدس»
		case p.kind == datePart:
			h := l.hits[p.n]
			info.HasHijri = info.HasHijri || h.hijri
			info.Relative = info.Relative || h.date.Relative || h.v == mute && sc.counts(p)
			info.HasClock = info.HasClock || h.hasClock
			info.HasWeekday = info.HasWeekday || sc.holds(p, weekdayClass)
			other = other || h.pair || h.hijri || h.date.Calendar != Gregorian
			gregorian = gregorian || (h.v == full && h.date.Calendar == Gregorian && !h.date.Relative)
			if h.v == full || (h.v == weak && l.whole()) {
				info.Dates = append(info.Dates, Match{Date: h.date, Start: sc.at(p.from).start, End: sc.at(p.to - 1).end})
			}
		default:
			info.note(p.kind)
		}
	}
	var bar float64
	info.Share, bar = sc.shares(l)
	info.HasPair = gregorian && other
	info.DateBar = gregorian && len(info.Labels) == 0 &&
		(bar >= barShare && (info.HasTemperature || info.HasToday || info.HasCity && info.HasClock) ||
			bar >= pairShare && info.HasPair)
	return info
}

// counts reports whether an amount of time stands in p: "3 hours ago".
func (s *scanner) counts(p part) bool {
	for i := p.from; i < p.to; i++ {
		if _, _, _, ok := s.amount(i); ok {
			return true
		}
	}
	return false
}

// isZone reports whether the city at token i names a time zone.
func (s *scanner) isZone(i int) bool {
	_, ok := s.is(i-1, oclockClass)
	return ok
}

// note marks what a part other than a date shows.
func (info *LineInfo) note(k partKind) {
	switch k {
	case clockPart:
		info.HasClock = true
	case weekdayPart:
		info.HasWeekday = true
	case degreePart:
		info.HasTemperature = true
	case cityPart:
		info.HasCity = true
	case todayPart:
		info.HasToday = true
	}
}

// holds reports whether a phrase of class c starts inside p.
func (s *scanner) holds(p part, c class) bool {
	for i := p.from; i < p.to; i++ {
		if _, ok := s.is(i, c); ok {
			return true
		}
	}
	return false
}

// shares counts letters and digits: those of dates and labels, and those that a
// date bar may hold, each of all.
func (s *scanner) shares(l *lineParts) (material, bar float64) {
	var dates, bars, all int
	for i, p := range l.parts {
		n := 0
		for _, r := range s.text(p.from, p.to) {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				n++
			}
		}
		all += n
		switch p.kind {
		case datePart, clockPart, weekdayPart, labelPart, todayPart:
			dates += n
			bars += n
		case cityPart:
			bars += n
			if s.isZone(p.from) {
				dates += n
			}
		case gluePart:
			if l.besideDate(i) {
				dates += n
				bars += n
			}
		case degreePart:
			bars += n
		}
	}
	if all == 0 {
		return 0, 0
	}
	return float64(dates) / float64(all), float64(bars) / float64(all)
}
