package main

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/cespare/xxhash/v2"

	"matn/clean/profile"
	"matn/crawler/store"
)

// siteMemory is what a crawl has learned of the hosts that it is at: their profiles,
// of which the store has all. Several workers may learn the same host, one after the
// other, or at once where a site has it under two names; what each of them learned is
// added to what the store has, and taken from there again.
type siteMemory struct {
	store store.Store
	now   func() time.Time
	most  int                          // hosts that are remembered here at once
	tell  func(host string, err error) // of a profile that could not be read; nil: nobody is told

	mu      sync.Mutex
	hosts   map[string]*memory // by the name of the site, a blank and the name of the host
	sources map[string]int64   // by name
	uses    int
}

// memory is what is known of one host of a site. One page at a time uses it: a host
// is fetched from by one worker.
type memory struct {
	source int64
	host   string
	used   int // number of its last use, under siteMemory.mu

	mu      sync.Mutex
	read    time.Time        // when the profile came from the store; zero: not yet, or not since it was kept
	kept    uint64           // hash of what the store had then
	profile *profile.Profile // with new in it; it is replaced, so that readers may hold on to it
	new     []profile.Page   // learned here, and perhaps not in the store yet
	learned int              // pages since it was kept
	pages   int              // that it was ever taught in this run
	gone    bool             // it has made room for another
	told    bool             // that the store's could not be read
}

// How often a profile is kept: at the first pages of a run, and then now and then. A
// kill costs what was learned since.
const (
	keptAtOnce = 5
	keptEvery  = 25
)

// leastMemories is how many hosts are remembered here at once, at up to 2 MB each; more
// when the crawl is at more of them than half as many.
const leastMemories = 128

// keepTime is what the end of a run may take to keep what was learned last.
const keepTime = 2 * time.Second

func newSiteMemory(s store.Store, now func() time.Time, workers int) *siteMemory {
	return &siteMemory{store: s, now: now, most: max(leastMemories, 2*workers), hosts: map[string]*memory{}}
}

// profileMemo is the name under which a store keeps the profile of a host.
func profileMemo(host string) string { return "profile " + host }

// take gives the memory of a host, locked and up to date.
func (s *siteMemory) take(ctx context.Context, site, host string) (*memory, error) {
	for {
		m, old, err := s.find(ctx, site, host)
		if err != nil {
			return nil, err
		}
		if old != nil {
			if err := s.forget(ctx, old); err != nil {
				return nil, err
			}
		}
		m.mu.Lock()
		switch {
		case m.gone:
			m.mu.Unlock()
			continue
		case m.read.IsZero() || s.now().Sub(m.read) >= sharedAge:
			err = s.load(ctx, m)
		}
		if err != nil {
			m.mu.Unlock()
			return nil, err
		}
		return m, nil
	}
}

// profile is what is known of a host, to be read only.
func (s *siteMemory) profile(ctx context.Context, site, host string) (*profile.Profile, error) {
	m, err := s.take(ctx, site, host)
	if err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	return m.profile, nil
}

// find gives the memory of a host, and the one that has to make room for it.
func (s *siteMemory) find(ctx context.Context, site, host string) (m, old *memory, err error) {
	source, err := s.source(ctx, site)
	if err != nil {
		return nil, nil, err
	}
	key := site + " " + host
	s.mu.Lock()
	defer s.mu.Unlock()
	s.uses++
	if m = s.hosts[key]; m == nil {
		if len(s.hosts) >= s.most {
			old = s.oldest()
		}
		m = &memory{source: source, host: host}
		s.hosts[key] = m
	}
	m.used = s.uses
	return m, old, nil
}

// oldest takes out the memory that was used longest ago.
func (s *siteMemory) oldest() *memory {
	at, last := "", math.MaxInt
	for key, m := range s.hosts {
		if m.used < last {
			at, last = key, m.used
		}
	}
	old := s.hosts[at]
	delete(s.hosts, at)
	return old
}

// forget keeps what a memory has learned, and ends its use.
func (s *siteMemory) forget(ctx context.Context, m *memory) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.gone = true
	return s.keep(ctx, m)
}

// keep adds to the store what it may not have yet.
func (s *siteMemory) keep(ctx context.Context, m *memory) error {
	if len(m.new) == 0 {
		return nil
	}
	return s.store.EditMemo(ctx, m.source, profileMemo(m.host), m.edit(), s.now())
}

// close keeps what was learned last, within keepTime.
func (s *siteMemory) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepTime)
	defer cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.hosts {
		if err := s.forget(ctx, m); err != nil {
			return err
		}
	}
	clear(s.hosts)
	return nil
}

// load reads what the store has, and adds what it has not. A profile that cannot be
// read, because another version wrote it or it is damaged, is learned anew.
func (s *siteMemory) load(ctx context.Context, m *memory) error {
	text, err := s.store.Memo(ctx, m.source, profileMemo(m.host))
	if err != nil {
		return err
	}
	m.profile, err = readProfile(text)
	if err != nil && s.tell != nil && !m.told {
		m.told = true
		s.tell(m.host, err)
	}
	m.kept, m.read = xxhash.Sum64(text), s.now()
	m.new = slices.DeleteFunc(m.new, func(p profile.Page) bool { return !m.profile.Learn(p) })
	return nil
}

// readProfile gives an empty one with an error.
func readProfile(text []byte) (*profile.Profile, error) {
	p := &profile.Profile{}
	if text == nil {
		return p, nil
	}
	if err := p.UnmarshalBinary(text); err != nil {
		return &profile.Profile{}, err
	}
	return p, nil
}

// learn adds a page, and says what is to be kept with it; nil for most of them.
func (m *memory) learn(p profile.Page) store.Edit {
	if !m.profile.Learn(p) {
		return nil
	}
	m.new = append(m.new, p)
	m.pages++
	if m.learned++; m.pages > keptAtOnce && m.learned < keptEvery {
		return nil
	}
	m.learned = 0
	m.read = time.Time{} // whether it was kept, the store will tell
	return m.edit()
}

// edit adds what is new to what the store has by then. A page that is known there is
// not learned again.
func (m *memory) edit() store.Edit {
	kept, pages := m.kept, slices.Clone(m.new)
	whole, err := m.profile.MarshalBinary()
	return func(old []byte) ([]byte, error) {
		if err != nil || xxhash.Sum64(old) == kept {
			return whole, err
		}
		p, _ := readProfile(old) // what cannot be read is learned anew
		for _, page := range pages {
			p.Learn(page)
		}
		return p.MarshalBinary()
	}
}

// source gives the number of a site in the store.
func (s *siteMemory) source(ctx context.Context, site string) (int64, error) {
	s.mu.Lock()
	id, ok := s.sources[site]
	s.mu.Unlock()
	if ok {
		return id, nil
	}
	all, err := s.store.Sources(ctx)
	if err != nil {
		return 0, err
	}
	sources := make(map[string]int64, len(all))
	for _, source := range all {
		sources[source.Name] = source.ID
	}
	s.mu.Lock()
	s.sources = sources
	s.mu.Unlock()
	if id, ok = sources[site]; !ok {
		return 0, store.ErrNotFound
	}
	return id, nil
}
