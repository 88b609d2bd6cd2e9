package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/clean/render"
)

// inspectOptions are the flags of inspect.
type inspectOptions struct {
	getOptions // of a URL; its articleFlags hold those of the cleaner
	kind       string
	url        string
	output     string

	chosen chosenArticles // of a collection
	last   int
}

func newInspectCommand() *cobra.Command {
	o := inspectOptions{}
	o.maxBytes, o.jobs = clean.DefaultMaxBytes, 1
	cmd := &cobra.Command{
		Use:   "inspect URL|PATH|- or --store FILE --site NAME",
		Short: "Show what matn makes of one page, block by block, or of one site",
		Long: `Clean one page and write a report of it: one HTML file that needs nothing beside
it. It has every block of the page in order, kept and stripped in two colours, each
with its role, its probability and the reason; buttons for single roles; what is
known of the article and where each field came from; the clean article beside it.
A page without an article gives a report too, and exit status 1.

With --store and --site, the report is of the last articles of a site: their length,
confidence and share of chrome over time.

` + exitHelp,
		Example: `  matn inspect https://paper.example/news/1 -o report.html
  matn inspect page.html -o report.html
  curl -s https://paper.example/1 | matn inspect - --url https://paper.example/1 > report.html
  matn inspect --store articles.db --site paper.example -o site.html`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0 && o.chosen.store != "":
				return inspectSite(cmd, o)
			case len(args) == 0:
				return usageError(cmd, errors.New("nothing to inspect: give a URL, a PATH, or --store with --site"))
			case o.chosen.store != "":
				return usageError(cmd, errors.New("a page or a --store, not both"))
			}
			return runInspect(cmd, args[0], o)
		},
	}
	o.registerCleaner(cmd)
	o.registerFetch(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&o.output, "output", "o", "", "write the report to this file instead of standard output")
	flags.StringVar(&o.kind, "type", "auto", "what a PATH is: auto, html or text")
	flags.StringVar(&o.url, "url", "", "where the page of a PATH came from, for its links and dates")
	storeFlag(cmd, &o.chosen.store)
	flags.StringVar(&o.chosen.site, "site", "", "the site of --store to show")
	flags.IntVar(&o.last, "last", defaultLast, "how many of its articles")
	completeWith(cmd, "type", inspectKinds...)
	return cmd
}

// inspectKinds are the types of input that are one page.
var inspectKinds = []string{string(kindAuto), string(kindHTML), string(kindText)}

func runInspect(cmd *cobra.Command, arg string, o inspectOptions) error {
	cleaner, err := o.cleaner(cmd, true)
	if err != nil {
		return err
	}
	a, err := o.inspect(cmd, cleaner, arg)
	empty := errors.Is(err, clean.ErrNoContent) && a != nil
	if err != nil && !empty {
		return fmt.Errorf("%s: %s", shown(arg), strings.TrimPrefix(trimPackage(describe(err)), arg+": "))
	}
	var page bytes.Buffer
	if err := render.Report(&page, a); err != nil {
		return err
	}
	if err := o.write(cmd, page.Bytes()); err != nil {
		return err
	}
	if empty {
		fmt.Fprintf(cmd.ErrOrStderr(), "matn: %s: %s; the report shows what there is\n", printable(shown(arg)), trimPackage(describe(emptyPage(err, len(a.Blocks)))))
		return &exitError{exitNothing}
	}
	return nil
}

// inspect cleans the page that arg names: a URL has a scheme, all else is a file.
func (o *inspectOptions) inspect(cmd *cobra.Command, cleaner *siteCleaner, arg string) (*clean.Article, error) {
	if strings.Contains(arg, "://") {
		g, err := newGetter(cmd, cleaner, o.getOptions)
		if err != nil {
			return nil, err
		}
		defer g.fetcher.Close()
		return g.get(cmd.Context(), arg)
	}
	s := &source{cleaner: cleaner, kind: kind(o.kind), url: o.url, maxBytes: int64(o.maxBytes), stdin: cmd.InOrStdin()}
	return s.onlyPage(cmd.Context(), arg)
}

// errOnePage says what inspect cannot show.
var errOnePage = errors.New("holds many pages, and a report is of one; clean it with --explain, or give a file of one page")

// onlyPage cleans the one page of a file.
func (s *source) onlyPage(ctx context.Context, path string) (*clean.Article, error) {
	files, many := findFiles([]string{path}, pageExtensions)
	if many || len(files) != 1 {
		return nil, errOnePage
	}
	var tasks []task
	for t := range s.tasks(files, false) {
		tasks = append(tasks, t)
		if len(tasks) > 1 || t.name != path {
			return nil, errOnePage
		}
	}
	return tasks[0].clean(ctx)
}

// write puts the report where -o says.
func (o *inspectOptions) write(cmd *cobra.Command, page []byte) error {
	if o.output == "" || o.output == "-" {
		_, err := cmd.OutOrStdout().Write(page)
		return err
	}
	return writeWhole(o.output, page)
}
