package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Each test here is named after something that colly v2.3.0 does by default and
// that a crawl must not inherit. Numbers in comments are colly's issues.

func TestColly_EnvironmentIsIgnored(t *testing.T) {
	cache := t.TempDir()
	for name, value := range map[string]string{
		"USER_AGENT": "impostor", "IGNORE_ROBOTSTXT": "no", "MAX_BODY_SIZE": "3", "MAX_REQUESTS": "1",
		"MAX_DEPTH": "1", "PARSE_HTTP_ERROR_RESPONSE": "no", "FOLLOW_REDIRECTS": "yes", "DETECT_CHARSET": "yes",
		"ALLOWED_DOMAINS": "elsewhere.example", "DISALLOWED_DOMAINS": "127.0.0.1", "CACHE_DIR": cache, "TRACE_HTTP": "yes",
	} {
		t.Setenv("COLLY_"+name, value)
	}
	var hits []string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		hits = append(hits, r.URL.Path+" "+r.UserAgent())
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/", http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=windows-1252")
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprint(w, "caf\xe9 body")
	})
	f := fetcher(t, Options{UserAgent: "matn/test"})
	for range 2 {
		if p := mustFetch(t, f, s.URL); p.Status != 418 || string(p.Body) != "caf\xe9 body" {
			t.Errorf("status %d, body %q", p.Status, p.Body)
		}
	}
	if p := mustFetch(t, f, s.URL+"/moved"); p.Status != 302 {
		t.Errorf("status %d, want the redirect itself", p.Status)
	}
	if got, want := strings.Join(hits, ","), "/ matn/test,/ matn/test,/moved matn/test"; got != want {
		t.Errorf("server saw %s, want %s", got, want)
	}
	if files, err := os.ReadDir(cache); err != nil || len(files) > 0 {
		t.Errorf("cache directory has %d files, %v", len(files), err)
	}
}

func TestColly_FetchesStartNoGoroutineThatStays(t *testing.T) { // #584
	s := serve(t, reply(200, nil, "page"))
	f := fetcher(t, Options{})
	mustFetch(t, f, s.URL)
	before := runtime.NumGoroutine()
	const fetches = 300
	for range fetches {
		mustFetch(t, f, s.URL)
	}
	if after := runtime.NumGoroutine(); after > before+fetches/2 { // a few connections have some
		t.Errorf("%d goroutines before %d fetches, %d after", before, fetches, after)
	}
}

func TestColly_CancelledContextEndsTheFetch(t *testing.T) { // #555
	stuck := make(chan struct{})
	t.Cleanup(func() { close(stuck) })
	wait := func(r *http.Request) {
		select {
		case <-stuck:
		case <-r.Context().Done():
		}
	}
	// The server knows when the fetch is where it is to be cancelled.
	tests := map[string]func(w http.ResponseWriter, r *http.Request, cancel func()){
		"before the headers": func(_ http.ResponseWriter, r *http.Request, cancel func()) {
			cancel()
			wait(r)
		},
		"within the body": func(w http.ResponseWriter, r *http.Request, cancel func()) {
			fmt.Fprint(w, "half a page")
			_ = http.NewResponseController(w).Flush()
			cancel()
			wait(r)
		},
		"within an endless body": func(w http.ResponseWriter, r *http.Request, cancel func()) {
			for line := 0; r.Context().Err() == nil; line++ {
				fmt.Fprint(w, "line\n")
				_ = http.NewResponseController(w).Flush()
				time.Sleep(time.Millisecond)
				if line == 50 {
					cancel()
				}
			}
		},
		"between redirects": func(w http.ResponseWriter, r *http.Request, cancel func()) {
			if r.URL.Path == "/xxx" {
				cancel()
			}
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		},
	}
	f := fetcher(t, Options{})
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			s := serve(t, func(w http.ResponseWriter, r *http.Request) { answer(w, r, cancel) })
			promptly(t, "when it is cancelled, the fetch", func() {
				_, err := f.Get(ctx, s.URL, RequestOptions{})
				if err == nil || !strings.Contains(err.Error(), context.Canceled.Error()) {
					t.Errorf("error %v, want the cancellation", err)
				}
			})
		})
	}
	t.Run("before it began", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := f.Get(ctx, "http://127.0.0.1:1/", RequestOptions{}); err == nil || !strings.Contains(err.Error(), "canceled") {
			t.Errorf("%v", err)
		}
	})
}

func TestColly_SlowHostDoesNotHoldAnother(t *testing.T) { // #266 #604: slots shared under one rule
	release := make(chan struct{})
	slow := serve(t, func(http.ResponseWriter, *http.Request) { <-release })
	quick := serve(t, reply(200, nil, "page"))
	f := fetcher(t, Options{})
	done := make(chan error, 1)
	go func() {
		_, err := f.Get(context.Background(), slow.URL, RequestOptions{})
		done <- err
	}()
	mustFetch(t, f, quick.URL)
	close(release)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestColly_RobotsIsNeverAskedForBehindOurBack(t *testing.T) { // #815
	var paths []string
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { paths = append(paths, r.URL.String()) })
	mustFetch(t, fetcher(t, Options{}), s.URL+"/s?b=1&a=2")
	if got := strings.Join(paths, " "); got != "/s?b=1&a=2" {
		t.Errorf("server saw %s, want the one URL with its query as it was", got)
	}
}

func TestColly_URLMayBeFetchedAgainAfterAFailure(t *testing.T) { // #656 #823
	var hits atomic.Int32
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if hits.Add(1) == 1 {
			panic(http.ErrAbortHandler) // drops the connection
		}
		fmt.Fprint(w, "page")
	})
	f := fetcher(t, Options{})
	_, err := f.Get(context.Background(), s.URL, RequestOptions{})
	wantKind(t, err, KindBroken)
	for range 2 {
		if p := mustFetch(t, f, s.URL); string(p.Body) != "page" {
			t.Errorf("body %q", p.Body)
		}
	}
}

