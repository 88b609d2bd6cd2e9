// Package fetch gets one page at a time, politely and safely. It is the only door
// to colly: everything that colly would decide for itself is switched off here,
// and decided by us.
//
//	Get   = a person's URL: follows redirects, each hop checked anew
//	Fetch = one hop, as a crawl wants it: a redirect is an answer like any other
//
// What the caller may rely on:
//
//   - A body is whole or there is an error. Caps on wire and decoded bytes, cut
//     bodies, damaged or endless compression: all are errors, none is a silent cut.
//   - A server cannot hold a fetch for ever: there are limits on connecting, on
//     waiting for headers, on silence, on crawling speed, and on the whole.
//   - A cancelled context ends a fetch at once.
//   - An address that a person typed may be private. One that a redirect gave may
//     not, unless every hop before it was private too. The address is checked when
//     the connection is made, after DNS, so that a name that changes its address
//     in between gains nothing.
//   - No COLLY_ environment variable has any effect.
//
// A proxy is used only when Options.Proxy says so; the environment is not read
// behind the caller's back. A proxy resolves names itself, so the address check
// cannot be made at the connection then. It is made beforehand, by looking the name
// up here; see Options.TrustProxy.
package fetch

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"

	"matn/crawler/page"
)

// Options tune a Fetcher. The zero value is the recommended setting.
type Options struct {
	UserAgent string // see UserAgent; "" means "matn"

	MaxBody int64 // decoded bytes of a body, more is an error; 0 means 10 MiB
	MaxWire int64 // bytes of a body on the wire, more is an error; 0 means 10 MiB

	Timeout        time.Duration // a whole Fetch, or a whole Get with its redirects; 0 means 60 s
	ConnectTimeout time.Duration // DNS and TCP, and again TLS; 0 means 10 s
	HeaderTimeout  time.Duration // from the request sent to the last header; 0 means 20 s
	IdleTimeout    time.Duration // silence within a body; 0 means 15 s
	MinRate        int64         // bytes a second a body must average once IdleTimeout has passed; 0 means 256

	RootCAs    *x509.CertPool // whom TLS trusts; nil means the system's authorities
	Resolver   *net.Resolver  // nil means the system's resolver
	Proxy      func(*http.Request) (*url.URL, error)
	TrustProxy bool // let the proxy judge names that do not resolve on this side of it

	Now func() time.Time // the clock of Page.Fetched; nil means time.Now
}

// RequestOptions tune one fetch. The zero value is a plain GET.
type RequestOptions struct {
	ETag         string // sent as If-None-Match exactly as given; "" sends none
	LastModified string // sent as If-Modified-Since exactly as given; "" sends none

	// Allow is asked by Get before every hop; its error ends the fetch and comes
	// back unchanged. It is where robots.txt is obeyed: robots.Cache.Check fits.
	Allow func(ctx context.Context, u *url.URL) error

	// MaxBody takes the place of Options.MaxBody and Options.MaxWire for a page that
	// may be longer, such as a sitemap; 0 leaves them.
	MaxBody int64
	// Cut gives the beginning of a body that is longer, with Page.Truncated set, in
	// place of an error.
	Cut bool

	// Reach bounds where the first hop may connect to. Zero means Anywhere for Get,
	// whose URL a person typed, and Public for Fetch, whose URL came from a page.
	// A service that hands strangers' URLs to Get sets Public.
	Reach Reach
}

// The numbers behind the zero Options.
const (
	defaultMaxBytes = 10 << 20 // the longest article pages are a few MiB
	defaultTimeout  = 60 * time.Second
	defaultConnect  = 10 * time.Second
	defaultHeader   = 20 * time.Second // slow CMS answer in seconds, stuck ones never
	defaultIdle     = 15 * time.Second
	defaultMinRate  = 256 // below this 10 MiB take half a day

	maxRedirects       = 10        // what browsers' users get away with is 20; real chains have 1 to 3
	maxRobotsRedirects = 5         // RFC 9309, section 2.3.1.2
	maxRobotsBody      = 500 << 10 // RFC 9309, section 2.5
)

// Fetcher gets pages. It is safe for many goroutines and keeps connections alive
// between fetches.
type Fetcher struct {
	opts Options
	base *colly.Collector
	wire *wire
}

