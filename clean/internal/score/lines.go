package score

import (
	"slices"

	"matn/clean/block"
)

const (
	// longLine is the number of runes of a long line.
	longLine = 100
	// runCost is what a line must have, in runes, to pay for its place in the
	// run; lines count for at most runCap.
	runCost = 45
	runCap  = 400
	// sentenceCost is what a line that ends no sentence costs the run of
	// sentences, in sentence marks; lines that do count for sentenceCap at most.
	sentenceCost = 0.5
	sentenceCap  = 4
	// sentenceWords is the number of words that a line which ends a sentence has
	// at least.
	sentenceWords = 5
	// coreWords is the number of different words that the table of words begins
	// with room for: long texts have far fewer words than that would need.
	coreWords = 1 << 14
)

// lines is flattened text with the sums that its features are made of. It is
// scratch: one is used for text after text.
type lines struct {
	blocks []block.Block
	info   []lineInfo
	before []lineSum // of the lines before each line; one more entry than lines
	groups []int32   // lines of each shape
	shape  Shape

	runs    [runKinds]lineRun
	title   int // line that is most like a headline, -1 for none
	table   hashTable
	words   []uint64 // hashes of the words of all lines
	wordAt  []int32  // where those of each line begin
	textRow [ltCount]float32

	sects   []sect
	sectOf  []int32 // section of each line
	topSect int32   // runes of the longest
	looks   []int32 // coarse look of each line

	foreign   bool         // no phrase is looked up
	terms     *TermWeights // nil for none
	termSums  []int32
	termKnown []bool
	termRows  []float32
	hashes    []uint32
}

// lineInfo is what is known of one line.
type lineInfo struct {
	textStats
	hit                       lineHit
	first                     uint8 // class of the first rune
	long, sentence            bool  // a long line; one that ends a sentence
	same, earlier             int32 // lines of the same text; those before it
	prevLong, nextLong        int32 // distance to a long line
	prevSent, nextSent        int32 // to a line that ends a sentence
	prevHit, nextHit          int32 // to a phrase of chrome
	nextOpener, toOpener      int32 // likewise of the next below, and lines on to it
	opener, sinceOpener       int32 // role of the last phrase above that heads other things than the body; lines since it
	core, coreRare            float32
	dates, prevDate, nextDate int32 // years and times; lines to such
	inRun, topic              float32
	titled                    float32 // share of its words that stand in the headline
}

// lineSum is a sum over lines.
type lineSum struct {
	chars                         int32
	marks, upper, cased, digits   float32
	sents, shorts, hits, copied   float32
	prices, fields, sepped, dated float32
}

// read takes in flattened text.
func (l *lines) read(blocks []block.Block) {
	n := len(blocks)
	l.blocks, l.title = blocks, -1
	l.info, l.before = resize(l.info, n), resize(l.before, n+1)
	for i := range blocks {
		t := &l.info[i]
		t.textStats = countText(blocks[i].Text)
		t.first = firstClass(blocks[i].Text)
		if t.hit = (lineHit{}); !l.foreign {
			t.hit = hitOf(blocks[i].Text)
		}
		t.long = blocks[i].Chars >= longLine
		t.sentence = t.end == endSentence && blocks[i].Words >= sentenceWords
	}
	l.countCopies()
	l.readWords()
	l.findDates()
	l.sum()
	l.findRuns()
	l.findCore()
	l.findTopic()
	l.findTitle()
	l.findSects()
	l.findLooks()
	l.measure()
	l.openers()
	l.readShape()
	l.fillText()
	l.readTerms()
}

func (l *lines) countCopies() {
	l.table.reset(len(l.blocks) + 1)
	for i := range l.info {
		n := l.table.at(l.info[i].hash)
		l.info[i].earlier = *n
		*n++
	}
	for i := range l.info {
		l.info[i].same = l.table.find(l.info[i].hash)
	}
}

