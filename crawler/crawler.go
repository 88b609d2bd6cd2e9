package crawler

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"matn/crawler/fetch"
	"matn/crawler/page"
	"matn/crawler/store"
)

// Fetcher makes requests: *fetch.Fetcher.
type Fetcher interface {
	// Fetch makes one request; a redirect is an answer like any other.
	Fetch(ctx context.Context, url string, o fetch.RequestOptions) (*page.Page, error)
	// Robots fetches a robots.txt.
	Robots(ctx context.Context, url string) (*page.Page, error)
}

// Record is what a cleaner made of a page.
type Record struct {
	Article   bool // the page has one
	Canonical string
	store.Content
	Reason string                // why it has none
	Memos  map[string]store.Edit // of the site, made with the article, see store.Store.EditMemo
}

// Options tune a Crawler. Store, Fetch, Clean and Agent are needed.
type Options struct {
	Store store.Store
	Fetch Fetcher
	Agent string // product token, or the whole User-Agent header
	// Clean turns a page into a record. A page without an article, or one that cannot
	// be read, is no error: an error ends the crawl. It is called by many goroutines.
	Clean func(ctx context.Context, p *page.Page, site string) (Record, error)
	// Archive keeps the bytes of a page and says where; nil keeps none.
	Archive func(p *page.Page) (store.Raw, error)
	// Revisited notes beside those bytes that the page of an article was asked for again
	// and had not changed; nil notes nothing.
	Revisited func(p *page.Page, a store.Article) error
	// Observe is told of everything that happens, by many goroutines; nil: nobody is.
	Observe func(Event)

	Workers   int           // hosts that are worked on at once; 0 means 64
	SliceURLs int           // URLs of a host before another has its turn; 0 means 50
	SliceTime time.Duration // and time; 0 means one minute
	// Lease is how long a host stays with a worker of which nothing is heard; it is
	// extended before a request when less than three quarters of it are left, which has
	// to be enough for one request. 0 means SliceTime and three minutes.
	Lease  time.Duration
	Grace  time.Duration // for a fetch under way when the crawl is to end; 0 means 8 s
	Factor float64       // see polite.Policy; 0 means 2, negative none
	Once   bool          // one round: what is due, and what is found on the way, each URL once

	// Shared says that others work on the same store: what a site's budget is used up by
	// is read from there, a day beginning at midnight UTC in place of a run.
	Shared bool

	Now  func() time.Time                                 // nil means time.Now
	Wait func(ctx context.Context, d time.Duration) error // nil waits by the real clock
}

// The numbers behind the zero Options.
const (
	defaultWorkers   = 64 // most of a worker's time is waiting between two requests
	defaultURLs      = 50
	defaultSliceTime = time.Minute
	defaultGrace     = 8 * time.Second // so that SIGTERM ends the process within ten
	defaultFactor    = 2
	longestWait      = 5 * time.Second // within a slice; then another host has the worker
	patience         = time.Minute     // what a round waits for a host; the rest is left to the next
	leaseSpare       = 3 * time.Minute // beyond SliceTime: the longest single step of a slice
)

// Crawler works through the frontier of a store. It is safe for many goroutines.
type Crawler struct {
	o     Options
	start time.Time     // of the run
	early time.Duration // what a round takes before it is due; set before work begins

	claims claims                // of pages about others
	probed sync.Map              // texts that were looked into: a source, a blank, a hash
	tally  atomic.Pointer[tally] // of the run that goes on; nil without one

	counting sync.Mutex // held while what budgets are used up by is read, before mu

	mu    sync.Mutex
	sites map[int64]*site
	read  time.Time // when sites were
	spent map[int64]*spending
	luck  *rand.Rand
}

// spending is what a run used of a site's budget.
type spending struct {
	since time.Time
	pages int
	bytes int64
}

