package score

import (
	"fmt"
	"strings"
	"testing"

	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// newsPage is a page in the shape of a newspaper, of about so many bytes: menu,
// article, related links, footer, over and over.
func newsPage(size int) string {
	var s strings.Builder
	s.WriteString("<html><body><header class=site-header><nav><ul>")
	for k := range 12 {
		fmt.Fprintf(&s, "<li><a href='/s%d'>Section %d</a></li>", k, k)
	}
	s.WriteString("</ul></nav></header>")
	for k := 0; s.Len() < size; k++ {
		fmt.Fprintf(&s, "<article class='post-content entry-%d'><h1>Old town under water, day %d</h1><div class=share><a href=#>Share</a></div>", k, k)
		for i := range 8 {
			fmt.Fprintf(&s, "<p>Paragraph %d of report %d, which says at some length, and with <a href='/x'>a link</a>, what happened to the %s.</p>",
				i, k, strings.Repeat("cellars and streets ", 1+(i*7+k)%9))
		}
		s.WriteString("<h2>Read also</h2><ul class=related>")
		for i := range 5 {
			fmt.Fprintf(&s, "<li><a href='/r%d'>A story told elsewhere, number %d</a></li>", i, 5*k+i)
		}
		s.WriteString("</ul></article>")
	}
	return s.String() + "<footer><p>© 2024 Daily</p></footer></body></html>"
}

func BenchmarkScore(b *testing.B) {
	s, err := New()
	if err != nil {
		b.Fatal(err)
	}
	for _, kb := range []int{10, 100, 1000} {
		page := newsPage(kb << 10)
		layout := cutPage(b, page)
		var lines []string
		for i := range layout.Blocks {
			lines = append(lines, layout.Blocks[i].Text)
		}
		for name, l := range map[string]*dom.Layout{"page": layout, "lines": segment.Lines(lines)} {
			b.Run(fmt.Sprintf("%s/%dKB", name, kb), func(b *testing.B) {
				b.SetBytes(int64(len(page)))
				b.ReportAllocs()
				for b.Loop() {
					s.Blocks(l, dom.Hints{Titles: []string{"Old town under water"}}, Auto)
				}
				b.ReportMetric(float64(len(l.Blocks))*float64(b.N)/b.Elapsed().Seconds(), "blocks/s")
			})
		}
	}
}

func BenchmarkReadModel(b *testing.B) {
	file, err := Weights()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadModel(file); err != nil {
			b.Fatal(err)
		}
	}
}
