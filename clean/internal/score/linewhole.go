package score

import (
	"slices"

	"matn/clean/internal/lexicon"
)

// Columns by which flattened text is told that came clean, beside those of the
// text: what stage 2 thinks of its lines. A doubtful line has a probability below
// likely.
const (
	wMean     = ltCount + iota
	wLeast    // least P; then the next two
	wLeast2   //
	wLeast3   //
	wFirst    // P of the first lines
	wSecond   //
	wLast     // of the last ones
	wLast2    //
	wDoubt    // doubtful lines
	wDoubtSh  // share of them in the lines
	wDoubtW   // share of them in the words
	wUnlikely // lines with a P below unlikely
	wBefore   // lines before the first likely one
	wBehind   // lines behind the last
	wPhrases  // lines that are a phrase of chrome
	wFields   // lines that hold a field
	wEdge     // of both, the first and last edgeLines
	wholeCount
)

var lineWholeNames = [wholeCount - ltCount]string{
	"mean P", "least P", "second least P", "third least P", "P of the first line", "P of the second line", "P of the last line",
	"P of the last line but one", "doubtful lines", "doubtful lines / lines", "words of doubtful lines / words", "unlikely lines",
	"lines before the first likely one", "lines behind the last likely one", "phrases of chrome", "fields", "phrases and fields at the ends",
}

const (
	// unlikely lines have at most this P.
	unlikely = 0.15
	// edgeLines is the number of lines on each end where phrases are counted.
	edgeLines = 3
	// maxCount bounds numbers of lines.
	maxCount = 20
)

// What Shape.Phrase says of a line.
const (
	noPhrase     uint8 = iota
	fieldPhrase        // it holds a field of the article
	chromePhrase       // it is a phrase of chrome
)

const (
	// strayPhrases is the number of lines that are phrases of chrome which cleaned
	// text may have, and phraseShare the share of its lines, one in so many: the
	// body of a shop or a forum has some.
	strayPhrases = 2
	phraseShare  = 20
)

// fewPhrases reports whether hardly a line is a phrase of chrome.
func (s *Shape) fewPhrases() bool {
	n := 0
	for _, p := range s.Phrase {
		if p == chromePhrase {
			n++
		}
	}
	return n <= max(strayPhrases, len(s.Phrase)/phraseShare)
}

// phrase tells phrases that make up a line.
func (h lineHit) phrase() uint8 {
	switch {
	case h.shape < lexicon.List:
	case h.chrome():
		return chromePhrase
	case h.field():
		return fieldPhrase
	}
	return noPhrase
}

// TextColumns are those of the columns of a line that its whole text shares.
func TextColumns(row []float32) []float32 { return row[lineTextAt : lineTextAt+ltCount] }

// WholeRow returns the columns by which text is told that came clean, from those
// of the text, its shape, and the probabilities of stage 2. Text without lines has
// none.
func WholeRow(text []float32, s *Shape, p []float32) []float32 {
	row := make([]float32, wholeCount)
	copy(row, text)
	n := len(p)
	if n == 0 {
		return row
	}
	row[wBefore], row[wBehind] = maxCount, maxCount
	sum, words, doubted := float32(0), float32(0), float32(0)
	least := [...]float32{1, 1, 1}
	for i, q := range p {
		sum += q
		words += s.Words[i]
		if q < likely {
			row[wDoubt]++
			doubted += s.Words[i]
		} else {
			row[wBefore] = min(row[wBefore], float32(i))
			row[wBehind] = float32(min(n-1-i, maxCount))
		}
		row[wUnlikely] += truth(q < unlikely)
		if q < least[2] {
			least[2] = q
			slices.Sort(least[:])
		}
		row[wPhrases] += truth(s.Phrase[i] == chromePhrase)
		row[wFields] += truth(s.Phrase[i] == fieldPhrase)
		row[wEdge] += truth(s.Phrase[i] != noPhrase && (i < edgeLines || i >= n-edgeLines))
	}
	row[wMean], row[wDoubtSh], row[wDoubtW] = sum/float32(n), row[wDoubt]/float32(n), share(doubted, words)
	row[wLeast], row[wLeast2], row[wLeast3] = least[0], least[1], least[2]
	row[wFirst], row[wSecond] = p[0], p[min(1, n-1)]
	row[wLast], row[wLast2] = p[n-1], p[max(n-2, 0)]
	for _, c := range [...]int{wDoubt, wUnlikely, wPhrases, wFields} {
		row[c] = min(row[c], maxCount)
	}
	return row
}
