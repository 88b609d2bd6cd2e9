package meta

import (
	"time"

	"matn/clean/internal/date"
	"matn/clean/internal/dom"
)

const (
	// firstYear is the year before which a date is a default or a misreading:
	// archives on the web reach back to the papers of the 18th century.
	firstYear = 1700
	// slack is how far after the fetch a date may lie: the page's clock may be
	// in a zone that is a day ahead.
	slack = 26 * time.Hour
	// maxShift is the most hours that a zone lies from UTC, and so the most that
	// a time given in UTC may lie from midnight to fall on the neighbouring day.
	maxShift = 14
)

// when is a date that a page gives, and where it gives it.
type when struct {
	date date.Date
	from string
}

// dates finds when the article was published and last changed.
func (r *reader) dates(l *dom.Layout, lang string) (published, modified when) {
	r.when = date.Context{Lang: lang, Now: r.page.Now, MonthFirst: r.monthFirst(l, lang)}
	shown := r.shownDates(l)
	published = r.headDate("datePublished", fieldPublished,
		"datePublished", "dateCreated", "pubdate", "created", "issued")
	if published.date.IsZero() {
		published = r.dataDate("dateCreated", "uploadDate")
	}
	modified = r.headDate("dateModified", fieldModified, "dateModified", "modified")
	first, last := published.date, modified.date
	published.date = localDay(first, last, shown, date.Modified)
	modified.date = localDay(last, first, shown, date.Published)
	if published.date.IsZero() || stampedOver(published.date, modified.date, shown) {
		if s := r.bestShown(shown); !s.date.IsZero() {
			published = s
		}
	}
	if published.date.IsZero() {
		published = r.lastResort(l, shown)
	}
	if modified.date.IsZero() {
		for _, s := range shown {
			if s.kind == date.Modified {
				modified = when{s.date, s.from}
				break
			}
		}
	}
	published.date, modified.date = withClock(published.date, shown), withClock(modified.date, shown)
	return inOrder(published, modified, shown)
}

// withClock gives a day that readers see the clock that an element of the page
// tells machines for it.
func withClock(d date.Date, shown []shownDate) date.Date {
	if d.Precision != date.Day || d.Calendar != date.Gregorian || d.Relative {
		return d
	}
	for _, s := range shown {
		if s.element && s.date.Precision >= date.Minute && daysBetween(d, s.date) == 0 {
			return s.date
		}
	}
	return d
}

// dataDate is the first plausible date that JSON-LD gives, by keys in the order
// of trust.
func (r *reader) dataDate(keys ...string) when {
	for _, key := range keys {
		for _, v := range r.articles {
			if d := r.parse(first(v.get(key))); !d.IsZero() {
				return when{d, FromJSONLD}
			}
		}
	}
	return when{}
}

// headDate is the first plausible date that data, metadata and microdata give.
func (r *reader) headDate(key string, f field, props ...string) when {
	if d := r.dataDate(key); !d.date.IsZero() {
		return d
	}
	for _, m := range r.ranked(f) {
		if d := r.parse(m.contents[0]); !d.IsZero() {
			return when{d, m.from}
		}
	}
	if d := r.parse(r.prop(props...)); !d.IsZero() {
		return when{d, FromMicrodata}
	}
	return when{}
}

// parse reads a date that a field holds. An implausible one is none.
func (r *reader) parse(s string) date.Date {
	if s = plain(s); s == "" {
		return date.Date{}
	}
	d, ok := date.ParseISO(s)
	if !ok {
		d, ok = date.Parse(s, r.when)
	}
	if !ok || !r.plausible(d) {
		return date.Date{}
	}
	return d
}

// plausible reports whether an article may have a date: not before papers, not
// after it was fetched, not the zero of a computer's clock.
func (r *reader) plausible(d date.Date) bool {
	if d.IsZero() || d.Time.Year() < firstYear || d.Time.Unix() == 0 {
		return false
	}
	return r.page.Now.IsZero() || !d.Time.After(r.page.Now.Add(slack))
}

// localDay puts a time in UTC on the day that the page shows for it, where that
// is the day before or after and a time zone explains it. Readers know the day
// of the place where the paper is made. Days that belong to other, the page's
// other date, and dates labelled as such are left aside, unless their clock
// shows the same moment.
func localDay(d, other date.Date, shown []shownDate, otherKind date.LabelKind) date.Date {
	if d.Precision < date.Minute || !d.HasZone || zoneOf(d) != 0 {
		return d
	}
	var near date.Date
	same := false
	for _, s := range shown {
		if s.kind == otherKind || s.date.Precision < date.Day {
			continue
		}
		if local, ok := sameMoment(d, s.date); ok {
			return local
		}
		// A stamp in UTC, as machines write it, is no day that readers see.
		stamp := s.element && s.date.Precision >= date.Minute && s.date.HasZone && zoneOf(s.date) == 0
		same = same || !stamp && daysBetween(d, s.date) == 0
		if near.IsZero() && shiftExplains(d, s.date) && (other.IsZero() || daysBetween(other, s.date) != 0 || daysBetween(other, d) == 0) {
			near = s.date
		}
	}
	if near.IsZero() || same {
		return d
	}
	return near
}

