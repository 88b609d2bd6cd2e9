package lexicon_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"matn/clean/internal/lexicon"
)

func TestByline(t *testing.T) {
	tests := []struct {
		rule, in string
		want     []string // nil when in is no byline
	}{
		{"opener and colon", "بقلم: محمد علي", []string{"محمد علي"}},
		{"opener alone", "بقلم محمد علي", []string{"محمد علي"}},
		{"opener and slash", "بقلم/ د. محمد علي", []string{"د. محمد علي"}},
		{"verb and dash", "كتب - أحمد سالم", []string{"أحمد سالم"}},
		{"verb and colon", "كتبت: منى أحمد", []string{"منى أحمد"}},
		{"verb without a separator, and a name", "كتب محمد علي", []string{"محمد علي"}},
		{"verb without a separator, and a name of three words", "كتبت هدى عبد الرحمن", []string{"هدى عبد الرحمن"}},
		{"verb without a separator, and what was written", "كتب الرئيس رسالة", nil},
		{"verb alone", "كتب", nil},
		{"verb without a separator is prose", "كتب الرئيس رسالة إلى شعبه", nil},
		{"long tail after an opener is prose", "بقلم الكاتب الكبير الذي عرفناه في كل مكان", nil},
		{"two names, and written together", "إعداد: محمد علي وأحمد حسن", []string{"محمد علي", "أحمد حسن"}},
		{"a name that begins like and", "كتب: وليد جنبلاط", []string{"وليد جنبلاط"}},
		{"a name that begins like and, second", "كتب: محمد وليد", []string{"محمد وليد"}},
		{"Arabic comma", "تحرير: محمد علي، منى أحمد", []string{"محمد علي", "منى أحمد"}},
		{"date after the name", "كتب: محمد علي - الخميس 14 يوليه 2016", []string{"محمد علي"}},
		{"place and name is a dateline", "القاهرة - محمد أحمد", nil},
		{"Persian", "نویسنده: رضا کریمی", []string{"رضا کریمی"}},
		{"Urdu", "تحریر: وجاہت مسعود", []string{"وجاہت مسعود"}},
		{"By", "By Jane Doe", []string{"Jane Doe"}},
		{"by, in capitals", "BY JANE DOE", []string{"JANE DOE"}},
		{"two authors", "By Jane Doe and John Roe", []string{"Jane Doe", "John Roe"}},
		{"three authors", "By Jane Doe, John Roe & Max Poe", []string{"Jane Doe", "John Roe", "Max Poe"}},
		{"title dropped", "By Jane Doe, Staff Writer", []string{"Jane Doe"}},
		{"agency after a name dropped", "By Jane Doe, Reuters", []string{"Jane Doe"}},
		{"agency alone", "By Reuters", []string{"Reuters"}},
		{"particles", "By Ludwig van der Berg and Juan de la Cruz", []string{"Ludwig van der Berg", "Juan de la Cruz"}},
		{"date after a bar", "By Jane Doe | December 22, 2023", []string{"Jane Doe"}},
		{"outlet after for", "By Jane Doe for The Daily", []string{"Jane Doe"}},
		{"published after the name", "By Jane Doe Published 22 May", []string{"Jane Doe"}},
		{"prose", "By the time we got there", nil},
		{"prose with a capital", "By Monday evening the rain had stopped", nil},
		{"single word", "By Design", nil},
		{"German", "Von Anna Müller und Jan Schmidt", []string{"Anna Müller", "Jan Schmidt"}},
		{"German prose", "Von diesem Tag an war alles anders", nil},
		{"French", "Par Marie Dupont et Jean Martin", []string{"Marie Dupont", "Jean Martin"}},
		{"French prose", "Par ailleurs, le ministre", nil},
		{"Spanish", "Por Ana García y Luis Pérez", []string{"Ana García", "Luis Pérez"}},
		{"Turkish label", "Haber: Ahmet Yılmaz", []string{"Ahmet Yılmaz"}},
		{"Russian label", "Автор: Иван Петров", []string{"Иван Петров"}},
		{"label without a value", "بقلم:", nil},
		{"empty", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			got, ok := lexicon.Byline(tt.in)
			if d := cmp.Diff(tt.want, got); ok != (tt.want != nil) || ok && d != "" {
				t.Errorf("Byline(%q) = %q, %v; want %q", tt.in, got, ok, tt.want)
			}
		})
	}
}

