// Package fleet works on one frontier with many processes on many machines: River
// (riverqueue.com) hands out the work over PostgreSQL, and each worker does with a
// host what the crawler does on one machine.
//
//	tick (one leader)  ->  a job a host that is due  ->  CrawlHost  ->  the next job of the host
//
// The frontier in the store is what counts, and a job is a hint that a host is worth
// a look. What keeps two workers from one host is its lease: a job is made for the
// token of the host's last lease, so that there is one job a host at a time, and
// when a worker dies, the next tick after the end of its lease makes another, while
// the job it left is of a token that has passed. Every commit is fenced by the
// token, so that a worker that was stopped and wakes up changes nothing.
//
// All times are those of the database's clock.
package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"matn/crawler"
	"matn/crawler/store"
	"matn/crawler/store/postgres"
)

// Options tune a worker. URL, Store, Crawler and Clock are needed.
type Options struct {
	URL     string           // of the PostgreSQL that Store is in
	Store   store.Store      //
	Crawler *crawler.Crawler // over Store, with Clock's time, and Options.Lease and Shared set
	Clock   *postgres.Clock  //

	Workers   int           // hosts that this process works on at once; 0 means 64
	SliceURLs int           // of a host in one job; 0 means 50
	SliceTime time.Duration // of one job; 0 means 30 s
	Tick      time.Duration // between two looks for hosts that are due; 0 means 1 s
	Grace     time.Duration // for jobs under way when the worker is to stop; 0 means 8 s

	// Tasks are what the fleet does beside crawling, by name: see Submit.
	Tasks map[string]Task
	// Observe is told how each job ended, by many goroutines; nil: nobody is.
	Observe func(Event)
	Logger  *slog.Logger // nil logs nothing
}

// Task does a part of what was submitted under its name: some minutes of it. next are
// the arguments of the part that follows, nil when there is none. A part that fails
// is tried again later, by whichever worker.
type Task func(ctx context.Context, args []byte) (next []byte, err error)

// Event is how a job ended.
type Event struct {
	Kind  string // "host", or the name of a task
	Host  string
	Slice crawler.Slice
	Err   error // store.ErrHeld, store.ErrLeaseLost: the host is another worker's
	Took  time.Duration
}

// The numbers behind the zero Options, and those that follow from them.
const (
	defaultWorkers   = 64
	defaultURLs      = 50
	defaultSliceTime = 30 * time.Second
	defaultTick      = time.Second
	defaultGrace     = 8 * time.Second

	// Lease is a length for crawler.Options.Lease: three quarters of it are enough for
	// a request, which may take a minute, and a host whose worker died rests no longer.
	Lease = 90 * time.Second

	// A job is given up when it takes longer than its slice and one more request, and
	// River takes one for lost a while later. Leases do not wait for that.
	jobSpare   = 90 * time.Second
	rescueMore = 30 * time.Second

	// What is done is of no interest to anybody: the frontier has it.
	keepDone = time.Minute

	// fetchPause is how soon River asks for more jobs when some have ended: short slices
	// would wait for it.
	fetchPause = 20 * time.Millisecond

	// connections are for River: fetching jobs, ending them, listening, the leader.
	connections = 8
)

