package robots

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"matn/crawler/page"
)

// site is a fake host and a fake clock.
type site struct {
	mu     sync.Mutex
	now    time.Time
	status int
	body   string
	err    error
	asked  []string
}

func (s *site) fetch(_ context.Context, url string) (*page.Page, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, url)
	if s.err != nil {
		return nil, s.err
	}
	return &page.Page{URL: url, Status: s.status, Body: []byte(s.body)}, nil
}

func (s *site) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *site) cache(t testing.TB, hosts int) *Cache {
	t.Helper()
	s.now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	c, err := NewCache(Options{Fetch: s.fetch, Agent: "matn/1.0", Now: s.clock, Hosts: hosts})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func allowed(t testing.TB, c *Cache, raw string) bool {
	t.Helper()
	err := c.Check(context.Background(), parseURL(t, raw))
	var no *DisallowedError
	if err != nil && !errors.As(err, &no) {
		t.Fatalf("undocumented error %v", err)
	}
	return err == nil
}

func TestCheck_StatusDecides(t *testing.T) {
	const rules = "user-agent: matn\ndisallow: /private"
	tests := []struct {
		name          string
		status        int
		err           error
		open, private bool
	}{
		{"200 has rules", 200, nil, true, false},
		{"redirects without end mean there are none", 302, nil, true, true},
		{"401 means there are none", 401, nil, true, true},
		{"403 means there are none", 403, nil, true, true},
		{"404 means there are none", 404, nil, true, true},
		{"410 means there are none", 410, nil, true, true},
		{"429 closes the site", 429, nil, false, false},
		{"500 closes the site", 500, nil, false, false},
		{"503 closes the site", 503, nil, false, false},
		{"an unknown status closes the site", 799, nil, false, false},
		{"no answer closes the site", 0, errors.New("refused"), false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &site{status: tt.status, body: rules, err: tt.err}
			c := s.cache(t, 0)
			if got := allowed(t, c, "https://paper.example/open"); got != tt.open {
				t.Errorf("/open: %v", got)
			}
			if got := allowed(t, c, "https://paper.example/private"); got != tt.private {
				t.Errorf("/private: %v", got)
			}
			if !allowed(t, c, "https://paper.example/robots.txt") {
				t.Error("/robots.txt is not allowed")
			}
			if len(s.asked) != 1 {
				t.Errorf("asked %d times", len(s.asked))
			}
		})
	}
}

func TestCheck_ErrorSaysWhy(t *testing.T) {
	s := &site{status: 200, body: "User-agent: *\nDisallow: /private"}
	c := s.cache(t, 0)
	u := parseURL(t, "https://paper.example:8443/private/1")
	err := c.Check(context.Background(), u)
	if want := `robots: https://paper.example:8443/private/1 is disallowed by line 2 of https://paper.example:8443/robots.txt: "Disallow: /private"`; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	refused := errors.New("connection refused")
	s.err = refused
	err = c.Check(context.Background(), parseURL(t, "https://down.example/a"))
	if !errors.Is(err, refused) || !strings.Contains(err.Error(), "without its robots.txt: connection refused") {
		t.Errorf("got %v", err)
	}
	s.err, s.status = nil, 503
	err = c.Check(context.Background(), parseURL(t, "https://busy.example/a"))
	if err == nil || !strings.Contains(err.Error(), "while https://busy.example/robots.txt answers with status 503") {
		t.Errorf("got %v", err)
	}
}

func TestPolicy_EachOriginHasItsOwn(t *testing.T) {
	s := &site{status: 404}
	c := s.cache(t, 0)
	for _, u := range []string{"https://a.example/x", "https://a.example/y?z", "http://a.example/", "https://a.example:8443/", "https://b.example/"} {
		allowed(t, c, u)
	}
	want := "https://a.example/robots.txt http://a.example/robots.txt https://a.example:8443/robots.txt https://b.example/robots.txt"
	if got := strings.Join(s.asked, " "); got != want {
		t.Errorf("asked for %s", got)
	}
}

func TestPolicy_ExpiresWithinADay(t *testing.T) {
	for _, jump := range []time.Duration{23 * time.Hour, 25 * time.Hour, -25 * time.Hour} {
		t.Run(jump.String(), func(t *testing.T) {
			s := &site{status: 200}
			c := s.cache(t, 0)
			allowed(t, c, "https://paper.example/")
			s.now, s.body = s.now.Add(jump), "user-agent: *\ndisallow: /"
			if got, want := allowed(t, c, "https://paper.example/"), jump == 23*time.Hour; got != want {
				t.Errorf("allowed is %v", got)
			}
		})
	}
}

// A site's failure neither opens what its rules closed nor closes what they opened;
// it is asked again after an hour, then less often; after a month without any
// answer there are no rules.
func TestPolicy_HeldCopySurvivesFailures(t *testing.T) {
	s := &site{status: 200, body: "user-agent: *\ndisallow: /private"}
	c := s.cache(t, 0)
	allowed(t, c, "https://paper.example/")
	s.status = 503
	check := func(after time.Duration, requests int, open, private bool) {
		t.Helper()
		s.asked = nil
		s.now = s.now.Add(after)
		if got := allowed(t, c, "https://paper.example/"); got != open {
			t.Errorf("at %v /: %v", s.now, got)
		}
		if got := allowed(t, c, "https://paper.example/private"); got != private {
			t.Errorf("at %v /private: %v", s.now, got)
		}
		if len(s.asked) != requests {
			t.Errorf("at %v asked %d times", s.now, len(s.asked))
		}
	}
	check(25*time.Hour, 1, true, false)   // expired: the held copy holds
	check(30*time.Minute, 0, true, false) // not asked again within an hour
	check(31*time.Minute, 1, true, false)
	check(time.Hour, 0, true, false) // nor within two
	check(61*time.Minute, 1, true, false)
	for range 28 {
		check(24*time.Hour+time.Minute, 1, true, false)
	}
	check(24*time.Hour, 1, false, false) // the copy is a month old: too old to hold
	check(2*24*time.Hour, 1, true, true) // a month of failures: nobody keeps it
	s.status, s.body = 200, "user-agent: *\ndisallow: /p"
	check(24*time.Hour, 1, true, false) // it is back
}