func TestDateline(t *testing.T) {
	const prose = "أعلن الكرملين أمس الجمعة أن الرئيس بحث الملف مع الوزير"
	const story = "The government said on Monday that talks would go on for weeks"
	tests := []struct{ rule, in, want, rest string }{ // want "" when in has no dateline
		{"papers and agencies between dashes of tatweel", "دمشق ــ الوطن ــ عواصم ــ وكالات: " + prose, "دمشق ــ الوطن ــ عواصم ــ وكالات", prose},
		{"agency glued by a hyphen", "دمشق-سانا: " + prose, "دمشق-سانا", prose},
		{"paper glued by a hyphen", "الحسكة-الوكالة: " + prose, "الحسكة-الوكالة", prose},
		{"paper from a place", "إيلاف من لندن: " + prose, "إيلاف من لندن", prose},
		{"spelled agency", "القاهرة - أ ش أ - " + prose, "القاهرة - أ ش أ", prose},
		{"agency in brackets, region", "دمشق، سوريا (CNN) -- " + prose, "دمشق، سوريا (CNN)", prose},
		{"all in brackets", "(أبوظبي - البيان) " + prose, "أبوظبي - البيان", prose},
		{"unknown town, known agency", "الدريج (سانا) - " + prose, "الدريج (سانا)", prose},
		{"place and dash", "القاهرة - " + prose, "القاهرة", prose},
		{"place, agency, colon", "غزة ـ وكالات: " + prose, "غزة ـ وكالات", prose},
		{"place, slash, agency", "بغداد/ واع: " + prose, "بغداد/ واع", prose},
		{"agency first", "رويترز - " + prose, "رويترز", prose},
		{"place, reporter, colon", "القاهرة - محمد أحمد: " + prose, "القاهرة - محمد أحمد", prose},
		{"nothing else: agency", "موسكو - الفرنسية", "موسكو - الفرنسية", ""},
		{"nothing else: reporter", "القاهرة - محمد أحمد", "القاهرة - محمد أحمد", ""},
		{"nothing else: two agencies", "بيروت - رويترز، أ ف ب", "بيروت - رويترز، أ ف ب", ""},
		{"nothing else: reporter behind a colon", "القاهرة: منى سالم", "القاهرة: منى سالم", ""},
		{"nothing else: a paper in quotes", "القاهرة: «النهر»", "القاهرة: «النهر»", ""},
		{"a saying in quotes", "القاهرة: «لا عودة إلى الوراء»", "", ""},
		{"place, day in digits and agency", "رام الله 12-3-2019 وفا- " + prose, "رام الله 12-3-2019 وفا", prose},
		{"a place and a number", "رام الله 12 قتيلا - " + prose, "", ""},
		{"two places are a route", "القاهرة - الإسكندرية", "", ""},
		{"place alone", "القاهرة", "", ""},
		{"place and short heading", "القاهرة - مدينة الألف مئذنة", "", ""},
		{"prose with a place", "القاهرة مدينة كبيرة يعيش فيها ملايين من الناس", "", ""},
		{"prose with a dash", "قال الرئيس - في موسكو - إن الأمر قد انتهى تماما", "", ""},
		{"agency in prose", "ونقلت رويترز عن مصادر - لم تسمها - أن الاتفاق قريب", "", ""},
		{"headline with a colon", "موسكو : لاتعاون عسكري مع واشنطن في سوريا والموقف من مصير الأسد", "", ""},
		{"capitals and agency", "LONDON (Reuters) - " + story, "LONDON (Reuters)", story},
		{"capitals, day, dash", "PARIS, June 3 — " + story, "PARIS, June 3", story},
		{"capitals, region, agency", "KYIV, Ukraine (AP) — " + story, "KYIV, Ukraine (AP)", story},
		{"capitals, region", "TALLAHASSEE, Fla. — " + story, "TALLAHASSEE, Fla.", story},
		{"German agency", "Berlin (dpa) - Die Regierung", "Berlin (dpa)", "Die Regierung"},
		{"German agencies", "Wien (APA/dpa) - Die Regierung", "Wien (APA/dpa)", "Die Regierung"},
		{"Spanish", "Madrid, 3 jun (EFE).- El gobierno", "Madrid, 3 jun (EFE)", "El gobierno"},
		{"Turkish", "ANKARA (AA) - Bakan bugün", "ANKARA (AA)", "Bakan bugün"},
		{"Persian", "تهران - ایرنا - " + prose, "تهران - ایرنا", prose},
		{"Urdu", "اسلام آباد (نمائندہ خصوصی) " + prose, "اسلام آباد (نمائندہ خصوصی)", prose},
		{"capitals without a place", "BREAKING — " + story, "", ""},
		{"English prose", "London is a city - and a big one at that, some say today", "", ""},
		{"list", "Paris - London - Berlin", "", ""},
		{"empty", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			got, rest, ok := lexicon.Dateline(tt.in)
			if ok != (tt.want != "") {
				t.Fatalf("Dateline(%q) = %q, %d, %v; want %q", tt.in, got, rest, ok, tt.want)
			}
			if ok && (got != tt.want || tt.in[rest:] != tt.rest) {
				t.Errorf("Dateline(%q) = %q, rest %q; want %q, %q", tt.in, got, tt.in[rest:], tt.want, tt.rest)
			}
		})
	}
}

