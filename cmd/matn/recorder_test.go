package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matn/clean"
	"matn/crawler"
	"matn/crawler/page"
	"matn/crawler/store"
	"matn/crawler/store/sqlite"
)

// chromeLine reads like a sentence of an article, and stands on every page.
const chromeLine = "Our correspondents report from forty cities, and readers have trusted this paper with their mornings since 1921."

// paperPage is the nth story of a paper that ends all of them in the same way.
func paperPage(n int) *page.Page {
	words := []string{"bridge", "harvest", "council", "railway", "museum", "school", "harbour", "market"}
	w := words[n%len(words)]
	var body strings.Builder
	for i := range 5 {
		fmt.Fprintf(&body, "<p>Paragraph %d of the story of the %s, number %d: officials said on Tuesday that the works on the %s would go on until spring, and residents asked for more.</p>", i, w, n, w)
	}
	url := fmt.Sprintf("https://paper.example/news/2026/the-story-of-the-%s-%d", w, n)
	return &page.Page{URLAsked: url, URL: url, Status: 200, Header: http.Header{}, ContentType: "text/html; charset=utf-8", Fetched: time.Now(),
		Body: fmt.Appendf(nil, "<!DOCTYPE html><html lang=en><title>The story of the %[1]s %[2]d</title><body><article><h1>The story of the %[1]s %[2]d</h1>%[3]s<p>%[4]s</p></article></body></html>", w, n, body.String(), chromeLine)}
}

func TestRecorder_RemembersASiteOverRestarts(t *testing.T) {
	ctx := t.Context()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "articles.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	source, err := s.PutSource(ctx, store.Source{Name: "paper", Active: true})
	if err != nil {
		t.Fatal(err)
	}
	cleaner, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := newRecorder(s, &siteCleaner{Cleaner: cleaner})
	record := func(n int) crawler.Record {
		t.Helper()
		out, err := r.record(ctx, paperPage(n), "paper")
		if err != nil || !out.Article {
			t.Fatalf("page %d: %+v, %v", n, out, err)
		}
		for name, text := range out.Memos { // as the crawl does with the article
			if err := s.PutMemo(ctx, source.ID, name, text, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		return out
	}
	if first := record(0); !strings.Contains(first.Text, chromeLine) {
		t.Fatalf("nothing tells the line from the story on the first page: %q", first.Text)
	}
	for n := 1; n < 4; n++ {
		record(n)
	}
	if later := record(4); strings.Contains(later.Text, chromeLine) {
		t.Error("the line that all pages share is in the fifth story")
	}
	r = newRecorder(s, &siteCleaner{Cleaner: cleaner})
	if after := record(5); strings.Contains(after.Text, chromeLine) || !strings.Contains(after.Text, "Paragraph 4") {
		t.Errorf("after a restart the story is %q", after.Text)
	}
	if _, err := r.record(ctx, paperPage(6), "nobody's"); err == nil {
		t.Error("a site that the store does not know is no error")
	}
}
