package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"matn/crawler/store"
)

// visited puts a URL and commits an article for it.
func (b *bench) visited(s store.Source, path string, a *store.Article, now time.Time) store.Outcome {
	b.t.Helper()
	b.put(link(s, path))
	u, err := b.URL(b.ctx, "https://"+s.Host+path)
	b.ok(err)
	l, err := b.Lease(b.ctx, s.Host, now, now.Add(time.Minute))
	b.ok(err)
	out, err := b.Commit(b.ctx, l, visit(u, a, now))
	b.ok(err)
	b.ok(b.Release(b.ctx, l))
	return out
}

func testArticle(t *testing.T, b *bench) {
	s := b.source("a.example")
	first := article("عنوان", "النص الأول كما كتبه المحرر", 1, 0xf0f0)
	first.Raw = store.Raw{File: "a.warc.gz", Offset: 7, Length: 99, Digest: "sha1:X"}
	first.Language, first.Published, first.Canonical = "ar", noon.Add(-time.Hour), "https://a.example/c"
	out := b.visited(s, "/1", first, noon)
	if !out.New || out.Revised || out.Article == 0 {
		t.Fatalf("first visit: %+v", out)
	}
	same := article("عنوان", "النص الأول كما كتبه المحرر", 1, 0xf0f0)
	if again := b.visited(s, "/1", same, noon.Add(time.Hour)); again.New || again.Revised || again.Article != out.Article {
		t.Errorf("same text: %+v", again)
	}
	changed := article("عنوان جديد", "النص الثاني", 2, 0x0f0f)
	changed.Raw = store.Raw{File: "b.warc.gz", Offset: 8}
	if again := b.visited(s, "/1", changed, noon.Add(2*time.Hour)); again.New || !again.Revised || again.Article != out.Article {
		t.Errorf("other text: %+v", again)
	}
	a, err := b.Article(b.ctx, out.Article)
	b.ok(err)
	if a.Title != "عنوان جديد" || a.Text != "النص الثاني" || a.Revisions != 1 || a.Site != "a.example" || a.File != "b.warc.gz" ||
		!a.First.Equal(noon) || !a.Fetched.Equal(noon.Add(2*time.Hour)) || a.SimHash != 0x0f0f || a.Hash != 2 {
		t.Errorf("article is %+v", a)
	}
	old, err := b.Revisions(b.ctx, out.Article)
	b.ok(err)
	if len(old) != 1 || old[0].Number != 1 || old[0].Text != first.Text || old[0].File != "a.warc.gz" || old[0].Offset != 7 ||
		old[0].Language != "ar" || !old[0].Replaced.Equal(noon.Add(2*time.Hour)) || !old[0].Fetched.Equal(noon) {
		t.Errorf("revisions %+v", old)
	}
	u, err := b.URL(b.ctx, "https://a.example/1")
	b.ok(err)
	if u.Article != out.Article {
		t.Errorf("URL's article is %d, want %d", u.Article, out.Article)
	}
	if _, err := b.Article(b.ctx, 999); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown article: %v", err)
	}
}

func testDuplicate(t *testing.T, b *bench) {
	s, other := b.source("a.example"), b.source("b.example")
	one := b.visited(s, "/1", article("t", "text", 7, 0), noon)
	two := b.visited(other, "/2", article("t2", "text", 7, 0), noon)
	three := b.visited(s, "/3", article("t3", "text", 7, 0), noon)
	if one.DuplicateOf != 0 || two.DuplicateOf != one.Article || three.DuplicateOf != one.Article {
		t.Errorf("duplicates: %+v, %+v, %+v", one, two, three)
	}
	none := b.visited(s, "/4", article("t4", "", 0, 0), noon)
	if again := b.visited(s, "/5", article("t5", "", 0, 0), noon); again.DuplicateOf != 0 || none.DuplicateOf != 0 {
		t.Errorf("texts without a hash are duplicates: %+v", again)
	}
}

