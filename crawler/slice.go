package crawler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"matn/crawler/fetch"
	"matn/crawler/page"
	"matn/crawler/polite"
	"matn/crawler/robots"
	"matn/crawler/store"
)

// Slice is what CrawlHost did.
type Slice struct {
	Host  string
	Token int64     // of the lease under which it was done
	URLs  int       // that were visited
	Next  time.Time // when the host is due again; zero: with nothing
	Hosts []string  // other hosts that got URLs
	Idle  bool      // it ended because nothing is due
	Spent string    // why nothing of it is wanted in this run any more; "" when that is not so
}

// CrawlHost works on one host: its due URLs one at a time, most urgent first, with
// the pauses that are due between them, until maxURLs are done, maxTime has passed,
// nothing is due, or the next pause is long. What a visit found is in the store
// before the next one begins.
//
// It is store.ErrHeld when another worker has the host, and store.ErrLeaseLost when
// another got it meanwhile. When ctx ends, the request under way has Options.Grace.
func (c *Crawler) CrawlHost(ctx context.Context, host string, maxURLs int, maxTime time.Duration) (out Slice, err error) {
	out.Host = host
	begun := c.o.Now()
	lease, err := c.o.Store.Lease(ctx, host, begun, begun.Add(c.o.Lease))
	if err != nil {
		return out, err
	}
	out.Token = lease.Token
	work, done := c.graceful(ctx)
	defer done()
	s := &slice{c: c, out: &out, lease: lease, policies: map[string]*robots.Policy{}, held: map[string]*page.Page{}, patterns: map[int64]*taught{}}
	defer func() { err = errors.Join(err, s.close(work)) }()
	if s.host, err = c.o.Store.Host(ctx, host); err != nil {
		return out, err
	}
	s.readRobots()

	for out.URLs < maxURLs && c.o.Now().Sub(begun) < maxTime && out.Spent == "" {
		if ok, err := s.pause(ctx); err != nil || !ok {
			return out, err
		}
		u, ok, err := s.next(ctx)
		if err != nil || !ok {
			out.Idle = err == nil
			return out, err
		}
		if err := s.visit(work, u); err != nil {
			return out, err
		}
	}
	return out, ctx.Err()
}

// graceful is a context that outlives ctx by Options.Grace.
func (c *Crawler) graceful(ctx context.Context) (context.Context, context.CancelFunc) {
	work, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		t := time.AfterFunc(c.o.Grace, func() { cancel(context.Cause(ctx)) })
		context.AfterFunc(work, func() { t.Stop() })
	})
	return work, func() { stop(); cancel(context.Canceled) }
}

// slice is the work on one host while it is leased.
type slice struct {
	c        *Crawler
	out      *Slice
	lease    store.Lease
	host     store.Host
	policies map[string]*robots.Policy // by origin
	patterns map[int64]*taught         // by source; those that were used
	ahead    []store.URL               // to be visited next; the first one is under way
	softs    map[int64][]uint64        // by source; those that were used
	held     map[string]*page.Page     // by URL: fronts that are read again once their lists are
}

// pause waits until the host may be asked. It is false when that takes long.
func (s *slice) pause(ctx context.Context) (ok bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, context.Cause(ctx)
	}
	d := s.host.NextAt.Sub(s.c.o.Now())
	if d <= 0 {
		return true, nil
	}
	if d > longestWait {
		return false, nil
	}
	return true, s.c.o.Wait(ctx, d)
}

// ahead is how many URLs are read at once.
const ahead = 16

// next is the URL to visit now. Some are read ahead, until something is found, which
// may be more urgent.
func (s *slice) next(ctx context.Context) (u store.URL, ok bool, err error) {
	if len(s.ahead) == 0 {
		q := store.NextQuery{Host: s.lease.Host, Now: s.c.o.Now(), Limit: ahead}
		if s.c.o.Once {
			q.Before, q.Early = s.c.start, s.c.early
		}
		if s.ahead, err = s.c.o.Store.Next(ctx, q); err != nil || len(s.ahead) == 0 {
			return u, false, err
		}
	}
	u = s.ahead[0]
	return u, true, nil
}

