package score

import "matn/clean/block"

// Columns of a line of flattened text, behind those of its own text.
const (
	lIndex = iota
	lRelative
	lRunesBefore
	lFromEnd
	lPrevLong
	lNextLong
	lRunStart // lines since the run with the most prose began, within ±100
	lRunEnd   // until it ends
	lInRun
	lSame
	lCore     // share of its words that recur in other long lines
	lCoreRare // in fewer than half of the long lines
	lNear     // neighbours
	lWindow   = lNear + 2*nearSide*lineNearCols
	lLines    = lWindow + 2*len(lineWindows)
	lRunes    = lLines + 1
	lLong     = lLines + 2
	lLongSh   = lLines + 3
	lRunSh    = lLines + 4
	lSentSh   = lLines + 5
	lineCount = lLines + 6

	lineAt = textCount
	// LineColumns1 is the number of columns that stage 1 sees of a line,
	// LineColumns that of a whole row.
	LineColumns1 = lineAt + lineCount
	LineColumns  = LineColumns1 + stackCount
)

// Columns of a neighbouring line.
const (
	lnRunes = iota
	lnEnd
	lnUpper
	lnPunct
	lnDigits
	lnSame
	lineNearCols
)

// lineWindows are the lines on each side, without the line itself, over which
// means are taken.
var lineWindows = [...]int{3, 6, 12, 25}

func lineNames() []string {
	names := make([]string, lineCount)
	copy(names, []string{"index, at most 500", "index / lines", "runes before / runes", "lines behind, at most 500",
		"lines back to a long one", "lines on to a long one", "lines since the run began", "lines until the run ends",
		"inside the run", "lines of the same text", "words that recur in long lines", "words that recur in some long lines"})
	cols := [lineNearCols]string{"runes", "class of the last rune", "upper-case words", "punctuation", "digits", "same text"}
	for k := range 2 * nearSide {
		for c := range cols {
			side := "before "
			if k >= nearSide {
				side = "behind "
			}
			names[lNear+k*lineNearCols+c] = side + string(rune('1'+k%nearSide)) + ": " + cols[c]
		}
	}
	for k, w := range [...]string{"3", "6", "12", "25"} {
		names[lWindow+2*k], names[lWindow+2*k+1] = "mean runes of "+w+" each side", "mean sentence marks of "+w+" each side"
	}
	for k, n := range []string{"lines, at most 3000", "runes", "long lines", "runes of long lines / runes", "runes of the run / runes", "lines that end a sentence"} {
		names[lLines+k] = n
	}
	return names
}

const (
	// longLine is the number of runes of a long line.
	longLine = 100
	// runCost is what a line must have, in runes, to pay for its place in the
	// run; lines count for at most runCap.
	runCost = 45
	runCap  = 400
	// coreWords is the number of different words that the table of words begins
	// with room for: long texts have far fewer words than that would need.
	coreWords = 1 << 14
)

// lineSums are the sums that only flattened text needs.
type lineSums struct {
	runStart, runEnd int
	core, coreRare   []float32
	sentences        []float32 // before each line
	sentEnd          int32     // lines that end a sentence
}

// readLines takes in flattened text.
func (p *page) readLines(blocks []block.Block) {
	p.elems, p.blocks = nil, blocks
	n := len(blocks)
	p.text, p.long, p.at = resize(p.text, n), resize(p.long, n), resize(p.at, n)
	p.before, p.same = resize(p.before, n+1), resize(p.same, n)
	p.path, p.paths = resize(p.path, n), append(p.paths[:0], pathSum{})
	p.lines.sentences, p.lines.sentEnd = resize(p.lines.sentences, n+1), 0
	p.total = pathSum{}
	for i := range blocks {
		b := &blocks[i]
		t := countText(b.Text)
		p.text[i], p.at[i] = t, -1
		p.long[i] = b.Chars >= longLine
		p.before[i+1] = p.before[i] + b.Chars
		p.lines.sentences[i+1] = p.lines.sentences[i] + t.sentence
		p.total.add(b, p.long[i])
		if t.end == endSentence && b.Words >= 5 {
			p.lines.sentEnd++
		}
	}
	p.countCopies()
	p.markLong()
	p.findRun()
	p.findCore()
}

