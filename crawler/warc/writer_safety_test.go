package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestWriter_DamageInTheMiddleIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	w := newWriter(t, WriterOptions{Dir: dir})
	bad := write(t, w, exchangeOf(1, "<p>one</p>"))
	good := write(t, w, exchangeOf(2, "<p>two</p>"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, bad.File)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[bad.Offset+bad.Length/2] ^= 0xff
	if err := errors.Join(os.WriteFile(path, data, 0o666), os.WriteFile(filepath.Join(dir, "matn.lock"), nil, 0o666)); err != nil {
		t.Fatal(err)
	}
	if w = newWriter(t, WriterOptions{Dir: dir}); w.Cut() != 0 {
		t.Errorf("%d bytes cut", w.Cut())
	}
	a := OpenArchive(dir, Options{})
	defer a.Close()
	if rec, err := a.Record(good.File, good.Offset); err != nil || string(rec.Payload) != "<p>two</p>" {
		t.Errorf("%v, %v", rec, err)
	}
}

func TestWriter_TwoExcludeEachOther(t *testing.T) {
	dir := t.TempDir()
	w := newWriter(t, WriterOptions{Dir: dir})
	if _, err := NewWriter(WriterOptions{Dir: dir}); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), dir) {
		t.Errorf("a second one: %v", err)
	}
	newWriter(t, WriterOptions{Dir: dir, Prefix: "other"})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	newWriter(t, WriterOptions{Dir: dir})
}

func TestWriter_ManyGoroutines(t *testing.T) {
	dir := t.TempDir()
	w := newWriter(t, WriterOptions{Dir: dir, MaxBytes: 20_000})
	var mu sync.Mutex
	places := map[Place]string{}
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for n := range 20 {
				body := fmt.Sprintf("<p>%d %d</p>", g, n)
				p, err := w.Write(exchangeOf(g*100+n, body))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				places[p] = body
				mu.Unlock()
			}
		})
	}
	all.Wait()
	a := OpenArchive(dir, Options{})
	defer a.Close()
	for p, body := range places {
		if rec, err := a.Record(p.File, p.Offset); err != nil || string(rec.Payload) != body {
			t.Errorf("%+v: %v, %v", p, rec, err)
		}
	}
	if len(places) != 160 {
		t.Errorf("%d places", len(places))
	}
}

func TestWriter_RefusesWhatItCannotWrite(t *testing.T) {
	w := newWriter(t, WriterOptions{Dir: t.TempDir()})
	for name, x := range map[string]*Exchange{"no URL": {Status: 200}, "relative": {URL: "/a", Status: 200}, "no status": {URL: "http://a.example/"}} {
		if p, err := w.Write(x); err == nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
	for name, o := range map[string]WriterOptions{"prefix": {Dir: t.TempDir(), Prefix: "a/b"}, "digest": {Dir: t.TempDir(), Digest: "md5"}, "directory": {Dir: "/dev/null/a"}} {
		if _, err := NewWriter(o); err == nil || !strings.HasPrefix(err.Error(), "warc: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(exchangeOf(1, "")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
}

func TestWriter_HeadersOfServersCannotForgeRecords(t *testing.T) {
	dir := t.TempDir()
	w := newWriter(t, WriterOptions{Dir: dir})
	x := exchangeOf(1, "\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n")
	x.Header = http.Header{"X": {"a\r\n\r\nb"}, "Y\r\nZ: 1": {"c"}}
	p := write(t, w, x)
	recs := readAll(t, filepath.Join(dir, p.File))
	if len(recs) != 3 || !bytes.Equal(recs[1].Payload, x.Body) || recs[1].HTTP.Header.Get("Z") != "" {
		t.Errorf("%d records, %q", len(recs), recs[1].Payload)
	}
}

func FuzzWriter(f *testing.F) {
	f.Add("https://paper.example/a", 200, "Content-Type", "text/html", []byte("<p>a</p>"))
	f.Add("http://a.example/?\r\n", 304, "a\r\nb", "c\x00\r\n", []byte("\r\n\r\nWARC/1.1\r\n"))
	pack := packer{digest: SHA1}
	f.Fuzz(func(t *testing.T, url string, status int, name, value string, body []byte) {
		x := &Exchange{URL: url, Status: status, Fetched: noon(), Header: http.Header{name: {value}}, Request: http.Header{name: {value}}, Body: body}
		p, err := pack.exchange(x)
		if err != nil {
			return
		}
		r := NewReader(bytes.NewReader(p.data), Options{})
		rec, err := r.Next()
		if err != nil {
			t.Fatalf("%q cannot be read: %v", url, err)
		}
		if !bytes.Equal(rec.Payload, body) {
			t.Fatalf("body %q came back as %q", body, rec.Payload)
		}
		if rec, err = r.Next(); err != nil || rec.Type != "request" {
			t.Fatalf("request: %v, %v", rec, err)
		}
		if _, err := r.Next(); err != io.EOF {
			t.Fatalf("more than two records: %v", err)
		}
	})
}

func ExampleWriter() {
	dir, err := os.MkdirTemp("", "warc")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	w, err := NewWriter(WriterOptions{Dir: dir, Software: "matn"})
	if err != nil {
		fmt.Println(err)
		return
	}
	place, err := w.Write(&Exchange{URL: "https://paper.example/1", Status: 200,
		Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte("<p>news</p>")})
	fmt.Println(place.Digest, err, w.Close())

	a := OpenArchive(dir, Options{})
	defer a.Close()
	rec, err := a.Record(place.File, place.Offset)
	fmt.Println(rec.TargetURI, string(rec.Payload), err)
	// Output:
	// sha1:ZYD7FAEWDCVVUHAPMOX536XHKHJBPRUM <nil> <nil>
	// https://paper.example/1 <p>news</p> <nil>
}
