package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"matn/crawler/store"
)

// statusOptions are the flags of status.
type statusOptions struct {
	store  string
	asJSON bool
}

func newStatusCommand() *cobra.Command {
	o := statusOptions{}
	cmd := &cobra.Command{
		Use:   "status [SITES.yaml]",
		Short: "Show how the crawl of each site stands",
		Long: `Show each site of a collection: URLs that are due, that were fetched, articles,
doubtful ones among them, URLs whose last visit failed, when the last new article came
and when the site is visited next. It may run while the crawl does.

The collection is named by --store, or by the configuration of the crawl.

Exit status: 0 done, 1 the collection has no sites, 2 it cannot be read.`,
		Example: `  matn status --store articles.db
  matn status sites.yaml
  matn status --store articles.db --json | jq '.[] | select(.failing > 0)'`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runStatus(cmd, args, o) },
	}
	storeFlag(cmd, &o.store)
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print JSON, an array with an object a site")
	return cmd
}

func runStatus(cmd *cobra.Command, args []string, o statusOptions) error {
	if len(args) == 1 && o.store == "" {
		if ext := strings.ToLower(filepath.Ext(args[0])); ext != ".yaml" && ext != ".yml" {
			return usageError(cmd, fmt.Errorf("%s is no configuration; try: matn status --store %s", args[0], args[0]))
		}
		c, err := readConfig(args[0])
		if err != nil {
			return err
		}
		o.store = c.storeName()
	}
	if o.store == "" {
		return usageError(cmd, errNoStore)
	}
	s, err := openStore(cmd.Context(), o.store, true)
	if err != nil {
		return err
	}
	defer s.Close()
	now := time.Now()
	all, err := s.Status(cmd.Context(), now)
	if err != nil {
		return err
	}
	if o.asJSON {
		err = statusJSON(os.Stdout, all)
	} else {
		err = statusTable(os.Stdout, all, now)
	}
	if err == nil && len(all) == 0 {
		return &exitError{exitNothing}
	}
	return err
}

// statusRow is a site as JSON. Times are RFC 3339; absent: none.
type statusRow struct {
	Site      string     `json:"site"`
	URL       string     `json:"url"`
	Active    bool       `json:"active"` // in the configuration of the last crawl
	URLs      int        `json:"urls"`
	Due       int        `json:"due"`
	Fetched   int        `json:"fetched"`
	Articles  int        `json:"articles"`
	Doubtful  int        `json:"doubtful"`
	Failing   int        `json:"failing"`
	Feeds     int        `json:"feeds"`
	LastNew   *time.Time `json:"last_new,omitempty"`
	NextVisit *time.Time `json:"next_visit,omitempty"`
	Waiting   string     `json:"waiting,omitempty"` // why the next visit is further away than usual
	LastError string     `json:"last_error,omitempty"`
}

func newStatusRow(s store.Status) statusRow {
	return statusRow{Site: s.Source.Name, URL: s.Source.URL, Active: s.Source.Active, URLs: s.URLs, Due: s.Due, Fetched: s.Fetched,
		Articles: s.Articles, Doubtful: s.Doubtful, Failing: s.Failing, Feeds: s.Feeds, LastNew: optional(s.LastNew),
		NextVisit: optional(s.NextVisit), Waiting: s.Host.Reason, LastError: s.LastError}
}

func statusJSON(w io.Writer, all []store.Status) error {
	rows := make([]statusRow, len(all))
	for i, s := range all {
		rows[i] = newStatusRow(s)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(rows)
}

func statusTable(w io.Writer, all []store.Status, now time.Time) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "due\tfetched\tarticles\tdoubtful\tfailing\tlast new\tnext visit\t  site")
	for _, s := range all {
		next := "never"
		switch {
		case !s.Source.Active:
			next = "not configured"
		case s.NextVisit.IsZero():
		case s.NextVisit.After(now):
			next = "in " + span(s.NextVisit.Sub(now))
		default:
			next = "now"
		}
		last := "never"
		if !s.LastNew.IsZero() {
			last = span(now.Sub(s.LastNew)) + " ago"
		}
		fmt.Fprintf(t, "%d\t%d\t%d\t%d\t%d\t%s\t%s\t  %s\n", s.Due, s.Fetched, s.Articles, s.Doubtful, s.Failing, last, next, printable(s.Source.Name))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, s := range all {
		for _, trouble := range []string{s.Host.Reason, s.LastError} {
			if trouble == "" {
				continue
			}
			if _, err := fmt.Fprintf(w, "%s: %s\n", printable(s.Source.Name), printable(trimPackage(trouble))); err != nil {
				return err
			}
		}
	}
	return nil
}

// span is a duration in its largest unit, as people say it: 3d, 5h, 12m, 40s.
func span(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	case d >= 2*time.Hour:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d >= 2*time.Minute:
		return fmt.Sprintf("%dm", d/time.Minute)
	}
	return fmt.Sprintf("%ds", max(d, 0)/time.Second)
}
