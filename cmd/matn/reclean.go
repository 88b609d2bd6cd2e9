package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"runtime"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/clean/profile"
	"matn/crawler/page"
	"matn/crawler/store"
	"matn/crawler/warc"
)

// recleanOptions are the flags of reclean.
type recleanOptions struct {
	cleanerFlags
	chosen  chosenArticles
	all     bool
	dryRun  bool
	archive string
	jobs    int
	quiet   bool
}

func newRecleanCommand() *cobra.Command {
	o := recleanOptions{cleanerFlags: cleanerFlags{maxBytes: defaultGetBytes}, jobs: runtime.GOMAXPROCS(0)}
	cmd := &cobra.Command{
		Use:   "reclean --store FILE",
		Short: "Clean the pages of a collection again, without fetching them",
		Long: `Clean the pages of a collection again, from the bytes that the crawl kept, with what it
has learned of their sites since, and with the rules of its configuration or of --rules. Without --all these are the articles that another version
of matn made, so that a run that was stopped goes on where it was. What a page is found to
hold replaces what the collection has of it; a page on which no article is found any more
keeps its old text, and is told.

No crawl may go on meanwhile.

` + chosenHelp + "\n\n" + exitHelpStore,
		Example: `  matn reclean --store articles.db
  matn reclean --store articles.db --all --site paper.example
  matn reclean --store articles.db --dry-run`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runReclean(cmd, o) },
	}
	o.chosen.register(cmd)
	o.registerCleaner(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&o.all, "all", false, "also what this version of matn made")
	flags.BoolVarP(&o.dryRun, "dry-run", "n", false, "say what would change, and change nothing")
	flags.StringVar(&o.archive, "archive", "", "the directory of the pages as fetched (default: that of the configuration, or beside the store)")
	flags.IntVar(&o.jobs, "jobs", o.jobs, "how many pages to work on at once")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress; what failed is still told")
	return cmd
}

