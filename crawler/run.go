package crawler

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"matn/crawler/drift"
	"matn/crawler/store"
)

// Run works on every host that is due, several at once and never one of them twice,
// until ctx ends or, with Options.Once, the round is done. The report is also kept
// in the store.
//
// The error is nil when ctx ended the run: Report.Stopped says so. It is the store's
// or the archive's otherwise; what was committed is safe.
func (c *Crawler) Run(ctx context.Context) (Report, error) {
	if err := c.checkClock(ctx); err != nil {
		return Report{}, err
	}
	if err := c.readAhead(ctx); err != nil {
		return Report{}, err
	}
	id, err := c.o.Store.StartRun(ctx, c.o.Now())
	if err != nil {
		return Report{}, err
	}
	c.start = c.o.Now()
	t := &tally{report: Report{Run: id, Started: c.start}, sites: map[string]*SiteReport{}}
	if !c.tally.CompareAndSwap(nil, t) {
		return Report{}, errors.New("crawler: it runs already")
	}
	defer c.tally.Store(nil)
	d := &dispatcher{c: c, running: map[string]bool{}, rest: map[string]bool{}, ended: make(chan finished)}
	err = d.run(ctx)
	report := t.end(c.o.Now())
	if problem := c.watchDrift(ctx, &report); problem != nil && ctx.Err() == nil {
		err = errors.Join(err, problem)
	}
	report.Stopped = ctx.Err() != nil
	if err != nil {
		report.Error = err.Error()
	}
	text, _ := json.Marshal(report) // a struct of plain values
	return report, errors.Join(err, c.o.Store.EndRun(context.WithoutCancel(ctx), id, c.o.Now(), text))
}

// readAhead decides how far ahead a round looks: half the time since the round before,
// since what is due nearer to this round than to the next would otherwise wait for
// that. A feed of 15 minutes would be visited every half hour by a round every quarter,
// which begins a moment too early each time. A round that was killed or stopped is only
// gone on with.
func (c *Crawler) readAhead(ctx context.Context) error {
	c.early = 0
	if !c.o.Once {
		return nil
	}
	runs, err := c.o.Store.Runs(ctx, 1)
	if err != nil || len(runs) == 0 {
		return err
	}
	var last Report
	if runs[0].Ended.IsZero() || json.Unmarshal(runs[0].Report, &last) != nil || last.Stopped || last.Error != "" {
		return nil
	}
	sources, err := c.o.Store.Sources(ctx)
	if err != nil {
		return err
	}
	c.early = c.o.Now().Sub(runs[0].Started) / 2
	for _, source := range sources {
		s, err := readSite(source)
		if err != nil {
			return err
		}
		if s != nil {
			c.early = min(c.early, s.Interval/2)
		}
	}
	c.early = max(c.early, 0) // the clock may have been set back
	return nil
}

// watchDrift compares the sites of a report with their history.
func (c *Crawler) watchDrift(ctx context.Context, r *Report) error {
	sources, err := c.o.Store.Sources(ctx)
	if err != nil {
		return err
	}
	for i := range r.Sites {
		for _, source := range sources {
			if source.Name != r.Sites[i].Site {
				continue
			}
			if r.Sites[i].Alarms, err = drift.Alarms(ctx, c.o.Store, source.ID, r.Ended); err != nil {
				return err
			}
		}
	}
	return nil
}

// clockSlack is how far a clock may be set back without a word.
const clockSlack = time.Minute

// checkClock looks whether the last run ended in the future.
func (c *Crawler) checkClock(ctx context.Context) error {
	runs, err := c.o.Store.Runs(ctx, 1)
	if err != nil || len(runs) == 0 {
		return err
	}
	return c.rewind(ctx, later2(runs[0].Started, runs[0].Ended))
}

// rewind makes up for a clock that was set back since last.
func (c *Crawler) rewind(ctx context.Context, last time.Time) error {
	now := c.o.Now()
	by := last.Sub(now)
	if by < clockSlack {
		return nil
	}
	return c.o.Store.Rewind(ctx, now, by)
}

// dispatcher hands hosts to workers.
type dispatcher struct {
	c       *Crawler
	running map[string]bool
	rest    map[string]bool // hosts that a round is done with
	ended   chan finished
	last    time.Time // by the clock, to see it go back
}

type finished struct {
	slice Slice
	err   error
}

// How long a dispatcher sleeps at most: what another process puts into the store is
// seen after so long.
const longestSleep = 5 * time.Second

func (d *dispatcher) run(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return d.drain()
		}
		now := d.c.o.Now()
		if now.Before(d.last.Add(-clockSlack)) && len(d.running) == 0 {
			if err := d.c.rewind(ctx, d.last); err != nil {
				return err
			}
		}
		d.last = now
		sleep, err := d.start(ctx, now)
		if err != nil {
			if ctx.Err() != nil {
				continue
			}
			return errors.Join(err, d.drain())
		}
		if sleep < 0 && len(d.running) == 0 {
			return nil // the round is done
		}
		if err := d.await(ctx, sleep); err != nil {
			return errors.Join(err, d.drain())
		}
	}
}

