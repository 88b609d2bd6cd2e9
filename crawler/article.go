package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"matn/crawler/discover"
	"matn/crawler/page"
	"matn/crawler/store"
)

// article has a page cleaned, and finds out which article it is.
func (v *visit) article(ctx context.Context, p *page.Page) {
	u := &v.result.URL
	u.State = store.Known
	if v.same(p.Body) && v.url.Visits > 0 {
		v.unchanged(ctx, p)
		return
	}
	v.event.What = Fetched
	record, err := v.clean(ctx, v.site, p)
	if err != nil {
		v.err = err
		return
	}
	if soft, err := v.isSoft(ctx, record); err != nil || soft {
		v.err = err
		u.Error = softError
		v.missing()
		return
	}
	if err := v.learn(ctx, record.Article); err != nil {
		v.err = err
		return
	}
	v.result.Memos = record.Memos
	if !record.Article {
		v.empty(record)
	} else {
		a := &store.Article{URL: u.URL, Canonical: record.Canonical, Host: u.Host, Source: u.Source, Content: record.Content}
		if a.Published.IsZero() {
			a.Published = u.Published
		}
		if v.err = v.identify(ctx, a); v.err != nil || v.event.What == Unchanged {
			return
		}
	}
	v.archive(p)
}

// clean calls Options.Clean. What it panics about costs the page, and not the crawl.
func (s *slice) clean(ctx context.Context, home *site, p *page.Page) (r Record, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			r, err = Record{Reason: fmt.Sprint("the cleaner panics: ", fault)}, nil
		}
	}()
	if r, err = s.c.o.Clean(ctx, p, home.source.Name); err != nil {
		err = fmt.Errorf("crawler: record of %s: %w", p.URL, err)
	}
	return r, err
}

// archive keeps the bytes of a page that is new or has changed: before the commit, so
// that no article points to bytes that do not exist.
func (v *visit) archive(p *page.Page) {
	if v.c.o.Archive == nil {
		return
	}
	raw, err := v.c.o.Archive(p)
	if err != nil {
		v.err = fmt.Errorf("crawler: archive of %s: %w", p.URL, err)
		return
	}
	if v.result.Article != nil {
		v.result.Article.Raw = raw
	}
}

// learn tells the pattern what a page turned out to be.
func (v *visit) learn(ctx context.Context, article bool) error {
	pattern, err := v.pattern(ctx, v.url.Source)
	if err == nil {
		pattern.learn(func(p *discover.Pattern) { p.AddJudged(v.target, article) })
	}
	return err
}

// empty is a page that was thought to have an article. It is read once more, as an
// article that is not written yet.
func (v *visit) empty(r Record) {
	u := &v.result.URL
	v.result.Day.Empty = 1
	u.Error = "no article"
	if r.Reason != "" {
		u.Error += ": " + r.Reason
	}
	u.Unchanged++
	*u = reread(*u, u.Published, v.site.reread(), v.now)
	if u.Unchanged > 1 {
		u.NextAt = time.Time{}
	}
}

// identify decides under which URL an article is kept. That is the one it was
// fetched from, unless the page names another as canonical under which the same
// text is kept already, or is one that another with the same text names: then it is an
// alias of that one. A canonical URL that leads to another text is a mistake of the
// site, and counts for nothing.
func (v *visit) identify(ctx context.Context, a *store.Article) error {
	u := &v.result.URL
	v.event.Article = true
	canonical := v.canonical(a.Canonical)
	if canonical != nil {
		other, err := v.c.o.Store.ArticleAt(ctx, canonical.String())
		switch {
		case errors.Is(err, store.ErrNotFound):
			if page.Twins(v.target, canonical) {
				v.result.Aliases = append(v.result.Aliases, canonical.String())
			} else { // it is read before it is believed
				v.c.claims.add(page.Key(canonical))
			}
		case err != nil:
			return err
		case other.ID == u.Article: // the alias made before
		case sameText(other.Content, a.Content):
			v.aliasOf(other)
			return nil
		}
	} else if other, err := v.namedBy(ctx, a); err != nil || other != nil {
		if err == nil {
			v.aliasOf(*other)
		}
		return err
	}
	changed := true
	if u.Article != 0 {
		old, err := v.c.o.Store.Article(ctx, u.Article)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		changed = err != nil || old.Hash != a.Hash || old.Title != a.Title
		if err == nil {
			a.URL, a.Host = old.URL, old.Host // the identity stays, whatever the URL is now
		}
	}
	if changed {
		u.Changes++
		u.Unchanged = 0
	} else {
		u.Unchanged++
		v.event.What, v.result.Day.Unchanged = Unchanged, 1
	}
	*u = reread(*u, a.Published, v.site.reread(), v.now)
	v.result.Article = a
	return nil
}

// aliasOf makes the page another name of an article that is kept already.
func (v *visit) aliasOf(other store.Article) {
	u := &v.result.URL
	u.State, u.Alias, u.NextAt, u.Article = store.Alias, other.URL, time.Time{}, other.ID
	v.event.What = Unchanged
}

// maxSame bounds how many articles of one text are looked at.
const maxSame = 8

// claims are the keys of URLs that pages of another form named as canonical in this
// process. Those that it has forgotten, or that another process saw, are kept as
// duplicates.
type claims struct {
	mu   sync.Mutex
	keys map[string]bool
}

// maxClaims bounds them to some MB: a page and its canonical form are listed together,
// mostly, and read within minutes of each other.
const maxClaims = 50_000

func (c *claims) add(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.keys == nil || len(c.keys) >= maxClaims {
		c.keys = map[string]bool{}
	}
	c.keys[key] = true
}

func (c *claims) has(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.keys[key]
}

// namedBy finds an article of the same text whose page names this one as canonical, nil
// when there is none.
func (v *visit) namedBy(ctx context.Context, a *store.Article) (*store.Article, error) {
	if a.Hash == 0 || v.url.Article != 0 || !v.c.claims.has(page.Key(v.target)) {
		return nil, nil
	}
	for other, err := range v.c.o.Store.Articles(ctx, store.Filter{Hash: a.Hash, Site: v.site.source.Name, Limit: maxSame}) {
		if err != nil {
			return nil, err
		}
		base, err := url.Parse(other.URL)
		if err != nil || other.Canonical == "" {
			continue
		}
		if named, err := page.Resolve(base, other.Canonical); err == nil && page.Key(named) == page.Key(v.target) {
			return &other, nil
		}
	}
	return nil, nil
}

// canonical is the URL that a page names as its own, nil when it is no other page of
// the site: sites with a fault name their front page.
func (v *visit) canonical(raw string) *url.URL {
	if raw == "" {
		return nil
	}
	u, err := page.Resolve(v.target, raw)
	if err != nil {
		return nil
	}
	u = page.Normalize(u)
	if page.Key(u) == page.Key(v.target) || u.Path == "/" || !v.site.has(u) || domain(u) != domain(v.target) {
		return nil
	}
	return u
}

// sameText reports whether two pages hold one article: AMP and print versions differ
// in a few words.
func sameText(a, b store.Content) bool {
	return a.Hash != 0 && a.Hash == b.Hash || store.Near(a.SimHash, b.SimHash) || a.Title != "" && a.Title == b.Title
}