func TestColly_EveryStatusIsAnAnswer(t *testing.T) {
	f := fetcher(t, Options{})
	for _, status := range []int{200, 203, 204, 206, 300, 301, 304, 307, 403, 404, 429, 500, 503} {
		s := serve(t, reply(status, http.Header{"Location": {"/next"}, "Content-Encoding": {"identity"}}, ""))
		if p := mustFetch(t, f, s.URL); p.Status != status || p.Header.Get("Location") != "/next" {
			t.Errorf("status %d came as %d, %v", status, p.Status, p.Header)
		}
	}
}

func TestColly_RedirectIsReturnedAndNotFollowed(t *testing.T) { // #875
	f := fetcher(t, Options{})
	for _, location := range []string{"/next", "https://other.example/", "http://[malformed/", "خبر", "\xe1\xe2", "javascript:alert(1)"} {
		var hits int
		base := raw(t, func(c net.Conn) {
			hits++
			write(c, "HTTP/1.1 302 Found\r\nLocation: "+location+"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		})
		if p := mustFetch(t, f, base); p.Status != 302 || p.Header.Get("Location") != location || hits != 1 {
			t.Errorf("%q: status %d, Location %q, %d requests", location, p.Status, p.Header.Get("Location"), hits)
		}
	}
}

func TestColly_CharsetIsLeftToTheCleaner(t *testing.T) { // #777
	const body = "<meta charset=windows-1256>\xc7\xe1\xcd\xe3\xcf"
	f := fetcher(t, Options{})
	for _, contentType := range []string{
		"text/html; charset=windows-1256", "text/html; charset=iso-8859-6", "text/html; charset=UTF-16",
		"text/html; charset=no-such-charset", "text/html", "image/png; charset=windows-1256", "nonsense;;charset", "",
	} {
		s := serve(t, reply(200, http.Header{"Content-Type": {contentType}}, body))
		if p := mustFetch(t, f, s.URL); string(p.Body) != body || p.ContentType != contentType {
			t.Errorf("%q: body %q, type %q", contentType, p.Body, p.ContentType)
		}
	}
}

func TestColly_BodyThatOnlyLooksCompressedStaysAsItIs(t *testing.T) { // #746
	f := fetcher(t, Options{})
	s := serve(t, reply(200, http.Header{"Content-Type": {"application/x-gzip"}}, "plain text"))
	if p := mustFetch(t, f, s.URL+"/sitemap.xml.gz"); string(p.Body) != "plain text" {
		t.Errorf("body %q", p.Body)
	}
	packed := pack(t, "gzip", "<urlset/>")
	s = serve(t, reply(200, http.Header{"Content-Type": {"application/gzip"}}, packed))
	if p := mustFetch(t, f, s.URL+"/sitemap.xml.gz"); string(p.Body) != packed {
		t.Errorf("a .gz file was unpacked to %q", p.Body)
	}
}

func TestColly_NothingIsCached(t *testing.T) {
	var hits int
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		hits++
		w.Header().Set("Cache-Control", "max-age=3600")
		fmt.Fprint(w, hits)
	})
	f := fetcher(t, Options{})
	if a, b := mustFetch(t, f, s.URL), mustFetch(t, f, s.URL); string(a.Body) != "1" || string(b.Body) != "2" {
		t.Errorf("bodies %q and %q", a.Body, b.Body)
	}
}

func TestColly_ConnectionsAreKept(t *testing.T) { // #515
	var opened atomic.Int32
	s := httptest.NewUnstartedServer(reply(200, nil, "page"))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	f := fetcher(t, Options{})
	for range 20 {
		mustFetch(t, f, s.URL)
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("20 fetches opened %d connections", n)
	}
}

func TestColly_HTTP2IsSpoken(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) }))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	if p := mustFetch(t, fetcher(t, Options{RootCAs: pool(s)}), s.URL); string(p.Body) != "HTTP/2.0" {
		t.Errorf("spoke %s", p.Body)
	}
}

func TestColly_PanicCostsOnePage(t *testing.T) {
	s := serve(t, reply(200, nil, "page"))
	faulty := true
	f := fetcher(t, Options{Proxy: func(*http.Request) (*url.URL, error) {
		if faulty {
			panic("fault")
		}
		return nil, nil
	}})
	_, err := f.Fetch(context.Background(), s.URL, RequestOptions{Reach: Local})
	if err == nil || !strings.Contains(err.Error(), "panic: fault") {
		t.Errorf("error %v, want the panic", err)
	}
	faulty = false
	mustFetch(t, f, s.URL)
}

func TestColly_ManyGoroutinesShareOneFetcher(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "who", Value: r.URL.Query().Get("n"), Path: "/"})
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/page?"+r.URL.RawQuery, http.StatusFound)
			return
		}
		c, err := r.Cookie("who")
		if err != nil {
			c = &http.Cookie{Value: "nobody"}
		}
		fmt.Fprintf(w, "%s for %s", r.URL.Query().Get("n"), c.Value)
	})
	f := fetcher(t, Options{})
	var wg sync.WaitGroup
	for n := range 16 {
		wg.Go(func() {
			for range 10 {
				p, err := f.Get(context.Background(), fmt.Sprintf("%s/?n=%d", s.URL, n), RequestOptions{})
				if want := fmt.Sprintf("%d for %d", n, n); err != nil || string(p.Body) != want || len(p.Hops) != 1 {
					t.Errorf("got %v, %v, want %q", p, err, want)
					return
				}
			}
		})
	}
	wg.Wait()
}
