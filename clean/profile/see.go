package profile

import (
	"cmp"
	"slices"
	"unicode"

	"github.com/cespare/xxhash/v2"

	"matn/clean/block"
	"matn/clean/similar"
)

// Page is one page as a Profile sees it: hashes, no text. The zero value is a
// page without lines.
type Page struct {
	story  uint32
	flat   bool   // text without tags: one template, and no places
	lines  []seen // by key, each once
	places []spot
	keys   []keys // of each block
}

// seen is a line of a page.
type seen struct {
	key   uint64
	words int32
	kept  bool
}

// spot is a place of a page: how many blocks stand there, and whether the model
// took one of them for text.
type spot struct {
	key    uint64
	blocks int32
	likely bool
}

// likelyText is the probability from which a block counts as text, whatever was
// made of it afterwards: what memory strips must not teach it to strip more.
const likelyText = 0.5

// See reduces a cleaned page to what a Profile needs. Title is that of the
// article: pages with one title are one story. Of flattened text, whose titles
// are guesses, and of pages without a title the body tells.
func See(blocks []block.Block, title string) Page {
	p := Page{flat: true, lines: make([]seen, 0, len(blocks)+len(blocks)/4), keys: make([]keys, len(blocks))}
	var f folder
	body := uint64(0)
	for i := range blocks {
		b := &blocks[i]
		k := f.keys(b)
		p.keys[i] = k
		if k.exact == 0 {
			continue
		}
		if b.Place != 0 {
			p.flat = false
			p.places = append(p.places, spot{b.Place, 1, b.P >= likelyText})
		}
		if b.Kept {
			body += k.exact * golden
		}
		p.lines = append(p.lines, seen{key: k.exact, words: b.Words, kept: b.Kept})
		if k.loose != 0 {
			p.lines = append(p.lines, seen{key: k.loose})
		}
	}
	story := body
	if h := similar.Hash(title); h != 0 && !p.flat {
		story = h
	}
	p.story = uint32(story ^ story>>32)
	slices.SortFunc(p.lines, func(a, b seen) int {
		if a.key != b.key || a.kept == b.kept {
			return cmp.Compare(a.key, b.key)
		}
		if a.kept {
			return -1
		}
		return 1
	})
	p.lines = slices.CompactFunc(p.lines, func(a, b seen) bool { return a.key == b.key })
	p.places = gather(p.places)
	return p
}

// gather makes one of the spots that share a place, in order of their keys.
func gather(spots []spot) []spot {
	slices.SortFunc(spots, func(a, b spot) int { return cmp.Compare(a.key, b.key) })
	n := 0
	for _, s := range spots {
		if n > 0 && spots[n-1].key == s.key {
			spots[n-1].blocks++
			spots[n-1].likely = spots[n-1].likely || s.likely
			continue
		}
		spots[n] = s
		n++
	}
	return spots[:n]
}

// golden is 2^64 by the golden ratio: it spreads hashes.
const golden = 0x9E3779B97F4A7C15

// keys are the hashes of a block's text and place.
type keys struct {
	exact uint64 // 0 for what is not remembered: no words, or not on the page
	loose uint64 // numbers aside ("12 comments"); 0 where the text has none
}

// maxLoose is the number of words up to which a line is compared without its
// numbers: longer ones are prose.
const maxLoose = 30

// folder makes keys; it keeps its buffer.
type folder struct{ exact, loose []byte }

func (f *folder) keys(b *block.Block) keys {
	if b.Virtual {
		return keys{}
	}
	f.exact = block.Fold(f.exact[:0], b.Text)
	if len(f.exact) == 0 {
		return keys{}
	}
	k := keys{exact: lineKey(xxhash.Sum64(f.exact), b.Place)}
	if b.Words <= maxLoose && hasDigit(f.exact) {
		f.loose = block.Normalize(f.loose[:0], b.Text)
		k.loose = lineKey(^xxhash.Sum64(f.loose), b.Place)
	}
	return k
}

// lineKey is never 0.
func lineKey(text, place uint64) uint64 { return (text ^ place*golden) | 1 }

func hasDigit(folded []byte) bool {
	for _, c := range folded {
		if '0' <= c && c <= '9' {
			return true
		}
	}
	return false
}

// lettered reports whether a text is more than numbers and signs.
func lettered(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}
