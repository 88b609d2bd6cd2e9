package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"matn/crawler/store"
)

const articleColumns = `a.id, a.url, a.canonical, a.host, a.source, s.name, a.title, a.body, a.fold, a.meta, a.language,
	a.published, a.modified, a.hash, a.simhash, a.confidence, a.words, a.extractor, a.raw_file, a.raw_offset,
	a.raw_length, a.raw_digest, a.first_at, a.fetched, a.checked, a.revisions, a.duplicate_of, a.cluster`

const fromArticle = ` FROM article a JOIN source s ON s.id = a.source `

func scanArticle(row rowScanner) (a store.Article, err error) {
	var published, modified, hash, simhash, first, fetched, checked int64
	var meta []byte
	err = row.Scan(&a.ID, &a.URL, &a.Canonical, &a.Host, &a.Source, &a.Site, &a.Title, &a.Text, &a.Fold, &meta, &a.Language,
		&published, &modified, &hash, &simhash, &a.Confidence, &a.Words, &a.Extractor, &a.File, &a.Offset,
		&a.Length, &a.Digest, &first, &fetched, &checked, &a.Revisions, &a.DuplicateOf, &a.Cluster)
	a.Meta, a.Hash, a.SimHash = meta, uint64(hash), uint64(simhash)
	a.Published, a.Modified = clock(published), clock(modified)
	a.First, a.Fetched, a.Checked = clock(first), clock(fetched), clock(checked)
	return a, err
}

// Article implements store.Store.
func (d *DB) Article(ctx context.Context, id int64) (store.Article, error) {
	a, err := one(ctx, d, scanArticle, `SELECT `+articleColumns+fromArticle+`WHERE a.id = $1`, id)
	return a, d.wrap("article", err)
}

// ArticleAt implements store.Store.
func (d *DB) ArticleAt(ctx context.Context, rawURL string) (store.Article, error) {
	a, err := one(ctx, d, scanArticle, `SELECT `+articleColumns+fromArticle+
		`WHERE a.id = (SELECT article FROM url WHERE key = $1)`, store.Key(rawURL))
	return a, d.wrap("article at "+rawURL, err)
}

// articlePage is how many articles are read at once: some MB.
const articlePage = 200

// Articles implements store.Store.
func (d *DB) Articles(ctx context.Context, f store.Filter) iter.Seq2[store.Article, error] {
	return func(yield func(store.Article, error) bool) {
		for left := f.Limit; ; {
			n := articlePage
			if f.Limit > 0 {
				n = min(n, left)
			}
			where, args := conditions(f, 0)
			text := `SELECT ` + articleColumns + fromArticle + where + fmt.Sprintf(` ORDER BY a.id LIMIT %d`, n)
			page, err := query(ctx, d, scanArticle, text, args...)
			if err != nil {
				yield(store.Article{}, d.wrap("articles", err))
				return
			}
			for _, a := range page {
				if !yield(a, nil) {
					return
				}
				f.After = a.ID
			}
			left -= len(page)
			if len(page) < n || f.Limit > 0 && left == 0 {
				return
			}
		}
	}
}

// conditions are the WHERE of a filter; args already has so many values.
func conditions(f store.Filter, before int) (where string, args []any) {
	var all []string
	add := func(condition string, value any) {
		args = append(args, value)
		all = append(all, strings.ReplaceAll(condition, "?", fmt.Sprintf("$%d", before+len(args))))
	}
	add("a.id > ?", f.After)
	if f.Site != "" {
		add("s.name = ?", f.Site)
	}
	if !f.Since.IsZero() {
		add("a.fetched >= ?", millis(f.Since))
	}
	if !f.Until.IsZero() {
		add("a.fetched < ?", millis(f.Until))
	}
	if f.MinConfidence > 0 {
		add("a.confidence >= ?", f.MinConfidence)
	}
	if f.MaxConfidence > 0 {
		add("a.confidence < ?", f.MaxConfidence)
	}
	if f.Cluster != 0 {
		add("a.cluster = ?", f.Cluster)
	}
	if f.Hash != 0 {
		add("a.hash = ?", int64(f.Hash))
	}
	if f.Extractor != "" {
		add("a.extractor <> ?", f.Extractor)
	}
	if f.Unique {
		all = append(all, "a.duplicate_of = 0")
	}
	return "WHERE " + strings.Join(all, " AND "), args
}

// Search implements store.Store.
func (d *DB) Search(ctx context.Context, q store.Query) ([]store.Article, error) {
	if len(q.All) == 0 {
		return nil, errors.New("store: search: no words")
	}
	join, match, order, arg := d.dialect.Search(q.All)
	where, args := conditions(q.Filter, 1)
	limit := q.Limit
	if limit <= 0 {
		limit = defaultFound
	}
	text := `SELECT ` + articleColumns + fromArticle + join + " " + where + " AND " + match +
		" ORDER BY " + order + fmt.Sprintf(" LIMIT %d", limit)
	found, err := query(ctx, d, scanArticle, text, append([]any{arg}, args...)...)
	return found, d.wrap("search", err)
}

