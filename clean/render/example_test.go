package render_test

import (
	"fmt"
	"os"
	"strings"

	"matn/clean"
	"matn/clean/block"
	"matn/clean/render"
)

// article is what cleaning a page would give.
func article() *clean.Article {
	return &clean.Article{
		URL:       "https://paper.example/news/1",
		Title:     "افتتاح الجسر",
		Language:  "ar",
		Direction: "rtl",
		Body:      "افتتح الوزير الجسر أمس.",
		WordCount: 4,
		Blocks: []block.Block{{
			Text:  "افتتح الوزير الجسر أمس.",
			Role:  block.RoleParagraph,
			Kept:  true,
			Spans: []block.Span{{Start: 11, End: 23, Mark: block.Link, Href: "/people/7"}},
		}},
	}
}

func ExampleWrite() {
	if err := render.Write(os.Stdout, "markdown", article(), render.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// # افتتاح الجسر
	//
	// افتتح [الوزير](https://paper.example/people/7) الجسر أمس.
}

func ExampleText() {
	if err := render.Text(os.Stdout, article()); err != nil {
		fmt.Println(err)
	}
	// Output: افتتح الوزير الجسر أمس.
}

func ExampleJSONL() {
	if err := render.JSONL(os.Stdout, article(), render.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output: {"url":"https://paper.example/news/1","title":"افتتاح الجسر","language":"ar","direction":"rtl","body":"افتتح الوزير الجسر أمس.","word_count":4,"confidence":0}
}

func ExampleHTML() {
	if err := render.HTML(os.Stdout, article()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <!DOCTYPE html>
	// <html lang="ar" dir="rtl">
	// <head>
	// <meta charset="utf-8">
	// <meta name="viewport" content="width=device-width">
	// <title>افتتاح الجسر</title>
	// <link rel="canonical" href="https://paper.example/news/1">
	// </head>
	// <body>
	// <article>
	// <header>
	// <h1>افتتاح الجسر</h1>
	// </header>
	// <p>افتتح <a href="https://paper.example/people/7">الوزير</a> الجسر أمس.</p>
	// </article>
	// </body>
	// </html>
}

func ExampleFormats() {
	fmt.Println(render.Formats())
	// Output: [text markdown html json jsonl tei]
}

func ExampleReport() {
	var page strings.Builder
	if err := render.Report(&page, article()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.Contains(page.String(), `<li class="block kept" data-role="paragraph">`))
	// Output: true
}
