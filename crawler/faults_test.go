package crawler_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/fetch"
	"matn/crawler/store"
)

// good is a paper with one article, beside which others fail.
func good(t testing.TB, c *clock) *paper {
	p := newPaper(t, c)
	p.article("/news/2026/all-is-well-in-the-capital", "well", "all is well")
	p.front("/", "", "/news/2026/all-is-well-in-the-capital")
	return p
}

// faultyAnswers are those of servers, by what such a server does.
func faultyAnswers(t *testing.T) map[string]http.HandlerFunc {
	t.Helper()
	bomb := func() []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		zeros := make([]byte, 1<<20)
		for range 40 {
			_, _ = z.Write(zeros)
		}
		_ = z.Close()
		return b.Bytes()
	}()
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	return map[string]http.HandlerFunc{
		"hangs": func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		},
		"resets within the body": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, "<p>")
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		},
		"never ends": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := fmt.Fprint(w, strings.Repeat("<p>more ", 4096)); err != nil {
					return
				}
			}
		},
		"is a bomb": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		},
		"redirects in a circle": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) },
		"fails":                 func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "fault", http.StatusInternalServerError) },
		"is forbidden":          func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) },
		"redirects to another's": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data", http.StatusFound)
		},
		"redirects to a file": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		},
		"has an odd status": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(299); fmt.Fprint(w, "<p>odd") },
	}
}

func TestCrawl_BadHostsDoNotHoldUpTheOthers(t *testing.T) {
	c := newClock(200)
	var sites []crawler.Site
	for name, fault := range faultyAnswers(t) {
		p := newPaper(t, c)
		p.set("/", fault)
		p.set("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) })
		sites = append(sites, crawler.Site{Name: name, URL: p.URL})
	}
	shut := newPaper(t, c)
	shut.set("/robots.txt", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "down", http.StatusInternalServerError) })
	shut.article("/", "x", "x")
	well := good(t, c)
	sites = append(sites, crawler.Site{Name: "robots.txt fails", URL: shut.URL}, crawler.Site{Name: "refuses", URL: closedURL},
		crawler.Site{Name: "does not exist", URL: "http://paper.invalid/"}, crawler.Site{Name: "well", URL: well.URL})
	w := newCrawl(t, c, sites, func(o *crawler.Options) {
		// Long enough for all but those that never answer, however busy the machine is.
		f, err := fetch.New(fetch.Options{Now: c.now, Timeout: 10 * time.Second, MaxBody: 1 << 20, MaxWire: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Close)
		o.Fetch = f
	})
	r := w.round()
	if got := w.titles(); !slices.Equal(got, []string{"well"}) {
		t.Errorf("articles %q", got)
	}
	trouble := map[string]string{}
	for _, s := range r.Sites {
		trouble[s.Site] = s.LastError
	}
	for name, want := range map[string]string{
		"hangs": "no complete answer", "resets within the body": "cut off", "never ends": "more than", "is a bomb": "more than",
		"redirects in a circle": "in a circle", "fails": "500", "is forbidden": "403", "redirects to another's": "another site's",
		"redirects to a file": "cannot be fetched", "robots.txt fails": "off limits", "refuses": "refused", "does not exist": "no such host",
		"well": "", "has an odd status": "",
	} {
		if got := trouble[name]; !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("site that %s: %q, want %q", name, got, want)
		}
	}
	if got := shut.asked(); count(got, "/") > 0 {
		t.Errorf("the site with a failing robots.txt was asked for %q", got)
	}
	wellDoneBeforeHanging(t, w.events)
}

// wellDoneBeforeHanging holds that a slow host has its own lease and nobody else's:
// the good one was done with before the one that hangs gave up.
func wellDoneBeforeHanging(t *testing.T, events []crawler.Event) {
	t.Helper()
	var done, gaveUp time.Time
	for _, e := range events {
		if e.Site == "well" && e.Outcome.New {
			done = e.Time
		}
		if e.Site == "hangs" && e.What == crawler.Failed {
			gaveUp = e.Time
		}
	}
	if !done.Before(gaveUp) {
		t.Errorf("the good site was done at %v, after the hanging one at %v", done, gaveUp)
	}
}

// closedURL is an address where nothing listens, nor does any other test: systems give
// out no ports of services by themselves.
const closedURL = "http://127.0.0.1:1"

func TestCrawl_RedirectStaysOutOfPrivateNetworks(t *testing.T) {
	c := newClock(200)
	p, inside := newPaper(t, c), newPaper(t, c)
	inside.article("/secret", "secret", "of the house")
	p.set("/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/next", http.StatusFound) })
	p.set("/next", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inside.URL+"/secret", http.StatusFound)
	})
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, nil)
	w.round()
	if got := inside.asked(); len(got) > 0 {
		t.Errorf("the inner server was asked for %q", got)
	}
	if u := w.url(p.URL + "/next"); !strings.Contains(u.Error, "add its host to the site's hosts") {
		t.Errorf("it says %q", u.Error)
	}
}

