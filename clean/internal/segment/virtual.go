package segment

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

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
		if words >= minBody && !covered(blocks, l.Blocks) {
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
		l = Text(html.UnescapeString(html.UnescapeString(body))) // some escape twice: "&amp;eacute;"
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

// covered reports whether more than maxCovered of the shingles (three words
// running) of some blocks occur in others.
func covered(of, in []block.Block) bool {
	set := make(map[uint64]struct{}, 256)
	eachShingle(of, func(h uint64) bool {
		set[h] = struct{}{}
		return true
	})
	if len(set) == 0 {
		return false
	}
	enough := (1 - maxCovered) * float64(len(set)) // fewer are left when more than maxCovered were found
	eachShingle(in, func(h uint64) bool {
		delete(set, h)
		return float64(len(set)) >= enough
	})
	return float64(len(set)) < enough
}

// eachShingle calls do with a hash of every three words running, until it
// returns false.
func eachShingle(blocks []block.Block, do func(uint64) bool) {
	var a, b uint64
	for i := range blocks {
		text := blocks[i].Text
		for at := 0; at < len(text); {
			var c uint64
			if c, at = hashWord(text, at); c == 0 {
				break
			}
			if !do((a*golden+b)*golden + c) {
				return
			}
			a, b = b, c
		}
	}
}

const (
	golden    = 0x9E3779B97F4A7C15 // 2^64 / golden ratio: spreads the order of the words
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hashWord returns a hash of the next word of a text, and where it ends; 0 if
// there is none. A word is a run of letters and numbers.
func hashWord(text string, at int) (h uint64, end int) {
	for at < len(text) {
		r, size := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[at:])
		}
		if c, _ := classOf(r); c != classLetter && c != classHalf {
			if h != 0 {
				break
			}
		} else if h == 0 {
			h = (fnvOffset ^ uint64(r)) * fnvPrime
		} else {
			h = (h ^ uint64(r)) * fnvPrime
		}
		at += size
	}
	return h, at
}
