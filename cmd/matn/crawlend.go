package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"matn/crawler"
	"matn/crawler/store"
)

// fullDisk says what to do about a full disk, whose errors are the store's or those of
// the archive.
func fullDisk(err error) error {
	if errors.Is(err, syscall.ENOSPC) && !errors.Is(err, store.ErrFull) {
		return fmt.Errorf("%w; what was committed is safe: make room and run it again", err)
	}
	return firstFull(err)
}

// firstFull gives the first of several errors that a full disk made, which says all: the
// others are of what was under way. Errors of another kind come back as they are.
func firstFull(err error) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || !errors.Is(err, store.ErrFull) {
		return err
	}
	for _, e := range joined.Unwrap() {
		if e == store.ErrFull {
			return err // the very error that was worded with it
		}
		if errors.Is(e, store.ErrFull) {
			return firstFull(e)
		}
	}
	return err
}

// checkReport says at once that a report cannot be written, and not when all is done.
func checkReport(path string) error {
	if path == "" || path == "-" {
		return nil
	}
	if isDevice(path) {
		return nil
	}
	t, err := createTemp(path)
	if err != nil {
		return outputError(path, err)
	}
	t.remove()
	return nil
}

// writeReport writes the report as JSON, whole or not at all.
func writeReport(path string, r crawler.Report) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if path == "-" {
		_, err := os.Stdout.Write(text)
		return err
	}
	return writeWhole(path, text)
}

// conclude says what came of the run, and turns it into an exit code.
func (j *crawlJob) conclude(ctx context.Context, r crawler.Report) error {
	failed := j.failedSites(r)
	for _, s := range failed {
		j.watch.console.tell(s.Site, s.LastError)
	}
	drifted := false
	for _, s := range r.Sites {
		for _, a := range s.Alarms {
			j.watch.console.tell(s.Site, "it is not what it was: "+a.String())
			drifted = true
		}
	}
	if !j.o.quiet {
		j.watch.console.line("matn: " + summary(r))
		if t := r.Total; !r.Stopped && t.Fetched+t.Failed+t.Disallowed+t.Missing == 0 {
			j.watch.console.line("matn: nothing was due; matn status tells when each site is visited next, and why not now")
		}
	}
	switch {
	case r.Stopped && j.o.once:
		return ctx.Err()
	case r.Stopped:
		return nil // that is how it ends
	case len(failed) > 0 && len(failed) == len(j.sites):
		return &exitError{exitFailure}
	case len(failed) > 0 || drifted:
		return &exitError{exitSome}
	case r.Total.New+r.Total.Revised == 0 && !j.collected:
		return &exitError{exitNothing}
	}
	return nil
}

// failedSites are those that gave nothing of use, and something that was not.
func (j *crawlJob) failedSites(r crawler.Report) (failed []crawler.SiteReport) {
	for _, s := range r.Sites {
		if s.Useful == 0 && s.Failed+s.Missing+s.Disallowed > 0 {
			failed = append(failed, s)
		}
	}
	return failed
}

func summary(r crawler.Report) string {
	t := r.Total
	return fmt.Sprintf("%d new, %d changed; fetched %d (%d unchanged), %d failed, in %v", t.New, t.Revised, t.Fetched,
		t.Unchanged, t.Failed, r.Ended.Sub(r.Started).Round(time.Second))
}
