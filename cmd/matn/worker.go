package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/crawler"
	"matn/crawler/fetch"
	"matn/crawler/fleet"
	"matn/crawler/page"
	"matn/crawler/store"
	"matn/crawler/store/postgres"
	"matn/crawler/warc"
)

// workerOptions are the flags of worker.
type workerOptions struct {
	crawlOptions
	archive string
	name    string
}

func newWorkerCommand() *cobra.Command {
	o := workerOptions{}
	cmd := &cobra.Command{
		Use:   "worker [SITES.yaml] --store postgres://USER@HOST/DATABASE",
		Short: "Be one of the processes that share a crawl",
		Long: `Work on a crawl together with other workers, on this machine and others, over one
PostgreSQL. Start as many as are needed, stop any of them at any time: a host has one
request at a time and its pauses, and a site its robots.txt and budget, over all of
them together. What a worker that was killed had in hand is taken up by the others
when its lease ends, after a minute and a half.

The sites come from the configuration of any worker that is started with one, or of
matn crawl, and with them its rules, contact and about; also workers, and archive where
it is "none" or a path from the root. They are in the store from then on, and the last
configuration counts: workers that run follow it within a minute, but for contact,
about, workers and archive, which they read when they start. A budget (max_pages,
max_bytes) is for a day beginning at midnight UTC.

The database has to exist (createdb); its tables are made by the first worker. The time
that counts is that of the database, whatever the clocks of the workers say.

It runs until it is stopped; SIGTERM ends it within ten seconds.`,
		Example: `  matn worker sites.yaml --store postgres://matn@db.example/news
  matn worker --store postgres://matn@db.example/news --archive /srv/warc --metrics 0.0.0.0:9108
  matn status --store postgres://matn@db.example/news`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runWorker(cmd, args, o) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.store, "store", "", "the collection: postgres://USER:PASSWORD@HOST:5432/DATABASE; the password may be in PGPASSWORD or ~/.pgpass")
	flags.IntVar(&o.workers, "workers", 0, "hosts that this process works on at once; 0 leaves it to the configuration, or is 64")
	flags.StringVar(&o.archive, "archive", "", `directory of the pages as they were fetched, best one that all workers share; "none" keeps none`)
	flags.StringVar(&o.name, "name", "", "of this worker, in the names of archive files; the machine's as it comes")
	flags.StringVar(&o.metrics, "metrics", "", "serve Prometheus metrics at this address under /metrics")
	flags.StringVar(&o.log, "log", "", "log every fetch to standard error: text or json")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress; what failed is still told")
	completeWith(cmd, "log", "text", "json")
	return cmd
}

func runWorker(cmd *cobra.Command, args []string, o workerOptions) error {
	switch {
	case o.log != "" && o.log != "text" && o.log != "json":
		return usageError(cmd, fmt.Errorf("--log %q: must be text or json", o.log))
	case o.workers < 0:
		return usageError(cmd, fmt.Errorf("--workers %d: must be 1 or more", o.workers))
	}
	var c *config
	if len(args) == 1 {
		var err error
		if c, err = readConfig(args[0]); err != nil {
			return err
		}
		c.tellBadRules(cmd.ErrOrStderr())
		o.fill(c)
	}
	if !postgres.IsURL(o.store) {
		return usageError(cmd, errors.New("workers share a PostgreSQL: give --store postgres://USER@HOST/DATABASE; one process alone is matn crawl"))
	}
	j, err := newWorkerJob(cmd.Context(), c, o)
	if err != nil {
		return err
	}
	err = j.work(cmd.Context())
	j.watch.end()
	return errors.Join(err, j.close())
}

// fill takes from the configuration what no flag says.
func (o *workerOptions) fill(c *config) {
	if o.store == "" {
		o.store = c.storeName()
	}
	if o.workers == 0 {
		o.workers = c.Workers
	}
	if o.archive == "" && c.Archive != "" {
		o.archive = c.archiveName(o.store)
		if o.archive == "" {
			o.archive = noArchive
		}
	}
}

// workerJob is a worker, with all that it has open.
type workerJob struct {
	crawlJob
	o     workerOptions
	clock *postgres.Clock
	away  bool // the database is, as far as is known
}

func newWorkerJob(ctx context.Context, c *config, o workerOptions) (j *workerJob, err error) {
	j = &workerJob{o: o, crawlJob: crawlJob{o: o.crawlOptions, watch: newWatcher(o.crawlOptions)}}
	defer func() {
		if err != nil {
			err = errors.Join(err, j.close())
		}
	}()
	if j.store, err = postgres.Open(ctx, o.store, postgres.Options{Connections: storeConnections}); err != nil {
		return j, err
	}
	if j.clock, err = postgres.NewClock(ctx, o.store, nil); err != nil {
		return j, err
	}
	if c != nil {
		if err := c.publish(ctx, j.store); err != nil {
			return j, err
		}
	}
	settings, err := readSettings(ctx, j.store)
	if err != nil {
		return j, err
	}
	j.o.follow(settings)
	if err := j.openArchive(); err != nil {
		return j, err
	}
	agent := fetch.UserAgent(clean.Version, settings.About, settings.Contact)
	j.fetcher, err = fetch.New(fetch.Options{UserAgent: agent, Proxy: http.ProxyFromEnvironment, TrustProxy: true, Now: j.clock.Now})
	if err != nil {
		return j, err
	}
	if o.metrics != "" {
		if j.metrics, err = serveMetrics(o.metrics); err != nil {
			return j, err
		}
		j.watch.metrics = j.metrics
	}
	return j, j.newCrawler(agent)
}

