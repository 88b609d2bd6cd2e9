package score

// Columns of where a block stands on its page.
const (
	pIndex = iota
	pRelative
	pFromEnd
	pRunesBefore
	pFromH1
	pFromTitle
	pTitleRunes
	pPrevLong
	pNextLong
	pH1s
	placeCount
)

var placeNames = [placeCount]string{
	"index, at most 500", "index / blocks", "blocks behind, at most 500", "runes before / runes",
	"blocks since the first h1", "blocks since the headline", "runes since the headline",
	"blocks back to a long one", "blocks on to a long one", "first-level headings so far",
}

const (
	maxIndex = 500
	maxSince = 200
	noSince  = -300 // there is no such block
	noTitle  = -30  // likewise, for a signed logarithm
	maxH1s   = 9
)

func (p *page) fillPlace(row []float32, i int) {
	n := len(p.blocks)
	row[pIndex] = float32(min(i, maxIndex))
	row[pRelative] = float32(i) / float32(n)
	row[pFromEnd] = float32(min(n-i, maxIndex))
	row[pRunesBefore] = share(float32(p.before[i]), float32(p.total.chars))
	row[pFromH1] = since(i, p.h1)
	row[pFromTitle] = since(i, p.title)
	row[pTitleRunes] = noTitle
	if p.title >= 0 {
		row[pTitleRunes] = float32(p.before[i] - p.before[p.title])
	}
	row[pPrevLong] = float32(p.prevLong[i])
	row[pNextLong] = float32(p.nextLong[i])
	row[pH1s] = float32(min(p.h1s[i], maxH1s))
}

func since(i, mark int) float32 {
	if mark < 0 {
		return noSince
	}
	return float32(max(min(i-mark, maxSince), -maxSince))
}
