package main

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"matn/clean/render"
)

// defaultLast is how many articles of a site a report shows: some weeks of a daily.
const defaultLast = 200

// inspectSite writes the history of one site of a collection.
func inspectSite(cmd *cobra.Command, o inspectOptions) error {
	switch {
	case o.chosen.site == "":
		return usageError(cmd, errors.New("--store needs the --site to show, as in 'matn status'"))
	case o.last < 1:
		return usageError(cmd, fmt.Errorf("--last %d: must be 1 or more", o.last))
	}
	s, filter, err := o.chosen.open(cmd)
	if err != nil {
		return err
	}
	var points []render.SitePoint
	for a, err := range s.Articles(cmd.Context(), filter) {
		if err != nil {
			return errors.Join(err, s.Close())
		}
		p := render.SitePoint{Title: a.Title, URL: a.URL, Fetched: a.Fetched, Words: a.Words, Confidence: a.Confidence, Chrome: -1}
		if row, err := newStoredRow(&a); err == nil && row.Chrome != nil {
			p.Chrome = *row.Chrome
		}
		if points = append(points, p); len(points) >= 2*o.last {
			points = append(points[:0], points[len(points)-o.last:]...)
		}
	}
	if err := s.Close(); err != nil {
		return err
	}
	if len(points) == 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "matn: %s has no article of %s\n", printable(shownStore(o.chosen.store)), printable(o.chosen.site))
		return &exitError{exitNothing}
	}
	points = points[max(len(points)-o.last, 0):]
	var page bytes.Buffer
	if err := render.SiteReport(&page, o.chosen.site, points); err != nil {
		return err
	}
	return o.write(cmd, page.Bytes())
}
