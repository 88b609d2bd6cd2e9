package label

import "matn/clean/block"

const (
	// minHeadlines is the number of lines that make a list of headlines behind
	// the text of flattened pages.
	minHeadlines = 5
	// maxOfList is the number of words that a headline of such a list has at most.
	maxOfList = 20
	// minLastProse is the number of words of a sentence that may close the text.
	minLastProse = 10
	// listDoubt is the mean probability below which such a list is not believed
	// to be part of the text, sureProse that from which the sentences above are
	// certain: on pages that are lists themselves they are not. Chosen by
	// cross-validation on the sets of weights-lines.md.
	listDoubt, sureProse = 0.65, 0.85
)

// dropHeadlines strips the lines behind the last sentence of flattened text that
// read like a list of headlines and that the model was in doubt about.
func (p *page) dropHeadlines() {
	if !p.flat() {
		return
	}
	from, n, mass := len(p.Blocks), 0, float32(0)
	for i := len(p.Blocks) - 1; i >= 0; i-- {
		b := &p.Blocks[i]
		if !b.Kept {
			continue
		}
		if b.Words > maxOfList || b.Words >= minLastProse && endsSentence(b.Text) || b.Kind != block.Paragraph {
			break
		}
		from, n, mass = i, n+1, mass+b.P
	}
	if n < minHeadlines || mass >= listDoubt*float32(n) || p.prose(from) < sureProse {
		return
	}
	for i := from; i < len(p.Blocks); i++ {
		if b := &p.Blocks[i]; b.Kept {
			strip(b, block.RoleRelated, block.Structure, "headlines behind the text")
		}
	}
}

// prose is the mean probability of the sentences kept above block end, by words, 0
// without any.
func (p *page) prose(end int) float32 {
	words, mass := int32(0), float32(0)
	for i := range p.Blocks[:end] {
		if b := &p.Blocks[i]; p.keptProse(i) {
			words += b.Words
			mass += float32(b.P * float32(b.Words))
		}
	}
	return mass / float32(max(words, 1))
}
