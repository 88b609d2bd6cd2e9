package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/crawler/store"
	"matn/crawler/warc"
)

// exportOptions are the flags of export.
type exportOptions struct {
	chosen  chosenArticles
	format  string
	output  string
	archive string
	quiet   bool

	clusters bool
	within   age
}

// exportFormats are what a collection can be written as.
var exportFormats = []string{"jsonl", "csv", formatParquet, "warc"}

func newExportCommand() *cobra.Command {
	o := exportOptions{within: age(defaultWithin)}
	cmd := &cobra.Command{
		Use:   "export --store FILE",
		Short: "Write the articles of a collection as jsonl, csv, parquet or warc",
		Long: `Write the articles of a collection, oldest first. A crawl may go on meanwhile.

--format jsonl has one object a line, with the keys of "matn get --format json" and
those of the collection: id, first_seen, fetched, revisions, duplicate_of (the id of an
older article with the same text), cluster (the id of the first of the articles that are
nearly the same), cluster_id with --clusters, warc and warc_offset (where the page is, as fetched).
csv and parquet have the same columns; in csv, lists are joined by "; ".
warc has the pages as they were fetched, one record each, for other tools.

-o FILE is written whole or not at all.

--clusters reads the articles twice, and tells which are about one event: copies of a
wire report and rewrites of the same news, whatever the paper, compared by their words.
cluster_id is then the id of the first article about it. Articles whose days of
publication are further apart than --within are about different events.

` + chosenHelp + "\n\n" + exitHelpStore,
		Example: `  matn export --store articles.db > articles.jsonl
  matn export --store articles.db --since 24h --format csv -o today.csv
  matn export --store articles.db --site paper.example --min-confidence 0.8 --format parquet -o paper.parquet
  matn export --store articles.db --since 2026-03-01 --format warc -o march.warc.gz`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runExport(cmd, o) },
	}
	o.chosen.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.format, "format", "jsonl", "how to write: "+strings.Join(exportFormats, ", "))
	flags.StringVarP(&o.output, "output", "o", "", "write to this file")
	flags.StringVar(&o.archive, "archive", "", "warc: the directory of the pages as fetched (default: that of the configuration, or beside the store)")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress")
	flags.BoolVar(&o.clusters, "clusters", false, "add cluster_id: which articles are about one event")
	flags.Var(&o.within, "within", "with --clusters: days between articles about one event at most, such as 3d; 0 for any")
	completeWith(cmd, "format", exportFormats...)
	return cmd
}

func runExport(cmd *cobra.Command, o exportOptions) (err error) {
	if !slices.Contains(exportFormats, o.format) {
		return usageError(cmd, fmt.Errorf("--format %q: must be %s", o.format, strings.Join(exportFormats, ", ")))
	}
	binary := o.format == formatParquet || o.format == "warc"
	if o.output == "" && binary && isTerminal(os.Stdout) {
		return usageError(cmd, fmt.Errorf("%s is not for a terminal; give -o FILE", o.format))
	}
	s, filter, err := o.chosen.open(cmd)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	target, err := openExport(o.output)
	if err != nil {
		return err
	}
	e := &exporter{console: newConsole(o.quiet, 0)}
	err = e.run(cmd.Context(), s, filter, o, target)
	e.console.finish()
	if err != nil || e.written == 0 {
		target.abandon()
	} else {
		err = target.commit()
	}
	switch {
	case err != nil:
		return err
	case e.written == 0 && e.failed == 0:
		e.console.line("matn: no article of " + shownStore(o.chosen.store) + " is among those asked for")
		return &exitError{exitNothing}
	case e.written == 0:
		return &exitError{exitFailure}
	case e.failed > 0:
		return &exitError{exitSome}
	}
	return nil
}

// exporter counts what it writes.
type exporter struct {
	console         *console
	written, failed int
}