// New checks the options and makes a Fetcher. It opens nothing.
func New(o Options) (*Fetcher, error) {
	if o.MaxBody < 0 || o.MaxWire < 0 || o.MinRate < 0 ||
		min(o.Timeout, o.ConnectTimeout, o.HeaderTimeout, o.IdleTimeout) < 0 {
		return nil, errors.New("fetch: options: limits cannot be negative")
	}
	if strings.ContainsFunc(o.UserAgent, func(r rune) bool { return r < ' ' || r >= 0x7f }) {
		return nil, fmt.Errorf("fetch: options: user agent %q has characters that a header cannot carry", o.UserAgent)
	}
	setDefaults(&o)
	w := newWire(o, guardedDial)
	return &Fetcher{opts: o, base: newCollector(o.UserAgent, w), wire: w}, nil
}

func setDefaults(o *Options) {
	o.UserAgent = cmp.Or(o.UserAgent, "matn")
	o.MaxBody = cmp.Or(o.MaxBody, defaultMaxBytes)
	o.MaxWire = cmp.Or(o.MaxWire, defaultMaxBytes)
	o.Timeout = cmp.Or(o.Timeout, defaultTimeout)
	o.ConnectTimeout = cmp.Or(o.ConnectTimeout, defaultConnect)
	o.HeaderTimeout = cmp.Or(o.HeaderTimeout, defaultHeader)
	o.IdleTimeout = cmp.Or(o.IdleTimeout, defaultIdle)
	o.MinRate = cmp.Or(o.MinRate, defaultMinRate)
	if o.Now == nil {
		o.Now = time.Now
	}
}

// UserAgent writes the honest name of a crawler: who it is, where to read about
// it, whom to write to: "matn/1.2 (+https://paper.example/bot; ops@paper.example)".
// Empty parts are left out. The word before the slash is the product token that
// robots.txt addresses.
func UserAgent(version, about, contact string) string {
	agent := "matn"
	if version != "" {
		agent += "/" + version
	}
	var notes []string
	if about != "" {
		notes = append(notes, "+"+about)
	}
	if contact != "" {
		notes = append(notes, contact)
	}
	if len(notes) > 0 {
		agent += " (" + strings.Join(notes, "; ") + ")"
	}
	return agent
}

// Close drops the idle connections. Fetches under way go on.
func (f *Fetcher) Close() { f.wire.closeIdle() }

// Get fetches the page that a person asked for and follows its redirects. Cookies
// set on the way are sent back on the way, and forgotten afterwards.
//
// A final status other than 2xx is a *StatusError, 304 included. Failures are an
// *Error; a URL that cannot be fetched is a *page.URLError; what Allow returns comes
// back unchanged; a cancelled context gives an error that wraps its cause.
func (f *Fetcher) Get(ctx context.Context, rawURL string, o RequestOptions) (*page.Page, error) {
	p, err := f.follow(ctx, rawURL, o, f.newJob(o), maxRedirects)
	if err != nil {
		return nil, err
	}
	if p.Status < 200 || p.Status > 299 {
		return nil, newStatusError(p)
	}
	return p, nil
}

// Fetch makes one request and gives the answer as a page whatever its status: a
// redirect is not followed, 304, 404 and 503 are pages. Errors are as for Get,
// StatusError aside. Allow is not asked.
func (f *Fetcher) Fetch(ctx context.Context, rawURL string, o RequestOptions) (*page.Page, error) {
	u, err := page.ParseURL(rawURL)
	if err != nil {
		return nil, err
	}
	ctx, cancel := f.withTimeout(ctx)
	defer cancel()
	j := f.newJob(o)
	j.request, j.reach = o, orReach(o.Reach, Public)
	p, err := f.hop(ctx, u, &j)
	if err != nil {
		return nil, err
	}
	p.URLAsked = rawURL
	return p, nil
}

// Robots fetches a robots.txt as RFC 9309 asks: at most five redirects, any status
// is an answer, only the first 500 KiB are read (Page.Truncated says so). When the
// redirects go on or in circles, the last of them is the answer, with its 3xx
// status. The first hop may connect anywhere: the page that it guards decides
// what is private.
func (f *Fetcher) Robots(ctx context.Context, rawURL string) (*page.Page, error) {
	p, err := f.follow(ctx, rawURL, RequestOptions{}, job{maxBody: maxRobotsBody, maxWire: f.opts.MaxWire, prefix: true}, maxRobotsRedirects)
	if p != nil && p.Status/100 == 3 {
		return p, nil
	}
	return p, err
}

// newJob is a request with the limits that it has.
func (f *Fetcher) newJob(o RequestOptions) job {
	j := job{maxBody: f.opts.MaxBody, maxWire: f.opts.MaxWire, prefix: o.Cut}
	if o.MaxBody > 0 {
		j.maxBody, j.maxWire = o.MaxBody, o.MaxBody
	}
	return j
}

func (f *Fetcher) withTimeout(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, f.opts.Timeout,
		&waitError{what: "no complete answer", limit: f.opts.Timeout})
}
