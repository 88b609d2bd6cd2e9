package score

import (
	"math"
	"slices"
	"testing"

	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// termsOf lists the terms of a line.
func termsOf(s string) (list []uint32) {
	EachTerm(words(nil, s), func(t uint32) { list = append(list, t) })
	return list
}

// TestEachTerm_TakesBothEnds holds that a change in the middle of a long line
// changes no term, and one at either end does.
func TestEachTerm_TakesBothEnds(t *testing.T) {
	const line = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
	tests := []struct {
		name, line string
		same       bool
	}{
		{"case and marks", "One, two: three four five six seven eight nine ten eleven twelve thirteen fourteen!", true},
		{"the middle", "one two three four five six seven EIGHTH nine ten eleven twelve thirteen fourteen", true},
		{"the beginning", "won two three four five six seven eight nine ten eleven twelve thirteen fourteen", false},
		{"the end", line + " fifteen", false},
	}
	for _, tt := range tests {
		if got := slices.Equal(termsOf(tt.line), termsOf(line)); got != tt.same {
			t.Errorf("%s: same terms: %v", tt.name, got)
		}
	}
	if a, b := termsOf("share"), termsOf("share share"); slices.Equal(a, b[:len(a)]) {
		t.Error("a word alone has the terms of two")
	}
	if termsOf("") != nil {
		t.Error("a line without words has terms")
	}
}

// weighTerms is a model in which the words given have a weight.
func weighTerms(weights map[string]int8) *TermWeights {
	byTerm := map[uint32]int8{}
	for w, v := range weights {
		byTerm[termsOf(w)[0]] = v
	}
	m := &TermWeights{Scale: 0.5}
	for t := range byTerm {
		m.Terms = append(m.Terms, t)
	}
	slices.Sort(m.Terms)
	for _, t := range m.Terms {
		m.Weights = append(m.Weights, byTerm[t])
	}
	m.Prepare()
	return m
}

// TestFeatures_OfTerms compares the columns with sums made by hand: the scores are
// -4, 0, 0, 0, 0, 0, 0, 0, 3.
func TestFeatures_OfTerms(t *testing.T) {
	l := segment.Lines([]string{"Share", "b b", "c c", "d d", "e e", "f f", "g g", "h h", "River share river"})
	f := &Features{}
	f.Weigh(nil, weighTerms(map[string]int8{"share": -8, "river": 7}))
	f.Read(l, dom.Hints{})
	rows := f.Rows(0, len(l.Blocks), nil)
	for _, c := range []struct {
		line, column int
		want         float32
	}{
		{0, teOwn, -4}, {1, teOwn, 0}, {8, teOwn, 3}, {1, teBefore1, -4}, {2, teBefore2, -4}, {0, teBefore1, 0},
		{7, teBehind1, 3}, {6, teBehind2, 3}, {8, teBehind1, 0}, {6, teBefore, -4. / 6}, {7, teBefore, 0},
		{0, teBehind, 0}, {2, teBehind, 3. / 6}, {1, teBehind, 0}, {8, teBehind, 0}, {4, teMean, -1. / 9}, {4, teKnown, 2. / 9},
	} {
		if got := rows[c.line*f.Width()+lineTermAt+c.column]; math.Abs(float64(got-c.want)) > 1e-6 {
			t.Errorf("line %d, %s: %v, want %v", c.line, lineTermNames[c.column], got, c.want)
		}
	}
}

// TestFillTerms_GivesTheColumnsOfRows holds that training and scoring see the same.
func TestFillTerms_GivesTheColumnsOfRows(t *testing.T) {
	w := weighTerms(map[string]int8{"home": -9, "aa": 5, "world": -3})
	l := segment.Lines(bulletin)
	f := &Features{}
	f.Weigh(nil, w)
	f.Read(l, dom.Hints{})
	want := slices.Clone(f.Rows(0, len(l.Blocks), nil))
	f.Weigh(nil, nil)
	f.Read(l, dom.Hints{})
	rows := slices.Clone(f.Rows(0, len(l.Blocks), nil))
	for i := range l.Blocks {
		if slices.ContainsFunc(rows[i*f.Width()+lineTermAt:][:termCount], func(v float32) bool { return v != 0 }) {
			t.Errorf("line %d has columns of terms without weights", i)
		}
	}
	terms := make([][]uint32, len(l.Blocks))
	f.Terms(func(line int, term uint32) { terms[line] = append(terms[line], term) })
	sums, known := make([]int32, len(terms)), make([]bool, len(terms))
	for i := range terms {
		sums[i], known[i] = w.Sum(terms[i])
	}
	w.FillTerms(rows, sums, known)
	if !slices.Equal(rows, want) {
		t.Error("the columns of training are others")
	}
}

func TestTermWeights_RefuseWhatCannotBe(t *testing.T) {
	for name, w := range map[string]TermWeights{
		"no number":    {Scale: float32(math.NaN())},
		"out of order": {Terms: []uint32{7, 3}, Weights: []int8{1, 2}},
		"too many":     {Terms: make([]uint32, MaxTerms+1), Weights: make([]int8, MaxTerms+1)},
	} {
		m := &Model{Term: w}
		if _, err := ReadModel(file(t, m)); err == nil {
			t.Errorf("%s: the weights were read", name)
		}
	}
	good := &Model{Term: *weighTerms(map[string]int8{"share": -8, "river": 7})}
	got, err := ReadModel(file(t, good))
	if err != nil {
		t.Fatal(err)
	}
	if sum, known := got.Term.Sum(termsOf("share river")); sum != -1 || !known {
		t.Errorf("sum %d, known %v, want -1 of known terms", sum, known)
	}
}
