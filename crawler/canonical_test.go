package crawler_test

import (
	"fmt"
	"slices"
	"testing"

	"matn/crawler"
	"matn/crawler/store"
)

// naming is a page that names another as canonical.
func naming(canonical, title, text string) string {
	return fmt.Sprintf(`<!DOCTYPE html><link rel="canonical" href="%s"><h1>%s</h1><article>%s</article>`, canonical, title, text)
}

func TestCrawl_CanonicalOfAnotherArticleLosesNone(t *testing.T) {
	c := newClock(1000)
	p := newPaper(t, c)
	other := "/news/2026/what-it-should-not-have-named"
	p.text(paths[0], "text/html", naming(other, "one", "the text of the first of them"))
	p.text(other, "text/html", naming(other, "two", "the text of the second of them"))
	p.front("/", "")
	p.feed("/feed.xml", paths[0], other)
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL, Feeds: []string{p.URL + "/feed.xml"}}}, nil)
	w.round()
	if got := w.titles(); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("articles %q; asked for %q", got, p.asked())
	}
}

func TestCrawl_CanonicalOfAnotherFormIsReadOnceAndKeptOnce(t *testing.T) {
	c := newClock(1000)
	p := newPaper(t, c)
	slug := "/news/2026/the-bridge-is-open-again"
	p.text("/news.php?id=123456", "text/html", naming(slug, "bridge", "the bridge is open"))
	p.text(slug, "text/html", naming(slug, "bridge", "the bridge is open"))
	p.front("/", "")
	p.feed("/feed.xml", "/news.php?id=123456", slug)
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL, Feeds: []string{p.URL + "/feed.xml"}}}, nil)
	r := w.round()
	if got := w.titles(); !slices.Equal(got, []string{"bridge"}) || r.Total.New != 1 || r.Total.Duplicates != 0 {
		t.Errorf("articles %q, %+v", got, r.Total)
	}
	asked := p.asked()
	if count(asked, slug) != 1 || count(asked, "/news.php?id=123456") != 1 {
		t.Errorf("asked for %q", asked)
	}
	alias := 0
	for _, path := range []string{slug, "/news.php?id=123456"} {
		if w.url(p.URL+path).State == store.Alias {
			alias++
		}
	}
	if alias != 1 {
		t.Errorf("%d of the two are aliases", alias)
	}
}
