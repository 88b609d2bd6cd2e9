package sqldb

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"matn/crawler/store"
)

// migrations are NNNN.sql for every database, each followed by NNNN.DIALECT.sql
// where there is one. What has been released is never changed, only followed.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date, in one transaction. A migrator of thirty
// lines does for files that are only ever appended to, and lets one text serve two
// dialects.
func (d *DB) migrate(ctx context.Context) error {
	steps, err := d.steps()
	if err != nil {
		return err
	}
	t, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }() // does nothing after Commit
	if _, err := t.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)`); err != nil {
		return err
	}
	var version int
	if err := t.QueryRowContext(ctx, `SELECT COALESCE(MAX(version), 0) FROM schema_version`).Scan(&version); err != nil {
		return err
	}
	if version > len(steps) {
		return fmt.Errorf("%w: schema %d, and this one knows %d", store.ErrNewer, version, len(steps))
	}
	for i := version; i < len(steps); i++ {
		for _, text := range steps[i] {
			if _, err := t.ExecContext(ctx, text); err != nil {
				return fmt.Errorf("store: migration %d: %w", i+1, err)
			}
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO schema_version (version) VALUES (`+strconv.Itoa(i+1)+`)`); err != nil {
			return err
		}
	}
	return t.Commit()
}

// checkVersion is for stores that cannot be migrated.
func (d *DB) checkVersion(ctx context.Context) error {
	steps, err := d.steps()
	if err != nil {
		return err
	}
	var version int
	if err := d.read.QueryRowContext(ctx, `SELECT COALESCE(MAX(version), 0) FROM schema_version`).Scan(&version); err != nil {
		if explained := d.explain(err); explained != err {
			return explained // the database says more
		}
		return fmt.Errorf("it has no schema of matn: %w", err)
	}
	if version > len(steps) {
		return fmt.Errorf("%w: schema %d, and this one knows %d", store.ErrNewer, version, len(steps))
	}
	if version < len(steps) {
		return fmt.Errorf("its schema %d is older than %d; run matn crawl on it once, which brings it up to date", version, len(steps))
	}
	return nil
}

// steps are the texts of every migration, in order.
func (d *DB) steps() ([][]string, error) {
	types := strings.NewReplacer("{{ID}}", d.dialect.ID, "{{BLOB}}", d.dialect.Blob)
	var steps [][]string
	for n := 1; ; n++ {
		var texts []string
		for _, name := range []string{"", "." + d.dialect.Name} {
			text, err := migrations.ReadFile(fmt.Sprintf("migrations/%04d%s.sql", n, name))
			if err != nil {
				if _, missing := err.(*fs.PathError); missing {
					continue
				}
				return nil, err
			}
			texts = append(texts, types.Replace(string(text)))
		}
		if texts == nil {
			return steps, nil
		}
		steps = append(steps, texts)
	}
}
