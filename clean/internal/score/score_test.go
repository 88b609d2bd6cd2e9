package score

import (
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// probabilities scores a copy of the blocks of a layout.
func probabilities(s *Scorer, l *dom.Layout, want Kind) []float32 {
	c := &dom.Layout{Elems: l.Elems, Blocks: slices.Clone(l.Blocks)}
	s.Blocks(c, dom.Hints{Titles: []string{"Old town under water"}}, want)
	p := make([]float32, len(c.Blocks))
	for i := range c.Blocks {
		p[i] = c.Blocks[i].P
	}
	return p
}

func TestBlocks_EmptyList(t *testing.T) {
	s := WithModel(drawnModel(3))
	for _, want := range []Kind{Auto, Article, Other} {
		if got := s.Blocks(&dom.Layout{}, dom.Hints{}, want); got != want {
			t.Errorf("no blocks are of kind %v, want %v", got, want)
		}
	}
	if got := probabilities(s, cutPage(t, "<p>"), Auto); len(got) != 0 {
		t.Errorf("an empty page has %v", got)
	}
}

// TestBlocks_TellsTheKind holds who says what kind a page is, and which forests
// score its blocks: lines are of any kind, unless they came clean.
func TestBlocks_TellsTheKind(t *testing.T) {
	const articlesSay, othersSay, linesSay = 1, 2, 3
	m := &Model{}
	m.Page[0].Bias, m.Page[1].Bias, m.Other.Bias = -1, articlesSay, othersSay+1 // onto what stage 1 says
	m.Line[1].Bias, m.Whole.Bias = linesSay, -9
	page, lines := cutPage(t, river), segment.Lines(bulletin)
	tests := []struct {
		name   string
		layout *dom.Layout
		kind   float32 // bias of the forest of kinds
		want   Kind
		taken  Kind
		says   float32
	}{
		{"told an article", page, -9, Article, Article, articlesSay},
		{"told anything", page, 9, Other, Other, othersSay},
		{"taken for an article", page, 0.9, Auto, Article, articlesSay},   // .71
		{"likely, but not enough", page, 0.8, Auto, Other, articlesSay},   // .69
		{"may be an article", page, -0.38, Auto, Other, articlesSay},      // .41
		{"taken for something else", page, -0.43, Auto, Other, othersSay}, // .39
		{"lines", lines, 9, Auto, Other, linesSay},
		{"lines of an article", lines, -9, Article, Article, linesSay},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m.Kind.Bias = tt.kind
			l := &dom.Layout{Elems: tt.layout.Elems, Blocks: slices.Clone(tt.layout.Blocks)}
			if got := WithModel(m).Blocks(l, dom.Hints{}, tt.want); got != tt.taken {
				t.Errorf("taken for %v, want %v", got, tt.taken)
			}
			for i := range l.Blocks {
				if l.Blocks[i].P != Sigmoid(tt.says) {
					t.Fatalf("P of block %d is %v, want %v", i, l.Blocks[i].P, Sigmoid(tt.says))
				}
			}
		})
	}
}

// TestBlocks_TextThatCameClean holds from which probability on text is taken for
// a body alone, and that blank lines between its blocks speak for that, but for
// chrome among them, and that code of several lines does where they are.
func TestBlocks_TextThatCameClean(t *testing.T) {
	tests := []struct {
		p       float32
		lines   []string
		printed bool
		want    Kind
	}{
		{0.95, bulletin, false, Whole}, {0.85, bulletin, false, Other}, {0.95, bulletin, true, Whole}, {0.15, bulletin, true, Other},
		{0.15, bulletin[1:5], true, Whole}, {0.05, bulletin[1:5], true, Other},
		{0.01, []string{"one", "for x\n  print"}, true, Whole}, {0.01, []string{"one", "for x\n  print"}, false, Other},
	}
	m := &Model{}
	for _, tt := range tests {
		m.Whole.Bias = float32(math.Log(float64(tt.p / (1 - tt.p))))
		l := segment.Lines(tt.lines)
		l.Printed = tt.printed
		for i := range l.Blocks {
			if strings.Contains(tt.lines[i], "\n") {
				l.Blocks[i].Kind, l.Blocks[i].Text = block.Code, tt.lines[i]
			}
		}
		for _, want := range []Kind{Auto, Other} {
			if got := WithModel(m).Blocks(l, dom.Hints{}, want); got != tt.want {
				t.Errorf("text of p %v, %d lines, printed %v, is taken for %v, want %v", tt.p, len(tt.lines), tt.printed, got, tt.want)
			}
		}
	}
	page := cutPage(t, river)
	if got := WithModel(m).Blocks(page, dom.Hints{}, Article); got != Article {
		t.Errorf("a page is taken for %v", got)
	}
}

