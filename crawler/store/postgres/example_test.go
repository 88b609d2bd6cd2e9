package postgres_test

import (
	"context"
	"fmt"
	"log"

	"matn/crawler/store/postgres"
)

func ExampleOpen() {
	ctx := context.Background()
	s, err := postgres.Open(ctx, "postgres://matn@db.example/news", postgres.Options{})
	if err != nil {
		log.Print(err)
		return
	}
	defer s.Close()
	sources, err := s.Sources(ctx)
	fmt.Println(len(sources), err)
}

func ExampleIsURL() {
	fmt.Println(postgres.IsURL("postgres://matn@db.example/news"), postgres.IsURL("articles.db"))
	// Output: true false
}

func ExampleNewClock() {
	c, err := postgres.NewClock(context.Background(), "postgres://matn@db.example/news", nil)
	if err != nil {
		log.Print(err)
		return
	}
	fmt.Println(c.Now(), "and this machine is ahead by", c.Ahead())
}
