package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"time"

	"matn/crawler/store"
)

// cluster is the articles about one event, as JSON.
type cluster struct {
	ID       int64            `json:"cluster_id"` // id of the first of them
	Articles []clusterArticle `json:"articles"`   // two or more, by id
}

type clusterArticle struct {
	ID        int64  `json:"id"`
	Site      string `json:"site"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Published string `json:"published,omitempty"` // YYYY-MM-DD
	Words     int    `json:"words"`
}

// listClusters prints the events of which there is more than one article, those with
// the most articles first.
func listClusters(ctx context.Context, w io.Writer, s store.Store, o statusOptions) error {
	found, err := findEvents(s.Articles(ctx, store.Filter{}), o.within)
	if err != nil {
		return err
	}
	clusters, err := gatherClusters(s.Articles(ctx, store.Filter{}), found)
	if err != nil {
		return err
	}
	if o.asJSON {
		err = printJSON(w, clusters)
	} else {
		err = printClusters(w, clusters)
	}
	if err == nil && len(clusters) == 0 {
		fmt.Fprintln(os.Stderr, "matn: no two articles of "+shownStore(o.store)+" are about one event")
		return &exitError{exitNothing}
	}
	return err
}

// gatherClusters reads the articles again and holds those that are not alone.
func gatherClusters(articles iter.Seq2[store.Article, error], found events) ([]cluster, error) {
	members := map[int64]int{}
	for _, first := range found {
		members[first]++
	}
	byID := map[int64]*cluster{}
	for a, err := range articles {
		if err != nil {
			return nil, err
		}
		first := found[a.ID] // 0 for articles that came since
		if members[first] < 2 {
			continue
		}
		if byID[first] == nil {
			byID[first] = &cluster{ID: first}
		}
		byID[first].Articles = append(byID[first].Articles, newClusterArticle(&a))
	}
	clusters := []cluster{}
	for _, c := range byID {
		if len(c.Articles) > 1 {
			clusters = append(clusters, *c)
		}
	}
	slices.SortFunc(clusters, func(a, b cluster) int {
		return cmp.Or(cmp.Compare(len(b.Articles), len(a.Articles)), cmp.Compare(a.ID, b.ID))
	})
	return clusters, nil
}

func newClusterArticle(a *store.Article) clusterArticle {
	c := clusterArticle{ID: a.ID, Site: a.Site, URL: a.URL, Title: a.Title, Words: a.Words}
	if !a.Published.IsZero() {
		c.Published = a.Published.Format(time.DateOnly)
	}
	return c
}

func printClusters(w io.Writer, clusters []cluster) error {
	for _, c := range clusters {
		if _, err := fmt.Fprintf(w, "cluster_id %d: %d articles\n", c.ID, len(c.Articles)); err != nil {
			return err
		}
		for _, a := range c.Articles {
			day := cmp.Or(a.Published, "no date   ")
			if _, err := fmt.Fprintf(w, "  %d  %s  %s  %s  %s\n", a.ID, day, printable(a.Site), printable(a.URL), printable(a.Title)); err != nil {
				return err
			}
		}
	}
	return nil
}
