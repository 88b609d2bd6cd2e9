package date

import (
	"testing"
	"time"
)

func TestDataLoads(t *testing.T) {
	l, err := loadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(l.hijri.years); n != 201 || l.hijri.first != 1300 {
		t.Errorf("Umm al-Qura table: %d years from %d, want 201 from 1300", n, l.hijri.first)
	}
}

// TestDataSensesOfOneLanguageAgree finds a word that is two months, weekdays or
// units in one language: such a line is an error of the data.
func TestDataSensesOfOneLanguageAgree(t *testing.T) {
	l, _ := loadLexicon()
	var walk func(phrase string, e *entry)
	walk = func(phrase string, e *entry) {
		for i, a := range e.senses {
			for _, b := range e.senses[i+1:] {
				if a.class == b.class && a.langs&b.langs != 0 && (a.value != b.value || a.calendar != b.calendar || a.times != b.times) {
					t.Errorf("%q has values %d and %d of class %d in one language", phrase, a.value, b.value, a.class)
				}
			}
		}
		for key, next := range e.next {
			walk(phrase+" "+key, next)
		}
	}
	walk("", &l.root)
}

// TestHijri_KnownDays are days the Saudi calendar announced, each in its news.
func TestHijri_KnownDays(t *testing.T) {
	l, _ := loadLexicon()
	tests := []struct {
		name  string
		hijri civil
		want  string
	}{
		{"new year 1440", civil{1440, 1, 1}, "2018-09-11"},
		{"new year 1442", civil{1442, 1, 1}, "2020-08-20"},
		{"Ramadan 1443", civil{1443, 9, 1}, "2022-04-02"},
		{"Ramadan 1444", civil{1444, 9, 1}, "2023-03-23"},
		{"Ramadan 1445", civil{1445, 9, 1}, "2024-03-11"},
		{"Ramadan 1446", civil{1446, 9, 1}, "2025-03-01"},
		{"Eid al-Adha 1444", civil{1444, 12, 10}, "2023-06-28"},
		{"first day of the table", civil{1300, 1, 1}, "1882-11-12"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := l.hijri.gregorian(tt.hijri)
			if s := got.time().Format(time.DateOnly); !ok || s != tt.want {
				t.Errorf("%v = %s, %v, want %s", tt.hijri, s, ok, tt.want)
			}
		})
	}
}

// TestCalendars_RunWithoutGap walks every day of both calendars: each must fall
// on the day after the one before.
func TestCalendars_RunWithoutGap(t *testing.T) {
	l, _ := loadLexicon()
	walk := func(from, to int, gregorian func(civil) (civil, bool)) (days int) {
		var last time.Time
		for y := from; y <= to; y++ {
			for m := 1; m <= 12; m++ {
				for d := 1; d <= 31; d++ {
					c, ok := gregorian(civil{y, m, d})
					if !ok {
						continue
					}
					if got := c.time(); !last.IsZero() && !got.Equal(last.AddDate(0, 0, 1)) {
						t.Fatalf("%d-%d-%d falls on %v after %v", y, m, d, got, last)
					}
					last = c.time()
					days++
				}
			}
		}
		return days
	}
	if n := walk(1300, 1500, l.hijri.gregorian); n < 71_000 || n > 71_500 {
		t.Errorf("201 Hijri years have %d days", n)
	}
	if n := walk(1200, 1500, jalaliGregorian); n < 109_900 || n > 109_999 {
		t.Errorf("301 Jalali years have %d days", n)
	}
}

// TestJalali_KnownDays are days of the calendar of the University of Tehran.
func TestJalali_KnownDays(t *testing.T) {
	tests := []struct {
		name   string
		jalali civil
		want   string
	}{
		{"revolution", civil{1357, 11, 22}, "1979-02-11"},
		{"Nowruz 1375", civil{1375, 1, 1}, "1996-03-20"},
		{"Nowruz 1399", civil{1399, 1, 1}, "2020-03-20"},
		{"Nowruz 1400", civil{1400, 1, 1}, "2021-03-21"},
		{"Nowruz 1403", civil{1403, 1, 1}, "2024-03-20"},
		{"leap day 1399", civil{1399, 12, 30}, "2021-03-20"},
		{"first of Mehr 1402", civil{1402, 7, 1}, "2023-09-23"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := jalaliGregorian(tt.jalali)
			if s := got.time().Format(time.DateOnly); !ok || s != tt.want {
				t.Errorf("%v = %s, %v, want %s", tt.jalali, s, ok, tt.want)
			}
		})
	}
}
