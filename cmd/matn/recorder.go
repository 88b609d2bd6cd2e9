package main

import (
	"context"
	"errors"
	"time"

	"matn/clean"
	"matn/clean/profile"
	"matn/crawler"
	"matn/crawler/drift"
	"matn/crawler/page"
	"matn/crawler/store"
)

// recorder joins the crawler to the cleaner, and remembers the sites: what the pages
// of a host share is learned from the first page on, and taken out from the second
// one on. What was learned is kept in the store, with the pages that taught it.
type recorder struct {
	cleaner *siteCleaner
	rules   *sharedRules
	sites   *siteMemory
	missed  missedWatch
	now     func() time.Time
}

// newRecorder cleans for a crawl that is at so many hosts at once. The rules are those
// of the store; pages are told one by one, since fronts are fetched by mistake.
func newRecorder(s store.Store, now func() time.Time, workers int) (*recorder, error) {
	c, err := clean.New(clean.Options{})
	if err != nil {
		return nil, err
	}
	return &recorder{cleaner: &siteCleaner{Cleaner: c}, rules: &sharedRules{store: s, now: now}, sites: newSiteMemory(s, now, workers), now: now}, nil
}

// record cleans a page.
func (r *recorder) record(ctx context.Context, p *page.Page, site string) (crawler.Record, error) {
	host := profile.Site(p.URL)
	m, err := r.sites.take(ctx, site, host)
	if err != nil {
		return crawler.Record{}, err
	}
	defer m.mu.Unlock()
	knowing := *r.cleaner
	knowing.profiles = profile.Set{host: m.profile}
	if knowing.rules, err = r.rules.current(ctx); err != nil {
		return crawler.Record{}, err
	}
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
	out.Memos = map[string]store.Edit{}
	if agreement, ok := m.profile.Agreement(a.Seen); ok {
		out.Memos[drift.AgreementMemo] = drift.Agree(agreement, r.now())
	}
	if edit := r.missed.edit(site, knowing.rules.For(p.URL), a.Warnings, r.now()); edit != nil {
		out.Memos[missedMemo] = edit
	}
	if edit := m.learn(a.Seen); edit != nil {
		out.Memos[profileMemo(host)] = edit
	}
	return out, nil
}
