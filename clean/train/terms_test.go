package train

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"matn/clean/internal/dom"
	"matn/clean/internal/score"
	"matn/clean/internal/segment"
)

// spoken is an example of lines, those marked with + in the body.
func spoken(site string, lines ...string) *example {
	e := &example{site: site, used: true}
	var text []string
	for _, l := range lines {
		e.label = append(e.label, map[bool]float32{true: 1}[l[0] == '+'])
		text = append(text, l[1:])
	}
	f := &score.Features{}
	e.measure(segment.Lines(text), dom.Hints{}, f)
	return e
}

// TestFitTerms_LearnsWordsOfManySites holds that words which stand in chrome on many
// sites weigh against a line, that those of one site weigh nothing, and that the
// model does not depend on the order of anything but the pages.
func TestFitTerms_LearnsWordsOfManySites(t *testing.T) {
	var list []*example
	for k := range 40 {
		own := fmt.Sprintf("word%d", k)
		list = append(list, spoken(fmt.Sprintf("site%d", k),
			"-Share this page", "+The river rose "+own, "+The town lies low "+own, "-Privacy policy "+own))
	}
	w := fitTerms(list, func(*example) bool { return true })
	line := func(s string) float32 {
		e := spoken("new", "-"+s)
		sum, _ := w.Sum(e.terms.of(0))
		return w.Scale * float32(sum)
	}
	for _, s := range []string{"Share this page", "Privacy policy"} {
		if line(s) > -1 {
			t.Errorf("%q scores %g", s, line(s))
		}
	}
	if s := "The river rose"; line(s) < 1 {
		t.Errorf("%q scores %g", s, line(s))
	}
	if _, known := w.Sum(spoken("new", "-word3").terms.of(0)); known {
		t.Error("a word of one site is a term")
	}
	again := fitTerms(list, func(*example) bool { return true })
	if !slices.Equal(again.Weights, w.Weights) || !slices.Equal(again.Terms, w.Terms) || again.Scale != w.Scale {
		t.Error("the same pages give another model")
	}
}

// TestFillTerms_LeavesBlankExamplesEmpty holds that an example in no known language
// has no scores, and that others are filled in by weights of other folds.
func TestFillTerms_LeavesBlankExamplesEmpty(t *testing.T) {
	var list []*example
	for k := range 20 {
		e := spoken(fmt.Sprintf("site%d", k), "-Share this page", "+The river rose in the town")
		e.fold = k % 2
		list = append(list, e)
	}
	f := &score.Features{}
	f.Read(segment.Lines([]string{"x"}), dom.Hints{})
	blank := list[0].caseless(f)
	list = append(list, blank)
	before := slices.Clone(blank.rows)
	all, blind := fitAllTerms(list, 2)
	if !slices.Equal(blank.rows, before) {
		t.Error("the blank example was filled in")
	}
	if slices.Equal(list[0].rows, before) {
		t.Error("the example was not filled in")
	}
	if len(all.Terms) == 0 || len(blind) != 2 || math.IsNaN(float64(all.Scale)) {
		t.Errorf("%d terms, %d folds", len(all.Terms), len(blind))
	}
}

func TestTermsOf_LinesWithoutWords(t *testing.T) {
	e := spoken("site", "-one", "-!!", "-two")
	if len(e.terms.of(0)) == 0 || len(e.terms.of(1)) != 0 || len(e.terms.of(2)) == 0 {
		t.Errorf("terms %v, ends %v", e.terms.terms, e.terms.ends)
	}
}
