package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"matn/crawler/internal/coding"
	"matn/crawler/page"
)

// Kind sorts failures by what can be done about them.
type Kind string

// The kinds of an Error.
const (
	KindDNS         Kind = "dns"         // the host's name has no address
	KindRefused     Kind = "refused"     // nothing listens there
	KindUnreachable Kind = "unreachable" // no route, or another failure to connect
	KindTLS         Kind = "tls"         // no trust, or no TLS
	KindTimeout     Kind = "timeout"     // one of the limits of time in Options
	KindBroken      Kind = "broken"      // the server broke off within its answer
	KindTooBig      Kind = "too-big"     // a cap on bytes in Options
	KindEncoding    Kind = "encoding"    // a content coding that is unknown or damaged
	KindRedirect    Kind = "redirect"    // redirects in a circle, too many, or to nowhere
	KindAddress     Kind = "address"     // outside the reach of this fetch
	KindProtocol    Kind = "protocol"    // not HTTP
	KindProxy       Kind = "proxy"       // the proxy cannot be used
)

// Error is a fetch that failed. Find it with errors.As.
type Error struct {
	Kind   Kind
	URL    string     // the hop that failed, not always the URL asked for
	Detail string     // what happened, a clause; "" leaves that to Err
	Hops   []page.Hop // the redirects so far, when they are the trouble
	Err    error      // the cause; may be nil
}

