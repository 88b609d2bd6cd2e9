package crawler

import (
	"testing"
	"time"

	"matn/crawler/store"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestRecur_FollowsThePaceOfTheSite(t *testing.T) {
	u := store.URL{Kind: store.Feed}
	u = recur(u, true, 0, 15*time.Minute, noon)
	if u.Every != 15*time.Minute || !u.NextAt.Equal(noon.Add(15*time.Minute)) {
		t.Errorf("first visit: %v", u.Every)
	}
	for range 100 {
		u = recur(u, true, 0, 15*time.Minute, noon)
	}
	if u.Every != minEvery {
		t.Errorf("always changed: %v", u.Every)
	}
	if u = recur(u, true, time.Hour, 15*time.Minute, noon); u.Every != time.Hour {
		t.Errorf("asked to be left alone for an hour: %v", u.Every)
	}
	for range 100 {
		u = recur(u, false, 0, 15*time.Minute, noon)
	}
	if u.Every != maxEvery {
		t.Errorf("never changed: %v", u.Every)
	}
	if u = recur(u, true, 1000*time.Hour, 15*time.Minute, noon); u.Every != maxEvery {
		t.Errorf("asked to be left alone for weeks: %v", u.Every)
	}
}

func TestRecur_TakesAPersonAtTheirWord(t *testing.T) {
	u := recur(store.URL{Kind: store.Feed}, true, 0, time.Second, noon)
	for range 10 {
		if u = recur(u, true, 0, time.Second, noon); u.Every != time.Second {
			t.Fatalf("an interval of a second: %v", u.Every)
		}
	}
	if u = recur(store.URL{Kind: store.Feed}, true, 0, 48*time.Hour, noon); u.Every != 48*time.Hour {
		t.Errorf("an interval of two days: %v", u.Every)
	}
}

func TestReread_AtAgesUntilNothingChanges(t *testing.T) {
	ages := (&Site{Interval: 15 * time.Minute}).reread()
	if len(ages) != 4 {
		t.Fatalf("ages %v", ages)
	}
	fresh := store.URL{Kind: store.ArticleKind, Priority: store.Fresh, Visits: 1, Found: noon}
	weeks := noon.Add(-14 * 24 * time.Hour)
	for _, tt := range []struct {
		name      string
		change    func(*store.URL)
		published time.Time
		now       time.Time
		want      time.Time
	}{
		{"of two hours before", nil, noon.Add(-2 * time.Hour), noon, noon.Add(15 * time.Minute)},
		{"of unknown age", nil, time.Time{}, noon, noon.Add(15 * time.Minute)},
		{"of the future", nil, noon.Add(48 * time.Hour), noon, noon.Add(15 * time.Minute)},
		{"for the second time", func(u *store.URL) { u.Visits = 2 }, noon, noon.Add(16 * time.Minute), noon.Add(time.Hour)},
		{"for the last time", func(u *store.URL) { u.Visits = 4 }, noon, noon.Add(25 * time.Hour), time.Time{}},
		{"of weeks before", nil, weeks, noon, noon.Add(15 * time.Minute)},
		{"of weeks before, for the third time", func(u *store.URL) { u.Visits = 3 }, weeks, noon.Add(61 * time.Minute), time.Time{}},
		{"of weeks before, from a sitemap", func(u *store.URL) { u.Priority = store.Backlog }, weeks, noon, time.Time{}},
		{"of yesterday, from a sitemap", func(u *store.URL) { u.Priority = store.Backlog }, noon.Add(-24 * time.Hour), noon, noon.Add(15 * time.Minute)},
		{"that waited for days", nil, noon, noon.Add(72 * time.Hour), noon.Add(72*time.Hour + 15*time.Minute)},
		{"that stays as it is", func(u *store.URL) { u.Unchanged = maxRereads }, noon, noon, time.Time{}},
	} {
		u := fresh
		if tt.change != nil {
			tt.change(&u)
		}
		if u = reread(u, tt.published, ages, tt.now); !u.NextAt.Equal(tt.want) || u.Priority != store.Again {
			t.Errorf("%s: %v, want %v", tt.name, u.NextAt, tt.want)
		}
	}
	if u := reread(fresh, noon, []time.Duration{}, noon); !u.NextAt.IsZero() {
		t.Errorf("never: %v", u.NextAt)
	}
}

func TestRetry_ThinsOutAndEnds(t *testing.T) {
	u := store.URL{Kind: store.ArticleKind, State: store.New}
	for i, want := range []time.Duration{10 * time.Minute, 20 * time.Minute, 40 * time.Minute} {
		if u = retry(u, maxRetries, 0, noon); !u.NextAt.Equal(noon.Add(want)) {
			t.Errorf("failure %d: in %v", i+1, u.NextAt.Sub(noon))
		}
	}
	if u = retry(u, maxRetries, 0, noon); u.State != store.Parked || !u.NextAt.IsZero() {
		t.Errorf("after the last: %+v", u)
	}
	if u = retry(store.URL{}, maxRetries, 1, noon); !u.NextAt.Equal(noon.Add(15 * time.Minute)) {
		t.Errorf("with all luck: in %v", u.NextAt.Sub(noon))
	}
	f := store.URL{Kind: store.Feed, State: store.Known, Failures: 99}
	if f = retry(f, maxRetries, 0, noon); f.State != store.Known || !f.NextAt.Equal(noon.Add(closedRetry)) {
		t.Errorf("a feed: %+v", f)
	}
}
