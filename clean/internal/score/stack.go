package score

import (
	"slices"

	"matn/clean/block"
)

// Columns of stage 2: what stage 1 thinks of a block and of those around it.
// P is its probability; "by words" weighs blocks by their words; mass is the
// sum of words times P.
const (
	qP        = iota
	qBefore   // P of the blocks before, nearest first: stackSide columns
	qBehind   = qBefore + stackSide
	qLeft6    = qBehind + stackSide
	qRight6   = qLeft6 + 1
	qLeft20   = qLeft6 + 2
	qRight20  = qLeft6 + 3
	qCont     = qLeft6 + 4 // plain mean, mean by words and share of the mass, for 4 containers
	qPath     = qCont + 3*containers
	qPathW    = qPath + 1
	qPathSh   = qPath + 2
	qSec      = qPath + 3 // by words, of the blocks between two headings
	qSecHead  = qPath + 4
	qSecPrev  = qPath + 5
	qSecNext  = qPath + 6
	qSecWords = qPath + 7
	qMassBef  = qPath + 8
	qMassAft  = qPath + 9
	qPrevYes  = qPath + 10
	qNextYes  = qPath + 11
	qPage     = qPath + 12
	qMass     = qPath + 13
	qHigh     = qPath + 14
	qMax      = qPath + 15
	qSure     = qPath + 16
	qTop      = qPath + 17 // greatest share of the mass that a container 1 or 2 has, and that of the block beside it

	stackCount = qTop + 2*stackTops
	// StackColumns is the number of columns that stage 2 adds to those of
	// stage 1.
	StackColumns = stackCount
	stackSide    = 4
	stackTops    = 2
)

var stackNames = func() (names [stackCount]string) {
	names = [stackCount]string{qP: "P", qLeft6: "P of 6 before, by words", qRight6: "P of 6 behind, by words",
		qLeft20: "P of 20 before, by words", qRight20: "P of 20 behind, by words",
		qPath: "P of the tag path", qPathW: "P of the tag path, by words", qPathSh: "share of the tag path in the mass",
		qSec: "P of the section, by words", qSecHead: "P of the heading above", qSecPrev: "P of the section before, by words",
		qSecNext: "P of the section behind, by words", qSecWords: "words of the section",
		qMassBef: "share of the mass before", qMassAft: "share of the mass behind",
		qPrevYes: "blocks back to a likely one", qNextYes: "blocks on to a likely one",
		qPage: "P of the page, by words", qMass: "mass of the page", qHigh: "share of words in likely blocks",
		qMax: "greatest P of the page", qSure: "words of likely blocks / mass"}
	for k := range stackSide {
		names[qBefore+k] = "P before " + string(rune('1'+k))
		names[qBehind+k] = "P behind " + string(rune('1'+k))
	}
	for k := range stackTops {
		c := "container " + string(rune('1'+k))
		names[qTop+2*k], names[qTop+2*k+1] = "greatest share of the mass of a "+c, "mass of "+c+" / the greatest"
	}
	for k := range containers {
		c := "container " + string(rune('1'+k))
		names[qCont+3*k], names[qCont+3*k+1], names[qCont+3*k+2] = "P of "+c, "P by words of "+c, "share of the mass of "+c
	}
	return names
}()

const (
	// likely blocks have at least this P; those of likelyWords speak for the
	// page.
	likely      = 0.5
	likelyWords = 8
	farYes      = 60
	noSection   = -1
)

// pile sums what stage 1 thinks of a group of blocks.
type pile struct{ n, p, words, mass float32 }

func (s *pile) add(p, words float32) {
	s.n++
	s.p += p
	s.words += words
	s.mass += float32(p * words) // rounded here, so that no machine fuses it
}

func (s *pile) mean() float32    { return share(s.p, s.n) }
func (s *pile) byWords() float32 { return share(s.mass, s.words) }

