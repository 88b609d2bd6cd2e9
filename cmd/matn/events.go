package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"matn/clean/similar"
	"matn/crawler/store"
)

// age is a flag: a time span with days, such as "3d".
type age time.Duration

// Set reads what parseAge does.
func (a *age) Set(text string) error {
	d, err := parseAge(text)
	if err != nil || d < 0 {
		return errors.New("must be an age, such as 24h or 3d")
	}
	*a = age(d)
	return nil
}

// String is what Set reads: whole days as such.
func (a *age) String() string {
	d := time.Duration(*a)
	if day := 24 * time.Hour; d > 0 && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	return d.String()
}

// Type names the value in help.
func (a *age) Type() string { return "age" }

// defaultWithin is how far apart the days of articles about one event are: papers
// follow an event for a few days.
const defaultWithin = 3 * 24 * time.Hour

// events tells of articles, by ID, which are about one event: the ID of the first.
// It is nil when nobody asked.
type events map[int64]int64

// events compares the articles of an export.
func (o *exportOptions) events(ctx context.Context, s store.Store, filter store.Filter) (events, error) {
	if !o.clusters {
		return nil, nil
	}
	return findEvents(s.Articles(ctx, filter), o.within)
}

// findEvents compares articles. Of each it holds the words alone, not the text.
func findEvents(articles iter.Seq2[store.Article, error], within age) (events, error) {
	var all similar.Collection
	var ids []int64
	for a, err := range articles {
		if err != nil {
			return nil, err
		}
		ids = append(ids, a.ID)
		all.Add(similar.Doc{Text: a.Title + "\n" + a.Text, Day: a.Published})
	}
	found := make(events, len(ids))
	for i, first := range all.Clusters(similar.Rewritten, time.Duration(within)) {
		found[ids[i]] = ids[first]
	}
	return found, nil
}

// row is an article as it is written.
func (e events) row(a *store.Article) (*storedRow, error) {
	row, err := newStoredRow(a)
	if err == nil && e != nil {
		row.ClusterID = optional(e[a.ID])
	}
	return row, err
}
