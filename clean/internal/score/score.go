// Package score gives every block the probability that it belongs to the body
// of its article.
package score

import (
	"math"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// Blocks returns the probability of each block of a page.
func Blocks(l *dom.Layout) []float32 {
	if len(l.Elems) == 0 {
		return lines(l.Blocks)
	}
	best := bestElement(l)
	p := make([]float32, len(l.Blocks))
	for i := range l.Blocks {
		b := &l.Blocks[i]
		x := -2 + 0.9*(math.Log1p(float64(b.Chars))-3) - 5*density(b)
		if b.Virtual {
			p[i] = 0.9
			continue
		}
		if best >= 0 && b.Elem >= best && b.Elem < l.Elems[best].End {
			x += 2.5
		} else {
			x -= 2.5
		}
		if b.Kind == block.Heading {
			x += 1
		}
		if b.Hidden {
			x -= 3
		}
		for e := b.Elem; e >= 0; e = l.Elems[e].Parent {
			switch l.Elems[e].Tag {
			case atom.Nav, atom.Footer, atom.Aside, atom.Figcaption:
				x -= 2.5
			case atom.Header, atom.Form:
				x--
			}
		}
		p[i] = sigmoid(x)
	}
	return p
}

func sigmoid(x float64) float32 { return float32(1 / (1 + math.Exp(-x))) }

func density(b *block.Block) float64 { return float64(b.LinkChars) / float64(max(b.Chars, 1)) }

// bestElement is the element with the most prose right below it, -1 if none.
func bestElement(l *dom.Layout) int32 {
	s := make([]float64, len(l.Elems))
	for i := range l.Blocks {
		b := &l.Blocks[i]
		if b.Elem < 0 || b.Chars < 60 || density(b) > 0.35 || b.Hidden {
			continue
		}
		e := b.Elem
		for e > 0 && !dom.IsBlock(l.Elems[e].Tag, l.Elems[e].Node.Data) {
			e = l.Elems[e].Parent
		}
		w := float64(b.Chars-b.LinkChars) + 20
		for range 4 {
			if e = l.Elems[e].Parent; e < 0 {
				break
			}
			s[e] += w
			w *= 0.6
		}
	}
	best := int32(-1)
	for e := range s {
		if s[e] > 0 && (best < 0 || s[e] > s[best]) {
			best = int32(e)
		}
	}
	return best
}

// lines scores flattened text: the run of lines with the most prose.
func lines(blocks []block.Block) []float32 {
	p := make([]float32, len(blocks))
	bestSum, sum, from, start, end := 0, 0, 0, 0, 0
	for i := range blocks {
		sum += min(int(blocks[i].Chars), 400) - 45
		if sum > bestSum {
			bestSum, start, end = sum, from, i+1
		}
		if sum < 0 {
			sum, from = 0, i+1
		}
	}
	for i := range blocks {
		x := -2 + 0.9*(math.Log1p(float64(blocks[i].Chars))-3)
		if i >= start && i < end {
			x += 2.5
		}
		p[i] = sigmoid(x)
	}
	return p
}
