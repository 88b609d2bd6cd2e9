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

func TestReread_AtAgesUntilNothingChanges(t *testing.T) {
	published := noon.Add(-2 * time.Hour)
	ages := defaultReread
	u := reread(store.URL{Kind: store.ArticleKind, Found: noon}, published, ages, noon)
	if !u.NextAt.Equal(published.Add(6 * time.Hour)) {
		t.Errorf("two hours old: %v", u.NextAt)
	}
	if u = reread(store.URL{Found: noon}, time.Time{}, ages, noon); !u.NextAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("of unknown age: %v", u.NextAt)
	}
	if u = reread(store.URL{Found: noon}, noon.Add(48*time.Hour), ages, noon); !u.NextAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("of the future: %v", u.NextAt)
	}
	if u = reread(store.URL{}, noon.Add(-25*time.Hour), ages, noon); !u.NextAt.IsZero() {
		t.Errorf("of yesterday: %v", u.NextAt)
	}
	if u = reread(store.URL{Unchanged: maxRereads}, published, ages, noon); !u.NextAt.IsZero() {
		t.Errorf("that stays as it is: %v", u.NextAt)
	}
	if u = reread(store.URL{}, published, nil, noon); !u.NextAt.IsZero() {
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