// findRun finds the run of lines with the most prose (Kadane's algorithm).
func (p *page) findRun() {
	best, sum, from := 0, 0, 0
	p.lines.runStart, p.lines.runEnd = 0, 0
	for i := range p.blocks {
		if sum += min(int(p.blocks[i].Chars), runCap) - runCost; sum > best {
			best, p.lines.runStart, p.lines.runEnd = sum, from, i+1
		}
		if sum < 0 {
			sum, from = 0, i+1
		}
	}
}

// findCore computes what share of a line's words recurs in other long lines.
func (p *page) findCore() {
	n := len(p.blocks)
	l := &p.lines
	l.core, l.coreRare = resize(l.core, n), resize(l.coreRare, n)
	p.readWords()
	p.table.reset(min(len(p.words), coreWords) + 1)
	// A word's value: the last long line that had it in the upper half, the
	// number of long lines that have it in the lower.
	const lineShift, most = 12, 1<<12 - 1
	for i := range p.blocks {
		if !p.long[i] {
			continue
		}
		line := int32(i%(1<<18)) + 1
		for _, w := range p.wordsOf(i) {
			if v := p.table.at(w); *v>>lineShift != line {
				*v = line<<lineShift | min(*v&most+1, most)
			}
		}
	}
	half := p.total.longN / 2
	for i := range p.blocks {
		own := int32(0)
		if p.long[i] {
			own = 1
		}
		hits, rare := 0, 0
		for _, w := range p.wordsOf(i) {
			if c := p.table.find(w)&most - own; c > 0 {
				hits++
				if c < half {
					rare++
				}
			}
		}
		all := float32(len(p.wordsOf(i)))
		l.core[i], l.coreRare[i] = share(float32(hits), all), share(float32(rare), all)
	}
}

// fillLine writes the columns of stage 1 of line i.
func (p *page) fillLine(row []float32, i int) {
	p.fillText(row, i)
	row = row[lineAt:]
	n, l := len(p.blocks), &p.lines
	row[lIndex] = float32(min(i, maxIndex))
	row[lRelative] = float32(i) / float32(n)
	row[lRunesBefore] = share(float32(p.before[i]), float32(p.total.chars))
	row[lFromEnd] = float32(min(n-i, maxIndex))
	row[lPrevLong], row[lNextLong] = float32(p.prevLong[i]), float32(p.nextLong[i])
	row[lRunStart] = float32(max(min(i-l.runStart, 100), -100))
	row[lRunEnd] = float32(max(min(i-l.runEnd, 100), -100))
	row[lInRun] = truth(i >= l.runStart && i < l.runEnd)
	row[lSame] = min(float32(p.same[i]), 20)
	row[lCore], row[lCoreRare] = l.core[i], l.coreRare[i]
	for k := range nearSide {
		p.fillNearLine(row[lNear+k*lineNearCols:][:lineNearCols], i-1-k)
		p.fillNearLine(row[lNear+(nearSide+k)*lineNearCols:][:lineNearCols], i+1+k)
	}
	for k, w := range lineWindows {
		from, to := max(i-w, 0), min(i+w+1, n)
		others := float32(max(to-from-1, 1))
		row[lWindow+2*k] = float32(p.before[to]-p.before[from]-p.blocks[i].Chars) / others
		row[lWindow+2*k+1] = (l.sentences[to] - l.sentences[from] - p.text[i].sentence) / others
	}
	chars := float32(p.total.chars)
	row[lLines] = float32(min(n, 3000))
	row[lRunes] = chars
	row[lLong] = float32(p.total.longN)
	row[lLongSh] = share(float32(p.total.long), chars)
	row[lRunSh] = share(float32(p.before[l.runEnd]-p.before[l.runStart]), chars)
	row[lSentSh] = float32(l.sentEnd) / float32(n)
}

func (p *page) fillNearLine(cols []float32, i int) {
	if i < 0 || i >= len(p.blocks) {
		clear(cols)
		cols[lnRunes] = -1
		return
	}
	t, chars := &p.text[i], float32(p.blocks[i].Chars)
	cols[lnRunes] = chars
	cols[lnEnd] = float32(t.end)
	cols[lnUpper] = share(t.upper, t.cased)
	cols[lnPunct] = min(t.comma+t.sentence, 30)
	cols[lnDigits] = share(t.digit, chars)
	cols[lnSame] = min(float32(p.same[i]), 9)
}
