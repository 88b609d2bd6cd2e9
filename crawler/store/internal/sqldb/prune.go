package sqldb

import (
	"context"
	"time"

	"matn/crawler/store"
)

// Prune implements store.Store.
func (d *DB) Prune(ctx context.Context, before time.Time) (out store.Pruned, err error) {
	err = d.update(ctx, "prune", func(t *tx) error {
		for _, one := range []struct {
			rows *int64
			text string
		}{
			{&out.Revisions, `DELETE FROM revision WHERE replaced < $1`},
			{&out.Runs, `DELETE FROM run WHERE ended > 0 AND ended < $1 AND id < (SELECT MAX(id) FROM run)`},
			{&out.Days, `DELETE FROM day WHERE day + 86400000 <= $1` /* that have ended */},
		} {
			r, err := t.exec(one.text, millis(before))
			if err != nil {
				return err
			}
			if *one.rows, err = r.RowsAffected(); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}
