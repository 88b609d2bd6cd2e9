package storetest

import (
	"slices"
	"testing"
	"time"

	"matn/crawler/store"
)

func testStatus(t *testing.T, b *bench) {
	s := b.source("a.example")
	b.source("idle.example")
	b.visited(s, "/1", article("t", "some text", 1, 0), noon)
	doubtful := article("d", "other text", 2, 0)
	doubtful.Confidence = .2
	b.visited(s, "/2", doubtful, noon.Add(time.Hour))
	b.visited(s, "/2", article("d", "other text, changed", 3, 0), noon.Add(25*time.Hour))
	b.put(link(s, "/due"), link(s, "/failing"))
	u, err := b.URL(b.ctx, "https://a.example/failing")
	b.ok(err)
	r := visit(u, nil, noon.Add(26*time.Hour))
	r.URL.Failures, r.URL.Error, r.URL.Visits = 1, "fetch: no answer", 0
	r.Day = store.Day{Failed: 1}
	l, err := b.Lease(b.ctx, s.Host, r.Now, r.Now.Add(time.Minute))
	b.ok(err)
	_, err = b.Commit(b.ctx, l, r)
	b.ok(err)
	all, err := b.Status(b.ctx, noon.Add(26*time.Hour))
	b.ok(err)
	if len(all) != 2 || all[1].URLs != 0 {
		t.Fatalf("status %+v", all)
	}
	got := all[0]
	if got.URLs != 4 || got.Due != 1 || got.Fetched != 2 || got.Articles != 2 || got.Doubtful != 0 || got.Failing != 1 ||
		got.LastError != "fetch: no answer" || !got.LastNew.Equal(noon.Add(time.Hour)) || got.Host.Name != s.Host || got.NextVisit.IsZero() {
		t.Errorf("status %+v", got)
	}
	statusTellsOfClosedFronts(t, b)
	days, err := b.Days(b.ctx, s.ID, noon.Add(-24*time.Hour))
	b.ok(err)
	if len(days) != 2 || days[0].New != 2 || days[0].Fetched != 2 || days[0].Bytes != 2000 || days[1].Revised != 1 || days[1].Failed != 1 ||
		days[0].Confidence < 1.09 || days[0].Confidence > 1.11 {
		t.Errorf("days %+v", days)
	}
}

// statusTellsOfClosedFronts: nothing failed where robots.txt forbids to ask.
func statusTellsOfClosedFronts(t *testing.T, b *bench) {
	closed := b.source("closed.example")
	front := link(closed, "/")
	front.Kind = store.Front
	b.put(front)
	u, err := b.URL(b.ctx, "https://closed.example/")
	b.ok(err)
	u.Error, u.NextAt = "robots: disallowed", noon.Add(27*time.Hour)
	l, err := b.Lease(b.ctx, closed.Host, noon.Add(26*time.Hour), noon.Add(27*time.Hour))
	b.ok(err)
	_, err = b.Commit(b.ctx, l, store.Result{URL: u, Now: noon.Add(26 * time.Hour)})
	b.ok(err)
	all, err := b.Status(b.ctx, noon.Add(26*time.Hour))
	b.ok(err)
	i := slices.IndexFunc(all, func(s store.Status) bool { return s.Source.ID == closed.ID })
	if i < 0 {
		t.Fatalf("no status of a site that lets nobody in: %+v", all)
	}
	if got := all[i]; got.Failing != 0 || got.LastError != "robots: disallowed" {
		t.Errorf("status of a site that lets nobody in: %+v", got)
	}
}