// storeConnections are a worker's for its slices; River has some of its own. Most of
// a slice is waiting for a server.
const storeConnections = 12

// follow takes from the store what neither a flag nor a configuration says.
func (o *workerOptions) follow(s fleetSettings) {
	o.workers = cmp.Or(o.workers, s.Workers, defaultHosts)
	o.archive = cmp.Or(o.archive, s.Archive)
	o.least = cmp.Or(o.least, s.doubtfulBelow())
}

// defaultHosts are as many as matn crawl is at.
const defaultHosts = 64

func (j *workerJob) newCrawler(agent string) error {
	recorder, err := j.newRecorder(j.clock.Now, j.o.workers)
	if err != nil {
		return err
	}
	options := crawler.Options{Store: j.store, Fetch: j.fetcher, Agent: agent, Clean: recorder.record,
		Observe: j.watch.event, Workers: j.o.workers, Now: j.clock.Now, Lease: fleet.Lease, Shared: true}
	if j.archive != nil {
		options.Archive = j.keep
		options.Revisited = func(p *page.Page, a store.Article) error { return archiveAgain(j.archive, p, a) }
	}
	j.crawler, err = crawler.New(options)
	return err
}

// notPrefix is what the names of archive files cannot have.
var notPrefix = regexp.MustCompile(`[^A-Za-z0-9_-]+`)

// workersHere bounds how many workers of one name can share an archive.
const workersHere = 1000

// openArchive takes a series of files for itself: other workers write beside it.
func (j *workerJob) openArchive() error {
	if j.o.archive == noArchive {
		return nil
	}
	if j.o.archive == "" {
		j.o.archive = archiveDir(j.o.store)
	}
	name := j.o.name
	if name == "" {
		name, _ = os.Hostname() // without it the workers are numbered
	}
	name = "matn-" + strings.Trim(notPrefix.ReplaceAllString(name, "-"), "-")
	for n := 1; n <= workersHere; n++ {
		prefix := name
		if n > 1 {
			prefix = fmt.Sprintf("%s-%d", name, n)
		}
		var err error
		j.archive, err = warc.NewWriter(warc.WriterOptions{Dir: j.o.archive, Prefix: prefix, Software: "matn/" + clean.Version, Now: j.clock.Now})
		if !errors.Is(err, warc.ErrInUse) {
			return err
		}
	}
	return fmt.Errorf("--archive %s: %d workers called %s write there already; give this one a --name", j.o.archive, workersHere, name)
}

// work runs until ctx ends.
func (j *workerJob) work(ctx context.Context) error {
	options := fleet.Options{URL: j.o.store, Store: j.store, Crawler: j.crawler, Clock: j.clock, Workers: j.o.workers, Observe: j.ended, Tasks: j.tasks()}
	if j.watch.log != nil {
		options.Logger = slog.New(quieter{j.watch.log.Handler()})
	}
	if ahead := j.clock.Ahead().Abs(); ahead > tellAhead && !j.o.quiet {
		j.watch.console.line(fmt.Sprintf("matn: this machine's clock and that of the database are %v apart; the database's counts", ahead.Round(tellAhead)))
	}
	return fleet.Run(ctx, options)
}

// ended takes note of a job.
func (j *workerJob) ended(e fleet.Event) {
	j.watch.mu.Lock() // the console is one
	defer j.watch.mu.Unlock()
	how := "done"
	switch {
	case errors.Is(e.Err, store.ErrHeld):
		how = "held"
	case errors.Is(e.Err, store.ErrLeaseLost):
		how = "lost"
	case e.Err != nil && !errors.Is(e.Err, context.Canceled):
		how = "failed"
		j.failed(e)
	case e.Err == nil && j.away:
		j.away = false
		j.watch.console.tell(shownStore(j.o.store), "PostgreSQL is back")
	}
	if how == "lost" && !j.o.quiet {
		j.watch.console.line(fmt.Sprintf("matn: %s: what was fetched is dropped: the lease had ended, and another worker has the host", e.Host))
	}
	if j.metrics != nil {
		j.metrics.jobs.WithLabelValues(e.Kind, how).Inc()
	}
}

// failed tells of a job that failed; once of all that do while the database is away.
func (j *workerJob) failed(e fleet.Event) {
	switch {
	case !postgres.Away(e.Err):
		j.watch.console.tell(strings.TrimSpace(e.Kind+" "+e.Host), e.Err.Error())
	case !j.away:
		j.away = true
		j.watch.console.tell(shownStore(j.o.store), "PostgreSQL cannot be reached; the work goes on when it is back, and nothing is lost")
	}
}
