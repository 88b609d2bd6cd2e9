package clean

import (
	"fmt"
	"strings"

	"golang.org/x/net/html/atom"

	"matn/clean/internal/dom"
)

// fillPaths gives every block its tag path, from below <body> down; to a block
// of flattened text the line where it begins, as in "line[7]".
func fillPaths(l *dom.Layout) {
	for i := range l.Blocks {
		if len(l.Lines) > 0 {
			l.Blocks[i].Path = fmt.Sprintf("line[%d]", l.Lines[i])
			continue
		}
		l.Blocks[i].Path = path(l.Elems, l.Blocks[i].Elem)
	}
}

func path(elems []dom.Elem, e int32) string {
	var names []string
	for ; e >= 0 && elems[e].Tag != atom.Body; e = elems[e].Parent {
		names = append(names, elems[e].Node.Data)
	}
	for i, k := 0, len(names)-1; i < k; i, k = i+1, k-1 {
		names[i], names[k] = names[k], names[i]
	}
	return strings.Join(names, ">")
}

// fillPlaces gives every block the hash of the block-level tags around it:
// class names are left out, since they often name the section or the article.
// FNV-1a over the tag names from the block up, so that it may be stored.
func fillPlaces(l *dom.Layout) {
	for i := range l.Blocks {
		b := &l.Blocks[i]
		if b.Elem < 0 {
			continue
		}
		h := uint64(fnvOffset)
		for e := b.Elem; e >= 0 && l.Elems[e].Tag != atom.Body; e = l.Elems[e].Parent {
			if !l.Elems[e].Block {
				continue
			}
			for _, c := range []byte(l.Elems[e].Tag.String()) {
				h = (h ^ uint64(c)) * fnvPrime
			}
			h = (h ^ '>') * fnvPrime
		}
		b.Place = max(h, 1)
	}
}

// Offset basis and prime of FNV-1a, 64 bits.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)
