package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"matn/crawler/store"
)

// places is "$1, $2, …, $n"; placesFrom begins at first.
func places(n int) string { return placesFrom(1, n) }

func placesFrom(first, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = "$" + strconv.Itoa(first+i)
	}
	return strings.Join(all, ", ")
}

// Commit implements store.Store.
func (d *DB) Commit(ctx context.Context, l store.Lease, r store.Result) (out store.Outcome, err error) {
	err = d.update(ctx, "outcome of "+r.URL.URL, func(t *tx) error {
		out, err = t.commit(l, r)
		return err
	})
	if err != nil {
		return store.Outcome{}, err
	}
	return out, nil
}

func (t *tx) commit(l store.Lease, r store.Result) (out store.Outcome, err error) {
	if err := t.lockHosts(l.Host, r.Found); err != nil {
		return out, err
	}
	// The fence comes first: it locks the host's row until the end.
	if err := fenced(t.exec(`UPDATE host SET lease_token = lease_token WHERE name = $1 AND lease_token = $2`, l.Host, l.Token)); err != nil {
		return out, err
	}
	day := r.Day
	if r.Article != nil {
		if out, err = t.putArticle(r.Article, r.Now); err != nil {
			return out, err
		}
		r.URL.Article = out.Article
		if out.New || out.Revised {
			day.Words, day.Confidence = int64(r.Article.Words), r.Article.Confidence
		}
	}
	if out.New {
		day.New++
	}
	if out.Revised {
		day.Revised++
	}
	if err := t.putVisited(r); err != nil {
		return out, err
	}
	added, hosts, err := t.put(r.Found, r.Now)
	if err != nil {
		return out, err
	}
	out.Added = added
	out.Hosts = slices.DeleteFunc(hosts, func(h string) bool { return h == l.Host })
	for _, name := range slices.Sorted(maps.Keys(r.Memos)) { // an order, so that no two wait for each other
		if err := t.editMemo(r.URL.Source, name, r.Memos[name], r.Now); err != nil {
			return out, err
		}
	}
	day.Source, day.Day = r.URL.Source, r.Now.UTC().Truncate(24*time.Hour)
	if err := t.addDay(day); err != nil {
		return out, err
	}
	return out, t.putHost(l, r.Host)
}

// lockHosts locks the hosts that a page links to, in the order of their names, where
// rows are locked one by one: two hosts that link to each other would otherwise wait
// for each other.
func (t *tx) lockHosts(own string, found []store.URL) error {
	if t.d.dialect.Lock == "" {
		return nil
	}
	names := []string{own}
	for i := range found {
		names = append(names, found[i].Host)
	}
	slices.Sort(names)
	if names = slices.Compact(names); len(names) == 1 {
		return nil // the fence locks it
	}
	for _, name := range names {
		var n int
		err := t.row(`SELECT 1 FROM host WHERE name = $1`+t.d.dialect.Lock, name).Scan(&n)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	return nil
}

// putVisited writes the row of the URL that was fetched, and its aliases.
func (t *tx) putVisited(r store.Result) error {
	u := r.URL
	key := store.Key(u.URL)
	if _, err := t.exec(updateURL, urlValues(u, key)...); err != nil {
		return err
	}
	for _, alias := range r.Aliases {
		a := store.URL{URL: alias, Host: u.Host, Source: u.Source, Kind: u.Kind, State: store.Alias, Alias: u.URL,
			Found: r.Now, Via: u.URL, Article: u.Article}
		// One that waits to be fetched need not be; one that was is more than an alias.
		if _, err := t.exec(insertAlias, urlValues(a, store.Key(alias))...); err != nil {
			return err
		}
	}
	return nil
}

var insertAlias = strings.TrimSuffix(insertURL, "DO NOTHING") + `DO UPDATE SET
	state = excluded.state, alias = excluded.alias, article = excluded.article, next_at = excluded.next_at
	WHERE url.state = 'new' AND url.kind IN ('article', 'page')`

// putHost writes the state of the leased host, and when it is due.
func (t *tx) putHost(l store.Lease, h store.Host) error {
	urlAt, err := t.firstDue(l.Host)
	if err != nil {
		return err
	}
	next := millis(h.NextAt)
	if _, err := t.exec(`UPDATE host SET next_at = $1, url_at = $2, due_at = $3, pause = $4, crawl_delay = $5,
		took = $6, penalty = $7, clean = $8, failures = $9, reason = $10, robots = COALESCE($11, robots) WHERE name = $12`,
		next, urlAt, max(next, urlAt), h.Pause.Milliseconds(), h.CrawlDelay.Milliseconds(), h.Took.Milliseconds(),
		h.Penalty.Milliseconds(), h.Clean, h.Failures, h.Reason, blob(h.Robots), l.Host); err != nil {
		return err
	}
	return nil
}

// blob keeps nil apart from empty.
func blob(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}

func (t *tx) addDay(d store.Day) error {
	if d == (store.Day{Source: d.Source, Day: d.Day}) {
		return nil
	}
	_, err := t.exec(`INSERT INTO day (source, day, fetched, unchanged, failed, added, revised, empty, words, confidence, bytes)
		VALUES (`+places(11)+`) ON CONFLICT (source, day) DO UPDATE SET
		fetched = day.fetched + excluded.fetched, unchanged = day.unchanged + excluded.unchanged,
		failed = day.failed + excluded.failed, added = day.added + excluded.added,
		revised = day.revised + excluded.revised, empty = day.empty + excluded.empty,
		words = day.words + excluded.words, confidence = day.confidence + excluded.confidence,
		bytes = day.bytes + excluded.bytes`,
		d.Source, millis(d.Day), d.Fetched, d.Unchanged, d.Failed, d.New, d.Revised, d.Empty, d.Words, d.Confidence, d.Bytes)
	return err
}

// editMemo holds the memo's row, which has to be there for that, until the end of the
// transaction.
func (t *tx) editMemo(source int64, name string, edit store.Edit, now time.Time) error {
	if _, err := t.exec(`INSERT INTO memo (source, name, data, updated) VALUES ($1, $2, $3, $4) ON CONFLICT (source, name) DO NOTHING`,
		source, name, nil, millis(now)); err != nil {
		return err
	}
	var old []byte
	if err := t.row(`SELECT data FROM memo WHERE source = $1 AND name = $2`+t.d.dialect.Lock, source, name).Scan(&old); err != nil {
		return err
	}
	data, err := edit(old)
	if err != nil {
		return err
	}
	return t.putMemo(source, name, data, now)
}

func (t *tx) putMemo(source int64, name string, data []byte, now time.Time) error {
	_, err := t.exec(`INSERT INTO memo (source, name, data, updated) VALUES ($1, $2, $3, $4)
		ON CONFLICT (source, name) DO UPDATE SET data = excluded.data, updated = excluded.updated`,
		source, name, blob(data), millis(now))
	return err
}
