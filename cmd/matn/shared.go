package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"matn/clean/rules"
	"matn/crawler"
	"matn/crawler/fleet"
	"matn/crawler/store"
	"matn/crawler/store/postgres"
	"matn/crawler/warc"
)

// shareStore sets what a crawler needs that is not alone on its store: the time of
// the database, and leases that end soon after their holder does.
func shareStore(ctx context.Context, name string, o *crawler.Options) error {
	if !postgres.IsURL(name) {
		return nil
	}
	clock, err := postgres.NewClock(ctx, name, nil)
	if err != nil {
		return err
	}
	o.Now, o.Lease = clock.Now, fleet.Lease
	return nil
}

// Names under which a store keeps what workers have to know beside the sites: the
// configuration is on the machine of one of them.
const (
	fleetMemo = "fleet"
	rulesMemo = "rules"
)

// noArchive is said of an archive that is not to be.
const noArchive = "none"

// fleetSettings are what the configuration says of all sites.
type fleetSettings struct {
	About   string `json:"about"`
	Contact string `json:"contact"`
	Workers int    `json:"workers,omitempty"`
	Archive string `json:"archive,omitempty"` // "none", or a path that means the same on each machine

	Least float64 `json:"min_confidence,omitempty"` // articles below it are doubtful; 0: as usual
}

// publish writes the configuration into the store, where workers find it.
func (c *config) publish(ctx context.Context, s store.Store) error {
	now := time.Now()
	files, _, err := c.rules()
	if err != nil {
		return err
	}
	if err := crawler.AddSites(ctx, s, c.sites(), now); err != nil {
		return err
	}
	settings := fleetSettings{Workers: c.Workers, Least: c.Least}
	settings.About, settings.Contact = c.identity()
	if c.Archive == noArchive || filepath.IsAbs(c.Archive) {
		settings.Archive = c.Archive
	}
	for name, value := range map[string]any{fleetMemo: settings, rulesMemo: files} {
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		if err := s.PutMemo(ctx, 0, name, text, now); err != nil {
			return err
		}
	}
	return nil
}

// doubtfulBelow is the confidence under which articles are doubtful.
func (f fleetSettings) doubtfulBelow() float64 { return cmp.Or(f.Least, store.DoubtfulBelow) }

// readSettings gives what the last configuration said.
func readSettings(ctx context.Context, s store.Store) (f fleetSettings, err error) {
	text, err := s.Memo(ctx, 0, fleetMemo)
	if err != nil || text == nil {
		return f, err
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return f, damagedMemo("settings", err)
	}
	return f, nil
}

// keptPages are the pages of a store as they were fetched.
type keptPages struct {
	*warc.Archive
	dir string
}

// openPages opens the archive in the directory that was asked for, else in the one that
// the store's configuration names for all machines, else in the one beside the store.
func openPages(ctx context.Context, s store.Store, name, asked string, o warc.Options) (*keptPages, error) {
	if asked == "" {
		settings, err := readSettings(ctx, s)
		if err != nil {
			return nil, err
		}
		if asked = settings.Archive; asked == "" || asked == noArchive {
			asked = archiveDir(name)
		}
	}
	return &keptPages{warc.OpenArchive(asked, o), asked}, nil
}

// there is an error when the archive is not: all of its pages would be missed.
func (k *keptPages) there() error {
	if info, err := os.Stat(k.dir); err == nil && info.IsDir() {
		return nil
	}
	return fmt.Errorf("%w %s; say with --archive where they are", errNoPages, k.dir)
}

var errNoPages = errors.New("the pages as fetched are not at")

func damagedMemo(what string, err error) error {
	return fmt.Errorf("the store's %s cannot be read (%w); run matn crawl or matn worker with the configuration, all of one version", what, err)
}

// sharedRules are the rules of the last configuration, as the store has them.
type sharedRules struct {
	store store.Store
	now   func() time.Time

	mu   sync.Mutex
	read time.Time
	text []byte
	set  rules.Set
}

// sharedAge is how long what others may change in the store is taken as it was read;
// sites are as old as that at most, too.
const sharedAge = time.Minute

// current gives the rules, read again after a while.
func (r *sharedRules) current(ctx context.Context) (rules.Set, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	if !r.read.IsZero() && now.Sub(r.read) < sharedAge {
		return r.set, nil
	}
	text, err := r.store.Memo(ctx, 0, rulesMemo)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(text, r.text) {
		var files []ruleFile
		if err := json.Unmarshal(text, &files); err != nil {
			return nil, damagedMemo("rules", err)
		}
		set, err := parseRules(files)
		if err != nil {
			return nil, damagedMemo("rules", err)
		}
		r.text, r.set = text, set
	}
	r.read = now
	return r.set, nil
}
