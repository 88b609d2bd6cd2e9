package crawler

import (
	"time"

	"matn/crawler/drift"
	"matn/crawler/store"
)

// What happened, in an Event.
const (
	Fetched    = "fetched"   // a page with something of use
	Unchanged  = "unchanged" // 304, or the same as before
	Redirected = "redirected"
	Missing    = "missing"    // 404 or 410
	Refused    = "refused"    // 401, 402, 403, 451
	Throttled  = "throttled"  // 429 or 503
	Failed     = "failed"     // no answer, or one of no use
	Disallowed = "disallowed" // by robots.txt; nothing was asked for
	Robots     = "robots"     // a robots.txt was fetched
	Probed     = "probed"     // a URL that cannot exist was asked for, see soft404.go
	Skipped    = "skipped"    // not asked for: out of budget, or not wanted
)

// Event is one thing that a crawl did.
type Event struct {
	What    string
	Time    time.Time
	Site    string
	Host    string
	URL     string
	Kind    store.Kind
	Status  int // 0 without an answer
	Bytes   int64
	Took    time.Duration
	Article bool // the page has one
	Outcome store.Outcome
	Err     error
}

// Counts sum up events.
type Counts struct {
	Fetched    int   `json:"fetched"` // answers of any kind, those of robots.txt aside
	Useful     int   `json:"useful"`  // of them: pages, redirects, and what had not changed
	Unchanged  int   `json:"unchanged"`
	Failed     int   `json:"failed"` // failed, refused and throttled
	Missing    int   `json:"missing"`
	Disallowed int   `json:"disallowed"`
	New        int   `json:"new"`        // articles
	Revised    int   `json:"revised"`    // articles
	Duplicates int   `json:"duplicates"` // of New: those with the text of another
	Empty      int   `json:"empty"`      // pages that were thought to have an article, and have none
	Found      int   `json:"found"`      // URLs new to the frontier
	Bytes      int64 `json:"bytes"`      // on the wire
}

func (c *Counts) add(e Event) {
	switch e.What {
	case Robots, Probed, Skipped:
		return
	case Disallowed:
		c.Disallowed++
		return
	case Fetched, Redirected:
		c.Useful++
	case Unchanged:
		c.Useful++
		c.Unchanged++
	case Failed, Refused, Throttled:
		c.Failed++
	case Missing:
		c.Missing++
	}
	if e.Status != 0 {
		c.Fetched++
	}
	c.Bytes += e.Bytes
	c.Found += e.Outcome.Added
	if e.Outcome.New {
		c.New++
		if e.Outcome.DuplicateOf != 0 {
			c.Duplicates++
		}
	}
	if e.Outcome.Revised {
		c.Revised++
	}
	if e.What == Fetched && !e.Article && (e.Kind == store.ArticleKind || e.Kind == store.Page) {
		c.Empty++
	}
}

// SiteReport is what a run did at one site.
type SiteReport struct {
	Site string `json:"site"`
	Counts
	LastError string `json:"last_error,omitempty"` // "" when all went well
	// Alarms are breaks with the site's history.
	Alarms []drift.Alarm `json:"alarms,omitempty"`
}

// Report is what a run did. It is kept in the store as JSON.
type Report struct {
	Run     int64        `json:"run"`
	Started time.Time    `json:"started"`
	Ended   time.Time    `json:"ended"`
	Stopped bool         `json:"stopped"` // before all was done
	Error   string       `json:"error,omitempty"`
	Total   Counts       `json:"total"`
	Sites   []SiteReport `json:"sites"`
}