// Shape is what stage 2 needs to know of a layout beside the probabilities of
// stage 1.
type Shape struct {
	Flat    bool                // whether it is flattened text: without headings and containers, grouped by looks
	Words   []float32           // of each block
	Heading []bool              // whether it is a heading
	Path    []int32             // its group of the same tag path, from 0
	Paths   int                 // groups
	Conts   [containers][]int32 // its containers, as elements
	Phrase  []uint8             // of flattened text, what phrase makes up the line
	Elems   int                 // elements of the page, 1 at least
}

// readShape takes the shape of a layout.
func (p *page) readShape() {
	n, s := len(p.blocks), &p.shape
	s.Flat = false
	s.Words, s.Heading = resize(s.Words, n), resize(s.Heading, n)
	s.Path, s.Paths, s.Elems = p.path, max(len(p.paths), 1), max(len(p.elems), 1)
	for k := range containers {
		s.Conts[k] = resize(s.Conts[k], n)
	}
	for i := range p.blocks {
		s.Words[i] = float32(p.blocks[i].Words)
		s.Heading[i] = p.blocks[i].Kind == block.Heading
		e := p.at[i]
		for k := range containers {
			if e >= 0 && p.elems[e].Parent >= 0 {
				e = p.elems[e].Parent
			}
			s.Conts[k][i] = max(e, 0)
		}
	}
}

// stack holds the sums of stage 2. It is scratch.
type stack struct {
	*Shape
	prob     []float32
	run      []pile // sums of all blocks before each block
	conts    [containers][]pile
	paths    []pile
	sections []pile
	section  []int32
	heads    []float32 // P of the heading of each section
	prevYes  []int32
	nextYes  []int32
	page     pile
	high     float32
	top      float32
	heavy    [stackTops]float32 // greatest mass of a container
}

// read takes in the probabilities of stage 1.
func (s *stack) read(shape *Shape, prob []float32) {
	n := len(shape.Words)
	s.Shape, s.prob, s.page, s.high, s.top = shape, prob, pile{}, 0, 0
	s.run, s.section = resize(s.run, n+1), resize(s.section, n)
	s.paths = resize(s.paths, shape.Paths)
	s.sections, s.heads = append(s.sections[:0], pile{}), append(s.heads[:0], 0)
	for k := range containers {
		s.conts[k] = resize(s.conts[k], shape.Elems)
	}
	for i := range n {
		s.readBlock(i)
	}
	for k := range s.heavy {
		s.heavy[k] = 0
		for i := range s.conts[k] {
			s.heavy[k] = max(s.heavy[k], s.conts[k][i].mass)
		}
	}
	s.findYes()
}

func (s *stack) readBlock(i int) {
	q, w := s.prob[i], s.Words[i]
	s.run[i+1] = s.run[i]
	s.run[i+1].add(q, w)
	s.page.add(q, w)
	if q > likely {
		s.high += w
	}
	s.top = max(s.top, q*min(1, w/likelyWords))
	s.paths[s.Path[i]].add(q, w)
	if s.Heading[i] {
		s.sections, s.heads = append(s.sections, pile{}), append(s.heads, q)
	} else {
		s.sections[len(s.sections)-1].add(q, w)
	}
	s.section[i] = int32(len(s.sections) - 1)
	for k := range containers {
		s.conts[k][s.Conts[k][i]].add(q, w)
	}
}

func (s *stack) findYes() {
	n := len(s.Words)
	s.prevYes, s.nextYes = resize(s.prevYes, n), resize(s.nextYes, n)
	yes := func(i int) bool { return s.prob[i] > likely && s.Words[i] >= likelyWords }
	d := int32(farYes)
	for i := range n {
		s.prevYes[i] = d
		if d = min(d+1, farYes); yes(i) {
			d = 1
		}
	}
	d = farYes
	for i := n - 1; i >= 0; i-- {
		s.nextYes[i] = d
		if d = min(d+1, farYes); yes(i) {
			d = 1
		}
	}
}

