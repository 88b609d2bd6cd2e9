package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"matn/crawler/store"
	"matn/crawler/store/postgres"
)

// Queues. Ticks and tasks have queues of their own, so that they do not wait for
// hosts.
const (
	queueTick  = "matn_tick"
	queueTasks = "matn_tasks"
)

// worker is one process of the fleet.
type worker struct {
	o       Options
	client  *river.Client[pgx.Tx]
	stopped <-chan struct{} // closed when no more jobs are taken
}

// hostArgs are a job: one slice of a host. Token is that of the host's last lease
// when the job was made, and with it the job's identity. For is the job in whose place
// this one is, 0 for most.
type hostArgs struct {
	Host  string `json:"host"`
	Token int64  `json:"token"`
	For   int64  `json:"for,omitempty"`
}

func (hostArgs) Kind() string { return "matn_host" }

// InsertOpts has one job a host and token, of those that are not done.
func (hostArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: live}}
}

// live are the states of a job that is still to do something.
var live = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending,
	rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled}

type hostWorker struct {
	river.WorkerDefaults[hostArgs]
	w *worker
}

// Work does a slice of the host, and makes the job for the next.
func (h *hostWorker) Work(ctx context.Context, job *river.Job[hostArgs]) error {
	w, begun := h.w, time.Now()
	s, err := w.o.Crawler.CrawlHost(ctx, job.Args.Host, w.o.SliceURLs, w.o.SliceTime)
	if ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) {
		err = ctx.Err() // which River has other words for
	}
	w.o.Observe(Event{Kind: "host", Host: job.Args.Host, Slice: s, Err: err, Took: time.Since(begun)})
	switch {
	case errors.Is(err, store.ErrHeld), errors.Is(err, store.ErrLeaseLost), errors.Is(err, store.ErrNotFound):
		return nil // the next tick knows more
	case ctx.Err() != nil:
		return nil // to be stopped is no failure; the host is due, and a tick will find it
	case err != nil:
		if s.Token != 0 {
			go w.giveBack(store.Lease{Host: s.Host, Token: s.Token})
		}
		return err
	case s.Spent != "":
		return w.o.Store.Block(ctx, job.Args.Host, w.o.Clock.Now().Add(spentPause), s.Spent)
	}
	return w.next(ctx, s.Host, s.Token, s.Next)
}

// giveBack gives a host back when the database is there again that was away when the
// slice ended. Nothing of the slice is under way any more, and a lease that is
// another's by then stays so.
func (w *worker) giveBack(l store.Lease) {
	const often = time.Second
	ticker := time.NewTicker(often)
	defer ticker.Stop()
	for range int(Lease / often) { // then it has ended by itself
		select {
		case <-w.stopped:
			return
		case <-ticker.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), giveBackTime)
		err := w.o.Store.Release(ctx, l)
		cancel()
		if err == nil {
			return
		}
	}
}

// giveBackTime is what one attempt may take.
const giveBackTime = 10 * time.Second

// spentPause is how long a host is left alone whose site has used up its budget.
const spentPause = time.Hour

// soonest is how far ahead the next job of a host is made at once. What comes later
// is left to the tick, which sees when the host is due by then.
const soonest = time.Minute

// next makes the job that goes on with a host.
func (w *worker) next(ctx context.Context, host string, token int64, at time.Time) error {
	now := w.o.Clock.Now()
	if at.IsZero() || at.Sub(now) > soonest {
		return nil
	}
	opts := &river.InsertOpts{}
	if at.After(now) {
		opts.ScheduledAt = at
	}
	_, err := w.client.Insert(ctx, hostArgs{Host: host, Token: token}, opts)
	return err
}

// tickArgs are the job of the leader. Each tick is a job of its own, so that one that
// was cut off does not stand in the way of the next.
type tickArgs struct {
	At time.Time `json:"at"`
}

func (tickArgs) Kind() string { return "matn_tick" }

// InsertOpts has a tick tried once: there is another soon.
func (tickArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: queueTick, MaxAttempts: 1}
}

type tickWorker struct {
	river.WorkerDefaults[tickArgs]
	w *worker
}

// tickHosts bounds how many hosts a tick makes jobs for: the rest is due at the next.
const tickHosts = 5000

// Work makes a job for every host that is due and that nobody holds.
func (t *tickWorker) Work(ctx context.Context, job *river.Job[tickArgs]) error {
	w, now := t.w, t.w.o.Clock.Now()
	if now.Sub(job.Args.At) > 2*w.o.Tick {
		return nil // the workers cannot keep up, and a later one waits
	}
	hosts, err := w.o.Store.Due(ctx, now, now, tickHosts)
	if err != nil || len(hosts) == 0 {
		return err
	}
	jobs := make([]hostArgs, len(hosts))
	for i, h := range hosts {
		jobs[i] = hostArgs{Host: h.Name, Token: h.Token}
	}
	for range replacements {
		if jobs, err = w.insert(ctx, jobs, now); err != nil || len(jobs) == 0 {
			return err
		}
	}
	return nil
}

const (
	// takeTime is how long after a worker got a job its host may be without a lease.
	// Usually that is milliseconds; a worker that needs longer has died in between.
	takeTime = 10 * time.Second

	// replacements bounds how many jobs in a row may have been lost so.
	replacements = 5
)

// insert makes jobs that are not there yet. Those that wait for a time that is later
// than their host is due now, since another host has led to it, are brought forward.
// It returns the jobs to be made in place of those that a worker took with it when
// it died: River itself would find out when their time is over.
func (w *worker) insert(ctx context.Context, jobs []hostArgs, now time.Time) (lost []hostArgs, err error) {
	params := make([]river.InsertManyParams, len(jobs))
	for i, job := range jobs {
		params[i].Args = job
	}
	results, err := w.client.InsertMany(ctx, params)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, r := range results {
		if !r.UniqueSkippedAsDuplicate || r.Job == nil {
			continue
		}
		switch job := r.Job; {
		case job.State == rivertype.JobStateScheduled && job.ScheduledAt.After(now):
			if _, err := w.client.JobRetry(ctx, job.ID); err != nil && !errors.Is(err, river.ErrNotFound) {
				errs = append(errs, err)
			}
		case job.State == rivertype.JobStateRunning && job.AttemptedAt != nil && now.Sub(*job.AttemptedAt) > takeTime:
			var args hostArgs
			if err := json.Unmarshal(job.EncodedArgs, &args); err == nil { // ours, or not to be replaced
				args.For = job.ID
				lost = append(lost, args)
			}
		}
	}
	return lost, errors.Join(errs...)
}

// soon is River's policy for jobs that failed: the cause is mostly the database's
// being away for a moment. A host that fails for good is found by its job's errors.
type soon struct{ clock *postgres.Clock }

// NextRetry waits a second at first and a minute at most.
func (s soon) NextRetry(job *rivertype.JobRow) time.Time {
	const longest = time.Minute
	wait := min(time.Second<<min(len(job.Errors), 6), longest)
	return s.clock.Now().Add(wait)
}
