package page

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed data/parameters.tsv
var parametersFile string

// parameterSet are names of query parameters, in lower case.
type parameterSet struct {
	names    map[string]bool
	prefixes []string
}

// parameters are those that are no part of a page's identity.
var parameters = sync.OnceValue(func() *parameterSet {
	set := &parameterSet{names: map[string]bool{}}
	for line := range strings.Lines(parametersFile) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
		switch prefix, isPrefix := strings.CutSuffix(name, "*"); {
		case name == "" || name[0] == '#':
		case isPrefix:
			set.prefixes = append(set.prefixes, prefix)
		default:
			set.names[name] = true
		}
	}
	return set
})

func (p *parameterSet) has(name string) bool {
	if p.names[name] {
		return true
	}
	for _, prefix := range p.prefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
