package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/page"
	"matn/crawler/store"
	"matn/crawler/store/sqlite"
)

// chromeLine reads like a sentence of an article, and stands on every page.
const chromeLine = "Our correspondents report from forty cities, and readers have trusted this paper with their mornings since 1921."

// paperPage is the nth story of a paper that ends all of them in the same way.
func paperPage(n int) *page.Page {
	words := []string{"bridge", "harvest", "council", "railway", "museum", "school", "harbour", "market"}
	w := words[n%len(words)]
	var body strings.Builder
	for i := range 5 {
		fmt.Fprintf(&body, "<p>Paragraph %d of the story of the %s, number %d: officials said on Tuesday that the works on the %s would go on until spring, and residents asked for more.</p>", i, w, n, w)
	}
	url := fmt.Sprintf("https://paper.example/news/2026/the-story-of-the-%s-%d", w, n)
	return &page.Page{URLAsked: url, URL: url, Status: 200, Header: http.Header{}, ContentType: "text/html; charset=utf-8", Fetched: time.Now(),
		Body: fmt.Appendf(nil, "<!DOCTYPE html><html lang=en><title>The story of the %[1]s %[2]d</title><body><article><h1>The story of the %[1]s %[2]d</h1>%[3]s<p>%[4]s</p></article></body></html>", w, n, body.String(), chromeLine)}
}

// paperStore has one site, and what the tests of its recorders need.
type paperStore struct {
	store.Store
	t   *testing.T
	id  int64
	now time.Time
}

