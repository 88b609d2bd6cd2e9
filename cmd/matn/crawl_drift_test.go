package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matn/crawler/drift"
	"matn/crawler/store/sqlite"
)

// A site that broke with its history makes a round end with 3, and status says with
// what and since when.
func TestCrawl_ASiteThatIsNotWhatItWasEndsARoundWith3(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<html><title>The Paper</title><body><h2><a href="/news/2026/the-story-of-the-bridge-0">The story of the bridge, told again and at length</a></h2></body></html>`)
		case "/news/2026/the-story-of-the-bridge-0":
			_, _ = w.Write(paperPage(0).Body)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	dir := t.TempDir()
	config := filepath.Join(dir, "sites.yaml")
	text := fmt.Sprintf("store: articles.db\narchive: none\ndefaults: {delay: 1ms, interval: 1ms}\nsites:\n  - url: %s/\n    name: paper\n", server.URL)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	crawl := func() int {
		t.Helper()
		root := newRootCommand()
		root.SetArgs([]string{"crawl", config, "--once", "--quiet"})
		err := root.ExecuteContext(t.Context())
		var exit *exitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if exit == nil {
			return 0
		}
		return exit.code
	}
	if code := crawl(); code != 0 {
		t.Fatalf("the first round ends with %d", code)
	}

	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "articles.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sources, err := s.Sources(t.Context())
	if err != nil || len(sources) != 1 {
		t.Fatal(sources, err)
	}
	now := time.Now()
	broke := now.Add(-24 * time.Hour)
	for day := 10; day > 0; day-- {
		agreement := .9
		if day == 1 {
			agreement = .1
		}
		for range 6 {
			if err := s.EditMemo(t.Context(), sources[0].ID, drift.AgreementMemo, drift.Agree(agreement, now.Add(-time.Duration(day)*24*time.Hour)), now); err != nil {
				t.Fatal(err)
			}
		}
	}
	alarms, err := drift.Alarms(t.Context(), s, sources[0].ID, now)
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if code := crawl(); code != exitSome {
		t.Errorf("the round after the break ends with %d, want %d", code, exitSome)
	}
	var table bytes.Buffer
	if err := statusTable(&table, []statusRow{{Site: "paper", Alarms: alarms}}, now); err != nil {
		t.Fatal(err)
	}
	if want := "paper: it is not what it was: agreement 0.10, was 0.90, since " + broke.UTC().Format(time.DateOnly); !strings.Contains(table.String(), want) {
		t.Errorf("status says %q, want %q", table.String(), want)
	}
}
