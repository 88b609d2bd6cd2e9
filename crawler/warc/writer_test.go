package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func newWriter(t testing.TB, o WriterOptions) *Writer {
	t.Helper()
	if o.Now == nil {
		o.Now = noon
	}
	w, err := NewWriter(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func write(t testing.TB, w *Writer, x *Exchange) Place {
	t.Helper()
	p, err := w.Write(x)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// exchangeOf is a page of ours.
func exchangeOf(n int, body string) *Exchange {
	return &Exchange{
		URL: fmt.Sprintf("https://paper.example/%%D8%%AE%%D8%%A8%%D8%%B1/%d?q=1", n), Fetched: noon().Add(time.Duration(n) * time.Second), RemoteAddr: "192.0.2.7:443",
		Request: http.Header{"User-Agent": {"matn/0.1.0"}, "Accept-Encoding": {"gzip"}},
		Status:  200, Header: http.Header{"Content-Type": {"text/html; charset=windows-1256"}, "Content-Encoding": {"gzip"}, "Transfer-Encoding": {"chunked"}, "Set-Cookie": {"a=1", "b=2"}},
		Body: []byte(body),
	}
}

func readAll(t testing.TB, path string) []*Record {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []*Record
	for r := NewReader(f, Options{}); ; {
		rec, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rec)
	}
}

func TestWriter_RecordsReadBack(t *testing.T) {
	dir := t.TempDir()
	w := newWriter(t, WriterOptions{Dir: dir, Software: "matn/0.1.0", Info: []Info{{"operator", "ops@paper.example"}, {"robots", "obey"}, {"hostname", ""}}})
	body := "<p>\xce\xc8\xd1</p>"
	first := write(t, w, exchangeOf(1, body))
	again := exchangeOf(2, "")
	again.Status, again.Revisit = 304, &Revisit{URL: exchangeOf(1, "").URL, Fetched: noon().Add(time.Second), RecordID: first.RecordID, Digest: first.Digest, NotModified: true}
	second := write(t, w, again)
	same := exchangeOf(3, body)
	same.Revisit = &Revisit{URL: exchangeOf(1, "").URL, Fetched: noon().Add(time.Second), RecordID: first.RecordID}
	third := write(t, w, same)
	bare := write(t, w, &Exchange{URL: "http://paper.example/cut", Status: 200, Body: []byte("half"), Truncated: true})

	recs := readAll(t, filepath.Join(dir, first.File))
	var kinds []string
	for _, r := range recs {
		kinds = append(kinds, r.Type)
	}
	if got := strings.Join(kinds, " "); got != "warcinfo response request revisit request revisit request response" {
		t.Fatalf("records %s", got)
	}
	if got := string(recs[0].Payload); !strings.HasPrefix(got, "software: matn/0.1.0\r\nformat: WARC File Format 1.1\r\n") || !strings.HasSuffix(got, "operator: ops@paper.example\r\nrobots: obey\r\n") {
		t.Errorf("warcinfo %q", got)
	}
	res := recs[1]
	if string(res.Payload) != body || res.HTTP.Status != 200 || !res.Date.Equal(noon().Add(time.Second)) || res.TargetURI != exchangeOf(1, "").URL {
		t.Errorf("response %+v, %+v", res, res.HTTP)
	}
	for name, want := range map[string]string{"Content-Encoding": "", "Transfer-Encoding": "", "X-Archive-Orig-Content-Encoding": "gzip", "X-Archive-Orig-Transfer-Encoding": "chunked", "Content-Length": "10"} {
		if got := res.HTTP.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := res.HTTP.Header["Set-Cookie"]; len(got) != 2 {
		t.Errorf("cookies %q", got)
	}
	for name, want := range map[string]string{"WARC-Record-ID": first.RecordID, "WARC-IP-Address": "192.0.2.7", "WARC-Payload-Digest": SHA1.Of([]byte(body)), "WARC-Date": "2026-03-01T12:00:01Z"} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := string(recs[2].Payload); got != "GET /%D8%AE%D8%A8%D8%B1/1?q=1 HTTP/1.1\r\nHost: paper.example\r\nAccept-Encoding: gzip\r\nUser-Agent: matn/0.1.0\r\n\r\n" {
		t.Errorf("request %q", got)
	}
	for i, profile := range map[int]string{3: profileNotModified, 5: profileSame} {
		h := recs[i].Header
		if h.Get("WARC-Profile") != profile || h.Get("WARC-Refers-To") != first.RecordID || h.Get("WARC-Refers-To-Date") != "2026-03-01T12:00:01Z" ||
			h.Get("WARC-Payload-Digest") != first.Digest || bytes.Contains(recs[i].Payload, []byte("<p>")) {
			t.Errorf("revisit %+v %q", h, recs[i].Payload)
		}
	}
	if recs[7].Header.Get("WARC-Truncated") != "length" {
		t.Errorf("truncated %+v", recs[7].Header)
	}

	a := OpenArchive(dir, Options{})
	defer a.Close()
	for place, want := range map[Place]string{first: "response", second: "revisit", third: "revisit", bare: "response"} {
		rec, err := a.Record(place.File, place.Offset)
		if err != nil || rec.Type != want || rec.Header.Get("WARC-Record-ID") != place.RecordID || rec.Offset != place.Offset {
			t.Errorf("at %d: %v, %v", place.Offset, rec, err)
		}
	}
	raw, err := os.ReadFile(filepath.Join(dir, first.File))
	if err != nil {
		t.Fatal(err)
	}
	alone, err := NewReader(bytes.NewReader(raw[first.Offset:first.Offset+first.Length]), Options{}).Next()
	if err != nil || string(alone.Payload) != body {
		t.Errorf("the bytes of the place alone: %v, %v", alone, err)
	}
}

func TestWriter_AgainRefersToTheRecordBefore(t *testing.T) {
	dir := t.TempDir()
	w := newWriter(t, WriterOptions{Dir: dir, MaxBytes: 1000})
	first := write(t, w, exchangeOf(1, "<p>one</p>"+strings.Repeat("x", 100)))
	for n, status := range []int{304, 200} {
		x := exchangeOf(5+n, "")
		if x.Status = status; status == 200 {
			x.Body = exchangeOf(1, "<p>one</p>").Body
		}
		p, err := w.Again(x, first.File, first.Offset)
		if err != nil {
			t.Fatal(err)
		}
		a := OpenArchive(dir, Options{})
		rec, err := a.Record(p.File, p.Offset)
		if err != nil {
			t.Fatal(err)
		}
		h := rec.Header
		want := []string{"revisit", map[int]string{304: profileNotModified, 200: profileSame}[status], first.RecordID, exchangeOf(1, "").URL, "2026-03-01T12:00:01Z", first.Digest}
		got := []string{rec.Type, h.Get("WARC-Profile"), h.Get("WARC-Refers-To"), h.Get("WARC-Refers-To-Target-URI"), h.Get("WARC-Refers-To-Date"), h.Get("WARC-Payload-Digest")}
		if !slices.Equal(got, want) {
			t.Errorf("%d: %q, want %q", status, got, want)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := w.Again(exchangeOf(9, ""), "gone.warc.gz", 0); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("gone: %v", err)
	}
}

func TestArchive_PlacesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	w := newWriter(t, WriterOptions{Dir: dir})
	p := write(t, w, exchangeOf(1, "<p>a</p>"))
	a := OpenArchive(dir, Options{})
	defer a.Close()
	var damaged *RecordError
	for _, offset := range []int64{p.Offset + 1, p.Offset + p.Length - 3, 1 << 40} {
		if rec, err := a.Record(p.File, offset); !errors.As(err, &damaged) {
			t.Errorf("at %d: %v, %v", offset, rec, err)
		}
	}
	if _, err := a.Record("none.warc.gz", 0); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	for _, name := range []string{"../" + p.File, "", ".", "/etc/passwd"} {
		if _, err := a.Record(name, 0); err == nil || !strings.Contains(err.Error(), "no place in an archive") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestWriter_FilesAreClosedAtTheirSize(t *testing.T) {
	dir := t.TempDir()
	w := newWriter(t, WriterOptions{Dir: dir, Prefix: "news", MaxBytes: 2000})
	for n := range 10 {
		write(t, w, exchangeOf(n, strings.Repeat(fmt.Sprintf("<p>%d</p>", n*7919), 50)))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := Files(dir, "news-")
	if err != nil || len(files) < 3 || files[0] != "news-20260301120000-00000.warc.gz" {
		t.Fatalf("%v, %v", files, err)
	}
	n := 0
	for _, f := range files {
		recs := readAll(t, filepath.Join(dir, f))
		if recs[0].Type != "warcinfo" || recs[0].Header.Get("WARC-Filename") != f {
			t.Errorf("%s begins with %+v", f, recs[0])
		}
		n += (len(recs) - 1) / 2
	}
	if n != 10 {
		t.Errorf("%d answers", n)
	}
}

func TestWriter_TornEndIsCutAtReopening(t *testing.T) {
	tests := []struct {
		name   string
		damage func(t *testing.T, path string, p Place)
		kept   int // answers
	}{
		{"nothing", func(*testing.T, string, Place) {}, 3},
		{"last record cut", func(t *testing.T, path string, p Place) { truncate(t, path, p.Offset+p.Length/2) }, 2},
		{"cut by one byte", func(t *testing.T, path string, p Place) { truncate(t, path, p.Offset+p.Length-1) }, 2},
		{"zeros of a power cut", func(t *testing.T, path string, p Place) {
			truncate(t, path, p.Offset+10)
			appendTo(t, path, make([]byte, 5000))
		}, 2},
		{"bytes of something else", func(t *testing.T, path string, p Place) {
			truncate(t, path, p.Offset)
			appendTo(t, path, []byte("garbage"))
		}, 2},
		{"beginning of the next record", func(t *testing.T, path string, p Place) { appendTo(t, path, []byte{0x1f, 0x8b, 8, 0}) }, 3},
	}
	for _, tt := range tests {
		for _, note := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, noted %v", tt.name, note), func(t *testing.T) {
				dir := t.TempDir()
				w := newWriter(t, WriterOptions{Dir: dir})
				first := write(t, w, exchangeOf(1, "<p>one</p>"))
				if note { // a run before, ended as it should
					if err := w.Close(); err != nil {
						t.Fatal(err)
					}
					w = newWriter(t, WriterOptions{Dir: dir})
				}
				write(t, w, exchangeOf(2, "<p>two</p>"))
				x := exchangeOf(3, "<p>three</p>")
				x.Request = nil
				last := write(t, w, x)
				if err := w.file.Close(); err != nil { // as a killed process leaves it: no note, no end
					t.Fatal(err)
				}
				w.file = nil
				if err := w.Close(); err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(dir, first.File)
				tt.damage(t, path, last)

				w = newWriter(t, WriterOptions{Dir: dir})
				if cut := w.Cut() > 0; cut != (tt.name != "nothing") {
					t.Errorf("%d bytes cut", w.Cut())
				}
				p := write(t, w, exchangeOf(4, "<p>four</p>"))
				if p.File != first.File {
					t.Errorf("it goes on in %s", p.File)
				}
				answers := 0
				for _, r := range readAll(t, path) {
					if r.Type == "response" {
						answers++
					}
				}
				if answers != tt.kept+1 {
					t.Errorf("%d answers, want %d", answers, tt.kept+1)
				}
			})
		}
	}
}

func truncate(t *testing.T, path string, size int64) {
	t.Helper()
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
}

func appendTo(t *testing.T, path string, data []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkWriter(b *testing.B) {
	w := newWriter(b, WriterOptions{Dir: b.TempDir()})
	x := exchangeOf(1, strings.Repeat("<p>خبر من القاهرة عن الطقس.</p>\n", 1000))
	b.SetBytes(int64(len(x.Body)))
	b.ReportAllocs()
	for b.Loop() {
		write(b, w, x)
	}
}