// sameMoment is the time utc in the zone of a shown date on another day that
// tells the same moment by its clock.
func sameMoment(utc, shown date.Date) (local date.Date, ok bool) {
	if shown.Precision < date.Minute || daysBetween(utc, shown) == 0 {
		return date.Date{}, false
	}
	east, ok := offsetOf(utc, shown)
	if !ok {
		return date.Date{}, false
	}
	utc.Time = utc.Time.In(time.FixedZone("", int(east.Seconds())))
	return utc, true
}

// offsetOf is how far east of UTC the clock of local shows the time utc, where a
// time zone can lie so: by quarters of an hour, at most maxShift hours away.
func offsetOf(utc, local date.Date) (time.Duration, bool) {
	t := local.Time
	if local.HasZone {
		if !t.Truncate(time.Minute).Equal(utc.Time.Truncate(time.Minute)) {
			return 0, false
		}
		return time.Duration(zoneOf(local)) * time.Second, true
	}
	east := t.Truncate(time.Minute).Sub(utc.Time.Truncate(time.Minute))
	return east, east%(15*time.Minute) == 0 && east.Abs() <= maxShift*time.Hour
}

// daysBetween is how many days b lies after a, each on its own calendar page.
func daysBetween(a, b date.Date) int {
	return int(midnight(b).Sub(midnight(a)).Hours()) / 24
}

func midnight(d date.Date) time.Time {
	y, m, day := d.Time.Date()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}

// shiftExplains reports whether local is the time utc in some zone, on the day
// before or after. Clocks and zones count where both have them.
func shiftExplains(utc, local date.Date) bool {
	days := daysBetween(utc, local)
	if days != -1 && days != 1 || utc.Precision < date.Minute {
		return false
	}
	if local.Precision >= date.Minute {
		_, ok := offsetOf(utc, local)
		return ok
	}
	if days < 0 {
		return utc.Time.Hour() < maxShift
	}
	return utc.Time.Hour() >= 24-maxShift
}

// stampedOver reports whether the date of a page's data is that of a later save
// or import: the data knows one day only, and the page shows another. Where the
// data tells publication and change apart it is believed, whatever is shown.
// Measured over the dev sets: 23 right to 5 wrong; where data tells them apart,
// shown dates would be 46 right to 35 wrong, most of them days of the change.
func stampedOver(published, modified date.Date, shown []shownDate) bool {
	if !modified.IsZero() && daysBetween(published, modified) > 0 {
		return false
	}
	other := false
	for _, s := range shown {
		if s.kind == date.Modified || !modified.IsZero() && daysBetween(modified, s.date) == 0 && daysBetween(modified, published) != 0 {
			continue
		}
		if daysBetween(published, s.date) == 0 || shiftExplains(published, s.date) {
			return false
		}
		other = other || s.rank <= rankAbove
	}
	return other
}

func zoneOf(d date.Date) int {
	_, offset := d.Time.Zone()
	return offset
}

// bestShown is the date among those that the page shows that is the article's:
// the best placed that is not labelled as a change.
func (r *reader) bestShown(shown []shownDate) when {
	best, witnessed := -1, -1
	fromURL := urlDate(r.address)
	if !r.plausible(fromURL) {
		fromURL = date.Date{}
	}
	for i, s := range shown {
		if s.kind == date.Modified {
			continue
		}
		if best < 0 || s.rank < shown[best].rank || s.rank == shown[best].rank && (s.rank == rankAbove || s.element && sameBut(s.date, shown[best].date)) {
			best = i // nearer to the headline, or what the text before it means
		}
		if !fromURL.IsZero() && within(s.date, fromURL) && (s.rank <= rankAbove || fromURL.Precision >= date.Day) {
			if witnessed < 0 || s.rank < shown[witnessed].rank {
				witnessed = i // the address says the same, as does the clock of a site on the day of the visit
			}
		}
	}
	switch {
	case witnessed >= 0:
		return when{shown[witnessed].date, shown[witnessed].from}
	case best < 0 && fromURL.IsZero():
		return when{}
	case best >= 0 && fromURL.Precision >= date.Day && sameBut(shown[best].date, fromURL):
		return when{fromURL, FromURL} // 03/10/2023 in an address of 3 October
	case best < 0 || shown[best].from == FromText && shown[best].kind != date.Published && fromURL.Precision >= date.Day && daysBetween(fromURL, shown[best].date) != 0:
		return when{fromURL, FromURL}
	}
	return when{shown[best].date, shown[best].from}
}

// sameBut reports whether two days differ in which number is the month.
func sameBut(a, b date.Date) bool {
	return a.Time.Year() == b.Time.Year() && int(a.Time.Month()) == b.Time.Day() && int(b.Time.Month()) == a.Time.Day()
}

// inOrder makes published come before modified. Where a page has it the other
// way round, the earlier is the publication if the page shows it as such;
// otherwise the change is not believed.
func inOrder(published, modified when, shown []shownDate) (when, when) {
	if published.date.IsZero() || modified.date.IsZero() || !before(modified.date, published.date) {
		return published, modified
	}
	for _, s := range shown {
		if s.kind == date.Published && daysBetween(s.date, modified.date) == 0 {
			return modified, published
		}
	}
	return published, when{}
}

// before reports whether a is earlier than b, as far as both are known.
func before(a, b date.Date) bool {
	if a.Precision >= date.Minute && b.Precision >= date.Minute && a.HasZone == b.HasZone {
		return a.Time.Before(b.Time)
	}
	if a.Precision < date.Day || b.Precision < date.Day {
		return a.Time.Year() < b.Time.Year()
	}
	return daysBetween(a, b) > 0
}
