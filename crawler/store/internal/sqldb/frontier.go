package sqldb

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"matn/crawler/store"
)

const urlColumns = `id, url, host, source, kind, state, priority, next_at, found_at, via, hops, depth,
	published, lastmod, fetched, status, etag, last_modified, digest, every, visits, changes,
	unchanged, failures, error, alias, article`

func scanURL(row rowScanner) (u store.URL, err error) {
	var next, found, published, lastmod, fetched, every int64
	err = row.Scan(&u.ID, &u.URL, &u.Host, &u.Source, &u.Kind, &u.State, &u.Priority, &next, &found,
		&u.Via, &u.Hops, &u.Depth, &published, &lastmod, &fetched, &u.Status, &u.ETag,
		&u.LastModified, &u.Digest, &every, &u.Visits, &u.Changes, &u.Unchanged, &u.Failures,
		&u.Error, &u.Alias, &u.Article)
	u.NextAt, u.Found, u.Published, u.LastMod, u.Fetched = clock(next), clock(found), clock(published), clock(lastmod), clock(fetched)
	u.Every = time.Duration(every) * time.Millisecond
	return u, err
}

const hostColumns = `name, next_at, url_at, due_at, pause, crawl_delay, took, penalty, clean, failures, reason, robots, lease_token`

func scanHost(row rowScanner) (h store.Host, err error) {
	var next, urlAt, dueAt, pause, crawl, took, penalty int64
	err = row.Scan(&h.Name, &next, &urlAt, &dueAt, &pause, &crawl, &took, &penalty, &h.Clean, &h.Failures, &h.Reason, &h.Robots, &h.Token)
	h.NextAt, h.URLAt, h.DueAt = clock(next), clock(urlAt), clock(dueAt)
	h.Pause, h.CrawlDelay = time.Duration(pause)*time.Millisecond, time.Duration(crawl)*time.Millisecond
	h.Took, h.Penalty = time.Duration(took)*time.Millisecond, time.Duration(penalty)*time.Millisecond
	return h, err
}

// Due implements store.Store.
func (d *DB) Due(ctx context.Context, now, until time.Time, limit int) ([]store.Host, error) {
	hosts, err := query(ctx, d, scanHost, `SELECT `+hostColumns+` FROM host
		WHERE due_at <= $1 AND lease_until <= $2 ORDER BY due_at LIMIT $3`, millis(until), millis(now), limit)
	return hosts, d.wrap("due hosts", err)
}

// Host implements store.Store.
func (d *DB) Host(ctx context.Context, name string) (store.Host, error) {
	h, err := one(ctx, d, scanHost, `SELECT `+hostColumns+` FROM host WHERE name = $1`, name)
	return h, d.wrap("host "+name, err)
}

// Lease implements store.Store.
func (d *DB) Lease(ctx context.Context, host string, now, until time.Time) (store.Lease, error) {
	l := store.Lease{Host: host, Until: until}
	err := d.update(ctx, "lease of "+host, func(t *tx) error {
		err := t.row(`UPDATE host SET lease_token = lease_token + 1, lease_until = $1
			WHERE name = $2 AND lease_until <= $3 RETURNING lease_token`, millis(until), host, millis(now)).Scan(&l.Token)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var n int
		if err := t.row(`SELECT COUNT(*) FROM host WHERE name = $1`, host).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		return store.ErrHeld
	})
	return l, err
}

// Extend implements store.Store.
func (d *DB) Extend(ctx context.Context, l store.Lease, until time.Time) error {
	return d.update(ctx, "lease of "+l.Host, func(t *tx) error {
		return fenced(t.exec(`UPDATE host SET lease_until = $1 WHERE name = $2 AND lease_token = $3`, millis(until), l.Host, l.Token))
	})
}

// Release implements store.Store.
func (d *DB) Release(ctx context.Context, l store.Lease) error {
	return d.update(ctx, "release of "+l.Host, func(t *tx) error {
		_, err := t.exec(`UPDATE host SET lease_until = 0 WHERE name = $1 AND lease_token = $2`, l.Host, l.Token)
		return err
	})
}

// fenced is ErrLeaseLost when a statement found no row with the token.
func fenced(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		err = store.ErrLeaseLost
	}
	return err
}