func runReclean(cmd *cobra.Command, o recleanOptions) (err error) {
	if o.jobs < 1 {
		return usageError(cmd, fmt.Errorf("--jobs %d: must be 1 or more", o.jobs))
	}
	cleaner, err := o.cleaner(cmd, false)
	if err != nil {
		return err
	}
	s, filter, err := o.chosen.open(cmd)
	if err != nil {
		return err
	}
	if !o.dryRun { // a store that exists, and the right to change it
		if err := s.Close(); err != nil {
			return err
		}
		if s, err = openStore(cmd.Context(), o.chosen.store, false); err != nil {
			return err
		}
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if !o.all {
		filter.Extractor = "matn/" + clean.Version
	}
	pages, err := openPages(cmd.Context(), s, o.chosen.store, o.archive, warc.Options{MaxRecord: int64(o.maxBytes)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pages.Close()) }()
	if o.rules == "" {
		if cleaner.rules, err = (&sharedRules{store: s, now: time.Now}).current(cmd.Context()); err != nil {
			return err
		}
	}
	settings, err := readSettings(cmd.Context(), s)
	if err != nil {
		return err
	}
	cleaner.least = settings.doubtfulBelow() // as the crawl marks them
	r := &recleaner{store: s, cleaner: cleaner, sites: newSiteMemory(s, time.Now, o.jobs), pages: pages, dryRun: o.dryRun, console: newConsole(o.quiet, 0)}
	err = r.run(cmd.Context(), filter, o.jobs)
	r.console.finish()
	if err != nil {
		return err
	}
	return r.verdict(o)
}

// recleaner cleans the pages of a store again.
type recleaner struct {
	store   store.Store
	cleaner *siteCleaner
	sites   *siteMemory // what the crawl has learned of them; nothing is added
	pages   *keptPages
	dryRun  bool

	mu                    sync.Mutex // console and counts
	console               *console
	done, changed, failed int
}

// run works on articles in parallel. It ends early when the store fails.
func (r *recleaner) run(parent context.Context, filter store.Filter, jobs int) error {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	queue := make(chan store.Article)
	var workers sync.WaitGroup
	for range jobs {
		workers.Go(func() {
			for a := range queue {
				if err := r.article(ctx, &a); err != nil {
					cancel(err)
				}
			}
		})
	}
	err := r.feed(ctx, filter, queue)
	close(queue)
	workers.Wait()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(err, cause) {
		err = errors.Join(cause, err)
	}
	if parent.Err() != nil {
		return parent.Err()
	}
	return err
}

func (r *recleaner) feed(ctx context.Context, filter store.Filter, queue chan<- store.Article) error {
	for a, err := range r.store.Articles(ctx, filter) {
		if err != nil {
			return err
		}
		select {
		case queue <- a:
		case <-ctx.Done():
			return nil
		}
	}
	return nil
}

// article cleans one page again. Errors are only those that all pages would have.
func (r *recleaner) article(ctx context.Context, a *store.Article) error {
	cleaner, err := r.knowing(ctx, a)
	if err != nil {
		return err
	}
	content, err := r.clean(cleaner, a)
	if err != nil && a.File != "" && errors.Is(err, fs.ErrNotExist) {
		if err := r.pages.there(); err != nil {
			return err
		}
	}
	if err != nil {
		r.count(a, false, err)
		return nil
	}
	if r.dryRun {
		r.count(a, content.Hash != a.Hash || content.Title != a.Title, nil)
		return nil
	}
	changed, err := r.store.Reclean(ctx, a.ID, content)
	if err != nil {
		return err
	}
	r.count(a, changed, nil)
	return nil
}

// knowing is the cleaner with what the store knows of the article's site, unless a
// file of profiles was given.
func (r *recleaner) knowing(ctx context.Context, a *store.Article) (*siteCleaner, error) {
	host := profile.Site(a.URL)
	if r.cleaner.profiles.For(host) != nil {
		return r.cleaner, nil
	}
	known, err := r.sites.profile(ctx, a.Site, host)
	if err != nil {
		return nil, err
	}
	knowing := *r.cleaner
	knowing.profiles = profile.Set{host: known}
	return &knowing, nil
}

func (r *recleaner) clean(cleaner *siteCleaner, a *store.Article) (store.Content, error) {
	if a.File == "" {
		return store.Content{}, errors.New("its page was not kept")
	}
	rec, err := r.pages.Record(a.File, a.Offset)
	if err != nil {
		return store.Content{}, err
	}
	p, err := archivedPage(rec)
	if err != nil {
		return store.Content{}, err
	}
	article, err := cleanPage(cleaner, p)
	if err != nil {
		return store.Content{}, err
	}
	return storedContent(article)
}

// archivedPage is the page that a record holds.
func archivedPage(rec *warc.Record) (*page.Page, error) {
	if rec.HTTP == nil || rec.Type != "response" {
		return nil, fmt.Errorf("its record is a %s without a page", rec.Type)
	}
	header := rec.HTTP.Header
	if header == nil {
		header = http.Header{}
	}
	return &page.Page{URLAsked: rec.TargetURI, URL: rec.TargetURI, Status: rec.HTTP.Status, Header: header,
		ContentType: rec.ContentType(), Body: rec.Payload, Fetched: rec.Date}, nil
}

func (r *recleaner) count(a *store.Article, changed bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.console.step()
	switch {
	case err != nil:
		r.failed++
		r.console.tell(a.URL, err.Error())
		return
	case changed && r.dryRun:
		r.console.line(a.URL + ": would change")
	}
	r.done++
	if changed {
		r.changed++
	}
}

func (r *recleaner) verdict(o recleanOptions) error {
	would := ""
	if o.dryRun {
		would = "would be "
	}
	if r.done+r.failed == 0 {
		if !o.all {
			r.console.line("matn: nothing to do: no article was made by another version; --all cleans all of them")
			return nil
		}
		r.console.line("matn: no article of " + shownStore(o.chosen.store) + " is among those asked for")
		return &exitError{exitNothing}
	}
	if !o.quiet {
		r.console.line(fmt.Sprintf("matn: %d articles %scleaned again, %d of them changed, %d failed", r.done, would, r.changed, r.failed))
	}
	switch {
	case r.failed > 0 && r.done == 0:
		return &exitError{exitFailure}
	case r.failed > 0:
		return &exitError{exitSome}
	}
	return nil
}
