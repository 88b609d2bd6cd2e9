package crawler

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"time"

	"matn/crawler/discover"
	"matn/crawler/page"
	"matn/crawler/store"
)

// list reads a page that lists others, as what it turns out to be.
func (v *visit) list(ctx context.Context, p *page.Page) {
	v.event.What = Fetched
	if v.named != nil {
		v.result.Memos = map[string]store.Edit{listsMemo: func([]byte) ([]byte, error) { return v.named, nil }}
	}
	u := &v.result.URL
	pattern, err := v.pattern(ctx, u.Source)
	if err != nil {
		v.err = err
		return
	}
	base := v.target
	if got, err := url.Parse(p.URL); err == nil {
		base = got
	}
	l := &listing{visit: v, pattern: pattern, seen: map[string]bool{}}
	switch {
	case discover.IsFeed(p.Body):
		l.feed(p, base)
	case discover.IsSitemap(p.Body):
		l.sitemap(p, base)
	case u.Kind == store.Front:
		if !l.front(p, base) {
			return
		}
	case u.Kind == store.Guess:
		u.State, u.NextAt = store.Gone, time.Time{} // a page of its own for what does not exist
		return
	default: // of an odd form, or none at all: what can be read of it counts
		if u.Kind == store.Feed {
			l.feed(p, base)
		} else {
			l.sitemap(p, base)
		}
	}
	l.finish()
}

// listing gathers what a list leads to.
type listing struct {
	*visit
	pattern *taught
	seen    map[string]bool
	floor   time.Duration // how long the list asks to be left alone
	entries []string      // what tells one state of the list from another
	trouble error
}

// add puts a URL into the frontier, if it is the site's and no trap.
func (l *listing) add(raw string, f store.URL) {
	u, err := url.Parse(raw)
	if err != nil || l.seen[raw] {
		return
	}
	l.seen[raw] = true
	lists := f.Kind == store.Feed || f.Kind == store.Sitemap // may live elsewhere
	if why := l.site.wants(u); why != "" && !(lists && discover.Trap(u) == "") {
		return
	}
	f.URL, f.Host, f.Source, f.Via = raw, u.Host, l.url.Source, l.url.URL
	if f.NextAt.IsZero() {
		f.NextAt = l.now
	}
	l.result.Found = append(l.result.Found, f)
}

func (l *listing) feed(p *page.Page, base *url.URL) {
	feed, err := discover.ReadFeed(p.Body, p.ContentType, base)
	l.trouble = err
	l.floor = feed.Refresh
	l.result.URL.Kind = store.Feed
	for _, e := range feed.Entries {
		l.entries = append(l.entries, e.URL, e.Updated.String())
		if u, err := url.Parse(e.URL); err == nil && l.site.has(u) {
			l.pattern.learn(func(p *discover.Pattern) { p.AddListed(u) })
		}
		l.add(e.URL, store.URL{Kind: store.ArticleKind, Priority: store.Fresh, Published: e.Published, LastMod: e.Updated})
	}
}

func (l *listing) sitemap(p *page.Page, base *url.URL) {
	s, err := discover.ReadSitemap(p.Body, p.ContentType, base)
	l.trouble = err
	l.result.URL.Kind = store.Sitemap
	for _, ref := range s.Index {
		l.entries = append(l.entries, ref.URL, ref.Modified.String())
		if !l.tooOld(ref.Modified) {
			l.add(ref.URL, store.URL{Kind: store.Sitemap, Priority: store.Urgent, LastMod: ref.Modified})
		}
	}
	for _, e := range s.Entries {
		if u, err := url.Parse(e.URL); err == nil && e.News != nil && l.site.has(u) {
			l.pattern.learn(func(p *discover.Pattern) { p.AddListed(u) })
		}
	}
	for _, e := range s.Entries {
		l.entries = append(l.entries, e.URL, e.Modified.String())
		f := store.URL{Kind: store.ArticleKind, Priority: store.Backlog, LastMod: e.Modified}
		if e.News != nil {
			f.Priority, f.Published = store.Fresh, e.News.Published
		} else if u, err := url.Parse(e.URL); err != nil || !l.pattern.Judge(u).Article {
			continue
		}
		if !l.tooOld(later2(f.LastMod, f.Published)) {
			l.add(e.URL, f)
		}
	}
}

