package score

import (
	"slices"

	"matn/clean/block"
)

// Columns of a line of flattened text: its own text.
const (
	lRunes = iota
	lWords
	lAvgWord
	lPunct
	lComma
	lSentences
	lSentenceLen
	lEnd
	lDigits
	lUpper
	lCased
	lSep
	lSym
	lFirst
	lHit
	lHitShape
	lSame
	lEarlier
	lCore     // share of its words that recur in other long lines
	lCoreRare // in fewer than half of the long lines
	lTitled
	lOwn // columns of its own text
)

var ownNames = [lOwn]string{
	"runes", "words, at most 300", "runes per word", "punctuation per word", "commas per word",
	"sentence marks, at most 30", "words per sentence", "class of the last rune", "digits / runes",
	"upper-case words / words with case", "words with case / words", "separators, at most 20",
	"symbols, at most 20", "class of the first rune", "role of its phrase", "shape of its phrase",
	"lines of the same text", "lines of the same text before", "words that recur in long lines",
	"words that recur in some long lines", "words that stand in the headline",
}

// Columns of where a line stands.
const (
	lpIndex = iota
	lpRelative
	lpRunesBefore
	lpFromEnd
	lpPrevLong
	lpNextLong
	lpPrevSent
	lpNextSent
	lpPrevHit
	lpNextHit
	lpOpener
	lpSinceOpener
	lpNextOpener
	lpToOpener
	lpHitsBefore
	lpSentsBefore
	lpRun // of each run: lines since it began, within ±100, until it ends, inside it

	lpTitle = lpRun + 3*runKinds // lines since the headline
	lpLook  = lpTitle + 1        // lines that look alike / lines
	lpAlike = lpTitle + 2        // of the 12 on each side
	lpCount = lpTitle + 3
)

var linePlaceNames = [lpCount]string{
	"index, at most 500", "index / lines", "runes before / runes", "lines behind, at most 500",
	"lines back to a long one", "lines on to a long one", "lines back to a sentence", "lines on to a sentence",
	"lines back to a phrase of chrome", "lines on to a phrase of chrome", "role of the last phrase that heads chrome",
	"lines since that phrase", "role of the next phrase that heads chrome", "lines on to that phrase",
	"phrases of chrome before / all", "sentences before / all",
	"lines since the run began", "lines until the run ends", "inside the run",
	"lines since the run of sentences began", "lines until the run of sentences ends", "inside the run of sentences",
	"lines since the headline", "lines that look alike / lines", "lines near that look alike",
}

// alikeNear is how far on each side lines that look alike are counted.
const alikeNear = 12

// Columns of a neighbouring line.
const (
	lnRunes = iota
	lnEnd
	lnUpper
	lnPunct
	lnDigits
	lnSame
	lnHit
	lnAlike
	lineNearCols
	lineNearSide = 4 // lines on each side
)

var lineNearNames = [lineNearCols]string{"runes", "class of the last rune", "upper-case words", "punctuation", "digits",
	"same text", "role of its phrase", "looks alike"}

// lineWindows are the lines on each side, without the line itself, over which
// means are taken; lineSides those of one side.
var (
	lineWindows = [...]int{3, 6, 12, 25}
	lineSides   = [...]int{3, 8, 20}
)

const (
	lineWindowCols = 2 // mean runes and sentence marks
	lineSideCols   = 4 // mean runes, sentences, phrases of chrome, short lines
	lineAroundN    = 2*lineNearSide*lineNearCols + len(lineWindows)*lineWindowCols + 2*len(lineSides)*lineSideCols
)

// Columns of the whole text.
const (
	ltLines = iota
	ltRunes
	ltLong
	ltLongSh
	ltRunSh
	ltRunLines
	ltSents
	ltMean
	ltShorts
	ltHits
	ltFields
	ltCopied
	ltPrices
	ltSepped
	ltMarks
	ltDigits
	ltUpper
	ltRuns
	ltFirstRunes
	ltFirstEnd
	ltFirstHit
	ltLastRunes
	ltLastEnd
	ltLastHit
	ltShortest
	ltCount
)

var lineTextNames = [ltCount]string{
	"lines, at most 3000", "runes", "long lines", "runes of long lines / runes", "runes of the run / runes",
	"lines of the run / lines", "lines that end a sentence", "runes per line", "lines of three words at most",
	"phrases of chrome per line", "phrases of fields per line", "lines that stand twice", "lines with symbols and digits",
	"lines with separators", "sentence marks per line", "digits / runes", "upper-case words / words with case",
	"long lines outside the run / long lines", "runes of the first line", "class of its last rune", "role of its phrase",
	"runes of the last line", "class of its last rune, the last line", "role of its phrase, the last line", "runes of the shortest line",
}