func testCluster(t *testing.T, b *bench) {
	s := b.source("a.example")
	const wire = 0xdead_beef_1234_5678
	alone := b.visited(s, "/0", article("t", "alone", 1, ^uint64(wire)), noon)
	one := b.visited(s, "/1", article("t", "one", 2, wire), noon)
	two := b.visited(s, "/2", article("t", "two", 3, wire^0b111), noon)                    // 3 bits
	far := b.visited(s, "/3", article("t", "far", 4, wire^0b1111<<60), noon)               // 4 bits
	late := b.visited(s, "/4", article("t", "late", 5, wire^1), noon.Add(15*24*time.Hour)) // too late
	if alone.Cluster != 0 || one.Cluster != 0 || far.Cluster != 0 || late.Cluster != 0 || two.Cluster != one.Article {
		t.Errorf("clusters: %+v %+v %+v %+v %+v", alone, one, two, far, late)
	}
	var members []int64
	for a, err := range b.Articles(b.ctx, store.Filter{Cluster: one.Article}) {
		b.ok(err)
		members = append(members, a.ID)
	}
	if len(members) != 2 || members[0] != one.Article || members[1] != two.Article {
		t.Errorf("members %v", members)
	}
	// Two clusters that a third article joins are one from then on.
	left := b.visited(s, "/5", article("t", "l", 6, 0xff00), noon)
	right := b.visited(s, "/6", article("t", "r", 7, 0xff00^0b1111<<20), noon)
	b.visited(s, "/7", article("t", "r2", 8, 0xff00^0b1111<<20^1<<30), noon)
	bridge := b.visited(s, "/8", article("t", "b", 9, 0xff00^0b11<<20), noon)
	if bridge.Cluster != left.Article {
		t.Errorf("bridge: %+v, left %+v, right %+v", bridge, left, right)
	}
	n := 0
	for _, err := range b.Articles(b.ctx, store.Filter{Cluster: left.Article}) {
		b.ok(err)
		n++
	}
	if n != 4 {
		t.Errorf("joined cluster has %d members, want 4", n)
	}
}

func testAlias(t *testing.T, b *bench) {
	s := b.source("a.example")
	b.put(link(s, "/amp"), link(s, "/read"))
	read := b.visited(s, "/read", article("r", "read", 1, 0), noon)
	b.put(link(s, "/1"))
	u, err := b.URL(b.ctx, "https://a.example/1")
	b.ok(err)
	l := b.lease(s.Host)
	r := visit(u, article("t", "text", 2, 0), noon)
	r.Aliases = []string{"https://a.example/amp", "https://a.example/unknown", "https://a.example/read"}
	out, err := b.Commit(b.ctx, l, r)
	b.ok(err)
	for path, want := range map[string]int64{"/amp": out.Article, "/unknown": out.Article, "/read": read.Article} {
		a, err := b.ArticleAt(b.ctx, "https://a.example"+path)
		b.ok(err)
		if a.ID != want {
			t.Errorf("article at %s is %d, want %d", path, a.ID, want)
		}
	}
	if urls, err := b.Next(b.ctx, store.NextQuery{Host: s.Host, Now: noon.Add(time.Hour), Limit: 10}); err != nil || len(urls) != 0 {
		t.Errorf("aliases are due: %+v, %v", urls, err)
	}
	if n := b.put(link(s, "/unknown")); n != 0 {
		t.Errorf("an alias was added again")
	}
}

func testFilter(t *testing.T, b *bench) {
	one, two := b.source("a.example"), b.source("b.example")
	for i := range 5 {
		a := article(fmt.Sprint("t", i), fmt.Sprint("text ", i), uint64(i+1), 0)
		a.Confidence = float64(i) / 10
		b.visited(one, fmt.Sprint("/", i), a, noon.Add(time.Duration(i)*time.Hour))
	}
	b.visited(two, "/dup", article("d", "text 0", 1, 0), noon)
	for _, tt := range []struct {
		name string
		f    store.Filter
		want string
	}{
		{"all", store.Filter{}, "t0 t1 t2 t3 t4 d"},
		{"site", store.Filter{Site: "b.example"}, "d"},
		{"since", store.Filter{Since: noon.Add(3 * time.Hour)}, "t3 t4"},
		{"until", store.Filter{Until: noon.Add(time.Hour)}, "t0 d"},
		{"confident", store.Filter{MinConfidence: .3}, "t3 t4 d"},
		{"doubtful", store.Filter{MaxConfidence: .2}, "t0 t1"},
		{"unique", store.Filter{Unique: true}, "t0 t1 t2 t3 t4"},
		{"limit", store.Filter{Limit: 2}, "t0 t1"},
		{"hash", store.Filter{Hash: 1}, "t0 d"},
		{"other extractors", store.Filter{Extractor: "matn/test"}, ""},
	} {
		var got []string
		for a, err := range b.Articles(b.ctx, tt.f) {
			b.ok(err)
			got = append(got, a.Title)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, got, tt.want)
		}
	}
	n := 0
	for range b.Articles(b.ctx, store.Filter{}) {
		if n++; n == 2 {
			break
		}
	}
}