func (l *listing) tooOld(at time.Time) bool {
	return l.site.MaxAge > 0 && !at.IsZero() && l.now.Sub(at) > l.site.MaxAge
}

// front reads a front or section page. The first visit to a site looks only for
// feeds and sitemaps: they tell which of the front's links are articles, so that it
// is read after them. It is false then.
func (l *listing) front(p *page.Page, base *url.URL) bool {
	u := &l.result.URL
	front := discover.ReadPage(p.Body, p.ContentType, base)
	if u.Via == "" && u.Depth == 0 && l.url.Status == 0 {
		l.lists(front, base)
		if len(l.result.Found) > 0 {
			u.State, u.Fetched, u.Digest, u.Priority = store.New, time.Time{}, nil, store.Fresh
			u.ETag, u.LastModified, u.NextAt = "", "", l.now.Add(time.Millisecond)
			l.held[u.URL] = p // its lists are on the same host, mostly, and soon read
			return false
		}
	}
	u.Priority = store.Urgent
	l.pattern.learn(func(p *discover.Pattern) { p.AddPage(front) })
	for _, f := range front.Feeds {
		if len(l.site.Feeds) == 0 {
			l.add(f.URL, store.URL{Kind: store.Feed, Priority: store.Urgent})
		}
	}
	if u.Depth < l.site.MaxDepth {
		for _, link := range l.pattern.Sections(front) {
			l.add(link.URL, store.URL{Kind: store.Front, Priority: store.Urgent, Depth: u.Depth + 1})
		}
	}
	for i := range front.Links {
		link := &front.Links[i]
		if !l.pattern.JudgeLink(link).Article {
			continue
		}
		l.entries = append(l.entries, link.URL)
		l.add(link.URL, store.URL{Kind: store.ArticleKind, Priority: store.Fresh, Depth: u.Depth + 1})
	}
	return true
}

// lists finds the feeds and sitemaps of a site: those that a person named, else those
// that the site declares, else those where many sites have them.
func (l *listing) lists(front *discover.Page, base *url.URL) {
	if len(l.site.Feeds) == 0 {
		for _, f := range front.Feeds {
			l.add(f.URL, store.URL{Kind: store.Feed, Priority: store.Urgent})
		}
		if len(front.Feeds) == 0 {
			for _, guess := range discover.GuessFeeds(base) {
				l.add(guess, store.URL{Kind: store.Guess, Priority: store.Urgent})
			}
		}
	}
	if len(l.site.Sitemaps) > 0 {
		return
	}
	declared := front.Sitemaps
	if policy := l.policies[origin(l.target)]; policy != nil {
		declared = append(declared, policy.Rules.Sitemaps...)
	}
	for _, raw := range declared {
		if u, err := page.Resolve(base, raw); err == nil {
			l.add(page.Normalize(u).String(), store.URL{Kind: store.Sitemap, Priority: store.Urgent})
		}
	}
	if len(declared) == 0 {
		for _, guess := range discover.GuessSitemaps(base) {
			l.add(guess, store.URL{Kind: store.Guess, Priority: store.Urgent})
		}
	}
}

// finish schedules the next visit.
func (l *listing) finish() {
	u := &l.result.URL
	hash := sha256.New()
	for _, e := range l.entries {
		fmt.Fprintln(hash, e)
	}
	sum := hash.Sum(nil)
	changed := string(sum) != string(u.Digest)
	u.Digest = sum
	u.State = store.Known
	if changed {
		u.Changes++
		u.Unchanged = 0
	} else {
		u.Unchanged++
		l.result.Day.Unchanged = 1
	}
	if l.site.paced {
		l.floor = 0 // what a person says counts for more than the default of a CMS
	}
	*u = recur(*u, changed, l.floor, l.site.Interval, l.now)
	if l.trouble == nil {
		return
	}
	u.Error = l.trouble.Error()
	l.event.Err = l.trouble
	if len(l.entries) == 0 {
		u.Failures++
		l.event.What = Failed
		l.result.Day.Failed = 1
	}
}
