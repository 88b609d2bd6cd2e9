// Package sqldb is store.Store over database/sql, in SQL that SQLite and Postgres
// read alike. What differs between them is a Dialect.
//
// Statements use $1, $2, ... which both drivers take; times are milliseconds since
// 1970 in BIGINT columns.
package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"matn/crawler/store"
)

// Dialect is what one database does in its own way.
type Dialect struct {
	Name string // of its migrations, "sqlite": 0001.sqlite.sql runs after 0001.sql
	ID   string // type of a primary key that numbers itself
	Blob string // type of bytes

	// Lock ends a SELECT whose row is about to be changed: " FOR UPDATE", or "" where
	// one writer has the whole database.
	Lock string
	// Search gives the end of "SELECT … FROM article a " for a full-text query, up to
	// and without WHERE; a condition; an order; and the value of $1 in them.
	Search func(all [][]string) (join, where, order string, arg any)
	// Batch is how many writes may share a transaction, where writers wait for each
	// other anyway; below 2 each has its own.
	Batch int
	// Explain words an error of the driver, such as a full disk; nil leaves all as
	// they are.
	Explain func(error) error
	// Text makes a string one that the database takes; nil where it takes all.
	Text func(string) string
	// Again reports whether a transaction that failed may be tried once more, since
	// only what happened beside it was in its way; nil: never.
	Again func(error) bool
	// Snapshot is the isolation under which a long read sees one moment; the zero level
	// where every transaction does.
	Snapshot sql.IsolationLevel
	// Patient has a transaction that waits for its client not be ended; "" where none is.
	Patient string
	// Bytes has texts compared byte by byte when it stands behind one; "" where that is
	// so anyway.
	Bytes string
	// Renumber gives the statement that has the numbers of a table go on behind those
	// that were written into it; nil where that goes by itself.
	Renumber func(table string) string
	// Prepares says that the driver keeps prepared statements of its own.
	Prepares bool
}

// DB is a store. Reads and writes have handles of their own, which may be the same.
type DB struct {
	dialect Dialect
	read    *sql.DB
	write   *sql.DB
	close   func() error

	mu    sync.Mutex
	stmts map[stmtKey]*sql.Stmt

	batch batch
}

type stmtKey struct {
	db    *sql.DB
	query string
}

var _ store.Store = (*DB)(nil)

// New migrates the schema and gives the store. closer is called by Close after both
// handles are closed; it may be nil.
func New(ctx context.Context, read, write *sql.DB, dialect Dialect, closer func() error) (*DB, error) {
	d := &DB{dialect: dialect, read: read, write: write, close: closer, stmts: map[stmtKey]*sql.Stmt{}}
	if err := d.migrate(ctx); err != nil {
		return nil, d.explain(err)
	}
	return d, nil
}

// NewReadOnly gives a store that reads only. Its schema has to be that of this
// version. closer is as for New.
func NewReadOnly(ctx context.Context, read *sql.DB, dialect Dialect, closer func() error) (*DB, error) {
	d := &DB{dialect: dialect, read: read, write: read, close: closer, stmts: map[stmtKey]*sql.Stmt{}}
	return d, d.checkVersion(ctx)
}

// Close closes both handles.
func (d *DB) Close() error {
	d.mu.Lock()
	for _, s := range d.stmts {
		_ = s.Close() // the handle's Close reports what matters
	}
	d.stmts = map[stmtKey]*sql.Stmt{}
	d.mu.Unlock()
	err := d.write.Close()
	if d.read != d.write {
		err = errors.Join(err, d.read.Close())
	}
	if d.close != nil {
		err = errors.Join(err, d.close())
	}
	return err
}

// stmt prepares a query once. The lock is not held meanwhile: preparing waits for a
// connection, and whoever has the connection may wait for the lock.
func (d *DB) stmt(ctx context.Context, db *sql.DB, query string) (*sql.Stmt, error) {
	k := stmtKey{db, query}
	d.mu.Lock()
	s, ok := d.stmts[k]
	d.mu.Unlock()
	if ok {
		return s, nil
	}
	s, err := db.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if first, ok := d.stmts[k]; ok {
		return first, s.Close()
	}
	d.stmts[k] = s
	return s, nil
}

// tx is a transaction that prepares its statements once for all.
type tx struct {
	*sql.Tx
	d    *DB
	ctx  context.Context
	late []string // statements that were not prepared yet
}

func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	args = t.d.texts(args)
	if t.d.dialect.Prepares {
		return t.ExecContext(t.ctx, query, args...)
	}
	s, err := t.d.txStmt(t, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(t.ctx, args...)
}

