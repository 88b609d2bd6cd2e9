package storetest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"matn/crawler/store"
)

func testLease(t *testing.T, b *bench) {
	s := b.source("a.example")
	b.put(link(s, "/1"))
	first := b.lease(s.Host)
	if _, err := b.Lease(b.ctx, s.Host, noon.Add(59*time.Second), noon.Add(time.Hour)); !errors.Is(err, store.ErrHeld) {
		t.Errorf("held host: %v", err)
	}
	if _, err := b.Lease(b.ctx, "no.example", noon, noon.Add(time.Hour)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown host: %v", err)
	}
	b.ok(b.Extend(b.ctx, first, noon.Add(2*time.Minute)))
	if _, err := b.Lease(b.ctx, s.Host, noon.Add(time.Minute), noon.Add(time.Hour)); !errors.Is(err, store.ErrHeld) {
		t.Errorf("extended lease: %v", err)
	}
	second, err := b.Lease(b.ctx, s.Host, noon.Add(2*time.Minute), noon.Add(3*time.Minute))
	b.ok(err)
	if second.Token <= first.Token {
		t.Errorf("tokens %d then %d", first.Token, second.Token)
	}
	if err := b.Extend(b.ctx, first, noon.Add(time.Hour)); !errors.Is(err, store.ErrLeaseLost) {
		t.Errorf("extending a lost lease: %v", err)
	}
	b.ok(b.Release(b.ctx, first)) // changes nothing
	if _, err := b.Lease(b.ctx, s.Host, noon.Add(2*time.Minute), noon.Add(time.Hour)); !errors.Is(err, store.ErrHeld) {
		t.Errorf("a lost lease released its successor's: %v", err)
	}
	b.ok(b.Release(b.ctx, second))
	third, err := b.Lease(b.ctx, s.Host, noon.Add(2*time.Minute), noon.Add(time.Hour))
	b.ok(err)
	if third.Token <= second.Token {
		t.Errorf("tokens %d then %d", second.Token, third.Token)
	}
}

func testLeaseRace(t *testing.T, b *bench) {
	s := b.source("a.example")
	b.put(link(s, "/1"))
	var won, failed atomic.Int32
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			_, err := b.Lease(b.ctx, s.Host, noon, noon.Add(time.Minute))
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, store.ErrHeld):
				failed.Add(1)
			}
		})
	}
	wait.Wait()
	if won.Load() != 1 || failed.Load() != 0 {
		t.Errorf("%d workers got the host, %d failed", won.Load(), failed.Load())
	}
}

func testFence(t *testing.T, b *bench) {
	s := b.source("a.example")
	b.put(link(s, "/1"))
	stale := b.lease(s.Host)
	fresh, err := b.Lease(b.ctx, s.Host, noon.Add(time.Hour), noon.Add(2*time.Hour))
	b.ok(err)
	u, err := b.URL(b.ctx, "https://a.example/1")
	b.ok(err)
	r := visit(u, article("late", "the text of a worker that slept", 1, 2), noon)
	r.Found = []store.URL{link(s, "/found")}
	if _, err := b.Commit(b.ctx, stale, r); !errors.Is(err, store.ErrLeaseLost) {
		t.Fatalf("stale commit: %v", err)
	}
	if _, err := b.ArticleAt(b.ctx, u.URL); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("stale article: %v", err)
	}
	if _, err := b.URL(b.ctx, "https://a.example/found"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("stale find: %v", err)
	}
	if out := b.commit(fresh, u, article("fresh", "the text of its successor", 3, 4)); !out.New {
		t.Errorf("fresh commit: %+v", out)
	}
}

func testAtomic(t *testing.T, b *bench) {
	s := b.source("a.example")
	b.put(link(s, "/1"))
	l := b.lease(s.Host)
	u, err := b.URL(b.ctx, "https://a.example/1")
	b.ok(err)
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	if _, err := b.Commit(ctx, l, visit(u, article("t", "text", 1, 2), noon)); !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled commit: %v", err)
	}
	if got, err := b.URL(b.ctx, u.URL); err != nil || got.State != store.New {
		t.Errorf("after a cancelled commit: %+v, %v", got, err)
	}
	if out := b.commit(l, u, article("t", "text", 1, 2)); !out.New {
		t.Errorf("second try: %+v", out)
	}
}

func testBlock(t *testing.T, b *bench) {
	s := b.source("a.example")
	b.put(link(s, "/1"))
	b.ok(b.Block(b.ctx, s.Host, noon.Add(time.Hour), "asked to wait"))
	b.ok(b.Delay(b.ctx, s.Host, 3*time.Second))
	if hosts, err := b.Due(b.ctx, noon, noon.Add(time.Minute), 10); err != nil || len(hosts) != 0 {
		t.Errorf("blocked host is due: %v, %v", hosts, err)
	}
	b.put(link(s, "/2")) // what is found meanwhile does not unblock it
	hosts, err := b.Due(b.ctx, noon, noon.Add(time.Hour), 10)
	b.ok(err)
	if len(hosts) != 1 || hosts[0].Reason != "asked to wait" || hosts[0].Pause != 3*time.Second || !hosts[0].NextAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("after an hour: %+v", hosts)
	}
	if err := b.Block(b.ctx, "no.example", noon, ""); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown host: %v", err)
	}
}

func testContext(t *testing.T, b *bench) {
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	if _, err := b.Due(ctx, noon, noon, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("Due: %v", err)
	}
	if _, err := b.Put(ctx, []store.URL{{URL: "https://a.example/", Host: "a.example"}}, noon); !errors.Is(err, context.Canceled) {
		t.Errorf("Put: %v", err)
	}
}

func testRewind(t *testing.T, b *bench) {
	s := b.source("a.example")
	tomorrow := noon.Add(24 * time.Hour)
	later, soon, never := link(s, "/later"), link(s, "/soon"), link(s, "/never")
	later.NextAt, soon.NextAt, never.NextAt = tomorrow.Add(time.Hour), tomorrow.Add(-time.Hour), time.Time{}
	b.put(later, soon, never)
	b.ok(b.Block(b.ctx, s.Host, tomorrow.Add(time.Minute), "pause"))
	stale, err := b.Lease(b.ctx, s.Host, tomorrow, tomorrow.Add(time.Minute))
	b.ok(err)
	b.ok(b.Rewind(b.ctx, noon, 24*time.Hour))
	for path, want := range map[string]time.Time{"/later": noon.Add(time.Hour), "/soon": noon, "/never": {}} {
		if u, err := b.URL(b.ctx, "https://a.example"+path); err != nil || !u.NextAt.Equal(want) {
			t.Errorf("%s is due at %v, %v, want %v", path, u.NextAt, err, want)
		}
	}
	if hosts, err := b.Due(b.ctx, noon, noon.Add(time.Minute), 10); err != nil || len(hosts) != 1 {
		t.Errorf("due: %v, %v", hosts, err)
	}
	if err := b.Extend(b.ctx, stale, tomorrow); !errors.Is(err, store.ErrLeaseLost) {
		t.Errorf("a lease from the future: %v", err)
	}
}
