package store

import (
	"crypto/sha256"
	"net/url"
	"time"

	"matn/crawler/page"
)

// Source is one site of the configuration. Everything found on its way belongs to
// it.
type Source struct {
	ID     int64
	Name   string // unique
	URL    string // where it begins
	Host   string // of URL, "paper.example" or "paper.example:8080"
	Config []byte // what the crawler was told of it, JSON; may be nil
	Active bool   // false once it has left the configuration; what was collected stays
	Added  time.Time
}

// Kind is what a URL is fetched for.
type Kind string

// Kinds of URL. Feeds, sitemaps and fronts are fetched again and again, articles a
// few times. A page is a URL that may be an article or may lead to some; it is
// fetched once. A guess is an address at which a feed or a sitemap may be found.
const (
	Feed        Kind = "feed"
	Sitemap     Kind = "sitemap"
	Front       Kind = "front"
	ArticleKind Kind = "article"
	Page        Kind = "page"
	Guess       Kind = "guess"
)

// Recurs reports whether a URL of the kind is fetched again and again.
func (k Kind) Recurs() bool { return k == Feed || k == Sitemap || k == Front }

// State is what became of a URL.
type State string

// States of a URL.
const (
	New    State = "new"    // never answered
	Known  State = "known"  // answered with something of use
	Gone   State = "gone"   // 404 or 410, for good
	Parked State = "parked" // not to be fetched: see URL.Error
	Alias  State = "alias"  // another URL's: see URL.Alias
)

// Priority orders the URLs of a host that are due.
type Priority int

// Priorities, most urgent first.
const (
	Urgent  Priority = iota // feeds, fronts, news sitemaps: where the news is
	Fresh                   // what they listed
	Backlog                 // old articles from sitemaps
	Again                   // articles read before, and guesses
	priorities
)

// Priorities is how many there are.
const Priorities = int(priorities)

// URL is a row of the frontier.
type URL struct {
	ID       int64
	URL      string // absolute and normalised
	Host     string
	Source   int64
	Kind     Kind
	State    State
	Priority Priority
	NextAt   time.Time // when to fetch it; zero: never

	Found     time.Time
	Via       string    // the URL that led here; "" for those of the configuration
	Hops      int       // redirects that led here since the last link
	Depth     int       // links from a front
	Published time.Time // as a feed or news sitemap says
	LastMod   time.Time // as a feed or sitemap says

	Fetched      time.Time     // last answer
	Status       int           // of it
	ETag         string        // as received
	LastModified string        // as received
	Digest       []byte        // SHA-256 of the body, nil when there was none
	Every        time.Duration // between visits, of kinds that are fetched again and again
	Visits       int
	Changes      int    // visits that found another body than the one before
	Unchanged    int    // visits in a row that did not
	Failures     int    // in a row
	Error        string // of the last visit, or why it is parked; "" when all was well
	Alias        string // the URL whose page this is; of State Alias only
	Article      int64  // ID of the article that its page has; 0: none
}

// Key is the identity of a URL: 128 bits of the SHA-256 of its page.Key. URLs that
// differ in their scheme, the order of their query or an AMP twin have the same.
func Key(rawURL string) []byte {
	identity := rawURL
	if u, err := url.Parse(rawURL); err == nil {
		identity = page.Key(u)
	}
	sum := sha256.Sum256([]byte(identity))
	return sum[:16]
}

// Host is one web server by name, and what is known of its patience.
type Host struct {
	Name   string    // "paper.example" or "paper.example:8080"
	NextAt time.Time // not to be asked before
	URLAt  time.Time // when the first of its URLs is due; zero: none ever
	DueAt  time.Time // the later of both, zero with URLAt

	Token int64 // of its last lease, see Lease; set by the store alone

	Pause      time.Duration // configured: the least pause between requests
	CrawlDelay time.Duration // asked for by its robots.txt
	Took       time.Duration // of the last fetch
	Penalty    time.Duration // added by 429 and 503
	Clean      int           // fetches in a row without complaint
	Failures   int           // network failures in a row
	Reason     string        // why NextAt is further away than usual; "" when it is not
	Robots     []byte        // what its robots.txt said, in the crawler's form
}