// start gives workers to the hosts that are ready, and says how long nothing more
// will be; negative when a round has nothing more to wait for.
func (d *dispatcher) start(ctx context.Context, now time.Time) (sleep time.Duration, err error) {
	free := d.c.o.Workers - len(d.running)
	if free == 0 {
		return longestSleep, nil
	}
	// Hosts that rest, or that a round does not wait for, are skipped over, so that more
	// have to be asked for.
	for limit := free + len(d.running) + len(d.rest); ; limit *= 2 {
		hosts, err := d.c.o.Store.Due(ctx, now, now.Add(max(patience, d.c.early)), limit)
		if err != nil {
			return 0, err
		}
		busy := len(d.running)
		sleep = d.give(ctx, hosts, now)
		if sleep >= 0 || len(d.running) > busy || len(hosts) < limit {
			return sleep, nil
		}
	}
}

// give hands hosts to workers, as far as there are some.
func (d *dispatcher) give(ctx context.Context, hosts []store.Host, now time.Time) (sleep time.Duration) {
	sleep = longestSleep
	if d.c.o.Once {
		sleep = -1
	}
	for _, h := range hosts {
		wait := h.DueAt.Sub(now)
		if d.c.o.Once {
			wait = h.NextAt.Sub(now)
		}
		if d.running[h.Name] || d.rest[h.Name] || d.c.o.Once && h.URLAt.After(now.Add(d.c.early)) || wait > patience {
			continue
		}
		if wait > 0 {
			if sleep < 0 || wait < sleep {
				sleep = min(wait, longestSleep)
			}
			continue
		}
		if len(d.running) == d.c.o.Workers {
			return longestSleep
		}
		d.running[h.Name] = true
		go func() {
			s, err := d.c.CrawlHost(ctx, h.Name, d.c.o.SliceURLs, d.c.o.SliceTime)
			s.Host = h.Name
			d.ended <- finished{s, err}
		}()
	}
	return sleep
}

// await waits for a worker to end, or for the time at which a host is ready.
func (d *dispatcher) await(ctx context.Context, sleep time.Duration) error {
	if len(d.running) == 0 {
		if sleep > 0 && ctx.Err() == nil {
			_ = d.c.o.Wait(ctx, sleep) // the only error is that of ctx, which the loop sees
		}
		return nil
	}
	var timer <-chan struct{}
	if sleep >= 0 {
		woken := make(chan struct{})
		timer = woken
		sleeping, wake := context.WithCancel(ctx)
		defer wake()
		go func() { defer close(woken); _ = d.c.o.Wait(sleeping, sleep) }()
	}
	select {
	case f := <-d.ended:
		return d.took(f)
	case <-timer:
	case <-ctx.Done():
	}
	return nil
}

// took takes note of a slice that ended.
func (d *dispatcher) took(f finished) error {
	delete(d.running, f.slice.Host)
	for _, h := range f.slice.Hosts {
		delete(d.rest, h)
	}
	switch {
	case f.err == nil:
	case errors.Is(f.err, store.ErrHeld), errors.Is(f.err, store.ErrLeaseLost):
		return nil // another process has it
	case errors.Is(f.err, context.Canceled), errors.Is(f.err, context.DeadlineExceeded):
		return nil
	default:
		return f.err
	}
	switch once := d.c.o.Once; {
	case once && (f.slice.Spent != "" || f.slice.Idle && f.slice.URLs == 0 && (d.c.early > 0 || !d.later(f.slice))):
		d.rest[f.slice.Host] = true
	case f.slice.Spent != "":
		return d.c.o.Store.Block(context.Background(), f.slice.Host, d.c.o.Now().Add(spentPause), f.slice.Spent)
	}
	return nil
}

// spentPause is how long a host is left alone whose site has used up its budget.
const spentPause = time.Hour

// later reports whether a slice ended because its host wants a pause.
func (d *dispatcher) later(s Slice) bool {
	return !s.Next.IsZero() && s.Next.After(d.c.o.Now())
}

// drain waits for the workers to end.
func (d *dispatcher) drain() error {
	var errs []error
	for len(d.running) > 0 {
		errs = append(errs, d.took(<-d.ended))
	}
	return errors.Join(errs...)
}

// tally adds events up.
type tally struct {
	mu     sync.Mutex
	report Report
	sites  map[string]*SiteReport
	order  []string
}

func (t *tally) add(e Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s, ok := t.sites[e.Site]
	if !ok {
		s = &SiteReport{Site: e.Site}
		t.sites[e.Site] = s
		t.order = append(t.order, e.Site)
	}
	s.Counts.add(e)
	t.report.Total.add(e)
	if e.Err != nil && (e.What != Disallowed || s.LastError == "") {
		s.LastError = e.Err.Error()
	}
}

func (t *tally) end(now time.Time) Report {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.report
	r.Ended, r.Sites = now, make([]SiteReport, 0, len(t.order)) // not nil: a list in JSON
	for _, name := range t.order {
		r.Sites = append(r.Sites, *t.sites[name])
	}
	return r
}