// TestBlocks_TrainedWeightsTellTextFromMenu is the least that weights must do.
func TestBlocks_TrainedWeightsTellTextFromMenu(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	l := cutPage(t, newsPage(1_000))
	s.Blocks(l, dom.Hints{}, Article)
	var prose, links pile
	for i := range l.Blocks {
		b := &l.Blocks[i]
		if b.LinkChars == b.Chars {
			links.add(b.P, float32(b.Words))
		} else if b.Chars >= longChars {
			prose.add(b.P, float32(b.Words))
		}
	}
	if prose.n < 5 || links.n < 5 || prose.byWords() < 0.7 || links.byWords() > 0.3 {
		t.Errorf("mean P of %v paragraphs is %v, of %v links %v", prose.n, prose.byWords(), links.n, links.byWords())
	}
}

// TestBlocks_NoArticleWithoutText holds that a page without a block of text above
// the cut of news is not taken for an article, unless it is said to be one.
func TestBlocks_NoArticleWithoutText(t *testing.T) {
	m := &Model{}
	m.Kind.Bias = 9
	for bias, taken := range map[float32]Kind{-0.1: Article, -0.3: Other} { // .475 and .426
		m.Page[1].Bias = bias
		for want, taken := range map[Kind]Kind{Auto: taken, Article: Article} {
			if got := WithModel(m).Blocks(cutPage(t, river), dom.Hints{}, want); got != taken {
				t.Errorf("bias %v, told %v: taken for %v, want %v", bias, want, got, taken)
			}
		}
	}
	m.Page[1].Bias = 1
	if got := WithModel(m).Blocks(cutPage(t, "<p>Home<p>About us"), dom.Hints{}, Auto); got != Other {
		t.Errorf("two short lines are taken for %v", got)
	}
}

// TestBlocks_OthersCorrectStage1 holds that stage 2 of pages that are no articles
// adds to the log-odds of stage 1, block by block.
func TestBlocks_OthersCorrectStage1(t *testing.T) {
	m := drawnModel(6)
	page := cutPage(t, river)
	n, f := len(page.Blocks), &Features{}
	f.Read(page, dom.Hints{Titles: []string{"Old town under water"}})
	first, odds, more := make([]float32, n), make([]float32, n), make([]float32, n)
	m.Page[0].Predict(first, f.Rows(0, n, nil), f.Width())
	m.Page[0].Score(odds, f.Rows(0, n, nil), f.Width())
	f.Stack(first)
	m.Other.Score(more, f.Rows(0, n, first), f.Width())
	for i, p := range probabilities(WithModel(m), page, Other) {
		if want := Sigmoid(odds[i] + more[i]); p != want {
			t.Errorf("block %d: P %v, want %v", i, p, want)
		}
	}
}

// TestBlocks_PiecesChangeNothing scores a page of more blocks than rows are held
// of at once, as a whole by hand and in pieces by the Scorer.
func TestBlocks_PiecesChangeNothing(t *testing.T) {
	m := drawnModel(6)
	page := cutPage(t, strings.Repeat(`<h2>Old town</h2><p>A line about the town, <b>and</b> more of it so that it is long.</p>
		<ul class="menu"><li><a href="/">Home</a></ul><div><p>A short one.</div>`, 5_000))
	flat := &dom.Layout{Blocks: page.Blocks}
	if len(page.Blocks) != 20_000 {
		t.Fatalf("the page has %d blocks", len(page.Blocks))
	}
	for name, v := range map[string]struct {
		layout  *dom.Layout
		forests *[2]Forest
	}{"page": {page, &m.Page}, "lines": {flat, &m.Line}} {
		n := len(v.layout.Blocks)
		f := &Features{}
		f.Read(v.layout, dom.Hints{Titles: []string{"Old town under water"}})
		first, second := make([]float32, n), make([]float32, n)
		v.forests[0].Predict(first, f.Rows(0, n, nil), f.Width())
		f.Stack(first)
		v.forests[1].Predict(second, f.Rows(0, n, first), f.Width())
		if got := probabilities(WithModel(m), v.layout, Article); !slices.Equal(got, second) {
			t.Errorf("%s: probabilities in pieces are others", name)
		}
	}
}

