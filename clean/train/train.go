// Package train makes the weights of the scorer from pages with gold.
//
//	gold directories -> blocks, features, labels -> boosting -> weights + report
//
// Sites never stand on both sides of a split, but for those of hosts, whose lines
// are chrome around articles of others. The same input gives the same bytes.
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
	Corpus   string   // directory of gold directories
	Sets     []string // those to learn from
	Pages    []string // further ones that the forests of pages learn from
	Lines    []string // further ones that the forests of flattened text learn from
	Hosts    string   // set of pages without gold whose lines articles are put among; "" for none
	Snippets []string // sets of which gold is snippets, that the forests of pages learn from as well
	Report   []string // those to score as well, with the final weights
	Folds    int      // of the cross-validation, 2 at least
	Quick    bool     // a third of the trees, for comparing features
	Ablate   bool     // measure what columns, sets and stages are worth
	Only     string   // what to train: OnlyPages or OnlyLines; "" for both
	Base     *Result  // weights to take the other part from under Only; nil for those that matn has

	// Say is told how far it is, by one goroutine at a time; nil for nobody.
	Say func(format string, args ...any)
}

// What Options.Only takes.
const (
	OnlyPages = "pages"
	OnlyLines = "lines"
)

// trains reports whether a part is to be trained.
func (o *Options) trains(part score.Part) bool { return o.Only == "" || o.Only == part.String() }

// check says what of the options cannot be.
func (o *Options) check() error {
	switch {
	case o.Folds < 2:
		return fmt.Errorf("train: %d folds, want 2 at least", o.Folds)
	case o.Only != "" && o.Only != OnlyPages && o.Only != OnlyLines:
		return fmt.Errorf("train: only %q, want %s, %s or nothing", o.Only, OnlyPages, OnlyLines)
	case o.Base != nil && len(o.Base.Folds) != o.Folds:
		return fmt.Errorf("train: weights to keep of %d folds, want %d", len(o.Base.Folds), o.Folds)
	}
	return nil
}

func (o *Options) say(format string, args ...any) {
	if o.Say != nil {
		o.Say(format, args...)
	}
}

// Result is what a training gives.
type Result struct {
	Weights []byte
	Folds   [][]byte // weights that never saw the sites of a fold
	Reports []eval.SetReport
	Dropped []string // pages whose gold was not learned from, with the reason
	Gains   []Gain
	Corpora []Corpus   // of pages
	Tables  []Measured // what ablation found
}

// Gain is the share of a column in what a forest learned.
type Gain struct {
	Forest string // "page 1"
	Column string
	Share  float64
}

// Parameters of boosting, chosen on wcxb-dev, which found the
// result flat around them.
var (
	pageParams = []Params{
		{Trees: 200, Depth: 6, Rate: 0.08, Rows: 0.8, Easy: 0.5, Columns: 0.2, MinWeight: 40, Lambda: 40, Bins: 128, Seed: 1},
		// Pages that are no articles differ more, and there are fewer of them: what
		// stage 2 learned of them by itself was worse than stage 1.
		{Trees: 200, Depth: 5, Rate: 0.06, Rows: 0.5, Easy: 0.25, Columns: 0.5, MinWeight: 100, Lambda: 100, Bins: 128, Stack: true, Articles: true, Seed: 2},
		{Trees: 60, Depth: 5, Rate: 0.1, Rows: 0.5, Easy: 0.25, Columns: 0.5, MinWeight: 1500, Lambda: 1500, Bins: 128, Stack: true, Onto: true, Seed: 2},
	}
	// Three times the trees at a rate as much lower was no better on unseen sites.
	lineParams = []Params{
		{Trees: 51, Depth: 6, Rate: 0.21, Rows: 0.4, Easy: 0.3, Columns: 0.3, MinWeight: 8, Lambda: 5, Bins: 64, Seed: 3, Seeds: 2},
		{Trees: 38, Depth: 5, Rate: 0.21, Rows: 0.4, Easy: 0.3, Columns: 0.3, MinWeight: 8, Lambda: 5, Bins: 64, Seed: 4, Seeds: 2},
	}
)

