// Package store is what a crawl remembers: the frontier (which URL of which host is
// to be fetched when) and the collection (articles, their revisions and clusters),
// in one schema, so that the outcome of a fetch is kept as a whole or not at all.
//
//	Due -> Lease -> Next -> (a fetch) -> Commit -> ... -> Release
//
// The frontier is an indexed table with the shape of URLFrontier's interface: it
// answers "which host next" and "which URLs of it", takes URLs that were found, and
// lets a host be delayed or blocked. A host is held by one lease at a time. Every
// lease has a token that is greater than all before it, and Commit refuses a token
// that is no longer the host's: a worker that was stopped for longer than its lease
// cannot overwrite what its successor did.
//
// No method reads a clock: times come from the caller. They are kept to the
// millisecond, in UTC. The zero time means "not known", and as URL.NextAt "never".
//
// Implementations are in sqlite (one machine) and postgres (many); storetest is the
// suite that each of them passes.
package store

import (
	"context"
	"errors"
	"iter"
	"time"
)

// Store is the frontier and the collection. It is safe for many goroutines. Errors
// name the store; those of a context that ended wrap its cause.
type Store interface {
	// PutSource adds a source or changes the one of that Name, and gives it with its
	// ID. It adds no URL.
	PutSource(ctx context.Context, s Source) (Source, error)
	// Sources gives all sources by name, with those that are not active.
	Sources(ctx context.Context) ([]Source, error)

	// Put adds the URLs that are not known yet, and gives how many they were. What
	// is known stays as it is, but for Merge's rules. Hosts are added as needed.
	Put(ctx context.Context, urls []URL, now time.Time) (added int, err error)
	// Due gives hosts that nobody holds at now and that are ready by until, the one
	// that waits longest first.
	Due(ctx context.Context, now, until time.Time, limit int) ([]Host, error)
	// Host gives one host, ErrNotFound when it is unknown.
	Host(ctx context.Context, name string) (Host, error)
	// Lease takes a host until a time. It is ErrHeld while another lease lives, and
	// ErrNotFound for a host that is unknown.
	Lease(ctx context.Context, host string, now, until time.Time) (Lease, error)
	// Extend moves the end of a lease. It is ErrLeaseLost when another took the host.
	Extend(ctx context.Context, l Lease, until time.Time) error
	// Release gives a host back. A lease that is lost is no error.
	Release(ctx context.Context, l Lease) error
	// Next gives URLs of one host to be fetched at now, most urgent first.
	Next(ctx context.Context, q NextQuery) ([]URL, error)
	// Commit keeps the outcome of one fetch: in one transaction, and only while the
	// lease is the host's last. Otherwise it is ErrLeaseLost and nothing is kept.
	Commit(ctx context.Context, l Lease, r Result) (Outcome, error)
	// Block keeps a host from being asked before until, whoever holds it. Delay sets
	// the least pause between two requests to it.
	Block(ctx context.Context, host string, until time.Time, reason string) error
	Delay(ctx context.Context, host string, pause time.Duration) error
	// URL gives what is known of a URL, in the form that page.ParseURL gives it;
	// ErrNotFound when nothing is.
	URL(ctx context.Context, rawURL string) (URL, error)

	// Article gives one article, ErrNotFound when there is none of that ID.
	Article(ctx context.Context, id int64) (Article, error)
	// ArticleAt gives the article that a URL has, be it as an alias.
	ArticleAt(ctx context.Context, rawURL string) (Article, error)
	// Articles yields what the filter lets through, by ID. No transaction is held
	// while the caller works, so that a slow reader does not hold up the crawl.
	Articles(ctx context.Context, f Filter) iter.Seq2[Article, error]
	// Revisions gives the former versions of an article, oldest first.
	Revisions(ctx context.Context, article int64) ([]Revision, error)
	// Search gives articles that hold all words, the best match first.
	Search(ctx context.Context, q Query) ([]Article, error)
	// Reclean replaces what was made of an article's page, and says whether the text
	// or the title changed. It makes no revision: the paper changed nothing.
	Reclean(ctx context.Context, article int64, c Content) (changed bool, err error)

	// Retract removes an article that was none, with its revisions; ErrNotFound when
	// there is no such article.
	Retract(ctx context.Context, article int64) error

	// Memo gives what was kept for a source under a name, nil when nothing was.
	Memo(ctx context.Context, source int64, name string) ([]byte, error)
	// PutMemo keeps it.
	PutMemo(ctx context.Context, source int64, name string, data []byte, now time.Time) error
	// EditMemo changes it: edits of one memo come one after the other, whoever makes
	// them, so that none is lost.
	EditMemo(ctx context.Context, source int64, name string, edit Edit, now time.Time) error

	// Rewind moves what is planned after now to an earlier time, but not before now,
	// takes fetches of the future for earlier ones, and ends all leases: the clock was set back, and what waits would wait for the
	// difference too.
	Rewind(ctx context.Context, now time.Time, by time.Duration) error

	// StartRun and EndRun frame a run of the crawler; report is JSON.
	StartRun(ctx context.Context, now time.Time) (id int64, err error)
	EndRun(ctx context.Context, id int64, now time.Time, report []byte) error
	// Runs gives the latest runs, newest first.
	Runs(ctx context.Context, limit int) ([]Run, error)
	// Status sums up every source.
	Status(ctx context.Context, now time.Time) ([]Status, error)
	// Days gives what each day brought of a source, from a day on, oldest first.
	Days(ctx context.Context, source int64, from time.Time) ([]Day, error)

	// Prune forgets what is only of interest for a while: former versions that were
	// replaced before a time, runs that ended before it but for the last, and days. Articles
	// and URLs stay, and numbers of versions are not given again.
	Prune(ctx context.Context, before time.Time) (Pruned, error)

	// Close ends the use of the store. Nothing committed depends on it.
	Close() error
}

// Errors that callers tell apart, with errors.Is.
var (
	// ErrNotFound is a row that does not exist.
	ErrNotFound = errors.New("store: not found")
	// ErrHeld is a host that another worker has.
	ErrHeld = errors.New("store: the host is held by another worker")
	// ErrLeaseLost is a commit that came too late: the host has been given to another.
	ErrLeaseLost = errors.New("store: the lease is lost: the host was given to another worker")
	// ErrLocked is a store that another process has open.
	ErrLocked = errors.New("store: in use by another process")
	// ErrFull is a disk without room. What was committed is safe.
	ErrFull = errors.New("the disk is full")
	// ErrNewer is a store whose schema a newer matn wrote.
	ErrNewer = errors.New("written by a newer version of matn")
)
