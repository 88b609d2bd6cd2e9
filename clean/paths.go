package clean

import (
	"strings"

	"golang.org/x/net/html/atom"

	"matn/clean/internal/dom"
)

// fillPaths gives every block its tag path, from below <body> down.
func fillPaths(l *dom.Layout) {
	for i := range l.Blocks {
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
