package crawler_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/store"
)

// configure gives the crawl another configuration, an hour later.
func (w *crawl) configure(sites ...crawler.Site) {
	w.t.Helper()
	w.clock.add(time.Hour)
	if err := crawler.AddSites(w.t.Context(), w.store, sites, w.clock.now()); err != nil {
		w.t.Fatal(err)
	}
}

// twoFeeds is a paper with a front page that declares one of its feeds.
func twoFeeds(t *testing.T, c *clock) *paper {
	p := newPaper(t, c)
	p.article(paths[0], "one", "the text of the first of them")
	p.article(paths[1], "two", "the text of the second of them")
	p.front("/", "/feed.xml")
	p.feed("/feed.xml", paths[0])
	p.feed("/other.xml", paths[1])
	return p
}

func TestCrawl_FeedThatIsNoLongerNamedRests(t *testing.T) {
	c := newClock(1000)
	p := twoFeeds(t, c)
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL, Feeds: []string{p.URL + "/other.xml"}}}, nil)
	w.round()
	if asked := p.asked(); count(asked, "/feed.xml") > 0 || count(asked, "/other.xml") != 1 {
		t.Fatalf("asked for %q", asked)
	}
	p.forget()
	w.configure(crawler.Site{URL: p.URL})
	w.round()
	if asked := p.asked(); count(asked, "/other.xml") > 0 || count(asked, "/feed.xml") == 0 {
		t.Errorf("without its name asked for %q", asked)
	}
	if got := w.titles(); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("articles %q", got)
	}
	p.forget()
	w.configure(crawler.Site{URL: p.URL, Feeds: []string{p.URL + "/other.xml"}})
	w.round()
	if asked := p.asked(); count(asked, "/other.xml") != 1 || count(asked, "/feed.xml") > 0 {
		t.Errorf("with its name again asked for %q", asked)
	}
}

func TestCrawl_SiteThatHasLeftRestsAndMayComeBack(t *testing.T) {
	c := newClock(1000)
	p, other := twoFeeds(t, c), good(t, c)
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}, {URL: other.URL}}, nil)
	w.round()
	before := len(w.titles())
	p.forget()
	w.configure(crawler.Site{URL: other.URL})
	w.round()
	if asked := p.asked(); len(asked) > 0 {
		t.Errorf("asked for %q", asked)
	}
	if got := w.titles(); len(got) != before {
		t.Errorf("of %d articles stayed %q", before, got)
	}
	w.configure(crawler.Site{URL: p.URL}, crawler.Site{URL: other.URL})
	w.round()
	if asked := p.asked(); count(asked, "/") == 0 || count(asked, "/feed.xml") == 0 {
		t.Errorf("when it came back asked for %q", asked)
	}
}

func TestCrawl_SiteThatIsRenamedGoesOn(t *testing.T) {
	c := newClock(1000)
	p := twoFeeds(t, c)
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, nil)
	w.round()
	p.article("/news/2026/a-third-one-of-some-length", "three", "the text of the third of them")
	p.feed("/feed.xml", paths[0], "/news/2026/a-third-one-of-some-length")
	w.configure(crawler.Site{URL: p.URL, Name: "The Paper"})
	w.round()
	if got := w.titles(); !slices.Equal(got, []string{"one", "three"}) {
		t.Errorf("articles %q", got)
	}
	for a, err := range w.store.Articles(t.Context(), store.Filter{Site: "The Paper"}) {
		if err != nil || a.Title != "three" {
			t.Errorf("of the new name: %q, %v", a.Title, err)
		}
	}
}

func TestCrawl_ExcludedIsNotAskedForUntilItIsNot(t *testing.T) {
	c := newClock(1000)
	p := twoFeeds(t, c)
	p.set(paths[0], func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, nil)
	w.round()
	p.article(paths[0], "one", "the text of the first of them")
	p.forget()
	w.configure(crawler.Site{URL: p.URL, Exclude: []string{"/news/"}})
	w.round()
	if asked := p.asked(); count(asked, paths[0]) > 0 {
		t.Errorf("asked for %q", asked)
	}
	c.add(24 * time.Hour)
	w.configure(crawler.Site{URL: p.URL})
	w.round()
	if asked := p.asked(); count(asked, paths[0]) != 1 {
		t.Errorf("when it was wanted again asked for %q", asked)
	}
}

func TestCrawl_RoundsEveryQuarterVisitAFeedOfAQuarter(t *testing.T) {
	c := newClock(1000)
	p := twoFeeds(t, c)
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL, Interval: 15 * time.Minute}}, nil)
	w.round()
	p.forget()
	c.add(14 * time.Minute) // a moment too early, as cron is
	w.round()
	if asked := p.asked(); count(asked, "/feed.xml") != 1 || count(asked, paths[0]) != 1 {
		t.Errorf("asked for %q", asked)
	}
}

func TestCrawl_ShortRetryAfterIsWaitedForWithinTheRound(t *testing.T) {
	c := newClock(100)
	p := twoFeeds(t, c)
	serve, told := p.pages[paths[0]], time.Time{}
	p.set(paths[0], func(w http.ResponseWriter, r *http.Request) {
		if now := c.now(); told.IsZero() {
			told = now
			w.Header().Set("Retry-After", "8")
			w.WriteHeader(http.StatusTooManyRequests)
		} else if serve(w, r); now.Sub(told) < 8*time.Second {
			t.Errorf("asked again after %v", now.Sub(told))
		}
	})
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, nil)
	w.round()
	if got := w.titles(); !slices.Equal(got, []string{"one"}) {
		t.Errorf("articles %q; asked for %q", got, p.asked())
	}
}
