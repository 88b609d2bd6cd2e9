package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matn/clean/eval"
)

const story = `<!doctype html><html lang="en"><head><title>Harbour closed after storm</title>
<meta property="og:title" content="Harbour closed after storm"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Harbour closed after storm</h1>
<p>The harbour was closed on Monday after the storm damaged two of its cranes, the port authority said in a statement.</p>
<p>Ships will be sent to the next port along the coast until the end of the week, it added, and ferries will not run.</p>
<p>Engineers hope to have the first crane working again by Thursday, when the wind is expected to drop to a breeze.</p>
<p>The storm was the third this winter, and the worst that people on this part of the coast can remember, they said.</p>
</article></body></html>`

func TestPeers_EachFindsAPlainArticle(t *testing.T) {
	peers, err := allPeers()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range peers {
		t.Run(p.name, func(t *testing.T) {
			in := eval.Input{HTML: []byte(story)}
			r, err := p.extract(in)
			if err != nil || strings.Count(r.Body, "\n") < 3 || !strings.Contains(r.Body, "ferries will not run.") || r.Title != "Harbour closed after storm" {
				t.Errorf("got %+v, %v", r, err)
			}
			if err := p.call(in); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCompare_CountsPanicsAndPagesOutOfTime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "set")
	for _, id := range []string{"a", "b", "c"} {
		write(t, filepath.Join(dir, "html", id+".html"), id)
		write(t, filepath.Join(dir, "gold", id+".json"), `{"body": "`+id+`", "page_type": "news"}`)
	}
	pages, err := eval.ReadSet(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	hold := make(chan struct{})
	defer close(hold)
	odd := func(in eval.Input) (eval.Result, error) {
		switch string(in.HTML) {
		case "a":
			panic("a")
		case "b":
			<-hold
		}
		return eval.Result{Body: string(in.HTML)}, nil
	}
	p := peer{"odd", odd, func(in eval.Input) error { _, err := odd(in); return err }}
	rows, err := compare(context.Background(), []peer{p}, pages, options{limit: 20 * time.Millisecond, runs: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := rows[0]
	if r.panics != 1 || r.timeouts != 1 || r.cost.Pages != 2 {
		t.Errorf("%d panics, %d out of time, cost of %d pages", r.panics, r.timeouts, r.cost.Pages)
	}
	var b strings.Builder
	if err := writeTable(&b, "set", "news", rows); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"**set, news**, 3 pages", "| odd | 0.333 |", "| html.Parse alone |", "odd: 1 panics, 1 pages out of time."} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}

func TestCalm_PanicEndsThePageOnly(t *testing.T) {
	var p *eval.PanicError
	if _, err := calm(func(eval.Input) error { panic("x") })(eval.Input{}); !errors.As(err, &p) {
		t.Errorf("got %v", err)
	}
}

func TestOfType(t *testing.T) {
	news := eval.Page{ID: "n", Gold: eval.Gold{PageType: eval.Field{Value: "news"}}}
	if got := ofType([]eval.Page{{ID: "x"}, news}, "news"); len(got) != 1 || got[0].ID != "n" {
		t.Errorf("got %v", got)
	}
	if got := ofType([]eval.Page{news}, ""); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
