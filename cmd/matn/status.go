package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"matn/crawler/drift"
	"matn/crawler/store"
)

// statusOptions are the flags of status.
type statusOptions struct {
	store    string
	asJSON   bool
	doubtful bool
	below    float64
	clusters bool
	within   age
}

func newStatusCommand() *cobra.Command {
	o := statusOptions{within: age(defaultWithin)}
	cmd := &cobra.Command{
		Use:   "status [SITES.yaml]",
		Short: "Show how the crawl of each site stands",
		Long: `Show each site of a collection: URLs that are due, that were fetched, articles,
doubtful ones among them, URLs whose last visit failed, when the last new article came
and when the site is visited next; below that what is wrong, also when a site broke
with its history: its articles became fewer, shorter or more doubtful than they
were, or of another template than most; and selectors of its rules that find nothing
any more. It may run while the crawl does. --doubtful lists the doubtful articles;
--clusters those that are about one event, copies of a wire report and rewritten ones,
largest group first, under the cluster_id that "matn export --clusters" gives them.

The collection is named by --store, or by the configuration of the crawl.

Exit status: 0 done, 1 the collection has no sites, or --clusters found nothing,
2 it cannot be read.`,
		Example: `  matn status --store articles.db
  matn status sites.yaml
  matn status --store articles.db --doubtful --below 0.7
  matn status --store articles.db --clusters
  matn status --store articles.db --json | jq '.[] | select(.failing > 0)'`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runStatus(cmd, args, o) },
	}
	storeFlag(cmd, &o.store)
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print JSON, an array with an object a site")
	cmd.Flags().BoolVar(&o.doubtful, "doubtful", false, "list the articles whose confidence is below --below, least first")
	cmd.Flags().Float64Var(&o.below, "below", 0, "the confidence under which an article is doubtful; 0 is that of the last crawl, which is 0.5 unless it was told otherwise")
	cmd.Flags().BoolVar(&o.clusters, "clusters", false, "list the articles that are about one event, by cluster_id")
	cmd.Flags().Var(&o.within, "within", "with --clusters: days between articles about one event at most, such as 3d; 0 for any")
	cmd.MarkFlagsMutuallyExclusive("doubtful", "clusters")
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
	if !(o.below >= 0) { // nor NaN
		return usageError(cmd, fmt.Errorf("--below %g: must be 0 or more", o.below))
	}
	s, err := openStore(cmd.Context(), o.store, true)
	if err != nil {
		return err
	}
	defer s.Close()
	settings, err := readSettings(cmd.Context(), s)
	if err != nil { // they matter little here
		fmt.Fprintf(cmd.ErrOrStderr(), "matn: %s\n", printable(err.Error()))
	}
	if o.below == 0 {
		o.below = settings.doubtfulBelow()
	}
	switch {
	case o.doubtful:
		return listDoubtful(cmd.Context(), os.Stdout, s, o)
	case o.clusters:
		return listClusters(cmd.Context(), os.Stdout, s, o)
	}
	return showSites(cmd, s, o)
}

// showSites prints how each site stands.
func showSites(cmd *cobra.Command, s store.Store, o statusOptions) error {
	now := time.Now()
	rows, err := statusRows(cmd, s, o.below, now)
	if err != nil {
		return err
	}
	if o.asJSON {
		err = printJSON(os.Stdout, rows)
	} else {
		err = statusTable(os.Stdout, rows, now)
	}
	if err == nil && len(rows) == 0 {
		return &exitError{exitNothing}
	}
	return err
}

func statusRows(cmd *cobra.Command, s store.Store, below float64, now time.Time) ([]statusRow, error) {
	ctx := cmd.Context()
	all, err := s.Status(ctx, now)
	if err != nil {
		return nil, err
	}
	set, err := (&sharedRules{store: s, now: time.Now}).current(ctx)
	if err != nil { // the sites can be shown all the same
		fmt.Fprintf(cmd.ErrOrStderr(), "matn: %s\n", printable(err.Error()))
	}
	if err := countDoubtful(ctx, s, all, below); err != nil {
		return nil, err
	}
	rows := make([]statusRow, len(all))
	for i := range all {
		rows[i] = newStatusRow(all[i])
		if rows[i].Alarms, err = drift.Alarms(ctx, s, all[i].Source.ID, now); err != nil {
			return nil, err
		}
		if rows[i].MissedRules, err = missedRules(ctx, s, all[i].Source.ID, set); err != nil {
			return nil, err
		}
	}
	return rows, nil
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

	Alarms      []drift.Alarm `json:"alarms,omitempty"`       // breaks with the site's history
	MissedRules []missedRule  `json:"missed_rules,omitempty"` // rules that find nothing any more
}

