package date

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// found renders matches as "text=date".
func found(s string, ms []Match) []string {
	var out []string
	for _, m := range ms {
		out = append(out, s[m.Start:m.End]+"="+m.Date.String())
	}
	return out
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, lang, in string
		want           []string
	}{
		{"in a sentence", "ar", "وقال الوزير في 5 مارس 2020 إن 24 عاما مرت", []string{"5 مارس 2020=2020-03-05"}},
		{"two dates", "ar", "بين 5 مارس 2020 و7 أبريل 2021", []string{"5 مارس 2020=2020-03-05", "7 أبريل 2021=2021-04-07"}},
		{"pair of calendars is one", "ar", "يوم 25 مارس 2017 م - ٢٦ جمادي الثاني ١٤٣٨ هـ كان", []string{"25 مارس 2017 م - ٢٦ جمادي الثاني ١٤٣٨ هـ=2017-03-25"}},
		{"pair, Hijri first", "ar", "في 11 شوال 1441 الموافق 3 يونيو 2020", []string{"11 شوال 1441 الموافق 3 يونيو 2020=2020-06-03"}},
		{"Hijri alone", "ar", "في 11 شوال 1441 بدأ", []string{"11 شوال 1441=2020-06-03"}},
		{"range of days", "ar", "من 3 إلى 5 مارس 2020", []string{"3=2020-03-03", "5 مارس 2020=2020-03-05"}},
		{"range of days, dash", "en", "on 3-5 May 2020", []string{"3=2020-05-03", "5 May 2020=2020-05-05"}},
		{"range of days, en dash", "en", "on 3 – 5 May 2020", []string{"3=2020-05-03", "5 May 2020=2020-05-05"}},
		{"range of whole dates", "en", "3 May 2020 to 5 May 2020", []string{"3 May 2020=2020-05-03", "5 May 2020=2020-05-05"}},
		{"numeric range", "en", "03/05/2020-05/05/2020", []string{"03/05/2020=2020-05-03", "05/05/2020=2020-05-05"}},
		{"range of days behind the month is no year", "en", "in Austin: March 12–18, 2026", nil},
		{"a day, its month and a short year", "en", "on May-12-18", []string{"May-12-18=2018-05-12"}},
		{"a tatweel for a dash", "ar", "5 مارس 2024م ـ 09:15", []string{"5 مارس 2024م ـ 09:15=2024-03-05T09:15"}},
		{"a tatweel inside a word", "ar", "5 مـارس 2024", []string{"5 مـارس 2024=2024-03-05"}},
		{"a zone behind a.m.", "en", "Mar. 5, 2024 at 9:15 a.m. EST", []string{"Mar. 5, 2024 at 9:15 a.m. EST=2024-03-05T09:15:00-05:00"}},
		{"a second name that is misspelt", "ar", "الإثنين, 09 تشرين1/أكتوير 2017 12:31", []string{"الإثنين, 09 تشرين1/أكتوير 2017 12:31=2017-10-09T12:31"}},
		{"two names of a month side by side", "ar", "يوم 22 شباط فبراير 2024", []string{"22 شباط فبراير 2024=2024-02-22"}},
		{"weekday and clock belong to the match", "ar", "نشر الجمعة 27 سبتمبر 2024 7:26 ص القاهرة", []string{"الجمعة 27 سبتمبر 2024 7:26 ص=2024-09-27T07:26"}},
		{"month and year", "en", "since March 2020 it", []string{"March 2020=2020-03"}},
		{"full stop before a date", "ar", "انتهى.5 مارس 2020", []string{"5 مارس 2020=2020-03-05"}},
		{"RFC 3339", "en", "at 2020-05-05T17:07:09Z it", []string{"2020-05-05T17:07:09Z=2020-05-05T17:07:09Z"}},
		{"a bare year is none", "en", "since 2020 it", nil},
		{"month and year in figures are none", "en", "score 03/2020", nil},
		{"short year without lang is none", "", "12/05/20", nil},
		{"short year, German", "de", "am 12.05.20 war", []string{"12.05.20=2020-05-12"}},
		{"today is none", "ar", "اليوم العالمي", nil},
		{"no year is none", "ar", "في 29 سبتمبر الماضي", nil},
		{"impossible is none, nor its parts", "ar", "في 31 فبراير 2020", nil},
		{"prose", "en", "He may march 24 miles, or 3.5 million, 2-1, $5.20, 055-123-4567.", nil},
		{"prose, Arabic", "ar", "مارس الرياضة 24 عاما، فاز 2-1 وباع 3.5 مليون", nil},
		{"a list of figures", "en", "1, 2, 3, 4, 5, 6, 7", nil},
		{"URL path", "en", "https://example.org/2020/05/03/slug", []string{"2020/05/03=2020-05-03"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := found(tt.in, Find(tt.in, Context{Lang: tt.lang}))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Find(%q): -want +got\n%s", tt.in, diff)
			}
		})
	}
}

