package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"matn/crawler/internal/coding"
	"matn/crawler/page"
)

// maxHeaderBytes bounds the headers of an answer.
const maxHeaderBytes = 64 << 10

type jobKey struct{}

// job is one request on its way through colly: what it may do, and what the wire
// saw of the answer.
type job struct {
	url     string // what was decided upon; nothing else may go on the wire
	request RequestOptions
	reach   Reach
	jar     http.CookieJar // nil sends and keeps no cookies
	maxBody int64
	maxWire int64
	prefix  bool // more than maxBody is cut and marked, not refused
	abort   context.CancelCauseFunc

	page    *page.Page
	sent    time.Time
	meter   *meter // nil until headers are there
	proxied bool
}

// finish completes the page once the body was read.
func (j *job) finish() {
	p := j.page
	p.WireBytes, p.Took = j.meter.n, time.Since(j.sent)
	if j.prefix && int64(len(p.Body)) > j.maxBody {
		p.Body, p.Truncated = p.Body[:j.maxBody], true
	}
	if len(p.Body) == 0 {
		p.Body = nil
	}
}

// onward says how far the next hop may reach, given where this one was. Behind a
// proxy nobody knows, unless the URL itself has the address.
func (j *job) onward() Reach {
	where := j.page.RemoteAddr
	if j.proxied {
		u, err := url.Parse(j.url)
		if err != nil {
			return Public
		}
		where = net.JoinHostPort(u.Hostname(), "0")
	}
	addr, err := netip.ParseAddrPort(where)
	if err != nil {
		return Public
	}
	return zoneOf(addr.Addr())
}

// dialFunc makes the connections of one Reach.
type dialFunc func(o Options, reach Reach) func(ctx context.Context, network, addr string) (net.Conn, error)

// wire is the RoundTripper below colly. A transport for each Reach, so that a
// connection made with more liberty is never taken from the pool by a request
// that has less.
type wire struct {
	opts    Options
	direct  map[Reach]*http.Transport
	proxied *http.Transport // nil without a proxy
}

func newWire(o Options, dial dialFunc) *wire {
	w := &wire{opts: o, direct: map[Reach]*http.Transport{}}
	for _, reach := range []Reach{Public, Local, Anywhere} {
		w.direct[reach] = newTransport(o, dial(o, reach))
	}
	if o.Proxy != nil {
		w.proxied = newTransport(o, dial(o, Anywhere)) // the proxy itself is often private
		w.proxied.Proxy = o.Proxy
	}
	return w
}

func newTransport(o Options, dial func(ctx context.Context, network, addr string) (net.Conn, error)) *http.Transport {
	return &http.Transport{
		DialContext:            dial,
		TLSClientConfig:        &tls.Config{RootCAs: o.RootCAs, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    o.ConnectTimeout,
		ResponseHeaderTimeout:  o.HeaderTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		DisableCompression:     true, // we ask for more codings than it knows
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    2, // one in flight a host is the rule, two cover a change of page
		IdleConnTimeout:        90 * time.Second,
	}
}

func (w *wire) closeIdle() {
	for _, t := range w.direct {
		t.CloseIdleConnections()
	}
	if w.proxied != nil {
		w.proxied.CloseIdleConnections()
	}
}

// RoundTrip sends the request and hands colly an answer without headers: the job
// keeps them. What colly does not see it cannot act on, such as a charset to
// convert, a coding to undo or a Location to follow.
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	j, ok := req.Context().Value(jobKey{}).(*job)
	if !ok {
		return nil, errors.New("request without a job")
	}
	if got := req.URL.String(); got != j.url {
		return nil, fmt.Errorf("colly would ask for %s", got)
	}
	transport, err := w.pick(req, j)
	if err != nil {
		return nil, err
	}
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		j.page.RemoteAddr = info.Conn.RemoteAddr().String()
	}}
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
	req.Header.Set("Accept-Encoding", coding.Accept)
	if j.jar != nil {
		for _, c := range j.jar.Cookies(req.URL) {
			req.AddCookie(c)
		}
	}
	j.page.RequestHeader = req.Header.Clone()
	j.sent = time.Now()
	res, err := transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if err := w.receive(req, res, j); err != nil {
		res.Body.Close()
		return nil, err
	}
	return res, nil
}

// receive moves the answer's headers into the job and puts meter, decoder and caps
// around its body.
func (w *wire) receive(req *http.Request, res *http.Response, j *job) error {
	p := j.page
	p.Status, p.Header, p.ContentType = res.StatusCode, res.Header, res.Header.Get("Content-Type")
	if j.jar != nil {
		j.jar.SetCookies(req.URL, res.Cookies())
	}
	j.meter = newMeter(req.Context(), res.Body, w.opts, j.abort)
	header := strings.Join(res.Header.Values("Content-Encoding"), ",")
	wireBytes, decodedBytes := "compressed", "decoded" // what coding.LimitError says was counted
	if names, err := coding.Split(header); err == nil && len(names) == 0 {
		wireBytes, decodedBytes = "", ""
	}
	if res.ContentLength > j.maxWire && !j.prefix {
		return &coding.LimitError{What: wireBytes, Max: j.maxWire}
	}
	wire := j.maxWire
	if j.prefix {
		wire += readAhead // the cut comes first
	}
	decoded, err := coding.NewReader(coding.Limit(j.meter, wire, wireBytes), header)
	if err != nil {
		return err
	}
	capped := io.LimitReader(decoded, j.maxBody+1)
	if !j.prefix {
		capped = coding.Limit(decoded, j.maxBody, decodedBytes)
	}
	res.Body = &body{Reader: capped, closers: []io.Closer{decoded, j.meter}}
	res.Header = http.Header{}
	res.ContentLength = -1
	res.Uncompressed = true
	return nil
}

// readAhead is more than decoders take off the wire before they need it.
const readAhead = 256 << 10

type body struct {
	io.Reader
	closers []io.Closer
}

func (b *body) Close() error {
	var errs []error
	for _, c := range b.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// pick chooses the transport. Through a proxy the address is checked here, as well
// as it can be: the proxy looks the name up again.
func (w *wire) pick(req *http.Request, j *job) (*http.Transport, error) {
	if w.proxied != nil {
		proxy, err := w.opts.Proxy(req)
		if err != nil {
			return nil, &Error{Kind: KindProxy, Err: err}
		}
		if proxy != nil {
			j.proxied = true
			return w.proxied, w.checkName(req.Context(), req.URL.Hostname(), j.reach)
		}
	}
	return w.direct[j.reach], nil
}

func (w *wire) checkName(ctx context.Context, host string, reach Reach) error {
	if reach == Anywhere {
		return nil
	}
	addrs := []netip.Addr{}
	if addr, err := netip.ParseAddr(host); err == nil {
		addrs = append(addrs, addr)
	} else if addrs, err = w.resolver().LookupNetIP(ctx, "ip", host); err != nil {
		if w.opts.TrustProxy {
			return nil
		}
		return &Error{Kind: KindAddress, Err: err, Detail: "whether " + host + " is private cannot be told on this side of the proxy"}
	}
	for _, addr := range addrs {
		if err := checkAddr(addr, reach); err != nil {
			return err
		}
	}
	return nil
}

func (w *wire) resolver() *net.Resolver {
	if w.opts.Resolver != nil {
		return w.opts.Resolver
	}
	return net.DefaultResolver
}