// between sums the blocks [from, to), cut to the page.
func (s *stack) between(from, to int) pile {
	from, to = max(from, 0), min(to, len(s.run)-1)
	if from >= to {
		return pile{}
	}
	a, b := s.run[from], s.run[to]
	return pile{n: b.n - a.n, p: b.p - a.p, words: b.words - a.words, mass: b.mass - a.mass}
}

func (s *stack) byWords(from, to int) float32 {
	p := s.between(from, to)
	return p.byWords()
}

// fill writes the columns of stage 2 of block i.
func (s *stack) fill(row []float32, i int) {
	row[qP] = s.prob[i]
	for k := range stackSide {
		row[qBefore+k], row[qBehind+k] = s.probAt(i-1-k), s.probAt(i+1+k)
	}
	row[qLeft6], row[qRight6] = s.byWords(i-6, i), s.byWords(i+1, i+7)
	row[qLeft20], row[qRight20] = s.byWords(i-20, i), s.byWords(i+1, i+21)
	for k := range containers {
		c := &s.conts[k][s.Conts[k][i]]
		row[qCont+3*k], row[qCont+3*k+1] = c.mean(), c.byWords()
		row[qCont+3*k+2] = share(c.mass, s.page.mass)
		if k < stackTops {
			row[qTop+2*k], row[qTop+2*k+1] = share(s.heavy[k], s.page.mass), share(c.mass, s.heavy[k])
		}
	}
	g := &s.paths[s.Path[i]]
	row[qPath], row[qPathW], row[qPathSh] = g.mean(), g.byWords(), share(g.mass, s.page.mass)
	s.fillSection(row, i)
	row[qMassBef] = share(s.run[i].mass, s.page.mass)
	row[qMassAft] = share(s.page.mass-s.run[i+1].mass, s.page.mass)
	row[qPrevYes], row[qNextYes] = float32(s.prevYes[i]), float32(s.nextYes[i])
	row[qPage] = s.page.byWords()
	row[qMass] = s.page.mass
	row[qHigh] = share(s.high, s.page.words)
	row[qMax] = s.top
	row[qSure] = share(s.high, s.page.mass)
}

func (s *stack) probAt(i int) float32 {
	if i < 0 || i >= len(s.prob) {
		return 0
	}
	return s.prob[i]
}

func (s *stack) fillSection(row []float32, i int) {
	k := int(s.section[i])
	row[qSec] = s.sections[k].byWords()
	row[qSecHead] = s.heads[k]
	row[qSecWords] = s.sections[k].words
	row[qSecPrev], row[qSecNext] = noSection, noSection
	if k > 0 {
		row[qSecPrev] = s.sections[k-1].byWords()
	}
	if k+1 < len(s.sections) {
		row[qSecNext] = s.sections[k+1].byWords()
	}
}

// Clone returns a copy that does not share memory.
func (s *Shape) Clone() Shape {
	c := *s
	c.Words, c.Heading, c.Path = slices.Clone(s.Words), slices.Clone(s.Heading), slices.Clone(s.Path)
	c.Phrase = slices.Clone(s.Phrase)
	for k := range c.Conts {
		c.Conts[k] = slices.Clone(s.Conts[k])
	}
	return c
}

// Stacker computes columns of stage 2 by themselves, for training.
type Stacker struct {
	page stack
	line lineStack
}

// Width is the number of columns that stage 2 adds to a layout of this shape.
func (s *Shape) Width() int {
	if s.Flat {
		return LineStackColumns
	}
	return StackColumns
}

// Columns writes the columns of stage 2 of all blocks of a layout, row by row,
// as many as the shape is wide, from the probabilities of stage 1.
func (k *Stacker) Columns(out []float32, shape *Shape, stage1 []float32) {
	w, fill := shape.Width(), k.page.fill
	if shape.Flat {
		k.line.read(shape, stage1)
		fill = k.line.fill
	} else {
		k.page.read(shape, stage1)
	}
	for i := range stage1 {
		fill(out[i*w:(i+1)*w], i)
	}
}
