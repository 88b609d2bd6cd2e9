package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// entry writes one record; fields are "Name: value" lines.
func entry(kind, uri, block string, fields ...string) string {
	head := []string{"WARC/1.1", "WARC-Type: " + kind, "WARC-Date: 2026-03-01T12:00:00Z", "WARC-Record-ID: <urn:uuid:1>"}
	if uri != "" {
		head = append(head, "WARC-Target-URI: "+uri)
	}
	head = append(head, fields...)
	head = append(head, fmt.Sprintf("Content-Length: %d", len(block)))
	return strings.Join(head, "\r\n") + "\r\n\r\n" + block + "\r\n\r\n"
}

func response(uri, head, body string) string {
	return entry("response", uri, head+"\r\n\r\n"+body, "Content-Type: application/http; msgtype=response")
}

func pack(t testing.TB, text string) string {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// packings are the three ways in which archives come.
func packings(t testing.TB, records []string) map[string]string {
	t.Helper()
	byRecord := ""
	for _, r := range records {
		byRecord += pack(t, r)
	}
	whole := strings.Join(records, "")
	return map[string]string{"plain": whole, "gzip by record": byRecord, "gzip as a whole": pack(t, whole)}
}

// read collects what a Reader gives: "response http://a/ 200 text" for a record,
// "error 123" for a damaged one at offset 123.
func read(t testing.TB, r io.Reader, o Options) []string {
	t.Helper()
	w := NewReader(r, o)
	var got []string
	for range 10_000 {
		rec, err := w.Next()
		if err == io.EOF {
			return got
		}
		var damaged *RecordError
		if errors.As(err, &damaged) {
			got = append(got, fmt.Sprintf("error %d", damaged.Offset))
			continue
		}
		if err != nil {
			return append(got, "fatal "+err.Error())
		}
		line := rec.Type + " " + rec.TargetURI
		if rec.HTTP != nil {
			line += fmt.Sprintf(" %d", rec.HTTP.Status)
		}
		got = append(got, fmt.Sprintf("%s %.40s", line, rec.Payload))
	}
	t.Fatal("a reader without end")
	return nil
}

func TestNext_RecordsOfEveryPacking(t *testing.T) {
	records := []string{
		entry("warcinfo", "", "software: matn\r\n", "Content-Type: application/warc-fields"),
		entry("request", "http://a.example/", "GET / HTTP/1.1\r\n\r\n"),
		response("http://a.example/", "HTTP/1.1 200 OK\r\nContent-Type: text/html", "<p>خبر"),
		entry("revisit", "http://a.example/", "HTTP/1.1 304 Not Modified\r\n\r\n"),
		entry("conversion", "http://a.example/خبر", "سطر أول\nسطر ثان\n", "Content-Type: text/plain"),
		response("http://a.example/big", "HTTP/1.0 404 Not Found", strings.Repeat("x", 300_000)),
		entry("response", "dns:a.example", "20260301 a.example. 1 IN A 8.8.8.8", "Content-Type: text/dns"),
	}
	want := []string{
		"warcinfo  software: matn\r\n", "request http://a.example/ GET / HTTP/1.1\r\n\r\n", "response http://a.example/ 200 <p>خبر",
		"revisit http://a.example/ 304 ", "conversion http://a.example/خبر سطر أول\nسطر ثان\n",
		"response http://a.example/big 404 " + strings.Repeat("x", 40), "response dns:a.example 20260301 a.example. 1 IN A 8.8.8.8",
	}
	for name, file := range packings(t, records) {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, read(t, strings.NewReader(file), Options{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, read(t, iotest.OneByteReader(strings.NewReader(file)), Options{})); diff != "" {
				t.Errorf("byte by byte (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNext_FieldsOfARecord(t *testing.T) {
	file := "WARC/1.0\nwarc-type: Response\nWARC-TARGET-URI: <http://a.example/>\nWARC-Date: 2016-01\nX-Folded: one\n two\nno field\n"
	block := "HTTP/2 203\nContent-Type: text/html; charset=windows-1256\nX: a\n\tb\nX: c\nbroken header line\n\n\xc7\xe1"
	file += fmt.Sprintf("Content-Length: %d\n\n%s", len(block), block)
	rec, err := NewReader(strings.NewReader(file), Options{}).Next()
	if err != nil {
		t.Fatal(err)
	}
	if rec.Version != "1.0" || rec.Type != "response" || rec.TargetURI != "http://a.example/" || rec.Header.Get("x-folded") != "one two" {
		t.Errorf("%+v", rec)
	}
	if want := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC); !rec.Date.Equal(want) {
		t.Errorf("date %v, want %v", rec.Date, want)
	}
	if rec.HTTP.Status != 203 || rec.ContentType() != "text/html; charset=windows-1256" || string(rec.Payload) != "\xc7\xe1" {
		t.Errorf("%+v, %q, %q", rec.HTTP, rec.ContentType(), rec.Payload)
	}
	if diff := cmp.Diff([]string{"a b", "c"}, rec.HTTP.Header["X"]); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}

func TestNext_OffsetsFindTheRecordAgain(t *testing.T) {
	records := []string{entry("warcinfo", "", "a"), response("http://a.example/1", "HTTP/1.1 200 OK", strings.Repeat("y", 200_000)),
		response("http://a.example/2", "HTTP/1.1 200 OK", "two"), response("http://a.example/3", "HTTP/1.1 200 OK", "three")}
	for name, file := range packings(t, records) {
		t.Run(name, func(t *testing.T) {
			w := NewReader(strings.NewReader(file), Options{})
			for {
				rec, err := w.Next()
				if err == io.EOF {
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				again := NewReader(strings.NewReader(file[rec.Offset:]), Options{Start: rec.Offset})
				found, err := again.Next()
				for err == nil && found.Inner < rec.Inner {
					found, err = again.Next()
				}
				if err != nil || found.Offset != rec.Offset || found.TargetURI != rec.TargetURI || !bytes.Equal(found.Payload, rec.Payload) {
					t.Errorf("%s at %d+%d: found %v, %v", rec.TargetURI, rec.Offset, rec.Inner, found, err)
				}
				if name != "gzip as a whole" && rec.Inner != 0 {
					t.Errorf("%s at %d has %d bytes before it", rec.TargetURI, rec.Offset, rec.Inner)
				}
			}
		})
	}
}

func TestNext_PayloadIsDecoded(t *testing.T) {
	const html = "<html>خبر</html>"
	chunks := "6\r\n<html>\r\n8;x=y\r\nخبر</\r\n5\r\nhtml>\r\n0\r\n\r\n"
	chunked := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked"
	coded := func(name string) string { return "HTTP/1.1 200 OK\r\nContent-Encoding: " + name }
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	gz := pack(t, html)
	tests := []struct{ name, record, want string }{
		{"chunked", response("u", chunked, chunks), html},
		{"chunked in name only", response("u", chunked, html), html},
		{"gzip", response("u", coded("gzip"), gz), html},
		{"gzip in name only", response("u", coded("gzip"), html), html},
		{"brotli in name only", response("u", coded("br"), "\n"+html), "\n" + html},
		{"zstd", response("u", coded("zstd"), string(z.EncodeAll([]byte(html), nil))), html},
		{"chunked gzip", response("u", coded("gzip")+"\r\nTransfer-Encoding: chunked", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(gz), gz)), html},
		{"chunks cut, and the record says so", entry("response", "u", chunked+"\r\n\r\n6\r\n<html>\r\n64\r\nmore", "WARC-Truncated: length"), "<html>more"},
		{"gzip cut, and the record says so", entry("response", "u", coded("gzip")+"\r\n\r\n"+gz[:len(gz)-8], "WARC-Truncated: length"), html},
		{"chunks cut", response("u", chunked, "6\r\n<html>\r\n64\r\nmore"), ""},
		{"gzip cut", response("u", coded("gzip"), gz[:len(gz)-8]), ""},
		{"unknown coding", response("u", coded("sdch"), html), ""},
		{"bad status", response("u", "HTTP/1.1 OK", html), ""},
		{"no blank line after the headers", entry("response", "u", "HTTP/1.1 200 OK\r\nA: b"), "(empty)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := NewReader(strings.NewReader(tt.record+entry("metadata", "", "next")), Options{})
			rec, err := w.Next()
			var damaged *RecordError
			switch {
			case tt.want == "":
				if !errors.As(err, &damaged) {
					t.Errorf("got %v, %v, want a RecordError", rec, err)
				}
			case err != nil:
				t.Error(err)
			case string(rec.Payload) != strings.TrimPrefix(tt.want, "(empty)"):
				t.Errorf("payload %q, want %q", rec.Payload, tt.want)
			}
			if next, err := w.Next(); err != nil || string(next.Payload) != "next" {
				t.Errorf("next record: %v, %v", next, err)
			}
		})
	}
}

// endless is an archive of n records that is written while it is read.
type endless struct {
	n      int
	record string
	rest   string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		if e.n == 0 {
			return 0, io.EOF
		}
		e.n--
		e.rest = e.record
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func TestNext_MemoryDoesNotGrowWithTheFile(t *testing.T) {
	record := response("http://a.example/", "HTTP/1.1 200 OK", strings.Repeat("text ", 20_000))
	for name, record := range map[string]string{"plain": record, "gzip": pack(t, record)} {
		w := NewReader(&endless{n: 300, record: record}, Options{})
		for n := 0; ; n++ {
			rec, err := w.Next()
			if err == io.EOF {
				if n != 300 {
					t.Errorf("%s: %d records", name, n)
				}
				break
			}
			if err != nil || len(rec.Payload) != 100_000 {
				t.Fatal(err)
			}
		}
		if size := cap(w.tape.buf); size > 1<<20 {
			t.Errorf("%s: the buffer has grown to %d bytes", name, size)
		}
		if w.members != nil && len(w.members.starts) > 1000 {
			t.Errorf("%s: %d members are remembered", name, len(w.members.starts))
		}
	}
}

func FuzzReader(f *testing.F) {
	records := []string{entry("warcinfo", "", "a"), response("http://a/", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", "1\r\nx\r\n0\r\n\r\n"), entry("conversion", "u", "نص")}
	for _, file := range packings(f, records) {
		f.Add([]byte(file))
		f.Add([]byte(file[:len(file)/2] + file))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		const limit = 1 << 16
		w := NewReader(bytes.NewReader(file), Options{MaxRecord: limit})
		last := int64(-1)
		for n := 0; ; n++ {
			rec, err := w.Next()
			if err == io.EOF {
				break
			}
			var damaged *RecordError
			if err != nil && !errors.As(err, &damaged) {
				if strings.Contains(err.Error(), "zstd") {
					return
				}
				t.Fatalf("undocumented error %v", err)
			}
			if n > 2*len(file)+2 {
				t.Fatal("more records than bytes: the reader does not advance")
			}
			if rec == nil {
				continue
			}
			if len(rec.Payload) > limit || rec.Offset < last || rec.Offset > int64(len(file)) {
				t.Fatalf("record at %d after %d of %d, payload %d", rec.Offset, last, len(file), len(rec.Payload))
			}
			last = rec.Offset
		}
		if _, err := w.Next(); err != io.EOF {
			t.Fatalf("after the end: %v", err)
		}
	})
}

func ExampleReader() {
	archive := "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/1\r\nContent-Length: 55\r\n\r\n" +
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>news</p>\r\n\r\n"
	w := NewReader(strings.NewReader(archive), Options{})
	for {
		rec, err := w.Next()
		if err == io.EOF {
			break
		}
		var damaged *RecordError
		if errors.As(err, &damaged) {
			fmt.Println(err) // and go on
			continue
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(rec.Offset, rec.TargetURI, rec.HTTP.Status, rec.ContentType(), string(rec.Payload))
	}
	// Output: 0 https://paper.example/1 200 text/html <p>news</p>
}

func BenchmarkReader(b *testing.B) {
	record := response("http://a.example/", "HTTP/1.1 200 OK", strings.Repeat("<p>خبر من القاهرة عن الطقس.</p>\n", 1000))
	for name, file := range packings(b, []string{record, record, record, record}) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(4 * len(record)))
			b.ReportAllocs()
			for b.Loop() {
				w := NewReader(strings.NewReader(file), Options{})
				for range 4 {
					if _, err := w.Next(); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
