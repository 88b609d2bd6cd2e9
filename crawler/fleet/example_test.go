package fleet_test

import (
	"context"
	"fmt"
	"log"
	"os/signal"
	"syscall"

	"matn/crawler"
	"matn/crawler/fetch"
	"matn/crawler/fleet"
	"matn/crawler/page"
	"matn/crawler/store/postgres"
)

func ExampleRun() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	const url = "postgres://matn@db.example/news"
	s, err := postgres.Open(ctx, url, postgres.Options{})
	if err != nil {
		log.Print(err)
		return
	}
	defer s.Close()
	clock, err := postgres.NewClock(ctx, url, nil)
	if err != nil {
		log.Print(err)
		return
	}
	const agent = "matn (+mailto:ops@paper.example)"
	f, err := fetch.New(fetch.Options{UserAgent: agent, Now: clock.Now})
	if err != nil {
		log.Print(err)
		return
	}
	c, err := crawler.New(crawler.Options{Store: s, Fetch: f, Agent: agent, Now: clock.Now, Lease: fleet.Lease, Shared: true,
		Clean: func(context.Context, *page.Page, string) (crawler.Record, error) { return crawler.Record{}, nil }})
	if err != nil {
		log.Print(err)
		return
	}
	if err := fleet.Run(ctx, fleet.Options{URL: url, Store: s, Crawler: c, Clock: clock}); err != nil {
		log.Print(err)
	}
}

func ExampleSubmit() {
	isNew, err := fleet.Submit(context.Background(), "postgres://matn@db.example/news", "prune", map[string]string{"before": "2026-01-01"})
	if err != nil {
		log.Print(err)
		return
	}
	fmt.Println("submitted:", isNew)
}

func ExampleTasks() {
	tasks, err := fleet.Tasks(context.Background(), "postgres://matn@db.example/news")
	if err != nil {
		log.Print(err)
		return
	}
	for _, t := range tasks {
		fmt.Println(t.Name, t.State, t.Error)
	}
}
