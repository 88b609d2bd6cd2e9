package crawler_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/fetch"
	"matn/crawler/page"
	"matn/crawler/store"
	"matn/crawler/store/sqlite"
)

// clock is time under a test's control: it runs as the real one does, jumps where it is
// told to, and to the end of each wait, which takes a scale-th of its time. So a machine
// that is busy makes seconds of seconds, not hours.
type clock struct {
	scale float64
	base  time.Time
	real  time.Time
	mu    sync.Mutex
	jump  time.Duration
}

func newClock(scale float64) *clock {
	return &clock{scale: scale, base: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), real: time.Now()}
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at()
}

func (c *clock) at() time.Time { return c.base.Add(c.jump + time.Since(c.real)) }

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.jump += d
}

func (c *clock) wait(ctx context.Context, d time.Duration) error {
	end := c.now().Add(d)
	select {
	case <-time.After(time.Duration(float64(d) / c.scale)):
		c.mu.Lock()
		defer c.mu.Unlock()
		c.jump += max(0, end.Sub(c.at()))
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// request is a line of a server's log.
type request struct {
	path       string
	begun, end time.Time
	status     int
}

// paper is a site on a server of its own.
type paper struct {
	*httptest.Server
	clock *clock
	pages map[string]func(w http.ResponseWriter, r *http.Request)

	mu       sync.Mutex
	log      []request
	inFlight int
	overlaps int
}

// newPaper serves pages, whose paths may be in Arabic. What is no page is a 404.
func newPaper(t testing.TB, c *clock) *paper {
	p := &paper{clock: c, pages: map[string]func(http.ResponseWriter, *http.Request){}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(func() { p.CloseClientConnections(); p.Close() })
	return p
}

func (p *paper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	p.mu.Lock()
	if p.inFlight++; p.inFlight > 1 {
		p.overlaps++
	}
	begun := p.clock.now()
	serve := p.pages[path]
	if serve == nil {
		serve = p.pages["*"] // for all that there is no page for
	}
	p.mu.Unlock()
	if serve == nil {
		serve = http.NotFound
	}
	s := &statusWriter{ResponseWriter: w, status: 200}
	defer func() {
		p.mu.Lock()
		p.inFlight--
		p.log = append(p.log, request{path, begun, p.clock.now(), s.status})
		p.mu.Unlock()
	}()
	serve(s, r)
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (p *paper) set(path string, serve func(http.ResponseWriter, *http.Request)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pages[path] = serve
}

// text serves a body that has an ETag.
func (p *paper) text(path, contentType, body string) {
	p.set(path, func(w http.ResponseWriter, r *http.Request) {
		sum := fnv.New64a()
		sum.Write([]byte(body))
		tag := fmt.Sprintf(`"%x"`, sum.Sum64())
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, body)
	})
}

func (p *paper) article(path, title, text string) {
	p.text(path, "text/html; charset=utf-8", "<!DOCTYPE html><title>"+title+"</title><h1>"+title+"</h1><article><p>"+text+"</p></article>")
}

// feed lists paths as a feed does.
func (p *paper) feed(path string, items ...string) {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>f</title>`)
	for _, item := range items {
		fmt.Fprintf(&b, "<item><title>x</title><link>%s%s</link><pubDate>%s</pubDate></item>", p.URL, item, p.clock.base.Format(time.RFC1123Z))
	}
	b.WriteString("</channel></rss>")
	p.text(path, "application/rss+xml", b.String())
}

// front is a page with links, and a feed where there is one.
func (p *paper) front(path, feed string, links ...string) {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><head><title>front</title>")
	if feed != "" {
		fmt.Fprintf(&b, `<link rel="alternate" type="application/rss+xml" href="%s">`, feed)
	}
	b.WriteString("</head><body>")
	for _, link := range links {
		fmt.Fprintf(&b, `<h2><a href="%s">A headline that is long enough to be one of %s</a></h2>`, link, link)
	}
	b.WriteString(`<footer><a href="/about">About us</a> <a href="/contact">Contact</a></footer></body></html>`)
	p.text(path, "text/html; charset=utf-8", b.String())
}

// asked are the paths that were asked for since the mark, in order, with repetitions.
func (p *paper) asked() (paths []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.log {
		paths = append(paths, r.path)
	}
	return paths
}

// answers counts the answers with a status.
func (p *paper) answers(status int) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.log {
		if r.status == status {
			n++
		}
	}
	return n
}

func (p *paper) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.log = nil
}

// polite fails when the log shows two requests at once, or two sooner after each
// other than delay.
func (p *paper) polite(t testing.TB, delay time.Duration) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.overlaps > 0 {
		t.Errorf("%s had two requests in flight %d times", p.URL, p.overlaps)
	}
	slices.SortFunc(p.log, func(a, b request) int { return a.begun.Compare(b.begun) })
	for i := 1; i < len(p.log); i++ {
		if gap := p.log[i].begun.Sub(p.log[i-1].begun); gap < delay {
			t.Errorf("%s was asked for %s %v after %s, sooner than %v", p.URL, p.log[i].path, gap, p.log[i-1].path, delay)
			return
		}
	}
}

var (
	articleTag = regexp.MustCompile(`(?s)<article>(.*?)</article>`)
	titleTag   = regexp.MustCompile(`(?s)<h1>(.*?)</h1>`)
	anyTag     = regexp.MustCompile(`<[^>]*>`)
	canonical  = regexp.MustCompile(`<link rel="canonical" href="([^"]*)"`)
)

// cleaner stands for the real one, which package crawler must not know: it takes what
// is in <article>. The commands' tests join the real one.
func cleaner(_ context.Context, p *page.Page, _ string) (crawler.Record, error) {
	var r crawler.Record
	if m := canonical.FindSubmatch(p.Body); m != nil {
		r.Canonical = string(m[1])
	}
	m := articleTag.FindSubmatch(p.Body)
	if m == nil {
		r.Reason = "no <article>"
		return r, nil
	}
	r.Article = true
	r.Text = strings.TrimSpace(string(anyTag.ReplaceAll(m[1], nil)))
	if h := titleTag.FindSubmatch(p.Body); h != nil {
		r.Title = string(h[1])
	}
	sum := fnv.New64a()
	sum.Write([]byte(r.Text))
	r.Hash, r.Fold, r.Words, r.Confidence, r.Extractor = sum.Sum64(), r.Text, len(strings.Fields(r.Text)), 1, "test"
	return r, nil
}

// crawl is a crawl of some papers into a store of its own.
type crawl struct {
	t     testing.TB
	clock *clock
	store store.Store
	c     *crawler.Crawler

	mu     sync.Mutex
	events []crawler.Event
}

func openStore(t testing.TB, path string) store.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newCrawl makes a crawl in rounds. tune may change the options; it may be nil.
func newCrawl(t testing.TB, c *clock, sites []crawler.Site, tune func(*crawler.Options)) *crawl {
	t.Helper()
	s := openStore(t, filepath.Join(t.TempDir(), "articles.db"))
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &crawl{t: t, clock: c, store: s}
	f, err := fetch.New(fetch.Options{UserAgent: "matn/test", Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	o := crawler.Options{Store: s, Fetch: f, Agent: "matn/test", Clean: cleaner, Once: true, Now: c.now, Wait: c.wait,
		Factor: -1, Observe: w.observe}
	if tune != nil {
		tune(&o)
	}
	if w.c, err = crawler.New(o); err != nil {
		t.Fatal(err)
	}
	if err := crawler.AddSites(t.Context(), s, sites, c.now()); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *crawl) observe(e crawler.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
}

// roundTime is what a round may take on a machine that has other work; seconds are
// usual.
const roundTime = 10 * time.Minute

// round runs one round.
func (w *crawl) round() crawler.Report {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), roundTime)
	defer cancel()
	r, err := w.c.Run(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	if r.Stopped {
		w.t.Fatalf("the round did not end within %v", roundTime)
	}
	return r
}

// titles are those of all articles, in the order in which they came.
func (w *crawl) titles() (titles []string) {
	w.t.Helper()
	for a, err := range w.store.Articles(w.t.Context(), store.Filter{}) {
		if err != nil {
			w.t.Fatal(err)
		}
		titles = append(titles, a.Title)
	}
	slices.Sort(titles)
	return titles
}

func (w *crawl) url(raw string) store.URL {
	w.t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		w.t.Fatal(err)
	}
	row, err := w.store.URL(w.t.Context(), page.Normalize(u).String())
	if err != nil {
		w.t.Fatalf("%s: %v", raw, err)
	}
	return row
}

// count is how often a path is among them.
func count(paths []string, path string) (n int) {
	for _, p := range paths {
		if p == path {
			n++
		}
	}
	return n
}

// nilFetcher fails the test when it is asked for anything.
type nilFetcher struct{ t testing.TB }

func (f nilFetcher) Fetch(_ context.Context, url string, _ fetch.RequestOptions) (*page.Page, error) {
	f.t.Errorf("asked for %s", url)
	return nil, context.Canceled
}

func (f nilFetcher) Robots(_ context.Context, url string) (*page.Page, error) {
	f.t.Errorf("asked for %s", url)
	return nil, context.Canceled
}