const defaultFound = 20

// putArticle adds an article, or makes the one of that URL a new version.
func (t *tx) putArticle(a *store.Article, now time.Time) (out store.Outcome, err error) {
	key := store.Key(a.URL)
	old, err := scanOld(t.row(`SELECT id, hash, title, revisions, cluster, duplicate_of FROM article WHERE key = $1`+t.d.dialect.Lock, key))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return t.addArticle(a, key, now)
	case err != nil:
		return out, err
	}
	out = store.Outcome{Article: old.id, Cluster: old.cluster, DuplicateOf: old.duplicate}
	if old.hash == a.Hash && old.title == a.Title {
		_, err := t.exec(`UPDATE article SET checked = $1, meta = COALESCE($2, meta), canonical = $3 WHERE id = $4`,
			millis(now), blob(a.Meta), a.Canonical, old.id)
		return out, err
	}
	out.Revised = true
	if err := t.keepRevision(old, now); err != nil {
		return out, err
	}
	if out.DuplicateOf, out.Cluster, err = t.relatives(a, old.id, now); err != nil {
		return out, err
	}
	if err := t.setContent(old.id, a.Content, out); err != nil {
		return out, err
	}
	_, err = t.exec(`UPDATE article SET canonical = $1, raw_file = $2, raw_offset = $3, raw_length = $4, raw_digest = $5,
		fetched = $6, checked = $6, revisions = revisions + 1 WHERE id = $7`,
		a.Canonical, a.File, a.Offset, a.Length, a.Digest, millis(now), old.id)
	return out, err
}

// oldArticle is what decides between a visit and a revision.
type oldArticle struct {
	id        int64
	hash      uint64
	title     string
	revisions int
	cluster   int64
	duplicate int64
}

func scanOld(row rowScanner) (o oldArticle, err error) {
	var hash int64
	err = row.Scan(&o.id, &hash, &o.title, &o.revisions, &o.cluster, &o.duplicate)
	o.hash = uint64(hash)
	return o, err
}

func (t *tx) keepRevision(old oldArticle, now time.Time) error {
	const kept = `title, body, meta, language, published, modified, hash, simhash, confidence, words,
		extractor, raw_file, raw_offset, raw_length, raw_digest, fetched`
	_, err := t.exec(`INSERT INTO revision (article, number, replaced, `+kept+`)
		SELECT id, revisions + 1, CAST($1 AS BIGINT), `+kept+` FROM article WHERE id = $2`, millis(now), old.id)
	return err
}

func (t *tx) addArticle(a *store.Article, key []byte, now time.Time) (out store.Outcome, err error) {
	out.New = true
	if out.DuplicateOf, out.Cluster, err = t.relatives(a, 0, now); err != nil {
		return out, err
	}
	b := store.Bands(a.SimHash)
	err = t.row(`INSERT INTO article (key, url, canonical, host, source, title, body, fold, meta, language, published,
		modified, hash, simhash, band0, band1, band2, band3, confidence, words, extractor, raw_file, raw_offset,
		raw_length, raw_digest, first_at, fetched, checked, revisions, duplicate_of, cluster)
		VALUES (`+places(31)+`) RETURNING id`,
		key, a.URL, a.Canonical, a.Host, a.Source, a.Title, a.Text, a.Fold, blob(a.Meta), a.Language, millis(a.Published),
		millis(a.Modified), int64(a.Hash), int64(a.SimHash), b[0], b[1], b[2], b[3], a.Confidence, a.Words, a.Extractor,
		a.File, a.Offset, a.Length, a.Digest, millis(now), millis(now), millis(now), 0, out.DuplicateOf, out.Cluster).Scan(&out.Article)
	return out, err
}

func (t *tx) setContent(id int64, c store.Content, of store.Outcome) error {
	b := store.Bands(c.SimHash)
	_, err := t.exec(`UPDATE article SET title = $1, body = $2, fold = $3, meta = $4, language = $5, published = $6,
		modified = $7, hash = $8, simhash = $9, band0 = $10, band1 = $11, band2 = $12, band3 = $13, confidence = $14,
		words = $15, extractor = $16, duplicate_of = $17, cluster = $18 WHERE id = $19`,
		c.Title, c.Text, c.Fold, blob(c.Meta), c.Language, millis(c.Published), millis(c.Modified), int64(c.Hash),
		int64(c.SimHash), b[0], b[1], b[2], b[3], c.Confidence, c.Words, c.Extractor, of.DuplicateOf, of.Cluster, id)
	return err
}