func newPaperStore(t *testing.T) *paperStore {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "articles.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	source, err := s.PutSource(t.Context(), store.Source{Name: "paper", Active: true})
	if err != nil {
		t.Fatal(err)
	}
	return &paperStore{s, t, source.ID, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
}

// recorder is one of a worker of its own.
func (s *paperStore) recorder() *recorder {
	s.t.Helper()
	r, err := newRecorder(s, func() time.Time { return s.now }, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// record has a page recorded, and what is to be kept with it kept, as the crawl does.
func (s *paperStore) record(r *recorder, p *page.Page) crawler.Record {
	s.t.Helper()
	out, err := r.record(s.t.Context(), p, "paper")
	if err != nil || !out.Article {
		s.t.Fatalf("%s: %+v, %v", p.URL, out, err)
	}
	for name, edit := range out.Memos {
		if err := s.EditMemo(s.t.Context(), s.id, name, edit, s.now); err != nil {
			s.t.Fatal(err)
		}
	}
	return out
}

// stories is how many the store's profile of the paper has learned.
func (s *paperStore) stories() int {
	s.t.Helper()
	text, err := s.Memo(s.t.Context(), s.id, profileMemo("paper.example"))
	if err != nil {
		s.t.Fatal(err)
	}
	p, err := readProfile(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return p.Stories()
}

func TestRecorder_RemembersASiteOverRestarts(t *testing.T) {
	s := newPaperStore(t)
	r := s.recorder()
	if first := s.record(r, paperPage(0)); !strings.Contains(first.Text, chromeLine) {
		t.Fatalf("nothing tells the line from the story on the first page: %q", first.Text)
	}
	for n := 1; n < 4; n++ {
		s.record(r, paperPage(n))
	}
	if later := s.record(r, paperPage(4)); strings.Contains(later.Text, chromeLine) {
		t.Error("the line that all pages share is in the fifth story")
	}
	if after := s.record(s.recorder(), paperPage(5)); strings.Contains(after.Text, chromeLine) || !strings.Contains(after.Text, "Paragraph 4") {
		t.Errorf("after a restart the story is %q", after.Text)
	}
	if _, err := r.record(t.Context(), paperPage(6), "nobody's"); err == nil {
		t.Error("a site that the store does not know is no error")
	}
}

func TestRecorder_TwoWorkersLearnTogether(t *testing.T) {
	s := newPaperStore(t)
	one, two := s.recorder(), s.recorder()
	const each = 40
	for n := range each { // in turns, as hosts change hands
		s.record(one, paperPage(2*n))
		s.record(two, paperPage(2*n+1))
	}
	for _, r := range []*recorder{one, two} {
		if err := r.sites.close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.stories(); got != 2*each {
		t.Errorf("of %d stories %d are remembered", 2*each, got)
	}
}

func TestRecorder_TakesUpWhatAnotherWorkerLearned(t *testing.T) {
	s := newPaperStore(t)
	one, two := s.recorder(), s.recorder()
	s.record(one, paperPage(0))
	for n := 1; n < 5; n++ {
		s.record(two, paperPage(n))
	}
	s.now = s.now.Add(sharedAge)
	if later := s.record(one, paperPage(5)); strings.Contains(later.Text, chromeLine) {
		t.Error("the first worker knows nothing of what the second one learned")
	}
}

func TestRecorder_WhatMakesRoomIsKept(t *testing.T) {
	s := newPaperStore(t)
	r := s.recorder()
	r.sites.most = 1
	const pages = keptAtOnce + 3 // the last of which are not kept at once
	for n := range pages {
		s.record(r, paperPage(n))
	}
	if got := s.stories(); got != keptAtOnce {
		t.Fatalf("%d stories are kept at once", got)
	}
	other := paperPage(pages)
	other.URL = strings.Replace(other.URL, "paper.example", "other.example", 1)
	s.record(r, other)
	if got := s.stories(); got != pages || len(r.sites.hosts) != 1 {
		t.Errorf("%d stories of %d, %d hosts in memory", got, pages, len(r.sites.hosts))
	}
	if later := s.record(r, paperPage(pages+1)); strings.Contains(later.Text, chromeLine) {
		t.Error("the host that made room is not known any more")
	}
}

func TestRecorder_SaysOnceThatAProfileCannotBeRead(t *testing.T) {
	s := newPaperStore(t)
	if err := s.PutMemo(t.Context(), s.id, profileMemo("paper.example"), []byte("no profile"), s.now); err != nil {
		t.Fatal(err)
	}
	r := s.recorder()
	var told []string
	r.sites.tell = func(host string, err error) { told = append(told, host+": "+err.Error()) }
	s.record(r, paperPage(0))
	s.record(r, paperPage(1))
	if len(told) != 1 || !strings.HasPrefix(told[0], "paper.example: ") || s.stories() != 2 {
		t.Errorf("told %q; %d stories are kept", told, s.stories())
	}
}

func TestRecorder_FollowsTheRulesOfTheStore(t *testing.T) {
	s := newPaperStore(t)
	r := s.recorder()
	publish := func(rules string) {
		t.Helper()
		dir := t.TempDir()
		c := &config{path: filepath.Join(dir, "sites.yaml"), Sites: []configSite{{Name: "paper", URL: located{text: "https://paper.example/"}}}}
		if rules != "" {
			c.Rules = "rules.yaml"
			if err := os.WriteFile(filepath.Join(dir, c.Rules), []byte(rules), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.publish(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(sharedAge)
	}
	publish("host: paper.example\nstrip-phrases: [Our correspondents report from forty cities]\n")
	if a := s.record(r, paperPage(0)); strings.Contains(a.Text, chromeLine) {
		t.Errorf("the rule is not followed: %q", a.Text)
	}
	publish("host: paper.example\nbody: .nowhere, article p:first-of-type\n")
	if a := s.record(r, paperPage(1)); strings.Contains(a.Text, "Paragraph 4") {
		t.Errorf("the rule that took its place is not followed: %q", a.Text)
	}
	publish("")
	if a := s.record(r, paperPage(2)); !strings.Contains(a.Text, "Paragraph 4") {
		t.Errorf("a rule that is none any more is followed: %q", a.Text)
	}
	if err := s.PutMemo(t.Context(), 0, rulesMemo, []byte(`[{"name":"rules.yaml","text":"host: [}"}]`), s.now); err != nil {
		t.Fatal(err)
	}
	s.now = s.now.Add(sharedAge)
	if _, err := r.record(t.Context(), paperPage(3), "paper"); err == nil || !strings.Contains(err.Error(), "rules") {
		t.Errorf("rules that cannot be read: %v", err)
	}
}