// Error is one line: where, what, and what to do next.
func (e *Error) Error() string {
	what := e.Detail
	switch {
	case what == "" && e.Err != nil:
		what = e.Err.Error()
	case what == "":
		what = string(e.Kind)
	case e.Err != nil && e.Kind != KindTooBig && e.Kind != KindEncoding: // their details say all
		what += " (" + e.Err.Error() + ")"
	}
	return fmt.Sprintf("fetch: %s: %s; %s", e.URL, what, e.Kind.advice())
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Timeout marks errors of kind KindTimeout as net.Error does.
func (e *Error) Timeout() bool { return e.Kind == KindTimeout }

func (k Kind) advice() string {
	switch k {
	case KindDNS:
		return "check the spelling of the host, and that this machine has DNS"
	case KindRefused:
		return "check host and port, or try again when the server is up"
	case KindUnreachable:
		return "check the network, or try again later"
	case KindTLS:
		return "check that the host is the right one; a site without TLS needs http://"
	case KindTimeout:
		return "try again later, or allow more time"
	case KindBroken:
		return "try again"
	case KindTooBig:
		return "if the page is worth it, raise the limit"
	case KindEncoding:
		return "the server must send something else; try again, or save the page with a browser"
	case KindRedirect:
		return "open the page in a browser and take the address that it ends at"
	case KindAddress:
		return "if this address is meant, ask for it directly"
	case KindProtocol:
		return "check that this is a web server, and the port"
	case KindProxy:
		return "check the proxy's address"
	}
	return "try again"
}

// StatusError is an answer other than the page that was asked for.
type StatusError struct {
	URL    string // where the answer came from
	Status int
	// RetryAfter is how long the server asks to wait; HasRetryAfter is false when it
	// does not say.
	RetryAfter    time.Duration
	HasRetryAfter bool
	Page          *page.Page // the answer itself, body included
}

func newStatusError(p *page.Page) *StatusError {
	e := &StatusError{URL: p.URL, Status: p.Status, Page: p}
	e.RetryAfter, e.HasRetryAfter = p.RetryAfter()
	return e
}

// Error is one line: where, which status, and what to do next.
func (e *StatusError) Error() string {
	name := http.StatusText(e.Status)
	if name == "" {
		name = "unknown status"
	}
	return fmt.Sprintf("fetch: %s: %d %s; %s", e.URL, e.Status, name, e.advice())
}

func (e *StatusError) advice() string {
	if e.HasRetryAfter {
		return fmt.Sprintf("the server asks to try again in %v", e.RetryAfter)
	}
	switch {
	case e.Status == http.StatusNotModified:
		return "the page has not changed since it was last fetched"
	case e.Status == http.StatusNotFound || e.Status == http.StatusGone:
		return "check the address: the server has no such page"
	case e.Status == http.StatusUnauthorized || e.Status == http.StatusPaymentRequired:
		return "the page is for subscribers; save it with a browser and clean the file"
	case e.Status == http.StatusForbidden || e.Status == http.StatusUnavailableForLegalReasons:
		return "the server refuses this client; save the page with a browser and clean the file"
	case e.Status == http.StatusTooManyRequests:
		return "the server was asked too often; wait some minutes"
	case e.Status >= 500:
		return "the server has a fault; try again later"
	case e.Status >= 300 && e.Status < 400:
		return "it is a redirect without an address to follow"
	}
	return "check the address"
}

// classify turns what colly and net/http return into the errors of this package.
func (f *Fetcher) classify(ctx context.Context, j *job, err error) error {
	if j.meter != nil && j.meter.err != nil {
		err = j.meter.err // decoders do not all pass on what the wire said
	}
	if ctx.Err() != nil {
		cause := context.Cause(ctx)
		var limit *waitError
		if !errors.As(cause, &limit) {
			return fmt.Errorf("fetch: %s: %w", j.url, cause) // the caller's own doing
		}
		err = limit
	}
	var ours *Error
	if errors.As(err, &ours) {
		ours.URL = j.url
		return ours
	}
	kind, detail := kindOf(err)
	return &Error{Kind: kind, URL: j.url, Detail: detail, Err: cause(err)}
}

// cause takes off the wrapping of http.Client, which repeats the URL.
func cause(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}

func kindOf(err error) (Kind, string) {
	if kind, detail := kindOfBody(err); kind != "" {
		return kind, detail
	}
	return kindOfConnection(err)
}

func kindOfBody(err error) (Kind, string) {
	var limit *coding.LimitError
	var unknown *coding.UnsupportedError
	var damaged *coding.Error
	switch {
	case errors.As(err, &limit):
		return KindTooBig, "the page has more than " + limit.Cap()
	case errors.As(err, &unknown):
		return KindEncoding, strings.TrimPrefix(unknown.Error(), "coding: ")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return KindBroken, "the page was cut off within its body"
	case errors.As(err, &damaged):
		return KindEncoding, strings.TrimPrefix(damaged.Error(), "coding: ")
	}
	return "", ""
}

func kindOfConnection(err error) (Kind, string) {
	var dns *net.DNSError
	var address *addressError
	var timeout interface{ Timeout() bool }
	op, isOp := errors.AsType[*net.OpError](err)
	switch {
	case isOp && op.Op == "proxyconnect":
		return KindProxy, ""
	case errors.As(err, &address):
		return KindAddress, "it leads to a private address"
	case errors.As(err, &dns):
		return KindDNS, ""
	case errors.Is(err, syscall.ECONNREFUSED):
		return KindRefused, ""
	case isTLS(err):
		return KindTLS, ""
	case errors.As(err, &timeout) && timeout.Timeout():
		return KindTimeout, ""
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), isStreamReset(err):
		return KindBroken, "the server closed the connection"
	case isOp:
		return KindUnreachable, ""
	}
	return KindProtocol, ""
}

// isStreamReset finds HTTP/2's way of breaking off. The error types are net/http's
// own, so that their text is all there is to go by.
func isStreamReset(err error) bool {
	text := err.Error()
	return strings.Contains(text, "stream error: stream ID") || strings.Contains(text, "http2: server sent GOAWAY")
}

func isTLS(err error) bool {
	var record tls.RecordHeaderError
	var verify *tls.CertificateVerificationError
	var alert tls.AlertError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &record) || errors.As(err, &verify) || errors.As(err, &alert) ||
		errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &invalid) ||
		errors.Is(err, http.ErrSchemeMismatch) || strings.Contains(err.Error(), "tls: ")
}
