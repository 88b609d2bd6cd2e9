package sqldb

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"strings"
)

// table is one of the schema, with the columns that order its rows.
type table struct {
	name     string
	key      string
	numbered bool // id numbers itself
}

// tables are all of the schema, in the order in which they are copied. {{BYTES}} is
// the dialect's word for comparing texts byte by byte.
var tables = []table{
	{"source", "id", true}, {"host", "name{{BYTES}}", false}, {"url", "id", true}, {"article", "id", true},
	{"revision", "article, number", false}, {"memo", "source, name{{BYTES}}", false}, {"day", "source, day", false}, {"run", "id", true},
}

// left are columns that belong to the processes of one store, and mean nothing in
// another.
var left = map[string]int64{"lease_until": 0}

// Copied is what became of one table.
type Copied struct {
	Table string
	Rows  int64
	Sum   string // SHA-256 over all rows in order, hexadecimal
}

// ErrNotEmpty is a store that has something in it already.
var ErrNotEmpty = errors.New("store: the target is not empty")

// ErrDiffers is a copy that does not hold what was read.
var ErrDiffers = errors.New("store: the copy differs from the original")

// batch is how many rows are written by one statement at most, and maxArgs bounds its
// values: PostgreSQL takes 65535, SQLite 32766.
const (
	batchRows = 200
	maxArgs   = 20_000
)

// Copy writes all of from into to, which has to be empty, in one transaction, and
// reads it back. progress is called after every batch.
func Copy(ctx context.Context, from, to *DB, progress func(table string, rows int64)) (all []Copied, err error) {
	source, err := from.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: from.dialect.Snapshot})
	if err != nil {
		return nil, from.wrap("copy", err)
	}
	defer func() { _ = source.Rollback() }() // it only read
	target, err := to.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, to.wrap("copy", err)
	}
	defer func() { _ = target.Rollback() }() // does nothing after Commit
	// Each of the two waits for the other, for as long as a slow disk takes.
	for _, end := range []struct {
		*DB
		t *sql.Tx
	}{{from, source}, {to, target}} {
		if end.dialect.Patient == "" {
			continue
		}
		if _, err := end.t.ExecContext(ctx, end.dialect.Patient); err != nil {
			return nil, end.wrap("copy", err)
		}
	}
	for _, t := range tables {
		c := &copier{ctx: ctx, from: source, to: target, table: t, text: to.dialect.Text, bytes: from.dialect.Bytes, progress: progress}
		one, err := c.copy()
		if err != nil {
			return nil, fmt.Errorf("store: copy of %s: %w", t.name, to.explain(from.explain(err)))
		}
		if to.dialect.Renumber != nil && t.numbered {
			if _, err := target.ExecContext(ctx, to.dialect.Renumber(t.name)); err != nil {
				return nil, to.wrap("copy of "+t.name, err)
			}
		}
		all = append(all, one)
	}
	for _, want := range all {
		got, err := sumOf(ctx, target, want.Table, to.dialect.Bytes)
		if err != nil {
			return nil, to.wrap("copy", err)
		}
		if got != want {
			return nil, fmt.Errorf("%w: %s has %d rows (%s), not %d (%s)", ErrDiffers, want.Table, got.Rows, got.Sum[:12], want.Rows, want.Sum[:12])
		}
	}
	return all, to.wrap("copy", target.Commit())
}

// copier copies one table.
type copier struct {
	ctx      context.Context
	from, to *sql.Tx
	table    table
	text     func(string) string
	bytes    string
	progress func(string, int64)

	columns []string
	values  []any // of the rows that wait
	out     Copied
}