func TestSource(t *testing.T) {
	tests := []struct{ rule, in, want string }{
		{"Arabic label", "المصدر: وكالات", "وكالات"},
		{"space before the colon", "المصدر : رويترز", "رويترز"},
		{"English label", "Source: Reuters", "Reuters"},
		{"German label", "Quelle: dpa", "dpa"},
		{"Persian label", "منبع: ایسنا", "ایسنا"},
		{"agency in brackets", "(رويترز)", "رويترز"},
		{"two agencies", "(أ ف ب، رويترز)", "أ ف ب، رويترز"},
		{"two agencies, and", "رويترز وأ ف ب", "رويترز وأ ف ب"},
		{"sentence", "المصدر: قال مسؤول. وأضاف أن الأمر انتهى", ""},
		{"label without a value", "المصدر:", ""},
		{"prose", "قال المصدر إن الاتفاق قريب", ""},
		{"other label", "بقلم: محمد علي", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			got, ok := lexicon.Source(tt.in)
			if ok != (tt.want != "") || ok && got != tt.want {
				t.Errorf("Source(%q) = %q, %v; want %q", tt.in, got, ok, tt.want)
			}
		})
	}
}

func TestReporter(t *testing.T) {
	for in, want := range map[string]string{
		"دمشق - سامر الخطيب":   "سامر الخطيب",
		"القاهرة: منى سالم":    "منى سالم",
		"محمود حسن - رويترز":   "محمود حسن",
		"هسبريس - سعيد بلحاج":  "سعيد بلحاج",
		"موسكو - الفرنسية":     "",
		"القاهرة - الإسكندرية": "",
		"وكالات":               "",
		"- منى سالم":           "",
		"":                     "",
	} {
		if got, ok := lexicon.Reporter(in); got != want || ok != (want != "") {
			t.Errorf("Reporter(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
}

func TestCredit(t *testing.T) {
	for in, want := range map[string]bool{
		"العربي الجديد - وكالات":     true,
		"النهر - رويترز":             true,
		"رويترز - أ ف ب":             true,
		"محمود حسن - رويترز":         false,
		"رويترز":                     false,
		"أعلن الكرملين أمس - رويترز": false,
		"- ":  false,
		"ـــ": false,
	} {
		if got, ok := lexicon.Credit(in); ok != want || ok && got != in {
			t.Errorf("Credit(%q) = %q, %v; want %v", in, got, ok, want)
		}
	}
}

func FuzzFields(f *testing.F) {
	for _, s := range []string{
		"بقلم: محمد علي وأحمد", "By Jane Doe, Reuters", "دمشق ــ الوطن ــ وكالات: أعلن", "(AFP) - a",
		"Source: dpa", "، (", "A-", "ـــ", "\xff: \xfe", "LONDON, (", "و", "By ,،,",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line, rest, ok := lexicon.Dateline(s)
		if ok && (line == "" || rest <= 0 || rest > len(s)) {
			t.Errorf("Dateline(%q) = %q, %d", s, line, rest)
		}
		if ok && utf8.ValidString(s) && !utf8.ValidString(s[rest:]) {
			t.Errorf("Dateline(%q) cuts a rune at %d", s, rest)
		}
		if name, ok := lexicon.Reporter(s); ok != (name != "") || !strings.Contains(s, name) {
			t.Errorf("Reporter(%q) = %q, %v", s, name, ok)
		}
		if src, ok := lexicon.Credit(s); ok && (src == "" || !strings.Contains(s, src)) {
			t.Errorf("Credit(%q) = %q", s, src)
		}
		authors, ok := lexicon.Byline(s)
		if ok != (len(authors) > 0) {
			t.Errorf("Byline(%q) = %q, %v", s, authors, ok)
		}
		for _, a := range authors {
			if a == "" || !strings.Contains(s, a) {
				t.Errorf("Byline(%q) made up %q", s, a)
			}
		}
		if src, ok := lexicon.Source(s); ok && (src == "" || !strings.Contains(s, src)) {
			t.Errorf("Source(%q) = %q", s, src)
		}
		if h, ok := lexicon.Match(s); ok && (h.ID == "" || h.Role == 0 || h.Shape == 0) {
			t.Errorf("Match(%q) = %+v", s, h)
		}
	})
}

func ExampleByline() {
	authors, _ := lexicon.Byline("By Jane Doe and John Roe, Staff Writers")
	fmt.Printf("%q\n", authors)
	// Output: ["Jane Doe" "John Roe"]
}

func ExampleDateline() {
	text := "دمشق ــ الوطن ــ عواصم ــ وكالات: أعلن الكرملين أمس"
	dateline, rest, _ := lexicon.Dateline(text)
	fmt.Println(dateline)
	fmt.Println(text[rest:])
	// Output:
	// دمشق ــ الوطن ــ عواصم ــ وكالات
	// أعلن الكرملين أمس
}

func ExampleSource() {
	source, _ := lexicon.Source("المصدر: وكالات")
	fmt.Println(source)
	// Output: وكالات
}
