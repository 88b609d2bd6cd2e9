package segment

import (
	"cmp"
	"hash/maphash"
	"slices"
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
	// maxBodies is how many bodies are looked at, the longest ones: a page has
	// one article, and each body costs a pass over the page.
	maxBodies = 8
)

// addVirtual appends the blocks of the bodies that the page does not show.
func addVirtual(l *dom.Layout, bodies []string) {
	for _, body := range longest(bodies) {
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

// longest returns the longest bodies, in their order.
func longest(bodies []string) []string {
	if len(bodies) <= maxBodies {
		return bodies
	}
	byLength := slices.Clone(bodies)
	slices.SortStableFunc(byLength, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	least := len(byLength[maxBodies-1])
	list := make([]string, 0, maxBodies)
	for _, b := range bodies {
		if len(b) >= least && len(list) < maxBodies {
			list = append(list, b)
		}
	}
	return list
}

// bodyBlocks cuts a body into blocks, be it plain text, HTML or escaped HTML.
func bodyBlocks(body string) []block.Block {
	if strings.Contains(body, "&lt;") {
		body = html.UnescapeString(body)
	}
	var l *dom.Layout
	if tagged(body) {
		if doc, err := dom.Parse([]byte(body), dom.Limits{Nodes: bodyTags}); err == nil {
			l = HTML(doc, nil)
		}
	}
	if l == nil {
		l = Text(html.UnescapeString(body))
	}
	for i := range l.Blocks {
		l.Blocks[i].Virtual, l.Blocks[i].Elem = true, -1
	}
	return l.Blocks
}

// tagged reports whether a text is HTML: it has an end tag, or starts a paragraph
// or a line with one.
func tagged(s string) bool {
	if strings.Contains(s, "</") {
		return true
	}
	for rest := s; ; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
		name := rest[:min(len(rest), len("br"))]
		if len(name) == 2 && (strings.EqualFold(name, "br") || strings.EqualFold(name[:1], "p") && !letter(name[1])) {
			return true
		}
	}
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

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