// kindParams rule the forest that tells articles.
var kindParams = Params{Trees: 60, Depth: 3, Rate: 0.1, Rows: 0.7, Columns: 0.15, MinWeight: 4, Lambda: 5, Bins: 64, Seed: 5}

// Run trains all forests, on all pages and for each fold without its sites. It
// fails when a set cannot be read, or none holds a page.
func Run(o Options) (*Result, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	r := &Result{}
	models := make([]score.Model, o.Folds+1) // that of all pages, then of each fold
	if o.trains(score.Pages) {
		if err := r.trainPages(o, models); err != nil {
			return nil, err
		}
	}
	if o.trains(score.Lines) {
		if err := r.trainLines(o, models); err != nil {
			return nil, err
		}
	}
	for k := range models {
		var file []byte
		for _, part := range []score.Part{score.Pages, score.Lines} {
			b, err := o.part(&models[k], part, k)
			if err != nil {
				return nil, err
			}
			file = append(file, b...)
		}
		if k == 0 {
			r.Weights = file
		} else {
			r.Folds = append(r.Folds, file)
		}
	}
	return r, nil
}

// part is the bytes of a part: as trained, or as they are kept. Number 0 is the
// model of all pages, k that of fold k-1.
func (o *Options) part(m *score.Model, part score.Part, k int) ([]byte, error) {
	switch {
	case o.trains(part):
		return m.Encode(part), nil
	case o.Base == nil:
		own, err := score.Weights()
		if err != nil {
			return nil, err
		}
		return score.CutPart(own, part)
	case k == 0:
		return score.CutPart(o.Base.Weights, part)
	}
	return score.CutPart(o.Base.Folds[k-1], part)
}

// Part returns one part of a file of weights, OnlyPages or OnlyLines, packed as
// matn embeds it.
func Part(weights []byte, only string) ([]byte, error) {
	part := score.Pages
	if only == OnlyLines {
		part = score.Lines
	}
	b, err := score.CutPart(weights, part)
	if err != nil {
		return nil, err
	}
	return score.Pack(b), nil
}

func (r *Result) trainPages(o Options, models []score.Model) error {
	o.Sets = slices.Concat(o.Sets, o.Pages)
	m, err := r.read(o, pages)
	if err != nil {
		return err
	}
	names, blind := fitAllNames(m.examples, o.Folds)
	kind, kinds := fitKind(m.examples, o, kindParams)
	thin := fitThin(m, o)
	r.Dropped = append(r.Dropped, doubt(m, thin, o)...)
	if m, err = r.addSnippets(m, thin, blind, o); err != nil {
		return err
	}
	if o.Ablate {
		columns, sets := ablate(m, o, score.Groups())
		r.Tables = append(r.Tables, columns, sets)
	}
	page := r.fit(m, o, "page", pageParams)
	set := func(m *score.Model, f []score.Forest, kind *score.Forest, names *score.NameWeights) {
		m.Page, m.Other, m.Kind, m.Name = [2]score.Forest(f[:2]), f[2], *kind, *names
	}
	set(&models[0], page.forests, kind, names)
	for k := range o.Folds {
		set(&models[k+1], page.folds[k], kinds[k], blind[k])
	}
	return nil
}

func (r *Result) trainLines(o Options, models []score.Model) error {
	o.Sets = slices.Concat(o.Sets, o.Lines)
	m, err := r.read(o, lines)
	if err != nil {
		return err
	}
	terms, blind := fitAllTerms(m.examples, o.Folds)
	o.say("terms")
	if o.Ablate {
		columns, sets := ablate(m, o, score.LineGroups())
		r.Tables = append(r.Tables, columns, sets)
	}
	line := r.fit(m, o, "line", lineParams)
	whole, wholes, told := fitWhole(m, line.blind(m, o), o, wholeParams)
	r.Tables = append(r.Tables, told)
	models[0].Line, models[0].Whole, models[0].Term = [2]score.Forest(line.forests), *whole, *terms
	for k := range o.Folds {
		models[k+1].Line, models[k+1].Whole, models[k+1].Term = [2]score.Forest(line.folds[k]), *wholes[k], *blind[k]
	}
	return nil
}

