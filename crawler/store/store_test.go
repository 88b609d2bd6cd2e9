package store

import (
	"fmt"
	"testing"
	"time"
)

func TestKey_IsThatOfThePage(t *testing.T) {
	same := []string{"https://paper.example/news/1", "http://paper.example/news/1/", "https://paper.example/news/1/amp", "https://paper.example/news/1?utm_source=x"}
	for _, u := range same {
		if string(Key(u)) != string(Key(same[0])) {
			t.Errorf("%s has another key than %s", u, same[0])
		}
	}
	for _, u := range []string{"https://paper.example/news/2", "https://other.example/news/1", "https://paper.example/news/1?page=2", "not a URL \x00"} {
		if string(Key(u)) == string(Key(same[0])) {
			t.Errorf("%s has the key of %s", u, same[0])
		}
	}
}

func TestBands_NearHashesShareOne(t *testing.T) {
	const h = 0x0123_4567_89ab_cdef
	for i := range 64 {
		for j := range i {
			for k := range j {
				other := uint64(h ^ 1<<i ^ 1<<j ^ 1<<k)
				if !Near(h, other) {
					t.Fatalf("%x is not near %x", other, uint64(h))
				}
				a, b := Bands(h), Bands(other)
				if a[0] != b[0] && a[1] != b[1] && a[2] != b[2] && a[3] != b[3] {
					t.Fatalf("%x and %x share no band", other, uint64(h))
				}
			}
		}
	}
	if Near(0, 1) || Near(h, h^0b1111) {
		t.Error("hashes that say nothing, or differ in four bits, are near")
	}
}

func TestMerge_WhatIsParkedStaysSo(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	found := URL{Kind: ArticleKind, LastMod: now, Published: now, NextAt: now, Via: "https://paper.example/"}
	for _, state := range []State{Parked, Alias} {
		if got, changed := Merge(URL{State: state, Kind: Page}, found, now); changed || !got.NextAt.IsZero() {
			t.Errorf("%s: %+v", state, got)
		}
	}
	gone, changed := Merge(URL{State: Gone, Kind: ArticleKind, Published: now}, URL{Published: now}, now)
	if changed || !gone.NextAt.IsZero() {
		t.Errorf("gone: %+v", gone)
	}
}

func TestMerge_BeginsAnew(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	const via = "https://paper.example/"
	for _, tt := range []struct {
		name         string
		known, found URL
		want         bool
	}{
		{"a parked list that a page names", URL{State: Parked, Kind: Feed, Visits: 9}, URL{Kind: Feed, Via: via}, true},
		{"a parked article", URL{State: Parked, Kind: ArticleKind, Visits: 1}, URL{Kind: ArticleKind, Via: via}, false},
		{"a guess that a page names", URL{State: Gone, Kind: Guess, Visits: 1}, URL{Kind: Sitemap, Via: via}, true},
		{"an article that a person calls a section", URL{State: Known, Kind: ArticleKind, Visits: 1}, URL{Kind: Front}, true},
		{"an article that a page links as a section", URL{State: Known, Kind: ArticleKind, Visits: 1}, URL{Kind: Front, Via: via}, false},
		{"a list that a person names", URL{State: Known, Kind: Feed, Visits: 1, Via: via}, URL{Kind: Feed}, false},
		{"an alias", URL{State: Alias, Kind: ArticleKind, Visits: 1}, URL{Kind: Front}, false},
	} {
		tt.found.NextAt = now
		got, changed := Merge(tt.known, tt.found, now)
		if changed != tt.want || changed && (got.State != New || !got.NextAt.Equal(now) || got.Kind != tt.found.Kind) {
			t.Errorf("%s: %v, %+v", tt.name, changed, got)
		}
	}
}

func ExampleMerge() {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	known := URL{URL: "https://paper.example/news/1", Kind: ArticleKind, State: Known, Fetched: noon.Add(-time.Hour)}
	merged, changed := Merge(known, URL{LastMod: noon.Add(-time.Minute)}, noon)
	fmt.Println(changed, merged.NextAt.Equal(noon))
	// Output: true true
}
