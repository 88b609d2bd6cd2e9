package clean_test

import (
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"matn/clean"
	"matn/clean/render"
)

// page is what a server might send.
const page = `<!doctype html>
<html lang="en"><head>
<title>Old bridge opens again after nine years | Harbour Daily</title>
<meta property="og:site_name" content="Harbour Daily">
<meta name="author" content="Nora Lind">
<meta property="article:published_time" content="2024-05-03T07:30:00+02:00">
</head><body>
<nav><a href="/">Home</a> <a href="/town">Town</a> <a href="/sport">Sport</a></nav>
<article><h1>Old bridge opens again after nine years</h1>
<p class="byline">By Nora Lind</p>
<p>The old bridge over the inner harbour was opened again on Friday, nine years after a
barge struck one of its piers and the council closed it to everything but cats.</p>
<p>Buses will cross it from next week on. Lorries, the harbour master said, are to keep
using the tunnel “until somebody shows me a barge that can steer”.</p>
<p><a href="/news/77">Read also: Ferry fares to rise in June</a></p>
<p>The repair took three years and cost 14 million, twice what had been planned when the
work began, and a little less than the tunnel earns in tolls in one summer.</p>
</article>
<aside><h3>Most read</h3><ul><li><a href="/news/61">New crane is tested</a></li>
<li><a href="/news/62">Rain keeps the spring market small</a></li></ul></aside>
<footer><p>© 2024 Harbour Daily. All rights reserved.</p></footer>
</body></html>`

func Example() {
	c, err := clean.New(clean.Options{}) // one Cleaner serves many goroutines
	if err != nil {
		log.Fatal(err)
	}
	a, err := c.HTML([]byte(page), clean.PageInfo{URL: "https://harbour.example/news/78"})
	if err != nil {
		log.Fatal(err) // clean.ErrNoContent: the page has no article
	}
	fmt.Println(a.Title, "|", a.Site, "|", a.Authors, "|", a.Published)
	fmt.Println(a.Body)
	// Output:
	// Old bridge opens again after nine years | Harbour Daily | [Nora Lind] | 2024-05-03T07:30:00+02:00
	// The old bridge over the inner harbour was opened again on Friday, nine years after a barge struck one of its piers and the council closed it to everything but cats.
	//
	// Buses will cross it from next week on. Lorries, the harbour master said, are to keep using the tunnel “until somebody shows me a barge that can steer”.
	//
	// The repair took three years and cost 14 million, twice what had been planned when the work began, and a little less than the tunnel earns in tolls in one summer.
}

// Every block of the page comes back, kept or stripped, with its role. Reason says
// what spoke for it: the model, a phrase of the language, the page's structure.
func ExampleCleaner_HTML() {
	c, err := clean.New(clean.Options{})
	if err != nil {
		log.Fatal(err)
	}
	a, err := c.HTML([]byte(page), clean.PageInfo{})
	if err != nil {
		log.Fatal(err)
	}
	for _, b := range a.Blocks {
		fmt.Printf("%-10s %-5v %.24q\n", b.Role, b.Kept, b.Text)
	}
	// Output:
	// navigation false "Home Town Sport"
	// title      false "Old bridge opens again a"
	// byline     false "By Nora Lind"
	// paragraph  true  "The old bridge over the "
	// paragraph  true  "Buses will cross it from"
	// related    false "Read also: Ferry fares t"
	// paragraph  true  "The repair took three ye"
	// most-read  false "Most read"
	// most-read  false "New crane is tested"
	// most-read  false "Rain keeps the spring ma"
	// legal      false "© 2024 Harbour Daily. Al"

}

// A page without an article is an error, but not one that loses its metadata.
func ExampleCleaner_HTML_noContent() {
	c, err := clean.New(clean.Options{})
	if err != nil {
		log.Fatal(err)
	}
	front := `<html lang="en"><title>Sport | Harbour Daily</title><nav><a href="/1">Rowing</a> <a href="/2">Chess</a></nav>`
	a, err := c.HTML([]byte(front), clean.PageInfo{})
	fmt.Println(errors.Is(err, clean.ErrNoContent), a.Title, a.Language)
	// Output:
	// true Sport en
}

// Text that was flattened from a page, in whatever charset, one block a line.
// "Two hours ago" counts from when the page was fetched.
func ExampleCleaner_Text() {
	c, err := clean.New(clean.Options{})
	if err != nil {
		log.Fatal(err)
	}
	flat := `الرئيسية
محليات
رياضة
افتتاح الجسر القديم بعد تسع سنوات
منذ ساعتين
افتُتح الجسر القديم فوق الميناء الداخلي صباح الجمعة، بعد تسع سنوات من اصطدام عبّارة بإحدى دعائمه وإغلاقه أمام السيارات والمشاة.
اقرأ أيضا: ارتفاع أجور العبّارات في يونيو
وقال مدير الميناء إن الحافلات ستعبره ابتداء من الأسبوع المقبل، وإن الشاحنات ستبقى في النفق حتى إشعار آخر، مضيفا أن كلفة الإصلاح بلغت أربعة عشر مليونا.
شارك على فيسبوك
الأكثر قراءة
جميع الحقوق محفوظة 2024`
	a, err := c.Text([]byte(flat), clean.PageInfo{Fetched: time.Date(2024, 5, 3, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(a.Title, "|", a.Published, "|", a.Language, a.Direction)
	fmt.Println(a.Body)
	// Output:
	// افتتاح الجسر القديم بعد تسع سنوات | 2024-05-03T10:00:00Z | ar rtl
	// افتُتح الجسر القديم فوق الميناء الداخلي صباح الجمعة، بعد تسع سنوات من اصطدام عبّارة بإحدى دعائمه وإغلاقه أمام السيارات والمشاة.
	//
	// وقال مدير الميناء إن الحافلات ستعبره ابتداء من الأسبوع المقبل، وإن الشاحنات ستبقى في النفق حتى إشعار آخر، مضيفا أن كلفة الإصلاح بلغت أربعة عشر مليونا.
}

// Articles are written as text, markdown, html, json, jsonl or tei.
func ExampleCleaner_HTML_render() {
	c, err := clean.New(clean.Options{})
	if err != nil {
		log.Fatal(err)
	}
	a, err := c.HTML([]byte(page), clean.PageInfo{URL: "https://harbour.example/news/78"})
	if err != nil {
		log.Fatal(err)
	}
	if err := render.Write(os.Stdout, "markdown", a, render.Options{}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// # Old bridge opens again after nine years
	//
	// The old bridge over the inner harbour was opened again on Friday, nine years after a barge struck one of its piers and the council closed it to everything but cats.
	//
	// Buses will cross it from next week on. Lorries, the harbour master said, are to keep using the tunnel “until somebody shows me a barge that can steer”.
	//
	// The repair took three years and cost 14 million, twice what had been planned when the work began, and a little less than the tunnel earns in tolls in one summer.
}
