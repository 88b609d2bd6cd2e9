package date

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLine_DateBar(t *testing.T) {
	tests := []struct {
		name, lang, in string
		want           bool
	}{
		{"weekday, clock, city, heat", "ar", "الجمعة 27 سبتمبر 2024 7:26 ص القاهرة 24°", true},
		{"pair of calendars alone", "ar", "السبت 25 مارس 2017 م - ٢٦ جمادي الثاني ١٤٣٨ هـ", true},
		{"pair, Hijri first", "ar", "الأربعاء 11 شوال 1441هـ - 03 يونيو 2020م", true},
		{"pair, Hijri month", "ar", "شوال 1441هـ 03 يونيو 2020م", true},
		{"Jalali and Gregorian", "fa", "یکشنبه ۱۲ مرداد ۱۳۹۹ - 2 August 2020", true},
		{"city and clock", "ar", "الجمعة 27 سبتمبر 2024 - 07:26 القاهرة", true},
		{"heat alone", "ar", "27 سبتمبر 2024 | 24 درجة مئوية", true},
		{"heat, degree sign first", "ar", "الجمعة 27 سبتمبر 2024 °24", true},
		{"heat, English", "en", "Friday 27 September 2024 24°C Cairo", true},
		{"today is", "en", "Today is Friday, September 27, 2024", true},
		{"today is, Arabic", "ar", "اليوم: الجمعة 27 سبتمبر 2024", true},
		{"the city whose clock is meant", "ar", "الجمعة 27/09/2024 الساعة 20:45 بتوقيت القدس", false},
		{"the city whose clock is meant, in brackets", "ar", "27 سبتمبر 2024 - 20:45 (توقيت القدس)", false},
		{"a plain date line", "ar", "الجمعة 27 سبتمبر 2024 7:26 ص", false},
		{"labelled", "ar", "نشر في: الجمعة 27 سبتمبر 2024 7:26 ص القاهرة", false},
		{"labelled pair", "ar", "تاريخ النشر: 25 مارس 2017 م - ٢٦ جمادي الثاني ١٤٣٨ هـ", false},
		{"dateline of a city", "ar", "القاهرة - 27 سبتمبر 2024", false},
		{"pair in a sentence", "ar", "توفي يوم السبت 25 مارس 2017 الموافق 26 جمادى الآخرة 1438 في منزله", false},
		{"heat in a sentence", "ar", "بلغت الحرارة 24 درجة في القاهرة يوم 27 سبتمبر 2024 كما قال الخبراء", false},
		{"no date", "ar", "القاهرة 24°", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Line(tt.in, Context{Lang: tt.lang})
			if got.DateBar != tt.want {
				t.Errorf("Line(%q).DateBar = %v: %+v", tt.in, got.DateBar, got)
			}
		})
	}
}