const (
	ownAt        = 0
	linePlaceAt  = ownAt + lOwn
	aroundAt     = linePlaceAt + lpCount
	lineTextAt   = aroundAt + lineAroundN
	lineSectAt   = lineTextAt + ltCount
	lineRepeatAt = lineSectAt + seCount
	lineDateAt   = lineRepeatAt + peCount
	lineVocAt    = lineDateAt + daCount
	lineTermAt   = lineVocAt + voCount
	// LineColumns1 is the number of columns that stage 1 sees of a line,
	// LineColumns that of a whole row.
	LineColumns1 = lineTermAt + termCount
	LineColumns  = LineColumns1 + lineStackCount
)

// LineGroups lists the columns of flattened text, in order.
func LineGroups() []Group {
	return []Group{
		{"line", ownAt, ownNames[:]},
		{"place", linePlaceAt, linePlaceNames[:]},
		{"around", aroundAt, aroundNames()},
		{"text", lineTextAt, lineTextNames[:]},
		{"section", lineSectAt, lineSectNames[:]},
		{"repeat", lineRepeatAt, lineRepeatNames[:]},
		{"date", lineDateAt, lineDateNames[:]},
		{"topic", lineVocAt, lineVocNames[:]},
		{"terms", lineTermAt, lineTermNames[:]},
		{"stack", LineColumns1, lineStackNames()},
	}
}

func aroundNames() (names []string) {
	for _, side := range []string{"before ", "behind "} {
		for k := range lineNearSide {
			for _, c := range lineNearNames {
				names = append(names, side+string(rune('1'+k))+": "+c)
			}
		}
	}
	for _, w := range []string{"3", "6", "12", "25"} {
		names = append(names, "mean runes of "+w+" each side", "mean sentence marks of "+w+" each side")
	}
	for _, side := range []string{" before", " behind"} {
		for _, w := range []string{"3", "8", "20"} {
			names = append(names, "mean runes of "+w+side, "sentences of "+w+side, "phrases of chrome of "+w+side, "short lines of "+w+side)
		}
	}
	return names
}

// fill writes the columns of stage 1 of line i.
func (l *lines) fill(row []float32, i int) {
	l.fillOwn(row[ownAt:], i)
	l.fillPlace(row[linePlaceAt:], i)
	l.fillAround(row[aroundAt:], i)
	copy(row[lineTextAt:], l.textRow[:])
	l.fillSect(row[lineSectAt:], i)
	l.fillRepeat(row[lineRepeatAt:], i)
	l.fillDates(row[lineDateAt:], i)
	l.fillTopic(row[lineVocAt:], i)
	l.fillTerms(row[lineTermAt:], i)
}

func (l *lines) fillOwn(row []float32, i int) {
	b, t := &l.blocks[i], &l.info[i]
	words := float32(max(b.Words, 1))
	row[lRunes] = float32(b.Chars)
	row[lWords] = min(float32(b.Words), 300)
	row[lAvgWord] = float32(b.Chars) / words
	row[lPunct] = t.punct / words
	row[lComma] = t.comma / words
	row[lSentences] = min(t.textStats.sentence, 30)
	row[lSentenceLen] = float32(b.Words) / (t.textStats.sentence + 1)
	row[lEnd] = float32(t.end)
	row[lDigits] = share(t.digit, float32(b.Chars))
	row[lUpper] = share(t.upper, t.cased)
	row[lCased] = t.cased / words
	row[lSep] = min(t.sep, 20)
	row[lSym] = min(t.sym, 20)
	row[lFirst] = float32(t.first)
	row[lHit], row[lHitShape] = float32(t.hit.role), float32(t.hit.shape)
	row[lSame], row[lEarlier] = min(float32(t.same), 20), min(float32(t.earlier), 20)
	row[lCore], row[lCoreRare], row[lTitled] = t.core, t.coreRare, t.titled
}

func (l *lines) fillPlace(row []float32, i int) {
	n, t := len(l.blocks), &l.info[i]
	row[lpIndex] = float32(min(i, maxIndex))
	row[lpRelative] = float32(i) / float32(n)
	row[lpRunesBefore] = share(float32(l.before[i].chars), float32(l.before[n].chars))
	row[lpFromEnd] = float32(min(n-i, maxIndex))
	row[lpPrevLong], row[lpNextLong] = float32(t.prevLong), float32(t.nextLong)
	row[lpPrevSent], row[lpNextSent] = float32(t.prevSent), float32(t.nextSent)
	row[lpPrevHit], row[lpNextHit] = float32(t.prevHit), float32(t.nextHit)
	row[lpOpener], row[lpSinceOpener] = float32(t.opener), float32(t.sinceOpener)
	row[lpNextOpener], row[lpToOpener] = float32(t.nextOpener), float32(t.toOpener)
	row[lpHitsBefore] = share(l.before[i].hits, l.before[n].hits)
	row[lpSentsBefore] = share(l.before[i].sents, l.before[n].sents)
	for k, r := range l.runs {
		r.fill(row[lpRun+3*k:], i)
	}
	row[lpTitle] = since(i, l.title)
	row[lpLook] = float32(l.groups[l.shape.Path[i]]) / float32(n)
	row[lpAlike] = 0
	for k := max(i-alikeNear, 0); k < min(i+alikeNear+1, n); k++ {
		if k != i && l.shape.Path[k] == l.shape.Path[i] {
			row[lpAlike]++
		}
	}
}

