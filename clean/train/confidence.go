package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"sync"

	"matn/clean"
	"matn/clean/eval"
	"matn/clean/internal/confidence"
)

// Calibration is how confidence was fitted, and how far it can be trusted.
type Calibration struct {
	Models confidence.Models
	Tables []Reliability // of pages, then of flattened text
}

// Reliability compares confidence with what came true, cross-validated by site.
type Reliability struct {
	Mode  string // eval.ModeHTML or eval.ModeText
	Pages int
	Right float64 // share of pages whose F1 is confidence.Good or better
	ECE   float64 // expected calibration error: mean over pages of |confidence - share right| of their bin
	Brier float64 // mean squared error; Right*(1-Right) is that of a constant
	Bins  []Bin
	Sets  []SetError
}

// Bin is the pages of one tenth of confidence.
type Bin struct {
	Pages            int
	Confident, Right float64 // means
}

// SetError is the difference of the means on one set.
type SetError struct {
	Set              string
	Pages            int
	Confident, Right float64
}

// sample is one page whose gold says whether its body is right.
type sample struct {
	set     string
	fold    int
	signals confidence.Signals
	right   float64 // 1 or 0
	p       float64 // predicted by a model that saw no page of its fold
}

// Calibrate fits confidence on all sets of o, cleaned with weights that never saw
// a page's site.
func (r *Result) Calibrate(ctx context.Context, o Options) (*Calibration, error) {
	if len(r.Folds) != o.Folds || o.Folds == 0 {
		return nil, fmt.Errorf("train: weights of %d folds, want %d", len(r.Folds), o.Folds)
	}
	var blind []*clean.Cleaner
	for _, w := range r.Folds {
		c, err := clean.New(clean.Options{Weights: w})
		if err != nil {
			return nil, err
		}
		blind = append(blind, c)
	}
	cal := &Calibration{}
	for _, text := range []bool{false, true} {
		var all []sample
		for _, set := range slices.Concat(o.Sets, o.Lines) {
			list, err := samples(ctx, filepath.Join(o.Corpus, set), blind, text)
			if err != nil {
				return nil, err
			}
			all = append(all, list...)
			o.say("confidence: %s: %d pages", set, len(list))
		}
		m := fitConfidence(all, -1)
		for k := range o.Folds {
			part := fitConfidence(all, k)
			for i := range all {
				if all[i].fold == k {
					all[i].p = part.Of(all[i].signals)
				}
			}
		}
		t := reliability(all)
		if t.Mode = eval.ModeHTML; text {
			t.Mode, cal.Models.Lines = eval.ModeText, m
		} else {
			cal.Models.Page = m
		}
		cal.Tables = append(cal.Tables, t)
	}
	return cal, nil
}

// samples cleans the pages of a set whose gold has a body. Pages without an
// article have no confidence; gold that is empty makes any body wrong.
func samples(ctx context.Context, dir string, blind []*clean.Cleaner, text bool) ([]sample, error) {
	pages, err := eval.ReadSet(dir, "")
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	found := map[string]sample{}
	errs := make([]error, len(pages))
	parallel(len(pages), func() func(int) {
		return func(i int) {
			if ctx.Err() != nil {
				return
			}
			p := pages[i]
			if !p.Gold.Body.Given || p.Gold.Body.Null {
				return
			}
			in, err := eval.Load(p, text)
			if err != nil {
				errs[i] = err
				return
			}
			s := sample{set: p.Set, fold: foldOf(eval.Site(p), len(blind))}
			a, err := eval.Article(blind[s.fold], in)
			if err != nil {
				if !errors.Is(err, clean.ErrNoContent) {
					errs[i] = fmt.Errorf("train: %s: %w", p.Path, err)
				}
				return
			}
			score := eval.ScorePage(p, eval.Result{Body: a.Body}, nil)
			s.signals = a.Signals
			if score.Values[eval.WordF1] >= confidence.Good {
				s.right = 1
			}
			mu.Lock()
			found[p.ID] = s
			mu.Unlock()
		}
	})
	var list []sample
	for _, p := range pages { // in the order of IDs, whoever was first
		if s, ok := found[p.ID]; ok {
			list = append(list, s)
		}
	}
	return list, errors.Join(append(errs, ctx.Err())...)
}

const (
	// ridge keeps weights small: 1 is the variance of a prior, over signals whose
	// scale is near 1.
	ridge = 1.0
	// newtonSteps is enough for Newton's method on a dozen weights.
	newtonSteps = 25
)

