package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"matn/crawler/store"
	"matn/crawler/store/postgres/pgtest"
	"matn/crawler/store/storetest"
)

func opened(t *testing.T, url string) store.Store {
	t.Helper()
	s, err := Open(t.Context(), url, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPostgres(t *testing.T) {
	server := pgtest.Start(t)
	t.Run("PassesTheSuite", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T) store.Store { return opened(t, server.Database(t)) })
	})
	for _, tt := range []struct {
		name string
		test func(*testing.T, string)
	}{
		{"WorkersThatStartTogetherMigrateOnce", testMigrate},
		{"HostsThatLinkToEachOtherDoNotLockEachOtherOut", testDeadlock},
		{"TextsThatItCannotHoldAreMadeFit", testText},
		{"ReaderCannotWrite", testReadOnly},
		{"ClockIsTheDatabases", testClock},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, server.Database(t)) })
	}
}

func testMigrate(t *testing.T, url string) {
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			s, err := Open(t.Context(), url, Options{Connections: 2})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func testDeadlock(t *testing.T, url string) {
	s := opened(t, url)
	defer s.Close()
	source, err := s.PutSource(t.Context(), store.Source{Name: "a", URL: "https://h0.example/", Host: "h0.example", Active: true})
	if err != nil {
		t.Fatal(err)
	}
	const hosts, rounds = 4, 15
	link := func(host, n int) store.URL {
		name := fmt.Sprintf("h%d.example", host)
		return store.URL{URL: fmt.Sprintf("https://%s/%d", name, n), Host: name, Source: source.ID, Kind: store.ArticleKind, NextAt: noon}
	}
	for host := range hosts {
		if _, err := s.Put(t.Context(), []store.URL{link(host, 0)}, noon); err != nil {
			t.Fatal(err)
		}
	}
	var wait sync.WaitGroup
	for host := range hosts {
		wait.Go(func() {
			l, err := s.Lease(t.Context(), fmt.Sprintf("h%d.example", host), noon, noon.Add(time.Hour))
			if err != nil {
				t.Error(err)
				return
			}
			for n := range rounds {
				r := store.Result{Now: noon, URL: link(host, n), Host: store.Host{Name: l.Host, NextAt: noon}, Day: store.Day{Fetched: 1}}
				for other := range hosts { // earlier than what is due there, so that the row has to be written
					u := link((host+other)%hosts, 100+n)
					u.NextAt = noon.Add(-time.Duration(n*hosts+host) * time.Minute)
					r.Found = append(r.Found, u)
				}
				if _, err := s.Commit(t.Context(), l, r); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	days, err := s.Days(t.Context(), source.ID, noon.Add(-48*time.Hour))
	if err != nil || len(days) != 1 || days[0].Fetched != hosts*rounds {
		t.Errorf("days %+v, %v", days, err)
	}
}

func testText(t *testing.T, url string) {
	s := opened(t, url)
	defer s.Close()
	source, err := s.PutSource(t.Context(), store.Source{Name: "a", URL: "https://a.example/", Host: "a.example", Active: true})
	if err != nil {
		t.Fatal(err)
	}
	u := store.URL{URL: "https://a.example/1", Host: "a.example", Source: source.ID, Kind: store.ArticleKind, NextAt: noon}
	if _, err := s.Put(t.Context(), []store.URL{u}, noon); err != nil {
		t.Fatal(err)
	}
	l, err := s.Lease(t.Context(), "a.example", noon, noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	var long strings.Builder
	for i := range 300_000 { // more different words than a tsvector has room for
		fmt.Fprintf(&long, "كلمه%d ", i)
	}
	u.ETag = "\"\xe9t\xe9\""
	a := &store.Article{URL: u.URL, Host: u.Host, Source: source.ID,
		Content: store.Content{Title: "a\x00b", Text: "c\xffd", Fold: "begin " + long.String(), Hash: 1, SimHash: 1<<63 | 5}}
	if _, err := s.Commit(t.Context(), l, store.Result{Now: noon, URL: u, Host: store.Host{Name: u.Host}, Article: a}); err != nil {
		t.Fatal(err)
	}
	found, err := s.Search(t.Context(), store.Query{All: [][]string{{"begin"}, {"كلمه7"}}})
	if err != nil || len(found) != 1 || found[0].Title != "a\uFFFDb" || found[0].Text != "c\uFFFDd" || found[0].SimHash != 1<<63|5 {
		t.Errorf("%v, %d found", err, len(found))
	}
}

func testReadOnly(t *testing.T, url string) {
	if _, err := Open(t.Context(), url, Options{ReadOnly: true}); err == nil || !strings.Contains(err.Error(), "there is no store of matn in this database") {
		t.Errorf("reading what is not there: %v", err)
	}
	if err := opened(t, url).Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), url, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Sources(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := s.StartRun(t.Context(), noon); err == nil {
		t.Error("a reader wrote")
	}
}

func testClock(t *testing.T, url string) {
	c, err := NewClock(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := c.Ahead().Abs(); d > time.Minute { // one machine, one clock, and perhaps a slow answer
		t.Errorf("ahead by %v", d)
	}
	c.mu.Lock()
	c.then = c.then.Add(-time.Hour) // as if this machine's clock were an hour fast
	c.mu.Unlock()
	if d := c.Ahead(); d < 59*time.Minute {
		t.Errorf("ahead by %v, want an hour", d)
	}
	if err := c.Sync(t.Context()); err != nil || c.Ahead() > time.Minute {
		t.Errorf("after Sync ahead by %v, %v", c.Ahead(), err)
	}
}

func TestOpen_ErrorsSayWhatToDo(t *testing.T) {
	tests := []struct{ name, url, want string }{
		{"no server", "postgres://matn:secret@127.0.0.1:1/x?sslmode=disable", "PostgreSQL cannot be reached"},
		{"no address", "postgres://matn:secret@127.0.0.1:port/x", "want postgres://USER:PASSWORD@HOST:5432/DATABASE"},
	}
	for _, tt := range tests {
		_, err := Open(t.Context(), tt.url, Options{})
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestExplain_ByCode(t *testing.T) {
	cause := errors.New("cause")
	for code, want := range map[string]string{"28P01": "password", "3D000": "createdb", "53300": "max_connections", "53100": "full", "25006": "replica", "XX000": "cause"} {
		err := explainCode(code, cause)
		if !errors.Is(err, cause) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// TestAway_TellsAServerThatIsGone has one crash under a store.
func TestAway_TellsAServerThatIsGone(t *testing.T) {
	server := pgtest.Start(t)
	s, err := Open(t.Context(), server.Database(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Article(t.Context(), 1); Away(err) || !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an article that is not there: %v", err)
	}
	if Away(nil) || Away(&pgconn.PgError{Code: "23505"}) || Away(context.Canceled) {
		t.Error("what is no matter of the server is taken for its absence")
	}
	server.Crash(t)
	// At the connections that there were, whose ends may outlive it for a moment, and at
	// new ones.
	for refused := 0; refused < 3; {
		_, err := s.Sources(t.Context())
		if err != nil {
			refused++
		}
		if err != nil && !Away(err) {
			t.Errorf("a server that has crashed: %v", err)
		}
	}
}
