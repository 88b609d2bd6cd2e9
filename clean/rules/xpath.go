package rules

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// errXPath is an expression beyond what has a CSS selector.
var errXPath = errors.New("no CSS selector says the same")

// maxAlternatives bounds the selectors that one expression with "or" unfolds to.
const maxAlternatives = 64

// cssOf translates the XPath of site configurations: paths of elements with
// predicates on attributes, text, position and what stands inside, joined by
// "and", "or" and "|". Text nodes and attributes at the end of a path are taken
// for their element.
func cssOf(xpath string) ([]string, error) {
	p := &xparser{s: xpath}
	var list []string
	for {
		one, err := p.path(false)
		if err != nil {
			return nil, err
		}
		list = append(list, one...)
		if p.space(); !p.eat("|") {
			break
		}
	}
	if p.at < len(p.s) {
		return nil, fmt.Errorf("%w: at %q", errXPath, p.s[p.at:])
	}
	return list, nil
}

// xparser reads an expression from left to right.
type xparser struct {
	s     string
	at    int
	depth int // of predicates
}

// maxDepth is how deep predicates may nest.
const maxDepth = 8

func (p *xparser) space() {
	for p.at < len(p.s) && (p.s[p.at] == ' ' || p.s[p.at] == '\t') {
		p.at++
	}
}

// eat takes a token, white space before it aside.
func (p *xparser) eat(token string) bool {
	p.space()
	if strings.HasPrefix(p.s[p.at:], token) {
		p.at += len(token)
		return true
	}
	return false
}

func (p *xparser) fail() error {
	return fmt.Errorf("%w: at %q", errXPath, p.s[min(p.at, len(p.s)):])
}

// path reads one path; inside is one within a predicate, relative to its element.
func (p *xparser) path(inside bool) ([]string, error) {
	list := []string{""}
	if p.eat("id(") {
		v, ok := p.literal()
		if !ok || !p.eat(")") {
			return nil, p.fail()
		}
		list = []string{attr("id", "=", v)}
		if p.at == len(p.s) {
			return list, nil
		}
	}
	p.eat(".")
	child := false // inside: the first step is a child
	for first := true; ; first = false {
		joint := ""
		switch {
		case p.eat("//"):
			joint = " "
		case p.eat("/"):
			joint = " > "
		case first && inside:
			joint = " > "
		case first:
			return nil, p.fail()
		case inside:
			return has(list, child)
		default:
			return list, nil
		}
		if first && !inside && list[0] == "" {
			joint = ""
		} else if first && inside {
			child = joint == " > "
			joint = ""
		}
		if !inside && (p.eat("text()") || p.eat("@") && p.name() != "") {
			return list, nil
		}
		alternatives, err := p.step()
		if err != nil {
			return nil, err
		}
		if list, err = product(list, alternatives, joint); err != nil {
			return nil, err
		}
	}
}

// has says that a path stands inside an element. A child that has more below it
// cannot be said.
func has(paths []string, child bool) ([]string, error) {
	list := make([]string, len(paths))
	for i, path := range paths {
		switch {
		case child && strings.ContainsAny(path, " >"):
			return nil, fmt.Errorf("%w: below a child: %q", errXPath, path)
		case child:
			list[i] = ":haschild(" + path + ")"
		default:
			list[i] = ":has(" + path + ")"
		}
	}
	return list, nil
}

// product joins every a with every b.
func product(a, b []string, joint string) ([]string, error) {
	if len(a)*len(b) > maxAlternatives {
		return nil, fmt.Errorf("%w: more than %d alternatives", errXPath, maxAlternatives)
	}
	var list []string
	for _, x := range a {
		for _, y := range b {
			list = append(list, x+joint+y)
		}
	}
	return list, nil
}

// step reads a name test and its predicates.
func (p *xparser) step() ([]string, error) {
	name := "*"
	if !p.eat("*") {
		if name = strings.ToLower(p.name()); name == "" || strings.HasPrefix(p.s[p.at:], "::") || strings.HasPrefix(p.s[p.at:], "(") {
			return nil, p.fail()
		}
	}
	list := []string{name}
	for p.eat("[") {
		tests, err := p.predicate()
		if err != nil {
			return nil, err
		}
		if list, err = product(list, tests, ""); err != nil {
			return nil, err
		}
		if !p.eat("]") {
			return nil, p.fail()
		}
	}
	return list, nil
}

func (p *xparser) name() string {
	p.space()
	start := p.at
	for p.at < len(p.s) && (p.s[p.at] == '-' || p.s[p.at] == '_' || p.s[p.at] >= '0' && p.s[p.at] <= '9' || p.s[p.at]|0x20 >= 'a' && p.s[p.at]|0x20 <= 'z') {
		p.at++
	}
	return p.s[start:p.at]
}

