package main

import (
	"context"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"matn/clean"
	"matn/crawler/fetch"
	"matn/crawler/page"
	"matn/crawler/store"
	"matn/crawler/warc"
)

// collectPages: collect STORE SITE TIME URL... fetches pages into a collection as a
// crawl does: page to the archive, article to the store. A "!" before a URL keeps its
// page out of the archive; "EXTRACTOR=URL" says that another version cleaned it.
func collectPages(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	name, site := ts.MkAbs(args[0]), args[1]
	now, err := time.Parse(time.RFC3339, args[2])
	ts.Check(err)
	s, err := openStore(ctx, name, false)
	ts.Check(err)
	defer func() { ts.Check(s.Close()) }()
	w, err := warc.NewWriter(warc.WriterOptions{Dir: archiveDir(name), Software: "matn/" + clean.Version})
	ts.Check(err)
	defer func() { ts.Check(w.Close()) }()
	fetcher, err := fetch.New(fetch.Options{Now: func() time.Time { return now }})
	ts.Check(err)
	defer fetcher.Close()
	cleaner, err := clean.New(clean.Options{})
	ts.Check(err)
	for _, arg := range args[3:] {
		extractor, rawURL, found := strings.Cut(arg, "=")
		if !found {
			extractor, rawURL = "", arg
		}
		rawURL, lost := strings.CutPrefix(rawURL, "!")
		p, err := fetcher.Get(ctx, rawURL, fetch.RequestOptions{})
		ts.Check(err)
		a := &store.Article{URL: p.URL}
		article, err := cleanPage(&siteCleaner{Cleaner: cleaner}, p)
		ts.Check(err)
		a.Content, err = storedContent(article)
		ts.Check(err)
		if extractor != "" { // an older version, which left the menu in
			a.Extractor, a.Text, a.Hash = extractor, "Menu\n\n"+a.Text, a.Hash+1
		}
		if !lost {
			place, err := w.Write(&warc.Exchange{URL: p.URL, Fetched: p.Fetched, RemoteAddr: p.RemoteAddr, Request: p.RequestHeader, Status: p.Status, Header: p.Header, Body: p.Body})
			ts.Check(err)
			a.Raw = store.Raw{File: place.File, Offset: place.Offset, Length: place.Length, Digest: place.Digest}
		}
		commitArticle(ctx, ts, s, site, p, a, now)
	}
}

func commitArticle(ctx context.Context, ts *testscript.TestScript, s store.Store, site string, p *page.Page, a *store.Article, now time.Time) {
	u, err := page.ParseURL(p.URL)
	ts.Check(err)
	source, err := s.PutSource(ctx, store.Source{Name: site, URL: "http://" + u.Host + "/", Host: u.Host, Active: true, Added: now})
	ts.Check(err)
	row := store.URL{URL: p.URL, Host: u.Host, Source: source.ID, Kind: store.ArticleKind, NextAt: now, Found: now}
	_, err = s.Put(ctx, []store.URL{row}, now)
	ts.Check(err)
	lease, err := s.Lease(ctx, u.Host, now, now.Add(time.Minute))
	ts.Check(err)
	a.Host, a.Source = u.Host, source.ID
	row, err = s.URL(ctx, p.URL)
	ts.Check(err)
	row.State, row.Fetched, row.Status, row.NextAt = store.Known, now, p.Status, time.Time{}
	host, err := s.Host(ctx, u.Host)
	ts.Check(err)
	_, err = s.Commit(ctx, lease, store.Result{Now: now, URL: row, Host: host, Article: a})
	ts.Check(err)
	ts.Check(s.Release(ctx, lease))
}
