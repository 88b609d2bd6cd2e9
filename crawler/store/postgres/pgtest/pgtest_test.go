package pgtest_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"matn/crawler/store/postgres/pgtest"
)

func TestServer_SurvivesACrashAndACutNetwork(t *testing.T) {
	s := pgtest.Start(t)
	direct := s.Database(t)
	p := s.Proxy(t)
	proxied, err := pgx.Connect(t.Context(), p.URL(direct))
	if err != nil {
		t.Fatal(err)
	}
	defer proxied.Close(context.Background())
	if _, err := proxied.Exec(t.Context(), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	p.Cut(true)
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := proxied.Exec(short, "INSERT INTO kept VALUES (2)"); err == nil {
		t.Error("a cut network answers")
	}
	p.Cut(false)
	s.Crash(t)
	s.Restart(t)
	again, err := pgx.Connect(t.Context(), direct)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close(context.Background())
	var n int
	if err := again.QueryRow(t.Context(), "SELECT count(*) FROM kept WHERE n = 1").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d rows after a crash: %v", n, err)
	}
}
