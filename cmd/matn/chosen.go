package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"matn/crawler/store"
)

const chosenHelp = `--since takes a date (2026-03-01), a time (2026-03-01T12:00:00Z) or an age (24h, 7d): only
articles that came or changed since then. --site takes the name of a site, as in "matn
status".`

const exitHelpStore = `Exit status:
  0    done
  1    nothing found
  2    wrong usage, or it failed
  3    some articles failed; the others are done
  130  stopped by Ctrl-C`

// chosenArticles are the flags that choose articles of a collection.
type chosenArticles struct {
	store         string
	site          string
	since, until  string
	minConfidence float64
	unique        bool
}

func (c *chosenArticles) register(cmd *cobra.Command) {
	storeFlag(cmd, &c.store)
	flags := cmd.Flags()
	flags.StringVar(&c.site, "site", "", "only articles of this site")
	flags.StringVar(&c.since, "since", "", "only articles since this date or for so long")
	flags.StringVar(&c.until, "until", "", "only articles before this date")
	flags.Float64Var(&c.minConfidence, "min-confidence", 0, "only articles of which matn is so sure, 0 to 1")
	flags.BoolVar(&c.unique, "unique", false, "leave out articles that repeat the text of an older one")
}

// open opens the store for reading and makes a filter of the flags.
func (c *chosenArticles) open(cmd *cobra.Command) (store.Store, store.Filter, error) {
	filter, err := c.filter(time.Now())
	if err != nil {
		return nil, filter, usageError(cmd, err)
	}
	s, err := openStore(cmd.Context(), c.store, true)
	if err != nil {
		return nil, filter, err
	}
	if err := c.checkSite(cmd, s); err != nil {
		_ = s.Close() // nothing was written
		return nil, filter, err
	}
	return s, filter, nil
}

func (c *chosenArticles) filter(now time.Time) (store.Filter, error) {
	f := store.Filter{Site: c.site, MinConfidence: c.minConfidence, Unique: c.unique}
	if c.store == "" {
		return f, errNoStore
	}
	if !(c.minConfidence >= 0 && c.minConfidence <= 1) { // NaN is neither
		return f, fmt.Errorf("--min-confidence %v: must be from 0 to 1", c.minConfidence)
	}
	var err error
	if f.Since, err = moment(c.since, now); err != nil {
		return f, fmt.Errorf("--since %q: %w", c.since, err)
	}
	if f.Until, err = moment(c.until, now); err != nil {
		return f, fmt.Errorf("--until %q: %w", c.until, err)
	}
	if !f.Until.IsZero() && !f.Since.Before(f.Until) {
		return f, fmt.Errorf("--until %s is not after --since %s", c.until, c.since)
	}
	return f, nil
}

// moment reads a date, a time or an age. "" is the zero time.
func moment(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, time.UTC); err == nil {
			return t, nil
		}
	}
	if age, err := parseAge(s); err == nil && age > 0 {
		return now.Add(-age), nil
	}
	return time.Time{}, fmt.Errorf("must be a date such as 2026-03-01, or an age such as 24h or 7d")
}

// parseAge is time.ParseDuration with days and weeks.
func parseAge(s string) (time.Duration, error) {
	day := 24 * time.Hour
	for suffix, unit := range map[string]time.Duration{"d": day, "w": 7 * day} {
		if digits, found := strings.CutSuffix(s, suffix); found {
			n, err := strconv.ParseFloat(digits, 64)
			if n *= float64(unit); err == nil && !(math.Abs(n) < math.MaxInt64) { // NaN neither
				err = strconv.ErrRange
			}
			return time.Duration(n), err
		}
	}
	return time.ParseDuration(s)
}

// checkSite turns away the name of a site that the store does not have.
func (c *chosenArticles) checkSite(cmd *cobra.Command, s store.Store) error {
	if c.site == "" {
		return nil
	}
	sources, err := s.Sources(cmd.Context())
	if err != nil {
		return err
	}
	var names []string
	for _, source := range sources {
		if source.Name == c.site {
			return nil
		}
		names = append(names, source.Name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(distance(a, c.site), distance(b, c.site)) })
	const most = 5
	more := ""
	if len(names) > most {
		names, more = names[:most], ", …"
	}
	return usageError(cmd, fmt.Errorf("--site %q: %s has no site of that name; it has %s%s", c.site, shownStore(c.store), strings.Join(names, ", "), more))
}

// distance is 0 for names of which one holds the other, to put those first.
func distance(a, b string) int {
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return 0
	}
	return 1
}
