package crawler_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/page"
	"matn/crawler/store"
	"matn/crawler/warc"
)

func TestCrawl_UnchangedPagesAreRevisitsInTheArchive(t *testing.T) {
	c := newClock(200)
	p := newPaper(t, c)
	paths := []string{"/news/2026/the-old-bridge-opens-again", "/news/2026/harvest-late-in-the-south"}
	for i, path := range paths {
		p.article(path, fmt.Sprint("title ", i), fmt.Sprint("the text of article ", i))
	}
	p.front("/", "/feed.xml", paths...)
	p.feed("/feed.xml", paths...)
	dir := t.TempDir()
	w, err := warc.NewWriter(warc.WriterOptions{Dir: dir, Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	exchange := func(p *page.Page) *warc.Exchange {
		return &warc.Exchange{URL: p.URL, Fetched: p.Fetched, Request: p.RequestHeader, Status: p.Status, Header: p.Header, Body: p.Body}
	}
	k := newCrawl(t, c, []crawler.Site{{URL: p.URL, Delay: delay}}, func(o *crawler.Options) {
		o.Archive = func(p *page.Page) (store.Raw, error) {
			at, err := w.Write(exchange(p))
			return store.Raw{File: at.File, Offset: at.Offset, Length: at.Length, Digest: at.Digest}, err
		}
		o.Revisited = func(p *page.Page, a store.Article) error {
			_, err := w.Again(exchange(p), a.File, a.Offset)
			return err
		}
	})
	k.round()
	c.add(2 * time.Hour)
	k.round()
	if n := p.answers(http.StatusNotModified); n < len(paths) {
		t.Fatalf("%d answers were 304", n)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	files, err := warc.Files(dir, "")
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	f, err := os.Open(filepath.Join(dir, files[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ids, kinds := map[string]string{}, map[string]int{}
	for r := warc.NewReader(f, warc.Options{}); ; {
		rec, err := r.Next()
		if err != nil {
			break
		}
		kinds[rec.Type]++
		switch rec.Type {
		case "response":
			ids[rec.TargetURI] = rec.Header.Get("WARC-Record-ID")
		case "revisit":
			if rec.Header.Get("WARC-Refers-To") != ids[rec.TargetURI] || rec.HTTP.Status != http.StatusNotModified {
				t.Errorf("revisit of %s: %v", rec.TargetURI, rec.Header)
			}
		}
	}
	if kinds["response"] != 2 || kinds["revisit"] != 2 || kinds["request"] != 4 || kinds["warcinfo"] != 1 {
		t.Errorf("records %v", kinds)
	}
}
