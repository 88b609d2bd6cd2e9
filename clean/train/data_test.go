package train

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/eval"
	"matn/clean/internal/score"
	"matn/clean/internal/segment"
)

func TestExcerpts_BodyAloneAndShort(t *testing.T) {
	tests := []struct {
		name        string
		label       []float32
		body, short []int
	}{
		{"nothing kept", []float32{0, 0}, nil, nil},
		{"one line", []float32{0, 1, 0, 0, 0}, []int{1}, []int{1, 2, 3}},
		{"two lines", []float32{1, 1, 0}, []int{0, 1}, []int{0, 2}},
		{"four lines, chrome within", []float32{0, 1, 0, 1, 1, 1, 0}, []int{1, 3, 4, 5}, []int{1, 3, 6}},
		{"five lines, nothing behind", []float32{1, 1, 1, 1, 1}, []int{0, 1, 2, 3, 4}, []int{0, 1, 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := excerpts(tt.label, "page")
			if tt.body == nil {
				if got != nil {
					t.Errorf("excerpts %v of nothing", got)
				}
				return
			}
			if len(got) < 2 || got[0].scope != scopeBody || !slices.Equal(got[0].take, tt.body) || got[1].scope != scopeShort || !slices.Equal(got[1].take, tt.short) {
				t.Errorf("excerpts %v, want %v and %v", got, tt.body, tt.short)
			}
		})
	}
}

func pageOf(url string) eval.Page {
	return eval.Page{Set: "set", ID: url, Gold: eval.Gold{URL: eval.Field{Value: url, Given: true}}}
}

func TestFoldOf_KeepsSitesTogether(t *testing.T) {
	const folds = 5
	size := make([]int, folds)
	for site := range 200 {
		first := -1
		for page := range 4 {
			e := newExample(pageOf(fmt.Sprintf("https://sub%d.site%d.example/news/%d", page, site, page*7)), folds)
			if first < 0 {
				first = e.fold
				size[e.fold]++
			}
			if e.fold != first {
				t.Fatalf("pages of %s are in folds %d and %d", e.site, first, e.fold)
			}
		}
	}
	if slices.Min(size) < 20 {
		t.Errorf("sites in folds: %v", size)
	}
}

func TestExample_ArticleByTypeWhereTheSetTells(t *testing.T) {
	tests := []struct {
		set, kind string
		want      bool
	}{
		{mixedSet, "article", true}, {mixedSet, "forum", false}, {mixedSet, "", false}, {"fundus", "", true},
	}
	for _, tt := range tests {
		e := &example{page: eval.Page{Set: tt.set, Gold: eval.Gold{PageType: eval.Field{Value: tt.kind}}}}
		if got := e.article(); got != tt.want {
			t.Errorf("a page of type %q in %s is an article: %v", tt.kind, tt.set, got)
		}
	}
}

// TestWeights_LongBlocksAndPagesCountMore: a block weighs the root of its words
// and a half, and a page its sum to the power of a quarter.
func TestWeights_LongBlocksAndPagesCountMore(t *testing.T) {
	page := func(scale float64, words ...float32) *example {
		return &example{scale: scale, label: make([]float32, len(words)), shape: score.Shape{Words: words}}
	}
	sum := func(e *example) (s float64) {
		for _, w := range e.weights() {
			s += float64(w)
		}
		return s
	}
	small, large := page(1, 3.5, 8.5), page(1, 3.5, 8.5, 3.5, 8.5, 3.5, 8.5, 3.5, 8.5)
	if w := small.weights(); math.Abs(float64(w[0]/w[1])-2./3) > 1e-6 {
		t.Errorf("weights %v of 3.5 and 8.5 words", w)
	}
	if got, want := sum(large)/sum(small), math.Pow(4, 0.25); math.Abs(got-want) > 1e-6 {
		t.Errorf("a page four times as long weighs %v times as much, want %v", got, want)
	}
	if got := sum(page(0.2, 3.5, 8.5)) / sum(small); math.Abs(got-0.2) > 1e-6 {
		t.Errorf("a page of scale 0.2 weighs %v of another", got)
	}
	if e := newExample(eval.Page{Set: "arabic-bulk"}, 5); e.scale >= 1 {
		t.Errorf("a page of a bulk set has scale %v", e.scale)
	}
}

