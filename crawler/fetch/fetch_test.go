package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"matn/crawler/page"
)

func TestGet_PageKeepsWhatTheServerSaid(t *testing.T) {
	const cp1256 = "\xc7\xe1\xcd\xe3\xcf \xe1\xe1\xe5" // "الحمد لله" in windows-1256
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := serve(t, reply(200, http.Header{"Content-Type": {"text/html; charset=windows-1256"}, "Etag": {`"v1"`}}, cp1256))
	f := fetcher(t, Options{Now: func() time.Time { return now }})
	p, err := f.Get(context.Background(), s.URL+"/خبر#top", RequestOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if p.URLAsked != s.URL+"/خبر#top" || p.URL != s.URL+"/%D8%AE%D8%A8%D8%B1" {
		t.Errorf("asked %q, got %q", p.URLAsked, p.URL)
	}
	if string(p.Body) != cp1256 || p.WireBytes != int64(len(cp1256)) {
		t.Errorf("body %q of %d wire bytes", p.Body, p.WireBytes)
	}
	if p.ContentType != "text/html; charset=windows-1256" || p.Header.Get("ETag") != `"v1"` {
		t.Errorf("headers %v, type %q", p.Header, p.ContentType)
	}
	if p.Status != 200 || !p.Fetched.Equal(now) || p.Took <= 0 || p.Hops != nil || p.Truncated {
		t.Errorf("%+v", p)
	}
	if want := strings.TrimPrefix(s.URL, "http://"); p.RemoteAddr != want {
		t.Errorf("remote address %q, want %q", p.RemoteAddr, want)
	}
}

func TestGet_RequestHeadersAreHonest(t *testing.T) {
	got := make(chan http.Header, 1)
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { got <- r.Header })
	agent := UserAgent("1.2", "https://paper.example/bot", "ops@paper.example")
	f := fetcher(t, Options{UserAgent: agent})
	p, err := f.Get(context.Background(), s.URL, RequestOptions{ETag: `W/"odd etag"`, LastModified: "as received"})
	if err != nil {
		t.Fatal(err)
	}
	h := <-got
	want := map[string]string{
		"User-Agent":        "matn/1.2 (+https://paper.example/bot; ops@paper.example)",
		"Accept-Encoding":   "gzip, br, zstd",
		"If-None-Match":     `W/"odd etag"`,
		"If-Modified-Since": "as received",
		"Accept":            accept,
		"Cookie":            "", "Referer": "", "X-Forwarded-For": "",
	}
	for name, value := range want {
		if h.Get(name) != value {
			t.Errorf("%s: %q, want %q", name, h.Get(name), value)
		}
		if p.RequestHeader.Get(name) != value {
			t.Errorf("the page says that %s was %q, want %q", name, p.RequestHeader.Get(name), value)
		}
	}
}

func TestUserAgent_EmptyPartsAreLeftOut(t *testing.T) {
	tests := []struct{ version, about, contact, want string }{
		{"", "", "", "matn"},
		{"1.0", "", "", "matn/1.0"},
		{"", "https://a.example", "", "matn (+https://a.example)"},
		{"1.0", "", "me@a.example", "matn/1.0 (me@a.example)"},
	}
	for _, tt := range tests {
		if got := UserAgent(tt.version, tt.about, tt.contact); got != tt.want {
			t.Errorf("UserAgent(%q, %q, %q) = %q, want %q", tt.version, tt.about, tt.contact, got, tt.want)
		}
	}
}

func TestNew_RefusesOptionsThatCannotWork(t *testing.T) {
	for _, o := range []Options{{MaxBody: -1}, {MaxWire: -1}, {Timeout: -1}, {IdleTimeout: -1}, {MinRate: -1}, {UserAgent: "a\r\nX: b"}, {UserAgent: "متن"}} {
		if _, err := New(o); err == nil {
			t.Errorf("New(%+v) gave no error", o)
		}
	}
}

func TestGet_ConditionalRequestGives304(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Content-Encoding", "gzip") // a header without the body it speaks of
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
		}
	})
	f := fetcher(t, Options{})
	_, err := f.Get(context.Background(), s.URL, RequestOptions{ETag: `"v1"`})
	var status *StatusError
	if !errors.As(err, &status) || status.Status != 304 || status.Page.Header.Get("ETag") != `"v1"` {
		t.Errorf("Get: %v", err)
	}
	p, err := f.Fetch(context.Background(), s.URL, RequestOptions{ETag: `"v1"`, Reach: Local})
	if err != nil || p.Status != 304 || p.Body != nil {
		t.Errorf("Fetch: %+v, %v", p, err)
	}
}