func (t *tx) row(query string, args ...any) rowScanner {
	args = t.d.texts(args)
	if t.d.dialect.Prepares {
		return t.QueryRowContext(t.ctx, query, args...)
	}
	s, err := t.d.txStmt(t, query)
	if err != nil {
		return failedRow{err}
	}
	return s.QueryRowContext(t.ctx, args...)
}

func (t *tx) rows(query string, args ...any) (*sql.Rows, error) {
	args = t.d.texts(args)
	if t.d.dialect.Prepares {
		return t.QueryContext(t.ctx, query, args...)
	}
	s, err := t.d.txStmt(t, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(t.ctx, args...)
}

// texts are arguments with strings that the database takes.
func (d *DB) texts(args []any) []any {
	if d.dialect.Text == nil {
		return args
	}
	for i, arg := range args {
		if s, ok := arg.(string); ok {
			args[i] = d.dialect.Text(s)
		}
	}
	return args
}

func (d *DB) txStmt(t *tx, query string) (*sql.Stmt, error) {
	d.mu.Lock()
	s, ok := d.stmts[stmtKey{d.write, query}]
	d.mu.Unlock()
	if !ok {
		// Prepared on the transaction's own connection: there may be no second one.
		t.late = append(t.late, query)
		prepared, err := t.Tx.PrepareContext(t.ctx, query)
		if err != nil {
			return nil, fmt.Errorf("prepare %q: %w", query, err)
		}
		return prepared, nil
	}
	return t.Tx.StmtContext(t.ctx, s), nil
}

type rowScanner interface{ Scan(dest ...any) error }

type failedRow struct{ err error }

func (f failedRow) Scan(...any) error { return f.err }

// update runs f in a transaction: all of it is kept, or nothing.
func (d *DB) update(ctx context.Context, what string, f func(*tx) error) error {
	if d.dialect.Batch > 1 {
		return d.wrap(what, d.batched(ctx, f))
	}
	err := d.try(ctx, f)
	for n := 1; n < tries && d.dialect.Again != nil && d.dialect.Again(err); n++ {
		err = d.try(ctx, f)
	}
	return d.wrap(what, err)
}

// tries is how often a transaction is tried: two that lock each other out are done
// one after the other the second time, unless a third comes between.
const tries = 5

// try makes one transaction. When ctx ends, package sql ends the transaction beside f,
// which then finds it gone: the cause says more.
func (d *DB) try(ctx context.Context, f func(*tx) error) error {
	err := d.transact(ctx, f)
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func (d *DB) transact(ctx context.Context, f func(*tx) error) error {
	begun, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	t := &tx{Tx: begun, d: d, ctx: ctx}
	if err := f(t); err != nil {
		_ = t.Rollback() // the first error says more
		return err
	}
	if err := t.Commit(); err != nil {
		return err
	}
	for _, query := range t.late {
		if _, err := d.stmt(context.WithoutCancel(ctx), d.write, query); err != nil {
			return err
		}
	}
	return nil
}

// wrap words an error, but for those that callers compare with.
func (d *DB) wrap(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrHeld), errors.Is(err, store.ErrLeaseLost):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return store.ErrNotFound
	}
	return fmt.Errorf("store: %s: %w", what, d.explain(err))
}

func (d *DB) explain(err error) error {
	if d.dialect.Explain == nil || err == nil {
		return err
	}
	return d.dialect.Explain(err)
}

// query runs a statement that reads, and scans its rows.
func query[T any](ctx context.Context, d *DB, scan func(rowScanner) (T, error), text string, args ...any) (out []T, err error) {
	var rows *sql.Rows
	args = d.texts(args)
	if d.dialect.Prepares {
		rows, err = d.read.QueryContext(ctx, text, args...)
	} else {
		var s *sql.Stmt
		if s, err = d.stmt(ctx, d.read, text); err == nil {
			rows, err = s.QueryContext(ctx, args...)
		}
	}
	if err != nil {
		return nil, err
	}
	return collect(rows, scan)
}

func collect[T any](rows *sql.Rows, scan func(rowScanner) (T, error)) (out []T, err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// one is query for a single row, sql.ErrNoRows when there is none.
func one[T any](ctx context.Context, d *DB, scan func(rowScanner) (T, error), text string, args ...any) (T, error) {
	all, err := query(ctx, d, scan, text, args...)
	if err == nil && len(all) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return *new(T), err
	}
	return all[0], nil
}

// never is the time of what is not to happen.
const never = 1<<63 - 1

// millis is a time as a column holds it.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// due is millis for NextAt, whose zero is never.
func due(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return t.UnixMilli()
}

// clock is the time of a column, whether millis or due wrote it.
func clock(ms int64) time.Time {
	if ms == 0 || ms == never {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
