package main

import (
	"cmp"
	"context"

	"golang.org/x/sync/semaphore"
)

// place is where an input stands: which file, and where in it. Places are ordered
// as inputs are read, so that a run that was cut short knows what it has done.
type place struct {
	File   int   `json:"file"`   // index in the list of files, from 0
	Offset int64 `json:"offset"` // of an archive's record, or of a line, in bytes
	Inner  int64 `json:"inner"`  // see warc.Record
}

// compare orders two places as the inputs come.
func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Offset, q.Offset), cmp.Compare(p.Inner, q.Inner))
}

// origin tells one input of many from the others, for the list of failures.
type origin struct {
	id  string // WARC-Record-ID, or the id of a line; may be ""
	url string // may be ""
}

// budget bounds the bytes of the pages that are in memory at a time, so that many
// large pages in a row are worked on one by one. The zero budget has no bound.
type budget struct {
	max  int64
	left *semaphore.Weighted
}

func newBudget(size int64) budget { return budget{size, semaphore.NewWeighted(size)} }

// acquire waits for room. A page larger than the budget is given all of it.
func (b budget) acquire(ctx context.Context, size int64) error {
	if b.left == nil {
		return nil
	}
	return b.left.Acquire(ctx, min(size, b.max))
}

// release gives back what acquire took.
func (b budget) release(size int64) {
	if b.left != nil {
		b.left.Release(min(size, b.max))
	}
}
