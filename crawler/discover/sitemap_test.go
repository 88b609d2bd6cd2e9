package discover

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

const urlsetHead = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">`

func locs(s *Sitemap) string {
	var out []string
	for _, e := range s.Entries {
		out = append(out, strings.TrimPrefix(e.URL, "https://paper.example"))
	}
	for _, e := range s.Index {
		out = append(out, "index:"+strings.TrimPrefix(e.URL, "https://paper.example"))
	}
	return strings.Join(out, " ")
}

func gz(t testing.TB, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestReadSitemap_WhatAnEntryHolds(t *testing.T) {
	body := urlsetHead + `
	<url><loc> https://paper.example/أخبار/1?utm_source=x </loc><lastmod>2026-03-01T12:00:00+03:00</lastmod><priority>0.8</priority>
	  <xhtml:link rel="alternate" hreflang="en" href="https://paper.example/en/1"/>
	  <image:image><image:loc>https://paper.example/1.jpg</image:loc><image:title>صورة</image:title></image:image>
	  <image:image><image:loc>https://paper.example/2.jpg</image:loc></image:image>
	  <news:news><news:publication><news:name>المرفأ</news:name><news:language>ar</news:language></news:publication>
	    <news:publication_date>2026-03-01</news:publication_date><news:title>خبر &amp; آخر</news:title></news:news></url>
	<url><loc><![CDATA[https://paper.example/2?a=1&b=2]]></loc></url>
	</urlset>`
	got, err := ReadSitemap([]byte(body), "application/xml", at(t, "https://paper.example/sitemap.xml"))
	if err != nil {
		t.Fatal(err)
	}
	want := &Sitemap{Kind: "urlset", Entries: []SitemapEntry{
		{URL: "https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", Modified: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), Images: 2,
			News: &News{Title: "خبر & آخر", Publication: "المرفأ", Language: "ar", Published: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}},
		{URL: "https://paper.example/2?a=1&b=2"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !got.HasNews() {
		t.Error("no sitemap of news")
	}
}

func TestReadSitemap_Forms(t *testing.T) {
	one := `<url><loc>https://paper.example/1</loc></url>`
	old, err := charmap.Windows1256.NewEncoder().String(`<?xml version="1.0" encoding="windows-1256"?><urlset><url><loc>https://paper.example/خبر</loc></url></urlset>`)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, body, want string }{
		{"index", `<sitemapindex><sitemap><loc>/a.xml.gz</loc><lastmod>2026-03</lastmod></sitemap><sitemap><loc>https://paper.example/b.xml</loc></sitemap></sitemapindex>`, "index:/a.xml.gz index:/b.xml"},
		{"empty", urlsetHead + `</urlset>`, ""},
		{"no namespace, upper case", `<URLSET><URL><LOC>https://paper.example/1</LOC></URL></URLSET>`, "/1"},
		{"prefix", `<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>https://paper.example/1</s:loc></s:url></s:urlset>`, "/1"},
		{"text", "https://paper.example/1\r\nhttps://paper.example/2\n\n# note\n", "/1 /2"},
		{"text with a mark", "\xef\xbb\xbfhttps://paper.example/1\n", "/1"},
		{"gzip", string(gz(t, []byte(urlsetHead+one+`</urlset>`))), "/1"},
		{"text in gzip", string(gz(t, []byte("https://paper.example/1\n"))), "/1"},
		{"twice the same", `<urlset>` + one + one + `</urlset>`, "/1"},
		{"bare ampersand", `<urlset><url><loc>https://paper.example/?a=1&b=2</loc></url></urlset>`, "/?a=1&b=2"},
		{"windows-1256", old, "/%D8%AE%D8%A8%D8%B1"},
		{"control characters", "<urlset>\x0b<url><loc>https://paper.example/1\x01</loc></url></urlset>", "/1"},
		{"broken UTF-8", "<urlset><url><loc>https://paper.example/1</loc><x>\xd8\xd8\xff خبر</x></url></urlset>", "/1"},
		{"blanks and comments before", "\n\n<!-- made by hand --><urlset>" + one + "</urlset>", "/1"},
		{"addresses of other kinds", `<urlset><url><loc>ftp://paper.example/1</loc></url><url><loc></loc></url>` + one + `</urlset>`, "/1"},
		{"only a picture has an address", `<urlset><url><image:image><image:loc>https://paper.example/1.jpg</image:loc></image:image></url></urlset>`, ""},
		{"picture before the page", `<urlset><url><image:image><image:loc>https://paper.example/1.jpg</image:loc></image:image><loc>https://paper.example/1</loc></url></urlset>`, "/1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadSitemap([]byte(tt.body), "", at(t, "https://paper.example/sitemap.xml"))
			if err != nil || locs(got) != tt.want {
				t.Errorf("got %q, %v, want %q", locs(got), err, tt.want)
			}
		})
	}
}

func TestReadSitemap_DamageGivesWhatWasReadable(t *testing.T) {
	two := `<url><loc>https://paper.example/1</loc></url><url><loc>https://paper.example/2</loc></url>`
	packed := gz(t, []byte(urlsetHead+strings.Repeat(two, 1)+strings.Repeat("<url><loc>https://paper.example/3</loc></url>", 5000)+"</urlset>"))
	tests := []struct{ name, body, want string }{
		{"cut between entries", `<urlset>` + two, "/1 /2"},
		{"cut within an entry", `<urlset>` + two + `<url><loc>https://paper.example/3</loc><lastm`, "/1 /2 /3"},
		{"cut within an address", `<urlset>` + two + `<url><loc>https://paper.exa`, "/1 /2"},
		{"not closed in the middle", `<urlset>` + two + `<url><loc>https://paper.example/3</loc></url`, "/1 /2 /3"},
		{"soup", `<urlset>` + two + `<url><<<>>`, "/1 /2"},
		{"gzip cut", string(packed[:len(packed)-12]), "/1 /2 /3"},
		{"page", "<!DOCTYPE html><html><body><a href=/1>1</a></body></html>", ""},
		{"nothing", "", ""},
		{"text without addresses", "not found\n", ""},
		{"gzip of nothing", "\x1f\x8bxx", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadSitemap([]byte(tt.body), "", at(t, "https://paper.example/sitemap.xml"))
			var damaged *SitemapError
			if !errors.As(err, &damaged) || damaged.Read != len(got.Entries) {
				t.Errorf("error %v", err)
			}
			if locs(got) != tt.want {
				t.Errorf("got %q, want %q", locs(got), tt.want)
			}
		})
	}
}

