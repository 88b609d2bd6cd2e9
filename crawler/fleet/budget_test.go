package fleet_test

import (
	"fmt"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/store"
	"matn/crawler/store/postgres"
	"matn/crawler/store/postgres/pgtest"
)

// TestFleet_BudgetHoldsOverAllWorkers has one site on many hosts, so that all workers
// are at it at once.
func TestFleet_BudgetHoldsOverAllWorkers(t *testing.T) {
	server := pgtest.Start(t)
	const budget, each = 60, 3
	r := &trial{size: size{hosts: 10, pages: 20, workers: 2, each: each, lease: lease}, server: server, url: server.Database(t)}
	r.world = newWorld(t, r.size.hosts, r.size.pages, answerTime)
	var err error
	if r.store, err = postgres.Open(t.Context(), r.url, postgres.Options{Connections: 2}); err != nil {
		t.Fatal(err)
	}
	defer r.store.Close()
	if r.clock, err = postgres.NewClock(t.Context(), r.url, nil); err != nil {
		t.Fatal(err)
	}
	now := r.clock.Now()
	site := crawler.Site{Name: "all", URL: "http://" + r.world.hosts[0] + "/", Hosts: r.world.hosts, Reread: []time.Duration{}, MaxDepth: 1, MaxPages: budget}
	if err := crawler.AddSites(t.Context(), r.store, []crawler.Site{site}, now); err != nil {
		t.Fatal(err)
	}
	sources, err := r.store.Sources(t.Context())
	if err != nil || len(sources) != 1 {
		t.Fatalf("%d sources, %v", len(sources), err)
	}
	var urls []store.URL
	for _, host := range r.world.hosts {
		for n := range r.size.pages {
			urls = append(urls, store.URL{URL: fmt.Sprintf("http://%s/a/%d", host, n), Host: host, Source: sources[0].ID,
				Kind: store.ArticleKind, Priority: store.Fresh, NextAt: now})
		}
	}
	if _, err := r.store.Put(t.Context(), urls, now); err != nil {
		t.Fatal(err)
	}
	r.begin(t, nil)
	// All hosts are left alone for a while once the budget is used up.
	r.until(t, func() bool {
		due, err := r.store.Due(t.Context(), r.clock.Now(), r.clock.Now(), 100)
		return err == nil && len(due) == 0 && r.fetched() > budget/2 && r.idle()
	})
	days, err := r.store.Days(t.Context(), sources[0].ID, now.Add(-48*time.Hour))
	if err != nil || len(days) == 0 {
		t.Fatalf("%d days, %v", len(days), err)
	}
	used := 0
	for _, d := range days { // two around midnight, each with a budget of its own
		used += d.Fetched + d.Failed
	}
	inFlight := r.size.workers * each
	t.Logf("budget %d, used %d; %d requests may be in flight at once", budget, used, inFlight)
	if used < budget || used > (budget+inFlight)*len(days) {
		t.Errorf("used %d of a budget of %d", used, budget)
	}
}