func (l *lines) readWords() {
	n := 0
	for i := range l.blocks {
		n += max(min(int(l.blocks[i].Words), len(l.blocks[i].Text)), 0)
	}
	l.words, l.wordAt = slices.Grow(l.words[:0], n+n/16), resize(l.wordAt, len(l.blocks)+1)
	for i := range l.blocks {
		l.words = words(l.words, l.blocks[i].Text)
		l.wordAt[i+1] = int32(len(l.words))
	}
}

// wordsOf is the hashes of the words of a line.
func (l *lines) wordsOf(i int) []uint64 { return l.words[l.wordAt[i]:l.wordAt[i+1]] }

// shortLine is the number of words up to which a line is short.
const shortLine = 3

func (l *lines) sum() {
	for i := range l.info {
		t, b := &l.info[i], &l.blocks[i]
		s := l.before[i]
		s.chars += b.Chars
		s.marks += t.textStats.sentence
		s.upper += t.upper
		s.cased += t.cased
		s.digits += t.digit
		s.sents += truth(t.sentence)
		s.shorts += truth(b.Words <= shortLine)
		s.hits += truth(t.hit.chrome())
		s.fields += truth(t.hit.field())
		s.copied += truth(t.same > 1)
		s.prices += truth(t.sym > 0 && t.digit > 0)
		s.sepped += truth(t.sep > 0)
		s.dated += truth(t.dates > 0)
		l.before[i+1] = s
	}
}

// between sums the lines [from, to), cut to the text, but line i.
func (l *lines) between(from, to, i int) (s lineSum, n float32) {
	from, to = max(from, 0), min(to, len(l.blocks))
	if from >= to {
		return lineSum{}, 0
	}
	a, b := &l.before[from], &l.before[to]
	s = lineSum{chars: b.chars - a.chars, marks: b.marks - a.marks, sents: b.sents - a.sents, hits: b.hits - a.hits, shorts: b.shorts - a.shorts}
	n = float32(to - from)
	if from <= i && i < to {
		t := &l.info[i]
		s.chars -= l.blocks[i].Chars
		s.marks -= t.textStats.sentence
		s.sents -= truth(t.sentence)
		s.hits -= truth(t.hit.chrome())
		s.shorts -= truth(l.blocks[i].Words <= shortLine)
		n--
	}
	return s, n
}

// lineRun is the lines [start, end).
type lineRun struct{ start, end int }

func (r lineRun) holds(i int) bool { return i >= r.start && i < r.end }

// Runs of lines that stand out.
const (
	runOfProse     = iota // the most runes
	runOfSentences        // the most sentence marks
	runKinds
)

// findRun finds the lines in a row with the greatest sum of worth (Kadane's
// algorithm); none where no line is worth anything.
func findRun(n int, worth func(i int) float32) (r lineRun) {
	best, sum, from := float32(0), float32(0), 0
	for i := range n {
		if sum += worth(i); sum > best {
			best, r = sum, lineRun{from, i + 1}
		}
		if sum < 0 {
			sum, from = 0, i+1
		}
	}
	return r
}

func (l *lines) findRuns() {
	l.runs[runOfProse] = findRun(len(l.blocks), func(i int) float32 {
		return float32(min(l.blocks[i].Chars, runCap) - runCost)
	})
	l.runs[runOfSentences] = findRun(len(l.blocks), func(i int) float32 {
		if !l.info[i].sentence {
			return -sentenceCost
		}
		return min(l.info[i].textStats.sentence, sentenceCap)
	})
}

// countWords notes in the table, for each word, in how many of the lines that want
// says yes to it stands, and returns the number of these.
func (l *lines) countWords(from, to int, want func(i int) bool) (n int32) {
	l.table.reset(min(int(l.wordAt[to]-l.wordAt[from]), coreWords) + 1)
	for i := from; i < to; i++ {
		if !want(i) {
			continue
		}
		n++
		line := int32(i%(1<<18)) + 1
		for _, w := range l.wordsOf(i) {
			if v := l.table.at(w); *v>>lineShift != line {
				*v = line<<lineShift | min(*v&mostLines+1, mostLines)
			}
		}
	}
	return n
}

// A word's value in the table: the last line that had it in the upper half, the
// number of lines that have it in the lower, mostLines at most.
const lineShift, mostLines = 12, 1<<12 - 1

