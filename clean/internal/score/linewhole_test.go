package score

import (
	"testing"

	"matn/clean/internal/segment"
)

// TestWholeRow_OfAFewLines: two menu lines, prose, a phrase of chrome.
func TestWholeRow_OfAFewLines(t *testing.T) {
	var l lines
	l.read(segment.Lines([]string{"Home", "Of the old river", "The river rose by a metre in the night and filled the cellars.", "Share this article", "Source: Reuters"}).Blocks)
	p := []float32{0.1, 0.4, 0.9, 0.05, 0.7}
	row := WholeRow(l.textRow[:], &l.shape, p)
	words := float32(1 + 4 + 13 + 3 + 2)
	for _, c := range []struct {
		column int
		want   float32
	}{
		{ltLines, 5}, {wLeast, 0.05}, {wLeast2, 0.1}, {wLeast3, 0.4}, {wFirst, 0.1}, {wSecond, 0.4}, {wLast, 0.7}, {wLast2, 0.05},
		{wDoubt, 3}, {wDoubtSh, 0.6}, {wDoubtW, 8 / words}, {wUnlikely, 2}, {wBefore, 2}, {wBehind, 0},
		{wPhrases, 2}, {wFields, 1}, {wEdge, 3}, {wMean, 2.15 / 5},
	} {
		if got := row[c.column]; got < c.want-1e-5 || got > c.want+1e-5 {
			t.Errorf("%s: %v, want %v", wholeName(c.column), got, c.want)
		}
	}
}

func wholeName(c int) string {
	if c < ltCount {
		return lineTextNames[c]
	}
	return lineWholeNames[c-ltCount]
}

func TestWholeRow_WithoutLines(t *testing.T) {
	if row := WholeRow(make([]float32, ltCount), &Shape{}, nil); len(row) != wholeCount {
		t.Errorf("%d columns, want %d", len(row), wholeCount)
	}
}
