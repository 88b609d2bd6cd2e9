package crawler

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"strings"
	"time"

	"matn/crawler/page"
	"matn/crawler/store"
)

// What a configuration says of a site may change between two rounds. A list that it
// named before and does not name now is parked when its turn comes, with those that it
// led to; it is taken up again when the configuration or a page names it. What was
// collected stays.

// seedKeys are the identities of the pages that a configuration names.
func seedKeys(urls ...string) map[string]bool {
	keys := map[string]bool{}
	for _, raw := range urls {
		if u, err := page.ParseURL(raw); err == nil {
			keys[page.Key(u)] = true
		}
	}
	return keys
}

// excluded gives the beginning of a path that a person has left out; "" for none.
func (s *site) excluded(u *url.URL) string {
	for _, prefix := range s.Exclude {
		if strings.HasPrefix(u.Path, prefix) {
			return prefix
		}
	}
	return ""
}

// unwanted says why the configuration, as it is now, speaks against a URL that was
// put into the frontier under one before; "" when it does not.
func (s *slice) unwanted(ctx context.Context, home *site, u store.URL, target *url.URL) (string, error) {
	if home.seeds[page.Key(target)] {
		return "", nil
	}
	if prefix := home.excluded(target); prefix != "" {
		return "the configuration excludes " + prefix, nil
	}
	if !u.Kind.Recurs() && u.Kind != store.Guess {
		return "", nil
	}
	root, err := s.rootOf(ctx, u)
	if err != nil || root == nil {
		return "", err
	}
	roots := home.seeds
	switch {
	case u.Kind == store.Feed && len(home.Feeds) > 0:
		roots = home.feeds
	case u.Kind == store.Sitemap && len(home.Sitemaps) > 0:
		roots = home.sitemaps
	}
	if !roots[page.Key(root)] {
		return fmt.Sprintf("the configuration no longer names %s", root), nil
	}
	return "", nil
}

// laidAside is a URL that the configuration does not want now. A list is parked until it
// is named again, an article waits.
func laidAside(u store.URL, why string, now time.Time) store.URL {
	u.NextAt, u.Error = now.Add(closedRetry), why
	if u.Kind.Recurs() {
		u.State, u.NextAt = store.Parked, time.Time{}
	}
	return u
}

// maxLineage bounds how far back a list is traced.
const maxLineage = 32

// rootOf is the URL of the configuration from which a list was found, nil when that
// cannot be told.
func (s *slice) rootOf(ctx context.Context, u store.URL) (*url.URL, error) {
	for range maxLineage {
		if u.Via == "" {
			return url.Parse(u.URL)
		}
		before, err := s.c.o.Store.URL(ctx, u.Via)
		if err != nil {
			return nil, ignore(err, store.ErrNotFound)
		}
		u = before
	}
	return nil, nil
}

// listsMemo is the name under which it is kept what the configuration named when a
// site's front page was last read.
const listsMemo = "lists"

// renamed is what a configuration names of a site's lists when that is not what it
// named when the front page at u was last read, nil otherwise. The page has to be read
// anew then: where nothing is named it leads to the lists.
func (s *slice) renamed(ctx context.Context, home *site, u store.URL) ([]byte, error) {
	if u.Kind != store.Front || u.Via != "" {
		return nil, nil
	}
	named := strings.Join([]string{strings.Join(home.Feeds, " "), strings.Join(home.Sitemaps, " ")}, "\n")
	sum := sha256.Sum256([]byte(named))
	before, err := s.c.o.Store.Memo(ctx, home.source.ID, listsMemo)
	if err != nil || string(before) == string(sum[:]) {
		return nil, err
	}
	return sum[:], nil
}
