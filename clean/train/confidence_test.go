package train

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"matn/clean/internal/confidence"
)

// drawn makes samples that come true with a probability of a known model.
func drawn(n int, truth confidence.Model) []sample {
	rng := rand.New(rand.NewPCG(1, 2))
	all := make([]sample, n)
	for i := range all {
		s := &all[i]
		s.set, s.fold = "drawn", i%5
		for k := range s.signals {
			s.signals[k] = rng.NormFloat64()
		}
		if s.p = truth.Of(s.signals); rng.Float64() < s.p {
			s.right = 1
		}
	}
	return all
}

func TestFitConfidence_FindsTheModelThatDrewTheSamples(t *testing.T) {
	truth := confidence.Model{Bias: .5, Weights: confidence.Signals{1.5, -1}}
	all := drawn(8000, truth)
	m := fitConfidence(all, -1)
	if math.Abs(m.Bias-truth.Bias) > .15 {
		t.Errorf("bias %.3f, want %.3f", m.Bias, truth.Bias)
	}
	for i := range truth.Weights {
		if math.Abs(m.Weights[i]-truth.Weights[i]) > .15 {
			t.Errorf("%s: %.3f, want %.3f", confidence.Names[i], m.Weights[i], truth.Weights[i])
		}
	}
	for i := range all { // what a fold holds has no say in its own fit
		if all[i].fold == 3 {
			all[i].right = 1 - all[i].right
		}
	}
	if m := fitConfidence(all, 3); math.Abs(m.Weights[0]-truth.Weights[0]) > .15 {
		t.Errorf("without fold 3 %.3f, want %.3f", m.Weights[0], truth.Weights[0])
	}
}

func TestReliability_OfTheTruthIsSmallAndOfBoastingLarge(t *testing.T) {
	all := drawn(8000, confidence.Model{Bias: .5, Weights: confidence.Signals{1.5, -1}})
	honest := reliability(all)
	if honest.ECE > .03 || honest.Pages != 8000 || honest.Brier > honest.Right*(1-honest.Right) || honest.Sets[0].Pages != 8000 {
		t.Errorf("%+v", honest)
	}
	for i := range all {
		all[i].p = .99
	}
	if boast := reliability(all); math.Abs(boast.ECE-(.99-boast.Right)) > 1e-9 {
		t.Errorf("ECE %.3f, want %.3f", boast.ECE, .99-boast.Right)
	}
}

func TestCalibration_ReportHasTheTables(t *testing.T) {
	c := &Calibration{Tables: []Reliability{reliability(drawn(100, confidence.Model{}))}}
	c.Tables[0].Mode = "html"
	var b strings.Builder
	if err := c.WriteReport(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"## html: 100 pages", "| 0.5 to 0.6 | 100 |", "| drawn | 100 |", "| expected F1 | 0.000 | 0.000 |"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