func testSearch(t *testing.T, b *bench) {
	s := b.source("a.example")
	b.visited(s, "/1", article("رييس الحكومه", "افتتح الجسر الجديد في المدينه", 1, 0), noon)
	b.visited(s, "/2", article("جسر", "حكومه المدينه", 2, 0), noon)
	titles := func(q store.Query) string {
		t.Helper()
		found, err := b.Search(b.ctx, q)
		b.ok(err)
		var out []string
		for _, a := range found {
			out = append(out, a.URL[len("https://a.example"):])
		}
		return strings.Join(out, " ")
	}
	if got := titles(store.Query{All: [][]string{{"رييس"}}}); got != "/1" {
		t.Errorf("one word: %q", got)
	}
	if got := titles(store.Query{All: [][]string{{"حكومه", "الحكومه"}, {"المدينه"}}}); len(got) != 5 {
		t.Errorf("either of two and a third: %q", got)
	}
	if got := titles(store.Query{All: [][]string{{"جسر"}, {"الجديد"}}}); got != "" {
		t.Errorf("words of two articles: %q", got)
	}
	if got := titles(store.Query{All: [][]string{{"الحكو*"}}}); got != "/1" {
		t.Errorf("prefix: %q", got)
	}
	if got := titles(store.Query{All: [][]string{{`"', ) OR (`}}}); got != "" {
		t.Errorf("hostile words: %q", got)
	}
	if got := titles(store.Query{All: [][]string{{"المدينه"}}, Filter: store.Filter{Limit: 1}}); len(got) != 2 {
		t.Errorf("limit: %q", got)
	}
	b.visited(s, "/1", article("رييس اخر", "نص اخر", 3, 0), noon.Add(time.Hour))
	if got := titles(store.Query{All: [][]string{{"الحكومه"}}}); got != "" {
		t.Errorf("a former text is found: %q", got)
	}
	if got := titles(store.Query{All: [][]string{{"اخر"}}}); got != "/1" {
		t.Errorf("the new text: %q", got)
	}
	if _, err := b.Search(b.ctx, store.Query{}); err == nil {
		t.Error("a search for nothing is no error")
	}
}

func testReclean(t *testing.T, b *bench) {
	s := b.source("a.example")
	out := b.visited(s, "/1", article("t", "text with a menu", 1, 0), noon)
	better := article("t", "text", 2, 5).Content
	better.Extractor = "matn/next"
	changed, err := b.Reclean(b.ctx, out.Article, better)
	b.ok(err)
	again, err := b.Reclean(b.ctx, out.Article, better)
	b.ok(err)
	if !changed || again {
		t.Errorf("changed %v, then %v", changed, again)
	}
	a, err := b.Article(b.ctx, out.Article)
	b.ok(err)
	if a.Text != "text" || a.Extractor != "matn/next" || a.Revisions != 0 || !a.Fetched.Equal(noon) {
		t.Errorf("article is %+v", a)
	}
	if _, err := b.Reclean(b.ctx, 999, better); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown article: %v", err)
	}
}

