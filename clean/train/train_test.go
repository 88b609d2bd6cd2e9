package train

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"matn/clean/eval"
	"matn/clean/internal/score"
)

const fixtures = "../../fixtures/pages"

// corpus is a directory with two sets of fixture cases: every fourth stands in
// "two", all others in "one".
func corpus(t *testing.T) string {
	t.Helper()
	cases, err := os.ReadDir(fixtures)
	if err != nil || len(cases) < 40 {
		t.Fatalf("%d cases: %v", len(cases), err)
	}
	dir := t.TempDir()
	for i, c := range cases {
		set := filepath.Join(dir, [...]string{"two", "one", "one", "one"}[i%4], c.Name())
		if err := os.CopyFS(set, os.DirFS(filepath.Join(fixtures, c.Name()))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestRun_FromGoldToWeights trains on a tiny corpus with pages of all kinds:
// markup, lines, gzip, no article. Twice, on one processor and on two.
func TestRun_FromGoldToWeights(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	o := Options{Corpus: corpus(t), Sets: []string{"one"}, Lines: []string{"two"}, Report: []string{"two"}, Folds: 2, Quick: true}
	said := 0
	o.Say = func(string, ...any) { said++ }
	r, err := Run(o)
	if err != nil {
		t.Fatal(err)
	}
	if said == 0 {
		t.Error("training says nothing on its way")
	}
	checkWeights(t, append(r.Folds, r.Weights), o.Folds+1)
	runtime.GOMAXPROCS(1)
	again, err := Run(o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again.Weights, r.Weights) || !bytes.Equal(again.Folds[1], r.Folds[1]) {
		t.Error("on one processor the weights are others")
	}
	if bytes.Equal(r.Weights, r.Folds[0]) || bytes.Equal(r.Folds[0], r.Folds[1]) {
		t.Error("weights of a fold learned from all pages")
	}
	if err := r.Score(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	checkReports(t, r)
}

func checkWeights(t *testing.T, files [][]byte, n int) {
	t.Helper()
	if len(files) != n {
		t.Fatalf("%d files of weights, want %d", len(files), n)
	}
	for k, b := range files {
		m, err := score.ReadModel(b)
		if err != nil {
			t.Fatalf("weights %d: %v", k, err)
		}
		// Stage 2 of other pages is not among these: it corrects stage 1 where many
		// pages bear it out, and these are few.
		for _, f := range []*score.Forest{&m.Page[0], &m.Page[1], &m.Line[0], &m.Line[1]} {
			if len(f.Nodes) <= len(f.Roots) {
				t.Errorf("weights %d: a forest of %d trees learned nothing", k, len(f.Roots))
			}
		}
		for _, n := range slices.Concat(m.Page[1].Nodes, m.Other.Nodes) {
			if n.Column != score.Leaf && int(n.Column) < score.Columns1 {
				t.Errorf("weights %d: stage 2 of pages looks at column %d of stage 1", k, n.Column)
			}
		}
	}
}

// checkReports holds that both sets are scored in both modes, and that the pages
// learned from come out better than by chance.
func checkReports(t *testing.T, r *Result) {
	t.Helper()
	seen := ""
	for _, s := range r.Reports {
		seen += s.Set + " " + s.Mode + "; "
		if s.All.Pages == 0 || s.All.Values[eval.WordF1] < 0.5 {
			t.Errorf("%s, %s: word F1 %v over %d pages", s.Set, s.Mode, s.All.Values[eval.WordF1], s.All.Pages)
		}
	}
	if want := "one html; one text; two html; two text; "; seen != want {
		t.Errorf("reports of %q, want %q", seen, want)
	}
	var b strings.Builder
	if err := r.WriteReport(&b); err != nil || !strings.Contains(b.String(), "| page 2 of articles | stack: P") {
		t.Errorf("%v: the report does not tell what stage 2 learned from", err)
	}
	for _, d := range r.Dropped {
		if !strings.Contains(d, ": ") {
			t.Errorf("%q is dropped without a reason", d)
		}
	}
}

func TestRun_RefusesWhatItCannotLearnFrom(t *testing.T) {
	empty := t.TempDir()
	flat := t.TempDir()
	if err := os.CopyFS(filepath.Join(flat, "set", "flat-english"), os.DirFS(filepath.Join(fixtures, "flat-english"))); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		o    Options
		want string
	}{
		{"no folds", Options{Corpus: fixtures, Sets: []string{"."}}, "0 folds"},
		{"one fold", Options{Corpus: fixtures, Sets: []string{"."}, Folds: 1}, "1 folds"},
		{"no such part", Options{Corpus: fixtures, Sets: []string{"."}, Folds: 2, Only: "tables"}, "\"tables\""},
		{"folds to keep", Options{Corpus: fixtures, Sets: []string{"."}, Folds: 2, Only: OnlyLines, Base: &Result{}}, "0 folds"},
		{"no sets", Options{Corpus: fixtures, Folds: 2}, "no pages in"},
		{"no such set", Options{Corpus: empty, Sets: []string{"none"}, Folds: 2}, "none"},
		{"no pages with tags", Options{Corpus: flat, Sets: []string{"set"}, Folds: 2}, "no pages in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if r, err := Run(tt.o); r != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestScore_RefusesOtherFolds(t *testing.T) {
	r := &Result{Folds: make([][]byte, 3)}
	for _, folds := range []int{0, 2, 5} {
		if err := r.Score(context.Background(), Options{Folds: folds}); err == nil {
			t.Errorf("weights of 3 folds are scored with %d", folds)
		}
	}
	r.Weights = []byte("no weights")
	if err := r.Score(context.Background(), Options{Folds: 3}); err == nil {
		t.Error("no weights are taken for some")
	}
}

// TestParallel_DoesEachOnce holds that every number comes once, whatever the
// processors.
func TestParallel_DoesEachOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		done := make([]int, n)
		parallel(n, func() func(int) { return func(i int) { done[i]++ } })
		for i, times := range done {
			if times != 1 {
				t.Errorf("%d of %d came %d times", i, n, times)
			}
		}
	}
}

// TestRun_OnlyOnePartKeepsTheOther holds that the part which is not trained is
// kept bit for bit: from matn's own weights, or from a training before.
func TestRun_OnlyOnePartKeepsTheOther(t *testing.T) {
	o := Options{Corpus: corpus(t), Sets: []string{"one"}, Folds: 2, Quick: true, Only: OnlyLines}
	lines, err := Run(o)
	if err != nil {
		t.Fatal(err)
	}
	own, err := score.Weights()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range append(lines.Folds, lines.Weights) {
		samePart(t, w, own, OnlyPages)
	}
	if err := lines.Score(context.Background(), o); err != nil || len(lines.Reports) != 1 || lines.Reports[0].Mode != eval.ModeText {
		t.Errorf("%v: %d reports, want that of flattened text", err, len(lines.Reports))
	}
	o.Only, o.Base = OnlyPages, lines
	pages, err := Run(o)
	if err != nil {
		t.Fatal(err)
	}
	samePart(t, pages.Weights, lines.Weights, OnlyLines)
	samePart(t, pages.Folds[1], lines.Folds[1], OnlyLines)
	checkWeights(t, append(pages.Folds, pages.Weights), o.Folds+1)
}

func samePart(t *testing.T, a, b []byte, part string) {
	t.Helper()
	x, err := Part(a, part)
	if err != nil {
		t.Fatal(err)
	}
	y, err := Part(b, part)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x, y) {
		t.Errorf("the part of %s has changed", part)
	}
}
