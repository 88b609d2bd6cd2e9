package train

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"matn/clean/block"
	"matn/clean/eval"
	"matn/clean/internal/score"
)

// Of some sets gold is but a few snippets that the text of a page holds, and a few
// that it must not hold. The blocks that they stand in are learned from; for the
// others stands what a model says that never saw the site (self-training: Yarowsky,
// "Unsupervised word sense disambiguation rivaling supervised methods", ACL 1995).

const (
	// leastSnippet is the number of bytes from which a snippet tells where it
	// stands.
	leastSnippet = 4
	// snippetScale and guessScale are the weights of blocks with a snippet, which were
	// picked because extractors err there, and of the others, beside those of pages
	// whose whole text is gold. In cross-validation a half of both won less, double
	// no more.
	snippetScale, guessScale = 6, 0.5
)

// readSnippets makes examples of the pages of a set whose gold is snippets.
func readSnippets(dir string, folds int) ([]*example, error) {
	set, err := eval.ReadSet(dir, "")
	if err != nil {
		return nil, err
	}
	list, errs := make([]*example, len(set)), make([]error, len(set))
	parallel(len(set), func() func(int) {
		f := &score.Features{}
		return func(i int) { list[i], errs[i] = readSnippet(set[i], folds, f) }
	})
	return list, errors.Join(errs...)
}

// readSnippet makes an example of a page, to be used if a block holds a snippet.
func readSnippet(p eval.Page, folds int, f *score.Features) (*example, error) {
	in, err := eval.Load(p, false)
	if err != nil {
		return nil, err
	}
	layout, hints, err := lay(in)
	if err != nil {
		return nil, fmt.Errorf("train: %s: %w", p.Path, err)
	}
	e := newExample(p, folds)
	e.scaleOfPage()
	e.find(layout.Blocks)
	if e.used = slices.Contains(e.known, true); e.used {
		e.measure(layout, hints, f)
	} else {
		e.why = "no block holds a snippet of gold"
	}
	return e, nil
}

// find labels the blocks that hold snippets. What holds both kinds is text.
func (e *example) find(blocks []block.Block) {
	e.label, e.known = make([]float32, len(blocks)), make([]bool, len(blocks))
	texts := make([]string, len(blocks))
	for i := range blocks {
		texts[i] = evenly(blocks[i].Text)
	}
	mark := func(snippets []string, label float32) {
		for _, s := range snippets {
			if s = evenly(s); len(s) < leastSnippet {
				continue
			}
			for i, t := range texts {
				if strings.Contains(t, s) {
					e.known[i], e.label[i] = true, label
				}
			}
		}
	}
	mark(e.page.Gold.Without, 0)
	mark(e.page.Gold.With, 1)
}

// evenly is a text in lower case with single spaces.
func evenly(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// knownScale is the weight of a block beside one of a page whose whole text is gold.
func (e *example) knownScale(i int) float32 {
	switch {
	case e.known == nil:
		return 1
	case e.known[i]:
		return snippetScale
	}
	return guessScale
}

// guess gives the blocks without a snippet the probability of a model that never saw
// the site for a label.
func (e *example) guess(blind *score.Forest) {
	p := make([]float32, len(e.label))
	blind.Predict(p, e.rows, len(e.rows)/len(e.label))
	for i, known := range e.known {
		if !known {
			e.label[i] = p[i]
		}
	}
}

// addSnippets adds the pages whose gold is snippets to the examples. Blind are thin
// forests, and names models of names, that never saw the sites of a fold.
func (r *Result) addSnippets(m *matrix, blind []*score.Forest, names []*score.NameWeights, o Options) (*matrix, error) {
	all := slices.Clone(m.examples)
	for _, set := range o.Snippets {
		dir := filepath.Join(o.Corpus, set)
		list, err := readSnippets(dir, o.Folds)
		if err != nil {
			return nil, err
		}
		c, err := describe(dir, list)
		if err != nil {
			return nil, err
		}
		r.Corpora, r.Dropped = append(r.Corpora, c), append(r.Dropped, dropped(list)...)
		for _, e := range list {
			if e.used {
				e.fillNames(names[e.fold])
				e.guess(blind[e.fold])
				all = append(all, e)
			}
		}
		o.say("%s: snippets of %d pages", set, c.Used)
	}
	return stackUp(all), nil
}
