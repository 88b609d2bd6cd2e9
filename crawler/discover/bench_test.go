package discover

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func BenchmarkReadSitemap(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		var text strings.Builder
		text.WriteString(urlsetHead)
		for i := range n {
			fmt.Fprintf(&text, "<url><loc>https://paper.example/%%D8%%A3%%D8%%AE%%D8%%A8%%D8%%A7%%D8%%B1/%d/old-bridge-opens-again</loc><lastmod>2026-03-01T12:00:00+03:00</lastmod></url>\n", i)
		}
		text.WriteString("</urlset>")
		body := []byte(text.String())
		b.Run(fmt.Sprintf("%d URLs", n), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if s, err := ReadSitemap(body, "", &url.URL{Scheme: "https", Host: "paper.example"}); err != nil || len(s.Entries) != n {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkReadFeed(b *testing.B) {
	body := []byte(rssHead + items(20) + "</channel></rss>")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadFeed(body, "", &url.URL{Scheme: "https", Host: "paper.example"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadPage(b *testing.B) {
	body := []byte(front + strings.Repeat(`<div class="teaser"><h3><a href="/news/old-bridge-opens-again-48211.html">Old bridge opens again</a></h3><p>Nine years later.</p></div>`, 200))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		ReadPage(body, "text/html", &url.URL{Scheme: "https", Host: "paper.example"})
	}
}

func BenchmarkJudge(b *testing.B) {
	p := &Pattern{}
	for _, s := range sites() {
		p.AddListed(s.urls(b, s.feed)...)
	}
	var urls []*url.URL
	for _, s := range sites() {
		urls = append(append(urls, s.urls(b, s.articles)...), s.urls(b, s.others)...)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, u := range urls {
			p.Judge(u)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(urls)), "ns/URL")
}
