// Package train makes the weights of the scorer from pages with gold.
//
//	gold directories -> blocks, features, labels -> boosting -> weights + report
//
// Sites never stand on both sides of a split. The same input gives the same
// bytes.
package train

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"matn/clean"
	"matn/clean/eval"
	"matn/clean/internal/score"
)

// Options rule a training.
type Options struct {
	Corpus string   // directory of gold directories
	Sets   []string // those to learn from
	Report []string // those to score as well, with the final weights
	Folds  int
	Quick  bool // a third of the trees, for comparing features
	Say    func(format string, args ...any)
}

func (o *Options) say(format string, args ...any) {
	if o.Say != nil {
		o.Say(format, args...)
	}
}

func (o *Options) learns(e *example) bool { return slices.Contains(o.Sets, e.page.Set) }

// Result is what a training gives.
type Result struct {
	Weights []byte
	Folds   [][]byte // weights that never saw the sites of a fold
	Reports []eval.SetReport
	Dropped []string // pages whose gold was not learned from, with the reason
	Gains   []Gain
}

// Gain is the share of a column in what a forest learned.
type Gain struct {
	Forest string // "page 1"
	Column string
	Share  float64
}

// Parameters of boosting, near those of the feasibility study, which found the
// result flat around them.
var (
	pageParams = [2]Params{
		{Trees: 150, Depth: 5, Rate: 0.1, Rows: 0.8, Columns: 0.25, MinWeight: 20, Lambda: 10, Bins: 128, Seed: 1},
		{Trees: 120, Depth: 5, Rate: 0.09, Rows: 0.8, Columns: 0.25, MinWeight: 20, Lambda: 10, Bins: 128, Seed: 2},
	}
	lineParams = [2]Params{
		{Trees: 130, Depth: 5, Rate: 0.1, Rows: 0.8, Columns: 0.3, MinWeight: 20, Lambda: 10, Bins: 64, Seed: 3},
		{Trees: 80, Depth: 5, Rate: 0.1, Rows: 0.8, Columns: 0.3, MinWeight: 20, Lambda: 10, Bins: 64, Seed: 4},
	}
)

// Run trains on all views and scores the whole pipeline by cross-validation.
func Run(ctx context.Context, o Options) (*Result, error) {
	r := &Result{}
	page, err := r.fit(o, pages, pageParams)
	if err != nil {
		return nil, err
	}
	line, err := r.fit(o, lines, lineParams)
	if err != nil {
		return nil, err
	}
	r.Weights = weights(page.forests, line.forests)
	for k := range o.Folds {
		r.Folds = append(r.Folds, weights(page.folds[k], line.folds[k]))
	}
	return r, r.score(ctx, o)
}

func (r *Result) fit(o Options, v view, p [2]Params) (*fit, error) {
	if o.Quick {
		p[0].Trees, p[1].Trees = p[0].Trees/3, p[1].Trees/3
		p[0].Rate, p[1].Rate = 2.5*p[0].Rate, 2.5*p[1].Rate
	}
	var examples []*example
	for _, set := range o.Sets {
		list, err := load(filepath.Join(o.Corpus, set), v, o.Folds)
		if err != nil {
			return nil, err
		}
		examples = append(examples, list...)
	}
	examples = slices.DeleteFunc(examples, func(e *example) bool { return len(e.label) == 0 })
	if len(examples) == 0 {
		return nil, fmt.Errorf("train: no pages in %s", o.Corpus)
	}
	if v == pages {
		r.Dropped = dropped(examples)
	}
	m := stackUp(examples)
	o.say("%d pages, %d blocks", len(examples), m.rows)
	f := fitView(m, o, p)
	name, groups := "page", score.Groups()
	if v == lines {
		name, groups = "line", score.LineGroups()
	}
	for k, g := range f.gain {
		r.Gains = append(r.Gains, gainsOf(fmt.Sprintf("%s %d", name, k+1), groups, g)...)
	}
	return f, nil
}

// score runs the whole pipeline over all sets: with the weights that never saw
// a page's site where the set was learned from.
func (r *Result) score(ctx context.Context, o Options) error {
	final, err := clean.New(clean.Options{Weights: r.Weights})
	if err != nil {
		return err
	}
	var blind []*clean.Cleaner
	for _, w := range r.Folds {
		c, err := clean.New(clean.Options{Weights: w})
		if err != nil {
			return err
		}
		blind = append(blind, c)
	}
	for _, set := range slices.Concat(o.Sets, o.Report) {
		list, err := eval.ReadSet(filepath.Join(o.Corpus, set), "")
		if err != nil {
			return err
		}
		pick := map[string]*clean.Cleaner{}
		for _, p := range list {
			pick[p.Path] = final
			if slices.Contains(o.Sets, set) {
				pick[p.Path] = blind[foldOf(eval.Site(p), o.Folds)]
			}
		}
		extract := func(in eval.Input) (eval.Result, error) { return eval.Clean(pick[in.Path])(in) }
		for _, text := range []bool{false, true} {
			mode := map[bool]string{false: eval.ModeHTML, true: eval.ModeText}[text]
			scores, err := eval.Run(ctx, list, extract, eval.Options{Text: text})
			if err != nil {
				return err
			}
			r.Reports = append(r.Reports, eval.Summarize(set, "matn", mode, scores))
		}
		o.say("scored %s", set)
	}
	return nil
}
