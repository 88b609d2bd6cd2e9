package fetch

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"matn/crawler/page"
)

// pack compresses text.
func pack(t testing.TB, name, text string) string {
	t.Helper()
	var buf bytes.Buffer
	var w io.WriteCloser
	switch name {
	case "gzip":
		w = gzip.NewWriter(&buf)
	case "br":
		w = brotli.NewWriterLevel(&buf, 1)
	case "zstd":
		z, err := zstd.NewWriter(&buf)
		if err != nil {
			t.Fatal(err)
		}
		w = z
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestFetch_LimitOfOneRequest(t *testing.T) {
	text := strings.Repeat("<url/>\n", 20_000)
	f := fetcher(t, Options{MaxBody: 1000, MaxWire: 1000})
	for _, name := range []string{"", "gzip", "br", "zstd"} {
		body := text
		header := http.Header{"Content-Type": {"application/xml"}}
		if name != "" {
			body = pack(t, name, text)
			header.Set("Content-Encoding", name)
		}
		s := serve(t, reply(200, header, body))
		get := func(o RequestOptions) (*page.Page, error) {
			o.Reach = Anywhere
			return f.Fetch(context.Background(), s.URL, o)
		}
		for _, o := range []RequestOptions{{}, {MaxBody: 100_000}} {
			_, err := get(o)
			wantKind(t, err, KindTooBig)
		}
		if p, err := get(RequestOptions{MaxBody: 200_000}); err != nil || string(p.Body) != text || p.Truncated {
			t.Errorf("%q, below its limit: %v", name, err)
		}
		if p, err := get(RequestOptions{MaxBody: 100_000, Cut: true}); err != nil || string(p.Body) != text[:100_000] || !p.Truncated {
			t.Errorf("%q, cut: %v", name, err)
		}
		if p, err := get(RequestOptions{MaxBody: 200_000, Cut: true}); err != nil || string(p.Body) != text || p.Truncated {
			t.Errorf("%q, nothing to cut: %v", name, err)
		}
	}
}

func TestGet_CodingsAreUndone(t *testing.T) {
	text := strings.Repeat("خبر من القاهرة.\n", 4000)
	f := fetcher(t, Options{})
	for _, name := range []string{"gzip", "br", "zstd"} {
		packed := pack(t, name, text)
		s := serve(t, reply(200, http.Header{"Content-Encoding": {name}, "Content-Type": {"text/html"}}, packed))
		p := mustFetch(t, f, s.URL)
		if string(p.Body) != text || p.WireBytes != int64(len(packed)) {
			t.Errorf("%s: %d bytes decoded, %d on the wire; want %d and %d", name, len(p.Body), p.WireBytes, len(text), len(packed))
		}
	}
}

func TestGet_DamagedOrUnknownCodingIsAnError(t *testing.T) {
	packed := pack(t, "gzip", strings.Repeat("a line\n", 10000))
	tests := []struct {
		name, coding, body string
		want               Kind
	}{
		{"gzip cut short, length right", "gzip", packed[:len(packed)/2], KindBroken},
		{"gzip without its checksum", "gzip", packed[:len(packed)-8], KindBroken},
		{"gzip with a wrong checksum", "gzip", packed[:len(packed)-8] + "01234567", KindEncoding},
		{"brotli cut short", "br", pack(t, "br", strings.Repeat("abc", 9999))[:12], KindBroken},
		{"zstd cut short", "zstd", pack(t, "zstd", strings.Repeat("abc", 9999))[:12], KindBroken},
		{"plain text called gzip", "gzip", "<html>plain</html>", KindEncoding},
		{"unknown coding", "compress", "x", KindEncoding},
	}
	f := fetcher(t, Options{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, reply(200, http.Header{"Content-Encoding": {tt.coding}}, tt.body))
			p, err := f.Get(context.Background(), s.URL, RequestOptions{})
			if err == nil {
				t.Fatalf("a page of %d bytes, want an error", len(p.Body))
			}
			wantKind(t, err, tt.want)
		})
	}
}

func TestGet_CapsAreErrorsAndNeverCuts(t *testing.T) { // colly #923
	const limit = 100_000
	zeros := func(n int) string { return strings.Repeat("\x00", n) }
	chunked := func(body string) http.HandlerFunc { // without Content-Length
		return func(w http.ResponseWriter, _ *http.Request) {
			_ = http.NewResponseController(w).Flush()
			_, _ = io.WriteString(w, body)
		}
	}
	coded := func(name string, n int) http.HandlerFunc {
		return reply(200, http.Header{"Content-Encoding": {name}}, pack(t, name, zeros(n)))
	}
	tests := []struct {
		name   string
		answer http.HandlerFunc
		size   int // 0: too big
	}{
		{"at the cap", reply(200, nil, zeros(limit)), limit},
		{"at the cap, length unknown", chunked(zeros(limit)), limit},
		{"at the cap, decoded", coded("gzip", limit), limit},
		{"one over, announced", reply(200, nil, zeros(limit+1)), 0},
		{"one over, length unknown", chunked(zeros(limit + 1)), 0},
		{"one over, decoded", coded("gzip", limit+1), 0},
		{"gzip bomb", coded("gzip", 50*limit), 0},
		{"brotli bomb", coded("br", 50*limit), 0},
		{"zstd bomb", coded("zstd", 50*limit), 0},
		{"gzip bomb in gzip", reply(200, http.Header{"Content-Encoding": {"gzip, gzip"}},
			pack(t, "gzip", pack(t, "gzip", zeros(50*limit)))), 0},
		{"endless", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, zeros(4096)); err != nil {
					return
				}
			}
		}, 0},
	}
	f := fetcher(t, Options{MaxBody: limit, MaxWire: limit})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.answer)
			p, err := f.Get(context.Background(), s.URL, RequestOptions{})
			if tt.size > 0 {
				if err != nil || len(p.Body) != tt.size {
					t.Errorf("%v, want %d bytes", err, tt.size)
				}
				return
			}
			if err == nil {
				t.Fatalf("a page of %d bytes, want an error", len(p.Body))
			}
			plain := !strings.Contains(tt.name, "bomb") && !strings.Contains(tt.name, "decoded")
			if e := wantKind(t, err, KindTooBig); strings.HasSuffix(e.Detail, "more than 100000 bytes") != plain || !strings.Contains(e.Detail, "more than 100000 ") {
				t.Errorf("detail %q", e.Detail)
			}
		})
	}
}