// literal reads a text in quotes.
func (p *xparser) literal() (string, bool) {
	p.space()
	if p.at >= len(p.s) || p.s[p.at] != '\'' && p.s[p.at] != '"' {
		return "", false
	}
	end := strings.IndexByte(p.s[p.at+1:], p.s[p.at])
	if end < 0 {
		return "", false
	}
	v := p.s[p.at+1 : p.at+1+end]
	p.at += end + 2
	return v, true
}

// predicate reads alternatives joined by "or", each a list of tests joined by
// "and".
func (p *xparser) predicate() ([]string, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail()
	}
	defer func() { p.depth-- }()
	var list []string
	for {
		all := []string{""}
		for {
			tests, err := p.test()
			if err != nil {
				return nil, err
			}
			if all, err = product(all, tests, ""); err != nil {
				return nil, err
			}
			if !p.eat("and ") {
				break
			}
		}
		list = append(list, all...)
		if !p.eat("or ") {
			return list, nil
		}
	}
}

// test reads one condition.
func (p *xparser) test() ([]string, error) {
	switch {
	case p.eat("("):
		list, err := p.predicate()
		if err == nil && !p.eat(")") {
			err = p.fail()
		}
		return list, err
	case p.eat("not("):
		list, err := p.predicate()
		if err == nil && (!p.eat(")") || len(list) > 1 || strings.Contains(list[0], ":has")) {
			err = p.fail()
		}
		if err != nil {
			return nil, err
		}
		return []string{":not(" + list[0] + ")"}, nil
	case p.eat("contains("):
		return p.compare("*=", ":contains")
	case p.eat("starts-with("):
		return p.compare("^=", "")
	case p.eat("last()"):
		return []string{":last-of-type"}, nil
	case p.eat("position()"):
		if !p.eat("=") {
			return nil, p.fail()
		}
		return p.position()
	}
	if p.space(); p.at < len(p.s) && p.s[p.at] >= '1' && p.s[p.at] <= '9' {
		return p.position()
	}
	if a, tokens := p.attribute(); a != "" {
		if !p.eat("=") {
			return []string{"[" + a + "]"}, nil
		}
		v, ok := p.literal()
		if !ok || tokens && strings.TrimSpace(v) == "" {
			return nil, p.fail()
		}
		if tokens {
			return []string{attr(a, "~=", strings.TrimSpace(v))}, nil
		}
		return []string{attr(a, "=", v)}, nil
	}
	return p.path(true)
}

func (p *xparser) position() ([]string, error) {
	n, err := strconv.Atoi(p.name())
	if err != nil || n < 1 {
		return nil, p.fail()
	}
	return []string{fmt.Sprintf(":nth-of-type(%d)", n)}, nil
}

// attribute reads "@name", also inside normalize-space(), and the idiom for one
// class among others, concat(' ', normalize-space(@class), ' '), of which it says
// that tokens are compared.
func (p *xparser) attribute() (name string, tokens bool) {
	start := p.at
	switch {
	case p.eat("@"):
		return strings.ToLower(p.name()), false
	case p.eat("normalize-space("):
		if name, tokens = p.attribute(); name != "" && p.eat(")") {
			return name, tokens
		}
	case p.eat("concat("):
		if _, ok := p.literal(); ok && p.eat(",") {
			if name, _ = p.attribute(); name != "" && p.eat(",") {
				if _, ok := p.literal(); ok && p.eat(")") {
					return name, true
				}
			}
		}
	}
	p.at = start
	return "", false
}

// compare reads the arguments of contains() and starts-with(). Text stands for
// an element that is asked for its text, "" if there is no such selector.
func (p *xparser) compare(operator, text string) ([]string, error) {
	name, tokens := p.attribute()
	own := ""
	if name == "" {
		switch {
		case text == "":
			return nil, p.fail()
		case p.eat("text()"):
			own = "Own"
		case !p.eat("."):
			return nil, p.fail()
		}
	}
	if !p.eat(",") {
		return nil, p.fail()
	}
	v, ok := p.literal()
	if !ok || !p.eat(")") || v == "" {
		return nil, p.fail()
	}
	switch {
	case name == "":
		return []string{text + own + "(" + quote(v) + ")"}, nil
	case tokens && strings.TrimSpace(v) != v && strings.TrimSpace(v) != "":
		return []string{attr(name, "~=", strings.TrimSpace(v))}, nil
	}
	return []string{attr(name, operator, v)}, nil
}

// attr writes a test of an attribute.
func attr(name, operator, value string) string { return "[" + name + operator + quote(value) + "]" }

func quote(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }
