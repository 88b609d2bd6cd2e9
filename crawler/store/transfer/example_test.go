package transfer_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"matn/crawler/store"
	"matn/crawler/store/sqlite"
	"matn/crawler/store/transfer"
)

// A copy to PostgreSQL is the same, with postgres.Open for the end.
func ExampleCopy() {
	dir, err := os.MkdirTemp("", "copy")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	from, err := sqlite.Open(ctx, filepath.Join(dir, "articles.db"), sqlite.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer from.Close()
	site := store.Source{Name: "paper", URL: "https://paper.example/", Host: "paper.example", Active: true}
	if _, err := from.PutSource(ctx, site); err != nil {
		log.Fatal(err)
	}
	front := store.URL{URL: site.URL, Host: site.Host, Source: 1, Kind: store.ArticleKind}
	if _, err := from.Put(ctx, []store.URL{front}, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)); err != nil {
		log.Fatal(err)
	}
	to, err := sqlite.Open(ctx, filepath.Join(dir, "copy.db"), sqlite.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer to.Close()
	tables, err := transfer.Copy(ctx, from, to, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range tables[:3] {
		fmt.Println(t.Name, t.Rows)
	}
	// Output:
	// source 1
	// host 0
	// url 1
}
