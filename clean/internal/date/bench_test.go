package date

import (
	"fmt"
	"strings"
	"testing"
)

// prose is Arabic news text with one date in about 300 bytes.
const prose = "أعلنت الوزارة يوم الثلاثاء 5 مايو 2020 خطة جديدة لتطوير التعليم، وقال المتحدث إن 24 مدرسة ستفتح أبوابها في العام المقبل، وإن المبلغ المرصود بلغ 3.5 مليون دينار. وأضاف أن الخطة تشمل تدريب المعلمين وتحديث المناهج. "

func BenchmarkFind(b *testing.B) {
	for _, kb := range []int{1, 64, 1024} {
		src := strings.Repeat(prose, kb*1024/len(prose)+1)
		b.Run(fmt.Sprintf("%dKiB", kb), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				Find(src, Context{Lang: "ar"})
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for _, src := range []string{"2020-05-05T17:07:09+03:00", "نشر في: الجمعة 27 سبتمبر 2024 - 9:16 م", "May 5, 2020 at 5:07 PM"} {
		b.Run(src, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(src, Context{Lang: "ar"})
			}
		})
	}
}

func BenchmarkLine(b *testing.B) {
	for _, src := range []string{prose, "الجمعة 27 سبتمبر 2024 7:26 ص القاهرة 24°", "الرئيسية"} {
		b.Run(fmt.Sprintf("%dB", len(src)), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				Line(src, Context{Lang: "ar"})
			}
		})
	}
}
