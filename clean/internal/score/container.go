package score

// Columns of a container: the parent of a block element, and three above.
const (
	cRunes = iota
	cLinks
	cLength
	cShare
	cLong
	cScore
	cBlocks
	cLinkedHeads
	cHeads
	cImages
	cP
	cSentences
	cTimes
	contCols

	containers = 4
	contCount  = containers * contCols
)

var contColNames = [contCols]string{
	"runes", "link runes / runes", "runes per block", "runes / runes of the page",
	"long runes / long runes of the page", "score / best score", "blocks, at most 300",
	"headings that are links / headings", "headings, at most 60", "images per block",
	"runes of <p> / runes", "sentence marks per word", "<time> elements, at most 30",
}

func contNames() []string {
	names := make([]string, 0, contCount)
	for k := range containers {
		for _, n := range contColNames {
			names = append(names, "container "+string(rune('1'+k))+": "+n)
		}
	}
	return names
}

func (p *page) fillCont(row []float32, i int) {
	e := p.at[i]
	for k := range containers {
		cols := row[k*contCols : (k+1)*contCols]
		if e >= 0 && p.elems[e].Parent >= 0 {
			e = p.elems[e].Parent
		}
		if e < 0 {
			clear(cols)
			continue
		}
		p.fillSum(cols, &p.sums[e])
	}
}

func (p *page) fillSum(cols []float32, s *elemSum) {
	chars := float32(s.chars)
	cols[cRunes] = chars
	cols[cLinks] = share(float32(s.links), chars)
	cols[cLength] = share(chars, float32(s.blocks))
	cols[cShare] = share(chars, float32(p.total.chars))
	cols[cLong] = share(float32(s.long), float32(p.total.long))
	cols[cScore] = share(s.score, p.bestScore)
	cols[cBlocks] = min(float32(s.blocks), 300)
	cols[cLinkedHeads] = share(float32(s.linkedHeads), float32(s.heads))
	cols[cHeads] = min(float32(s.heads), 60)
	cols[cImages] = min(share(float32(s.images), float32(s.blocks)), 10)
	cols[cP] = share(float32(s.pChars), chars)
	cols[cSentences] = share(float32(s.sentences), float32(s.words))
	cols[cTimes] = min(float32(s.times), 30)
}

// Columns of a block's siblings: elements of the same parent and tag path.
const (
	sN = iota
	sLength
	sN1
	sLength1
	sN2
	sDirect
	sDirectN
	sDirectShare
	sibCount
)

var sibNames = [sibCount]string{
	"siblings, at most 60", "mean runes of siblings", "siblings of the parent",
	"mean runes of siblings of the parent", "siblings of the grandparent",
	"runes right below the container", "blocks right below the container, at most 100",
	"runes right below the container / runes",
}

func (p *page) fillSib(row []float32, i int) {
	clear(row[:sibCount])
	e := p.at[i]
	if e < 0 {
		return
	}
	row[sN], row[sLength] = p.sibs(e)
	up := p.elems[e].Parent
	if up < 0 {
		return
	}
	s := &p.sums[up]
	row[sDirect] = float32(s.direct)
	row[sDirectN] = min(float32(s.directN), 100)
	row[sDirectShare] = share(float32(s.direct), float32(p.total.chars))
	row[sN1], row[sLength1] = p.sibs(up)
	if up = p.elems[up].Parent; up >= 0 {
		row[sN2], _ = p.sibs(up)
	}
}

func (p *page) sibs(e int32) (n, length float32) {
	s := &p.sums[e]
	return min(float32(s.sibs), 60), share(float32(s.sibChars), float32(s.sibs))
}

// Columns of the way to the best element.
const (
	bUp = iota
	bDown
	bJoinShare
	bJoinLinks
	bestCount
)

var bestNames = [bestCount]string{
	"steps up to the best element's way", "steps down to the best element",
	"runes where they meet / runes", "link share where they meet",
}

func (p *page) fillBest(row []float32, i int) {
	row[bUp], row[bDown], row[bJoinShare], row[bJoinLinks] = noLong, noLong, 0, 0
	e := p.at[i]
	if e < 0 {
		return
	}
	j := p.join[e]
	if j.at < 0 {
		return
	}
	s := &p.sums[j.at]
	row[bUp], row[bDown] = float32(j.up), float32(j.down)
	row[bJoinShare] = share(float32(s.chars), float32(p.total.chars))
	row[bJoinLinks] = share(float32(s.links), float32(s.chars))
}