func (o *Options) fill() error {
	if o.URL == "" || o.Store == nil || o.Crawler == nil || o.Clock == nil {
		return errors.New("fleet: options: URL, Store, Crawler and Clock are needed")
	}
	o.Workers = cmp.Or(o.Workers, defaultWorkers)
	o.SliceURLs = cmp.Or(o.SliceURLs, defaultURLs)
	o.SliceTime = cmp.Or(o.SliceTime, defaultSliceTime)
	o.Tick = cmp.Or(o.Tick, defaultTick)
	o.Grace = cmp.Or(o.Grace, defaultGrace)
	if o.Observe == nil {
		o.Observe = func(Event) {}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return nil
}

// Run works until ctx ends, which is no error. Jobs under way then have Grace to
// come to the end of their request; their hosts are given back.
func Run(ctx context.Context, o Options) error {
	if err := o.fill(); err != nil {
		return err
	}
	pool, err := connect(ctx, o.URL)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := migrate(ctx, pool); err != nil {
		return err
	}
	w := &worker{o: o, stopped: ctx.Done()}
	workers := river.NewWorkers()
	river.AddWorker(workers, &hostWorker{w: w})
	river.AddWorker(workers, &tickWorker{w: w})
	river.AddWorker(workers, &taskWorker{w: w})
	client, err := river.NewClient(riverpgxv5.New(pool), o.config(workers))
	if err != nil {
		return fmt.Errorf("fleet: %w", err)
	}
	w.client = client
	// Jobs have a context of their own: it ends when the grace is over.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("fleet: %w", err)
	}
	go w.keepTime(ctx)
	<-ctx.Done()
	return w.stop(ctx)
}

// config is River's.
func (o *Options) config(workers *river.Workers) *river.Config {
	timeout := o.SliceTime + jobSpare
	return &river.Config{
		Queues: map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: o.Workers},
			queueTick:          {MaxWorkers: 1},
			queueTasks:         {MaxWorkers: 1},
		},
		Workers:                     workers,
		FetchCooldown:               fetchPause,
		JobTimeout:                  timeout,
		RescueStuckJobsAfter:        timeout + rescueMore,
		CompletedJobRetentionPeriod: keepDone,
		RetryPolicy:                 soon{o.Clock},
		PeriodicJobs: []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(o.Tick),
			func() (river.JobArgs, *river.InsertOpts) { return tickArgs{o.Clock.Now()}, nil },
			&river.PeriodicJobOpts{RunOnStart: true})},
		Logger: o.Logger,
		// River's name for it; the use is to have one clock: schedules, leaders and lost
		// jobs are then judged alike by all, whatever their machines' clocks say.
		Test: river.TestConfig{Time: databaseTime{o.Clock}},
	}
}

// stop ends the worker: no new jobs, and a while for those under way.
func (w *worker) stop(ctx context.Context) error {
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.o.Grace+stopSpare)
	defer cancel()
	if err := w.client.StopAndCancel(bounded); err != nil {
		return fmt.Errorf("fleet: the worker did not stop in time: %w", err)
	}
	return nil
}

// stopSpare is what River may take beside the jobs.
const stopSpare = time.Second

// keepTime reads the database's clock now and then.
func (w *worker) keepTime(ctx context.Context) {
	const often = 5 * time.Minute
	ticker := time.NewTicker(often)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := w.o.Clock.Sync(ctx); err != nil {
				w.o.Logger.Warn("the database's clock cannot be read", "error", err)
			}
		}
	}
}

// connect makes River's pool of connections.
func connect(ctx context.Context, url string) (*pgxpool.Pool, error) {
	c, err := postgres.Config(url)
	if err != nil {
		return nil, err
	}
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("fleet: %w", err)
	}
	config.ConnConfig.DialFunc, config.ConnConfig.ConnectTimeout = c.DialFunc, c.ConnectTimeout
	config.ConnConfig.RuntimeParams = c.RuntimeParams
	config.MaxConns = connections
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("fleet: %w", err)
	}
	return pool, nil
}

// migrationLock is the lock under which River's tables are made.
const migrationLock = 0x72697665 // "rive"

// migrate brings River's tables up to date, one worker at a time.
func migrate(ctx context.Context, pool *pgxpool.Pool) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("fleet: %w", err)
	}
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, migrationLock); err != nil {
			return err
		}
		_, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	})
	if err != nil {
		return fmt.Errorf("fleet: tables of River: %w", postgres.Explain(err))
	}
	return nil
}

// databaseTime gives River the clock of the database.
type databaseTime struct{ clock *postgres.Clock }

func (d databaseTime) Now() time.Time { return d.clock.Now() }

func (d databaseTime) NowOrNil() *time.Time {
	now := d.clock.Now()
	return &now
}
