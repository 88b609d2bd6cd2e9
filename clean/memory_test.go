package clean_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"matn/clean"
)

// heap is what is in use once all that can be freed is.
func heap() int {
	var m runtime.MemStats
	for range 3 { // pools give up what they hold at the second
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func TestHTML_AnArticleKeptDoesNotKeepItsPage(t *testing.T) {
	c := newCleaner(t)
	page := []byte(`<html lang=en><head><title>The harbour plan</title><meta name=author content="Jane Roe"><meta name=keywords content="harbour,plan">
<meta property="article:published_time" content="2024-05-06T07:08:09Z"><link rel=canonical href="https://example.org/plan">
<script>` + strings.Repeat("var a = 1;\n", 200_000) + `</script></head><body><h1>The harbour plan</h1>` + nine + `<p><a href="/more">More of it</a></p>`)
	if _, err := c.HTML(page, clean.PageInfo{}); err != nil {
		t.Fatal(err)
	}
	const kept = 20
	articles := make([]*clean.Article, kept)
	before := heap()
	for i := range articles {
		a, err := c.HTML(page, clean.PageInfo{})
		if err != nil || a.Title == "" || len(a.Authors) != 1 {
			t.Fatalf("%+v, %v", a, err)
		}
		articles[i] = a
	}
	if each := (heap() - before) / kept; each > len(page)/10 {
		t.Errorf("%d bytes are kept with each article of a page of %d", each, len(page))
	}
	runtime.KeepAlive(articles)
}

// TestHTML_AnArticleIsNoViewOfItsPage changes the bytes of every fixture after it
// was read: the article must stay as it was.
func TestHTML_AnArticleIsNoViewOfItsPage(t *testing.T) {
	paths, err := filepath.Glob("../fixtures/pages/*/page.html")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures (%v)", err)
	}
	c, err := clean.New(clean.Options{Paths: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := c.HTML(slices.Clone(page), clean.PageInfo{URL: "https://example.org/a"}) // some have no content
		got, _ := c.HTML(page, clean.PageInfo{URL: "https://example.org/a"})
		for i := range page {
			page[i] = '?'
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the article changed with its page", path)
		}
	}
}

func TestHTML_MemoryStaysFlatOverManyPages(t *testing.T) {
	c := newCleaner(t)
	paths, err := filepath.Glob("../fixtures/pages/*/page.html")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures (%v)", err)
	}
	var pages [][]byte
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, raw)
	}
	read := func(n int) {
		for i := range n {
			page := fmt.Appendf(nil, "%s<p>Page %d", pages[i%len(pages)], i)
			_, _ = c.HTML(page, clean.PageInfo{}) // some have no content
		}
	}
	read(len(pages))
	before := heap()
	read(5 * len(pages))
	if grown := heap() - before; grown > 256<<10 {
		t.Errorf("%d bytes more after %d pages", grown, 5*len(pages))
	}
}
