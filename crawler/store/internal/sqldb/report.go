package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"matn/crawler/store"
)

const sourceColumns = `id, name, url, host, config, active, added`

func scanSource(row rowScanner) (s store.Source, err error) {
	var active int
	var added int64
	err = row.Scan(&s.ID, &s.Name, &s.URL, &s.Host, &s.Config, &active, &added)
	s.Active, s.Added = active != 0, clock(added)
	return s, err
}

// PutSource implements store.Store.
func (d *DB) PutSource(ctx context.Context, s store.Source) (out store.Source, err error) {
	active := 0
	if s.Active {
		active = 1
	}
	err = d.update(ctx, "source "+s.Name, func(t *tx) error {
		out, err = scanSource(t.row(`INSERT INTO source (name, url, host, config, active, added)
			VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO UPDATE SET
			url = excluded.url, host = excluded.host, config = excluded.config, active = excluded.active
			RETURNING `+sourceColumns, s.Name, s.URL, s.Host, blob(s.Config), active, millis(s.Added)))
		return err
	})
	return out, err
}

// Sources implements store.Store.
func (d *DB) Sources(ctx context.Context) ([]store.Source, error) {
	all, err := query(ctx, d, scanSource, `SELECT `+sourceColumns+` FROM source ORDER BY name`)
	return all, d.wrap("sources", err)
}

// Memo implements store.Store.
func (d *DB) Memo(ctx context.Context, source int64, name string) ([]byte, error) {
	data, err := one(ctx, d, func(row rowScanner) (b []byte, err error) {
		err = row.Scan(&b)
		return b, err
	}, `SELECT data FROM memo WHERE source = $1 AND name = $2`, source, name)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return data, d.wrap("memo "+name, err)
}

// PutMemo implements store.Store.
func (d *DB) PutMemo(ctx context.Context, source int64, name string, data []byte, now time.Time) error {
	return d.update(ctx, "memo "+name, func(t *tx) error { return t.putMemo(source, name, data, now) })
}

// EditMemo implements store.Store.
func (d *DB) EditMemo(ctx context.Context, source int64, name string, edit store.Edit, now time.Time) error {
	return d.update(ctx, "memo "+name, func(t *tx) error { return t.editMemo(source, name, edit, now) })
}

// StartRun implements store.Store.
func (d *DB) StartRun(ctx context.Context, now time.Time) (id int64, err error) {
	err = d.update(ctx, "run", func(t *tx) error {
		return t.row(`INSERT INTO run (started, ended, report) VALUES ($1, 0, NULL) RETURNING id`, millis(now)).Scan(&id)
	})
	return id, err
}

// EndRun implements store.Store.
func (d *DB) EndRun(ctx context.Context, id int64, now time.Time, report []byte) error {
	return d.update(ctx, "run", func(t *tx) error {
		return found(t.exec(`UPDATE run SET ended = $1, report = $2 WHERE id = $3`, millis(now), blob(report), id))
	})
}

// Runs implements store.Store.
func (d *DB) Runs(ctx context.Context, limit int) ([]store.Run, error) {
	all, err := query(ctx, d, func(row rowScanner) (r store.Run, err error) {
		var started, ended int64
		err = row.Scan(&r.ID, &started, &ended, &r.Report)
		r.Started, r.Ended = clock(started), clock(ended)
		return r, err
	}, `SELECT id, started, ended, report FROM run ORDER BY id DESC LIMIT $1`, limit)
	return all, d.wrap("runs", err)
}

// Days implements store.Store.
func (d *DB) Days(ctx context.Context, source int64, from time.Time) ([]store.Day, error) {
	all, err := query(ctx, d, func(row rowScanner) (x store.Day, err error) {
		var day int64
		err = row.Scan(&x.Source, &day, &x.Fetched, &x.Unchanged, &x.Failed, &x.New, &x.Revised, &x.Empty, &x.Words, &x.Confidence, &x.Bytes)
		x.Day = clock(day)
		return x, err
	}, `SELECT source, day, fetched, unchanged, failed, added, revised, empty, words, confidence, bytes
		FROM day WHERE source = $1 AND day >= $2 ORDER BY day`, source, millis(from))
	return all, d.wrap("days", err)
}

// Status implements store.Store.
func (d *DB) Status(ctx context.Context, now time.Time) ([]store.Status, error) {
	sources, err := d.Sources(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]store.Status, len(sources))
	at := map[int64]*store.Status{}
	for i, s := range sources {
		all[i].Source = s
		at[s.ID] = &all[i]
	}
	if err := d.countURLs(ctx, at, now); err != nil {
		return nil, d.wrap("status", err)
	}
	if err := d.countArticles(ctx, at); err != nil {
		return nil, d.wrap("status", err)
	}
	for i := range all {
		if err := d.visits(ctx, &all[i]); err != nil {
			return nil, d.wrap("status", err)
		}
	}
	return all, nil
}

func (d *DB) countURLs(ctx context.Context, at map[int64]*store.Status, now time.Time) error {
	_, err := query(ctx, d, func(row rowScanner) (_ struct{}, err error) {
		var source int64
		var s store.Status
		var next int64
		err = row.Scan(&source, &s.URLs, &s.Due, &s.Fetched, &s.Failing, &s.Feeds, &next, &s.LastError)
		if of := at[source]; of != nil {
			of.NextVisit = clock(next)
			of.URLs, of.Due, of.Fetched, of.Failing, of.Feeds, of.LastError = s.URLs, s.Due, s.Fetched, s.Failing, s.Feeds, s.LastError
		}
		return struct{}{}, err
	}, `SELECT source, COUNT(*), SUM(CASE WHEN next_at <= $1 THEN 1 ELSE 0 END),
		SUM(CASE WHEN visits > 0 THEN 1 ELSE 0 END), SUM(CASE WHEN failures > 0 THEN 1 ELSE 0 END),
		SUM(CASE WHEN kind IN ('feed', 'sitemap') AND state = 'known' THEN 1 ELSE 0 END), MIN(next_at),
		MAX(CASE WHEN kind = 'front' AND state IN ('new', 'known') THEN error ELSE '' END)
		FROM url GROUP BY source`, millis(now))
	return err
}

func (d *DB) countArticles(ctx context.Context, at map[int64]*store.Status) error {
	_, err := query(ctx, d, func(row rowScanner) (_ struct{}, err error) {
		var source, last int64
		var articles, doubtful int
		err = row.Scan(&source, &articles, &doubtful, &last)
		if of := at[source]; of != nil {
			of.Articles, of.Doubtful, of.LastNew = articles, doubtful, clock(last)
		}
		return struct{}{}, err
	}, `SELECT source, COUNT(*), SUM(CASE WHEN confidence < $1 THEN 1 ELSE 0 END), MAX(first_at) FROM article GROUP BY source`,
		store.DoubtfulBelow)
	return err
}

// visits fills in the host of a source, and the last complaint: where no visit failed,
// it is that of a front that was not visited at all.
func (d *DB) visits(ctx context.Context, s *store.Status) error {
	h, err := one(ctx, d, scanHost, `SELECT `+hostColumns+` FROM host WHERE name = $1`, s.Source.Host)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	s.Host = h
	if h.URLAt.Equal(s.NextVisit) {
		s.NextVisit = h.DueAt // the host may want a pause
	}
	if s.Failing == 0 {
		return nil
	}
	s.LastError, err = one(ctx, d, func(row rowScanner) (text string, err error) {
		err = row.Scan(&text)
		return text, err
	}, `SELECT error FROM url WHERE source = $1 AND failures > 0 ORDER BY fetched DESC LIMIT 1`, s.Source.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}
