package score

// Columns of what repeats on a page.
const (
	rText = iota
	rPathN
	rPathShare
	rPathLength
	rPathLinks
	rPathLong
	repeatCount
)

var repeatNames = [repeatCount]string{
	"blocks of the same text, at most 20", "blocks of the same tag path, at most 200",
	"runes of the tag path / runes", "mean runes of the tag path",
	"link share of the tag path", "share of the tag path that is long",
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
}
