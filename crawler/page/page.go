// Package page holds what the crawler hands on: a Page, which is one fetched
// document with everything that was learned on the way to it, and the reading of
// URLs that people, links and redirects give.
//
// The body of a Page is raw: content codings (gzip, br, zstd) are undone, the
// character set is not. Turning bytes into text is the cleaner's work.
package page

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Page is one fetched document, or one answer without a document: a redirect, a
// 304, an error page. It is a value that its maker no longer touches.
type Page struct {
	URLAsked    string      // as the caller gave it
	URL         string      // where the answer came from: absolute, normalised, no fragment
	Status      int         // HTTP status, 100 to 599
	Header      http.Header // as the server sent it, Content-Type with its charset; never nil
	ContentType string      // Header's Content-Type, "" when the server sent none
	Body        []byte      // content codings undone, character set as sent; nil when there was none
	Fetched     time.Time   // when the request of this answer was sent
	Took        time.Duration
	Hops        []Hop  // redirects followed to get here, first one first; nil when there were none
	WireBytes   int64  // body bytes as they crossed the wire, before any decoding
	RemoteAddr  string // "ip:port" that answered (the proxy's, when there was one)
	Truncated   bool   // Body is only the beginning, because the caller asked for no more

	RequestHeader http.Header // as sent; nil when the page did not come from the network
}

// Hop is one redirect: URL answered with Status and pointed to Location.
type Hop struct {
	URL      string // absolute, normalised
	Status   int    // 301, 302, 303, 307 or 308
	Location string // as sent, still relative when the server sent it so
}

// Redirect reports where the page points to, when it is a redirect that a client
// is to follow: one of the five statuses, with a Location.
func (p *Page) Redirect() (location string, ok bool) {
	switch p.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		location = p.Header.Get("Location")
		return location, location != ""
	}
	return "", false
}

// maxRetryAfter bounds what a server may ask for. Longer waits are typing errors
// or hostility more often than plans.
const maxRetryAfter = 24 * time.Hour

// RetryAfter reads the Retry-After header (RFC 9110, section 10.2.3), in seconds
// or as a date, which is taken relative to Fetched. The wait lies between 0 and a
// day. It is false when there is no such header or it cannot be read.
func (p *Page) RetryAfter() (wait time.Duration, ok bool) {
	value := strings.TrimSpace(p.Header.Get("Retry-After"))
	if value == "" {
		return 0, false
	}
	if strings.Trim(value, "0123456789") == "" {
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds > int64(maxRetryAfter/time.Second) { // err: more digits than fit
			return maxRetryAfter, true
		}
		return time.Duration(seconds) * time.Second, true
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return min(max(date.Sub(p.Fetched), 0), maxRetryAfter), true
}