func TestPolicy_RecoversAfterFailure(t *testing.T) {
	s := &site{status: 500}
	c := s.cache(t, 0)
	if allowed(t, c, "https://paper.example/") {
		t.Error("open while failing")
	}
	s.status, s.now = 404, s.now.Add(time.Hour)
	if !allowed(t, c, "https://paper.example/") {
		t.Error("closed though there is no robots.txt")
	}
}

func TestGroup_HasCrawlDelay(t *testing.T) {
	s := &site{status: 200, body: "user-agent: matn\ncrawl-delay: 3\nsitemap: https://paper.example/s.xml"}
	c := s.cache(t, 0)
	u := parseURL(t, "https://paper.example/")
	if g, err := c.Group(context.Background(), u); err != nil || g.CrawlDelay != 3*time.Second {
		t.Errorf("%+v, %v", g, err)
	}
	if p, err := c.Policy(context.Background(), u); err != nil || len(p.Rules.Sitemaps) != 1 || p.Status != 200 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestPolicy_ManyCallersOneRequest(t *testing.T) {
	var requests atomic.Int32
	release := make(chan struct{})
	c, err := NewCache(Options{Agent: "matn", Fetch: func(context.Context, string) (*page.Page, error) {
		requests.Add(1)
		<-release
		return &page.Page{Status: 200, Body: []byte("user-agent: *\ndisallow: /")}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	u := parseURL(t, "https://paper.example/a")
	impatient, cancel := context.WithCancel(context.Background())
	cancel()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if i == 0 { // one that leaves does not take the request along
				if err := c.Check(impatient, u); !errors.Is(err, context.Canceled) {
					var no *DisallowedError
					if !errors.As(err, &no) { // it may have come after the answer
						t.Errorf("impatient: %v", err)
					}
				}
				return
			}
			var no *DisallowedError
			if err := c.Check(context.Background(), u); !errors.As(err, &no) {
				t.Errorf("patient: %v", err)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	close(release)
	wg.Wait()
	if n := requests.Load(); n > 2 { // two when the impatient one came and left alone, first
		t.Errorf("%d requests", n)
	}
}

func TestPolicy_LastToLeaveEndsTheRequestAndNothingIsKept(t *testing.T) {
	begun, ended := make(chan struct{}), make(chan struct{})
	first := true
	c, err := NewCache(Options{Agent: "matn", Fetch: func(ctx context.Context, _ string) (*page.Page, error) {
		if !first {
			return &page.Page{Status: 404}, nil
		}
		first = false
		close(begun)
		<-ctx.Done()
		close(ended)
		return nil, ctx.Err()
	}})
	if err != nil {
		t.Fatal(err)
	}
	u := parseURL(t, "https://paper.example/a")
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-begun; cancel() }()
	if err := c.Check(ctx, u); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-ended
	if err := c.Check(context.Background(), u); err != nil {
		t.Errorf("a cancelled request closed the site: %v", err)
	}
}

func TestCache_IsBounded(t *testing.T) {
	s := &site{status: 404}
	c := s.cache(t, 10)
	for i := range 100 {
		s.now = s.now.Add(time.Second)
		allowed(t, c, fmt.Sprintf("https://host-%d.example/", i))
	}
	if len(c.entries) > 10 {
		t.Errorf("%d origins kept", len(c.entries))
	}
	s.asked = nil
	allowed(t, c, "https://host-99.example/")
	allowed(t, c, "https://host-0.example/")
	if got := strings.Join(s.asked, " "); got != "https://host-0.example/robots.txt" {
		t.Errorf("asked for %s, want only the one dropped long ago", got)
	}
}

func TestNewCache_RefusesOptionsThatCannotWork(t *testing.T) {
	fetch := (&site{}).fetch
	for _, o := range []Options{{}, {Agent: "matn"}, {Fetch: fetch}, {Fetch: fetch, Agent: " (x)"}, {Fetch: fetch, Agent: "matn", Hosts: -1}} {
		if _, err := NewCache(o); err == nil {
			t.Errorf("NewCache(%+v) gave no error", o)
		}
	}
}

func ExampleParse() {
	rules := Parse([]byte("User-agent: matn\nDisallow: /خاص/\nCrawl-delay: 2\n\nSitemap: https://paper.example/news.xml\n"))
	group := rules.For("matn/1.0")
	u, err := url.Parse("https://paper.example/%D8%AE%D8%A7%D8%B5/1")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(group.Test(u).Allowed, group.CrawlDelay, rules.Sitemaps)
	// Output: false 2s [https://paper.example/news.xml]
}

func ExampleCache_Check() {
	fetch := func(context.Context, string) (*page.Page, error) {
		return &page.Page{Status: 200, Body: []byte("User-agent: *\nDisallow: /private")}, nil
	}
	cache, err := NewCache(Options{Fetch: fetch, Agent: "matn"})
	if err != nil {
		fmt.Println(err)
		return
	}
	u, err := url.Parse("https://paper.example/private/1")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(cache.Check(context.Background(), u))
	// Output: robots: https://paper.example/private/1 is disallowed by line 2 of https://paper.example/robots.txt: "Disallow: /private"
}
