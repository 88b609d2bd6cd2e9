package crawler_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/store"
)

func TestCrawl_OneArticleUnderManyURLsIsFetchedAndKeptOnce(t *testing.T) {
	c := newClock(1000)
	p := newPaper(t, c)
	path := "/news/2026/the-bridge-is-open-again"
	p.article(path, "bridge", "the bridge is open")
	escaped := "/news/" + url.PathEscape("خبر-عاجل-من-العاصمة-اليوم")
	p.article("/news/خبر-عاجل-من-العاصمة-اليوم", "urgent", "urgent news")
	p.feed("/feed.xml", path+"?utm_source=rss&amp;fbclid=abc", path, path+"#comments", escaped, strings.ToLower(escaped), "/news/خبر-عاجل-من-العاصمة-اليوم")
	p.front("/", "/feed.xml", path+"?utm_medium=front", path+"/")
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, nil)
	w.round()
	if got := w.titles(); !slices.Equal(got, []string{"bridge", "urgent"}) {
		t.Errorf("articles %q", got)
	}
	asked := p.asked()
	if n := count(asked, path) + count(asked, path+"/"); n != 1 {
		t.Errorf("the article was asked for %d times: %q", n, asked)
	}
}

func TestCrawl_RedirectAndCanonicalAreAliases(t *testing.T) {
	c := newClock(1000)
	p := newPaper(t, c)
	real := "/news/2026/the-bridge-is-open-again"
	page := func(title, canonical, text string) string {
		return fmt.Sprintf(`<!DOCTYPE html><link rel="canonical" href="%s"><h1>%s</h1><article>%s</article>`, canonical, title, text)
	}
	p.text(real, "text/html", page("bridge", real, "the bridge is open"))
	p.text("/print/2026/the-bridge-is-open-again", "text/html", page("bridge", real, "the bridge is open"))
	p.set("/old/2026/the-bridge-is-open-again", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, real, http.StatusMovedPermanently)
	})
	// A site whose articles all name the same page as canonical.
	p.text("/news/2026/one-story-with-a-faulty-head", "text/html", page("one", "/news/2026/template", "the first story"))
	p.text("/news/2026/two-stories-with-a-faulty-head", "text/html", page("two", "/news/2026/template", "the second story"))
	p.text("/news/2026/three-stories-name-the-front-page", "text/html", page("three", "/", "the third story"))
	p.front("/", "")
	p.feed("/rss", real, "/print/2026/the-bridge-is-open-again", "/old/2026/the-bridge-is-open-again",
		"/news/2026/one-story-with-a-faulty-head", "/news/2026/two-stories-with-a-faulty-head", "/news/2026/three-stories-name-the-front-page")
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, nil)
	w.round()
	if got := w.titles(); !slices.Equal(got, []string{"bridge", "one", "three", "two"}) {
		t.Errorf("articles %q", got)
	}
	if u := w.url(p.URL + "/old/2026/the-bridge-is-open-again"); u.State != store.Alias {
		t.Errorf("redirect is %+v", u)
	}
	c.add(2 * time.Hour)
	p.forget()
	w.round()
	if got := w.titles(); len(got) != 4 {
		t.Errorf("after another round %q", got)
	}
	if n := count(p.asked(), "/old/2026/the-bridge-is-open-again"); n > 0 {
		t.Error("the moved page was asked for again")
	}
}

