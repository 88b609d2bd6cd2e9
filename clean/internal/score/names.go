package score

import (
	"encoding/binary"
	"fmt"
	"io"

	"golang.org/x/net/html"
)

// Columns of the names that authors of a page gave to the elements around a
// block: what a linear model (logistic regression over hashed tokens; Weinberger
// et al., "Feature hashing for large scale multitask learning", ICML 2009) makes
// of the tokens of class names, ids and labels.
const (
	nmAll = iota
	nmNear
	nmPage
	namesCount
)

var namesNames = [namesCount]string{
	"score of all around the block", "score of the three nearest elements", "mean score of the page by words",
}

// NameBuckets is the number of weights that tokens are hashed to: enough for the
// few hundred tokens that tell anything to stand mostly alone.
const NameBuckets = 8192

const (
	// minToken and maxToken bound the length of a token, in bytes. Longer ones are
	// generated, as are those with a digit.
	minToken, maxToken = 2, 24
	// maxNames is the length of an attribute, in bytes, from which it is no name.
	maxNames = 200
	// NearElems is the number of elements that count as near.
	NearElems = 3
)

// NameWeights is the linear model: the score of a block is the sum of the weights
// of all tokens around it, each as often as it stands there, times Scale, and
// Bias. Weights are integers, so that sums are the same in every order.
type NameWeights struct {
	Bias, Scale float32
	Weights     [NameBuckets]int8
}

func (w *NameWeights) read(r io.Reader) error {
	if err := binary.Read(r, binary.LittleEndian, w); err != nil {
		return err
	}
	if !bounded(w.Bias) || !bounded(w.Scale) {
		return fmt.Errorf("bias %g, scale %g", w.Bias, w.Scale)
	}
	return nil
}

// namesAttribute reports whether an attribute names what its element is for.
func namesAttribute(key string) bool {
	switch key {
	case "class", "id", "aria-label", "data-testid", "data-component", "data-module", "data-type", "data-name":
		return true
	}
	return false
}

// EachName calls do with the bucket of every token of an element's names. A token
// is a run of ASCII letters and digits; a capital behind a small letter begins
// another one.
func EachName(n *html.Node, do func(bucket uint16)) {
	for i := range n.Attr {
		if a := &n.Attr[i]; len(a.Val) < maxNames && namesAttribute(a.Key) {
			eachToken(a.Val, do)
		}
	}
}

func eachToken(s string, do func(bucket uint16)) {
	const offset, prime = 2166136261, 16777619 // FNV-1a, 32 bits
	h, length, digit, last := uint32(offset), 0, false, byte(0)
	flush := func() {
		if length >= minToken && length <= maxToken && !digit {
			do(uint16((h ^ h>>15) % NameBuckets))
		}
		h, length, digit = offset, 0, false
	}
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			if last >= 'a' && last <= 'z' {
				flush()
			}
			h = (h ^ uint32(c-'A'+'a')) * prime
			length++
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			h = (h ^ uint32(c)) * prime
			length++
			digit = digit || c <= '9'
		default:
			flush()
		}
		last = c
	}
	flush()
}

// nameSum is what the names of an element add up to, alone and with those of all
// elements around it.
type nameSum struct {
	own, all int32
	known    bool
}

// readNames sums the weights of names for all elements with text.
func (p *page) readNames() {
	p.named, p.nameMean = resize(p.named, len(p.elems)), 0
	w := p.weights
	if w == nil {
		return
	}
	p.nameAll, p.nameNear = resize(p.nameAll, len(p.blocks)), resize(p.nameNear, len(p.blocks))
	for i := range p.blocks {
		e := p.blocks[i].Elem
		if e < 0 {
			continue
		}
		p.sumNames(e, w)
		p.nameAll[i] = p.named[e].all
		for k := 0; e >= 0 && k < NearElems; e, k = p.elems[e].Parent, k+1 {
			p.nameNear[i] += p.named[e].own
		}
	}
}

// meanNames must follow readShape, for its words.
func (p *page) meanNames() {
	if p.weights != nil && len(p.elems) > 0 {
		p.nameMean = p.weights.Mean(p.nameAll, p.shape.Words)
	}
}

// sumNames sums names on the way from an element up to the first whose sum is
// known, and then down again.
func (p *page) sumNames(e int32, w *NameWeights) {
	p.way = p.way[:0]
	for ; e >= 0 && !p.named[e].known; e = p.elems[e].Parent {
		p.way = append(p.way, e)
	}
	all := int32(0)
	if e >= 0 {
		all = p.named[e].all
	}
	for k := len(p.way) - 1; k >= 0; k-- {
		own := int32(0)
		EachName(p.elems[p.way[k]].Node, func(bucket uint16) { own += int32(w.Weights[bucket]) })
		all += own
		p.named[p.way[k]] = nameSum{own: own, all: all, known: true}
	}
}

// Mean is the mean score of blocks by their words. All are the sums of the weights
// of all tokens around each.
func (w *NameWeights) Mean(all []int32, words []float32) float32 {
	mass, sum := float32(0), float32(0)
	for i, n := range words {
		mass += float32(n * w.score(all[i]))
		sum += n
	}
	return share(mass, sum)
}

func (w *NameWeights) score(all int32) float32 { return w.Bias + float32(w.Scale*float32(all)) }

// Fill writes the columns of names into the row of a block.
func (w *NameWeights) Fill(row []float32, all, near int32, mean float32) {
	row[namesAt+nmAll], row[namesAt+nmNear], row[namesAt+nmPage] = w.score(all), float32(w.Scale*float32(near)), mean
}

func (p *page) fillNames(row []float32, i int) {
	if p.weights == nil {
		clear(row[namesAt : namesAt+namesCount])
		return
	}
	p.weights.Fill(row, p.nameAll[i], p.nameNear[i], p.nameMean)
}
