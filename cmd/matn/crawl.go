package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/crawler"
	"matn/crawler/fetch"
	"matn/crawler/page"
	"matn/crawler/store"
	"matn/crawler/warc"
)

// crawlOptions are the flags of crawl.
type crawlOptions struct {
	once    bool
	store   string
	workers int
	report  string
	metrics string
	log     string
	quiet   bool
	least   float64 // articles of less confidence are marked
}

func newCrawlCommand() *cobra.Command {
	o := crawlOptions{}
	cmd := &cobra.Command{
		Use:   "crawl SITES.yaml",
		Short: "Keep a collection of the articles of a set of papers",
		Long: `Visit the sites of a configuration: find their feeds, sitemaps and sections, fetch
the articles that are new, look again at those that may change, and keep them in a
store, clean and each once. Without --once that goes on, by each site's pace, until
the program is stopped; with it a round is done and the program ends, as cron wants
it. What was visited is not asked for again before it is due, so that a crawl that
was killed goes on where it was.

robots.txt is obeyed. A host has one request at a time, and its pause between two.

` + configHelp + `

Standard error tells of progress on a terminal, of sites that failed, and what came
of the run; --report writes all of it as JSON, --log every single fetch.

Exit status:
  0    done, also when nothing was new
  1    nothing found: no site of the configuration has an article yet
  2    wrong usage or configuration, a store that cannot be used, or every site failed
  3    some sites failed, or broke with their history (matn status tells how)
  130  stopped by Ctrl-C within a round`,
		Example: `  matn crawl sites.yaml --once
  matn crawl sites.yaml --once --quiet --report report.json
  matn crawl sites.yaml --metrics 127.0.0.1:9108 --log json
  matn status --store articles.db`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runCrawl(cmd, args[0], o) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&o.once, "once", false, "one round, then end")
	flags.StringVar(&o.store, "store", "", "the collection, in place of the one that the configuration names")
	flags.IntVar(&o.workers, "workers", 0, "hosts that are worked on at once; 0 leaves it to the configuration")
	flags.Float64Var(&o.least, "min-confidence", 0, "mark articles of less confidence, 0 to 1, in place of what the configuration says; they are kept all the same")
	flags.StringVar(&o.report, "report", "", `write the report of the run to this file as JSON; "-" is standard output`)
	flags.StringVar(&o.metrics, "metrics", "", "serve Prometheus metrics at this address under /metrics")
	flags.StringVar(&o.log, "log", "", "log every fetch to standard error: text or json")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no summary; what failed is still told")
	completeWith(cmd, "log", "text", "json")
	return cmd
}

func runCrawl(cmd *cobra.Command, path string, o crawlOptions) error {
	if o.log != "" && o.log != "text" && o.log != "json" {
		return usageError(cmd, fmt.Errorf("--log %q: must be text or json", o.log))
	}
	if o.workers < 0 {
		return usageError(cmd, fmt.Errorf("--workers %d: must be 1 or more", o.workers))
	}
	if !(o.least >= 0 && o.least <= 1) { // NaN is neither
		return usageError(cmd, fmt.Errorf("--min-confidence %v: must be from 0 to 1", o.least))
	}
	c, err := readConfig(path)
	if err != nil {
		return err
	}
	c.tellBadRules(cmd.ErrOrStderr())
	if cmd.Flags().Changed("min-confidence") {
		c.Least = o.least
	}
	o.least = cmp.Or(c.Least, store.DoubtfulBelow)
	if o.store == "" {
		o.store = c.storeName()
	}
	if o.store == "" {
		return fmt.Errorf("%s names no store; add the line\n  store: articles.db\nor give --store FILE", path)
	}
	if o.workers == 0 {
		o.workers = c.Workers
	}
	if err := checkReport(o.report); err != nil {
		return err
	}
	j, err := newCrawlJob(cmd.Context(), c, o)
	if err != nil {
		return err
	}
	report, err := j.run(cmd.Context())
	if err = errors.Join(err, j.close()); err != nil {
		return fullDisk(err)
	}
	return j.conclude(cmd.Context(), report)
}

// crawlJob is one run of crawl, with all that it has open.
type crawlJob struct {
	o       crawlOptions
	store   store.Store
	fetcher *fetch.Fetcher
	archive *warc.Writer // nil: none
	metrics *metrics     // nil: none
	crawler *crawler.Crawler
	memory  *siteMemory // nil: not yet
	watch   *watcher
	sites   []crawler.Site

	collected bool // there is an article in the store
}

