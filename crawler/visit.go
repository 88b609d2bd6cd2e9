package crawler

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"matn/crawler/fetch"
	"matn/crawler/page"
	"matn/crawler/store"
)

// maxHops is how many redirects lead to a page before they lead nowhere.
const maxHops = 10

// visit turns one answer into what is kept of it.
type visit struct {
	*slice
	site   *site
	url    store.URL // as it was before
	target *url.URL
	named  []byte // what the configuration names beside this front page, when that is new
	now    time.Time

	result store.Result
	event  Event
	err    error // of the store, or of the caller's functions: the slice cannot go on
}

// judge sorts an answer.
func (v *visit) judge(ctx context.Context, p *page.Page, err error) {
	v.result = store.Result{Now: v.now, URL: v.url}
	u := &v.result.URL
	u.Visits++
	if err != nil {
		v.failed(err)
		return
	}
	v.event = Event{Status: p.Status, Bytes: p.WireBytes, Took: p.Took}
	v.result.Day = store.Day{Fetched: 1, Bytes: p.WireBytes}
	u.Fetched, u.Status, u.Error = v.now, p.Status, ""
	switch {
	case p.Status == http.StatusNotModified:
		v.unchanged(ctx, p)
	case p.Status/100 == 2:
		u.Failures, u.Hops = 0, 0
		u.ETag, u.LastModified = p.Header.Get("ETag"), p.Header.Get("Last-Modified")
		v.read(ctx, p)
	case p.Status/100 == 3:
		v.redirected(ctx, p)
	default:
		v.refused(p)
	}
}

// read takes a page for what its URL is.
func (v *visit) read(ctx context.Context, p *page.Page) {
	switch v.url.Kind {
	case store.Feed, store.Sitemap, store.Front, store.Guess:
		v.list(ctx, p)
	default:
		v.article(ctx, p)
	}
}

// same reports whether the body is that of the visit before, and notes its digest.
func (v *visit) same(body []byte) bool {
	sum := sha256.Sum256(body)
	u := &v.result.URL
	equal := string(u.Digest) == string(sum[:])
	u.Digest = sum[:]
	return equal
}

// unchanged is a page that is as it was.
func (v *visit) unchanged(ctx context.Context, p *page.Page) {
	v.event.What = Unchanged
	v.event.Article = v.url.Article != 0
	v.result.Day.Unchanged = 1
	u := &v.result.URL
	u.State, u.Failures = store.Known, 0
	u.Unchanged++
	if u.Kind.Recurs() {
		*u = recur(*u, false, 0, v.site.Interval, v.now)
		return
	}
	*u = reread(*u, v.url.Published, v.site.reread(), v.now)
	v.revisited(ctx, p)
}

// revisited notes in the archive that an article's page is as it was.
func (v *visit) revisited(ctx context.Context, p *page.Page) {
	if v.c.o.Revisited == nil || v.url.Article == 0 {
		return
	}
	a, err := v.c.o.Store.Article(ctx, v.url.Article)
	if err == nil && a.File != "" {
		err = v.c.o.Revisited(p, a)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		v.err = fmt.Errorf("crawler: archive of %s: %w", p.URL, err)
	}
}

// failed is a fetch without an answer.
func (v *visit) failed(err error) {
	v.event = Event{What: Failed, Err: err}
	v.result.Day = store.Day{Failed: 1}
	u := &v.result.URL
	u.Status, u.Error = 0, err.Error()
	var failure *fetch.Error
	var wrong *page.URLError
	switch {
	case errors.As(err, &wrong):
		u.State, u.NextAt = store.Parked, time.Time{}
	case hostFailed(err):
		*u = retry(*u, maxHostTries, v.c.chance(), v.now)
	case errors.As(err, &failure) && (failure.Kind == fetch.KindTooBig || failure.Kind == fetch.KindAddress || failure.Kind == fetch.KindTLS):
		u.Failures++
		*u = giveUp(*u, v.now)
	default:
		*u = retry(*u, maxRetries, v.c.chance(), v.now)
	}
}

// hostFailed reports whether it was the host that failed, and not one page of it.
func hostFailed(err error) bool {
	var failure *fetch.Error
	if !errors.As(err, &failure) {
		return false
	}
	switch failure.Kind {
	case fetch.KindDNS, fetch.KindRefused, fetch.KindUnreachable, fetch.KindTLS, fetch.KindTimeout, fetch.KindBroken, fetch.KindProxy:
		return true
	}
	return false
}

// refused is an answer other than the page.
func (v *visit) refused(p *page.Page) {
	u := &v.result.URL
	u.Error = fmt.Sprintf("status %d", p.Status)
	if name := http.StatusText(p.Status); name != "" {
		u.Error += " " + name
	}
	switch {
	case p.Status == http.StatusNotFound || p.Status == http.StatusGone:
		v.missing()
	case p.Status == http.StatusTooManyRequests || p.Status == http.StatusServiceUnavailable:
		v.event.What = Throttled
		*u = retry(*u, maxHostTries, v.c.chance(), v.now)
		if wait, ok := p.RetryAfter(); ok && wait <= patience && u.Failures <= promptTries {
			u.NextAt, u.Fetched = v.now, v.url.Fetched // in this round still, when the host may be asked
			break
		}
		u.NextAt = later2(u.NextAt, v.host.NextAt)
	case p.Status >= 500:
		v.event.What = Failed
		*u = retry(*u, maxRetries, v.c.chance(), v.now)
	default: // 401, 402, 403, 451 and all that a client should have done otherwise
		v.event.What = Refused
		if u.Failures++; u.Failures == 1 && u.Kind != store.Guess {
			u.NextAt = v.now.Add(closedRetry)
		} else {
			*u = giveUp(*u, v.now)
		}
	}
	if v.event.What != Missing {
		v.result.Day.Failed = 1
	}
	if v.event.What != Missing || v.site.seeds[page.Key(v.target)] { // pages come and go, but a person named this one
		v.event.Err = errors.New(u.Error)
	}
	if u.Kind == store.Guess { // it was only a guess
		u.State, u.NextAt, u.Failures = store.Gone, time.Time{}, 0
	}
}

// missing is a 404: a page is gone when it says so twice.
func (v *visit) missing() {
	v.event.What = Missing
	u := &v.result.URL
	u.Failures++
	switch {
	case u.Kind.Recurs() && u.Failures < 3:
		u.NextAt = v.now.Add(closedRetry)
	case u.Kind.Recurs() && u.Via == "": // named by a person: it may come back
		u.NextAt = v.now.Add(7 * closedRetry)
	case !u.Kind.Recurs() && u.Failures < 2 && u.Kind != store.Guess:
		u.NextAt = v.now.Add(firstRetry)
	default:
		u.State, u.NextAt, u.Failures = store.Gone, time.Time{}, 0
	}
}

// redirected is a page that is elsewhere. The target is a URL like any other: its
// robots.txt, its host's pauses and the site's bounds hold.
func (v *visit) redirected(ctx context.Context, p *page.Page) {
	v.event.What = Redirected
	u := &v.result.URL
	location, ok := p.Redirect()
	if !ok {
		v.deadEnd(fmt.Errorf("crawler: %s: status %d without a location to follow", u.URL, p.Status))
		return
	}
	next, err := page.Resolve(v.target, location)
	if err != nil {
		v.deadEnd(fmt.Errorf("crawler: %s redirects to a URL that cannot be fetched: %w", u.URL, err))
		return
	}
	next = page.Normalize(next)
	if u.Hops >= maxHops {
		v.deadEnd(fmt.Errorf("crawler: %s: more than %d redirects", u.URL, maxHops))
		return
	}
	if why := v.site.wants(next); why != "" {
		v.deadEnd(fmt.Errorf("crawler: %s redirects to %s: %s; if it belongs to the paper, add its host to the site's hosts", u.URL, next, why))
		return
	}
	if circle, err := v.ledHere(ctx, next.String()); err != nil || circle {
		if v.err = err; err == nil {
			v.deadEnd(fmt.Errorf("crawler: %s redirects in a circle, to %s", u.URL, next))
		}
		return
	}
	u.Failures = 0
	if page.Key(next) == page.Key(v.target) { // the same page, under another of its names
		u.URL, u.Host, u.Hops, u.NextAt = next.String(), next.Host, u.Hops+1, v.now
		u.Fetched, u.ETag, u.LastModified = v.url.Fetched, "", "" // it was not fetched yet
		if next.Host == v.target.Host && next.String() == v.url.URL {
			v.deadEnd(fmt.Errorf("crawler: %s redirects to itself", u.URL))
		}
		return
	}
	target := store.URL{URL: next.String(), Host: next.Host, Source: u.Source, Kind: u.Kind, Priority: u.Priority,
		NextAt: v.now, Via: u.URL, Hops: u.Hops + 1, Depth: u.Depth, Published: u.Published, LastMod: u.LastMod}
	v.result.Found = []store.URL{target}
	permanent := p.Status == http.StatusMovedPermanently || p.Status == http.StatusPermanentRedirect
	switch {
	case u.Kind.Recurs() && !permanent:
		u.State = store.Known
		*u = recur(*u, false, 0, v.site.Interval, v.now)
	case u.Kind.Recurs() && u.Via == "":
		u.State, u.NextAt = store.Known, v.now.Add(closedRetry)
	default:
		u.State, u.Alias, u.NextAt = store.Alias, target.URL, time.Time{}
	}
}

// ledHere reports whether a URL is one whose redirects led to this one.
func (v *visit) ledHere(ctx context.Context, target string) (bool, error) {
	for u := v.url; u.Hops > 0 && u.Via != ""; {
		before, err := v.c.o.Store.URL(ctx, u.Via)
		if errors.Is(err, store.ErrNotFound) {
			return false, nil
		}
		if err != nil || before.URL == target {
			return err == nil, err
		}
		if before.Hops >= u.Hops {
			return false, nil // it was redirected anew since
		}
		u = before
	}
	return false, nil
}

// deadEnd is a redirect to nowhere.
func (v *visit) deadEnd(err error) {
	v.event.What, v.event.Err = Failed, err
	v.result.Day.Failed = 1
	u := &v.result.URL
	u.Error = err.Error()
	u.Failures++
	*u = giveUp(*u, v.now)
}
