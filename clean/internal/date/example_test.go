package date_test

import (
	"fmt"
	"time"

	"matn/clean/internal/date"
)

func ExampleParse() {
	for _, s := range []string{"نشر في: 17 مارس/ آذار 2020 - 9:16 م", "١ رمضان ١٤٤٥ هـ", "۱۲ مرداد ۱۳۹۹", "31 فبراير 2020"} {
		d, ok := date.Parse(s, date.Context{Lang: "ar"})
		fmt.Println(d, ok)
	}
	// Output:
	// 2020-03-17T21:16 true
	// 2024-03-11 true
	// 2020-08-02 true
	//  false
}

func ExampleParse_relative() {
	now := time.Date(2020, 10, 15, 14, 30, 0, 0, time.UTC)
	d, _ := date.Parse("منذ ساعتين", date.Context{Now: now})
	fmt.Println(d)
	_, ok := date.Parse("منذ ساعتين", date.Context{})
	fmt.Println(ok)
	// Output:
	// 2020-10-15T12:30:00Z
	// false
}

func ExampleParseISO() {
	d, _ := date.ParseISO("2020-01-02 03:04:05 +0300")
	fmt.Println(d)
	// Output: 2020-01-02T03:04:05+03:00
}

func ExampleFind() {
	for _, m := range date.Find("من 3 إلى 5 مارس 2020، عمره 24 عاما", date.Context{Lang: "ar"}) {
		fmt.Println(m.Date, m.Date.Text)
	}
	// Output:
	// 2020-03-03 3
	// 2020-03-05 5 مارس 2020
}

func ExampleLine() {
	bar := date.Line("الجمعة 27 سبتمبر 2024 7:26 ص القاهرة 24°", date.Context{Lang: "ar"})
	fmt.Println(bar.DateBar)
	stamp := date.Line("آخر تحديث: الجمعة 27 سبتمبر 2024 7:26 ص", date.Context{Lang: "ar"})
	fmt.Println(stamp.DateBar, stamp.Labels[0].Text, stamp.Labels[0].Date)
	// Output:
	// true
	// false آخر تحديث 2024-09-27T07:26
}
