package storetest

import (
	"testing"
	"time"
)

func testPrune(t *testing.T, b *bench) {
	s := b.source("a.example")
	for i, hour := range []int{0, 1, 50, 51} {
		b.visited(s, "/1", article("t", string(rune('a'+i)), uint64(i+1), 0), noon.Add(time.Duration(hour)*time.Hour))
	}
	for range 2 {
		id, err := b.StartRun(b.ctx, noon)
		b.ok(err)
		b.ok(b.EndRun(b.ctx, id, noon.Add(time.Minute), nil))
	}
	got, err := b.Prune(b.ctx, noon.Add(40*time.Hour))
	b.ok(err)
	if got.Revisions != 1 || got.Runs != 1 || got.Days != 1 {
		t.Errorf("pruned %+v", got)
	}
	a, err := b.ArticleAt(b.ctx, "https://a.example/1")
	b.ok(err)
	old, err := b.Revisions(b.ctx, a.ID)
	b.ok(err)
	if a.Revisions != 3 || len(old) != 2 || old[0].Number != 2 || old[1].Number != 3 {
		t.Errorf("%d revisions, of them left: %+v", a.Revisions, old)
	}
	if out := b.visited(s, "/1", article("t", "z", 99, 0), noon.Add(60*time.Hour)); !out.Revised {
		t.Errorf("a new version after pruning: %+v", out)
	}
}
