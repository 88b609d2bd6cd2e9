package storetest

import (
	"testing"
	"time"

	"matn/crawler/store"
)

func testRevive(t *testing.T, b *bench) {
	s := b.source("a.example")
	feed := link(s, "/feed")
	feed.Kind, feed.Via = store.Feed, "https://a.example/"
	b.put(feed)
	l := b.lease(s.Host)
	got, err := b.URL(b.ctx, feed.URL)
	b.ok(err)
	r := visit(got, nil, noon)
	r.URL.State, r.URL.Error, r.URL.ETag, r.URL.Failures = store.Parked, "not named", `"1"`, 3
	_, err = b.Commit(b.ctx, l, r)
	b.ok(err)
	article := link(s, "/feed") // a link on a page: no list
	b.put(article)
	if got, err = b.URL(b.ctx, feed.URL); err != nil || got.State != store.Parked || !got.NextAt.IsZero() {
		t.Errorf("a link took it up: %+v, %v", got, err)
	}
	feed.Via, feed.NextAt = "", noon.Add(time.Minute)
	b.put(feed)
	got, err = b.URL(b.ctx, feed.URL)
	b.ok(err)
	if got.State != store.New || got.Via != "" || !got.NextAt.Equal(feed.NextAt) || got.Error != "" || got.Failures != 0 ||
		got.Status != 0 || got.ETag != "" || got.LastModified != "" {
		t.Errorf("list that is named again is %+v", got)
	}
	if h, err := b.Host(b.ctx, s.Host); err != nil || !h.URLAt.Equal(feed.NextAt) {
		t.Errorf("its host is %+v, %v", h, err)
	}
}

func testEarly(t *testing.T, b *bench) {
	s := b.source("a.example")
	later := noon.Add(5 * time.Minute)
	l := store.Lease{}
	for path, failures := range map[string]int{"/well": 0, "/failed": 1} {
		u := link(s, path)
		b.put(u)
		if l.Host == "" {
			l = b.lease(s.Host)
		}
		got, err := b.URL(b.ctx, u.URL)
		b.ok(err)
		r := visit(got, nil, noon)
		r.URL.NextAt, r.URL.Failures = later, failures
		_, err = b.Commit(b.ctx, l, r)
		b.ok(err)
	}
	for early, want := range map[time.Duration]int{0: 0, 4 * time.Minute: 0, 5 * time.Minute: 1} {
		urls, err := b.Next(b.ctx, store.NextQuery{Host: s.Host, Now: noon, Early: early, Limit: 10})
		b.ok(err)
		if len(urls) != want || want > 0 && urls[0].Failures > 0 {
			t.Errorf("%v early: %+v", early, urls)
		}
	}
	if urls, err := b.Next(b.ctx, store.NextQuery{Host: s.Host, Now: later, Limit: 10}); err != nil || len(urls) != 2 {
		t.Errorf("in time: %+v, %v", urls, err)
	}
}
