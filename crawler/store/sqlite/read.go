package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"matn/crawler/store"
	"matn/crawler/store/internal/sqldb"
)

// openRead opens a store that exists. The schema is checked, and not brought up to
// date.
func openRead(ctx context.Context, path string) (store.Store, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("store: %s: %w; matn crawl makes it", path, reason(err))
	case err != nil:
		return nil, fmt.Errorf("store: %s: %w; check its permissions", path, reason(err))
	}
	_ = f.Close() // it was only read
	if err := notDirectory(path); err != nil {
		return nil, err
	}
	s, err := reader(ctx, path, nil)
	if barred(err) {
		s, err = openStill(ctx, path)
	}
	if err != nil {
		return nil, named(path, err)
	}
	return s, nil
}

// notDirectory refuses a directory, of which SQLite says that the disk has failed.
func notDirectory(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("store: %s is a directory; name a file", path)
	}
	return nil
}

// barred reports whether an error says that nothing can be written beside a store.
func barred(err error) bool {
	var e *driver.Error
	return errors.As(err, &e) && (e.Code()&0xff == lib.SQLITE_READONLY || e.Code()&0xff == lib.SQLITE_CANTOPEN)
}

// openStill opens a store where nothing can be written beside it, as SQLite wants it:
// that of another user, or one on a disk that is mounted for reading. It is then taken
// for a file that nobody changes, and Close says if somebody did.
func openStill(ctx context.Context, path string) (store.Store, error) {
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return nil, fmt.Errorf("%s has a write-ahead log, which only those can read who may write there: try again when the crawl has ended; if it was killed, run it again", path)
	}
	before, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	return reader(ctx, path, func() error {
		if after, err := os.Stat(path); err != nil || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) {
			return fmt.Errorf("store: %s was changed while it was read, without a way to tell us: do it again", path)
		}
		return nil
	}, "immutable=1")
}

// reader opens a file for reading. closer is called when the store is closed; nil for
// nothing.
func reader(ctx context.Context, path string, closer func() error, more ...string) (store.Store, error) {
	read, err := sql.Open("sqlite", dsn(path, "ro", append(more, "_pragma=query_only(1)")...))
	if err != nil {
		return nil, err
	}
	db, err := sqldb.NewReadOnly(ctx, read, dialect(path), closer)
	if err != nil {
		return nil, errors.Join(err, read.Close())
	}
	return db, nil
}
