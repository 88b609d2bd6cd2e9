package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"

	"matn/crawler"
)

// watcher tells of a crawl while it goes on: on a terminal, in a log, as metrics.
type watcher struct {
	console *console
	log     *slog.Logger // nil: none
	metrics *metrics     // nil: none

	mu     sync.Mutex
	counts struct{ fetched, fresh, revised, failed int }
}

func newWatcher(o crawlOptions) *watcher {
	w := &watcher{log: newLogger(o.log, os.Stderr)}
	w.console = newConsole(o.quiet || w.log != nil, 0)
	w.console.describe("crawling")
	return w
}

// event takes note of one.
func (w *watcher) event(e crawler.Event) {
	if w.log != nil {
		logEvent(w.log, e)
	}
	if w.metrics != nil {
		w.metrics.event(e)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	n := &w.counts
	switch {
	case e.Status != 0:
		n.fetched++
	case e.Err != nil:
		n.failed++
	}
	if e.Outcome.New {
		n.fresh++
	}
	if e.Outcome.Revised {
		n.revised++
	}
	w.console.describe(fmt.Sprintf("%d new, %d changed, %d failed  %s", n.fresh, n.revised, n.failed, e.Host))
	w.console.step()
}

// end takes the progress away.
func (w *watcher) end() { w.console.finish() }

// newLogger is the log of --log; nil without.
func newLogger(format string, to io.Writer) *slog.Logger {
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(to, nil))
	case "json":
		return slog.New(slog.NewJSONHandler(to, nil))
	}
	return nil
}

func logEvent(log *slog.Logger, e crawler.Event) {
	attrs := []any{"site", e.Site, "url", e.URL, "kind", string(e.Kind)}
	if e.Status != 0 {
		attrs = append(attrs, "status", e.Status, "bytes", e.Bytes, "took", e.Took)
	}
	if e.Outcome.Article != 0 {
		attrs = append(attrs, "article", e.Outcome.Article, "new", e.Outcome.New, "revised", e.Outcome.Revised)
	}
	if e.Outcome.Added > 0 {
		attrs = append(attrs, "found", e.Outcome.Added)
	}
	if e.Err != nil {
		log.Warn(e.What, append(attrs, "error", e.Err.Error())...)
		return
	}
	log.Info(e.What, attrs...)
}