func TestGet_SlowServers(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	tests := []struct {
		name   string
		answer func(net.Conn)
	}{
		{"says nothing", func(c net.Conn) { _, _ = c.Read(make([]byte, 1)) }},
		{"trickles headers", func(c net.Conn) {
			for ok := write(c, head); ok; ok = write(c, "X-Pad: y\r\n") {
				time.Sleep(20 * time.Millisecond)
			}
		}},
		{"falls silent in the body", func(c net.Conn) {
			write(c, head+"Content-Length: 1000\r\n\r\nbeginning")
			_, _ = c.Read(make([]byte, 1))
		}},
		{"trickles the body", func(c net.Conn) {
			for ok := write(c, head+"\r\n"); ok; ok = write(c, "x") {
				time.Sleep(20 * time.Millisecond)
			}
		}},
	}
	f := fetcher(t, Options{HeaderTimeout: 200 * time.Millisecond, IdleTimeout: 200 * time.Millisecond, MinRate: 1000})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			base := raw(t, tt.answer)
			promptly(t, "with limits of 200 ms, the fetch", func() {
				_, err := f.Get(context.Background(), base, RequestOptions{})
				if e := wantKind(t, err, KindTimeout); !e.Timeout() {
					t.Error("Timeout() is false")
				}
			})
		})
	}
	t.Run("the whole", func(t *testing.T) {
		f := fetcher(t, Options{Timeout: 200 * time.Millisecond, MinRate: 1})
		base := raw(t, func(c net.Conn) {
			for ok := write(c, head+"\r\n"); ok; ok = write(c, strings.Repeat("x", 100)) {
				time.Sleep(5 * time.Millisecond)
			}
		})
		promptly(t, "with 200 ms in all, the fetch", func() {
			_, err := f.Get(context.Background(), base, RequestOptions{})
			if e := wantKind(t, err, KindTimeout); !strings.Contains(e.Error(), "no complete answer within 200ms") {
				t.Error(e)
			}
		})
	})
	t.Run("a slow one that keeps its pace is read", func(t *testing.T) {
		// A busy machine spoils the pace: then the same again, with longer times.
		const longest = 10 * time.Second
		for idle := 200 * time.Millisecond; ; idle *= 5 {
			base := raw(t, func(c net.Conn) {
				write(c, head+"Content-Length: 1000\r\n\r\n")
				for range 10 { // longer than idle in all
					time.Sleep(idle / 7)
					write(c, strings.Repeat("x", 100))
				}
			})
			f := fetcher(t, Options{IdleTimeout: idle, MinRate: 1})
			p, err := f.Get(context.Background(), base, RequestOptions{})
			if err == nil && len(p.Body) == 1000 {
				return
			}
			if idle > longest {
				t.Fatalf("with %v between two parts: %v", idle, err)
			}
		}
	})
}

func TestGet_AnswersThatBreakOff(t *testing.T) {
	tests := []struct {
		name, answer string
		reset        bool
		want         Kind
	}{
		{"at once", "", false, KindBroken},
		{"reset at once", "", true, KindBroken},
		{"between headers", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n", false, KindBroken},
		{"within a header", "HTTP/1.1 200 OK\r\nContent-Ty", false, KindProtocol},
		{"within the body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", false, KindBroken},
		{"reset within the body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", true, KindBroken},
		{"within a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf", false, KindBroken},
		{"before the last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", false, KindBroken},
		{"not HTTP", "220 mail.example ESMTP\r\n", false, KindProtocol},
		{"endless headers", "HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Pad: "+strings.Repeat("y", 90)+"\r\n", 2000), false, KindProtocol},
		{"bad chunk length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n", false, KindProtocol},
	}
	f := fetcher(t, Options{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			base := raw(t, func(c net.Conn) {
				write(c, tt.answer)
				if tcp, ok := c.(*net.TCPConn); ok && tt.reset {
					time.Sleep(20 * time.Millisecond) // let the beginning arrive
					_ = tcp.SetLinger(0)
				}
			})
			_, err := f.Get(context.Background(), base, RequestOptions{})
			wantKind(t, err, tt.want)
		})
	}
}

func TestGet_HTTP2AnswerThatBreaksOff(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/body" {
			_, _ = io.WriteString(w, "half a page")
			_ = http.NewResponseController(w).Flush()
		}
		panic(http.ErrAbortHandler)
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	f := fetcher(t, Options{RootCAs: pool(s)})
	for _, path := range []string{"/", "/body"} {
		_, err := f.Get(context.Background(), s.URL+path, RequestOptions{})
		wantKind(t, err, KindBroken)
	}
}