// maxRun bounds the distances from the ends of a run.
const maxRun = 100

// fill writes where line i stands to a run.
func (r lineRun) fill(cols []float32, i int) {
	cols[0] = float32(max(min(i-r.start, maxRun), -maxRun))
	cols[1] = float32(max(min(i-r.end, maxRun), -maxRun))
	cols[2] = truth(r.holds(i))
}

func (l *lines) fillAround(row []float32, i int) {
	for k := range lineNearSide {
		l.fillNear(row[k*lineNearCols:][:lineNearCols], i-1-k, i)
		l.fillNear(row[(lineNearSide+k)*lineNearCols:][:lineNearCols], i+1+k, i)
	}
	row = row[2*lineNearSide*lineNearCols:]
	for _, w := range lineWindows {
		s, n := l.between(i-w, i+w+1, i)
		row[0], row[1] = share(float32(s.chars), n), share(s.marks, n)
		row = row[lineWindowCols:]
	}
	for side := range 2 {
		for _, w := range lineSides {
			from, to := i-w, i
			if side == 1 {
				from, to = i+1, i+1+w
			}
			s, n := l.between(from, to, i)
			row[0], row[1], row[2], row[3] = share(float32(s.chars), n), share(s.sents, n), s.hits, share(s.shorts, n)
			row = row[lineSideCols:]
		}
	}
}

// fillNear writes the columns of line k, a neighbour of line i.
func (l *lines) fillNear(cols []float32, k, i int) {
	if k < 0 || k >= len(l.blocks) {
		clear(cols)
		cols[lnRunes] = -1
		return
	}
	t, chars := &l.info[k], float32(l.blocks[k].Chars)
	cols[lnRunes] = chars
	cols[lnEnd] = float32(t.end)
	cols[lnUpper] = share(t.upper, t.cased)
	cols[lnPunct] = min(t.comma+t.textStats.sentence, 30)
	cols[lnDigits] = share(t.digit, chars)
	cols[lnSame] = min(float32(t.same), 9)
	cols[lnHit] = float32(t.hit.role)
	cols[lnAlike] = truth(l.shape.Path[k] == l.shape.Path[i])
}

// fillText computes the columns of the whole text, which all its rows share.
func (l *lines) fillText() {
	row := l.textRow[:]
	n := float32(len(l.blocks))
	s, run := &l.before[len(l.blocks)], l.runs[runOfProse]
	chars := float32(s.chars)
	long, longs, outside := int32(0), float32(0), float32(0)
	for i := range l.info {
		if l.info[i].long {
			long += l.blocks[i].Chars
			longs++
			outside += truth(!run.holds(i))
		}
	}
	row[ltLines] = min(n, 3000)
	row[ltRunes] = chars
	row[ltLong] = longs
	row[ltLongSh] = share(float32(long), chars)
	row[ltRunSh] = share(float32(l.before[run.end].chars-l.before[run.start].chars), chars)
	row[ltRunLines] = share(float32(run.end-run.start), n)
	row[ltSents] = share(s.sents, n)
	row[ltMean] = share(chars, n)
	row[ltShorts] = share(s.shorts, n)
	row[ltHits], row[ltFields] = share(s.hits, n), share(s.fields, n)
	row[ltCopied] = share(s.copied, n)
	row[ltPrices] = share(s.prices, n)
	row[ltSepped] = share(s.sepped, n)
	row[ltMarks] = share(s.marks, n)
	row[ltDigits] = share(s.digits, chars)
	row[ltUpper] = share(s.upper, s.cased)
	row[ltRuns] = share(outside, longs)
	if len(l.blocks) == 0 {
		return
	}
	last := len(l.blocks) - 1
	row[ltFirstRunes], row[ltFirstEnd], row[ltFirstHit] = float32(l.blocks[0].Chars), float32(l.info[0].end), float32(l.info[0].hit.role)
	row[ltLastRunes], row[ltLastEnd], row[ltLastHit] = float32(l.blocks[last].Chars), float32(l.info[last].end), float32(l.info[last].hit.role)
	row[ltShortest] = float32(slices.MinFunc(l.blocks, func(a, b block.Block) int { return int(a.Chars - b.Chars) }).Chars)
}
