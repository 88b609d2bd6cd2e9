//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gocolly/colly/v2"

	"matn/clean"
	"matn/crawler"
	"matn/crawler/fetch"
	"matn/crawler/store"
	"matn/crawler/store/sqlite"
)

// envCrawlLoad makes BenchmarkCrawlBesideColly larger: "HOSTS,PAGES", pages of each.
// 200,100 takes some minutes.
const envCrawlLoad = "MATN_CRAWL_LOAD"

// prose are texts between two tags that are long enough to be read.
var prose = regexp.MustCompile(`>[^<>{}"]{60,}<`)

// benchPages are fixture pages, of the size that news pages have.
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

// ownText gives a page a text and a title that no other has: its words in another
// order.
func ownText(page string, host, story int) string {
	luck := rand.New(rand.NewPCG(uint64(host), uint64(story)))
	page = prose.ReplaceAllStringFunc(page, func(text string) string {
		words := strings.Fields(text[1 : len(text)-1])
		luck.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		return ">" + strings.Join(words, " ") + "<"
	})
	return strings.Replace(page, "</title>", fmt.Sprintf(" %d-%d</title>", host, story), 1)
}

func storyPath(story int) string { return fmt.Sprintf("/news/2026/a-story-of-the-year-%d", story) }

// benchSites serve so many stories each, with a feed and a front page that list them.
func benchSites(b *testing.B, hosts, each int) (urls []string) {
	pages := benchPages(b)
	for h := range hosts {
		var feed, front strings.Builder
		feed.WriteString(`<rss version="2.0"><channel><title>f</title>`)
		mux := http.NewServeMux()
		s := httptest.NewServer(mux)
		b.Cleanup(s.Close)
		for i := range each {
			fmt.Fprintf(&feed, "<item><link>%s%s</link></item>", s.URL, storyPath(i))
			fmt.Fprintf(&front, `<p><a href="%s">A story of the year</a></p>`, storyPath(i))
			body := ownText(pages[(h+i)%len(pages)], h, i)
			mux.HandleFunc(storyPath(i), func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
		}
		feed.WriteString("</channel></rss>")
		mux.HandleFunc("/feed.xml", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, feed.String()) })
		mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, front.String()) })
		urls = append(urls, s.URL)
	}
	return urls
}

// BenchmarkCrawlBesideColly crawls pages of many hosts without pauses, fetching,
// cleaning and storing them, and does with colly, in the same run, less and less of
// it:
//
//	colly+clean   every page is cleaned, and forgotten
//	colly+links   links are followed, as colly's users find pages: OnHTML("a[href]")
//	colly         a list of addresses is fetched, and nothing done with the pages
//
// It reports processor time, servers included, which other work on the machine does not
// change, and what each of these takes of the time that matn takes. All cores are busy
// all the while, so that ratios of pages a second are the same. heap-bytes/page is what
// the crawl holds on to, which has to be nothing much: see heapMeter.
func BenchmarkCrawlBesideColly(b *testing.B) {
	hosts, each := 50, 40
	if text := os.Getenv(envCrawlLoad); text != "" {
		if _, err := fmt.Sscanf(text, "%d,%d", &hosts, &each); err != nil || hosts < 1 || each < 1 {
			b.Fatalf("%s=%q: want HOSTS,PAGES of each", envCrawlLoad, text)
		}
	}
	urls := benchSites(b, hosts, each)
	cleaner, err := clean.New(clean.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		ours := timed(b, func() { benchCrawl(b, urls, hosts*each) })
		b.ReportMetric(ours*1000/float64(hosts*each), "matn-ms/page")
		for name, run := range map[string]func(){
			"colly":       func() { benchColly(b, urls, each, nil) },
			"colly+clean": func() { benchColly(b, urls, each, cleaner) },
			"colly+links": func() { benchLinks(b, urls, each) },
		} {
			theirs := timed(b, run)
			b.ReportMetric(theirs*1000/float64(hosts*each), name+"-ms/page")
			b.ReportMetric(theirs/ours, name+"/matn")
		}
	}
}

