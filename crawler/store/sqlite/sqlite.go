// Package sqlite is the store of one machine: one file, no service. SQLite runs in
// the process (modernc.org/sqlite, without cgo), in WAL mode, so that readers see a
// crawl while it goes on. One process at a time owns the file for writing; a lock
// file beside it holds that.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/gofrs/flock"
	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"matn/crawler/store"
	"matn/crawler/store/internal/sqldb"
)

// Options tune a store. The zero value is the recommended setting.
type Options struct {
	// ReadOnly opens an existing store beside the process that owns it. Methods that
	// write fail.
	ReadOnly bool
	// Durable makes every commit wait for the disk. Without it a commit survives a
	// kill of the process, and the last ones may be lost, as a whole each, when the
	// power goes: their pages are fetched again.
	Durable bool
}

// Open opens the store in a file, which is made when it does not exist. It is
// ErrLocked (store) when another process owns it.
func Open(ctx context.Context, path string, o Options) (store.Store, error) {
	if o.ReadOnly {
		return openRead(ctx, path)
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("store: %s: its directory: %w", path, reason(err))
	}
	if err := notDirectory(path); err != nil {
		return nil, err
	}
	lock := flock.New(path + ".lock")
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("store: %s: cannot lock it: %w; check the permissions of its directory", path, reason(err))
	}
	if !held {
		return nil, fmt.Errorf("%w: %s; wait until it has ended, or give another file", store.ErrLocked, path)
	}
	db, err := openWrite(ctx, path, o, lock.Unlock)
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return db, nil
}

// writerCache is what the writer keeps of the file, 16 MiB in SQLite's notation. Its
// allocator rounds a page of 4 KiB with its header up to 8, so that they take 32. With
// 64 MiB a crawl of 20,000 pages, or of 1,000,000 URLs, takes no less processor time:
// what is missing here is in the cache of the file system.
const writerCache = "-16384"

func openWrite(ctx context.Context, path string, o Options, unlock func() error) (store.Store, error) {
	sync := "NORMAL"
	if o.Durable {
		sync = "FULL"
	}
	write, err := sql.Open("sqlite", dsn(path, "rwc", "_txlock=immediate", "_pragma=journal_mode(WAL)",
		"_pragma=synchronous("+sync+")", "_pragma=cache_size("+writerCache+")", "_pragma=temp_store(MEMORY)"))
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", path, err)
	}
	write.SetMaxOpenConns(1) // SQLite has one writer
	read, err := sql.Open("sqlite", dsn(path, "rw", "_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %s: %w", path, err), write.Close())
	}
	read.SetMaxOpenConns(max(2, runtime.GOMAXPROCS(0)))
	if err := notForeign(ctx, write); err != nil {
		return nil, errors.Join(named(path, explain(path)(err)), read.Close(), write.Close())
	}
	db, err := sqldb.New(ctx, read, write, dialect(path), unlock)
	if err == nil {
		// Whoever held a lease is gone: the file lock says so.
		_, err = write.ExecContext(ctx, `UPDATE host SET lease_until = 0 WHERE lease_until > 0`)
		err = explain(path)(err)
	}
	if err != nil {
		return nil, errors.Join(named(path, err), read.Close(), write.Close())
	}
	return db, nil
}

// notForeign refuses the database of another program, which our tables would get into.
func notForeign(ctx context.Context, db *sql.DB) error {
	var tables, ours int
	row := db.QueryRowContext(ctx, `SELECT COUNT(*), COUNT(CASE WHEN name = 'schema_version' THEN 1 END) FROM sqlite_schema WHERE type = 'table'`)
	if err := row.Scan(&tables, &ours); err != nil {
		return err
	}
	if tables > 0 && ours == 0 {
		return errors.New("it is a database of another program; give another file")
	}
	return nil
}

func dsn(path, mode string, more ...string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	q := append([]string{"mode=" + mode, "_pragma=busy_timeout(10000)"}, more...)
	return u.String() + "?" + strings.Join(q, "&")
}

func dialect(path string) sqldb.Dialect {
	return sqldb.Dialect{
		Name: "sqlite", ID: "INTEGER PRIMARY KEY AUTOINCREMENT", Blob: "BLOB",
		Batch:   64,
		Search:  search,
		Explain: explain(path),
	}
}

// search writes groups of words as an FTS5 query: ("a" OR "b") AND ("c").
func search(all [][]string) (join, where, order string, arg any) {
	groups := make([]string, len(all))
	for i, any := range all {
		words := make([]string, len(any))
		for k, w := range any {
			words[k] = `"` + strings.ReplaceAll(w, `"`, `""`) + `"`
			if rest, ok := strings.CutSuffix(w, "*"); ok {
				words[k] = `"` + strings.ReplaceAll(rest, `"`, `""`) + `"*`
			}
		}
		groups[i] = "(" + strings.Join(words, " OR ") + ")"
	}
	return "JOIN article_words ON article_words.rowid = a.id", "article_words MATCH $1", "article_words.rank", strings.Join(groups, " AND ")
}

// explain words the errors that a person can do something about.
func explain(path string) func(error) error {
	return func(err error) error {
		var e *driver.Error
		if !errors.As(err, &e) {
			return err
		}
		switch e.Code() & 0xff {
		case lib.SQLITE_FULL:
			return fmt.Errorf("%w; what was committed is safe: make room and run it again (%w)", store.ErrFull, err)
		case lib.SQLITE_READONLY:
			return fmt.Errorf("%s cannot be written; check its permissions and those of its directory (%w)", path, err)
		case lib.SQLITE_CANTOPEN:
			return fmt.Errorf("%s cannot be opened; check that its directory exists and can be written (%w)", path, err)
		case lib.SQLITE_IOERR:
			return fmt.Errorf("the disk failed or is full; what was committed is safe (%w)", err)
		case lib.SQLITE_NOTADB:
			return fmt.Errorf("%s is not a store of matn (%w)", path, err)
		case lib.SQLITE_CORRUPT:
			return fmt.Errorf("%s is damaged; restore it from a backup, or run sqlite3 %s .recover (%w)", path, path, err)
		case lib.SQLITE_BUSY:
			return fmt.Errorf("%s is held by another process (%w)", path, err)
		}
		return err
	}
}

// named puts the path before an error that does not begin with it, as those of
// explain may.
func named(path string, err error) error {
	if strings.HasPrefix(err.Error(), path+" ") {
		return fmt.Errorf("store: %w", err)
	}
	return fmt.Errorf("store: %s: %w", path, err)
}

// reason is an error of the file system without the path, which the message has.
func reason(err error) error {
	var no syscall.Errno
	if errors.As(err, &no) {
		return no
	}
	return err
}
