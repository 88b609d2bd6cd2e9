package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"matn/crawler/store"
	"matn/crawler/store/sqlite"
)

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "matn")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(dir, "articles.db"), sqlite.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	paper, err := s.PutSource(ctx, store.Source{Name: "paper.example", URL: "https://paper.example/", Host: "paper.example", Active: true, Added: now})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = s.Put(ctx, []store.URL{{URL: "https://paper.example/news/1", Host: "paper.example", Source: paper.ID,
		Kind: store.ArticleKind, Priority: store.Fresh, NextAt: now}}, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	hosts, err := s.Due(ctx, now, now, 10)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range hosts {
		urls, err := s.Next(ctx, store.NextQuery{Host: h.Name, Now: now, Limit: 10})
		fmt.Println(h.Name, len(urls), urls[0].URL, err)
	}
	// Output: paper.example 1 https://paper.example/news/1 <nil>
}
