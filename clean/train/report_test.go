package train

import (
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matn/clean/eval"
	"matn/clean/internal/score"
)

var update = flag.Bool("update", false, "rewrite testdata/report.md (go test ./clean/train -update); read the diff before you commit")

// told is a result with all that a report tells.
func told() *Result {
	group := func(pages int, f1 float64) eval.Group {
		return eval.Group{Pages: pages, Values: eval.Values{eval.WordF1: f1, eval.Exact: f1 / 2}}
	}
	return &Result{
		Reports: []eval.SetReport{{
			Set: "papers", Mode: eval.ModeHTML, All: group(7, 0.9),
			ByType:     map[string]eval.Group{"forum": group(2, 0.7), "article": group(5, 0.98)},
			ByLanguage: map[string]eval.Group{"ar": group(5, 0.95), "en": group(2, 0.8)},
			BySite:     map[string]eval.Group{"a.example": group(6, 1), "b.example": group(1, 0.5)},
		}, {Set: "papers", Mode: eval.ModeText, All: eval.Group{Pages: 7}}},
		Gains:   []Gain{{"page 1", "text: runes", 0.75}, {"page 1", "near: window: mean runes", 0.25}, {"line 1", "text: words", 1}},
		Dropped: []string{"papers/x: gold is empty"},
	}
}

func TestWriteReport_IsGolden(t *testing.T) {
	var got strings.Builder
	if err := told().WriteReport(&got); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "report.md")
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the report is\n%s\nwant\n%s", got.String(), want)
	}
}

// TestWriteReport_TellsOfEveryFailedWrite fails at each write in turn.
func TestWriteReport_TellsOfEveryFailedWrite(t *testing.T) {
	for n := 0; ; n++ {
		w := &failing{left: n}
		err := told().WriteReport(w)
		if err == nil {
			if n == 0 || w.left < 0 {
				t.Errorf("no error after %d writes", n)
			}
			return
		}
		if !errors.Is(err, os.ErrClosed) {
			t.Fatalf("error %v", err)
		}
	}
}

type failing struct{ left int }

func (f *failing) Write(b []byte) (int, error) {
	if f.left--; f.left < 0 {
		return 0, os.ErrClosed
	}
	return len(b), nil
}

func TestGainsOf_SharesByColumnLargestFirst(t *testing.T) {
	groups := []score.Group{{Name: "a", At: 0, Names: []string{"x", "y"}}, {Name: "b", At: 2, Names: []string{"z", "not seen"}}}
	got := gainsOf("page 1", groups, []float64{1, 6, 3})
	want := []Gain{{"page 1", "a: y", 0.6}, {"page 1", "b: z", 0.3}, {"page 1", "a: x", 0.1}}
	if len(got) != len(want) {
		t.Fatalf("gains %v, want %v", got, want)
	}
	for i := range want {
		if got[i].Column != want[i].Column || got[i].Forest != want[i].Forest || math.Abs(got[i].Share-want[i].Share) > 1e-12 {
			t.Errorf("gain %d is %v, want %v", i, got[i], want[i])
		}
	}
	for _, g := range gainsOf("page 1", groups, make([]float64, 3)) {
		if g.Share != 0 {
			t.Errorf("of nothing, %q has share %v", g.Column, g.Share)
		}
	}
}
