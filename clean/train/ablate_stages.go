package train

import (
	"fmt"
	"path/filepath"
	"slices"

	"matn/clean/block"
	"matn/clean/eval"
	"matn/clean/internal/label"
	"matn/clean/internal/score"
)

// stagings are the ways of labelling that are compared.
var stagings = []struct {
	name string
	skip label.Stages
}{
	{"all stages", 0},
	{"without code and tables in one", label.Together},
	{"without phrases", label.Phrases},
	{"without fields", label.Fields},
	{"without other articles and comments", label.Others},
	{"without lists and boxes", label.Lists},
	{"without ends", label.Ends},
	{"without refusals", label.Refusal},
	{"without phrases and structure", label.Phrases | label.Fields | label.Others | label.Lists | label.Ends | label.Refusal | label.Together},
}

// ablateStages measures what the stages behind the model are worth, with the
// weights of each fold.
func (r *Result) ablateStages(o Options) (Measured, error) {
	out := Measured{Title: "Stages behind the model left out"}
	var scorers []*score.Scorer
	for _, w := range r.Folds {
		m, err := score.ReadModel(w)
		if err != nil {
			return out, err
		}
		scorers = append(scorers, score.WithModel(m))
	}
	for _, s := range stagings {
		out.Rows = append(out.Rows, MeasuredRow{Name: s.name})
	}
	for _, set := range o.Sets {
		list, err := eval.ReadSet(filepath.Join(o.Corpus, set), "")
		if err != nil {
			return out, err
		}
		list = slices.DeleteFunc(list, func(p eval.Page) bool { return p.Flat || p.Gold.Body.Value == "" })
		scores, errs := make([][]float64, len(list)), make([]error, len(list))
		parallel(len(list), func() func(int) {
			return func(i int) {
				scores[i], errs[i] = staged(list[i], scorers[foldOf(eval.Site(list[i]), o.Folds)])
			}
		})
		out.Columns = append(out.Columns, set)
		for k := range stagings {
			sum := 0.0
			for i := range list {
				if errs[i] != nil {
					return out, errs[i]
				}
				sum += scores[i][k]
			}
			out.Rows[k].Values = append(out.Rows[k].Values, sum/float64(len(list)))
		}
		o.say("stages of %s", set)
	}
	return out, nil
}

// staged is the word F1 of a page by each of the stagings.
func staged(p eval.Page, s *score.Scorer) ([]float64, error) {
	in, err := eval.Load(p, false)
	if err != nil {
		return nil, err
	}
	l, hints, err := lay(in)
	if err != nil {
		return nil, fmt.Errorf("train: %s: %w", p.Path, err)
	}
	kind := s.Blocks(l, hints, score.Auto)
	cut := float32(score.NewsCut)
	if kind == score.Other {
		cut = max(min(score.ExpectedCut(l.Blocks, false), 0.99), 0.01)
	}
	blocks, values := l.Blocks, make([]float64, len(stagings))
	for k, st := range stagings {
		l.Blocks = slices.Clone(blocks)
		label.Blocks(l, label.Input{Hints: hints, Threshold: cut, Article: kind == score.Article, Skip: st.skip})
		values[k] = eval.ScorePage(p, eval.Result{Body: keptText(l.Blocks)}, nil).Values[eval.WordF1]
	}
	return values, nil
}

func keptText(blocks []block.Block) string {
	var kept []string
	for i := range blocks {
		if blocks[i].Kept {
			kept = append(kept, blocks[i].Text)
		}
	}
	return join(kept)
}
