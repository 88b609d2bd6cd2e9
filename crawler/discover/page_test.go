package discover

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

const front = `<!DOCTYPE html><html lang="ar"><head>
<meta charset="utf-8"><title>المرفأ</title>
<link rel="canonical" href="https://paper.example/">
<link rel="alternate" type="application/rss+xml" title="كل الأخبار" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="التعليقات" href="/comments/feed/">
<link rel="alternate" type="application/json" href="/wp-json/1">
<link rel="alternate" hreflang="en" href="/en/">
<link rel="sitemap" href="/sitemap.xml"><link rel="amphtml" href="/amp/">
<meta property="og:type" content="Website"><meta property="og:url" content="https://paper.example/other">
</head><body>
<header><nav><a href="/politics">سياسة</a> <a href="/sport/">رياضة</a></nav></header>
<main><h2><a href="/news/جسر-قديم?utm_source=front#top">جسر قديم
  يفتح أمام المارة</a></h2>
<a href="/news/%D8%AC%D8%B3%D8%B1-%D9%82%D8%AF%D9%8A%D9%85"><img alt="صورة"></a>
<a href="/photo/1"><img alt="سفينة في الميناء"></a>
<a href="/ad" rel="sponsored nofollow">إعلان</a>
<a href="javascript:void(0)">x</a> <a href="mailto:a@paper.example">x</a> <a href="tel:1">x</a> <a href="#top">x</a> <a>x</a>
<a href="https://other.example/1">صحيفة أخرى</a>
<script>document.write('<a href="/script">s</script>
</main><aside><a href="/read">الأكثر قراءة</a></aside>
<footer><a href="/about">من نحن</a> <a href="/politics">سياسة</a></footer></body></html>`

func TestReadPage(t *testing.T) {
	got := ReadPage([]byte(front), "text/html", at(t, "https://paper.example/"))
	want := &Page{
		Base: "https://paper.example/", Canonical: "https://paper.example/", AMP: "https://paper.example/amp/", Type: "website", Language: "ar",
		Feeds:    []FeedLink{{URL: "https://paper.example/feed/", Title: "كل الأخبار"}},
		Sitemaps: []string{"https://paper.example/sitemap.xml"},
		Links: []Link{
			{URL: "https://paper.example/politics", Text: "سياسة", Region: Nav},
			{URL: "https://paper.example/sport/", Text: "رياضة", Region: Nav},
			{URL: "https://paper.example/news/%D8%AC%D8%B3%D8%B1-%D9%82%D8%AF%D9%8A%D9%85", Text: "جسر قديم يفتح أمام المارة", Headline: true},
			{URL: "https://paper.example/photo/1", Text: "سفينة في الميناء"},
			{URL: "https://paper.example/ad", Text: "إعلان", NoFollow: true},
			{URL: "https://other.example/1", Text: "صحيفة أخرى"},
			{URL: "https://paper.example/read", Text: "الأكثر قراءة", Region: Aside},
			{URL: "https://paper.example/about", Text: "من نحن", Region: Footer},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadPage_Head(t *testing.T) {
	tests := []struct {
		name, head string
		want       Page
	}{
		{"og:url in place of canonical", `<meta property="og:url" content="/a">`, Page{Canonical: "https://paper.example/a"}},
		{"robots", `<meta name="Robots" content="noindex, nofollow">`, Page{NoIndex: true, NoFollow: true}},
		{"robots none", `<meta name="robots" content="NONE">`, Page{NoIndex: true, NoFollow: true}},
		{"refresh", `<meta http-equiv="Refresh" content="0; URL='/new'">`, Page{Redirect: "https://paper.example/new"}},
		{"refresh of itself", `<meta http-equiv="refresh" content="300; url=/dir/">`, Page{}},
		{"refresh without address", `<meta http-equiv="refresh" content="300">`, Page{}},
		{"next", `<link rel="next" href="?page=2">`, Page{Next: "https://paper.example/dir/?page=2"}},
		{"og:type", `<meta property="og:type" content="article">`, Page{Type: "article"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ReadPage([]byte("<head>"+tt.head), "", at(t, "https://paper.example/dir/"))
			tt.want.Base = "https://paper.example/dir/"
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadPage_BaseMovesLinks(t *testing.T) {
	got := ReadPage([]byte(`<base href="/ar/"><base href="/en/"><a href="news/1">1</a>`), "", at(t, "https://paper.example/x/y"))
	if got.Base != "https://paper.example/ar/" || got.Links[0].URL != "https://paper.example/ar/news/1" {
		t.Errorf("%+v", got)
	}
}

func TestReadPage_OldCharset(t *testing.T) {
	page := `<head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"></head><a href="/أخبار?q=خبر">خبر عاجل</a>`
	old, err := charmap.Windows1256.NewEncoder().String(page)
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{"declared": old, "not declared": strings.Replace(old, "windows-1256", "", 1)} {
		got := ReadPage([]byte(body), "text/html", at(t, "https://paper.example/"))
		// Paths are UTF-8 whatever the page is in; queries are in the charset of the page.
		want := Link{URL: "https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1?q=%CE%C8%D1", Text: "خبر عاجل"}
		if len(got.Links) != 1 || got.Links[0] != want {
			t.Errorf("%s: %+v", name, got.Links)
		}
	}
}

func FuzzReadPage(f *testing.F) {
	f.Add([]byte(front), "text/html")
	f.Add([]byte(`<base href="//a"><a href="?x=%">a<h2></a><a`), "text/html; charset=windows-1256")
	base := &url.URL{Scheme: "https", Host: "paper.example", Path: "/"}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		got := ReadPage(body, contentType, base)
		for _, l := range got.Links {
			if u, err := url.Parse(l.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
				t.Fatalf("link %q", l.URL)
			}
		}
		new(Pattern).AddPage(got)
	})
}
