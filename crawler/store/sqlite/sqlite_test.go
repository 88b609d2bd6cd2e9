package sqlite

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matn/crawler/store"
	"matn/crawler/store/storetest"
)

func open(t *testing.T, path string) store.Store {
	t.Helper()
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSQLite_PassesTheSuite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, filepath.Join(t.TempDir(), "articles.db")) })
}

func TestSQLite_OneOwnerManyReaders(t *testing.T) {
	path := filepath.Join(t.TempDir(), "articles.db")
	owner := open(t, path)
	defer owner.Close()
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), path) {
		t.Errorf("second owner: %v", err)
	}
	if _, err := owner.PutSource(t.Context(), store.Source{Name: "a.example", Active: true}); err != nil {
		t.Fatal(err)
	}
	reader, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if all, err := reader.Sources(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("beside the owner: %v, %v", all, err)
	}
	if _, err := reader.PutSource(t.Context(), store.Source{Name: "b.example"}); err == nil {
		t.Error("a reader writes")
	}
}

func TestSQLite_LeasesEndWithTheirProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "articles.db")
	now := time.Now()
	s := open(t, path)
	if _, err := s.Put(t.Context(), []store.URL{{URL: "https://a.example/", Host: "a.example", NextAt: now}}, now); err != nil {
		t.Fatal(err)
	}
	first, err := s.Lease(t.Context(), "a.example", now, now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	defer s.Close()
	second, err := s.Lease(t.Context(), "a.example", now, now.Add(time.Hour))
	if err != nil || second.Token <= first.Token {
		t.Errorf("after a restart: %+v, %v", second, err)
	}
}

func TestSQLite_FilesThatAreNoStore(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(text, bytes.Repeat([]byte("no database "), 100), 0o600); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(dir, "newer.db")
	if err := open(t, newer).Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", newer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO schema_version (version) VALUES (999)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(dir, "foreign.db")
	if db, err = sql.Open("sqlite", foreign); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE bookmark (title TEXT)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		path string
		o    Options
		want string
	}{
		{text, Options{}, "is not a store of matn"},
		{text, Options{ReadOnly: true}, "is not a store of matn"},
		{newer, Options{}, store.ErrNewer.Error()},
		{newer, Options{ReadOnly: true}, store.ErrNewer.Error()},
		{foreign, Options{}, "of another program"},
		{foreign, Options{ReadOnly: true}, "no schema of matn"},
		{dir, Options{}, "is a directory"},
		{dir, Options{ReadOnly: true}, "is a directory"},
		{filepath.Join(dir, "absent.db"), Options{ReadOnly: true}, "matn crawl makes it"},
		{filepath.Join(dir, "absent", "a.db"), Options{}, "its directory"},
	} {
		s, err := Open(t.Context(), tt.path, tt.o)
		if err == nil {
			s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.path) {
			t.Errorf("Open(%s, %+v): %v, want %q", tt.path, tt.o, err, tt.want)
		}
	}
	s := open(t, filepath.Join(dir, "a file #1?.db")) // characters that a URL would take for its own
	defer s.Close()
	if _, err := os.Stat(filepath.Join(dir, "a file #1?.db")); err != nil {
		t.Error(err)
	}
}

// BenchmarkNextSlice picks a host, leases it and takes the first URLs of it, out of a
// frontier of a million: 2,000 hosts, half of the URLs done with, a tenth due.
func BenchmarkNextSlice(b *testing.B) {
	const urls, hosts = 1_000_000, 2_000
	ctx := b.Context()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s, err := Open(ctx, filepath.Join(b.TempDir(), "articles.db"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for at := 0; at < urls; {
		batch := make([]store.URL, 0, 20_000)
		for range cap(batch) {
			host := fmt.Sprintf("paper%d.example", at%hosts)
			u := store.URL{URL: fmt.Sprintf("https://%s/news/%d", host, at), Host: host, Kind: store.ArticleKind, Priority: store.Priority(at / hosts % store.Priorities)}
			switch k := at / hosts % 10; {
			case k == 0:
				u.NextAt = now.Add(-time.Duration(at%3600) * time.Second)
			case k < 5:
				u.NextAt = now.Add(time.Duration(at%86400) * time.Second)
			}
			batch = append(batch, u)
			at++
		}
		if _, err := s.Put(ctx, batch, now); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		due, err := s.Due(ctx, now, now, 64)
		if err != nil || len(due) == 0 {
			b.Fatal(len(due), err)
		}
		l, err := s.Lease(ctx, due[b.N%len(due)].Name, now, now.Add(time.Minute))
		if err != nil {
			b.Fatal(err)
		}
		if got, err := s.Next(ctx, store.NextQuery{Host: l.Host, Now: now, Limit: 50}); err != nil || len(got) == 0 {
			b.Fatal(len(got), err)
		}
		if err := s.Release(ctx, l); err != nil {
			b.Fatal(err)
		}
	}
}