// Next implements store.Store. A query a priority, because an index serves one
// range of times.
func (d *DB) Next(ctx context.Context, q store.NextQuery) (urls []store.URL, err error) {
	before := int64(never)
	if !q.Before.IsZero() {
		before = millis(q.Before)
	}
	for p := 0; p < store.Priorities && len(urls) < q.Limit; p++ {
		some, err := query(ctx, d, scanURL, `SELECT `+urlColumns+` FROM url
			WHERE host = $1 AND priority = $2 AND next_at <= $3 AND fetched < $4 AND (next_at <= $5 OR failures = 0)
			ORDER BY next_at LIMIT $6`, q.Host, p, millis(q.Now.Add(q.Early)), before, millis(q.Now), q.Limit-len(urls))
		if err != nil {
			return nil, d.wrap("next URLs of "+q.Host, err)
		}
		urls = append(urls, some...)
	}
	return urls, nil
}

// URL implements store.Store.
func (d *DB) URL(ctx context.Context, rawURL string) (store.URL, error) {
	u, err := one(ctx, d, scanURL, `SELECT `+urlColumns+` FROM url WHERE key = $1`, store.Key(rawURL))
	return u, d.wrap("URL "+rawURL, err)
}

// Block implements store.Store.
func (d *DB) Block(ctx context.Context, host string, until time.Time, reason string) error {
	return d.update(ctx, "block of "+host, func(t *tx) error {
		return found(t.exec(`UPDATE host SET next_at = $1, reason = $2,
			due_at = CASE WHEN url_at > $1 THEN url_at ELSE $1 END WHERE name = $3`, millis(until), reason, host))
	})
}

// Delay implements store.Store.
func (d *DB) Delay(ctx context.Context, host string, pause time.Duration) error {
	return d.update(ctx, "delay of "+host, func(t *tx) error {
		return found(t.exec(`UPDATE host SET pause = $1 WHERE name = $2`, pause.Milliseconds(), host))
	})
}

func found(r sql.Result, err error) error {
	if err = fenced(r, err); errors.Is(err, store.ErrLeaseLost) {
		return store.ErrNotFound
	}
	return err
}

// Rewind implements store.Store.
func (d *DB) Rewind(ctx context.Context, now time.Time, by time.Duration) error {
	return d.update(ctx, "rewind", func(t *tx) error {
		for _, text := range []string{
			`UPDATE url SET fetched = CASE WHEN fetched - $1 < $2 THEN fetched - $1 ELSE $2 END WHERE fetched > $2 AND fetched < $3`,
			`UPDATE url SET next_at = CASE WHEN next_at - $1 < $2 THEN $2 ELSE next_at - $1 END WHERE next_at > $2 AND next_at < $3`,
			`UPDATE host SET url_at = CASE WHEN url_at - $1 < $2 THEN $2 ELSE url_at - $1 END WHERE url_at > $2 AND url_at < $3`,
			`UPDATE host SET next_at = CASE WHEN next_at - $1 < $2 THEN $2 ELSE next_at - $1 END WHERE next_at > $2 AND next_at < $3`,
			`UPDATE host SET due_at = CASE WHEN due_at - $1 < $2 THEN $2 ELSE due_at - $1 END WHERE due_at > $2 AND due_at < $3`,
		} {
			if _, err := t.exec(text, by.Milliseconds(), millis(now), int64(never)); err != nil {
				return err
			}
		}
		_, err := t.exec(`UPDATE host SET lease_token = lease_token + 1, lease_until = 0 WHERE lease_until > 0`)
		return err
	})
}

// Put implements store.Store.
func (d *DB) Put(ctx context.Context, urls []store.URL, now time.Time) (added int, err error) {
	err = d.update(ctx, "found URLs", func(t *tx) error {
		added, _, err = t.put(urls, now)
		return err
	})
	return added, err
}

// put adds URLs in the order of their keys, so that two transactions on a database
// with row locks cannot wait for each other, and gives the hosts with something new.
func (t *tx) put(urls []store.URL, now time.Time) (added int, hosts []string, err error) {
	earliest := map[string]int64{}
	for _, f := range inKeyOrder(urls) {
		isNew, at, err := t.putOne(f.URL, f.key, now)
		if err != nil {
			return 0, nil, err
		}
		if isNew {
			added++
		}
		if old, ok := earliest[f.Host]; at < never && (!ok || at < old) {
			earliest[f.Host] = at
		}
	}
	for host := range earliest {
		hosts = append(hosts, host)
	}
	slices.Sort(hosts)
	for _, host := range hosts {
		if err := t.wake(host, earliest[host]); err != nil {
			return 0, nil, err
		}
	}
	return added, hosts, nil
}