func newStatusRow(s store.Status) statusRow {
	return statusRow{Site: s.Source.Name, URL: s.Source.URL, Active: s.Source.Active, URLs: s.URLs, Due: s.Due, Fetched: s.Fetched,
		Articles: s.Articles, Doubtful: s.Doubtful, Failing: s.Failing, Feeds: s.Feeds, LastNew: optional(s.LastNew),
		NextVisit: optional(s.NextVisit), Waiting: s.Host.Reason, LastError: s.LastError}
}

// countDoubtful counts again what the store counted, for another bound than its own.
func countDoubtful(ctx context.Context, s store.Store, all []store.Status, below float64) error {
	if below == store.DoubtfulBelow {
		return nil
	}
	doubtful := map[string]int{}
	for a, err := range s.Articles(ctx, store.Filter{MaxConfidence: below}) {
		if err != nil {
			return err
		}
		doubtful[a.Site]++
	}
	for i := range all {
		all[i].Doubtful = doubtful[all[i].Source.Name]
	}
	return nil
}

// printJSON writes a value as people read it.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func statusTable(w io.Writer, rows []statusRow, now time.Time) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "due\tfetched\tarticles\tdoubtful\tfailing\tlast new\tnext visit\t  site")
	for _, s := range rows {
		last := "never"
		if s.LastNew != nil {
			last = span(now.Sub(*s.LastNew)) + " ago"
		}
		fmt.Fprintf(t, "%d\t%d\t%d\t%d\t%d\t%s\t%s\t  %s\n", s.Due, s.Fetched, s.Articles, s.Doubtful, s.Failing, last, s.next(now), printable(s.Site))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, s := range rows {
		troubles := []string{s.Waiting, s.LastError}
		for _, a := range s.Alarms {
			troubles = append(troubles, "it is not what it was: "+a.String())
		}
		for _, m := range s.MissedRules {
			troubles = append(troubles, m.String())
		}
		for _, trouble := range troubles {
			if trouble == "" {
				continue
			}
			if _, err := fmt.Fprintf(w, "%s: %s\n", printable(s.Site), printable(trimPackage(trouble))); err != nil {
				return err
			}
		}
	}
	return nil
}

// next is when the site is visited next, as people say it.
func (s *statusRow) next(now time.Time) string {
	switch {
	case !s.Active:
		return "not configured"
	case s.NextVisit == nil:
		return "never"
	case s.NextVisit.After(now):
		return "in " + span(s.NextVisit.Sub(now))
	}
	return "now"
}

// doubt is a doubtful article as JSON.
type doubt struct {
	ID         int64   `json:"id"`
	Site       string  `json:"site"`
	URL        string  `json:"url"`
	Title      string  `json:"title"`
	Confidence float64 `json:"confidence"`
	Words      int     `json:"words"`
}

// listDoubtful prints the articles of which the cleaner is not sure, the least sure
// one first.
func listDoubtful(ctx context.Context, w io.Writer, s store.Store, o statusOptions) error {
	all := []doubt{}
	for a, err := range s.Articles(ctx, store.Filter{MaxConfidence: o.below}) {
		if err != nil {
			return err
		}
		all = append(all, doubt{a.ID, a.Site, a.URL, a.Title, a.Confidence, a.Words})
	}
	slices.SortStableFunc(all, func(a, b doubt) int { return cmp.Compare(a.Confidence, b.Confidence) })
	if o.asJSON {
		return printJSON(w, all)
	}
	if len(all) == 0 {
		fmt.Fprintf(os.Stderr, "matn: no article of %s has a confidence below %g\n", shownStore(o.store), o.below)
	}
	for _, a := range all {
		if _, err := fmt.Fprintf(w, "%.2f  %5d words  %s  %s\n", a.Confidence, a.Words, printable(a.URL), printable(a.Title)); err != nil {
			return err
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