func TestCrawl_SitemapsAreFollowed(t *testing.T) {
	c := newClock(1000)
	p := newPaper(t, c)
	var lists [2]strings.Builder
	for i := range 20 {
		path := fmt.Sprintf("/2026/03/story-number-%d-of-the-year", i)
		p.article(path, fmt.Sprintf("t%02d", i), fmt.Sprint("text ", i))
		fmt.Fprintf(&lists[i%2], "<url><loc>%s%s</loc><lastmod>2026-02-%02d</lastmod></url>", p.URL, path, i+1)
	}
	const urlset = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</urlset>`
	p.text("/a.xml", "text/xml", fmt.Sprintf(urlset, lists[0].String()))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprintf(z, urlset, lists[1].String())
	z.Close()
	p.text("/b.xml.gz", "application/gzip", packed.String())
	p.text("/all.xml", "text/xml", fmt.Sprintf(`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>%s/a.xml</loc></sitemap><sitemap><loc>%[1]s/b.xml.gz</loc></sitemap></sitemapindex>`, p.URL))
	p.text("/robots.txt", "text/plain", "Sitemap: "+p.URL+"/all.xml\nUser-agent: *\nDisallow:\n")
	p.text("/broken.xml", "text/xml", "<urlset><url><loc>"+p.URL+"/2026/03/a-story-that-only-the-broken-one-has</loc></url><url><loc")
	p.article("/2026/03/a-story-that-only-the-broken-one-has", "t99", "text 99")
	p.front("/", "")
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, nil)
	w.round()
	if got := w.titles(); len(got) != 20 {
		t.Errorf("%d articles: %q; asked for %q", len(got), got, p.asked())
	}
	w = newCrawl(t, c, []crawler.Site{{URL: p.URL, Sitemaps: []string{p.URL + "/broken.xml"}}}, nil)
	r := w.round()
	if got := w.titles(); !slices.Equal(got, []string{"t99"}) || r.Sites[0].LastError == "" {
		t.Errorf("of a broken sitemap: %q, %q", got, r.Sites[0].LastError)
	}
	w = newCrawl(t, c, []crawler.Site{{URL: p.URL, Sitemaps: []string{p.URL + "/a.xml"}, MaxAge: 20 * 24 * time.Hour}}, nil)
	w.round()
	if got := w.titles(); len(got) != 5 {
		t.Errorf("of the last 20 days: %q", got)
	}
}

func TestCrawl_SectionsAreFollowedAndTrapsAreNot(t *testing.T) {
	c := newClock(1000)
	p := newPaper(t, c)
	p.article("/sport/2026/team-wins-the-final-in-the-last-minute", "team", "the team won")
	p.front("/sport", "", "/sport/2026/team-wins-the-final-in-the-last-minute")
	p.text("/", "text/html", `<nav><a href="/sport">Sport</a> <a href="/calendar?date=2026-01-01&amp;view=day">Calendar</a></nav>
		<h2><a href="/a/a/a/a/story-in-a-circle-of-directories">A story in a circle of directories that never ends</a></h2>`)
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL, Exclude: []string{"/video"}}}, nil)
	w.round()
	if got := w.titles(); !slices.Equal(got, []string{"team"}) {
		t.Errorf("articles %q; asked for %q", got, p.asked())
	}
	for _, path := range p.asked() {
		if strings.HasPrefix(path, "/calendar") || strings.HasPrefix(path, "/a/a") {
			t.Errorf("asked for %s", path)
		}
	}
}

func TestCrawl_BudgetsEndASite(t *testing.T) {
	c := newClock(1000)
	papers := []*paper{newPaper(t, c), newPaper(t, c)}
	for _, p := range papers {
		var paths []string
		for i := range 30 {
			path := fmt.Sprintf("/news/2026/story-number-%d-of-the-year", i)
			p.article(path, fmt.Sprint(i), fmt.Sprint(p.URL, i))
			paths = append(paths, path)
		}
		p.feed("/feed.xml", paths...)
		p.text("/", "text/html", "<p>")
	}
	w := newCrawl(t, c, []crawler.Site{
		{Name: "bounded", URL: papers[0].URL, Feeds: []string{papers[0].URL + "/feed.xml"}, Sitemaps: []string{papers[0].URL + "/feed.xml"}, MaxPages: 10},
		{Name: "free", URL: papers[1].URL, Feeds: []string{papers[1].URL + "/feed.xml"}},
	}, nil)
	w.round()
	if got := len(papers[0].asked()); got > 11 {
		t.Errorf("the bounded site was asked %d times", got)
	}
	if got := len(w.titles()); got < 35 || got > 40 {
		t.Errorf("%d articles", got)
	}
}

func TestCrawl_SiteThatLeavesTheConfigurationRests(t *testing.T) {
	c := newClock(1000)
	a, b := good(t, c), good(t, c)
	w := newCrawl(t, c, []crawler.Site{{URL: a.URL}, {URL: b.URL}}, nil)
	w.round()
	a.forget()
	if err := crawler.AddSites(t.Context(), w.store, []crawler.Site{{URL: b.URL}}, c.now()); err != nil {
		t.Fatal(err)
	}
	c.add(3 * time.Hour)
	again, err := crawler.New(crawler.Options{Store: w.store, Fetch: nilFetcher{t}, Agent: "matn", Clean: cleaner, Once: true, Now: c.now, Wait: c.wait})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.CrawlHost(t.Context(), strings.TrimPrefix(a.URL, "http://"), 10, time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := crawler.AddSites(t.Context(), w.store, []crawler.Site{{Name: "x", URL: a.URL}, {Name: "x", URL: b.URL}}, c.now()); err == nil {
		t.Error("two sites of one name are no error")
	}
	if err := crawler.AddSites(t.Context(), w.store, []crawler.Site{{URL: "paper.example"}}, c.now()); err == nil {
		t.Error("a URL without a scheme is no error")
	}
}

func TestCrawl_PagesThatOnlySayTheyAreMissingAreNoArticles(t *testing.T) {
	c := newClock(1000)
	p := newPaper(t, c)
	stock := "<!DOCTYPE html><title>x</title><h1>%s</h1><article><p>Read our best stories of the year in this selection.</p></article>"
	var paths []string
	for i := range 12 {
		path := fmt.Sprintf("/news/2026/story-number-%d-of-the-year", i)
		paths = append(paths, path)
		if i%2 == 0 {
			p.article(path, fmt.Sprint("t", i), fmt.Sprint("text ", i))
		}
	}
	p.set("*", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/news/") {
			fmt.Fprintf(w, stock, r.URL.Path)
			return
		}
		http.NotFound(w, r)
	})
	p.front("/", "/feed.xml")
	p.feed("/feed.xml", paths...)
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, nil)
	w.round()
	if got := w.titles(); !slices.Equal(got, []string{"t0", "t10", "t2", "t4", "t6", "t8"}) {
		t.Errorf("articles %q", got)
	}
	// Two papers that print one report are no such thing, and neither are two pages of
	// one text on a site that knows what it does not have.
	q := newPaper(t, c)
	q.article("/news/2026/one-report-under-two-addresses", "one", "the same report")
	q.article("/world/2026/one-report-under-two-addresses", "two", "the same report")
	q.front("/", "/feed.xml")
	q.feed("/feed.xml", "/news/2026/one-report-under-two-addresses", "/world/2026/one-report-under-two-addresses")
	w = newCrawl(t, c, []crawler.Site{{URL: q.URL}}, nil)
	w.round()
	if got := w.titles(); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("one text under two addresses: %q", got)
	}
}