// testEdits has many change one memo at once, on its own and with the outcome of a
// fetch.
func testEdits(t *testing.T, b *bench) {
	s := b.source("a.example")
	const editors, edits = 8, 5
	more := func(old []byte) ([]byte, error) { return append(slices.Clone(old), 'x'), nil }
	var all sync.WaitGroup
	for n := range editors {
		all.Go(func() {
			for range edits {
				if err := b.EditMemo(b.ctx, s.ID, "profile", more, noon); err != nil {
					t.Errorf("editor %d: %v", n, err)
				}
			}
		})
	}
	all.Wait()
	b.put(link(s, "/1"))
	u, err := b.URL(b.ctx, "https://a.example/1")
	b.ok(err)
	r := visit(u, nil, noon)
	r.Memos = map[string]store.Edit{"profile": more}
	lease := b.lease(s.Host)
	_, err = b.Commit(b.ctx, lease, r)
	b.ok(err)
	data, err := b.Memo(b.ctx, s.ID, "profile")
	if want := editors*edits + 1; err != nil || len(data) != want {
		t.Errorf("%d edits are left of %d, %v", len(data), want, err)
	}

	// One whose context ends meanwhile says so, whoever notices first.
	ending, end := context.WithCancel(b.ctx)
	err = b.EditMemo(ending, s.ID, "profile", func(old []byte) ([]byte, error) { end(); return more(old) }, noon)
	if after, broke := b.Memo(b.ctx, s.ID, "profile"); broke != nil || err == nil && len(after) != len(data)+1 || err != nil && (!errors.Is(err, context.Canceled) || len(after) != len(data)) {
		t.Errorf("an edit whose context ended: %v; %d bytes of %d, %v", err, len(after), len(data), broke)
	}

	// One that fails keeps nothing, of the fetch neither.
	broken := errors.New("broken")
	refuse := func([]byte) ([]byte, error) { return nil, broken }
	if err := b.EditMemo(b.ctx, s.ID, "profile", refuse, noon); !errors.Is(err, broken) {
		t.Errorf("an edit that fails: %v", err)
	}
	r.URL.Changes, r.Memos = 7, map[string]store.Edit{"profile": refuse}
	if _, err := b.Commit(b.ctx, lease, r); !errors.Is(err, broken) {
		t.Errorf("a fetch whose edit fails: %v", err)
	}
	if u, err = b.URL(b.ctx, u.URL); err != nil || u.Changes == 7 {
		t.Errorf("it was kept nevertheless: %+v, %v", u, err)
	}
}

func testMemo(t *testing.T, b *bench) {
	s := b.source("a.example")
	if data, err := b.Memo(b.ctx, s.ID, "profile"); err != nil || data != nil {
		t.Errorf("no memo: %q, %v", data, err)
	}
	b.ok(b.PutMemo(b.ctx, s.ID, "profile", []byte("one"), noon))
	b.ok(b.PutMemo(b.ctx, s.ID, "profile", []byte("two"), noon))
	b.put(link(s, "/1"))
	u, err := b.URL(b.ctx, "https://a.example/1")
	b.ok(err)
	r := visit(u, nil, noon)
	r.Memos = map[string]store.Edit{"pattern": func(old []byte) ([]byte, error) { return append(old, "three"...), nil }}
	_, err = b.Commit(b.ctx, b.lease(s.Host), r)
	b.ok(err)
	for name, want := range map[string]string{"profile": "two", "pattern": "three"} {
		if data, err := b.Memo(b.ctx, s.ID, name); err != nil || string(data) != want {
			t.Errorf("memo %s is %q, %v", name, data, err)
		}
	}
	first, err := b.StartRun(b.ctx, noon)
	b.ok(err)
	b.ok(b.EndRun(b.ctx, first, noon.Add(time.Minute), []byte(`{"fetched":1}`)))
	second, err := b.StartRun(b.ctx, noon.Add(time.Hour))
	b.ok(err)
	runs, err := b.Runs(b.ctx, 10)
	b.ok(err)
	if len(runs) != 2 || runs[0].ID != second || !runs[0].Ended.IsZero() || string(runs[1].Report) != `{"fetched":1}` || !runs[1].Ended.Equal(noon.Add(time.Minute)) {
		t.Errorf("runs %+v", runs)
	}
}

func testRetract(t *testing.T, b *bench) {
	s := b.source("a.example")
	first := b.visited(s, "/1", article("t", "first text", 1, 0), noon)
	b.visited(s, "/1", article("t", "second text", 2, 0), noon.Add(time.Hour))
	twin := b.visited(s, "/2", article("u", "second text", 2, 0), noon.Add(time.Hour))
	b.ok(b.Retract(b.ctx, first.Article))
	if _, err := b.ArticleAt(b.ctx, "https://a.example/1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the article is there: %v", err)
	}
	if old, err := b.Revisions(b.ctx, first.Article); err != nil || len(old) != 0 {
		t.Errorf("revisions %v, %v", old, err)
	}
	if found, err := b.Search(b.ctx, store.Query{All: [][]string{{"second"}}}); err != nil || len(found) != 1 || found[0].ID != twin.Article || found[0].DuplicateOf != 0 {
		t.Errorf("found %+v, %v", found, err)
	}
	if err := b.Retract(b.ctx, first.Article); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("second time: %v", err)
	}
	if again := b.visited(s, "/1", article("t", "third text", 3, 0), noon.Add(2*time.Hour)); !again.New {
		t.Errorf("when it comes back: %+v", again)
	}
}
