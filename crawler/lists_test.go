package crawler_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"matn/crawler"
)

// packed compresses what write gives.
func packed(t testing.TB, write func(io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	write(z)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// filler writes megabytes of blanks.
func filler(w io.Writer, megabytes int) {
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for range megabytes {
		_, _ = w.Write(blanks) // a client that has gone is no fault of ours
	}
}

// lists are feeds and sitemaps with a fault, which list two articles before it. The
// address of the site takes the place of HOST.
func lists(t testing.TB) map[string]func(w http.ResponseWriter, host string) {
	item := func(path string) string { return "<item><title>x</title><link>HOST" + path + "</link></item>" }
	loc := func(path string) string { return "<url><loc>HOST" + path + "</loc></url>" }
	feed := `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>صحيفة</title>` + item(paths[0]) + item(paths[1])
	sitemap := "<urlset>" + loc(paths[0]) + loc(paths[1])
	bomb := packed(t, func(z io.Writer) {
		fmt.Fprint(z, strings.ReplaceAll(sitemap, "HOST", ""))
		filler(z, 80)
	})
	text := func(body string) func(http.ResponseWriter, string) {
		return func(w http.ResponseWriter, host string) { fmt.Fprint(w, strings.ReplaceAll(body, "HOST", host)) }
	}
	return map[string]func(http.ResponseWriter, string){
		"feed that is cut":         text(feed + "<item><title>y</ti"),
		"feed of bad XML":          text(strings.Replace(feed, "<item>", "<item><title>y</link></title><link>HOST/y</item><item>", 1) + "</channel></rss>"),
		"feed in another charset":  func(w http.ResponseWriter, host string) { text(old(t, feed+"</channel></rss>"))(w, host) },
		"sitemap that is cut":      text(sitemap + "<url><loc>HOST/x"),
		"sitemap of bad XML":       text(sitemap + "<url><<>&</urlset>"),
		"sitemap in another space": text("<x:urlset xmlns:x='urn:other'>" + strings.NewReplacer("</", "</x:", "<", "<x:").Replace(loc(paths[0])+loc(paths[1])) + "</x:urlset>"),
		"sitemap of 60 MB": func(w http.ResponseWriter, host string) {
			text(sitemap)(w, host)
			filler(w, 60)
			text(loc("/never/2026/a-title-that-is-never-read"))(w, host)
		},
		"sitemap that is a bomb": func(w http.ResponseWriter, _ string) {
			w.Header().Set("Content-Type", "application/gzip")
			_, _ = w.Write(bomb)
		},
		"sitemap in gzip that is cut": func(w http.ResponseWriter, host string) {
			whole := packed(t, func(z io.Writer) {
				fmt.Fprint(z, strings.ReplaceAll(sitemap+"</urlset>", "HOST", host))
			})
			_, _ = w.Write(whole[:len(whole)-8])
		},
	}
}

var paths = []string{"/news/2026/the-old-bridge-opens-again", "/news/2026/harvest-late-in-the-south"}

func old(t testing.TB, text string) string {
	t.Helper()
	bytes, err := charmap.Windows1256.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

func TestCrawl_DamagedListsGiveWhatIsReadable(t *testing.T) {
	c := newClock(20)
	all := lists(t)
	var sites []crawler.Site
	var want []string
	papers := map[string]*paper{}
	for name, serve := range all {
		p := newPaper(t, c)
		papers[name] = p
		for i, path := range paths {
			title := fmt.Sprint(name, " ", i)
			p.article(path, title, "the text of "+title)
			want = append(want, title)
		}
		p.front("/", "")
		p.set("/list", func(w http.ResponseWriter, _ *http.Request) { serve(w, p.URL) })
		site := crawler.Site{Name: name, URL: p.URL, Delay: delay}
		if strings.HasPrefix(name, "feed") {
			site.Feeds = []string{p.URL + "/list"}
		} else {
			site.Sitemaps = []string{p.URL + "/list"}
		}
		sites = append(sites, site)
	}
	w := newCrawl(t, c, sites, nil)
	r := w.round()
	slices.Sort(want)
	if got := w.titles(); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	for _, s := range r.Sites {
		fine := strings.Contains(s.Site, "another")
		if told := s.LastError != ""; told == fine {
			t.Errorf("%s: %q", s.Site, s.LastError)
		}
	}
	for name, p := range papers {
		if asked := p.asked(); count(asked, "/list") != 1 {
			t.Errorf("%s: asked for %q", name, asked)
		}
	}
}