func (e *exporter) run(ctx context.Context, s store.Store, filter store.Filter, o exportOptions, out io.Writer) error {
	buffered := bufio.NewWriterSize(out, 1<<16)
	found, err := o.events(ctx, s, filter)
	if err != nil {
		return err
	}
	w, err := newArticleWriter(ctx, s, o, found, buffered)
	if err != nil {
		return err
	}
	for a, err := range s.Articles(ctx, filter) {
		if err != nil {
			return err
		}
		switch err := w.write(&a); {
		case errors.As(err, new(*lostArticle)):
			e.failed++
			e.console.tell(a.URL, err.Error())
			continue
		case errors.Is(err, errNoPages):
			return err
		case err != nil:
			return fmt.Errorf("cannot write the output: %w", err)
		}
		e.written++
		e.console.step()
	}
	if err := errors.Join(w.close(), buffered.Flush()); err != nil {
		return fmt.Errorf("cannot write the output: %w", err)
	}
	return ctx.Err()
}

// lostArticle is an article that cannot be written, for a fault of its own.
type lostArticle struct{ err error }

func (e *lostArticle) Error() string { return e.err.Error() }
func (e *lostArticle) Unwrap() error { return e.err }

// exportTarget is where an export goes.
type exportTarget struct {
	io.Writer
	commit  func() error
	abandon func()
}

func openExport(path string) (*exportTarget, error) {
	if path == "" {
		return &exportTarget{os.Stdout, func() error { return nil }, func() {}}, nil
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, outputError(path, err)
		}
		return &exportTarget{f, f.Close, func() { _ = f.Close() }}, nil // nothing was written that is to be kept
	}
	t, err := createTemp(path)
	if err != nil {
		return nil, outputError(path, err)
	}
	return &exportTarget{t, t.commit, t.remove}, nil
}

// articleWriter writes articles of a store in one format.
type articleWriter interface {
	write(*store.Article) error
	close() error
}

func newArticleWriter(ctx context.Context, s store.Store, o exportOptions, e events, out io.Writer) (articleWriter, error) {
	switch o.format {
	case "csv":
		return newCSVWriter(out, e)
	case formatParquet:
		return &parquetArticles{e, newParquetWriter[storedRow](out)}, nil
	case "warc":
		pages, err := openPages(ctx, s, o.chosen.store, o.archive, warc.Options{})
		if err != nil {
			return nil, err
		}
		err = warc.WriteInfo(out, o.output, time.Now(), warc.WriterOptions{Software: "matn/" + clean.Version,
			Info: []warc.Info{{Name: "description", Value: "pages of the articles of " + shownStore(o.chosen.store)}}})
		return &warcArticles{out, pages}, err
	}
	return &lineArticles{e, out}, nil
}

// lineArticles writes jsonl.
type lineArticles struct {
	events
	out io.Writer
}

func (l *lineArticles) write(a *store.Article) error {
	row, err := l.row(a)
	if err != nil {
		return &lostArticle{err}
	}
	line, err := encodeJSON(row)
	if err != nil {
		return &lostArticle{err}
	}
	_, err = l.out.Write(line)
	return err
}

func (l *lineArticles) close() error { return nil }

// warcArticles copies the records of the pages.
type warcArticles struct {
	out   io.Writer
	pages *keptPages
}

func (w *warcArticles) write(a *store.Article) error {
	if a.File == "" {
		return &lostArticle{errors.New("its page was not kept")}
	}
	var failed *writeError
	err := w.pages.Copy(&failingWriter{w.out}, a.File, a.Offset, a.Length)
	if err == nil || errors.As(err, &failed) {
		return err
	}
	if gone := w.pages.there(); gone != nil {
		return gone
	}
	return &lostArticle{err}
}

func (w *warcArticles) close() error { return w.pages.Close() }

// failingWriter marks errors of writing, to tell them from those of reading.
type failingWriter struct{ w io.Writer }

type writeError struct{ err error }

func (e *writeError) Error() string { return e.err.Error() }
func (e *writeError) Unwrap() error { return e.err }

func (f *failingWriter) Write(p []byte) (int, error) {
	n, err := f.w.Write(p)
	if err != nil {
		err = &writeError{err}
	}
	return n, err
}
