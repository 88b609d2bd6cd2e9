package transfer_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matn/crawler/store"
	"matn/crawler/store/postgres"
	"matn/crawler/store/postgres/pgtest"
	"matn/crawler/store/sqlite"
	"matn/crawler/store/transfer"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func file(t *testing.T) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "articles.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func database(t *testing.T, server *pgtest.Server) store.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), server.Database(t), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// memo is an edit that keeps these bytes.
func memo(data []byte) store.Edit { return func([]byte) ([]byte, error) { return data, nil } }

// visit commits n versions of an article, as a crawl does.
func visit(t *testing.T, s store.Store, source store.Source, path string, n int) {
	t.Helper()
	u := store.URL{URL: "https://" + source.Host + path, Host: source.Host, Source: source.ID, Kind: store.ArticleKind, NextAt: noon}
	if _, err := s.Put(t.Context(), []store.URL{u}, noon); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		now := noon.Add(time.Duration(i) * time.Hour)
		l, err := s.Lease(t.Context(), source.Host, now, now.Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		u.State, u.Fetched, u.Visits, u.ETag = store.Known, now, i+1, "\"tag\xff\""
		text := fmt.Sprintf("نص المقال %s الإصدار %d", path, i)
		r := store.Result{Now: now, URL: u, Host: store.Host{Name: u.Host, Robots: []byte{}}, Day: store.Day{Fetched: 1, Bytes: 10},
			Article: &store.Article{URL: u.URL, Host: u.Host, Source: source.ID, Content: store.Content{Title: "عنوان\x00", Text: text,
				Fold: text, Hash: uint64(i + 1), SimHash: 1<<63 + uint64(i), Confidence: 0.1 + 0.2, Words: 5, Meta: []byte(`{"a":1}`)}},
			Memos: map[string]store.Edit{"pattern": memo([]byte("{}")), "Z": memo(nil)}}
		if _, err := s.Commit(t.Context(), l, r); err != nil {
			t.Fatal(err)
		}
		if err := s.Release(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
}

func fill(t *testing.T, s store.Store) {
	t.Helper()
	for _, host := range []string{"b.example", "A.example", "ä.example"} {
		source, err := s.PutSource(t.Context(), store.Source{Name: host, URL: "https://" + host + "/", Host: host, Active: true, Added: noon})
		if err != nil {
			t.Fatal(err)
		}
		visit(t, s, source, "/one", 3)
		for i := range 250 { // more than a batch
			visit(t, s, source, fmt.Sprint("/", i), i%2)
		}
	}
	id, err := s.StartRun(t.Context(), noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.EndRun(t.Context(), id, noon, []byte("{}")); err != nil {
		t.Fatal(err)
	}
}

func TestCopy_ThereAndBackIsTheSame(t *testing.T) {
	server := pgtest.Start(t)
	first := file(t)
	fill(t, first)
	middle, last := database(t, server), file(t)
	there, err := transfer.Copy(t.Context(), first, middle, nil)
	if err != nil {
		t.Fatal(err)
	}
	back, err := transfer.Copy(t.Context(), middle, last, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(there, back); diff != "" {
		t.Errorf("sums (-there +back):\n%s", diff)
	}
	if len(there) != 8 || there[3].Name != "article" || there[3].Rows != 3*126 || there[4].Rows != 3*2 {
		t.Errorf("copied %+v", there)
	}
	for _, s := range []store.Store{middle, last} {
		found, err := s.Search(t.Context(), store.Query{All: [][]string{{"المقال"}}, Filter: store.Filter{Limit: 1000}})
		if err != nil || len(found) != 3*126 {
			t.Errorf("%d articles are found, %v", len(found), err)
		}
		// The copy goes on where the original was.
		source, err := s.PutSource(t.Context(), store.Source{Name: "new", URL: "https://new.example/", Host: "new.example", Active: true})
		if err != nil || source.ID != 4 {
			t.Errorf("the next source has the number %d, %v", source.ID, err)
		}
		visit(t, s, source, "/new", 2)
		a, err := s.ArticleAt(t.Context(), "https://new.example/new")
		if err != nil || a.ID != 3*126+1 || a.Revisions != 1 {
			t.Errorf("the next article is %d with %d revisions, %v", a.ID, a.Revisions, err)
		}
	}
}

// TestCopy_SlowEndIsWaitedFor has each end wait for longer than PostgreSQL lets a worker
// hold a transaction.
func TestCopy_SlowEndIsWaitedFor(t *testing.T) {
	server := pgtest.Start(t)
	impatient := server.Database(t)
	impatient += map[bool]string{true: "&", false: "?"}[strings.Contains(impatient, "?")] + "idle_in_transaction_session_timeout=50"
	middle, err := postgres.Open(t.Context(), impatient, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer middle.Close()
	first := file(t)
	source, err := first.PutSource(t.Context(), store.Source{Name: "one", URL: "https://one.example/", Host: "one.example", Active: true, Added: noon})
	if err != nil {
		t.Fatal(err)
	}
	visit(t, first, source, "/one", 2)
	slow := func(table string, _ int64) {
		if table == "source" {
			time.Sleep(500 * time.Millisecond)
		}
	}
	if _, err := transfer.Copy(t.Context(), first, middle, slow); err != nil {
		t.Errorf("into a PostgreSQL: %v", err)
	}
	if _, err := transfer.Copy(t.Context(), middle, file(t), slow); err != nil {
		t.Errorf("out of a PostgreSQL: %v", err)
	}
}

func TestCopy_TargetHasToBeEmpty(t *testing.T) {
	from, to := file(t), file(t)
	fill(t, from)
	if _, err := to.PutSource(t.Context(), store.Source{Name: "one"}); err != nil {
		t.Fatal(err)
	}
	if _, err := transfer.Copy(t.Context(), from, to, nil); !errors.Is(err, transfer.ErrNotEmpty) {
		t.Errorf("copy onto another: %v", err)
	}
	if all, err := to.Sources(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d sources, %v", len(all), err)
	}
}