func TestLine_Labels(t *testing.T) {
	tests := []struct {
		name, lang, in string
		want           []string // kind text=date
	}{
		{"Arabic", "ar", "نشر في: 3 مايو 2020", []string{"published نشر في=2020-05-03"}},
		{"Arabic, modified", "ar", "آخر تحديث 3 مايو 2020 - 9:16 م", []string{"modified آخر تحديث=2020-05-03T21:16"}},
		{"both", "ar", "تاريخ النشر: 3 مايو 2020 | آخر تحديث: 5 مايو 2020", []string{"published تاريخ النشر=2020-05-03", "modified آخر تحديث=2020-05-05"}},
		{"English", "en", "Published: 3 May 2020 Updated: 5 May 2020", []string{"published Published=2020-05-03", "modified Updated=2020-05-05"}},
		{"English, last updated on", "en", "Last updated on May 5, 2020 at 5:07 PM", []string{"modified Last updated on=2020-05-05T17:07"}},
		{"English, author between", "en", "Published by Jane Doe on 5 May 2020", []string{"published Published=2020-05-05"}},
		{"German", "de", "Veröffentlicht am 5. Mai 2020", []string{"published Veröffentlicht am=2020-05-05"}},
		{"German, a noun", "de", "Veröffentlichung: 04.02.2022", []string{"published Veröffentlichung=2022-02-04"}},
		{"English, the last of several", "en", "Last published Apr 8, 2024", []string{"modified Last published=2024-04-08"}},
		{"Arabic, whole phrase", "ar", "تم نشر هذا الخبر في 3 مايو 2020", []string{"published تم نشر هذا الخبر في=2020-05-03"}},
		{"German, modified", "de", "Zuletzt aktualisiert: 05.05.2020, 17:07 Uhr", []string{"modified Zuletzt aktualisiert=2020-05-05T17:07"}},
		{"French", "fr", "Publié le 5 mai 2020 à 17h07, mis à jour le 6 mai 2020", []string{"published Publié le=2020-05-05T17:07", "modified mis à jour le=2020-05-06"}},
		{"Persian", "fa", "منتشر شده در ۱۲ مرداد ۱۳۹۹", []string{"published منتشر شده در=2020-08-02"}},
		{"Urdu", "ur", "شائع 12 جنوری 2020", []string{"published شائع=2020-01-12"}},
		{"Turkish", "tr", "Yayınlanma: 05.05.2020 - Güncelleme: 06.05.2020", []string{"published Yayınlanma=2020-05-05", "modified Güncelleme=2020-05-06"}},
		{"Japanese, after", "ja", "2020年5月5日 公開", []string{"published 公開=2020-05-05"}},
		{"Chinese", "zh", "更新时间:2020年5月5日", []string{"modified 更新时间=2020-05-05"}},
		{"own clock, day before", "ar", "الأحد، 04 آب/اغسطس 2013، آخر تحديث 02:21 (GMT+0400)", []string{"modified آخر تحديث=2013-08-04T02:21:00+04:00"}},
		{"plain word touches its date", "ar", "التاريخ: 3 مايو 2020", []string{"published التاريخ=2020-05-03"}},
		{"plain word apart from its date", "fa", "تاریخ معاصر ایران ۱۵ اسفند ۱۳۴۴", nil},
		{"of a member, not of a text", "en", "Join date: 3 May 2020", []string{"other Join date=2020-05-03"}},
		{"of a member, Arabic", "ar", "تاريخ التسجيل: 3 مايو 2020", []string{"other تاريخ التسجيل=2020-05-03"}},
		{"HTTP header", "en", "Last-Modified: Tue, 15 Apr 2008 16:51:15 GMT", []string{"modified Last-Modified=2008-04-15T16:51:15Z"}},
		{"label alone", "ar", "نشر في:", []string{"published نشر في="}},
		{"label word in prose", "en", "The data was published in a journal of note", nil},
		{"no label", "ar", "3 مايو 2020", nil},
	}
	kinds := map[LabelKind]string{Published: "published ", Modified: "modified ", Other: "other "}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range Line(tt.in, Context{Lang: tt.lang}).Labels {
				got = append(got, kinds[l.Kind]+l.Text+"="+l.Date.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Line(%q).Labels: -want +got\n%s", tt.in, diff)
			}
		})
	}
}

func TestLine_Share(t *testing.T) {
	tests := []struct {
		name, in  string
		low, high float64
	}{
		{"a date", "الجمعة 27 سبتمبر 2024", 1, 1},
		{"a label and a date", "نشر في: الجمعة 27 سبتمبر 2024 - 7:26 ص", 1, 1},
		{"an author too", "محمد علي - 27 سبتمبر 2024", 0.5, 0.8},
		{"a sentence", "قال الوزير يوم 27 سبتمبر 2024 إن الحكومة ستعلن خطتها قريبا جدا", 0.1, 0.4},
		{"no date", "قال الوزير إن الحكومة", 0, 0},
		{"nothing", "", 0, 0},
		{"signs alone", " - | ", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Line(tt.in, Context{Lang: "ar"}).Share; got < tt.low || got > tt.high {
				t.Errorf("Line(%q).Share = %.2f, want %.2f to %.2f", tt.in, got, tt.low, tt.high)
			}
		})
	}
}

func TestLine_Facts(t *testing.T) {
	got := Line("الجمعة 27 سبتمبر 2024 7:26 ص القاهرة 24°", Context{Lang: "ar"})
	if !got.HasWeekday || !got.HasClock || !got.HasCity || !got.HasTemperature || got.HasHijri || got.HasPair || got.HasToday {
		t.Errorf("facts of a date bar: %+v", got)
	}
	if len(got.Dates) != 1 || got.Dates[0].Date.String() != "2024-09-27T07:26" {
		t.Errorf("dates of a date bar: %v", got.Dates)
	}
	if got = Line("شوال 1441هـ 03 يونيو 2020م", Context{Lang: "ar"}); !got.HasHijri || !got.HasPair || len(got.Dates) != 1 {
		t.Errorf("facts of a pair: %+v", got)
	}
}