type keyed struct {
	store.URL
	key []byte
}

func inKeyOrder(urls []store.URL) []keyed {
	all := make([]keyed, len(urls))
	for i, u := range urls {
		all[i] = keyed{u, store.Key(u.URL)}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return bytes.Compare(a.key, b.key) })
	return all
}

// putOne adds or merges one URL. at is when it is due, never when nothing is.
func (t *tx) putOne(u store.URL, key []byte, now time.Time) (isNew bool, at int64, err error) {
	if u.State == "" {
		u.State = store.New
	}
	if u.Found.IsZero() {
		u.Found = now
	}
	r, err := t.exec(insertURL, urlValues(u, key)...)
	if err != nil {
		return false, never, err
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		return n > 0, due(u.NextAt), err
	}
	known, err := scanURL(t.row(`SELECT `+urlColumns+` FROM url WHERE key = $1`+t.d.dialect.Lock, key))
	if err != nil {
		return false, never, err
	}
	merged, changed := store.Merge(known, u, now)
	if !changed {
		return false, never, nil
	}
	_, err = t.exec(`UPDATE url SET kind = $1, priority = $2, published = $3, lastmod = $4, next_at = $5, state = $6, via = $7,
		failures = $8, error = $9, status = $10, etag = $11, last_modified = $12 WHERE id = $13`, string(merged.Kind), int(merged.Priority), millis(merged.Published), millis(merged.LastMod),
		due(merged.NextAt), string(merged.State), merged.Via, merged.Failures, merged.Error, merged.Status,
		merged.ETag, merged.LastModified, merged.ID)
	return false, due(merged.NextAt), err
}

var insertURL = `INSERT INTO url (key, ` + strings.TrimPrefix(urlColumns, "id, ") + `) VALUES (` + places(27) + `)
	ON CONFLICT (key) DO NOTHING`

var updateURL = `UPDATE url SET (` + strings.TrimPrefix(urlColumns, "id, ") + `) = (` + placesFrom(2, 26) + `) WHERE key = $1`

// urlValues are those of insertURL and updateURL.
func urlValues(u store.URL, key []byte) []any {
	return []any{key, u.URL, u.Host, u.Source, string(u.Kind), string(u.State), int(u.Priority),
		due(u.NextAt), millis(u.Found), u.Via, u.Hops, u.Depth, millis(u.Published), millis(u.LastMod),
		millis(u.Fetched), u.Status, u.ETag, u.LastModified, u.Digest, u.Every.Milliseconds(), u.Visits,
		u.Changes, u.Unchanged, u.Failures, u.Error, u.Alias, u.Article}
}

// wake makes a host due when one of its URLs is, adding the host when it is new.
func (t *tx) wake(host string, at int64) error {
	_, err := t.exec(`INSERT INTO host (name, next_at, url_at, due_at, pause, crawl_delay, took, penalty, clean, failures, reason, robots, lease_token, lease_until)
		VALUES ($1, 0, $2, $2, 0, 0, 0, 0, 0, 0, '', NULL, 0, 0)
		ON CONFLICT (name) DO UPDATE SET
			url_at = CASE WHEN excluded.url_at < host.url_at THEN excluded.url_at ELSE host.url_at END,
			due_at = CASE WHEN excluded.url_at >= host.url_at THEN host.due_at
				WHEN excluded.url_at > host.next_at THEN excluded.url_at ELSE host.next_at END`, host, at)
	return err
}

// firstDue is when the first URL of a host is due.
func (t *tx) firstDue(host string) (first int64, err error) {
	err = t.row(firstDue, host, int64(never)).Scan(&first)
	return first, err
}

// firstDue asks for each priority by itself, which an index answers.
var firstDue = func() string {
	parts := make([]string, store.Priorities)
	for p := range parts {
		parts[p] = fmt.Sprintf(`SELECT MIN(next_at) AS at FROM url WHERE host = $1 AND priority = %d`, p)
	}
	return `SELECT COALESCE(MIN(at), $2) FROM (` + strings.Join(parts, ` UNION ALL `) + `) AS firsts`
}()