func (c *copier) copy() (Copied, error) {
	c.out.Table = c.table.name
	var some int64
	if err := c.to.QueryRowContext(c.ctx, "SELECT COUNT(*) FROM "+c.table.name).Scan(&some); err != nil {
		return c.out, err
	}
	if some > 0 {
		return c.out, fmt.Errorf("%w: it has %d rows", ErrNotEmpty, some)
	}
	h := sha256.New()
	var err error
	c.columns, err = eachRow(c.ctx, c.from, c.table, c.bytes, func(row []any) error {
		for i := range row {
			if s, ok := row[i].(string); ok && c.text != nil {
				row[i] = c.text(s)
			}
		}
		c.out.Rows++
		hashRow(h, row)
		c.values = append(c.values, row...)
		if len(c.values)/len(row) >= min(batchRows, maxArgs/len(row)) {
			return c.flush(len(row))
		}
		return nil
	}, func(columns []string) { c.columns = columns })
	if err == nil && len(c.values) > 0 {
		err = c.flush(len(c.columns))
	}
	c.out.Sum = hex.EncodeToString(h.Sum(nil))
	return c.out, err
}

// flush writes the rows that wait.
func (c *copier) flush(width int) error {
	rows := make([]string, len(c.values)/width)
	for i := range rows {
		rows[i] = "(" + placesFrom(i*width+1, width) + ")"
	}
	text := "INSERT INTO " + c.table.name + " (" + strings.Join(c.columns, ", ") + ") VALUES " + strings.Join(rows, ", ")
	_, err := c.to.ExecContext(c.ctx, text, c.values...)
	c.values = c.values[:0]
	if c.progress != nil {
		c.progress(c.table.name, c.out.Rows)
	}
	return err
}

// sumOf counts and hashes a table.
func sumOf(ctx context.Context, tx *sql.Tx, name, bytes string) (Copied, error) {
	out := Copied{Table: name}
	h := sha256.New()
	for _, t := range tables {
		if t.name != name {
			continue
		}
		if _, err := eachRow(ctx, tx, t, bytes, func(row []any) error {
			out.Rows++
			hashRow(h, row)
			return nil
		}, func([]string) {}); err != nil {
			return out, err
		}
	}
	out.Sum = hex.EncodeToString(h.Sum(nil))
	return out, nil
}

// eachRow reads a table in the order of its key, by the bytes of texts. A generated
// column is no column: it is made anew.
func eachRow(ctx context.Context, tx *sql.Tx, t table, bytes string, f func(row []any) error, head func(columns []string)) (columns []string, err error) {
	columns, err = columnsOf(ctx, tx, t.name)
	if err != nil {
		return nil, err
	}
	head(columns)
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+t.name+" ORDER BY "+strings.ReplaceAll(t.key, "{{BYTES}}", bytes))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	row, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		for i, name := range columns {
			if value, ok := left[name]; ok {
				row[i] = value
			}
		}
		if err := f(row); err != nil {
			return nil, err
		}
	}
	return columns, rows.Err()
}

// generated are columns that the database fills in.
var generated = map[string]bool{"folded": true}

func columnsOf(ctx context.Context, tx *sql.Tx, name string) (columns []string, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT * FROM "+name+" LIMIT 0")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	all, err := rows.Columns()
	for _, c := range all {
		if !generated[c] {
			columns = append(columns, c)
		}
	}
	return columns, err
}

// hashRow adds a row, in a form that is that of both databases.
func hashRow(h hash.Hash, row []any) {
	for _, value := range row {
		switch v := value.(type) {
		case nil:
			h.Write([]byte("-\n"))
		case int64:
			fmt.Fprintf(h, "%d\n", v)
		case int32:
			fmt.Fprintf(h, "%d\n", v)
		case float64:
			fmt.Fprintf(h, "%s\n", strconv.FormatFloat(v, 'g', -1, 64))
		case string:
			fmt.Fprintf(h, "%d:%s\n", len(v), v)
		case []byte:
			if len(v) == 0 { // SQLite gives nothing for no bytes
				h.Write([]byte("-\n"))
				continue
			}
			fmt.Fprintf(h, "%d:%s\n", len(v), v)
		default:
			fmt.Fprintf(h, "%v\n", v)
		}
	}
	h.Write([]byte("\n"))
}
