package score

// Columns of stage 2 of flattened text: what stage 1 thinks of a line and of
// those around it. The names are those of pages.
const (
	sP       = iota
	sBefore  // P of the lines before, nearest first: lineStackSide columns
	sBehind  = sBefore + lineStackSide
	sWindows = sBehind + lineStackSide // P by words of each of lineStackWindows, before and behind
	sMeans   = sWindows + 2*len(lineStackWindows)
	sLook    = sMeans + 2*len(lineStackWindows)
	sLookW   = sLook + 1
	sLookSh  = sLook + 2
	sNear    = sLook + 3
	sMassBef = sLook + 4
	sMassAft = sLook + 5
	sPrevYes = sLook + 6
	sNextYes = sLook + 7
	sRunFrom = sLook + 8
	sRunTo   = sLook + 9
	sInRun   = sLook + 10
	sRunSh   = sLook + 11
	sRunP    = sLook + 12
	sPage    = sLook + 13
	sMass    = sLook + 14
	sHigh    = sLook + 15
	sMax     = sLook + 16
	sSure    = sLook + 17
	sYes     = sLook + 18

	lineStackCount = sLook + 19
	lineStackSide  = 6
	// LineStackColumns is the number of columns that stage 2 adds to those of
	// stage 1.
	LineStackColumns = lineStackCount
)

// lineStackWindows are lines of one side over which P is averaged.
var lineStackWindows = [...]int{3, 6, 12, 25}

func lineStackNames() []string {
	names := make([]string, lineStackCount)
	for k := range lineStackSide {
		names[sBefore+k] = "P before " + string(rune('1'+k))
		names[sBehind+k] = "P behind " + string(rune('1'+k))
	}
	for k, w := range [...]string{"3", "6", "12", "25"} {
		names[sWindows+2*k], names[sWindows+2*k+1] = "P of "+w+" before, by words", "P of "+w+" behind, by words"
		names[sMeans+2*k], names[sMeans+2*k+1] = "P of "+w+" before", "P of "+w+" behind"
	}
	for c, name := range map[int]string{
		sP: "P", sLook: "P of lines that look alike", sLookW: "P of lines that look alike, by words",
		sLookSh: "share of lines that look alike in the mass", sNear: "P of near lines that look alike",
		sMassBef: "share of the mass before", sMassAft: "share of the mass behind",
		sPrevYes: "lines back to a likely one", sNextYes: "lines on to a likely one",
		sInRun: "inside the likely run", sRunFrom: "lines since the likely run began", sRunTo: "lines until the likely run ends",
		sRunSh: "share of the likely run in the mass", sRunP: "P of the likely run, by words",
		sPage: "P of the text, by words", sMass: "mass of the text", sHigh: "share of words in likely lines",
		sMax: "greatest P of the text", sSure: "words of likely lines / mass", sYes: "likely lines / lines",
	} {
		names[c] = name
	}
	return names
}

// lineStack holds the sums of stage 2 of flattened text. It is scratch.
type lineStack struct {
	stack
	yes  float32 // likely lines
	best lineRun
}

// read takes in the probabilities of stage 1.
func (s *lineStack) read(shape *Shape, prob []float32) {
	n := len(shape.Words)
	s.Shape, s.prob, s.page, s.high, s.top, s.yes = shape, prob, pile{}, 0, 0, 0
	s.run, s.paths = resize(s.run, n+1), resize(s.paths, shape.Paths)
	for i, q := range prob {
		w := shape.Words[i]
		s.run[i+1] = s.run[i]
		s.run[i+1].add(q, w)
		s.page.add(q, w)
		if q > likely {
			s.high += w
			s.yes++
		}
		s.top = max(s.top, q*min(1, w/likelyWords))
		s.paths[shape.Path[i]].add(q, w)
	}
	s.findYes()
	s.best = findRun(n, func(i int) float32 { return (prob[i] - runP) * (2 + min(shape.Words[i], runWords)) })
}

const (
	// runP is the probability that pays for a line's place in the likely run;
	// a line counts by its words, at most runWords.
	runP     = 0.4
	runWords = 40
)

// fill writes the columns of stage 2 of line i.
func (s *lineStack) fill(row []float32, i int) {
	row[sP] = s.prob[i]
	for k := range lineStackSide {
		row[sBefore+k], row[sBehind+k] = s.probAt(i-1-k), s.probAt(i+1+k)
	}
	for k, w := range lineStackWindows {
		a, b := s.between(i-w, i), s.between(i+1, i+1+w)
		row[sWindows+2*k], row[sWindows+2*k+1] = a.byWords(), b.byWords()
		row[sMeans+2*k], row[sMeans+2*k+1] = a.mean(), b.mean()
	}
	g := &s.paths[s.Path[i]]
	row[sLook], row[sLookW], row[sLookSh] = g.mean(), g.byWords(), share(g.mass, s.page.mass)
	row[sNear] = s.nearAlike(i)
	row[sMassBef] = share(s.run[i].mass, s.page.mass)
	row[sMassAft] = share(s.page.mass-s.run[i+1].mass, s.page.mass)
	row[sPrevYes], row[sNextYes] = float32(s.prevYes[i]), float32(s.nextYes[i])
	s.best.fill(row[sRunFrom:], i)
	run := s.between(s.best.start, s.best.end)
	row[sRunSh], row[sRunP] = share(run.mass, s.page.mass), run.byWords()
	row[sPage] = s.page.byWords()
	row[sMass] = s.page.mass
	row[sHigh] = share(s.high, s.page.words)
	row[sMax] = s.top
	row[sSure] = share(s.high, s.page.mass)
	row[sYes] = share(s.yes, s.page.n)
}

// nearAlike is the mean P of the lines near that look alike, -1 without any.
func (s *lineStack) nearAlike(i int) float32 {
	p := pile{}
	for k := max(i-alikeNear, 0); k < min(i+alikeNear+1, len(s.prob)); k++ {
		if k != i && s.Path[k] == s.Path[i] {
			p.add(s.prob[k], 1)
		}
	}
	if p.n == 0 {
		return -1
	}
	return p.mean()
}