// read loads all sets to learn from.
func (r *Result) read(o Options, v view) (*matrix, error) {
	var examples []*example
	var h hosts
	if v == lines && o.Hosts != "" {
		list, err := readHosts(filepath.Join(o.Corpus, o.Hosts))
		if err != nil {
			return nil, err
		}
		h = hostsOf(list)
	}
	for _, set := range o.Sets {
		list, err := load(filepath.Join(o.Corpus, set), v, o.Folds, h)
		if err != nil {
			return nil, err
		}
		examples = append(examples, list...)
	}
	if v == pages {
		r.Dropped = dropped(examples)
		for _, set := range o.Sets {
			c, err := describe(filepath.Join(o.Corpus, set), examples)
			if err != nil {
				return nil, err
			}
			r.Corpora = append(r.Corpora, c)
		}
	}
	examples = slices.DeleteFunc(examples, func(e *example) bool { return len(e.label) == 0 })
	if len(examples) == 0 {
		return nil, fmt.Errorf("train: no pages in %s", o.Corpus)
	}
	m := stackUp(examples)
	o.say("%d pages, %d blocks", len(examples), m.rows)
	return m, nil
}

// fit trains all stages on a view and notes the gain of its columns.
func (r *Result) fit(m *matrix, o Options, name string, params []Params) *fit {
	p := slices.Clone(params)
	if o.Quick {
		for k := range p {
			p[k].Trees, p[k].Rate = p[k].Trees/3, 2.5*p[k].Rate
		}
	}
	f := fitView(m, o, p)
	groups := score.Groups()
	if name == "line" {
		groups = score.LineGroups()
	}
	for k, g := range f.gain {
		r.Gains = append(r.Gains, gainsOf(p[k].title(name, k), groups, g)...)
	}
	o.say("%s: done", name)
	return f
}

// title names the k-th forest of a view.
func (p *Params) title(view string, k int) string {
	switch {
	case k == 0:
		return view + " 1"
	case p.Articles:
		return view + " 2 of articles"
	case p.Onto:
		return view + " 2 of others"
	}
	return view + " 2"
}

// Score runs the whole pipeline over all sets: with the weights that never saw
// a page's site where the set was learned from, with those of all pages
// elsewhere. Under Only, what was not trained is not scored.
func (r *Result) Score(ctx context.Context, o Options) error {
	if len(r.Folds) != o.Folds || o.Folds == 0 {
		return fmt.Errorf("train: weights of %d folds, want %d", len(r.Folds), o.Folds)
	}
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
	for _, set := range slices.Concat(o.Sets, o.Pages, o.Snippets, o.Report) {
		list, err := eval.ReadSet(filepath.Join(o.Corpus, set), "")
		if err != nil {
			return err
		}
		pick := map[string]*clean.Cleaner{}
		for _, p := range list {
			pick[p.Path] = final
			if slices.Contains(slices.Concat(o.Sets, o.Pages, o.Lines, o.Snippets), set) {
				pick[p.Path] = blind[foldOf(eval.Site(p), o.Folds)]
			}
		}
		extract := func(in eval.Input) (eval.Result, error) { return eval.Clean(pick[in.Path])(in) }
		for _, text := range []bool{false, true} {
			if !o.trains(map[bool]score.Part{false: score.Pages, true: score.Lines}[text]) {
				continue
			}
			mode := map[bool]string{false: eval.ModeHTML, true: eval.ModeText}[text]
			scores, err := eval.Run(ctx, list, extract, eval.Options{Text: text})
			if err != nil {
				return err
			}
			r.Reports = append(r.Reports, eval.Summarize(set, "matn", mode, scores))
		}
		o.say("scored %s", set)
	}
	if o.trains(score.Lines) {
		t, err := scoreFew(slices.Concat(o.Sets, o.Lines), blind, o)
		if err != nil {
			return err
		}
		r.Tables = append(r.Tables, t)
	}
	if o.Ablate && o.trains(score.Pages) {
		t, err := r.ablateStages(o)
		if err != nil {
			return err
		}
		r.Tables = append(r.Tables, t)
	}
	return nil
}