// Lease is the right to fetch from a host and to commit what came of it.
type Lease struct {
	Host  string
	Token int64 // grows by every lease of the host
	Until time.Time
}

// NextQuery asks for URLs of a host.
type NextQuery struct {
	Host string
	Now  time.Time
	// Before leaves out what was fetched at or after it; zero leaves out nothing. A
	// round that is to end sets it to its beginning.
	Before time.Time
	// Early adds what is due so much later, but for what failed last time: that waits.
	Early time.Duration
	Limit int
}

// Result is the outcome of one fetch.
type Result struct {
	Now     time.Time
	URL     URL             // the row as it is from now on, found by its URL
	Host    Host            // the host's state from now on; Robots nil leaves it; URLAt, DueAt are computed
	Found   []URL           // URLs that the page led to, see Put
	Article *Article        // nil when the page has none
	Aliases []string        // other URLs of the article, made aliases of URL unless they are known as more
	Memos   map[string]Edit // of the source, see EditMemo
	Day     Day             // to be added to the source's day; Day and Source are filled in
}

// Edit makes of what a memo was what it is to be; nil is nothing. It may be called
// more than once for one change, so that it changes nothing else.
type Edit func(old []byte) (data []byte, err error)

// Outcome is what Commit found out.
type Outcome struct {
	Added   int      // found URLs that were new
	Hosts   []string // other hosts that got new URLs
	Article int64    // ID; 0 without an article
	New     bool     // the article was not in the collection
	Revised bool     // it was, with another text or title
	// DuplicateOf is the ID of an article with the same text, 0 when there is none.
	DuplicateOf int64
	// Cluster is the least ID of the articles that are nearly the same; 0: none.
	Cluster int64
}

// Merge is what becomes of a URL that is known and was found again. It stays as it
// is, with these exceptions: a guess that turns out to be listed as an article is
// one; a later LastMod or a first Published is noted, and an article that was
// modified since it was fetched is due again; a list that was parked since nothing led
// to it is taken up, as is a URL that turns out to be a list. changed is false when nothing moves.
func Merge(known, found URL, now time.Time) (merged URL, changed bool) {
	m := known
	if !found.NextAt.IsZero() && revives(known, found) {
		m.Kind, m.State, m.Priority = found.Kind, New, found.Priority
		m.Via, m.NextAt, m.Failures, m.Error = found.Via, found.NextAt, 0, ""
		m.Status, m.ETag, m.LastModified = 0, "", "" // to be read, changed or not
		return m, true
	}
	if known.State == Alias || known.State == Parked {
		return m, false
	}
	if known.State == New && known.Kind == Page && found.Kind == ArticleKind {
		m.Kind, changed = ArticleKind, true
	}
	if known.State == New && found.Priority < known.Priority {
		m.Priority, changed = found.Priority, true
	}
	if m.Published.IsZero() && !found.Published.IsZero() {
		m.Published, changed = found.Published, true
	}
	if found.LastMod.After(known.LastMod) {
		m.LastMod, changed = found.LastMod, true
		modified := known.State == Known && (known.Kind == ArticleKind || known.Kind == Sitemap) && found.LastMod.After(known.Fetched)
		if modified && (m.NextAt.IsZero() || m.NextAt.After(now)) {
			m.NextAt = now
		}
	}
	return m, changed
}

// revives reports whether a URL begins anew by being found again.
func revives(known, found URL) bool {
	switch {
	case known.State == Alias:
		return false
	case found.Kind.Recurs() && !known.Kind.Recurs(): // a person says so, or a page where a list was only guessed
		return found.Via == "" || known.Kind == Guess
	}
	return known.State == Parked && found.Kind.Recurs()
}