func TestReadSitemap_CapOnAddresses(t *testing.T) {
	var b strings.Builder
	b.WriteString("<urlset>")
	for i := range maxSitemapURLs + 10 {
		fmt.Fprintf(&b, "<url><loc>https://paper.example/%d</loc></url>", i)
	}
	got, err := ReadSitemap([]byte(b.String()+"</urlset>"), "", at(t, "https://paper.example/"))
	if !errors.Is(err, ErrSitemapURLs) || len(got.Entries) != maxSitemapURLs {
		t.Errorf("%d entries, %v", len(got.Entries), err)
	}
}

// bomb packs an entry, megabytes of filler, and another entry.
func bomb(t *testing.T, filler string, megabytes int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, urlsetHead, "<url><loc>https://paper.example/1</loc></url>")
	chunk := bytes.Repeat([]byte(" "), 1<<20)
	for at := 0; at < 1<<20; at += 1 << 10 {
		copy(chunk[at:], filler)
	}
	for range megabytes {
		if _, err := w.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Fprint(w, "<url><loc>https://paper.example/2</loc></url></urlset>")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestReadSitemap_BombIsCappedWhileItUnpacks(t *testing.T) {
	packed := bomb(t, "<x/>", 2)
	for _, limit := range []int64{1 << 18, 1 << 20} {
		got, err := readSitemap(packed, "", at(t, "https://paper.example/sitemap.xml.gz"), limit)
		if !errors.Is(err, ErrSitemapSize) || locs(got) != "/1" {
			t.Errorf("limit %d: got %q, %v", limit, locs(got), err)
		}
	}
	if got, err := readSitemap(packed, "", at(t, "https://paper.example/sitemap.xml.gz"), 4<<20); err != nil || locs(got) != "/1 /2" {
		t.Errorf("below the limit: got %q, %v", locs(got), err)
	}
}

func TestReadSitemap_BombWithoutTagsTakesNoMemory(t *testing.T) {
	packed := bomb(t, "", 64)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := ReadSitemap(packed, "", at(t, "https://paper.example/sitemap.xml.gz"))
	runtime.ReadMemStats(&after)
	if !errors.Is(err, errRun) || locs(got) != "/1" {
		t.Errorf("got %q, %v", locs(got), err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 16<<20 {
		t.Errorf("%d bytes were allocated for %d of input", grown, len(packed))
	}
}

func FuzzReadSitemap(f *testing.F) {
	f.Add([]byte(urlsetHead+`<url><loc>/1</loc><news:news><news:title>a</news:title></news:news></url></urlset>`), "")
	f.Add([]byte(`<sitemapindex><sitemap><loc>/1</loc>`), "text/xml; charset=windows-1256")
	f.Add([]byte("https://paper.example/1\n"), "text/plain")
	f.Add(gz(f, []byte(`<urlset><url><loc>/1</loc></url></urlset>`)), "")
	base := &url.URL{Scheme: "https", Host: "paper.example", Path: "/sitemap.xml"}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		got, err := ReadSitemap(body, contentType, base)
		var damaged *SitemapError
		if err != nil && !errors.As(err, &damaged) {
			t.Fatalf("undocumented error %v", err)
		}
		for _, e := range got.Entries {
			if u, err := url.Parse(e.URL); err != nil || u.Host == "" {
				t.Fatalf("entry %q", e.URL)
			}
		}
	})
}
