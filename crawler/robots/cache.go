package robots

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"matn/crawler/page"
)

// FetchFunc fetches a robots.txt. It follows redirects, at least five of them; when
// they go on, the last is the answer. Any status is an answer and no error. It must
// end in its own time: the context is not cancelled while anyone waits.
type FetchFunc func(ctx context.Context, url string) (*page.Page, error)

// Options tune a Cache. Fetch and Agent are needed.
type Options struct {
	Fetch FetchFunc
	Agent string           // product token, or the whole User-Agent header
	Hosts int              // origins kept, oldest dropped first; 0 means 10,000
	Now   func() time.Time // nil means time.Now
}

const defaultHosts = 10_000 // some MB: most files have a few dozen rules

// Cache answers from the robots.txt of every origin it is asked about, fetching each
// when needed and by one request at a time. It is safe for many goroutines.
type Cache struct {
	opts    Options
	mu      sync.Mutex
	entries map[string]*entry
}

type entry struct {
	policy *Policy // nil until the first answer
	flight *flight // nil when none is under way
}

// flight is one request that any number of callers wait for.
type flight struct {
	done    chan struct{} // closed once policy is set
	policy  *Policy
	waiting int
	cancel  context.CancelFunc
}

// NewCache checks the options and makes a Cache.
func NewCache(o Options) (*Cache, error) {
	if o.Fetch == nil {
		return nil, errors.New("robots: options: no Fetch")
	}
	if productToken(o.Agent) == "" {
		return nil, fmt.Errorf("robots: options: agent %q has no product token to be addressed by", o.Agent)
	}
	if o.Hosts < 0 {
		return nil, errors.New("robots: options: Hosts cannot be negative")
	}
	if o.Hosts == 0 {
		o.Hosts = defaultHosts
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Cache{opts: o, entries: map[string]*entry{}}, nil
}

// Check is nil when u may be fetched, a *DisallowedError when it may not, and wraps
// the context's error when that ended before the answer was known. It has the shape
// that fetch.RequestOptions.Allow asks for.
func (c *Cache) Check(ctx context.Context, u *url.URL) error {
	policy, err := c.Policy(ctx, u)
	if err != nil {
		return err
	}
	return policy.Check(c.opts.Agent, u)
}

// Group is what u's origin tells the agent: rules and crawl-delay.
func (c *Cache) Group(ctx context.Context, u *url.URL) (Group, error) {
	policy, err := c.Policy(ctx, u)
	if err != nil {
		return Group{}, err
	}
	return policy.Rules.For(c.opts.Agent), nil
}

// Policy is what is known of u's origin, fetched first if nothing is, or if it has
// expired. The error is always the context's: a robots.txt that cannot be read is
// a Policy too.
func (c *Cache) Policy(ctx context.Context, u *url.URL) (*Policy, error) {
	robotsURL := u.Scheme + "://" + u.Host + "/robots.txt"
	c.mu.Lock()
	e := c.entry(robotsURL)
	if now := c.opts.Now(); e.policy != nil && now.Before(e.policy.Expires) && !now.Before(e.policy.Fetched) {
		c.mu.Unlock()
		return e.policy, nil
	}
	fl := e.flight
	if fl == nil {
		fl = c.start(ctx, robotsURL, e)
	}
	fl.waiting++
	c.mu.Unlock()

	select {
	case <-fl.done:
		return fl.policy, nil
	case <-ctx.Done():
		c.leave(e, fl)
		return nil, fmt.Errorf("robots: %s: %w", robotsURL, context.Cause(ctx))
	}
}

// start sends the request. It outlives the caller's context as long as another
// caller waits. c.mu is held.
func (c *Cache) start(ctx context.Context, robotsURL string, e *entry) *flight {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	fl := &flight{done: make(chan struct{}), cancel: cancel}
	e.flight = fl
	go func() {
		defer cancel()
		p, err := c.opts.Fetch(ctx, robotsURL)
		c.mu.Lock()
		defer c.mu.Unlock()
		fl.policy = newPolicy(robotsURL, p, err, e.policy, c.opts.Now())
		if e.flight == fl { // nobody waits any more otherwise, and the error is the cancellation
			e.policy, e.flight = fl.policy, nil
		}
		close(fl.done)
	}()
	return fl
}

// leave gives up waiting; the last to leave ends the request.
func (c *Cache) leave(e *entry, fl *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if fl.waiting--; fl.waiting == 0 && e.flight == fl {
		e.flight = nil
		fl.cancel()
	}
}

// entry finds or makes the entry of an origin, dropping another when there are too
// many. c.mu is held.
func (c *Cache) entry(key string) *entry {
	if e, ok := c.entries[key]; ok {
		return e
	}
	if len(c.entries) >= c.opts.Hosts {
		c.evict()
	}
	e := &entry{}
	c.entries[key] = e
	return e
}

// evict drops the origin that was fetched longest ago. Those under way stay.
func (c *Cache) evict() {
	oldest := ""
	for key, e := range c.entries {
		if e.flight != nil || e.policy == nil {
			continue
		}
		if oldest == "" || e.policy.Fetched.Before(c.entries[oldest].policy.Fetched) {
			oldest = key
		}
	}
	delete(c.entries, oldest)
}