// TestJudge_SaysWhyGoldIsDropped holds the labels, and what is not learned from.
func TestJudge_SaysWhyGoldIsDropped(t *testing.T) {
	menu, text := "Home World Sport", "The cellars of the old town filled up before noon, and the market hall was closed."
	tests := []struct {
		name, gold string
		blocks     []block.Block
		label      []float32
		why        string
	}{
		{"body among chrome", text, segment.Lines([]string{menu, text}).Blocks, []float32{0, 1}, ""},
		{"no gold", "", segment.Lines([]string{menu, text}).Blocks, []float32{0, 0}, "gold is empty"},
		{"no text", text, nil, nil, "the page has no text"},
		{"gold of another page", "Nothing of this stands anywhere on the page that was given with it.",
			segment.Lines([]string{menu, text}).Blocks, []float32{0, 0}, "word F1 0."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := pageOf("https://a.example/1")
			p.Gold.Body = eval.Field{Value: tt.gold, Given: true}
			e := newExample(p, 5)
			e.judge(tt.blocks)
			if !slices.Equal(e.label, tt.label) || e.used != (tt.why == "") || !strings.Contains(e.why, tt.why) {
				t.Errorf("labels %v, used %v, why %q; want %v, %q", e.label, e.used, e.why, tt.label, tt.why)
			}
			if list := dropped([]*example{e}); (len(list) == 0) != e.used || !e.used && !strings.HasPrefix(list[0], "set/https://a.example/1: ") {
				t.Errorf("dropped %q", list)
			}
		})
	}
}

// TestRead_LinesGiveExcerptsAndPagesOne holds what one page of gold gives.
func TestRead_LinesGiveExcerptsAndPagesOne(t *testing.T) {
	set, err := eval.ReadSet(fixtures, "*")
	if err != nil {
		t.Fatal(err)
	}
	f := &score.Features{}
	for _, p := range set {
		page, err := read(p, pages, 5, nil, f)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) > 1 || p.Flat != (len(page) == 0) {
			t.Errorf("%s, flat %v: %d examples of the page", p.ID, p.Flat, len(page))
		}
		list, err := read(p, lines, 5, nil, f)
		if err != nil {
			t.Fatal(err)
		}
		for k, e := range list {
			if len(e.label)*score.LineColumns1 != len(e.rows) || len(e.shape.Words) != len(e.label) {
				t.Fatalf("%s: %d labels, %d values, %d blocks", p.ID, len(e.label), len(e.rows), len(e.shape.Words))
			}
			if k == 1 && slices.Contains(e.label, 0) {
				t.Errorf("%s: the body alone holds something else", p.ID)
			}
		}
		if list[0].used != (len(list) >= 3) || !list[0].used && len(list) != 1 {
			t.Errorf("%s, used %v: %d examples of its lines", p.ID, list[0].used, len(list))
		}
		if list[0].used {
			checkCaseless(t, f, list[0], list[0].caseless(f))
		}
		if slices.ContainsFunc(list, func(e *example) bool { return e.scope == scopePage && e.blank }) != list[0].used {
			t.Errorf("%s, used %v: a page is learned from once as of an unknown language", p.ID, list[0].used)
		}
	}
}

// checkCaseless holds that a copy differs in the columns of case alone.
func checkCaseless(t *testing.T, f *score.Features, whole, c *example) {
	t.Helper()
	columns := f.CaseColumns()
	for i := range whole.rows {
		k := i % f.First()
		if slices.Contains(columns, k) {
			if c.rows[i] != 0 {
				t.Fatalf("column %d of a copy without case is %v", k, c.rows[i])
			}
		} else if c.rows[i] != whole.rows[i] {
			t.Fatalf("column %d changed from %v to %v", k, whole.rows[i], c.rows[i])
		}
	}
}

func TestStackUp_MeanWeightIsOne(t *testing.T) {
	a := &example{scale: 1, label: []float32{1, 0}, rows: []float32{1, 2, 3, 4}, shape: score.Shape{Words: []float32{4, 9}}}
	b := &example{scale: 1, label: []float32{1}, rows: []float32{5, 6}, shape: score.Shape{Words: []float32{100}}, fold: 1}
	m := stackUp([]*example{a, b})
	mean := 0.0
	for _, w := range m.weight {
		mean += float64(w) / 3
	}
	if math.Abs(mean-1) > 1e-6 || m.rows != 3 || !slices.Equal(m.label, []float32{1, 0, 1}) {
		t.Errorf("%d rows of labels %v, mean weight %v", m.rows, m.label, mean)
	}
	if got := m.column(1, make([]float32, 3)); !slices.Equal(got, []float32{2, 4, 6}) {
		t.Errorf("column 1 is %v", got)
	}
	if got := m.use(func(e *example) bool { return e.fold == 1 }); !slices.Equal(got, []int32{2}) {
		t.Errorf("rows %v of fold 1", got)
	}
}
