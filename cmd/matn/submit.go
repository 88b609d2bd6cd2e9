package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"matn/crawler/fleet"
	"matn/crawler/store/postgres"
)

// submitOptions are the flags of submit.
type submitOptions struct {
	store, site, since, before string
	format, output             string
	all, json                  bool
}

// submitList is no task: it shows them.
const submitList = "list"

func newSubmitCommand() *cobra.Command {
	o := submitOptions{format: "jsonl"}
	cmd := &cobra.Command{
		Use:   "submit reclean|export|prune|list --store postgres://USER@HOST/DATABASE",
		Short: "Have the workers of a fleet do something beside crawling",
		Long: `Put a task into the queue of the workers (matn worker) that share a store. It is done
by one of them when it has time, while the crawl goes on; one that fails, or whose worker
dies, is done again.

reclean  cleans the pages of the collection again, as matn reclean does, part by part,
         from the archive that the workers share; --site, --since, --all
export   writes a file on the disk of the worker that does it, so give a directory that
         all of them share; -o, --format jsonl, csv, parquet or warc, --site, --since
prune    forgets former versions of articles, runs and statistics of days from before
         --before: a date, or an age such as 90d

list     submits nothing, and says how the tasks stand: which wait, run or failed and why,
         and what was done in the last minute; --json. One that fails is tried again, five
         times in all.

Exit status: 0 submitted, or waiting already; 2 wrong usage, or it failed.`,
		Example: `  matn submit reclean --store postgres://matn@db.example/news
  matn submit export --store postgres://matn@db.example/news --format parquet -o /srv/export/news.parquet
  matn submit prune --store postgres://matn@db.example/news --before 90d
  matn submit list --store postgres://matn@db.example/news`,
		Args:      cobra.ExactArgs(1),
		ValidArgs: []string{taskReclean, taskExport, taskPrune, submitList},
		RunE:      func(cmd *cobra.Command, args []string) error { return runSubmit(cmd, args[0], o) },
	}
	flags := cmd.Flags()
	storeFlag(cmd, &o.store)
	flags.StringVar(&o.site, "site", "", "reclean, export: only articles of this site")
	flags.StringVar(&o.since, "since", "", "reclean, export: only articles since this date or for so long")
	flags.BoolVar(&o.all, "all", false, "reclean: also what this version of matn made")
	flags.StringVar(&o.format, "format", o.format, "export: "+strings.Join(exportFormats, ", "))
	flags.StringVarP(&o.output, "output", "o", "", "export: the file, on the workers' disk")
	flags.BoolVar(&o.json, "json", false, "list: print it as JSON")
	flags.StringVar(&o.before, "before", "", "prune: a date such as 2026-03-01, or an age such as 90d")
	return cmd
}

func runSubmit(cmd *cobra.Command, name string, o submitOptions) error {
	if name == submitList {
		return listTasks(cmd, o)
	}
	args, err := o.args(name, time.Now())
	if err != nil {
		return usageError(cmd, err)
	}
	isNew, err := fleet.Submit(cmd.Context(), o.store, name, args)
	if err != nil {
		return err
	}
	if !isNew {
		fmt.Fprintf(cmd.ErrOrStderr(), "matn: %s: the same task is in the queue already\n", name)
		return nil
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "matn: %s: submitted\n", name)
	return nil
}

// args checks the flags that a task needs.
func (o *submitOptions) args(name string, now time.Time) (a taskArgs, err error) {
	if !postgres.IsURL(o.store) {
		return a, errNoFleet
	}
	a.Site = o.site
	if a.Since, err = moment(o.since, now); err != nil {
		return a, fmt.Errorf("--since %q: %w", o.since, err)
	}
	switch name {
	case taskReclean:
		a.All = o.all
	case taskExport:
		a.Format, a.Output = o.format, o.output
		if !slices.Contains(exportFormats, o.format) {
			return a, fmt.Errorf("--format %q: must be %s", o.format, strings.Join(exportFormats, ", "))
		}
		if !filepath.IsAbs(o.output) {
			return a, errors.New("export needs -o with a path from the root, of a directory that the workers share")
		}
	case taskPrune:
		if a.Before, err = moment(o.before, now); err != nil || o.before == "" {
			return a, fmt.Errorf("--before %q: must be a date such as 2026-03-01, or an age such as 90d", o.before)
		}
	default:
		return a, fmt.Errorf("there is no task %q; there are %s, %s and %s; %s shows how they stand", name, taskReclean, taskExport, taskPrune, submitList)
	}
	return a, nil
}

var errNoFleet = errors.New("workers share a PostgreSQL: give --store postgres://USER@HOST/DATABASE")

// listTasks shows how the tasks stand, one a line.
func listTasks(cmd *cobra.Command, o submitOptions) error {
	if !postgres.IsURL(o.store) {
		return usageError(cmd, errNoFleet)
	}
	tasks, err := fleet.Tasks(cmd.Context(), o.store)
	if err != nil {
		return err
	}
	if o.json {
		return printJSON(cmd.OutOrStdout(), slices.Concat([]fleet.TaskStatus{}, tasks)) // [], not null
	}
	if len(tasks) == 0 {
		fmt.Fprintln(cmd.ErrOrStderr(), "matn: no task waits or runs, and none has failed")
		return nil
	}
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "state\tat\ttries\ttask\targuments\terror")
	for _, t := range tasks {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\n", t.State, t.At.UTC().Format(time.RFC3339), t.Tries, printable(t.Name), printable(string(t.Args)), printable(trimPackage(t.Error)))
	}
	return w.Flush()
}
