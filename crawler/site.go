package crawler

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"matn/crawler/discover"
	"matn/crawler/page"
	"matn/crawler/store"
)

// Site is what a person says of one paper. URL is enough.
type Site struct {
	Name string `json:"name"` // "" takes host and path of URL
	URL  string `json:"url"`

	// Where its articles are listed. Feeds and sitemaps that are named take the place
	// of those that would be looked for; sections are visited beside the front page.
	Feeds    []string `json:"feeds,omitempty"`
	Sitemaps []string `json:"sitemaps,omitempty"`
	Sections []string `json:"sections,omitempty"`
	// Hosts are those of the paper beside the ones of URL's registered domain.
	Hosts []string `json:"hosts,omitempty"`
	// Exclude are beginnings of paths that are not asked for.
	Exclude []string `json:"exclude,omitempty"`

	Delay    time.Duration   `json:"delay"`               // least pause between two requests to a host; 0: none
	Interval time.Duration   `json:"interval,omitempty"`  // between the first visits to feeds and fronts; 0: 15 minutes
	Reread   []time.Duration `json:"reread"`              // ages at which an article is read again, least first; none: never; nil: 1, 4, 24 and 96 Intervals
	MaxAge   time.Duration   `json:"max_age,omitempty"`   // what sitemaps date further back is left out; 0: nothing is
	MaxDepth int             `json:"max_depth,omitempty"` // of sections below the front page; 0: 2

	// Budgets for one run; 0: no bound.
	MaxPages int           `json:"max_pages,omitempty"`
	MaxBytes int64         `json:"max_bytes,omitempty"` // on the wire
	MaxTime  time.Duration `json:"max_time,omitempty"`  // from the site's first request
}

const (
	defaultInterval = 15 * time.Minute
	defaultDepth    = 2
)

// rereadAfter is after how many intervals an article is read again: with the usual one
// after 15 minutes, an hour, 6 hours and a day. Papers correct themselves so long, and
// reports of what is going on change most within the first interval.
var rereadAfter = [...]time.Duration{1, 4, 24, 96}

func (s *Site) reread() []time.Duration {
	if s.Reread != nil {
		return s.Reread
	}
	ages := make([]time.Duration, len(rereadAfter))
	for i, n := range rereadAfter {
		ages[i] = n * s.Interval
	}
	return ages
}

// site is a Site as slices use it.
type site struct {
	Site
	source store.Source
	paced  bool            // a person has said how often its lists are visited
	domain string          // registered domain, or host and port where there is none
	named  map[string]bool // hosts that a person has named

	// Identities of the pages that a person has named: all, and those of a kind.
	seeds, feeds, sitemaps map[string]bool
}

func newSite(s Site, source store.Source) (*site, error) {
	u, err := page.ParseURL(s.URL)
	if err != nil {
		return nil, err
	}
	paced := s.Interval != 0
	if !paced {
		s.Interval = defaultInterval
	}
	if s.MaxDepth == 0 {
		s.MaxDepth = defaultDepth
	}
	out := &site{Site: s, source: source, paced: paced, domain: domain(u), named: map[string]bool{u.Host: true},
		seeds: seedKeys(slices.Concat([]string{s.URL}, s.Feeds, s.Sitemaps, s.Sections)...),
		feeds: seedKeys(s.Feeds...), sitemaps: seedKeys(s.Sitemaps...)}
	for _, h := range s.Hosts {
		out.named[strings.ToLower(h)] = true
	}
	for _, list := range [][]string{s.Feeds, s.Sitemaps, s.Sections} {
		for _, raw := range list {
			if u, err := page.ParseURL(raw); err == nil {
				out.named[u.Host] = true
			}
		}
	}
	return out, nil
}

// domain is what a site's hosts share: "paper.example" of "www.paper.example". An
// address, or a name without a public suffix, stands for itself, with its port.
func domain(u *url.URL) string {
	name := u.Hostname()
	if net.ParseIP(name) != nil || !strings.Contains(name, ".") {
		return u.Host
	}
	registered, err := publicsuffix.EffectiveTLDPlusOne(name)
	if err != nil {
		return u.Host
	}
	return registered
}

// has reports whether a URL belongs to the site.
func (s *site) has(u *url.URL) bool { return s.named[u.Host] || domain(u) == s.domain }

// wants is "" for a URL that may be put into the frontier, or the reason against it.
func (s *site) wants(u *url.URL) string {
	if !s.has(u) {
		return "another site's"
	}
	if prefix := s.excluded(u); prefix != "" {
		return "excluded by " + prefix
	}
	return discover.Trap(u)
}

// AddSites writes sites into the store: their sources, and the URLs where they begin.
// Sources that are not among them are kept, and rest.
func AddSites(ctx context.Context, s store.Store, sites []Site, now time.Time) error {
	known, err := s.Sources(ctx)
	if err != nil {
		return err
	}
	listed := map[string]bool{}
	for _, one := range sites {
		source, seeds, err := prepare(one, now)
		if err != nil {
			return err
		}
		if listed[source.Name] {
			return fmt.Errorf("crawler: two sites are called %s: give one of them another name", source.Name)
		}
		listed[source.Name] = true
		source, err = s.PutSource(ctx, source)
		if err != nil {
			return err
		}
		for i := range seeds {
			seeds[i].Source = source.ID
		}
		if _, err := s.Put(ctx, seeds, now); err != nil {
			return err
		}
	}
	for _, source := range known {
		if source.Active && !listed[source.Name] {
			source.Active = false
			if _, err := s.PutSource(ctx, source); err != nil {
				return err
			}
		}
	}
	return nil
}

// prepare checks a site and says where it begins.
func prepare(one Site, now time.Time) (source store.Source, seeds []store.URL, err error) {
	u, err := page.ParseURL(one.URL)
	if err != nil {
		return source, nil, err
	}
	u = page.Normalize(u)
	one.URL = u.String()
	if one.Name == "" {
		one.Name = strings.TrimSuffix(u.Host+u.EscapedPath(), "/")
	}
	config, err := json.Marshal(one)
	if err != nil {
		return source, nil, fmt.Errorf("crawler: site %s: %w", one.Name, err)
	}
	source = store.Source{Name: one.Name, URL: one.URL, Host: u.Host, Config: config, Active: true, Added: now}
	for _, list := range []struct {
		kind store.Kind
		urls []string
	}{{store.Front, slices.Concat([]string{one.URL}, one.Sections)}, {store.Feed, one.Feeds}, {store.Sitemap, one.Sitemaps}} {
		for _, raw := range list.urls {
			u, err := page.ParseURL(raw)
			if err != nil {
				return source, nil, err
			}
			u = page.Normalize(u)
			seeds = append(seeds, store.URL{URL: u.String(), Host: u.Host, Kind: list.kind, Priority: store.Urgent, NextAt: now})
		}
	}
	return source, seeds, nil
}
