package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"matn/crawler/drift"
)

// rule puts a file of rules for the paper into the store.
func (s *paperStore) rule(text string) {
	s.t.Helper()
	files, err := json.Marshal([]ruleFile{{"paper.yaml", "host: paper.example\n" + text}})
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.PutMemo(s.t.Context(), 0, rulesMemo, files, s.now); err != nil {
		s.t.Fatal(err)
	}
	s.now = s.now.Add(sharedAge)
}

// missed is what a status says of the paper's rules.
func (s *paperStore) missed() []missedRule {
	s.t.Helper()
	set, err := (&sharedRules{store: s, now: func() time.Time { return s.now }}).current(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	all, err := missedRules(s.t.Context(), s, s.id, set)
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

func TestMissedRules_OneThatStoppedMatchingIsToldUntilItIsMended(t *testing.T) {
	s := newPaperStore(t)
	r := s.recorder()
	s.rule("body: article\ndate: .day\n")
	s.record(r, paperPage(0))
	if got := s.missed(); len(got) > 0 {
		t.Errorf("after one article: %v", got)
	}
	since := s.now
	for n := 1; n < fewMissed; n++ {
		s.record(r, paperPage(n))
	}
	got := s.missed()
	if len(got) != 1 || got[0].Rule != `paper.yaml:3: date ".day" found nothing` || got[0].Articles != fewMissed || !got[0].Since.Equal(since.UTC()) {
		t.Fatalf("got %+v, want the date, on %d articles, since %v; the body is found", got, fewMissed, since)
	}
	var table bytes.Buffer
	if err := statusTable(&table, []statusRow{{Site: "paper", MissedRules: got}}, s.now); err != nil {
		t.Fatal(err)
	}
	if want := `paper: rule paper.yaml:3: date ".day" found nothing on the last 3 articles, since 2026-03-01`; !strings.Contains(table.String(), want) {
		t.Errorf("the table says %q, want %q", table.String(), want)
	}

	mended := paperPage(10)
	mended.Body = bytes.Replace(mended.Body, []byte("<h1>"), []byte(`<p class="day">1 March 2026</p><h1>`), 1)
	s.record(r, mended)
	if got := s.missed(); len(got) > 0 {
		t.Errorf("after an article on which it is found: %v", got)
	}
	for n := range fewMissed {
		s.record(r, paperPage(20+n))
	}
	s.rule("body: article\n")
	if got := s.missed(); len(got) > 0 {
		t.Errorf("of a rule that is no more: %v", got)
	}
}

func TestMissedRules_WhatIsKeptMayBeDamaged(t *testing.T) {
	s := newPaperStore(t)
	if err := s.PutMemo(t.Context(), s.id, missedMemo, []byte("{"), s.now); err != nil {
		t.Fatal(err)
	}
	s.rule("date: .day\n")
	r := s.recorder()
	set, err := r.rules.current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := missedRules(t.Context(), s, s.id, set); err == nil {
		t.Error("a status says nothing of it")
	}
	for n := range fewMissed {
		s.record(r, paperPage(n))
	}
	if got := s.missed(); len(got) != 1 {
		t.Errorf("the next articles do not mend it: %v", got)
	}
}

// A redesign shows in how much pages look like most pages of the site.
func TestRecorder_ARedesignIsAnAlarm(t *testing.T) {
	s := newPaperStore(t)
	s.now = s.now.Truncate(24 * time.Hour)
	r := s.recorder()
	n := 0
	day := func(look func(body []byte) []byte) {
		for range 8 {
			p := paperPage(n)
			p.Body = look(p.Body)
			s.record(r, p)
			n++
		}
		s.now = s.now.Add(24 * time.Hour)
	}
	for range 7 {
		day(func(body []byte) []byte { return body })
	}
	if alarms, err := drift.Alarms(t.Context(), s, s.id, s.now); err != nil || len(alarms) > 0 {
		t.Fatalf("before: %v, %v", alarms, err)
	}
	broke := s.now
	day(func(body []byte) []byte {
		text := strings.NewReplacer("<article>", "<main><div><section>", "</article>", "</section></div></main>", "<h1>", "<header><h2>", "</h1>", "</h2></header>", "<p>", "<blockquote>", "</p>", "</blockquote>").Replace(string(body))
		return []byte(text)
	})
	alarms, err := drift.Alarms(t.Context(), s, s.id, s.now)
	if err != nil || len(alarms) != 1 || alarms[0].What != drift.Agreement || !alarms[0].Since.Equal(broke) {
		t.Errorf("after: %v, %v; want one of agreement since %v", alarms, err, broke)
	}
}