// linesWith is the number of lines, as counted, that a word stands in.
func (l *lines) linesWith(w uint64) int32 { return l.table.find(w) & mostLines }

// findCore computes what share of a line's words recurs in other long lines.
func (l *lines) findCore() {
	longs := l.countWords(0, len(l.info), func(i int) bool { return l.info[i].long })
	half := longs / 2
	for i := range l.info {
		t := &l.info[i]
		t.core, t.coreRare = l.inCommon(i, t.long, half)
	}
}

// inCommon returns the share of the words of line i that other counted lines have
// too, and the share of those that fewer than few have. counted says whether line
// i is itself among the lines that countWords went through.
func (l *lines) inCommon(i int, counted bool, few int32) (all, rare float32) {
	own, hits, scarce := int32(truth(counted)), 0, 0
	for _, w := range l.wordsOf(i) {
		if c := l.linesWith(w) - own; c > 0 {
			hits++
			if c < few {
				scarce++
			}
		}
	}
	n := float32(len(l.wordsOf(i)))
	return share(float32(hits), n), share(float32(scarce), n)
}

// measure notes how far each line is from lines that tell something.
func (l *lines) measure() {
	l.distances(func(t *lineInfo) bool { return t.long }, func(t *lineInfo) (*int32, *int32) { return &t.prevLong, &t.nextLong })
	l.distances(func(t *lineInfo) bool { return t.dates > 0 }, func(t *lineInfo) (*int32, *int32) { return &t.prevDate, &t.nextDate })
	l.distances(func(t *lineInfo) bool { return t.sentence }, func(t *lineInfo) (*int32, *int32) { return &t.prevSent, &t.nextSent })
	l.distances(func(t *lineInfo) bool { return t.hit.chrome() }, func(t *lineInfo) (*int32, *int32) { return &t.prevHit, &t.nextHit })
}

// distances notes the distances back and on to the next line that is wanted.
func (l *lines) distances(want func(*lineInfo) bool, to func(*lineInfo) (prev, next *int32)) {
	d := int32(noLong)
	for i := range l.info {
		prev, _ := to(&l.info[i])
		*prev = d
		if d = min(d+1, noLong); want(&l.info[i]) {
			d = 1
		}
	}
	d = noLong
	for i := len(l.info) - 1; i >= 0; i-- {
		_, next := to(&l.info[i])
		*next = d
		if d = min(d+1, noLong); want(&l.info[i]) {
			d = 1
		}
	}
}

// readShape groups lines that look alike: about as long, begun and ended alike.
func (l *lines) readShape() {
	s := &l.shape
	n := len(l.blocks)
	s.Flat, s.Words, s.Path, s.Paths, s.Elems = true, resize(s.Words, n), resize(s.Path, n), lineShapes, 0
	s.Phrase = resize(s.Phrase, n)
	l.groups = resize(l.groups, lineShapes)
	for i := range l.blocks {
		s.Words[i] = float32(l.blocks[i].Words)
		s.Path[i] = l.info[i].look(l.blocks[i].Chars)
		l.groups[s.Path[i]]++
		s.Phrase[i] = l.info[i].hit.phrase()
	}
}

// lineSizes are the numbers of runes that lines of one look have at most.
var lineSizes = [...]int32{3, 7, 15, 25, 40, 60, 100, 200}

// lineShapes is the number of looks.
const lineShapes = (len(lineSizes) + 1) * ends * firstClasses

func (t *lineInfo) look(chars int32) int32 {
	return (sizeAmong(lineSizes[:], chars)*ends+t.ending())*firstClasses + int32(t.first)
}

// sizeAmong is how many of the sizes, from the smallest up, a number is above.
func sizeAmong(sizes []int32, n int32) (above int32) {
	for above < int32(len(sizes)) && n > sizes[above] {
		above++
	}
	return above
}

// ends is the number of endings that looks tell apart.
const ends = 3

// ending is which of them a line has.
func (t *lineInfo) ending() int32 {
	switch t.end {
	case endSentence, endQuote:
		return 1
	case endEllipsis:
		return 2
	}
	return 0
}
