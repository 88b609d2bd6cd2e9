package fleet_test

import (
	"context"
	"os"
	"testing"
	"time"

	"matn/crawler/fleet"
	"matn/crawler/store/postgres"
	"matn/crawler/store/postgres/pgtest"
)

// onlyLong skips what measures: a machine with other work gives no figures.
func onlyLong(t *testing.T) {
	t.Helper()
	if os.Getenv("MATN_FLEET_URLS") == "" {
		t.Skip("set MATN_FLEET_URLS, such as 20000, on a machine that does nothing else")
	}
}

// rate is how many articles a second are asked for in a while.
func (r *trial) rate(while time.Duration) float64 {
	before, begun := r.fetched(), time.Now()
	time.Sleep(while)
	return float64(r.fetched()-before) / time.Since(begun).Seconds()
}

// TestFleet_TwoWorkersDoTwiceAsMuch where hosts are plenty and servers take their
// time, which is what a crawl is like: a worker waits for servers, and two wait for
// twice as many.
func TestFleet_TwoWorkersDoTwiceAsMuch(t *testing.T) {
	onlyLong(t)
	server := pgtest.Start(t)
	r := &trial{size: size{hosts: 300, pages: 200, workers: 2, each: 12, lease: 20 * time.Second}, server: server, url: server.Database(t)}
	r.world = newWorld(t, r.size.hosts, r.size.pages, 150*time.Millisecond)
	open(t, r)
	config := workerConfig{Name: "worker-0", URL: r.url, Workers: r.each, SliceURLs: 50, Lease: r.lease}
	startWorker(t, config)
	r.until(t, func() bool { return r.fetched() > 5*r.each })
	const while = 12 * time.Second
	one := r.rate(while)
	config.Name = "worker-1"
	startWorker(t, config)
	r.until(t, func() bool { r.mu.Lock(); defer r.mu.Unlock(); return r.by["worker-1"] > 5*r.each })
	two := r.rate(while)
	t.Logf("one worker %.1f pages/s, two %.1f: %.2f times as much; overlaps %d", one, two, two/one, r.overlapping())
	if two < 1.8*one || r.overlapping() > 0 {
		t.Errorf("%.2f times as much, want 1.8; %d overlaps", two/one, r.overlapping())
	}
}

// TestFleet_JobsBesideTheEmbeddedDispatcher has both do slices of one URL over one
// PostgreSQL, so that handing out work is most of it.
func TestFleet_JobsBesideTheEmbeddedDispatcher(t *testing.T) {
	onlyLong(t)
	server := pgtest.Start(t)
	const hosts, pages, each = 200, 20, 32
	rates := map[string]float64{}
	for _, how := range []string{"embedded", "fleet"} {
		r := &trial{size: size{hosts: hosts, pages: pages, workers: 1, each: each, lease: 30 * time.Second}, server: server, url: server.Database(t)}
		r.world = newWorld(t, hosts, pages, 0)
		open(t, r)
		s, err := postgres.Open(t.Context(), r.url, postgres.Options{Connections: 16})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		c, err := newCrawler(s, r.clock, workerConfig{Name: how, Workers: each, SliceURLs: 1, Lease: r.lease})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		begun := time.Now()
		go func() {
			if how == "embedded" {
				_, err := c.Run(ctx)
				ended <- err
				return
			}
			ended <- fleet.Run(ctx, fleet.Options{URL: r.url, Store: s, Crawler: c, Clock: r.clock, Workers: each, SliceURLs: 1})
		}()
		r.until(t, func() bool { return r.fetched() >= r.urls() })
		rates[how] = float64(r.urls()) / time.Since(begun).Seconds()
		stop()
		if err := <-ended; err != nil {
			t.Errorf("%s: %v", how, err)
		}
	}
	t.Logf("slices of one URL a second: embedded %.0f, River %.0f: %.2f of it", rates["embedded"], rates["fleet"], rates["fleet"]/rates["embedded"])
}
