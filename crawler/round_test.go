package crawler_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/store"
)

const delay = time.Second

func TestCrawl_RoundsFindWhatIsNewAndSkipWhatIsNot(t *testing.T) {
	c := newClock(200)
	p := newPaper(t, c)
	arabic := "/أخبار/افتتاح-الجسر-الجديد-في-المدينة"
	paths := []string{"/news/2026/the-old-bridge-opens-again", "/news/2026/harvest-late-in-the-south", arabic, "/news/2026/council-votes-on-water"}
	for i, path := range paths {
		p.article(path, fmt.Sprint("title ", i), fmt.Sprint("the text of article ", i))
	}
	p.article("/private/secret", "secret", "nobody may read this")
	p.text("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private\n")
	p.front("/", "/feed.xml", append(paths, "/private/secret")...)
	p.feed("/feed.xml", paths...)
	p.text("/about", "text/html", "<p>about</p>")
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL, Delay: delay}}, nil)

	r := w.round()
	if got := w.titles(); !slices.Equal(got, []string{"title 0", "title 1", "title 2", "title 3"}) {
		t.Errorf("first round: %q", got)
	}
	if r.Total.New != 4 || r.Total.Revised != 0 || r.Total.Empty != 0 {
		t.Errorf("first report %+v", r.Total)
	}
	asked := p.asked()
	for _, path := range paths {
		if n := count(asked, path); n != 1 {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
	for _, path := range []string{"/about", "/contact", "/private/secret"} {
		if count(asked, path) > 0 {
			t.Errorf("%s was asked for: %q", path, asked)
		}
	}
	p.polite(t, delay)

	more := []string{"/news/2026/two-new-schools-this-year", "/news/2026/rain-at-last-say-the-farmers"}
	for i, path := range more {
		p.article(path, fmt.Sprint("new ", i), fmt.Sprint("the text of a new one ", i))
	}
	p.article(paths[1], "title 1", "the text of article 1, corrected")
	p.feed("/feed.xml", append(more, paths...)...)
	p.front("/", "/feed.xml", append(more, paths...)...)
	p.forget()
	c.add(2 * time.Hour)
	r = w.round()
	if r.Total.New != 2 || r.Total.Revised != 1 {
		t.Errorf("second report %+v; asked for %q", r.Total, p.asked())
	}
	if n := p.answers(http.StatusNotModified); n < 3 {
		t.Errorf("%d answers were 304, want those of the three articles that stayed: %q", n, p.asked())
	}
	if got := w.titles(); len(got) != 6 {
		t.Errorf("second round: %q", got)
	}
	a, err := w.store.ArticleAt(t.Context(), w.url(p.URL+paths[1]).URL)
	if err != nil || a.Revisions != 1 || a.Text != "the text of article 1, corrected" {
		t.Errorf("changed article: %+v, %v", a, err)
	}
	old, err := w.store.Revisions(t.Context(), a.ID)
	if err != nil || len(old) != 1 || old[0].Text != "the text of article 1" {
		t.Errorf("its revisions: %+v, %v", old, err)
	}
	p.polite(t, delay)

	p.forget()
	if r = w.round(); r.Total.Fetched != 0 {
		t.Errorf("a round at once fetched %q", p.asked())
	}
}

func TestCrawl_FirstRoundReadsTheFrontPageOnce(t *testing.T) {
	c := newClock(1)
	p := newPaper(t, c)
	p.article(paths[0], "one", "the text of the first of them")
	p.article(paths[1], "two", "the text of the second of them")
	p.front("/", "/feed.xml", paths...)
	p.feed("/feed.xml", paths[0])
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, nil)
	r := w.round()
	if got := w.titles(); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("articles %q", got)
	}
	asked := p.asked()
	if count(asked, "/") != 1 {
		t.Errorf("asked for %q", asked)
	}
	if r.Total.Fetched != len(asked)-count(asked, "/robots.txt") {
		t.Errorf("fetched %d, asked for %q", r.Total.Fetched, asked)
	}
	if row := w.url(p.URL + "/"); row.State != store.Known || row.ETag == "" {
		t.Errorf("the front page is %+v", row)
	}
}
