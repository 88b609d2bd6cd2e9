// Package storetest is the suite that every store.Store passes.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"matn/crawler/store"
)

// noon is when the tests take place; stores read no clock.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// Run tests stores that open makes: a new and empty one for every call, which the
// suite closes.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for _, tt := range []struct {
		name string
		test func(*testing.T, *bench)
	}{
		{"SourcesAreKeptByName", testSources},
		{"FoundURLsAreAddedOnce", testPut},
		{"KnownURLsAreMerged", testMerge},
		{"ParkedListIsTakenUpAgain", testRevive},
		{"DueHostsComeInOrder", testDue},
		{"UrgentURLsComeFirst", testNext},
		{"FailedURLsDoNotComeEarly", testEarly},
		{"OneLeaseHoldsAHost", testLease},
		{"OneOfManyWorkersGetsAHost", testLeaseRace},
		{"LostLeaseCommitsNothing", testFence},
		{"FailedCommitKeepsNothing", testAtomic},
		{"BlockedHostIsNotDue", testBlock},
		{"ArticleIsAddedOnceAndRevised", testArticle},
		{"SameTextIsADuplicate", testDuplicate},
		{"NearTextsAreACluster", testCluster},
		{"AliasesLeadToTheArticle", testAlias},
		{"FiltersChooseArticles", testFilter},
		{"SearchFindsFoldedWords", testSearch},
		{"RecleanMakesNoRevision", testReclean},
		{"RetractedArticleIsGone", testRetract},
		{"MemosAndRunsAreKept", testMemo},
		{"EditsOfAMemoAreNotLost", testEdits},
		{"StatusAndDaysSumUp", testStatus},
		{"RewoundClockDelaysNothing", testRewind},
		{"PruneForgetsWhatIsOld", testPrune},
		{"EndedContextIsAnError", testContext},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
			tt.test(t, &bench{t: t, Store: s, ctx: t.Context()})
		})
	}
}

// bench is a store with helpers that fail the test.
type bench struct {
	store.Store
	t   *testing.T
	ctx context.Context
}

func (b *bench) source(name string) store.Source {
	b.t.Helper()
	s, err := b.PutSource(b.ctx, store.Source{Name: name, URL: "https://" + name + "/", Host: name, Active: true, Added: noon})
	b.ok(err)
	return s
}

func (b *bench) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) put(urls ...store.URL) int {
	b.t.Helper()
	n, err := b.Put(b.ctx, urls, noon)
	b.ok(err)
	return n
}

func (b *bench) lease(host string) store.Lease {
	b.t.Helper()
	l, err := b.Lease(b.ctx, host, noon, noon.Add(time.Minute))
	b.ok(err)
	return l
}

// commit is the outcome of a visit of a URL that was put before.
func (b *bench) commit(l store.Lease, u store.URL, a *store.Article) store.Outcome {
	b.t.Helper()
	out, err := b.Commit(b.ctx, l, visit(u, a, noon))
	b.ok(err)
	return out
}

func visit(u store.URL, a *store.Article, now time.Time) store.Result {
	u.State, u.Fetched, u.Status, u.NextAt = store.Known, now, 200, time.Time{}
	u.Visits++
	if a != nil {
		a.URL, a.Host, a.Source = u.URL, u.Host, u.Source
	}
	return store.Result{Now: now, URL: u, Host: store.Host{Name: u.Host, NextAt: now.Add(time.Second)}, Article: a,
		Day: store.Day{Fetched: 1, Bytes: 1000}}
}

func link(s store.Source, path string) store.URL {
	return store.URL{URL: "https://" + s.Host + path, Host: s.Host, Source: s.ID, Kind: store.ArticleKind,
		Priority: store.Fresh, NextAt: noon}
}

func article(title, text string, hash, sim uint64) *store.Article {
	return &store.Article{Content: store.Content{Title: title, Text: text, Fold: title + " " + text, Hash: hash,
		SimHash: sim, Confidence: .9, Words: len(text) / 5, Extractor: "matn/test", Meta: []byte(`{"title":"` + title + `"}`)}}
}

func testSources(t *testing.T, b *bench) {
	one, two := b.source("b.example"), b.source("a.example")
	if one.ID == 0 || one.ID == two.ID {
		t.Fatalf("IDs %d and %d", one.ID, two.ID)
	}
	one.Active, one.Config = false, []byte(`{"delay":2}`)
	again, err := b.PutSource(b.ctx, one)
	b.ok(err)
	if again.ID != one.ID || again.Active || string(again.Config) != `{"delay":2}` || !again.Added.Equal(noon) {
		t.Errorf("changed source is %+v", again)
	}
	all, err := b.Sources(b.ctx)
	b.ok(err)
	if len(all) != 2 || all[0].Name != "a.example" || all[1].ID != one.ID {
		t.Errorf("sources %+v", all)
	}
}

