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
	tokens   map[string]bool // that are none where the value is the key of a session
	prefixes []string
}

// parameters are those that are no part of a page's identity.
var parameters = sync.OnceValue(func() *parameterSet {
	set := &parameterSet{names: map[string]bool{}, tokens: map[string]bool{}}
	for line := range strings.Lines(parametersFile) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), "\t")
		switch prefix, isPrefix := strings.CutSuffix(name, "*"); {
		case name == "" || name[0] == '#':
		case strings.HasPrefix(rest, "token\t"):
			set.tokens[name] = true
		case isPrefix:
			set.prefixes = append(set.prefixes, prefix)
		default:
			set.names[name] = true
		}
	}
	return set
})

// has reports whether a pair of a query is among them, by its name and its value.
func (p *parameterSet) has(name, value string) bool {
	if p.names[name] || p.tokens[name] && isToken(value) {
		return true
	}
	for _, prefix := range p.prefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// minToken is how many characters the key of a session has at least.
const minToken = 16

// isToken reports whether a value looks like the key of a session: letters and digits
// mixed, and long.
func isToken(value string) bool {
	letters, digits := 0, 0
	for i := range len(value) {
		switch c := value[i]; {
		case '0' <= c && c <= '9':
			digits++
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			letters++
		default:
			return false
		}
	}
	return letters+digits >= minToken && letters > 0 && digits > 0
}
