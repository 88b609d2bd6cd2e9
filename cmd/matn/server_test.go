package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/charmap"
)

// serverKey finds the server of a script.
type serverKey struct{}

// testServer is a small web with all that can go wrong on one. It serves the
// files of its script under /files/, and counts what it was asked for.
type testServer struct {
	plain, tls *httptest.Server
	dir        string
	stop       chan struct{}

	mu    sync.Mutex
	asked map[string]int
}

func startServer(env *testscript.Env) *testServer {
	s := &testServer{dir: env.WorkDir, stop: make(chan struct{}), asked: map[string]int{}}
	s.plain = httptest.NewServer(s)
	s.tls = httptest.NewUnstartedServer(s)
	s.tls.Config.ErrorLog = log.New(io.Discard, "", 0) // it logs the handshakes that we refuse
	s.tls.StartTLS()
	env.Defer(func() {
		close(s.stop)
		s.plain.CloseClientConnections()
		s.plain.Close()
		s.tls.Close()
	})
	return s
}

// closedURL is an address where nothing listens, nor does any other test: systems give
// out no ports of services by themselves.
const closedURL = "http://127.0.0.1:1"

func (s *testServer) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

func (s *testServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.Path]++
	s.mu.Unlock()
	head, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch head {
	case "files", "private", "slow-first":
		if head == "slow-first" {
			time.Sleep(200 * time.Millisecond)
		}
		s.file(w, rest)
	case "robots.txt":
		fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
	case "status":
		s.status(w, rest)
	case "redirect":
		http.Redirect(w, r, "/"+rest, http.StatusMovedPermanently)
	case "loop":
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	case "cp1256":
		s.cp1256(w, rest)
	case "gzip":
		s.gzip(w, rest)
	case "json":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		fmt.Fprint(w, `{"body": "not a page"}`)
	case "drip":
		s.drip(w)
	case "hang":
		select {
		case <-r.Context().Done():
		case <-s.stop:
		}
	case "agent":
		fmt.Fprintf(w, "<!DOCTYPE html><title>a</title><article><h1>a</h1><p>%s</p></article>", strings.Repeat("The agent that asked for this page calls itself "+r.UserAgent()+", and that is all there is to say of it. ", 6))
	default: // a site of the script's own, in its directory root
		name := path.Join("root", path.Clean(r.URL.Path))
		if r.URL.Path == "/" {
			name = "root/index.html"
		}
		s.file(w, name)
	}
}

// file serves a file of the script as HTML, or as what its name says.
func (s *testServer) file(w http.ResponseWriter, name string) {
	data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
	if err != nil {
		http.Error(w, "no such page", http.StatusNotFound)
		return
	}
	types := map[string]string{".xml": "application/xml", ".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8"}
	contentType := types[filepath.Ext(name)]
	if contentType == "" {
		contentType = "text/html; charset=utf-8"
	}
	w.Header().Set("Content-Type", contentType)
	_, _ = w.Write(data) // a client that has gone is no fault here
}

func (s *testServer) status(w http.ResponseWriter, code string) {
	var n int
	if _, err := fmt.Sscan(code, &n); err != nil {
		n = http.StatusTeapot
	}
	if n == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "120")
	}
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(n)
	fmt.Fprintf(w, "<p>%s</p>", strings.Repeat("This is an error page and not an article, however long it is. ", 20))
}

// cp1256 serves a file in windows-1256, said in the header only.
func (s *testServer) cp1256(w http.ResponseWriter, name string) {
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	old, err := charmap.Windows1256.NewEncoder().Bytes(data)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=windows-1256")
	_, _ = w.Write(old)
}

func (s *testServer) gzip(w http.ResponseWriter, name string) {
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	_, _ = z.Write(data)
	_ = z.Close()
}

// drip is a slow-loris: a byte now and then, for ever.
func (s *testServer) drip(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := fmt.Fprint(w, "<p>"); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		select {
		case <-tick.C:
		case <-s.stop:
			return
		}
	}
}
