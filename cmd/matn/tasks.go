package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"time"

	"matn/clean"
	"matn/crawler/fleet"
	"matn/crawler/store"
	"matn/crawler/warc"
)

// Names of the tasks that a fleet does beside crawling.
const (
	taskReclean = "reclean"
	taskExport  = "export"
	taskPrune   = "prune"
)

// taskArgs say what a task works on. Not all of them mean something to each.
type taskArgs struct {
	Site   string    `json:"site,omitempty"`
	Since  time.Time `json:"since,omitzero"`
	Before time.Time `json:"before,omitzero"`
	All    bool      `json:"all,omitempty"`
	Format string    `json:"format,omitempty"`
	Output string    `json:"output,omitempty"`
	After  int64     `json:"after,omitempty"` // articles up to this one are done
}

// tasks are what a worker does beside crawling.
func (j *workerJob) tasks() map[string]fleet.Task {
	return map[string]fleet.Task{taskReclean: j.reclean, taskExport: j.export, taskPrune: j.prune}
}

func readTask(text []byte) (a taskArgs, err error) {
	if err := json.Unmarshal(text, &a); err != nil {
		return a, fmt.Errorf("arguments of the task: %w", err)
	}
	return a, nil
}

var errNoArchive = errors.New("this worker has no --archive to read pages from")

// recleanPart is how many articles are cleaned again in one part: a minute's work.
const recleanPart = 2000

// reclean cleans some pages again, from the archive, and says where to go on.
func (j *workerJob) reclean(ctx context.Context, text []byte) (next []byte, err error) {
	a, err := readTask(text)
	if err != nil {
		return nil, err
	}
	if j.o.archive == noArchive {
		return nil, errNoArchive
	}
	made, err := clean.New(clean.Options{})
	if err != nil {
		return nil, err
	}
	cleaner := &siteCleaner{Cleaner: made, least: j.o.least}
	if cleaner.rules, err = (&sharedRules{store: j.store, now: j.clock.Now}).current(ctx); err != nil {
		return nil, err
	}
	noted := &notingStore{Store: j.store}
	r := &recleaner{store: noted, cleaner: cleaner, sites: newSiteMemory(j.store, j.clock.Now, 0), pages: &keptPages{warc.OpenArchive(j.o.archive, warc.Options{}), j.o.archive}, console: j.watch.console}
	defer func() { err = errors.Join(err, r.pages.Close()) }()
	filter := store.Filter{Site: a.Site, Since: a.Since, After: a.After, Limit: recleanPart}
	if !a.All {
		filter.Extractor = "matn/" + clean.Version
	}
	if err := r.run(ctx, filter, runtime.GOMAXPROCS(0)); err != nil || noted.read < recleanPart {
		return nil, err
	}
	a.After = noted.last
	return json.Marshal(a)
}

// notingStore notes which articles were read.
type notingStore struct {
	store.Store
	read int
	last int64
}

// Articles implements store.Store.
func (n *notingStore) Articles(ctx context.Context, f store.Filter) iter.Seq2[store.Article, error] {
	return func(yield func(store.Article, error) bool) {
		for a, err := range n.Store.Articles(ctx, f) {
			if err == nil {
				n.read++
				n.last = a.ID
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

// export writes a file on this worker's disk, whole or not at all.
func (j *workerJob) export(ctx context.Context, text []byte) ([]byte, error) {
	a, err := readTask(text)
	if err != nil {
		return nil, err
	}
	if a.Format == "warc" && j.o.archive == noArchive {
		return nil, errNoArchive
	}
	o := exportOptions{format: a.Format, output: a.Output, archive: j.o.archive, chosen: chosenArticles{store: j.o.store}}
	target, err := openExport(o.output)
	if err != nil {
		return nil, err
	}
	e := &exporter{console: j.watch.console}
	if err := e.run(ctx, j.store, store.Filter{Site: a.Site, Since: a.Since}, o, target); err != nil {
		target.abandon()
		return nil, err
	}
	return nil, target.commit()
}

// prune forgets what is old.
func (j *workerJob) prune(ctx context.Context, text []byte) ([]byte, error) {
	a, err := readTask(text)
	if err != nil {
		return nil, err
	}
	if a.Before.IsZero() {
		return nil, errors.New("prune: no time was given")
	}
	_, err = j.store.Prune(ctx, a.Before)
	return nil, err
}
