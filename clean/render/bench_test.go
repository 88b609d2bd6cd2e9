package render_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"matn/clean"
	"matn/clean/block"
	"matn/clean/render"
)

// BenchmarkWrite: a body of paragraphs with a link and a bold word each.
func BenchmarkWrite(b *testing.B) {
	const paragraph = "قال الوزير إن «الموسم» الحالي أفضل من سابقه، and the harvest (1.5 million tons) will do. "
	for _, kb := range []int{10, 1000} {
		a := &clean.Article{URL: "https://paper.example/", Title: "موسم", Language: "ar", Direction: "rtl"}
		text := strings.Repeat(paragraph, 4)
		spans := []block.Span{{Start: 7, End: 19, Mark: block.Link, Href: "/a"}, {Start: 30, End: 40, Mark: block.Strong}}
		var body []string
		for range kb * 1024 / len(text) {
			a.Blocks = append(a.Blocks, block.Block{Text: text, Kept: true, Spans: spans, Role: block.RoleParagraph})
			body = append(body, text)
		}
		a.Body = strings.Join(body, "\n\n")
		for _, format := range render.Formats() {
			b.Run(fmt.Sprintf("%s/%dKB", format, kb), func(b *testing.B) {
				b.SetBytes(int64(len(a.Body)))
				b.ReportAllocs()
				for b.Loop() {
					if err := render.Write(io.Discard, format, a, render.Options{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
