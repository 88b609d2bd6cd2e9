package score

// Columns of what repeats on a page.
const (
	rText = iota
	rPathN
	rPathShare
	rPathLength
	rPathLinks
	rPathLong
	rTopic
	repeatCount
)

var repeatNames = [repeatCount]string{
	"blocks of the same text, at most 20", "blocks of the same tag path, at most 200",
	"runes of the tag path / runes", "mean runes of the tag path",
	"link share of the tag path", "share of the tag path that is long",
	"share of words that tell the topic",
}

// groupPaths groups blocks by tag path, and elements with text by parent and
// tag path.
func (p *page) groupPaths() {
	p.path = resize(p.path, len(p.blocks))
	p.paths = p.paths[:0]
	p.table.reset(len(p.blocks) + 1)
	for i := range p.blocks {
		key := uint64(2) // of all virtual blocks
		if e := p.at[i]; e >= 0 {
			key = p.elems[e].Path
		}
		g := p.table.at(key)
		if *g == 0 {
			p.paths = append(p.paths, pathSum{})
			*g = int32(len(p.paths))
		}
		p.path[i] = *g - 1
		p.paths[*g-1].add(&p.blocks[i], p.long[i])
	}
	p.groupSiblings()
}

func (p *page) groupSiblings() {
	p.table.reset(len(p.elems) + 1)
	first := func(e int) *int32 {
		return p.table.at(chain(p.elems[e].Path, uint64(p.elems[e].Parent+1)))
	}
	for e := range p.elems { // the first of a group holds its sums
		if p.sums[e].chars == 0 {
			continue
		}
		f := first(e)
		if *f == 0 {
			*f = int32(e) + 1
		}
		g := &p.sums[*f-1]
		g.sibs++
		g.sibChars += p.sums[e].chars
	}
	for e := range p.elems {
		if p.sums[e].chars > 0 {
			g := &p.sums[*first(e)-1]
			p.sums[e].sibs, p.sums[e].sibChars = g.sibs, g.sibChars
		}
	}
}

func (p *page) countCopies() {
	p.table.reset(len(p.blocks) + 1)
	for i := range p.blocks {
		*p.table.at(p.text[i].hash)++
	}
	for i := range p.blocks {
		p.same[i] = p.table.find(p.text[i].hash)
	}
}

func (p *page) fillRepeat(row []float32, i int) {
	g := &p.paths[p.path[i]]
	row[rText] = min(float32(p.same[i]), 20)
	row[rPathN] = min(float32(g.n), 200)
	row[rPathShare] = share(float32(g.chars), float32(p.total.chars))
	row[rPathLength] = share(float32(g.chars), float32(g.n))
	row[rPathLinks] = share(float32(g.links), float32(g.chars))
	row[rPathLong] = share(float32(g.longN), float32(g.n))
	row[rTopic] = p.topic[i]
}

const (
	// A word of the table of topics counts the long blocks that it stands in, in the
	// low bits, and holds the last of them above.
	topicBits = 11
	topicMask = 1<<topicBits - 1
	lastMask  = 1<<(31-topicBits) - 1
)

// findTopic finds the words that tell the topic of a page: those of several long
// blocks of the best element, but not of most, as "the" is.
func (p *page) findTopic() {
	p.topic = resize(p.topic, len(p.blocks))
	p.table.reset(len(p.words)/4 + 1)
	long := int32(0)
	for i := range p.blocks {
		if !p.inTopic(i) {
			continue
		}
		long++
		mark := (long & lastMask) << topicBits
		for _, w := range p.wordsOf(i) {
			if v := p.table.at(w); *v&^topicMask != mark {
				*v = mark | min(*v&topicMask+1, topicMask)
			}
		}
	}
	for i := range p.blocks {
		list, own, hits := p.wordsOf(i), int32(0), 0
		if p.inTopic(i) {
			own = 1
		}
		for _, w := range list {
			if n := p.table.find(w)&topicMask - own; n > 0 && 2*n < long {
				hits++
			}
		}
		p.topic[i] = share(float32(hits), float32(len(list)))
	}
}

// inTopic reports whether a block speaks for the topic of the page.
func (p *page) inTopic(i int) bool { return p.long[i] && p.inBest(i) }