// TestBlocks_ScratchLeavesNoTrace scores pages of all shapes one after the
// other, and again, and from many goroutines.
func TestBlocks_ScratchLeavesNoTrace(t *testing.T) {
	layouts := []*dom.Layout{
		cutPage(t, river), segment.Lines(bulletin), cutPage(t, newsPage(40_000)), cutPage(t, "<p>alone"),
		segment.Lines([]string{"one line"}), cutPage(t, newsPage(3_000)), hostileLayout(1), hostileLayout(2),
	}
	m := drawnModel(8)
	want := make([][]float32, len(layouts))
	for i, l := range layouts {
		want[i] = probabilities(WithModel(m), l, Auto) // a Scorer of its own: clean scratch
	}
	s := WithModel(m)
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			rng := newRand(uint64(g))
			for range 30 {
				i := rng.IntN(len(layouts))
				if got := probabilities(s, layouts[i], Auto); !slices.Equal(got, want[i]) {
					t.Errorf("layout %d: probabilities depend on what was scored before", i)
				}
			}
		})
	}
	all.Wait()
}

// hostileLayout is a tree and blocks drawn at random, with values that no page
// has.
func hostileLayout(seed uint64) *dom.Layout {
	rng := newRand(seed)
	tags := []atom.Atom{atom.Div, atom.P, atom.A, atom.Article, atom.H1, atom.Li, atom.Nav, atom.Td, atom.Img, 0}
	numbers := []int32{0, 1, 2, 7, 60, 300, 1 << 20, math.MaxInt32, -1}
	texts := []string{"", "x", "...", "\xff\xfe", "Old town", strings.Repeat("word, and ", 40), "؟!؟!", "\x00"}
	number := func() int32 { return numbers[rng.IntN(len(numbers))] }
	l := &dom.Layout{Elems: []dom.Elem{{Node: &html.Node{Data: "html"}, Parent: -1, Tag: atom.Html}}}
	open := []int32{0}
	for range rng.IntN(200) {
		for len(open) > 1 && rng.IntN(2) == 0 {
			open = open[:len(open)-1]
		}
		up := open[len(open)-1]
		l.Elems = append(l.Elems, dom.Elem{Node: &html.Node{Data: "x-y"}, Parent: up, Depth: l.Elems[up].Depth + 1,
			Tag: tags[rng.IntN(len(tags))], Hidden: rng.IntN(9) == 0, Cats: dom.Cats(1) << rng.IntN(40), Path: rng.Uint64N(9)})
		open = append(open, int32(len(l.Elems)-1))
	}
	for e := len(l.Elems) - 1; e >= 0; e-- { // End: behind the last descendant
		l.Elems[e].End = max(l.Elems[e].End, int32(e+1))
		if up := l.Elems[e].Parent; up >= 0 {
			l.Elems[up].End = max(l.Elems[up].End, l.Elems[e].End)
		}
	}
	for range 1 + rng.IntN(80) {
		b := block.Block{Text: texts[rng.IntN(len(texts))], Kind: block.Kind(rng.IntN(9)), Level: uint8(rng.IntN(256)),
			Elem: rng.Int32N(int32(len(l.Elems))+1) - 1, Words: number(), Chars: number(), LinkChars: number(), Links: number()}
		if rng.IntN(3) == 0 {
			b.Spans = []block.Span{{Start: number(), End: number(), Mark: block.Strong}, {End: 3, Mark: block.Link}}
		}
		l.Blocks = append(l.Blocks, b)
	}
	if seed%3 == 0 {
		l.Elems = nil
	}
	return l
}