// relatives finds the oldest article with the same text, and the cluster of the
// articles nearly the same. An article that begins a cluster is put into it.
func (t *tx) relatives(a *store.Article, self int64, now time.Time) (duplicate, cluster int64, err error) {
	if a.Hash != 0 {
		err = t.row(`SELECT COALESCE(MIN(id), 0) FROM article WHERE hash = $1 AND id <> $2 AND duplicate_of = 0`, int64(a.Hash), self).Scan(&duplicate)
		if err != nil {
			return 0, 0, err
		}
	}
	near, err := t.near(a.SimHash, self, now)
	if err != nil || len(near) == 0 {
		return duplicate, 0, err
	}
	for _, n := range near {
		of := n.id
		if n.cluster != 0 {
			of = n.cluster
		}
		if cluster == 0 || of < cluster {
			cluster = of
		}
	}
	for _, n := range near {
		if n.cluster == cluster {
			continue
		}
		// A bridge between two clusters makes them one.
		if _, err := t.exec(`UPDATE article SET cluster = $1 WHERE id = $2 OR cluster = $2 OR (cluster = $3 AND cluster <> 0)`, cluster, n.id, n.cluster); err != nil {
			return 0, 0, err
		}
	}
	return duplicate, cluster, nil
}

type neighbour struct {
	id, cluster int64
}

func (t *tx) near(h uint64, self int64, now time.Time) (out []neighbour, err error) {
	if h == 0 {
		return nil, nil
	}
	b := store.Bands(h)
	rows, err := t.rows(`SELECT id, simhash, cluster FROM article WHERE band0 = $1 AND first_at >= $5 AND id <> $6
		UNION SELECT id, simhash, cluster FROM article WHERE band1 = $2 AND first_at >= $5 AND id <> $6
		UNION SELECT id, simhash, cluster FROM article WHERE band2 = $3 AND first_at >= $5 AND id <> $6
		UNION SELECT id, simhash, cluster FROM article WHERE band3 = $4 AND first_at >= $5 AND id <> $6
		ORDER BY id`, b[0], b[1], b[2], b[3], millis(now.Add(-store.NearTime)), self)
	if err != nil {
		return nil, err
	}
	_, err = collect(rows, func(row rowScanner) (n neighbour, err error) {
		var other int64
		if err = row.Scan(&n.id, &other, &n.cluster); err == nil && store.Near(h, uint64(other)) {
			out = append(out, n)
		}
		return n, err
	})
	return out, err
}

// Reclean implements store.Store.
func (d *DB) Reclean(ctx context.Context, id int64, c store.Content) (changed bool, err error) {
	err = d.update(ctx, "article", func(t *tx) error {
		old, err := scanOld(t.row(`SELECT id, hash, title, revisions, cluster, duplicate_of FROM article WHERE id = $1`+d.dialect.Lock, id))
		if err != nil {
			return err
		}
		changed = old.hash != c.Hash || old.title != c.Title
		of := store.Outcome{DuplicateOf: old.duplicate, Cluster: old.cluster}
		if old.hash != c.Hash {
			var first int64
			if err := t.row(`SELECT first_at FROM article WHERE id = $1`, id).Scan(&first); err != nil {
				return err
			}
			if of.DuplicateOf, of.Cluster, err = t.relatives(&store.Article{Content: c}, id, clock(first)); err != nil {
				return err
			}
		}
		return t.setContent(id, c, of)
	})
	return changed, err
}

// Retract implements store.Store.
func (d *DB) Retract(ctx context.Context, id int64) error {
	return d.update(ctx, "article", func(t *tx) error {
		if err := found(t.exec(`DELETE FROM article WHERE id = $1`, id)); err != nil {
			return err
		}
		for _, text := range []string{
			`DELETE FROM revision WHERE article = $1`,
			`UPDATE article SET duplicate_of = 0 WHERE duplicate_of = $1`,
			`UPDATE url SET article = 0 WHERE article = $1`,
		} {
			if _, err := t.exec(text, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Revisions implements store.Store.
func (d *DB) Revisions(ctx context.Context, article int64) ([]store.Revision, error) {
	all, err := query(ctx, d, scanRevision, `SELECT article, number, title, body, meta, language, published, modified, hash,
		simhash, confidence, words, extractor, raw_file, raw_offset, raw_length, raw_digest, fetched, replaced
		FROM revision WHERE article = $1 ORDER BY number`, article)
	return all, d.wrap("revisions", err)
}

func scanRevision(row rowScanner) (r store.Revision, err error) {
	var published, modified, hash, simhash, fetched, replaced int64
	var meta []byte
	err = row.Scan(&r.Article, &r.Number, &r.Title, &r.Text, &meta, &r.Language, &published, &modified, &hash, &simhash,
		&r.Confidence, &r.Words, &r.Extractor, &r.File, &r.Offset, &r.Length, &r.Digest, &fetched, &replaced)
	r.Meta, r.Hash, r.SimHash = meta, uint64(hash), uint64(simhash)
	r.Published, r.Modified, r.Fetched, r.Replaced = clock(published), clock(modified), clock(fetched), clock(replaced)
	return r, err
}
