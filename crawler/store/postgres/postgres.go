// Package postgres is the store of a fleet: one PostgreSQL, and as many workers on
// as many machines as it can serve. It has the schema of the other stores, and the
// same tests; what it adds is that several processes may write at a time.
//
// Commits are fenced by the token of the lease (see package store), and all workers
// go by one clock, that of the database, see Clock.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"matn/crawler/store"
	"matn/crawler/store/internal/sqldb"
)

// Options tune a store. The zero value is the recommended setting.
type Options struct {
	// ReadOnly opens an existing store for reading. Methods that write fail.
	ReadOnly bool
	// Connections is how many the store may open; 0 means 10. PostgreSQL allows 100 in
	// all as it comes.
	Connections int
}

const defaultConnections = 10

// Timeouts of a connection. A network that is cut gives no error by itself: after
// userTimeout without an answer to what was sent, the kernel gives the connection
// up.
const (
	connectTimeout = 5 * time.Second
	keepAlive      = 10 * time.Second
)

// migrationLock is the number of the lock under which the schema is brought up to
// date: workers that start together wait for each other.
const migrationLock = 0x6d61746e // "matn"

// IsURL reports whether a store's name is the address of a PostgreSQL.
func IsURL(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// Config reads the address of a PostgreSQL, which may leave to the environment what
// libpq does (PGHOST, PGPASSWORD, ~/.pgpass). Errors do not show the password.
func Config(url string) (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("store: %w; want postgres://USER:PASSWORD@HOST:5432/DATABASE", err)
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTimeout
	}
	if c.RuntimeParams["application_name"] == "" {
		c.RuntimeParams["application_name"] = "matn"
	}
	dialer := &net.Dialer{KeepAlive: keepAlive, Control: userTimeout}
	c.DialFunc = dialer.DialContext
	return c, nil
}

// Open opens the store at a URL, postgres://USER:PASSWORD@HOST:5432/DATABASE, and
// brings its schema up to date. The database has to exist.
func Open(ctx context.Context, url string, o Options) (store.Store, error) {
	c, err := Config(url)
	if err != nil {
		return nil, err
	}
	if o.ReadOnly {
		c.RuntimeParams["default_transaction_read_only"] = "on"
	}
	db := stdlib.OpenDB(*c)
	if o.Connections <= 0 {
		o.Connections = defaultConnections
	}
	db.SetMaxOpenConns(o.Connections)
	db.SetMaxIdleConns(o.Connections)
	s, err := open(ctx, db, c, o)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %s: %w", Name(c), err), db.Close())
	}
	return s, nil
}

func open(ctx context.Context, db *sql.DB, c *pgx.ConnConfig, o Options) (*sqldb.DB, error) {
	if o.ReadOnly {
		return sqldb.NewReadOnly(ctx, db, dialect(c))
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, explain(err)
	}
	defer conn.Close() // back into the pool
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return nil, err
	}
	s, err := sqldb.New(ctx, db, db, dialect(c), nil)
	_, unlock := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
	return s, errors.Join(err, unlock)
}

// Name is how messages call a store: its address without the password.
func Name(c *pgx.ConnConfig) string {
	return fmt.Sprintf("postgres://%s@%s/%s", c.User, net.JoinHostPort(c.Host, fmt.Sprint(c.Port)), c.Database)
}

func dialect(c *pgx.ConnConfig) sqldb.Dialect {
	return sqldb.Dialect{
		Name: "postgres", ID: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", Blob: "BYTEA",
		Lock: " FOR UPDATE", Search: search, Explain: explain, Text: text, Again: again, Prepares: true,
	}
}

// text makes a string one that PostgreSQL takes: UTF-8 without the character NUL.
func text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// again reports whether a transaction failed for what happened beside it: nothing
// of it is kept, and it may be tried once more.
func again(err error) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return false
	}
	return e.Code == "40P01" || e.Code == "40001" // deadlock, serialisation
}

// search writes groups of words as a tsquery: ('a' | 'b') & ('c':*).
func search(all [][]string) (join, where, order string, arg any) {
	groups := make([]string, len(all))
	quote := strings.NewReplacer(`'`, `''`, `\`, `\\`)
	for i, any := range all {
		words := make([]string, len(any))
		for k, w := range any {
			rest, prefix := strings.CutSuffix(text(w), "*")
			words[k] = "'" + quote.Replace(rest) + "'"
			if prefix {
				words[k] += ":*"
			}
		}
		groups[i] = "(" + strings.Join(words, " | ") + ")"
	}
	return "CROSS JOIN to_tsquery('simple', $1) AS asked", "a.folded @@ asked",
		"ts_rank_cd(a.folded, asked) DESC, a.id", strings.Join(groups, " & ")
}

// explain words the errors that a person can do something about.
func explain(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return explainCode(e.Code, err)
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return fmt.Errorf("PostgreSQL cannot be reached; check that it runs, its address, and that this machine may connect (%w)", err)
	}
	return err
}

func explainCode(code string, err error) error {
	switch code {
	case "28P01", "28000":
		return fmt.Errorf("PostgreSQL refuses the user or password; give them in the URL, PGPASSWORD or ~/.pgpass (%w)", err)
	case "3D000":
		return fmt.Errorf("the database does not exist; make it with createdb (%w)", err)
	case "42501":
		return fmt.Errorf("the user may not do this; make it the owner of the database (%w)", err)
	case "42P01":
		return fmt.Errorf("there is no store of matn in this database; matn crawl makes it (%w)", err)
	case "53300":
		return fmt.Errorf("PostgreSQL has no connection left; raise max_connections or run fewer workers (%w)", err)
	case "53100":
		return fmt.Errorf("the disk of PostgreSQL is full; what was committed is safe: make room (%w)", err)
	case "25006":
		return fmt.Errorf("this PostgreSQL takes no writes: it is a replica, or the store was opened for reading (%w)", err)
	}
	return err
}
