package eval_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"matn/clean/eval"
)

// words keeps every line that has a letter: the simplest extractor.
func keepAll(in eval.Input) (eval.Result, error) {
	lines := in.Lines
	if lines == nil {
		var err error
		if lines, err = eval.Flatten(in.HTML); err != nil {
			return eval.Result{}, err
		}
	}
	return eval.Result{Body: strings.Join(lines, "\n")}, nil
}

func threePages(t *testing.T) []eval.Page {
	t.Helper()
	dir := goldDir(t, map[string]string{
		"html/x-01.html": "<p>a b c d</p>", "gold/x-01.json": `{"body": "a b c d", "page_type": "news"}`,
		"html/x-02.html": "<p>a b</p><p>c d</p>", "gold/x-02.json": `{"body": "a b", "page_type": "news"}`,
		"html/y-01.html": "<p>e f</p>", "gold/y-01.json": `{"body": "", "page_type": "blog", "lang": "ar"}`,
		"html/z-01.html": "<p>e f</p>", "gold/z-01.json": `{"body": "e f g h", "page_type": "blog", "lang": "ar"}`,
	})
	pages, err := eval.ReadSet(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func TestRun_SummaryByHand(t *testing.T) {
	var done atomic.Int32
	scores, err := eval.Run(context.Background(), threePages(t), keepAll, eval.Options{Jobs: 3, Progress: func() { done.Add(1) }})
	if err != nil || done.Load() != 4 {
		t.Fatalf("%d pages done, %v", done.Load(), err)
	}
	r := eval.Summarize("set", "all", eval.ModeHTML, scores)
	// F1: x-01 1; x-02 TP 2 FP 2: 4/6; y-01 empty gold; z-01 TP 2 FN 2: 4/6.
	// Mean of three: (1+2/3+2/3)/3 = 7/9; of four with the empty one: 7/12.
	// Sites: x 5/6, z 2/3: 3/4 (y has no page that is scored).
	// Shingle P 1, 0 (abcd for ab), 0 (ef for efgh): mean 1/3, R the same.
	checkValues(t, r.All.Values, eval.Values{
		eval.WordF1: 7.0 / 9, eval.WordF1EmptyZero: 7.0 / 12, eval.SiteWordF1: 0.75,
		eval.Exact: 1.0 / 3, eval.Failed: 0, eval.ShingleF1OfMeans: 1.0 / 3,
	})
	if r.EmptyGold != 1 || r.All.Pages != 4 || r.All.N[eval.WordF1] != 3 || r.All.N[eval.SiteWordF1] != 2 {
		t.Errorf("counts %+v, empty %d", r.All.N, r.EmptyGold)
	}
	checkValues(t, r.ByType["news"].Values, eval.Values{eval.WordF1: 5.0 / 6})
	checkValues(t, r.ByLanguage["ar"].Values, eval.Values{eval.WordF1: 2.0 / 3})
	if worst := r.Worst(1); len(worst) != 1 || worst[0].ID != "x-02" || len(worst[0].Extra) != 1 || worst[0].Extra[0] != "c d" {
		t.Errorf("worst %+v", worst)
	}
}

func TestSummarize_NullBodyCountsAsEmptyBesideOthers(t *testing.T) {
	known := eval.ScorePage(eval.Page{ID: "a", Gold: goldBody("a b")}, eval.Result{Body: "a b"}, nil)
	unknown := eval.ScorePage(eval.Page{ID: "b"}, eval.Result{Body: "a b"}, nil)
	r := eval.Summarize("set", "x", eval.ModeHTML, []eval.Score{known, unknown})
	checkValues(t, r.All.Values, eval.Values{eval.WordF1: 1, eval.WordF1EmptyZero: 0.5})
	r = eval.Summarize("set", "x", eval.ModeHTML, []eval.Score{unknown})
	checkValues(t, r.All.Values, eval.Values{eval.WordF1: none, eval.WordF1EmptyZero: none})
}

func TestRun_TextGivesLinesAndNoTags(t *testing.T) {
	scores, err := eval.Run(context.Background(), threePages(t), func(in eval.Input) (eval.Result, error) {
		if in.HTML != nil || in.Lines == nil {
			return eval.Result{}, errors.New("tags handed on")
		}
		return keepAll(in)
	}, eval.Options{Text: true})
	if err != nil {
		t.Fatal(err)
	}
	r := eval.Summarize("set", "all", eval.ModeText, scores)
	// Lines: x-01 1 of 1; x-02 TP 1 FP 1: 2/3; z-01 1 of 1 ("e f", half of gold).
	checkValues(t, r.All.Values, eval.Values{eval.LineF1: 8.0 / 9, eval.Failed: 0})
}

func TestRun_ErrorCountsAsEmpty(t *testing.T) {
	scores, err := eval.Run(context.Background(), threePages(t), func(eval.Input) (eval.Result, error) {
		return eval.Result{Body: "a b c d"}, errors.New("no such luck")
	}, eval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkValues(t, eval.Summarize("set", "x", eval.ModeHTML, scores).All.Values, eval.Values{eval.WordF1: 0, eval.Failed: 1})
	if scores[0].Error != "no such luck" {
		t.Errorf("error %q", scores[0].Error)
	}
}

func TestRun_WritesBodies(t *testing.T) {
	out := t.TempDir()
	if _, err := eval.Run(context.Background(), threePages(t), keepAll, eval.Options{Out: out}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(out, "set", "x-02.txt"))
	if err != nil || string(b) != "a b\nc d\n" {
		t.Errorf("got %q, %v", b, err)
	}
}

func TestRun_StopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := eval.Run(ctx, threePages(t), keepAll, eval.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestGuard(t *testing.T) {
	panics := eval.Guard(func(eval.Input) (eval.Result, error) { panic("boom") }, time.Minute)
	var p *eval.PanicError
	if _, err := panics(eval.Input{}); !errors.As(err, &p) || p.Value != "boom" {
		t.Errorf("panic gives %v", err)
	}
	hold := make(chan struct{})
	defer close(hold)
	hangs := eval.Guard(func(eval.Input) (eval.Result, error) { <-hold; return eval.Result{}, nil }, time.Millisecond)
	if _, err := hangs(eval.Input{}); !errors.Is(err, eval.ErrTimeout) {
		t.Errorf("hanging gives %v", err)
	}
	if r, err := eval.Guard(keepAll, time.Minute)(eval.Input{Lines: []string{"a"}}); err != nil || r.Body != "a" {
		t.Errorf("good one gives %v, %v", r, err)
	}
}

func TestMeasureCost_CountsWorkAgainstParsing(t *testing.T) {
	// A page of thousands of allocations: what the runtime allocates beside it,
	// more so under the race detector, is nothing to that.
	body := strings.Repeat("<p>one <b>two</b> three</p>\n", 2000)
	pages, err := eval.ReadSet(goldDir(t, map[string]string{
		"html/long-01.html": body, "gold/long-01.json": `{"body": "one two three"}`,
	}), "")
	if err != nil {
		t.Fatal(err)
	}
	twice := func(in eval.Input) (eval.Result, error) {
		for range 2 {
			if _, err := html.Parse(bytes.NewReader(in.HTML)); err != nil {
				return eval.Result{}, err
			}
		}
		return eval.Result{}, nil
	}
	costs, err := eval.MeasureCost(context.Background(), pages, []eval.Extract{twice}, false, 2)
	if err != nil {
		t.Fatal(err)
	}
	// Parsing twice allocates twice as often.
	if c := costs[0]; c.Pages != 1 || c.Runs != 2 || c.AllocRatio < 1.9 || c.AllocRatio > 2.1 || c.PageBytes < float64(len(body)) {
		t.Errorf("cost %+v", c)
	}
}

func TestReport_JSONIsFlat(t *testing.T) {
	scores, err := eval.Run(context.Background(), threePages(t), keepAll, eval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(eval.Summarize("set", "all", eval.ModeHTML, scores))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Set string
		All struct {
			Pages  int
			WordF1 float64        `json:"word_f1"`
			N      map[string]int `json:"n"`
		}
		ByType map[string]struct{ Pages int } `json:"by_type"`
		Scores []struct{ ID string }
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Set != "set" || doc.All.Pages != 4 || !near(doc.All.WordF1, 7.0/9) || doc.All.N["word_f1"] != 3 ||
		doc.ByType["news"].Pages != 2 || len(doc.Scores) != 4 {
		t.Errorf("%s", b)
	}
}

func TestWriteTable(t *testing.T) {
	scores, err := eval.Run(context.Background(), threePages(t), keepAll, eval.Options{Text: true})
	if err != nil {
		t.Fatal(err)
	}
	r := eval.Summarize("set", "matn", eval.ModeText, scores)
	rule := eval.Summarize("set", "c4", eval.ModeText, scores)
	r.Rule = &rule
	var b bytes.Buffer
	if err := r.WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	if err := r.WriteWorst(&b, 1); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"set, matn (text): 4 pages", "all, c4", "0.7778", "line F1",
		"1 pages have empty gold and are left out; counted as 0, word F1 is 0.5833",
		"x-02  F1 0.6667  P 0.5000  R 1.0000", "  + c d",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}

func TestFloors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "floors.json")
	write := func(s string) {
		if err := os.WriteFile(file, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(`[
		{"set": "set", "measure": "word_f1", "min": 0.7},
		{"set": "set", "page_type": "news", "measure": "word_f1", "min": 0.9},
		{"set": "set", "measure": "leaked_lines", "max": 0.1},
		{"set": "set", "measure": "title", "min": 0.1},
		{"set": "set", "mode": "text", "measure": "word_f1", "min": 1},
		{"set": "other", "measure": "word_f1", "min": 1}]`)
	floors, err := eval.ReadFloors(file)
	if err != nil {
		t.Fatal(err)
	}
	scores, err := eval.Run(context.Background(), threePages(t), keepAll, eval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	broken, checked := eval.CheckFloors(floors, []eval.SetReport{eval.Summarize("set", "x", eval.ModeHTML, scores)})
	var got []string
	for _, b := range broken {
		got = append(got, b.Error())
	}
	want := "eval: floor set/html page_type=news word_f1 >= 0.9: got 0.8333\n" +
		"eval: floor set/html leaked_lines <= 0.1: got 0.3333\n" +
		"eval: floor set/html title >= 0.1: no page has it"
	if checked != 4 || strings.Join(got, "\n") != want {
		t.Errorf("%d checked, broken:\n%s\nwant:\n%s", checked, strings.Join(got, "\n"), want)
	}

	for content, want := range map[string]string{
		"[\n{]":                          "floors.json:2: invalid character",
		`[{"set": "a", "measure": "x"}]`: "floor 1: a/html x has neither min nor max",
		`[{"measure": "x", "min": 1}]`:   "set and measure are required",
		`[{"set":"a","measure":"x","mode":"pdf","min":1}]`: "mode is html or text",
	} {
		write(content)
		if _, err := eval.ReadFloors(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives %v, want %q", content, err, want)
		}
	}
}
