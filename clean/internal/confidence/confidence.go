// Package confidence tells how sure a body is: the probability that its word F1
// against what a careful person would keep is .9 or better.
//
// It is a logistic regression on a dozen signals, one for pages and one for
// flattened text, fitted on pages that the scorer had not learned from.
package confidence

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"

	"matn/clean/block"
)

// Good is the word F1 from which a body counts as right.
const Good = 0.9

// The signals, as indexes into Signals.
const (
	expected  = iota // word F1 that the probabilities promise, in log-odds
	keptSure         // mean probability of the words kept, in log-odds
	leftSure         // mean of 1 - probability of the words left out, in log-odds
	unsure           // share of words with a probability from .2 to .8
	coverage         // share of words kept
	length           // words kept, logarithm
	breaks           // runs of blocks left out within the body, a kept block
	links            // share of kept runes that are links
	short            // share of kept words in blocks of less than ten
	article          // 1: taken for an article, not a forum, a shop or a list
	claims           // 1: the page calls itself an article, or is dated
	given            // 1: the page gives the text of its article as data
	agreement        // with that: how close its length is to the body's, 0 to 1

	// Count is the number of signals.
	Count = iota
)

// Names are what reports call the signals.
var Names = [Count]string{"expected F1", "kept certainty", "left certainty", "unsure share", "coverage", "length",
	"breaks", "link share", "short share", "taken for an article", "calls itself an article", "text as data", "agreement with it"}

// Signals are what is read off a cleaned page, by index.
type Signals [Count]float64

// Facts is what is known of a page beside its blocks.
type Facts struct {
	Article bool     // it was taken for an article
	Claims  bool     // it calls itself one, or is dated
	Bodies  []string // texts of the article that it gives as data
}

// Read takes the signals off labelled blocks.
func Read(blocks []block.Block, f Facts) (s Signals) {
	t := sum(blocks)
	s[expected] = logit(ratio(2*t.keptMass, t.kept+t.mass))
	s[keptSure] = logit(ratio(t.keptMass, t.kept))
	s[leftSure] = logit(1 - ratio(t.mass-t.keptMass, t.words-t.kept))
	s[unsure] = ratio(t.unsure, t.words)
	s[coverage] = ratio(t.kept, t.words)
	s[length] = math.Log1p(t.kept)
	s[breaks] = ratio(t.breaks, t.blocks)
	s[links] = ratio(t.linked, t.runes)
	s[short] = ratio(t.short, t.kept)
	s[article], s[claims] = flag(f.Article), flag(f.Claims)
	longest := 0
	for _, b := range f.Bodies {
		longest = max(longest, len(strings.Fields(b)))
	}
	if longest > 0 {
		s[given] = 1
		s[agreement] = min(ratio(t.kept, float64(longest)), ratio(float64(longest), t.kept))
	}
	return s
}

// totals are sums over blocks, in words but for breaks, blocks and runes.
type totals struct {
	words, kept, mass, keptMass float64 // mass: by probability
	unsure, short               float64
	breaks, blocks              float64
	linked, runes               float64
}

const (
	// doubtLow and doubtHigh bound the probabilities that say little.
	doubtLow, doubtHigh = 0.2, 0.8
	// shortWords is the number of words below which a block is short.
	shortWords = 10
)

func sum(blocks []block.Block) (t totals) {
	gap := false
	for i := range blocks {
		b := &blocks[i]
		w, p := float64(b.Words), float64(b.P)
		t.words += w
		t.mass += w * p
		if p > doubtLow && p < doubtHigh {
			t.unsure += w
		}
		if !b.Kept {
			gap = gap || b.Words >= shortWords
			continue
		}
		if gap && t.blocks > 0 {
			t.breaks++
		}
		gap = false
		t.blocks++
		t.kept += w
		t.keptMass += w * p
		t.linked += float64(b.LinkChars)
		t.runes += float64(b.Chars)
		if b.Words < shortWords {
			t.short += w
		}
	}
	return t
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// ratio is a / b, 0 where there is nothing to divide by.
func ratio(a, b float64) float64 {
	if b <= 0 {
		return 0
	}
	return a / b
}

// edge keeps log-odds finite.
const edge = 0.001

func logit(p float64) float64 {
	p = min(max(p, edge), 1-edge)
	return math.Log(p / (1 - p))
}

// Model is a fitted regression.
type Model struct {
	Bias    float64
	Weights Signals
}

// Of is the probability that a body is right.
func (m *Model) Of(s Signals) float64 {
	z := m.Bias
	for i, w := range m.Weights {
		z += w * s[i]
	}
	return 1 / (1 + math.Exp(-z))
}

// Models are those of pages and of flattened text.
type Models struct{ Page, Lines Model }

//go:embed weights.tsv
var embedded string

// Load reads the models that matn comes with.
func Load() (*Models, error) { return Parse(embedded) }

// Parse reads models: lines of a signal's name, its weight for pages and its
// weight for lines, with tabs between; the first is "bias".
func Parse(text string) (*Models, error) {
	m := &Models{}
	n := 0
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\r\n"); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if n > Count || len(f) != 3 || f[0] != rowName(n) {
			return nil, fmt.Errorf("confidence: weights, row %d: %q, want %q and two numbers", n+1, line, rowName(n))
		}
		page, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return nil, fmt.Errorf("confidence: weights, row %d: %w", n+1, err)
		}
		lines, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			return nil, fmt.Errorf("confidence: weights, row %d: %w", n+1, err)
		}
		if n == 0 {
			m.Page.Bias, m.Lines.Bias = page, lines
		} else {
			m.Page.Weights[n-1], m.Lines.Weights[n-1] = page, lines
		}
		n++
	}
	if n != Count+1 {
		return nil, fmt.Errorf("confidence: weights of %d rows, want %d", n, Count+1)
	}
	return m, nil
}

func rowName(n int) string {
	if n == 0 || n > Count {
		return "bias"
	}
	return Names[n-1]
}

// String writes models as Parse reads them.
func (m *Models) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# signal\tpages\tflattened text; written by cmd/train\nbias\t%.6g\t%.6g\n", m.Page.Bias, m.Lines.Bias)
	for i, name := range Names {
		fmt.Fprintf(&b, "%s\t%.6g\t%.6g\n", name, m.Page.Weights[i], m.Lines.Weights[i])
	}
	return b.String()
}