// fitConfidence fits a logistic regression by Newton's method on all samples but
// those of a fold; -1 leaves none out.
func fitConfidence(all []sample, without int) confidence.Model {
	const n = confidence.Count + 1
	var w [n]float64
	for range newtonSteps {
		var grad [n]float64
		var hess [n][n]float64
		for i := range w {
			grad[i], hess[i][i] = -ridge*w[i], ridge
		}
		grad[0], hess[0][0] = 0, 1e-9 // the bias is free
		for s := range all {
			if all[s].fold == without {
				continue
			}
			x := [n]float64{1}
			copy(x[1:], all[s].signals[:])
			z := 0.0
			for i := range x {
				z += w[i] * x[i]
			}
			p := 1 / (1 + math.Exp(-z))
			for i := range x {
				grad[i] += (all[s].right - p) * x[i]
				for k := range x {
					hess[i][k] += p * (1 - p) * x[i] * x[k]
				}
			}
		}
		step := solve(hess, grad)
		for i := range w {
			w[i] += step[i]
		}
	}
	m := confidence.Model{Bias: w[0]}
	copy(m.Weights[:], w[1:])
	return m
}

// solve solves a x = b, a being symmetric and positive definite, by Gaussian
// elimination.
func solve(a [confidence.Count + 1][confidence.Count + 1]float64, b [confidence.Count + 1]float64) [confidence.Count + 1]float64 {
	n := len(b)
	for i := range n {
		for k := i + 1; k < n; k++ {
			f := a[k][i] / a[i][i]
			for j := i; j < n; j++ {
				a[k][j] -= f * a[i][j]
			}
			b[k] -= f * b[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	return b
}

// confidenceBins is the number of bins of a reliability table.
const confidenceBins = 10

func reliability(all []sample) Reliability {
	t := Reliability{Pages: len(all), Bins: make([]Bin, confidenceBins)}
	sets := map[string]*SetError{}
	for _, s := range all {
		b := &t.Bins[min(int(s.p*confidenceBins), confidenceBins-1)]
		e := sets[s.set]
		if e == nil {
			t.Sets = append(t.Sets, SetError{Set: s.set})
			e = &SetError{}
			sets[s.set] = e
		}
		b.Pages, e.Pages = b.Pages+1, e.Pages+1
		b.Confident, e.Confident = b.Confident+s.p, e.Confident+s.p
		b.Right, e.Right = b.Right+s.right, e.Right+s.right
		t.Right += s.right
		t.Brier += (s.p - s.right) * (s.p - s.right)
	}
	n := float64(max(len(all), 1))
	for i := range t.Bins {
		b := &t.Bins[i]
		t.ECE += math.Abs(b.Confident-b.Right) / n
		b.Confident, b.Right = b.Confident/float64(max(b.Pages, 1)), b.Right/float64(max(b.Pages, 1))
	}
	for i := range t.Sets {
		e := sets[t.Sets[i].Set]
		k := float64(e.Pages)
		t.Sets[i].Pages, t.Sets[i].Confident, t.Sets[i].Right = e.Pages, e.Confident/k, e.Right/k
	}
	t.Right, t.Brier = t.Right/n, t.Brier/n
	return t
}

// WriteReport writes the tables as Markdown.
func (c *Calibration) WriteReport(w io.Writer) error {
	b := &writer{w: w}
	b.line("# Confidence\n\nThe probability that the word F1 of a body is %.1f or better. Fitted on pages cleaned with weights that", confidence.Good)
	b.line("never saw their site, and predicted here, for each fold, by a fit that did not see it either.\n")
	for _, t := range c.Tables {
		b.line("## %s: %d pages, %.3f right, expected calibration error %.4f, Brier score %.4f (a constant has %.4f)\n",
			t.Mode, t.Pages, t.Right, t.ECE, t.Brier, t.Right*(1-t.Right))
		b.line("| confidence | pages | mean | right |\n|---|---:|---:|---:|")
		for i, bin := range t.Bins {
			if bin.Pages > 0 {
				b.line("| %.1f to %.1f | %d | %.3f | %.3f |", float64(i)/confidenceBins, float64(i+1)/confidenceBins, bin.Pages, bin.Confident, bin.Right)
			}
		}
		b.line("\n| set | pages | mean | right |\n|---|---:|---:|---:|")
		for _, s := range t.Sets {
			b.line("| %s | %d | %.3f | %.3f |", s.Set, s.Pages, s.Confident, s.Right)
		}
		b.line("")
	}
	b.line("## Weights\n\n| signal | pages | flattened text |\n|---|---:|---:|")
	for i, name := range confidence.Names {
		b.line("| %s | %.3f | %.3f |", name, c.Models.Page.Weights[i], c.Models.Lines.Weights[i])
	}
	return b.err
}
