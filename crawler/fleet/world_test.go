package fleet_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/store"
)

// world is many hosts on addresses of the loopback, and a log of what was asked.
type world struct {
	hosts []string // "127.1.0.1:8080"
	pages int      // articles a host
	took  time.Duration

	mu       sync.Mutex
	busy     map[string]int
	overlaps int
	asked    map[string]int // articles by URL
	by       map[string]int // requests by user agent
	total    int
	watch    func(agent string) // called within a request for an article
}

// newWorld serves n hosts with articles each, that take a while to answer.
func newWorld(t *testing.T, n, pages int, took time.Duration) *world {
	t.Helper()
	w := &world{pages: pages, took: took, busy: map[string]int{}, asked: map[string]int{}, by: map[string]int{}}
	for i := range n {
		l, err := net.Listen("tcp", fmt.Sprintf("127.1.%d.%d:0", i/250, i%250+1))
		if err != nil {
			t.Fatal(err)
		}
		w.hosts = append(w.hosts, l.Addr().String())
		server := &http.Server{Handler: w, ReadHeaderTimeout: time.Minute}
		go func() { _ = server.Serve(l) }() // until Close
		t.Cleanup(func() { _ = server.Close() })
	}
	return w
}

func (w *world) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	article := strings.HasPrefix(r.URL.Path, "/a/")
	w.mu.Lock()
	if w.busy[r.Host]++; w.busy[r.Host] > 1 {
		w.overlaps++
	}
	w.by[r.UserAgent()]++
	if article {
		w.total++
		w.asked[r.Host+r.URL.Path]++
	}
	watch := w.watch
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.busy[r.Host]--
		w.mu.Unlock()
	}()
	if article && watch != nil {
		watch(r.UserAgent())
	}
	time.Sleep(w.took)
	switch {
	case article:
		fmt.Fprintf(out, "<!DOCTYPE html><title>t</title><h1>t</h1><p>The article %s%s, word for word as it was written.</p>", r.Host, r.URL.Path)
	case r.URL.Path == "/":
		fmt.Fprint(out, "<!DOCTYPE html><title>front</title><p>Welcome.</p>")
	default:
		http.NotFound(out, r)
	}
}

// onArticle has f called within every request for an article, from now on.
func (w *world) onArticle(f func(agent string)) {
	w.mu.Lock()
	w.watch = f
	w.mu.Unlock()
}

// urls is how many articles there are.
func (w *world) urls() int { return len(w.hosts) * w.pages }

// fetched is how many requests for articles there were.
func (w *world) fetched() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.total
}

// twice is how many requests there were beyond the first of an article.
func (w *world) twice() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.total - len(w.asked)
}

// idle reports whether no request is under way.
func (w *world) idle() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, n := range w.busy {
		if n > 0 {
			return false
		}
	}
	return true
}

// overlapping is how many requests there were to a host that had one.
func (w *world) overlapping() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.overlaps
}

// fill puts all articles into the frontier of a store.
func (w *world) fill(t *testing.T, s store.Store, now time.Time) {
	t.Helper()
	var sites []crawler.Site
	for _, h := range w.hosts {
		sites = append(sites, crawler.Site{Name: h, URL: "http://" + h + "/", Reread: []time.Duration{}, MaxDepth: 1})
	}
	if err := crawler.AddSites(t.Context(), s, sites, now); err != nil {
		t.Fatal(err)
	}
	sources, err := s.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		var urls []store.URL
		for n := range w.pages {
			urls = append(urls, store.URL{URL: fmt.Sprintf("http://%s/a/%d", source.Host, n), Host: source.Host, Source: source.ID,
				Kind: store.ArticleKind, Priority: store.Fresh, NextAt: now})
		}
		if _, err := s.Put(t.Context(), urls, now); err != nil {
			t.Fatal(err)
		}
	}
}

// count gives the articles in a store, and how many URLs of articles have none.
func (w *world) count(t *testing.T, s store.Store, now time.Time) (articles int) {
	t.Helper()
	all, err := s.Status(t.Context(), now)
	if err != nil {
		return -1 // the database is away: the caller asks again
	}
	for _, one := range all {
		articles += one.Articles
	}
	return articles
}
