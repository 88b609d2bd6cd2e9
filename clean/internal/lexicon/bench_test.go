package lexicon

import (
	"strings"
	"testing"
)

var benchLines = map[string]string{
	"short, no match, Arabic":      "وقال الوزير إن الحكومة ستواصل العمل على الملف",
	"short, no match, English":     "The minister said that talks will go on for weeks",
	"short, first word known":      "Read the room before you open your mouth again",
	"short, match":                 "الأكثر قراءة",
	"label and value":              "اقرأ أيضاً: الحكومة تعلن عن خطة جديدة لدعم الاقتصاد",
	"list":                         "فيسبوك تويتر واتساب تليغرام",
	"paragraph, Arabic":            strings.Repeat("تحادث وزير الخارجية الأميركي جون كيري مع الرئيس الروسي في موسكو. ", 12),
	"paragraph, English":           strings.Repeat("He told reporters on Monday that the talks had been useful. ", 14),
	"paragraph, first word known":  "The latest news " + strings.Repeat("from the talks came late on Monday night. ", 14),
	"paragraph, first word opener": "By " + strings.Repeat("the time the talks ended late on Monday night, ", 14),
}

func BenchmarkMatch(b *testing.B) {
	tables()
	for name, text := range benchLines {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Match(text)
			}
		})
	}
}

func BenchmarkDateline(b *testing.B) {
	tables()
	for _, name := range []string{"short, no match, Arabic", "paragraph, Arabic", "paragraph, English"} {
		text := benchLines[name]
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Dateline(text)
			}
		})
	}
}

func BenchmarkByline(b *testing.B) {
	tables()
	for _, name := range []string{"short, no match, Arabic", "short, no match, English", "paragraph, English"} {
		text := benchLines[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Byline(text)
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := load(embedded); err != nil {
			b.Fatal(err)
		}
	}
}