// New checks the options and makes a Crawler.
func New(o Options) (*Crawler, error) {
	switch {
	case o.Store == nil || o.Fetch == nil || o.Clean == nil:
		return nil, errors.New("crawler: options: Store, Fetch and Clean are needed")
	case o.Agent == "":
		return nil, errors.New("crawler: options: no Agent")
	case o.Workers < 0 || o.SliceURLs < 0 || o.SliceTime < 0 || o.Grace < 0 || o.Lease < 0:
		return nil, errors.New("crawler: options: limits cannot be negative")
	}
	o.Workers = cmp.Or(o.Workers, defaultWorkers)
	o.SliceURLs = cmp.Or(o.SliceURLs, defaultURLs)
	o.SliceTime = cmp.Or(o.SliceTime, defaultSliceTime)
	o.Grace = cmp.Or(o.Grace, defaultGrace)
	o.Lease = cmp.Or(o.Lease, o.SliceTime+leaseSpare)
	o.Factor = cmp.Or(o.Factor, defaultFactor)
	if o.Observe == nil {
		o.Observe = func(Event) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	return &Crawler{o: o, start: o.Now(), sites: map[int64]*site{}, spent: map[int64]*spending{},
		luck: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))}, nil
}

// wait is a pause that a context ends.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// siteAge is for how long what the store says of the sites is taken for granted:
// another process may have been given a new configuration.
const siteAge = time.Minute

// site finds a source's configuration; nil when it has left it.
func (c *Crawler) site(ctx context.Context, id int64) (*site, error) {
	now := c.o.Now()
	c.mu.Lock()
	s, ok := c.sites[id]
	ok = ok && now.Sub(c.read) < siteAge
	c.mu.Unlock()
	if ok {
		return s, nil
	}
	sources, err := c.o.Store.Sources(ctx)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read = now
	byURL := map[string]*site{}
	for _, source := range sources {
		s, err := readSite(source)
		if err != nil {
			return nil, err
		}
		if c.sites[source.ID] = s; s != nil {
			byURL[source.URL] = s
		}
	}
	for _, source := range sources {
		if c.sites[source.ID] == nil {
			c.sites[source.ID] = byURL[source.URL] // it has got another name
		}
	}
	if _, ok := c.sites[id]; !ok {
		c.sites[id] = nil
	}
	return c.sites[id], nil
}

func readSite(source store.Source) (*site, error) {
	if !source.Active {
		return nil, nil
	}
	var s Site
	if err := json.Unmarshal(source.Config, &s); err != nil {
		return nil, fmt.Errorf("crawler: site %s: %w", source.Name, err)
	}
	return newSite(s, source)
}

// recount takes what a site's budget is used up by from the store, where it is
// shared.
func (c *Crawler) recount(ctx context.Context, s *site, now time.Time) error {
	if !c.o.Shared || s.MaxPages == 0 && s.MaxBytes == 0 && s.MaxTime == 0 {
		return nil
	}
	c.counting.Lock() // one that was read before does not come after one that was read later
	defer c.counting.Unlock()
	midnight := now.UTC().Truncate(budgetPeriod)
	days, err := c.o.Store.Days(ctx, s.source.ID, midnight)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	used := c.spent[s.source.ID]
	if used == nil || used.since.Before(midnight) {
		used = &spending{since: now}
		c.spent[s.source.ID] = used
	}
	if len(days) > 0 {
		used.pages, used.bytes = days[0].Fetched+days[0].Failed, days[0].Bytes
	}
	return nil
}

// overBudget says which budget of a site is used up; "" when none is.
func (c *Crawler) overBudget(s *site, now time.Time) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	used := c.spent[s.source.ID]
	switch {
	case used == nil:
	case s.MaxPages > 0 && used.pages >= s.MaxPages:
		return fmt.Sprintf("its budget of %d pages is used up", s.MaxPages)
	case s.MaxBytes > 0 && used.bytes >= s.MaxBytes:
		return fmt.Sprintf("its budget of %d bytes is used up", s.MaxBytes)
	case s.MaxTime > 0 && now.Sub(used.since) >= s.MaxTime:
		return fmt.Sprintf("its budget of %v is used up", s.MaxTime)
	}
	return ""
}

// spend counts a request.
func (c *Crawler) spend(s *site, now time.Time, bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	used := c.spent[s.source.ID]
	if used == nil || now.Sub(used.since) >= budgetPeriod {
		used = &spending{since: now}
		c.spent[s.source.ID] = used
	}
	used.pages++
	used.bytes += bytes
}

// budgetPeriod is when a run that does not end has its budgets anew.
const budgetPeriod = 24 * time.Hour

func (c *Crawler) chance() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.luck.Float64()
}

// observe passes an event on.
func (c *Crawler) observe(e Event) {
	if t := c.tally.Load(); t != nil {
		t.add(e)
	}
	c.o.Observe(e)
}
