package postgres

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"matn/crawler/store"
	"matn/crawler/store/postgres/pgtest"
)

// TestSizing prints what rows cost, for the page on sizing in cmd/matn/deploy.
func TestSizing(t *testing.T) {
	if os.Getenv("MATN_SIZING") == "" {
		t.Skip("set MATN_SIZING=1 to measure the bytes of rows")
	}
	server := pgtest.Start(t)
	url := server.Database(t)
	s := opened(t, url)
	defer s.Close()
	source, err := s.PutSource(t.Context(), store.Source{Name: "a", URL: "https://a.example/", Host: "a.example", Active: true})
	if err != nil {
		t.Fatal(err)
	}
	const urls, articles = 20_000, 2000
	var all []store.URL
	for n := range urls {
		all = append(all, store.URL{URL: fmt.Sprintf("https://www.a.example/news/politics/2026/03/01/%d/the-words-of-a-headline-of-usual-length", n),
			Host: "a.example", Source: source.ID, Kind: store.ArticleKind, Via: "https://www.a.example/sitemap-news.xml", NextAt: noon, LastMod: noon})
	}
	if _, err := s.Put(t.Context(), all, noon); err != nil {
		t.Fatal(err)
	}
	l, err := s.Lease(t.Context(), "a.example", noon, noon.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range articles {
		var text strings.Builder
		for range 400 { // words of Zipf's law, as a newspaper has them
			fmt.Fprintf(&text, "كلمة%d ", int(rand.NewZipf(random, 1.1, 3, 60_000).Uint64()))
		}
		u := all[n]
		u.State, u.Fetched, u.Visits, u.Digest = store.Known, noon, 1, make([]byte, 32)
		a := &store.Article{URL: u.URL, Host: u.Host, Source: source.ID, Content: store.Content{Title: "عنوان المقال كما هو في الصفحة", Text: text.String(),
			Fold: text.String(), Meta: make([]byte, 600), Hash: random.Uint64(), SimHash: random.Uint64(), Words: 400, Extractor: "matn/0.1.0"},
			Raw: store.Raw{File: "matn-20260301-00001.warc.gz", Digest: "sha1:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"}}
		if _, err := s.Commit(t.Context(), l, store.Result{Now: noon, URL: u, Host: store.Host{Name: u.Host, NextAt: noon}, Article: a}); err != nil {
			t.Fatal(err)
		}
	}
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for table, rows := range map[string]int64{"url": urls, "article": articles} {
		var heap, indexes int64
		if _, err := conn.Exec(t.Context(), "VACUUM ANALYZE "+table); err != nil {
			t.Fatal(err)
		}
		if err := conn.QueryRow(t.Context(), "SELECT pg_table_size($1), pg_indexes_size($1)", table).Scan(&heap, &indexes); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes a row, and %d of indexes", table, heap/rows, indexes/rows)
	}
	var wal int64
	if err := conn.QueryRow(t.Context(), "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint").Scan(&wal); err != nil {
		t.Fatal(err)
	}
	t.Logf("WAL so far: %d MB", wal>>20)
}
