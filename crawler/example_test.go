package crawler_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/fetch"
	"matn/crawler/page"
	"matn/crawler/robots"
	"matn/crawler/store/sqlite"
)

// site serves robots.txt and pages, and remembers what it was asked for.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	paths []string
}

func newSite(rules string) *site {
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.paths = append(s.paths, r.URL.Path)
		s.mu.Unlock()
		switch {
		case r.URL.Path == "/robots.txt" && rules == "":
			http.Error(w, "down", http.StatusServiceUnavailable)
		case r.URL.Path == "/robots.txt":
			fmt.Fprint(w, rules)
		case r.URL.Query().Has("to"):
			http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusFound)
		default:
			fmt.Fprint(w, "page ", r.URL.Path)
		}
	}))
	return s
}

func (s *site) seen() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.paths, " ")
}

// A polite fetch is a Fetcher with a robots.Cache in its Allow.
func Example() {
	s := newSite("User-agent: *\nDisallow: /private\n")
	defer s.Close()
	agent := fetch.UserAgent("1.0", "https://paper.example/bot", "ops@paper.example")
	f, err := fetch.New(fetch.Options{UserAgent: agent})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	rules, err := robots.NewCache(robots.Options{Fetch: f.Robots, Agent: agent})
	if err != nil {
		fmt.Println(err)
		return
	}
	polite := fetch.RequestOptions{Allow: rules.Check}

	p, err := f.Get(context.Background(), s.URL+"/news", polite)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", p.Body)

	_, err = f.Get(context.Background(), s.URL+"/private/1", polite)
	var no *robots.DisallowedError
	fmt.Println(errors.As(err, &no) && no.Rule == "Disallow: /private")
	// Output:
	// page /news
	// true
}

func get(t *testing.T, url string) error {
	t.Helper()
	f, err := fetch.New(fetch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	rules, err := robots.NewCache(robots.Options{Fetch: f.Robots, Agent: "matn"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Get(context.Background(), url, fetch.RequestOptions{Allow: rules.Check})
	return err
}

func TestGet_RobotsHoldForEveryHopAndEveryHost(t *testing.T) {
	shut := newSite("User-agent: matn\nDisallow: /")
	defer shut.Close()
	open := newSite("User-agent: *\nDisallow: /private\nDisallow: /%D8%AE%D8%A7%D8%B5")
	defer open.Close()
	tests := []struct {
		name, url string
		seen      string // by open
	}{
		{"redirect to a disallowed path", open.URL + "/a?to=/private/1", "/robots.txt /a"},
		{"redirect to a disallowed host", open.URL + "/a?to=" + shut.URL + "/", "/robots.txt /a"},
		{"path that resolves to a disallowed one", open.URL + "/a/../x/%2e%2e/private", "/robots.txt"},
		{"raw Arabic under an escaped rule", open.URL + "/خاص/1", "/robots.txt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			open.mu.Lock()
			open.paths = nil
			open.mu.Unlock()
			err := get(t, tt.url)
			var no *robots.DisallowedError
			if !errors.As(err, &no) {
				t.Errorf("got %v, want a DisallowedError", err)
			}
			if got := open.seen(); got != tt.seen {
				t.Errorf("server saw %s, want %s", got, tt.seen)
			}
		})
	}
	if got := shut.seen(); got != "/robots.txt" {
		t.Errorf("the shut host saw %s", got)
	}
}

func TestGet_FailingRobotsCloseTheSite(t *testing.T) {
	s := newSite("")
	defer s.Close()
	var no *robots.DisallowedError
	if err := get(t, s.URL+"/a"); !errors.As(err, &no) || no.Status != 503 {
		t.Errorf("got %v", err)
	}
	if got := s.seen(); got != "/robots.txt" {
		t.Errorf("server saw %s", got)
	}
}

func TestGet_HostThatIsDownIsCalledDown(t *testing.T) {
	s := newSite("")
	s.Close()
	var failed *fetch.Error
	if err := get(t, s.URL+"/a"); !errors.As(err, &failed) || failed.Kind != fetch.KindRefused {
		t.Errorf("got %v, want the refusal and not a verdict", err)
	}
}

// A crawl keeps a collection. Clean stands for a cleaner, which this package does
// not know; the commands join the real one.
func ExampleCrawler_Run() {
	s := newSite("")
	defer s.Close()
	dir, err := os.MkdirTemp("", "matn")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	collection, err := sqlite.Open(ctx, filepath.Join(dir, "articles.db"), sqlite.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer collection.Close()
	f, err := fetch.New(fetch.Options{UserAgent: "matn/1.0"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	c, err := crawler.New(crawler.Options{
		Store: collection, Fetch: f, Agent: "matn/1.0", Once: true,
		Clean: func(context.Context, *page.Page, string) (crawler.Record, error) { return crawler.Record{}, nil },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := crawler.AddSites(ctx, collection, []crawler.Site{{URL: s.URL}}, time.Now()); err != nil {
		fmt.Println(err)
		return
	}
	report, err := c.Run(ctx)
	// The site's robots.txt fails, so that nothing of it may be asked for.
	fmt.Println(report.Total.Fetched, report.Total.Disallowed, err)
	// Output: 0 1 <nil>
}