func TestFind_NowGivesYearsAndRelativeForms(t *testing.T) {
	in := "قال في 29 سبتمبر، ثم منذ ساعتين، أمس 9:16 م"
	want := []string{"29 سبتمبر=2020-09-29", "منذ ساعتين=2020-10-15T12:30:00+03:00", "أمس 9:16 م=2020-10-14T21:16"}
	if diff := cmp.Diff(want, found(in, Find(in, Context{Lang: "ar", Now: now}))); diff != "" {
		t.Errorf("Find: -want +got\n%s", diff)
	}
}

func TestFind_RelativeForms(t *testing.T) {
	for in, want := range map[string]string{
		"منذ ساعة و15 دقيقة":    "2020-10-15T13:15:00+03:00",
		"قبل 3 ساعات و12 دقيقة": "2020-10-15T11:18:00+03:00",
		"منذ ساعتين ونصف":       "2020-10-15T12:00:00+03:00",
		"قبل نصف ساعة":          "2020-10-15T14:00:00+03:00",
		"منذ 30 ثانية":          "2020-10-15T14:30:00+03:00",
		"30 seconds ago":        "2020-10-15T14:30:00+03:00",
		"منذ ساعة في المدينة":   "2020-10-15T13:30:00+03:00",
	} {
		if got := Find(in, Context{Lang: "ar", Now: now}); len(got) != 1 || got[0].Date.String() != want {
			t.Errorf("Find(%q) = %v, want %s", in, found(in, got), want)
		}
	}
	for in, want := range map[string]string{"منذ لحظات": "2020-10-15", "just now": "2020-10-15"} {
		if got, ok := Parse(in, Context{Now: now}); !ok || got.String() != want {
			t.Errorf("Parse(%q) = %v, want %s", in, got, want)
		}
	}
}

// TestFind_LongText covers the moving window: dates far apart, and offsets.
func TestFind_LongText(t *testing.T) {
	filler := strings.Repeat("كلمات كثيرة 7 هنا، ", 5000)
	in := "5 مارس 2020 " + filler + "6 مارس 2020 " + filler + "7 مارس 2020"
	want := []string{"5 مارس 2020=2020-03-05", "6 مارس 2020=2020-03-06", "7 مارس 2020=2020-03-07"}
	if diff := cmp.Diff(want, found(in, Find(in, Context{Lang: "ar"}))); diff != "" {
		t.Errorf("Find: -want +got\n%s", diff)
	}
}

// TestFind_HostileTextEnds feeds text built to make a careless matcher run long;
// a quadratic one would not end within the test's own limit.
func TestFind_HostileTextEnds(t *testing.T) {
	const size = 1 << 16
	for _, unit := range []string{"1", "1 ", "1/", "1:", "1.", "2020-", "5 مارس ", "الجمعة ", "منذ ", "كانون ", "في يوم ", "م ", "年1", "il y a ", "- ", "\u200f", "a", "ء"} {
		in := strings.Repeat(unit, size/len(unit))
		for _, m := range Find(in, Context{Now: now}) {
			if m.Start >= m.End || m.End > len(in) {
				t.Fatalf("%q: match at %d to %d of %d", unit, m.Start, m.End, len(in))
			}
		}
		Parse(in, Context{Now: now})
	}
}
