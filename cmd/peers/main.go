// Command peers runs matn and the other extractors written in Go over the same
// gold, in one run, and prints a table in Markdown:
//
//	cd cmd/peers && go run . DIR...
//
// Gold directories are those of matn eval, and so are the measures. Every
// extractor is given the bytes as captured. What it finds is flattened to lines
// by one and the same rule, since some glue words together in their own plain
// text; the cost is that of the extractor's call alone. It is a module of its
// own, so that matn does not depend on its peers.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"matn/clean/eval"
)

type options struct {
	only  string
	kind  string
	limit time.Duration
	runs  int
	jobs  int
}

func main() {
	var o options
	flag.StringVar(&o.only, "only", "", "score only pages whose ID matches this pattern")
	flag.StringVar(&o.kind, "type", "", "score only pages of this page_type, such as news")
	flag.DurationVar(&o.limit, "limit", time.Minute, "time for one page; longer is a failure")
	flag.IntVar(&o.runs, "runs", 3, "measure the cost so many times and take the least; 0: do not measure")
	flag.IntVar(&o.jobs, "jobs", 0, "pages at a time; 0: one a CPU")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: peers [flags] DIR...")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, flag.Args(), o); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, dirs []string, o options) error {
	peers, err := allPeers()
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		pages, err := eval.ReadSet(dir, o.only)
		if err != nil {
			return err
		}
		if pages = ofType(pages, o.kind); len(pages) == 0 {
			return fmt.Errorf("no pages of type %q in %s", o.kind, dir)
		}
		rows, err := compare(ctx, peers, pages, o)
		if err != nil {
			return err
		}
		if err := writeTable(os.Stdout, pages[0].Set, o.kind, rows); err != nil {
			return err
		}
	}
	return nil
}

func ofType(pages []eval.Page, kind string) []eval.Page {
	if kind == "" {
		return pages
	}
	var list []eval.Page
	for _, p := range pages {
		if p.Gold.PageType.Value == kind {
			list = append(list, p)
		}
	}
	return list
}

// row is what one extractor reached.
type row struct {
	name             string
	report           eval.SetReport
	cost             eval.Cost
	panics, timeouts int
}

// compare scores every peer, then measures all of them side by side on the
// pages that none of them hung on.
func compare(ctx context.Context, peers []peer, pages []eval.Page, o options) ([]row, error) {
	rows := make([]row, len(peers))
	hung := map[string]bool{}
	for i, p := range peers {
		rows[i].name = p.name
		fmt.Fprintf(os.Stderr, "%s: %s\n", pages[0].Set, p.name)
		scores, err := eval.Run(ctx, pages, eval.Guard(p.extract, o.limit), eval.Options{Jobs: o.jobs})
		if err != nil {
			return nil, err
		}
		rows[i].report = eval.Summarize(pages[0].Set, p.name, eval.ModeHTML, scores)
		rows[i].count(scores, hung)
	}
	if o.runs == 0 {
		return rows, nil
	}
	var works []eval.Extract
	for _, p := range peers {
		works = append(works, calm(p.call))
	}
	costs, err := eval.MeasureCost(ctx, without(pages, hung), works, false, o.runs)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].cost = costs[i]
	}
	return rows, nil
}

// count tells panics from pages that took too long.
func (r *row) count(scores []eval.Score, hung map[string]bool) {
	for _, s := range scores {
		var p *eval.PanicError
		switch {
		case errors.Is(s.Failure, eval.ErrTimeout):
			r.timeouts++
			hung[s.ID] = true
		case errors.As(s.Failure, &p):
			r.panics++
		}
	}
}

func without(pages []eval.Page, hung map[string]bool) []eval.Page {
	var list []eval.Page
	for _, p := range pages {
		if !hung[p.ID] {
			list = append(list, p)
		}
	}
	return list
}

// calm makes an extractor of a bare call: no result is looked at, and a panic
// ends the page only.
func calm(call func(eval.Input) error) eval.Extract {
	return func(in eval.Input) (r eval.Result, err error) {
		defer func() {
			if v := recover(); v != nil {
				err = &eval.PanicError{Value: v}
			}
		}()
		return eval.Result{}, call(in)
	}
}
