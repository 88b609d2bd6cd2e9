package crawler_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/fetch"
)

// envLoad makes TestCrawl_PoliteToEveryHost larger: "HOSTS,PAGES", pages of all hosts
// together. 200,20000 takes some minutes.
const envLoad = "MATN_CRAWL_LOAD"

func loadSize(t *testing.T) (hosts, pages int) {
	hosts, pages = 16, 320
	if text := os.Getenv(envLoad); text != "" {
		if _, err := fmt.Sscanf(text, "%d,%d", &hosts, &pages); err != nil || hosts < 1 || pages < hosts {
			t.Fatalf("%s=%q: want HOSTS,PAGES", envLoad, text)
		}
	}
	return hosts, pages
}

// bigPaper serves articles under /news/N, some of which redirect to what robots.txt
// forbids.
func bigPaper(t testing.TB, c *clock, articles int) *paper {
	p := newPaper(t, c)
	p.text("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private/\n")
	p.article("/private/page", "private", "private")
	var paths []string
	for i := range articles {
		path := "/news/2026/a-story-of-the-year-" + strconv.Itoa(i)
		paths = append(paths, path)
		switch i % 10 {
		case 8:
			paths[i] = "/private/2026/a-story-that-nobody-may-read-" + strconv.Itoa(i)
		case 9:
			p.set(path, func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "/private/page", http.StatusFound)
			})
		default:
			p.article(path, fmt.Sprint(p.URL, " ", i), fmt.Sprint("text ", i, " of ", p.URL))
		}
	}
	p.text("/", "text/html", "<p>")
	p.feed("/feed.xml", paths...)
	return p
}

func TestCrawl_PoliteToEveryHost(t *testing.T) {
	hosts, pages := loadSize(t)
	c := newClock(100)
	var papers []*paper
	var sites []crawler.Site
	for range hosts {
		p := bigPaper(t, c, pages/hosts)
		papers = append(papers, p)
		sites = append(sites, crawler.Site{URL: p.URL, Feeds: []string{p.URL + "/feed.xml"}, Sitemaps: []string{p.URL + "/feed.xml"}, Delay: delay})
	}
	w := newCrawl(t, c, sites, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Minute)
	defer cancel()
	r, err := w.c.Run(ctx)
	if err != nil || r.Stopped {
		t.Fatalf("stopped %v, %v", r.Stopped, err)
	}
	want := 0
	for _, p := range papers {
		p.polite(t, delay)
		for _, path := range p.asked() {
			if strings.HasPrefix(path, "/private") {
				t.Errorf("asked for %s%s", p.URL, path)
			}
		}
		want += pages / hosts * 8 / 10
	}
	if got := len(w.titles()); got != want {
		t.Errorf("%d articles, want %d", got, want)
	}
	t.Logf("%d hosts, %d fetches, %d articles", hosts, r.Total.Fetched, r.Total.New)
}

// BenchmarkCrawl fetches, cleans (by the tests' cleaner) and stores pages of 200 hosts
// without pauses; see cmd/matn for the ratio to bare colly with the real cleaner.
func BenchmarkCrawl(b *testing.B) {
	const hosts, pages = 50, 2000
	for b.Loop() {
		b.StopTimer()
		c := newClock(1)
		var sites []crawler.Site
		for range hosts {
			p := bigPaper(b, c, pages/hosts)
			sites = append(sites, crawler.Site{URL: p.URL, Feeds: []string{p.URL + "/feed.xml"}, Sitemaps: []string{p.URL + "/feed.xml"}})
		}
		w := newCrawl(b, c, sites, func(o *crawler.Options) {
			f, err := fetch.New(fetch.Options{})
			if err != nil {
				b.Fatal(err)
			}
			o.Fetch = f
		})
		b.StartTimer()
		r := w.round()
		b.ReportMetric(float64(r.Total.Fetched)/r.Ended.Sub(r.Started).Seconds(), "pages/s")
	}
}
