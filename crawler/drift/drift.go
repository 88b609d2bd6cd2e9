// Package drift tells when a site is not what it was: its articles became fewer,
// shorter or less certain than its own history says, which is how a redesign looks
// from outside. It is arithmetic on the days of a store.
package drift

import (
	"fmt"
	"slices"
	"time"

	"matn/crawler/store"
)

// What a site may break with.
const (
	Yield      = "yield"      // share of article pages on which an article was found
	Length     = "length"     // words of an article
	Confidence = "confidence" // of the cleaner
	Volume     = "volume"     // new articles a day
	Agreement  = "agreement"  // how much pages look like most pages of the site, 0 to 1
)

// Alarm is one break.
type Alarm struct {
	What  string    `json:"what"`
	Since time.Time `json:"since"` // the first day of it, midnight UTC
	Was   float64   `json:"was"`   // the usual: median of the days before
	Is    float64   `json:"is"`    // over the days since
}

// String is a clause: "length 41 words, was 380, since 2026-03-01".
func (a Alarm) String() string {
	unit, format := "", "%.2f"
	switch a.What {
	case Length:
		unit, format = " words", "%.0f"
	case Volume:
		unit, format = " a day", "%.0f"
	}
	return fmt.Sprintf("%s "+format+"%s, was "+format+", since %s", a.What, a.Is, unit, a.Was, a.Since.Format(time.DateOnly))
}

// Window is how far back days count: what is usual is a matter of weeks.
const Window = 28 * 24 * time.Hour

// History that an alarm needs, and how far from it a day has to be.
const (
	minDays = 5 // days of which the usual is known
	minSeen = 5 // articles or pages of a day, below which it says nothing

	yieldDrop      = 0.6  // of the usual share
	lengthDrop     = 0.5  // of the usual length
	lengthRise     = 2.5  // chrome that came in makes texts longer
	confidenceDrop = 0.15 // below the usual
	minVolume      = 5.0  // articles a day, below which a day without one is no news
	agreementDrop  = 0.6  // of the usual agreement
)

// measure is one number of a day; false when the day says nothing of it.
type measure struct {
	what  string
	of    func(store.Day) (float64, bool)
	broke func(is, was float64) bool
}

var measures = []measure{
	{Yield, func(d store.Day) (float64, bool) {
		pages := d.New + d.Revised + d.Empty
		return float64(d.New+d.Revised) / float64(max(pages, 1)), pages >= minSeen
	}, func(is, was float64) bool { return is < yieldDrop*was }},
	{Length, func(d store.Day) (float64, bool) {
		n := d.New + d.Revised
		return float64(d.Words) / float64(max(n, 1)), n >= minSeen
	}, func(is, was float64) bool { return is < lengthDrop*was || is > lengthRise*was }},
	{Confidence, func(d store.Day) (float64, bool) {
		n := d.New + d.Revised
		return d.Confidence / float64(max(n, 1)), n >= minSeen
	}, func(is, was float64) bool { return is < was-confidenceDrop }},
	{Volume, func(d store.Day) (float64, bool) {
		return float64(d.New), d.Fetched > 0 && d.Fetched > d.Failed // a day on which the site was seen
	}, func(is, was float64) bool { return is == 0 && was >= minVolume }},
}

// Check looks for breaks in the days of one source, oldest first. today is left out
// of the measure of volume: it is not over.
func Check(days []store.Day, today time.Time) []Alarm {
	today = today.UTC().Truncate(24 * time.Hour)
	var alarms []Alarm
	for _, m := range measures {
		var seen []value
		for _, d := range days {
			if is, ok := m.of(d); ok && today.Sub(d.Day) <= Window && !(m.what == Volume && !d.Day.Before(today)) {
				seen = append(seen, value{d.Day, is})
			}
		}
		if a, ok := check(seen, m.broke); ok {
			a.What = m.what
			alarms = append(alarms, a)
		}
	}
	return alarms
}

// value is a measure of one day.
type value struct {
	day time.Time
	is  float64
}

// check finds the run of broken days at the end of those that say something.
func check(days []value, broke func(is, was float64) bool) (Alarm, bool) {
	for at := minDays; at < len(days); at++ {
		was := usual(days[:at])
		broken := true
		for _, d := range days[at:] {
			broken = broken && broke(d.is, was)
		}
		if broken {
			return Alarm{Since: days[at].day, Was: was, Is: usual(days[at:])}, true
		}
	}
	return Alarm{}, false
}

// usual is the median.
func usual(days []value) float64 {
	all := make([]float64, len(days))
	for i, d := range days {
		all[i] = d.is
	}
	slices.Sort(all)
	n := len(all)
	return (all[(n-1)/2] + all[n/2]) / 2
}
