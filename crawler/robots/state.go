package robots

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"matn/crawler/page"
)

// URL is where the robots.txt of u's origin is.
func URL(u *url.URL) string { return u.Scheme + "://" + u.Host + "/robots.txt" }

// Decide is the Policy that follows from an answer, or from a failure to get one,
// given what was known before, which may be nil. It is for callers that keep
// policies themselves; Cache decides so too.
func Decide(robotsURL string, p *page.Page, err error, before *Policy, now time.Time) *Policy {
	return newPolicy(robotsURL, p, err, before, now)
}

// Fresh reports whether the policy holds at now. One from the future does not: the
// clock has been set back, and nobody knows by how much.
func (p *Policy) Fresh(now time.Time) bool {
	return p != nil && now.Before(p.Expires) && !now.Before(p.Fetched)
}

// CrawlDelay is the pause that an agent is asked for; 0 when it is not.
func (p *Policy) CrawlDelay(agent string) time.Duration { return p.Rules.For(agent).CrawlDelay }

// policyState is a Policy in JSON.
type policyState struct {
	URL      string    `json:"url"`
	Text     string    `json:"text,omitempty"`
	Status   int       `json:"status,omitempty"`
	Err      string    `json:"err,omitempty"`
	Fetched  time.Time `json:"fetched"`
	Expires  time.Time `json:"expires"`
	Closed   bool      `json:"closed,omitempty"`
	Failing  time.Time `json:"failing,omitzero"`
	Failures int       `json:"failures,omitempty"`
}

// MarshalJSON writes the policy, so that a restart need not ask again.
func (p *Policy) MarshalJSON() ([]byte, error) {
	s := policyState{URL: p.URL, Text: string(p.text), Status: p.Status, Fetched: p.Fetched, Expires: p.Expires,
		Closed: p.closed, Failing: p.failing, Failures: p.failures}
	if p.Err != nil {
		s.Err = p.Err.Error()
	}
	return json.Marshal(s)
}

// UnmarshalJSON reads what MarshalJSON wrote. Of an error the text is left.
func (p *Policy) UnmarshalJSON(text []byte) error {
	var s policyState
	if err := json.Unmarshal(text, &s); err != nil {
		return fmt.Errorf("robots: policy: %w", err)
	}
	*p = Policy{URL: s.URL, Rules: Parse([]byte(s.Text)), Status: s.Status, Fetched: s.Fetched, Expires: s.Expires,
		text: []byte(s.Text), closed: s.Closed, failing: s.Failing, failures: s.Failures}
	if s.Err != "" {
		p.Err = errors.New(s.Err)
	}
	return nil
}
