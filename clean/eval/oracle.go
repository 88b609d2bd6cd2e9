package eval

import (
	"strings"

	"matn/clean/block"
)

// maxFlipRounds bounds the greedy search; it ends by itself after two or three.
const maxFlipRounds = 10

// oracle is the best that can be had from these blocks: the word F1 of the
// blocks that Align labels, and the same after single blocks are flipped as long
// as that helps. The second is never less.
func oracle(ref *reference, blocks []block.Block, g *Gold) (labels, flips float64) {
	o := newFlipper(ref, blocks)
	for b, cover := range Align(blocks, g.Body.Value) {
		if cover >= Labelled {
			o.flip(b)
		}
	}
	labels = o.score(ref, blocks)
	for range maxFlipRounds {
		if !o.round() {
			break
		}
	}
	return labels, max(labels, o.score(ref, blocks))
}

// flipper keeps the bag of words of the blocks that are in.
type flipper struct {
	blocks [][]int32
	in     []bool
	have   []int // how often a word stands in the blocks that are in
	want   []int // how often it stands in gold
	size   int   // words of the blocks that are in
	gold   int   // words of gold
	right  int   // words in both
}

func newFlipper(ref *reference, blocks []block.Block) *flipper {
	o := &flipper{in: make([]bool, len(blocks)), gold: len(ref.whole.words)}
	for i := range blocks {
		o.blocks = append(o.blocks, ref.v.number(nil, blocks[i].Text))
	}
	o.have, o.want = make([]int, len(ref.v)), make([]int, len(ref.v))
	for _, w := range ref.whole.words {
		o.want[w]++
	}
	return o
}

// flip takes a block in, or out again.
func (o *flipper) flip(b int) {
	o.in[b] = !o.in[b]
	if o.in[b] {
		o.size += len(o.blocks[b])
		for _, w := range o.blocks[b] {
			if o.have[w]++; o.have[w] <= o.want[w] {
				o.right++
			}
		}
		return
	}
	o.size -= len(o.blocks[b])
	for _, w := range o.blocks[b] {
		if o.have[w] <= o.want[w] {
			o.right--
		}
		o.have[w]--
	}
}

func (o *flipper) f1() float64 { return ratio(2*o.right, o.size+o.gold) }

// round flips every block for which that is better, and reports whether any was.
func (o *flipper) round() bool {
	better := false
	for b := range o.blocks {
		before := o.f1()
		o.flip(b)
		if o.f1() > before {
			better = true
			continue
		}
		o.flip(b)
	}
	return better
}

// score is the word F1 of the blocks that are in, judged as any prediction is.
func (o *flipper) score(ref *reference, blocks []block.Block) float64 {
	var body strings.Builder
	for b, in := range o.in {
		if in {
			body.WriteString(blocks[b].Text)
			body.WriteByte('\n')
		}
	}
	return overlap(ref.judged(ref.v.read(body.String())), ref.required).F1()
}
