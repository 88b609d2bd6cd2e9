package main

import (
	"context"
	"errors"
	"sync"

	"matn/clean"
	"matn/clean/profile"
	"matn/crawler"
	"matn/crawler/page"
	"matn/crawler/store"
)

// recorder joins the crawler to the cleaner, and remembers the sites: what the pages
// of a host share is learned from the first page on, and taken out from the second
// one on. What was learned is kept in the store, with the pages that taught it.
type recorder struct {
	cleaner *siteCleaner
	store   store.Store

	mu    sync.Mutex
	hosts map[string]*memory // by the name of the site, a blank and the name of the host
}

// memory is what is known of one host of a site. One page at a time uses it: a host
// is fetched from by one worker.
type memory struct {
	mu      sync.Mutex
	profile profile.Profile
	learned int // pages since it was kept
	pages   int // that it was ever taught in this run
}

// How often a profile is kept: at the first pages of a run, and then now and then. A
// kill costs what was learned since.
const (
	keptAtOnce = 5
	keptEvery  = 25
)

func newRecorder(s store.Store, c *siteCleaner) *recorder {
	return &recorder{cleaner: c, store: s, hosts: map[string]*memory{}}
}

// profileMemo is the name under which a store keeps the profile of a host.
func profileMemo(host string) string { return "profile " + host }

// record cleans a page.
func (r *recorder) record(ctx context.Context, p *page.Page, site string) (crawler.Record, error) {
	host := profile.Site(p.URL)
	m, err := r.memory(ctx, site, host)
	if err != nil {
		return crawler.Record{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	knowing := *r.cleaner
	knowing.profiles = profile.Set{host: &m.profile}
	a, err := cleanPage(&knowing, p)
	if errors.Is(err, clean.ErrNoContent) {
		return crawler.Record{Reason: "none of its text reads like one"}, nil
	}
	if err != nil {
		return crawler.Record{Reason: trimPackage(err.Error())}, nil // the page is at fault, and will not be different
	}
	content, err := storedContent(a)
	if err != nil {
		return crawler.Record{}, err
	}
	out := crawler.Record{Article: true, Canonical: a.CanonicalURL, Content: content}
	if m.profile.Learn(a.Seen) {
		out.Memos, err = m.kept(host)
	}
	return out, err
}

// kept is what is to be kept after a page was learned; nil for most of them.
func (m *memory) kept(host string) (map[string][]byte, error) {
	m.pages++
	if m.learned++; m.pages > keptAtOnce && m.learned < keptEvery {
		return nil, nil
	}
	m.learned = 0
	text, err := m.profile.MarshalBinary()
	return map[string][]byte{profileMemo(host): text}, err
}

// memory finds what is known of a host. A profile that cannot be read, because
// another version wrote it, is learned anew.
func (r *recorder) memory(ctx context.Context, site, host string) (*memory, error) {
	key := site + " " + host
	r.mu.Lock()
	defer r.mu.Unlock()
	if m, ok := r.hosts[key]; ok {
		return m, nil
	}
	m := &memory{}
	source, err := sourceNamed(ctx, r.store, site)
	if err != nil {
		return nil, err
	}
	text, err := r.store.Memo(ctx, source.ID, profileMemo(host))
	if err != nil {
		return nil, err
	}
	if text != nil && m.profile.UnmarshalBinary(text) != nil {
		m.profile = profile.Profile{}
	}
	r.hosts[key] = m
	return m, nil
}

// sourceNamed finds a source.
func sourceNamed(ctx context.Context, s store.Store, name string) (store.Source, error) {
	all, err := s.Sources(ctx)
	if err != nil {
		return store.Source{}, err
	}
	for _, source := range all {
		if source.Name == name {
			return source, nil
		}
	}
	return store.Source{}, store.ErrNotFound
}
