package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"matn/crawler/page"
)

// fetcher makes a Fetcher that is closed with the test.
func fetcher(t testing.TB, o Options) *Fetcher {
	t.Helper()
	f, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

// serve starts a loopback server that ends with the test.
func serve(t testing.TB, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// reply is a handler that always answers the same.
func reply(status int, header http.Header, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
		if status != http.StatusNoContent && status != http.StatusNotModified {
			_, _ = w.Write([]byte(body))
		}
	}
}

// raw starts a TCP server that reads a request's headers and then does as told.
func raw(t testing.TB, answer func(c net.Conn)) (baseURL string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				buf := make([]byte, 64<<10)
				for got := ""; !strings.Contains(got, "\r\n\r\n"); {
					n, err := c.Read(buf)
					if err != nil {
						return
					}
					got += string(buf[:n])
				}
				answer(c)
			}()
		}
	}()
	return "http://" + l.Addr().String() + "/"
}

func write(c net.Conn, s string) bool {
	_, err := c.Write([]byte(s))
	return err == nil
}

// mustFetch is Fetch on loopback.
func mustFetch(t testing.TB, f *Fetcher, url string) *page.Page {
	t.Helper()
	p, err := f.Fetch(context.Background(), url, RequestOptions{Reach: Local})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// wantKind checks that err is an Error of the kind, and that its message names the
// URL's host and gives advice.
func wantKind(t testing.TB, err error, kind Kind) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("got %v, want an Error of kind %q", err, kind)
	}
	if !strings.HasPrefix(err.Error(), "fetch: http") || !strings.HasSuffix(err.Error(), "; "+kind.advice()) {
		t.Errorf("message without place or advice: %v", err)
	}
	return e
}

// promptly runs do and fails if it does not return soon. The bound is far above
// what is asked for, to stay true on a busy machine.
func promptly(t testing.TB, what string, do func()) {
	t.Helper()
	const bound = 20 * time.Second
	start := time.Now()
	do()
	if took := time.Since(start); took > bound {
		t.Errorf("%s took %v, more than %v", what, took, bound)
	} else {
		t.Logf("%s took %v", what, took)
	}
}