// checkFinite holds that every column of every row is a number, and every P a
// probability.
func checkFinite(t *testing.T, s *Scorer, l *dom.Layout, h dom.Hints) {
	t.Helper()
	p := probabilities(s, l, Auto)
	for i, v := range p {
		if !(v > 0 && v <= 1) {
			t.Fatalf("P of block %d is %v", i, v)
		}
	}
	sheet := readSheet(l, h, p)
	for k, v := range sheet.rows {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			for name, c := range sheet.at {
				if c == k%sheet.width {
					t.Fatalf("%q of block %d is %v", name, k/sheet.width, v)
				}
			}
		}
	}
}

func TestFeatures_FiniteForHostileValues(t *testing.T) {
	s := WithModel(drawnModel(4))
	for seed := range uint64(300) {
		l := hostileLayout(seed)
		checkFinite(t, s, l, dom.Hints{Titles: []string{"Old town", ""}, Description: strings.Repeat("word ", 30),
			Bodies: []string{strings.Repeat("word and ", 60)}, Kinds: math.MaxUint16})
	}
}

// FuzzFeatures: the rows of any page, and of its lines, are numbers.
func FuzzFeatures(f *testing.F) {
	f.Add([]byte(river))
	f.Add([]byte(newsPage(2_000)))
	f.Add([]byte("<noscript><p>" + strings.Repeat("a b, ", 100) + "<table><tr><td>1<td>2<li hidden><h6>x<p aria-hidden=true>"))
	f.Add([]byte("a\nb\n\n" + strings.Join(bulletin, "\n")))
	s := WithModel(drawnModel(4))
	f.Fuzz(func(t *testing.T, b []byte) {
		hints := dom.Hints{Titles: []string{string(b[:min(len(b), 80)])}, Bodies: []string{string(b)}, Description: string(b)}
		checkFinite(t, s, cutPage(t, string(b), string(b)), hints)
		checkFinite(t, s, segment.Text(string(b)), hints)
	})
}

// allocated is the number of bytes that do allocates.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestBlocks_AMillionTinyBlocks bounds what a page of very many blocks costs in
// memory, with elements and as lines.
func TestBlocks_AMillionTinyBlocks(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("a million blocks take minutes under -race; left out with -short")
	}
	const n, most = 1_000_000, 800 // bytes a block
	node := &html.Node{Data: "p"}
	l := &dom.Layout{Elems: make([]dom.Elem, 1, n+1), Blocks: make([]block.Block, n)}
	l.Elems[0] = dom.Elem{Node: node, Parent: -1, End: n + 1, Tag: atom.Body}
	for i := range l.Blocks {
		l.Elems = append(l.Elems, dom.Elem{Node: node, End: int32(i + 2), Depth: 1, Tag: atom.P, Path: 5})
		l.Blocks[i] = block.Block{Text: "tiny", Elem: int32(i + 1), Words: 1, Chars: 4}
	}
	s := WithModel(drawnModel(1))
	for _, name := range []string{"page", "lines"} {
		if got := allocated(func() { s.Blocks(l, dom.Hints{}, Auto) }); got > n*most {
			t.Errorf("%s: %d bytes a block, want %d at most", name, got/n, most)
		}
		if p := l.Blocks[n/2].P; !(p > 0 && p < 1) {
			t.Errorf("%s: P is %v", name, p)
		}
		for i := range l.Blocks {
			l.Blocks[i].Elem = -1
		}
		l.Elems = nil
	}
}

// TestBlocks_ALineOf50MB bounds what one huge line costs in memory.
func TestBlocks_ALineOf50MB(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("50 MB take minutes under -race; left out with -short")
	}
	const size, most = 50_000_000, 6 // bytes a byte
	text := strings.Repeat("some words, ", size/12)
	l := segment.Lines([]string{text})
	s := WithModel(drawnModel(1))
	if got := allocated(func() { s.Blocks(l, dom.Hints{}, Auto) }); got > size*most {
		t.Errorf("%d bytes for each byte of the line, want %d at most", got/size, most)
	}
	if p := l.Blocks[0].P; !(p > 0 && p < 1) {
		t.Errorf("P is %v", p)
	}
}
