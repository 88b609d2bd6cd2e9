//go:build unix

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gocolly/colly/v2"

	"matn/clean"
	"matn/crawler"
	"matn/crawler/fetch"
	"matn/crawler/store/sqlite"
)

// benchPages are the bodies of fixture pages, of the size that news pages have.
func benchPages(b *testing.B) (pages []string) {
	paths, err := filepath.Glob("../../fixtures/pages/*/page.html")
	if err != nil || len(paths) == 0 {
		b.Fatalf("no fixture pages: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, string(text))
	}
	return pages
}

// benchSites serve so many pages each under /news/N, with a feed.
func benchSites(b *testing.B, hosts, each int) (urls []string) {
	pages := benchPages(b)
	for h := range hosts {
		var feed strings.Builder
		feed.WriteString(`<rss version="2.0"><channel><title>f</title>`)
		mux := http.NewServeMux()
		s := httptest.NewServer(mux)
		b.Cleanup(s.Close)
		for i := range each {
			path := fmt.Sprintf("/news/2026/a-story-of-the-year-%d", i)
			fmt.Fprintf(&feed, "<item><link>%s%s</link></item>", s.URL, path)
			// A word of its own in each, so that no page has the bytes of another.
			body := strings.Replace(pages[(h+i)%len(pages)], "</title>", fmt.Sprintf(" %d-%d</title>", h, i), 1)
			mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
		}
		feed.WriteString("</channel></rss>")
		mux.HandleFunc("/feed.xml", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, feed.String()) })
		urls = append(urls, s.URL)
	}
	return urls
}

// BenchmarkCrawlBesideColly crawls pages of many hosts without pauses, fetching,
// cleaning and storing them; fetches the same pages with colly alone; and with colly
// whose callback cleans them and forgets them. It reports processor time, servers
// included, which other work on the machine does not change, and two ratios: what
// colly alone takes of our time, and what colly that cleans does.
func BenchmarkCrawlBesideColly(b *testing.B) {
	hosts, each := 50, 40
	if os.Getenv("MATN_CRAWL_LOAD") != "" {
		hosts, each = 200, 100
	}
	urls := benchSites(b, hosts, each)
	cleaner, err := clean.New(clean.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		bare := benchColly(b, urls, each, func(*colly.Response) {})
		cleans := benchColly(b, urls, each, func(r *colly.Response) {
			_, _ = cleaner.HTML(r.Body, clean.PageInfo{}) // its errors are the pages' own
		})
		ours := benchCrawl(b, urls, hosts*each, cleaner)
		pages := float64(hosts * each)
		b.ReportMetric(bare.Seconds()*1000/pages, "colly-ms/page")
		b.ReportMetric(cleans.Seconds()*1000/pages, "colly+clean-ms/page")
		b.ReportMetric(ours.Seconds()*1000/pages, "matn-ms/page")
		b.ReportMetric(bare.Seconds()/ours.Seconds(), "colly/matn")
		b.ReportMetric(cleans.Seconds()/ours.Seconds(), "colly+clean/matn")
	}
}

// crawlCPU is what this process has used.
func crawlCPU(b *testing.B) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// benchColly fetches all pages as colly's users do.
func benchColly(b *testing.B, urls []string, each int, use func(*colly.Response)) time.Duration {
	begun := crawlCPU(b)
	c := colly.NewCollector(colly.Async(true))
	if err := c.Limit(&colly.LimitRule{DomainGlob: "*", Parallelism: 64}); err != nil {
		b.Fatal(err)
	}
	var mu sync.Mutex
	got := 0
	c.OnResponse(func(r *colly.Response) { use(r); mu.Lock(); got++; mu.Unlock() })
	for i := range each {
		for _, url := range urls {
			if err := c.Visit(fmt.Sprintf("%s/news/2026/a-story-of-the-year-%d", url, i)); err != nil {
				b.Fatal(err)
			}
		}
	}
	c.Wait()
	if got != each*len(urls) {
		b.Fatalf("colly got %d pages", got)
	}
	return crawlCPU(b) - begun
}

func benchCrawl(b *testing.B, urls []string, pages int, cleaner *clean.Cleaner) time.Duration {
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "articles.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	f, err := fetch.New(fetch.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var sites []crawler.Site
	for _, url := range urls {
		sites = append(sites, crawler.Site{URL: url + "/feed.xml"})
	}
	begun := crawlCPU(b)
	recorder, err := newRecorder(s, time.Now, 0)
	if err != nil {
		b.Fatal(err)
	}
	c, err := crawler.New(crawler.Options{Store: s, Fetch: f, Agent: "matn", Clean: recorder.record, Once: true, Factor: -1})
	if err != nil {
		b.Fatal(err)
	}
	if err := crawler.AddSites(b.Context(), s, sites, time.Now()); err != nil {
		b.Fatal(err)
	}
	r, err := c.Run(b.Context())
	if err != nil || r.Total.Fetched < pages {
		b.Fatalf("fetched %d of %d: %v", r.Total.Fetched, pages, err)
	}
	return crawlCPU(b) - begun
}
