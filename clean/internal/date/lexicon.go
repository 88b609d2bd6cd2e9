package date

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/*.tsv
var data embed.FS

// class is what a word does in a date.
type class uint8

const (
	noClass        class = iota
	monthClass           // value 1 to 12 in its calendar
	weekdayClass         // value 0 Sunday to 6
	ampmClass            // after the clock; value one of the half constants
	preampmClass         // before the clock
	eraClass             // after the year; value one of the era constants
	fillerClass          // inside a date, says nothing
	beforeClass          // before a date
	clockClass           // before a clock
	oclockClass          // after a clock
	hourClass            // between hours and minutes
	minuteClass          // after minutes
	secondClass          // after seconds
	yearMarkClass        // 年
	monthMarkClass       // 月
	dayMarkClass         // 日
	ordinalClass         // glued to the day
	zoneClass            // value minutes east of UTC
	rangeClass           // between the ends of a range
	degreeClass          // heat
	prefixClass          // before a relative amount
	suffixClass          // after a relative amount
	unitClass            // value one of the unit constants, times 2 for a dual
	countClass           // a number in words
	dayClass             // value days from today
	labelClass           // value a LabelKind, visitLabel or plainLabel
	cityClass
)

// Halves of the day.
const (
	am = iota
	pm
	noon
	night
)

// Eras.
const (
	noEra = iota
	adEra
	hijriEra
	jalaliEra
)

// Values of labelClass besides the label kinds: visitLabel marks the day of the
// visit («اليوم», "Today is"); plainLabel is a word such as "Date", Published when
// it touches its date.
const (
	visitLabel = 100 + iota
	plainLabel
)

// sense is one meaning of a word.
type sense struct {
	class    class
	calendar Calendar
	weak     bool
	times    int // amount of a dual unit, else 1
	value    int
	langs    uint64
}

// entry is a node of the tree of known phrases, a word or sign an edge.
type entry struct {
	senses []sense
	below  uint64 // bit 1<<class for every class met here or further on
	next   map[string]*entry
}

// lexicon is the data files, read. It is not changed once loaded.
type lexicon struct {
	root  entry
	langs map[string]uint64
	hijri hijriTable
}

// loaded reads the embedded data once. The error is nil as long as
// TestDataLoads passes, so that callers need not carry it.
var loaded = sync.OnceValues(loadLexicon)

func loadLexicon() (*lexicon, error) {
	l := &lexicon{langs: map[string]uint64{}}
	files := []struct {
		name string
		row  func(*lexicon, []string) error
	}{
		{"months.tsv", (*lexicon).monthRow}, {"months_ar.tsv", (*lexicon).monthRow}, {"months_fa.tsv", (*lexicon).monthRow},
		{"weekdays.tsv", (*lexicon).weekdayRow}, {"words.tsv", (*lexicon).wordRow}, {"relative.tsv", (*lexicon).relativeRow},
		{"labels.tsv", (*lexicon).labelRow}, {"cities.tsv", (*lexicon).cityRow}, {"ummalqura.tsv", (*lexicon).hijriRow},
	}
	for _, f := range files {
		if err := l.read(f.name, f.row); err != nil {
			return l, err
		}
	}
	return l, nil
}

// read hands each line of a data file to row, cut at its tabs.
func (l *lexicon) read(name string, row func(*lexicon, []string) error) error {
	text, err := data.ReadFile("data/" + name)
	if err != nil {
		return fmt.Errorf("date: %w", err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		if err := row(l, strings.Split(line, "\t")); err != nil {
			return fmt.Errorf("date: %s:%d: %w", name, n, err)
		}
	}
	return nil
}

// add enters a phrase with one meaning. A full stop at its end is optional in
// text, so it is left out.
func (l *lexicon) add(phrase, langs string, m sense) error {
	var err error
	if m.langs, err = l.langBits(langs); err != nil {
		return err
	}
	s := scanner{src: phrase}
	last := 0
	for s.at(last).kind != endToken {
		last++
	}
	if last > 1 && s.sign(last-1, '.') {
		last--
	}
	if last == 0 {
		return fmt.Errorf("no phrase in %q", phrase)
	}
	at := &l.root
	for i := range last {
		key := s.keyOf(i)
		if key == nil {
			return fmt.Errorf("phrase %q has a word over %d bytes", phrase, maxKey)
		}
		if at.next == nil {
			at.next = map[string]*entry{}
		}
		to := at.next[string(key)]
		if to == nil {
			to = &entry{}
			at.next[string(key)] = to
		}
		at = to
		at.below |= 1 << m.class
	}
	at.senses = append(at.senses, m)
	return nil
}

// langBits gives one bit a language, 64 languages at most.
func (l *lexicon) langBits(list string) (uint64, error) {
	var bits uint64
	for lang := range strings.SplitSeq(list, ",") {
		bit, ok := l.langs[lang]
		if !ok {
			if len(l.langs) == 64 {
				return 0, fmt.Errorf("more than 64 languages: %q", lang)
			}
			bit = 1 << len(l.langs)
			l.langs[lang] = bit
		}
		bits |= bit
	}
	return bits, nil
}

func (l *lexicon) monthRow(f []string) error {
	if len(f) < 4 || len(f) > 5 || (len(f) == 5 && f[4] != "weak") {
		return fmt.Errorf("want calendar, month, languages, name, weak: %q", f)
	}
	m, err := strconv.Atoi(f[1])
	if err != nil || m < 1 || m > 12 {
		return fmt.Errorf("month %q", f[1])
	}
	calendars := map[string]Calendar{"g": Gregorian, "h": Hijri, "j": Jalali}
	cal, ok := calendars[f[0]]
	if !ok {
		return fmt.Errorf("calendar %q", f[0])
	}
	return l.add(f[3], f[2], sense{class: monthClass, calendar: cal, value: m, weak: len(f) == 5})
}

func (l *lexicon) weekdayRow(f []string) error {
	if len(f) != 3 {
		return fmt.Errorf("want day, languages, name: %q", f)
	}
	d, err := strconv.Atoi(f[0])
	if err != nil || d < 0 || d > 6 {
		return fmt.Errorf("weekday %q", f[0])
	}
	return l.add(f[2], f[1], sense{class: weekdayClass, value: d})
}

func (l *lexicon) cityRow(f []string) error {
	if len(f) != 2 {
		return fmt.Errorf("want languages, name: %q", f)
	}
	return l.add(f[1], f[0], sense{class: cityClass})
}