func TestCrawl_ThrottlingIsObeyed(t *testing.T) {
	c := newClock(1000)
	p := good(t, c)
	for path, header := range map[string]string{"/news/2026/wait-for-half-an-hour-please": "1800", "/news/2026/wait-until-a-date-comes-please": "date"} {
		p.set(path, func(w http.ResponseWriter, _ *http.Request) {
			if header == "date" {
				header = c.now().Add(20 * time.Minute).UTC().Format(http.TimeFormat)
			}
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusTooManyRequests)
		})
	}
	p.feed("/feed.xml", "/news/2026/wait-for-half-an-hour-please")
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL, Feeds: []string{p.URL + "/feed.xml"}}}, nil)
	w.round()
	h, err := w.store.Host(t.Context(), strings.TrimPrefix(p.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if wait := h.NextAt.Sub(c.now()); wait < 25*time.Minute || !strings.Contains(h.Reason, "asked to wait 30m") {
		t.Errorf("after 429 the host waits %v: %s", wait, h.Reason)
	}
	p.forget()
	if w.round(); len(p.asked()) > 0 {
		t.Errorf("asked meanwhile for %q", p.asked())
	}
	c.add(31 * time.Minute)
	p.article("/news/2026/wait-for-half-an-hour-please", "late", "late")
	w.round()
	if got := w.titles(); !slices.Contains(got, "late") || !slices.Contains(got, "well") {
		t.Errorf("after the wait: %q; asked for %q", got, p.asked())
	}
}

func TestCrawl_CrawlDelayHoldsBetweenAllRequests(t *testing.T) {
	c := newClock(500)
	p := good(t, c)
	p.text("/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 3\n")
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL, Delay: time.Second}}, nil)
	w.round()
	p.polite(t, 3*time.Second)
	if got := w.titles(); len(got) != 1 {
		t.Errorf("articles %q", got)
	}
}

func TestCrawl_HostThatIsDownLosesNoArticle(t *testing.T) {
	c := newClock(1000)
	p := good(t, c)
	path := "/news/2026/all-is-well-in-the-capital"
	serve := p.pages[path]
	p.set(path, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, nil)
	for range 6 { // for days
		w.round()
		c.add(20 * time.Hour)
	}
	if u := w.url(p.URL + path); u.State == store.Parked || u.Failures < 3 {
		t.Fatalf("the article is given up: %+v", u)
	}
	p.set(path, serve)
	c.add(24 * time.Hour)
	w.round()
	if got := w.titles(); !slices.Equal(got, []string{"well"}) {
		t.Errorf("when it is up again: %q", got)
	}
}

func TestCrawl_ClockJumps(t *testing.T) {
	c := newClock(1000)
	p := good(t, c)
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL, Delay: time.Second}}, nil)
	w.round()
	add := func(name string) {
		path := "/news/2026/" + name + "-is-here-to-stay"
		p.article(path, name, name+" text")
		p.front("/", "", path)
	}
	for _, jump := range []struct {
		name string
		by   time.Duration
	}{{"forward", 24 * time.Hour}, {"back", -24 * time.Hour}, {"further", -48 * time.Hour}} {
		add(jump.name)
		c.add(jump.by)
		w.round()
		c.add(26 * time.Minute) // the front's turn comes, as if there had been no jump
		w.round()
		if got := w.titles(); !slices.Contains(got, jump.name) {
			t.Errorf("after a jump of %v: %q", jump.by, got)
		}
	}
	p.polite(t, 0)
	if got := w.titles(); len(got) != 4 {
		t.Errorf("articles %q", got)
	}
}

func TestCrawl_EndsWithinItsGrace(t *testing.T) {
	c := newClock(1)
	p := good(t, c)
	asked := make(chan struct{})
	p.set("/", func(_ http.ResponseWriter, r *http.Request) { close(asked); <-r.Context().Done() })
	w := newCrawl(t, c, []crawler.Site{{URL: p.URL}}, func(o *crawler.Options) {
		o.Once, o.Grace = false, 50*time.Millisecond
		f, err := fetch.New(fetch.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Close)
		o.Fetch = f
	})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		r, err := w.c.Run(ctx)
		if err == nil && !r.Stopped {
			err = fmt.Errorf("report does not say that it was stopped: %+v", r)
		}
		done <- err
	}()
	<-asked
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(roundTime):
		t.Fatal("the crawl did not end")
	}
	if u := w.url(p.URL); u.State != store.New || u.Failures != 0 {
		t.Errorf("a fetch that we gave up counts against the page: %+v", u)
	}
	if runs, err := w.store.Runs(t.Context(), 1); err != nil || len(runs) != 1 || runs[0].Ended.IsZero() {
		t.Errorf("runs %+v, %v", runs, err)
	}
}
