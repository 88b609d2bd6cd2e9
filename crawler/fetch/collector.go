package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/gocolly/colly/v2"

	"matn/crawler/page"
)

// newCollector makes the one base collector; every fetch works on a Clone of it.
//
// Init, and not colly.NewCollector, because the latter lets COLLY_ variables of the
// environment overrule the program. The fields are set all the same, so that what
// the fetcher depends on can be read here and does not hang on colly's defaults.
func newCollector(userAgent string, transport http.RoundTripper) *colly.Collector {
	c := &colly.Collector{}
	c.Init()
	c.UserAgent = userAgent
	c.Headers = nil
	c.Async = false                 // one goroutine a fetch, the caller's
	c.AllowURLRevisit = true        // the frontier decides what was visited
	c.IgnoreRobotsTxt = true        // package robots decides
	c.ParseHTTPErrorResponse = true // every status is an answer
	c.DetectCharset = false         // the cleaner decides
	c.MaxBodySize = 0               // colly cuts in silence; our caps are errors
	c.MaxDepth, c.MaxRequests = 0, 0
	c.CacheDir = ""
	c.CheckHead, c.TraceHTTP = false, false
	c.AllowedDomains, c.DisallowedDomains = nil, nil
	c.URLFilters, c.DisallowedURLFilters = nil, nil
	c.WithTransport(transport)
	c.DisableCookies()     // they belong to one chain of redirects, not to the process
	c.SetRequestTimeout(0) // the context has the deadline
	c.SetRedirectHandler(func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse })
	return c
}

// hop makes one request through a clone of the base collector.
func (f *Fetcher) hop(parent context.Context, u *url.URL, j *job) (_ *page.Page, err error) {
	ctx, abort := context.WithCancelCause(parent)
	defer abort(nil)
	defer func() {
		// A fault in a decoder or in colly costs this page, not the process.
		if fault := recover(); fault != nil {
			err = fmt.Errorf("fetch: %s: panic: %v", u, fault)
		}
	}()
	j.url, j.abort = u.String(), abort
	j.page = &page.Page{URL: j.url, Fetched: f.opts.Now()}
	header := http.Header{"User-Agent": {f.opts.UserAgent}, "Accept": {accept}}
	if j.request.ETag != "" {
		header.Set("If-None-Match", j.request.ETag)
	}
	if j.request.LastModified != "" {
		header.Set("If-Modified-Since", j.request.LastModified)
	}

	c := f.base.Clone()
	c.Context = context.WithValue(ctx, jobKey{}, j)
	c.OnResponse(func(r *colly.Response) { j.page.Body = r.Body })
	if err := c.Request(http.MethodGet, j.url, nil, nil, header); err != nil {
		return nil, f.classify(ctx, j, err)
	}
	j.finish()
	return j.page, nil
}

// accept says that HTML is wanted first, and that feeds and text are welcome too.
const accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