// visit takes one URL through permission, fetch and judgement, and keeps the result.
func (s *slice) visit(ctx context.Context, u store.URL) error {
	now := s.c.o.Now()
	home, err := s.c.site(ctx, u.Source)
	if err != nil {
		return err
	}
	if home == nil { // it has left the configuration, and may come back
		return s.skip(ctx, nil, laidAside(u, "", now), Event{What: Skipped})
	}
	u.Source = home.source.ID
	if err := s.c.recount(ctx, home, now); err != nil {
		return err
	}
	if why := s.c.overBudget(home, now); why != "" {
		s.out.Spent = why
		return nil
	}
	target, err := url.Parse(u.URL)
	if err != nil {
		u.State, u.NextAt, u.Error = store.Parked, time.Time{}, err.Error()
		return s.skip(ctx, home, u, Event{What: Failed, Err: err})
	}
	if why, err := s.unwanted(ctx, home, u, target); err != nil || why != "" {
		if err != nil {
			return err
		}
		return s.skip(ctx, home, laidAside(u, why, now), Event{What: Skipped})
	}
	if err := s.hold(ctx); err != nil {
		return err
	}
	policy := s.policies[origin(target)]
	if !policy.Fresh(now) {
		return s.askRobots(ctx, home, target) // a request of its own: the page has to wait
	}
	s.out.URLs++
	if err := policy.Check(s.c.o.Agent, target); err != nil {
		u.NextAt, u.Error = policy.Expires, err.Error()
		return s.skip(ctx, home, u, Event{What: Disallowed, Err: err})
	}
	named, err := s.renamed(ctx, home, u)
	if err != nil {
		return err
	}
	if named != nil { // as if it had never been read
		u.Status, u.ETag, u.LastModified = 0, "", ""
	}
	p, held := s.held[u.URL]
	if !held {
		p, err = s.fetch(ctx, home, u)
		if ctx.Err() != nil && err != nil {
			return context.Cause(ctx) // our own doing says nothing about the page
		}
		s.answered(home, p, err)
	}
	delete(s.held, u.URL)
	v := &visit{slice: s, site: home, url: u, target: target, named: named, now: s.c.o.Now()}
	v.judge(ctx, p, err)
	if held { // it was counted before
		v.event.Status, v.event.Bytes, v.result.Day.Fetched, v.result.Day.Bytes = 0, 0, 0, 0
	}
	if v.err != nil {
		return v.err
	}
	out, err := s.keep(ctx, home, v.result, v.event)
	if err != nil {
		return err
	}
	s.ahead = s.ahead[min(1, len(s.ahead)):]
	return s.suspect(ctx, home, v, out)
}

// skip keeps what became of a URL that was not asked for.
func (s *slice) skip(ctx context.Context, home *site, u store.URL, e Event) error {
	_, err := s.keep(ctx, home, store.Result{URL: u}, e)
	s.ahead = s.ahead[min(1, len(s.ahead)):]
	return err
}

// hold extends the lease when it may end before the next request does. It is
// store.ErrLeaseLost when another worker has the host: one that was stopped for long
// finds out before it asks for anything.
func (s *slice) hold(ctx context.Context) error {
	now := s.c.o.Now()
	if s.lease.Until.Sub(now) >= s.c.o.Lease/4*3 {
		return nil
	}
	until := now.Add(s.c.o.Lease)
	if err := s.c.o.Store.Extend(ctx, s.lease, until); err != nil {
		return err
	}
	s.lease.Until = until
	return nil
}

// maxSitemap is how much of a sitemap is read. The protocol allows 50 MB; of a longer
// one the beginning counts.
const maxSitemap = 50 << 20

