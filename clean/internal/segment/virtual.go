package segment

import (
	"hash/maphash"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

const (
	// minBody is the number of words from which a text given as data is taken
	// for a body.
	minBody = 12
	// maxCovered is the share of its shingles that the page may show before a
	// text given as data adds nothing.
	maxCovered = 0.5
	// bodyTags bounds the tags of a body given as HTML.
	bodyTags = 100_000
)

// addVirtual appends the blocks of the bodies that the page does not show.
func addVirtual(l *dom.Layout, bodies []string) {
	for _, body := range bodies {
		blocks := bodyBlocks(body)
		words := int32(0)
		for i := range blocks {
			words += blocks[i].Words
		}
		if words >= minBody && covered(blocks, l.Blocks) <= maxCovered {
			l.Blocks = append(l.Blocks, blocks...)
		}
	}
}

// bodyBlocks cuts a body into blocks, be it plain text, HTML or escaped HTML.
func bodyBlocks(body string) []block.Block {
	if strings.Contains(body, "&lt;") {
		body = html.UnescapeString(body)
	}
	var l *dom.Layout
	if doc, err := dom.Parse([]byte(body), dom.Limits{Nodes: bodyTags}); err == nil && strings.Contains(body, "</") {
		l = HTML(doc, nil)
	} else {
		l = Text(html.UnescapeString(body))
	}
	for i := range l.Blocks {
		l.Blocks[i].Virtual, l.Blocks[i].Elem = true, -1
	}
	return l.Blocks
}

// covered returns the share of the shingles (three words running) of some
// blocks that occur in others, 0 to 1.
func covered(of, in []block.Block) float64 {
	seed := maphash.MakeSeed()
	set := make(map[uint64]bool)
	eachShingle(of, seed, func(h uint64) { set[h] = false })
	if len(set) == 0 {
		return 0
	}
	found := 0
	eachShingle(in, seed, func(h uint64) {
		if hit, ok := set[h]; ok && !hit {
			set[h] = true
			found++
		}
	})
	return float64(found) / float64(len(set))
}

// eachShingle calls do with a hash of every three words running.
func eachShingle(blocks []block.Block, seed maphash.Seed, do func(uint64)) {
	const mix = 0x9E3779B97F4A7C15 // 2^64 / golden ratio: spreads the order of the words
	var a, b uint64
	for i := range blocks {
		for w := range strings.FieldsFuncSeq(blocks[i].Text, notWord) {
			c := maphash.String(seed, w)
			do((a*mix+b)*mix + c)
			a, b = b, c
		}
	}
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }
