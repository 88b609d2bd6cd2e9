package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"matn/crawler/page"
)

// follow fetches rawURL and goes where its redirects lead, at most limit of them.
// Each hop is decided anew: scheme, loop, count, permission, address. A redirect
// that leads nowhere is an *Error, and the page that gave it comes along.
func (f *Fetcher) follow(ctx context.Context, rawURL string, o RequestOptions, first job, limit int) (*page.Page, error) {
	u, err := page.ParseURL(rawURL)
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		return nil, fmt.Errorf("fetch: cookies: %w", err)
	}
	ctx, cancel := f.withTimeout(ctx)
	defer cancel()

	reach := orReach(o.Reach, Anywhere)
	seen := map[string]bool{}
	var hops []page.Hop
	for {
		seen[loopKey(u, jar)] = true
		if o.Allow != nil {
			if err := o.Allow(ctx, u); err != nil {
				return nil, err
			}
		}
		j := first
		j.request, j.reach, j.jar = o, reach, jar
		p, err := f.hop(ctx, u, &j)
		if err != nil {
			return nil, err
		}
		p.URLAsked, p.Hops = rawURL, hops
		location, ok := p.Redirect()
		if !ok {
			return p, nil
		}
		hops = append(hops, page.Hop{URL: p.URL, Status: p.Status, Location: location})
		next, err := page.Resolve(u, location)
		if err != nil {
			return p, &Error{Kind: KindRedirect, URL: p.URL, Detail: "it redirects to a URL that cannot be fetched", Hops: hops, Err: err}
		}
		if seen[loopKey(next, jar)] {
			return p, &Error{Kind: KindRedirect, URL: p.URL, Detail: "it redirects in a circle, to " + next.String(), Hops: hops}
		}
		if len(hops) > limit {
			return p, &Error{Kind: KindRedirect, URL: p.URL, Detail: fmt.Sprintf("more than %d redirects", limit), Hops: hops}
		}
		u, reach = next, min(reach, j.onward())
	}
}

// loopKey tells a circle from a site that sets a cookie and redirects a page to
// itself to see it again: the same URL with the same cookies can only give the
// same answer.
func loopKey(u *url.URL, jar http.CookieJar) string {
	var key strings.Builder
	key.WriteString(u.String())
	for _, c := range jar.Cookies(u) {
		key.WriteString("\x00" + c.Name + "=" + c.Value)
	}
	return key.String()
}