// fetch asks for a URL, unless it is as it was.
func (s *slice) fetch(ctx context.Context, home *site, u store.URL) (*page.Page, error) {
	o := fetch.RequestOptions{ETag: u.ETag, LastModified: u.LastModified}
	if home.named[u.Host] {
		o.Reach = fetch.Anywhere // a person has named this host
	}
	if u.Kind == store.Sitemap || u.Kind == store.Guess {
		o.MaxBody, o.Cut = maxSitemap, true
	}
	o.Cut = o.Cut || u.Kind == store.Feed // what of a list can be had counts
	return s.c.o.Fetch.Fetch(ctx, u.URL, o)
}

// answered learns from an answer, or from its absence, when the host may be asked
// again.
func (s *slice) answered(home *site, p *page.Page, err error) {
	now := s.c.o.Now()
	a := polite.Answer{Ended: now, Failed: err != nil && hostFailed(err)}
	var bytes int64
	if p != nil {
		a.Took, a.Status, bytes = p.Took, p.Status, p.WireBytes
		a.RetryAfter, a.HasRetryAfter = p.RetryAfter()
	}
	rules := polite.Policy{Pause: home.Delay, Factor: max(s.c.o.Factor, 0), Cap: polite.Default().Cap}
	s.host = rules.After(s.host, a)
	s.c.spend(home, now, bytes)
}

// askRobots fetches the robots.txt of an origin. It counts as a request to the host.
func (s *slice) askRobots(ctx context.Context, home *site, target *url.URL) error {
	where := robots.URL(target)
	begun := s.c.o.Now()
	p, err := s.c.o.Fetch.Robots(ctx, where)
	if ctx.Err() != nil && err != nil {
		return context.Cause(ctx)
	}
	s.answered(home, p, err)
	now := s.c.o.Now()
	policy := robots.Decide(where, p, err, s.policies[origin(target)], now)
	s.policies[origin(target)] = policy
	s.host.CrawlDelay = policy.CrawlDelay(s.c.o.Agent)
	s.host.NextAt = later2(s.host.NextAt, now.Add(s.host.CrawlDelay))
	if s.host.CrawlDelay > longestWait {
		s.host.Reason = fmt.Sprintf("its robots.txt asks for %v between two requests", s.host.CrawlDelay)
	}
	e := Event{What: Robots, Time: now, Site: home.source.Name, Host: s.lease.Host, URL: where, Took: now.Sub(begun), Err: err}
	if p != nil {
		e.Status, e.Bytes = p.Status, p.WireBytes
	}
	s.c.observe(e)
	text, err := json.Marshal(s.policies)
	s.host.Robots = text
	return err
}

func later2(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// readRobots takes up what was known of the host's robots.txt. What cannot be read
// is asked for again.
func (s *slice) readRobots() {
	if len(s.host.Robots) == 0 {
		return
	}
	if err := json.Unmarshal(s.host.Robots, &s.policies); err != nil {
		s.policies = map[string]*robots.Policy{}
	}
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// keep commits the outcome of a visit and tells of it.
func (s *slice) keep(ctx context.Context, home *site, r store.Result, e Event) (store.Outcome, error) {
	r.Now, r.Host = s.c.o.Now(), s.host
	out, err := s.c.o.Store.Commit(ctx, s.lease, r)
	if err != nil {
		return out, err
	}
	s.host.Robots = nil // kept
	if len(r.Found)+len(r.Aliases) > 0 {
		s.ahead = nil
	}
	s.out.Hosts = append(s.out.Hosts, out.Hosts...)
	e.Time, e.Host, e.URL, e.Kind, e.Outcome = r.Now, s.lease.Host, r.URL.URL, r.URL.Kind, out
	if home != nil {
		e.Site = home.source.Name
	}
	s.c.observe(e)
	return out, nil
}

// close keeps what was learned, and gives the host back.
func (s *slice) close(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	var errs []error
	for source, t := range s.patterns {
		if len(t.lessons) > 0 {
			errs = append(errs, s.c.o.Store.EditMemo(ctx, source, patternMemo, t.edit, s.c.o.Now()))
		}
	}
	errs = append(errs, s.c.o.Store.Release(ctx, s.lease))
	if h, err := s.c.o.Store.Host(ctx, s.lease.Host); err == nil {
		s.out.Next = h.DueAt
	}
	return errors.Join(errs...)
}
