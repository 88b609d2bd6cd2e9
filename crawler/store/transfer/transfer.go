// Package transfer moves a whole collection, with its frontier, from one store to
// another: from a file to a PostgreSQL when one machine is not enough any more, and
// back.
package transfer

import (
	"context"
	"errors"
	"fmt"

	"matn/crawler/store"
	"matn/crawler/store/internal/sqldb"
)

// Table is what became of one table: its rows, and the SHA-256 over all of them in
// order, hexadecimal, which are the same on both sides.
type Table struct {
	Name string
	Rows int64
	Sum  string
}

// ErrNotEmpty is a target that has something in it already; ErrDiffers is a copy that
// was read back and does not hold what the original does. Nothing is kept of it.
var (
	ErrNotEmpty = sqldb.ErrNotEmpty
	ErrDiffers  = sqldb.ErrDiffers
)

// Copy writes all of from, as it is at one moment, into to, which has to be empty. It
// reads back what it wrote and compares the sums before it commits. IDs stay as they
// are; leases are left behind. progress is told now and then how many rows of a table
// are written; it may be nil.
//
// Texts that the target cannot hold are made fit: PostgreSQL has no character NUL.
func Copy(ctx context.Context, from, to store.Store, progress func(table string, rows int64)) ([]Table, error) {
	a, ok := from.(*sqldb.DB)
	b, also := to.(*sqldb.DB)
	if !ok || !also {
		return nil, errors.New("store: copy: only stores of package sqlite and postgres can be copied")
	}
	copied, err := sqldb.Copy(ctx, a, b, progress)
	if err != nil {
		return nil, fmt.Errorf("%w; nothing was kept of it", err)
	}
	out := make([]Table, len(copied))
	for i, c := range copied {
		out[i] = Table{c.Table, c.Rows, c.Sum}
	}
	return out, nil
}