// timed is the processor time that run takes, in seconds.
func timed(b *testing.B, run func()) float64 {
	used := func() time.Duration {
		var r syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
			b.Fatal(err)
		}
		return time.Duration(r.Utime.Nano() + r.Stime.Nano())
	}
	begun := used()
	run()
	return (used() - begun).Seconds()
}

func newColly(b *testing.B) *colly.Collector {
	c := colly.NewCollector(colly.Async(true))
	if err := c.Limit(&colly.LimitRule{DomainGlob: "*", Parallelism: 64}); err != nil {
		b.Fatal(err)
	}
	return c
}

// benchColly fetches all pages, and cleans them if there is a cleaner.
func benchColly(b *testing.B, urls []string, each int, cleaner *clean.Cleaner) {
	c := newColly(b)
	var got atomic.Int64
	c.OnResponse(func(r *colly.Response) {
		if cleaner != nil {
			_, _ = cleaner.HTML(r.Body, clean.PageInfo{}) // its errors are the pages' own
		}
		got.Add(1)
	})
	for i := range each {
		for _, url := range urls {
			if err := c.Visit(url + storyPath(i)); err != nil {
				b.Fatal(err)
			}
		}
	}
	c.Wait()
	if got.Load() != int64(each*len(urls)) {
		b.Fatalf("colly got %d pages", got.Load())
	}
}

// benchLinks finds the pages from the front pages on.
func benchLinks(b *testing.B, urls []string, each int) {
	c := newColly(b)
	c.URLFilters = []*regexp.Regexp{regexp.MustCompile(`/a-story-of-the-year-\d+$`), regexp.MustCompile(`:\d+/?$`)}
	var got atomic.Int64
	c.OnHTML("a[href]", func(e *colly.HTMLElement) {
		_ = e.Request.Visit(e.Attr("href")) // its errors are of links that the filters drop
	})
	c.OnResponse(func(*colly.Response) { got.Add(1) })
	for _, url := range urls {
		if err := c.Visit(url + "/"); err != nil {
			b.Fatal(err)
		}
	}
	c.Wait()
	if got.Load() != int64((each+1)*len(urls)) {
		b.Fatalf("colly got %d pages", got.Load())
	}
}

func benchCrawl(b *testing.B, urls []string, pages int) {
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
	r, err := newRecorder(s, time.Now, 0)
	if err != nil {
		b.Fatal(err)
	}
	heap := heapMeter{pages: int64(pages)}
	c, err := crawler.New(crawler.Options{Store: s, Fetch: f, Agent: "matn", Clean: r.record, Once: true, Factor: -1, Observe: heap.event})
	if err != nil {
		b.Fatal(err)
	}
	if err := crawler.AddSites(b.Context(), s, sites, time.Now()); err != nil {
		b.Fatal(err)
	}
	report, err := c.Run(b.Context())
	if err != nil || report.Total.Fetched < pages {
		b.Fatalf("fetched %d of %d: %v", report.Total.Fetched, pages, err)
	}
	if report.Total.New < pages/2 {
		b.Fatalf("%d articles of %d pages", report.Total.New, pages)
	}
	b.ReportMetric(heap.growth(), "heap-bytes/page")
}

// heapMeter measures what a crawl holds on to: how much more is in use after all pages
// than after a quarter of them.
type heapMeter struct {
	pages, seen int64
	first, last atomic.Uint64
}

func (h *heapMeter) event(e crawler.Event) {
	if e.Kind != store.ArticleKind {
		return
	}
	at := &h.last
	switch atomic.AddInt64(&h.seen, 1) {
	case h.pages / 4:
		at = &h.first
	case h.pages:
	default:
		return
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	at.Store(m.HeapAlloc)
}

func (h *heapMeter) growth() float64 {
	return (float64(h.last.Load()) - float64(h.first.Load())) / (float64(h.pages) * 3 / 4)
}
