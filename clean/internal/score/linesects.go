package score

// Columns of the section that a line stands in: short lines, and the longer ones
// below them. A list has sections of a headline and a teaser each, a menu is one
// section of short lines, an article has few of many longer ones.
const (
	seLong  = iota // it is one of the longer lines
	sePlace        // lines of its kind above it in the section
	seOwn          // of the section, the one before and the one behind: sectCols columns each
	seShare = seOwn + 3*sectCols
	seCount = seShare + 1
)

// Columns of one section, -1 for none.
const (
	sectShorts = iota
	sectLongs
	sectRunes // of the longer lines
	sectSents // of those that end a sentence
	sectCols
)

var lineSectNames = [seCount]string{
	"longer than a heading", "lines above it of the same kind", "short lines", "longer lines", "runes of longer lines", "sentences",
	"short lines of the one before", "longer lines of the one before", "runes of longer lines of the one before", "sentences of the one before",
	"short lines of the one behind", "longer lines of the one behind", "runes of longer lines of the one behind", "sentences of the one behind",
	"runes of longer lines / those of the greatest",
}

const (
	// headingRunes is the number of runes below which a line that ends no sentence
	// is a short one of its section.
	headingRunes = 50
	// maxSect bounds numbers of lines of a section.
	maxSect = 60
)

// sect is a section: the lines [from, mid) are short, [mid, to) longer.
type sect struct {
	from, mid, to int
	runes, sents  int32 // of the longer lines; of those that end a sentence
}

// findSects cuts the text into sections.
func (l *lines) findSects() {
	l.sects, l.sectOf = l.sects[:0], resize(l.sectOf, len(l.blocks))
	top := int32(0)
	for i := 0; i < len(l.blocks); {
		s := sect{from: i}
		for ; i < len(l.blocks) && l.heads(i); i++ {
			l.sectOf[i] = int32(len(l.sects))
		}
		s.mid = i
		for ; i < len(l.blocks) && !l.heads(i); i++ {
			l.sectOf[i] = int32(len(l.sects))
			s.runes += l.blocks[i].Chars
			if l.info[i].sentence {
				s.sents++
			}
		}
		s.to = i
		l.sects = append(l.sects, s)
		top = max(top, s.runes)
	}
	l.topSect = top
}

// heads reports whether a line is a short one of its section.
func (l *lines) heads(i int) bool {
	return l.blocks[i].Chars < headingRunes && !l.info[i].sentence
}

// fillSect writes the columns of the section of line i.
func (l *lines) fillSect(row []float32, i int) {
	k := int(l.sectOf[i])
	s := &l.sects[k]
	row[seLong] = truth(i >= s.mid)
	row[sePlace] = float32(i - s.from)
	if i >= s.mid {
		row[sePlace] = float32(i - s.mid)
	}
	row[sePlace] = min(row[sePlace], maxSect)
	for d, k := range [...]int{k, k - 1, k + 1} {
		cols := row[seOwn+d*sectCols:][:sectCols]
		if k < 0 || k >= len(l.sects) {
			for c := range cols {
				cols[c] = -1
			}
			continue
		}
		s := &l.sects[k]
		cols[sectShorts], cols[sectLongs] = min(float32(s.mid-s.from), maxSect), min(float32(s.to-s.mid), maxSect)
		cols[sectRunes], cols[sectSents] = float32(s.runes), float32(s.sents)
	}
	row[seShare] = share(float32(s.runes), float32(l.topSect))
}

// Columns of lines that look alike at a distance: lists repeat every few lines.
const (
	peNext   = iota // of alikeSide lines on each side, without a gap
	peBest          // of as many at the best period of two lines or more
	pePeriod        // which that is
	peCount
)

var lineRepeatNames = [peCount]string{"near lines that look alike", "lines that look alike, at the best period", "the best period"}

const (
	// alikeSide is the number of lines on each side that are compared at a period,
	// maxPeriod the longest period.
	alikeSide = 3
	maxPeriod = 8
)

// coarseSizes are the numbers of runes that lines of one coarse look have at most.
var coarseSizes = [...]int32{8, 20, 45, 90, 180, 400}

// findLooks notes the coarse look of each line: its size and its end, as lists
// repeat them.
func (l *lines) findLooks() {
	l.looks = resize(l.looks, len(l.blocks))
	for i := range l.blocks {
		l.looks[i] = sizeAmong(coarseSizes[:], l.blocks[i].Chars)*ends + l.info[i].ending()
	}
}

// fillRepeat writes the columns of lines that look alike at a distance.
func (l *lines) fillRepeat(row []float32, i int) {
	row[peBest], row[pePeriod] = 0, 0
	for d := 1; d <= maxPeriod; d++ {
		n := float32(0)
		for j := 1; j <= alikeSide; j++ {
			if k := i - j*d; k >= 0 && l.looks[k] == l.looks[i] {
				n++
			}
			if k := i + j*d; k < len(l.looks) && l.looks[k] == l.looks[i] {
				n++
			}
		}
		if d == 1 {
			row[peNext] = n
		} else if n > row[peBest] {
			row[peBest], row[pePeriod] = n, float32(d)
		}
	}
}
