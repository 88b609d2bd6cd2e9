package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"matn/crawler/fetch"
	"matn/crawler/robots"
)

// maxCrawlDelay is the longest pause between two pages of a host that a person is
// made to wait for.
const maxCrawlDelay = 30 * time.Second

// manners are how get treats hosts: what their robots.txt says holds, and one
// fetch at a time has a host.
type manners struct {
	robots *robots.Cache // nil: ignored

	mu    sync.Mutex
	hosts map[string]*turn
}

// turn is held by the fetch that has the host.
type turn struct {
	held chan struct{} // of capacity 1
	next time.Time     // when the host may be asked again; owned by the holder
}

func newManners(f *fetch.Fetcher, o getOptions) (*manners, error) {
	m := &manners{hosts: map[string]*turn{}}
	if o.ignoreRobots {
		return m, nil
	}
	cache, err := robots.NewCache(robots.Options{Fetch: f.Robots, Agent: o.userAgent})
	m.robots = cache
	return m, err
}

// allow asks robots.txt. Where there is no reaching the host, that is the error.
func (m *manners) allow(ctx context.Context, u *url.URL) error {
	if m.robots == nil {
		return nil
	}
	err := m.robots.Check(ctx, u)
	var no *robots.DisallowedError
	var failed *fetch.Error
	switch {
	case !errors.As(err, &no):
		return err
	case errors.As(no.Err, &failed):
		return failed
	}
	return fmt.Errorf("%w; if you may read the page all the same, add --ignore-robots", err)
}

// take waits for the host's turn, and for the pause that its robots.txt asks for.
// The caller has to call free.
func (m *manners) take(ctx context.Context, u *url.URL) (free func(), err error) {
	m.mu.Lock()
	t, ok := m.hosts[u.Host]
	if !ok {
		t = &turn{held: make(chan struct{}, 1)}
		m.hosts[u.Host] = t
	}
	m.mu.Unlock()
	select {
	case t.held <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	select {
	case <-time.After(time.Until(t.next)):
	case <-ctx.Done():
		<-t.held
		return nil, context.Cause(ctx)
	}
	return func() {
		t.next = time.Now().Add(m.delay(ctx, u))
		<-t.held
	}, nil
}

// delay is the pause that u's host asks for between two pages.
func (m *manners) delay(ctx context.Context, u *url.URL) time.Duration {
	if m.robots == nil {
		return 0
	}
	group, err := m.robots.Group(ctx, u)
	if err != nil {
		return 0 // only when ctx is done, and with it everything
	}
	return min(group.CrawlDelay, maxCrawlDelay)
}