func TestGet_StatusErrorsSayWhatToDo(t *testing.T) {
	tests := []struct {
		status     int
		retryAfter string
		want       string
		wait       time.Duration
	}{
		{401, "", "401 Unauthorized; the page is for subscribers", 0},
		{403, "", "403 Forbidden; the server refuses this client", 0},
		{404, "", "404 Not Found; check the address", 0},
		{410, "", "410 Gone; check the address", 0},
		{429, "120", "429 Too Many Requests; the server asks to try again in 2m0s", 2 * time.Minute},
		{429, "", "429 Too Many Requests; the server was asked too often", 0},
		{500, "", "500 Internal Server Error; the server has a fault", 0},
		{503, "Sun, 01 Mar 2026 12:01:00 GMT", "503 Service Unavailable; the server asks to try again in 1m0s", time.Minute},
		{301, "", "301 Moved Permanently; it is a redirect without an address", 0},
		{599, "", "599 unknown status; the server has a fault", 0},
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f := fetcher(t, Options{Now: func() time.Time { return now }})
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			h := http.Header{}
			if tt.retryAfter != "" {
				h.Set("Retry-After", tt.retryAfter)
			}
			s := serve(t, reply(tt.status, h, "why"))
			_, err := f.Get(context.Background(), s.URL, RequestOptions{})
			var e *StatusError
			if !errors.As(err, &e) || e.Status != tt.status || string(e.Page.Body) != "why" {
				t.Fatalf("%v", err)
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), s.URL) {
				t.Errorf("message %q, want %q in it", err, tt.want)
			}
			if e.RetryAfter != tt.wait || e.HasRetryAfter != (tt.retryAfter != "") {
				t.Errorf("wait %v, %v", e.RetryAfter, e.HasRetryAfter)
			}
		})
	}
}

func TestGet_URLsThatCannotBeFetched(t *testing.T) {
	f := fetcher(t, Options{})
	for _, raw := range []string{"paper.example/a", "ftp://paper.example/", "", "https://a:b@paper.example/"} {
		var bad *page.URLError
		if _, err := f.Get(context.Background(), raw, RequestOptions{}); !errors.As(err, &bad) {
			t.Errorf("Get(%q): %v", raw, err)
		}
		if _, err := f.Fetch(context.Background(), raw, RequestOptions{}); !errors.As(err, &bad) {
			t.Errorf("Fetch(%q): %v", raw, err)
		}
	}
}

func TestGet_AllowIsAskedBeforeEveryHop(t *testing.T) {
	var asked, served []string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		served = append(served, r.URL.Path)
		http.Redirect(w, r, "/private", http.StatusFound)
	})
	errNo := errors.New("not there")
	allow := func(_ context.Context, u *url.URL) error {
		asked = append(asked, u.Path)
		if u.Path == "/private" {
			return errNo
		}
		return nil
	}
	_, err := fetcher(t, Options{}).Get(context.Background(), s.URL+"/a/../open", RequestOptions{Allow: allow})
	if err != errNo {
		t.Errorf("error %v came back changed", err)
	}
	if got := strings.Join(asked, " "); got != "/open /private" {
		t.Errorf("asked for %s", got)
	}
	if got := strings.Join(served, " "); got != "/open" {
		t.Errorf("served %s", got)
	}
}

func TestRobots_ReadsAPrefixOfAnyStatus(t *testing.T) {
	f := fetcher(t, Options{})
	t.Run("404 is an answer", func(t *testing.T) {
		s := serve(t, http.NotFound)
		if p, err := f.Robots(context.Background(), s.URL+"/robots.txt"); err != nil || p.Status != 404 {
			t.Errorf("%+v, %v", p, err)
		}
	})
	t.Run("40 MiB are read as 500 KiB", func(t *testing.T) {
		s := serve(t, reply(200, nil, strings.Repeat("Disallow: /a\n", 40<<20/13)))
		p, err := f.Robots(context.Background(), s.URL+"/robots.txt")
		if err != nil || len(p.Body) != 500<<10 || !p.Truncated || p.WireBytes > 1<<20 {
			t.Errorf("%d bytes, truncated %v, wire %d, %v", len(p.Body), p.Truncated, p.WireBytes, err)
		}
	})
	for name, tt := range map[string]struct {
		redirects, status int
	}{"five redirects are followed": {5, 200}, "the sixth is the answer": {6, 302}} {
		t.Run(name, func(t *testing.T) {
			left := tt.redirects
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if left--; left >= 0 {
					http.Redirect(w, r, "/r"+strings.Repeat("x", left), http.StatusFound)
				}
			})
			p, err := f.Robots(context.Background(), s.URL+"/robots.txt")
			if err != nil || p.Status != tt.status {
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
	t.Run("a circle is the answer", func(t *testing.T) {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path, http.StatusMovedPermanently)
		})
		if p, err := f.Robots(context.Background(), s.URL+"/robots.txt"); err != nil || p.Status != http.StatusMovedPermanently {
			t.Errorf("%+v, %v", p, err)
		}
	})
}
