package robots

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"matn/crawler/page"
)

// Policy is what is known of one origin (scheme, host and port) at one time. It is
// not changed once made.
type Policy struct {
	URL     string    // of the robots.txt
	Rules   *Rules    // never nil
	Status  int       // of the answer that Rules or their absence rest on; 0 when there was none
	Err     error     // why there was no answer; nil when there was one
	Fetched time.Time // when the answer came
	Expires time.Time // when it is to be fetched again

	text     []byte    // what Rules were read from
	closed   bool      // nothing may be fetched
	failing  time.Time // when the failures began that go on; zero when there are none
	failures int
}

// How long answers hold. RFC 9309: a copy is not used for more than a day (2.4),
// unreachable means disallowed (2.3.1.4), and unreachable for 30 days may be taken
// for unavailable (2.3.1.4).
const (
	maxAge     = 24 * time.Hour
	firstRetry = time.Hour // doubles with each failure, up to maxAge
	maxStale   = 30 * 24 * time.Hour
)

// newPolicy draws the conclusion from an answer or a failure, given what was known
// before, which may be nil.
func newPolicy(robotsURL string, p *page.Page, err error, before *Policy, now time.Time) *Policy {
	next := &Policy{URL: robotsURL, Rules: &Rules{}, Err: err, Fetched: now, Expires: now.Add(maxAge)}
	if err == nil {
		next.Status = p.Status
		switch {
		case p.Status/100 == 2:
			next.text = p.Body[:min(len(p.Body), MaxBytes)]
			next.Rules = Parse(p.Body)
			return next
		case p.Status/100 == 3, p.Status/100 == 4 && p.Status != http.StatusTooManyRequests:
			return next // there is no robots.txt, so nothing is forbidden
		}
	}
	return next.failed(before, now)
}

// failed is the policy while a robots.txt cannot be read: an older copy goes on
// holding, without one everything is closed. 429 counts as failure, which is
// stricter than the RFC: a server that is asked too often is not asked for more.
func (p *Policy) failed(before *Policy, now time.Time) *Policy {
	p.failing, p.failures = now, 1
	if before != nil && !before.failing.IsZero() {
		p.failing, p.failures = before.failing, before.failures+1
	}
	p.Expires = now.Add(min(firstRetry<<min(p.failures-1, 10), maxAge))
	if now.Sub(p.failing) >= maxStale {
		return p // open: nobody keeps this robots.txt any more
	}
	if before == nil || before.closed || now.Sub(before.Fetched) >= maxStale {
		p.closed = true
		return p
	}
	held := *before
	held.failing, held.failures, held.Expires = p.failing, p.failures, p.Expires
	return &held
}

// Check is nil when the agent may fetch u, and a *DisallowedError when it may not.
func (p *Policy) Check(agent string, u *url.URL) error {
	if p.closed && normalTarget(u) != "/robots.txt" {
		return &DisallowedError{URL: u.String(), Robots: p.URL, Status: p.Status, Err: p.Err}
	}
	if v := p.Rules.For(agent).Test(u); !v.Allowed {
		return &DisallowedError{URL: u.String(), Robots: p.URL, Rule: v.Rule, Line: v.Line, Status: p.Status}
	}
	return nil
}

// DisallowedError is a URL that may not be fetched. Find it with errors.As.
type DisallowedError struct {
	URL    string
	Robots string // URL of the robots.txt
	Rule   string // the rule that forbids, "" when the robots.txt could not be read
	Line   int    // of Rule in the file, counted from 1
	Status int    // of the robots.txt; 0 when there was no answer
	Err    error  // why there was no answer; nil when there was one
}

// Error is one line that names the rule or the failure.
func (e *DisallowedError) Error() string {
	switch {
	case e.Rule != "":
		return fmt.Sprintf("robots: %s is disallowed by line %d of %s: %q", e.URL, e.Line, e.Robots, e.Rule)
	case e.Err != nil:
		return fmt.Sprintf("robots: %s cannot be asked for without its robots.txt: %v", e.URL, e.Err)
	}
	return fmt.Sprintf("robots: %s is off limits while %s answers with status %d; try again later", e.URL, e.Robots, e.Status)
}

// Unwrap gives the failure to read the robots.txt.
func (e *DisallowedError) Unwrap() error { return e.Err }
