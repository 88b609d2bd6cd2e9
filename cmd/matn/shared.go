package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"matn/crawler"
	"matn/crawler/fleet"
	"matn/crawler/store"
	"matn/crawler/store/postgres"
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

// fleetMemo is where a store keeps what workers have to know beside the sites.
const fleetMemo = "fleet"

// fleetSettings are what the configuration says of all sites.
type fleetSettings struct {
	About   string `json:"about"`
	Contact string `json:"contact"`
}

// publish writes the configuration into the store, where workers find it.
func (c *config) publish(ctx context.Context, s store.Store) error {
	now := time.Now()
	if err := crawler.AddSites(ctx, s, c.sites(), now); err != nil {
		return err
	}
	about, contact := c.identity()
	text, err := json.Marshal(fleetSettings{about, contact})
	if err != nil {
		return err
	}
	return s.PutMemo(ctx, 0, fleetMemo, text, now)
}

// readSettings gives what the last configuration said.
func readSettings(ctx context.Context, s store.Store) (f fleetSettings, err error) {
	text, err := s.Memo(ctx, 0, fleetMemo)
	if err != nil || text == nil {
		return f, err
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return f, fmt.Errorf("the store's settings are damaged (%w); run matn crawl or matn worker with the configuration", err)
	}
	return f, nil
}