func testPut(t *testing.T, b *bench) {
	s := b.source("a.example")
	u := link(s, "/1")
	u.Via, u.Hops, u.Depth, u.Published, u.LastMod = "https://a.example/feed", 1, 2, noon.Add(-time.Hour), noon.Add(-time.Minute)
	if n := b.put(u, link(s, "/2"), u); n != 2 {
		t.Errorf("added %d, want 2", n)
	}
	if n := b.put(u); n != 0 {
		t.Errorf("added %d the second time", n)
	}
	got, err := b.URL(b.ctx, u.URL)
	b.ok(err)
	if got.ID == 0 || got.State != store.New || got.Kind != store.ArticleKind || got.Via != u.Via || got.Hops != 1 || got.Depth != 2 ||
		!got.Published.Equal(u.Published) || !got.LastMod.Equal(u.LastMod) || !got.NextAt.Equal(noon) || !got.Found.Equal(noon) {
		t.Errorf("URL is %+v", got)
	}
	if _, err := b.URL(b.ctx, "https://a.example/3"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown URL: %v", err)
	}
	h, err := b.Host(b.ctx, "a.example")
	b.ok(err)
	if !h.DueAt.Equal(noon) || !h.URLAt.Equal(noon) {
		t.Errorf("host is %+v", h)
	}
	never := link(s, "/never")
	never.NextAt, never.Host = time.Time{}, "never.example"
	b.put(never)
	if hosts, err := b.Due(b.ctx, noon, noon.Add(1000*time.Hour), 10); err != nil || len(hosts) != 1 {
		t.Errorf("a host without due URLs: %v, %v", hosts, err)
	}
}

func testMerge(t *testing.T, b *bench) {
	s := b.source("a.example")
	guess := link(s, "/1")
	guess.Kind, guess.Priority, guess.NextAt = store.Page, store.Again, noon.Add(time.Hour)
	b.put(guess)
	listed := link(s, "/1")
	listed.Published = noon
	b.put(listed)
	got, err := b.URL(b.ctx, guess.URL)
	b.ok(err)
	if got.Kind != store.ArticleKind || got.Priority != store.Fresh || !got.Published.Equal(noon) {
		t.Errorf("listed guess is %+v", got)
	}
	l := b.lease(s.Host)
	b.commit(l, got, article("t", "text", 1, 0))
	listed.LastMod = noon.Add(time.Hour)
	_, err = b.Put(b.ctx, []store.URL{listed}, noon.Add(2*time.Hour))
	b.ok(err)
	got, err = b.URL(b.ctx, guess.URL)
	b.ok(err)
	if !got.NextAt.Equal(noon.Add(2*time.Hour)) || got.State != store.Known {
		t.Errorf("modified article is %+v", got)
	}
	if h, err := b.Host(b.ctx, s.Host); err != nil || !h.DueAt.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("its host is %+v, %v", h, err)
	}
}

func testDue(t *testing.T, b *bench) {
	s := b.source("a.example")
	for i, host := range []string{"late.example", "early.example", "future.example"} {
		u := link(s, "/")
		u.URL, u.Host = "https://"+host+"/", host
		u.NextAt = noon.Add([]time.Duration{-time.Minute, -time.Hour, time.Minute}[i])
		b.put(u)
	}
	hosts, err := b.Due(b.ctx, noon, noon, 10)
	b.ok(err)
	if len(hosts) != 2 || hosts[0].Name != "early.example" || hosts[1].Name != "late.example" {
		t.Errorf("due %+v", hosts)
	}
	if hosts, err = b.Due(b.ctx, noon, noon.Add(time.Hour), 1); err != nil || len(hosts) != 1 {
		t.Errorf("limit 1 gave %v, %v", hosts, err)
	}
	if hosts, err = b.Due(b.ctx, noon, noon.Add(time.Hour), 10); err != nil || len(hosts) != 3 {
		t.Errorf("until in an hour: %v, %v", hosts, err)
	}
	b.lease("early.example")
	if hosts, err = b.Due(b.ctx, noon, noon, 10); err != nil || len(hosts) != 1 || hosts[0].Name != "late.example" {
		t.Errorf("held host is due: %v, %v", hosts, err)
	}
	if hosts, err = b.Due(b.ctx, noon.Add(2*time.Minute), noon, 10); err != nil || len(hosts) != 2 {
		t.Errorf("dead lease holds: %v, %v", hosts, err)
	}
}

func testNext(t *testing.T, b *bench) {
	s := b.source("a.example")
	for i, p := range []store.Priority{store.Backlog, store.Fresh, store.Urgent, store.Fresh} {
		u := link(s, fmt.Sprint("/", i))
		u.Priority, u.NextAt = p, noon.Add(-time.Duration(i)*time.Minute)
		b.put(u)
	}
	future := link(s, "/future")
	future.Priority, future.NextAt = store.Urgent, noon.Add(time.Second)
	b.put(future)
	paths := func(q store.NextQuery) (out string) {
		t.Helper()
		q.Host, q.Now = s.Host, noon
		urls, err := b.Next(b.ctx, q)
		b.ok(err)
		for _, u := range urls {
			out += u.URL[len("https://a.example"):]
		}
		return out
	}
	if got := paths(store.NextQuery{Limit: 10}); got != "/2/3/1/0" {
		t.Errorf("order %s", got)
	}
	if got := paths(store.NextQuery{Limit: 2}); got != "/2/3" {
		t.Errorf("two are %s", got)
	}
	l := b.lease(s.Host)
	u, err := b.URL(b.ctx, "https://a.example/2")
	b.ok(err)
	r := visit(u, nil, noon)
	r.URL.NextAt = noon
	_, err = b.Commit(b.ctx, l, r)
	b.ok(err)
	if got := paths(store.NextQuery{Limit: 10, Before: noon}); got != "/3/1/0" {
		t.Errorf("not fetched since noon: %s", got)
	}
	if got := paths(store.NextQuery{Limit: 10}); got != "/2/3/1/0" {
		t.Errorf("all: %s", got)
	}
}