func newCrawlJob(ctx context.Context, c *config, o crawlOptions) (j *crawlJob, err error) {
	j = &crawlJob{o: o, sites: c.sites(), watch: newWatcher(o)}
	defer func() {
		if err != nil {
			err = errors.Join(err, j.close())
		}
	}()
	if j.store, err = openStore(ctx, o.store, false); err != nil {
		return j, err
	}
	options := crawler.Options{Store: j.store, Observe: j.watch.event, Workers: o.workers, Once: o.once}
	if err := shareStore(ctx, o.store, &options); err != nil {
		return j, err
	}
	about, contact := c.identity()
	agent := fetch.UserAgent(clean.Version, about, contact)
	if dir := c.archiveName(o.store); dir != "" {
		info := []warc.Info{{Name: "operator", Value: contact}, {Name: "http-header-user-agent", Value: agent}, {Name: "robots", Value: "obey"}}
		if j.archive, err = warc.NewWriter(warc.WriterOptions{Dir: dir, Software: "matn/" + clean.Version, Info: info}); err != nil {
			return j, err
		}
	}
	if j.fetcher, err = fetch.New(fetch.Options{UserAgent: agent, Proxy: http.ProxyFromEnvironment, TrustProxy: true}); err != nil {
		return j, err
	}
	if o.metrics != "" {
		if j.metrics, err = serveMetrics(o.metrics); err != nil {
			return j, err
		}
		j.watch.metrics = j.metrics
	}
	recorder, err := j.newRecorder(options.Now, o.workers)
	if err != nil {
		return j, err
	}
	options.Fetch, options.Agent, options.Clean = j.fetcher, agent, recorder.record
	if j.archive != nil {
		options.Archive, options.Revisited = j.keep, j.revisited
	}
	if j.crawler, err = crawler.New(options); err != nil {
		return j, err
	}
	return j, c.publish(ctx, j.store)
}

// newRecorder cleans for this job, whose end keeps what was learned. now is nil for
// this machine's clock.
func (j *crawlJob) newRecorder(now func() time.Time, workers int) (*recorder, error) {
	if now == nil {
		now = time.Now
	}
	r, err := newRecorder(j.store, now, workers)
	if err != nil {
		return nil, err
	}
	j.memory = r.sites
	r.cleaner.least = j.o.least
	r.sites.tell = func(host string, err error) {
		j.watch.mu.Lock() // the console is one
		defer j.watch.mu.Unlock()
		j.watch.console.tell(host, fmt.Sprintf("what was learned of it cannot be read, and is learned anew: %v", err))
	}
	return r, nil
}

func (j *crawlJob) run(ctx context.Context) (crawler.Report, error) {
	report, err := j.crawler.Run(ctx)
	j.watch.end()
	for _, problem := range j.store.Articles(context.WithoutCancel(ctx), store.Filter{Limit: 1}) {
		j.collected, err = problem == nil, errors.Join(err, problem)
	}
	if j.o.report == "" {
		return report, err
	}
	return report, errors.Join(err, writeReport(j.o.report, report))
}

func (j *crawlJob) close() error {
	var errs []error
	if j.metrics != nil {
		errs = append(errs, j.metrics.close())
	}
	if j.memory != nil {
		if err := j.memory.close(context.Background()); err != nil { // they are learned again
			j.watch.console.line("matn: what was learned of some sites last is not kept: " + err.Error())
		}
	}
	if j.fetcher != nil {
		j.fetcher.Close()
	}
	if j.archive != nil {
		errs = append(errs, j.archive.Close())
	}
	if j.store != nil {
		errs = append(errs, j.store.Close())
	}
	return errors.Join(errs...)
}

// keep writes a page into the archive.
func (j *crawlJob) keep(p *page.Page) (store.Raw, error) {
	at, err := j.archive.Write(exchange(p))
	return store.Raw{File: at.File, Offset: at.Offset, Length: at.Length, Digest: at.Digest}, err
}

// revisited writes into the archive that a page is as it was.
func (j *crawlJob) revisited(p *page.Page, a store.Article) error {
	return archiveAgain(j.archive, p, a)
}

// archiveAgain writes that the page of an article is as it was, unless its record has
// been moved away: then there is nothing to refer to.
func archiveAgain(w *warc.Writer, p *page.Page, a store.Article) error {
	_, err := w.Again(exchange(p), a.File, a.Offset)
	var damaged *warc.RecordError
	if errors.Is(err, fs.ErrNotExist) || errors.As(err, &damaged) {
		return nil
	}
	return err
}

// exchange is a page as an archive takes it.
func exchange(p *page.Page) *warc.Exchange {
	return &warc.Exchange{URL: p.URL, Fetched: p.Fetched, RemoteAddr: p.RemoteAddr, Request: p.RequestHeader,
		Status: p.Status, Header: p.Header, Body: p.Body, Truncated: p.Truncated}
}
