package date

import (
	"testing"
)

// seeds are one string for each reader.
func seeds() []string {
	return []string{
		"2016-07-14T21:16:05+02:00", "Thu, 14 Jul 2016 21:16:05 GMT", "1468530965", "٢٥ ديسمبر ٢٠١٩",
		"الجمعة 27 سبتمبر 2024 7:26 ص القاهرة 24°", "السبت 25 مارس 2017 م - ٢٦ جمادي الثاني ١٤٣٨ هـ", "منذ ساعتين",
		"۱۲ مرداد ۱۳۹۹ - ۱۷:۰۷", "۱۲ جنوری ۲۰۲۰ء", "May 5th, 2020 at 5:07 p.m. EDT", "5. Mai 2020 um 17.07 Uhr", "5 mai 2020 à 17h07",
		"2020年5月5日(火) 17時07分", "2020년 5월 5일 오후 5시 7분", "3-5 May 2020", "03/04/20", "1399/05/12", "5 كانون 2 2020", "نشر في: 2016", "\xff\xfe5 مارس 2020",
	}
}

// checkDate holds the promises of every Date: a sane year, and a String that
// reads back as itself.
func checkDate(t *testing.T, in string, d Date) {
	t.Helper()
	if d.IsZero() {
		t.Fatalf("%q: a zero date was reported as found", in)
	}
	if y := d.Time.Year(); y < minYear-1 || y > maxYear+1 {
		t.Fatalf("%q: year %d", in, y)
	}
	again, ok := ParseISO(d.String())
	if !ok || again.String() != d.String() {
		t.Fatalf("%q: String %q reads back as %q, %v", in, d, again, ok)
	}
}

func FuzzParseISO(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if d, ok := ParseISO(in); ok {
			checkDate(t, in, d)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s, "ar")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, in, lang string) {
		for _, c := range []Context{{Lang: lang}, {Lang: lang, Now: now, MonthFirst: true}} {
			if d, ok := Parse(in, c); ok {
				checkDate(t, in, d)
			}
		}
	})
}

func FuzzFind(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s+" و"+s, "ar")
	}
	f.Fuzz(func(t *testing.T, in, lang string) {
		end := 0
		for _, m := range Find(in, Context{Lang: lang, Now: now}) {
			if m.Start < end || m.End <= m.Start || m.End > len(in) {
				t.Fatalf("%q: match at %d to %d after one that ended at %d", in, m.Start, m.End, end)
			}
			if in[m.Start:m.End] != m.Date.Text {
				t.Fatalf("%q: Text %q is not the source %q", in, m.Date.Text, in[m.Start:m.End])
			}
			end = m.End
			checkDate(t, in, m.Date)
		}
	})
}

func FuzzLine(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s, "ar")
	}
	f.Fuzz(func(t *testing.T, in, lang string) {
		info := Line(in, Context{Lang: lang, Now: now})
		if info.Share < 0 || info.Share > 1 {
			t.Fatalf("%q: share %v", in, info.Share)
		}
		for _, m := range info.Dates {
			checkDate(t, in, m.Date)
		}
		if info.DateBar && len(info.Dates) == 0 {
			t.Fatalf("%q: a date bar without a date", in)
		}
	})
}
