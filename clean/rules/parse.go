package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// key is a key of rules, and what takes its values into them.
type key struct {
	name string
	read func(*fileParser, *Rules, texts)
}

var keys = [...]key{
	{"host", (*fileParser).hostNames},
	{"body", selectors(func(r *Rules) *[]Selector { return &r.Body })},
	{"title", selectors(func(r *Rules) *[]Selector { return &r.Title })},
	{"date", selectors(func(r *Rules) *[]Selector { return &r.Date })},
	{"author", selectors(func(r *Rules) *[]Selector { return &r.Author })},
	{"strip", selectors(func(r *Rules) *[]Selector { return &r.Strip })},
	{"strip-phrases", func(p *fileParser, r *Rules, list texts) { r.StripPhrases, r.folded.strip = p.phrases(list) }},
	{"keep-phrases", func(p *fileParser, r *Rules, list texts) { r.KeepPhrases, r.folded.keep = p.phrases(list) }},
	{"charset", func(p *fileParser, r *Rules, list texts) { r.Charset = p.single(list, "charset", charsetName) }},
	{"language", func(p *fileParser, r *Rules, list texts) { r.Language = p.single(list, "language", languageTag) }},
}

// keyList names all keys, for who misspells one.
func keyList() string {
	var names []string
	for _, k := range keys {
		names = append(names, k.name)
	}
	return strings.Join(names, ", ")
}

// texts is a text or a list of texts, with their lines.
type texts []text

type text struct {
	value string
	line  int
}

// Parse reads rules. Name stands for the file in errors. The error is an *Error
// with the line of the mistake, or Errors where there are several: one of syntax
// hides the others.
func Parse(name string, src []byte) (Set, error) {
	file, err := parser.ParseBytes(src, 0)
	if err != nil {
		return nil, located(name, err)
	}
	p := fileParser{name: name, hosts: map[string]int{}}
	for _, doc := range file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.CommentType && doc.Body.Type() != ast.NullType {
			p.document(doc.Body)
		}
	}
	slices.SortStableFunc(p.errs, func(a, b *Error) int { return cmp.Compare(a.Line, b.Line) })
	switch {
	case len(p.errs) == 1:
		return nil, p.errs[0]
	case len(p.errs) > 1:
		return nil, p.errs
	case len(p.set) == 0:
		return nil, &Error{File: name, Problem: "it has no rules; give at least host, and one of " + keyList()}
	}
	return p.set, nil
}

// located puts the file and the line into an error of YAML.
func located(name string, err error) error {
	var theirs yaml.Error
	if errors.As(err, &theirs) && theirs.GetToken() != nil {
		return &Error{name, theirs.GetToken().Position.Line, theirs.GetMessage()}
	}
	return &Error{File: name, Problem: err.Error()}
}

// fileParser reads one file and goes on behind mistakes.
type fileParser struct {
	name  string
	set   Set
	hosts map[string]int // where they are named
	errs  Errors
}

// fail notes a mistake. An *Error among the errors of this package has its line.
func (p *fileParser) fail(line int, err error) {
	e := &Error{Line: line, Problem: err.Error()}
	if ours := (*Error)(nil); errors.As(err, &ours) {
		e = ours
	}
	e.File = p.name
	p.errs = append(p.errs, e)
}

// document reads the rules of one site.
func (p *fileParser) document(n ast.Node) {
	m, ok := n.(ast.MapNode)
	if !ok {
		p.fail(lineOf(n), errors.New("lines \"key: value\" are wanted here; the keys are "+keyList()))
		return
	}
	r := &Rules{file: p.name}
	before := len(p.errs)
	for it := m.MapRange(); it.Next(); {
		name := it.Key().GetToken()
		i := slices.IndexFunc(keys[:], func(k key) bool { return k.name == name.Value })
		if i < 0 {
			p.fail(name.Position.Line, fmt.Errorf("unknown key %q; the keys are %s", name.Value, keyList()))
			continue
		}
		keys[i].read(p, r, p.texts(it.Value(), false))
	}
	if len(r.Hosts) == 0 && len(p.errs) == before {
		p.fail(lineOf(n), errors.New("host is missing: the site that these rules are for"))
	}
	p.set = append(p.set, r)
}

// selectors reads selectors into a list of the rules.
func selectors(of func(*Rules) *[]Selector) func(*fileParser, *Rules, texts) {
	return func(p *fileParser, r *Rules, list texts) {
		for _, t := range list {
			s, err := newSelector(t)
			if err != nil {
				p.fail(t.line, err)
			}
			*of(r) = append(*of(r), s)
		}
	}
}

// hostNames reads names of hosts. Two rules for one are refused: one of them would never be used.
func (p *fileParser) hostNames(r *Rules, list texts) {
	for _, t := range list {
		host, err := hostOf(t)
		if err != nil {
			p.fail(t.line, err)
			continue
		}
		if above, ok := p.hosts[host]; ok {
			p.fail(t.line, fmt.Errorf("two rules for host %s, the others on line %d; make one of them", host, above))
		}
		p.hosts[host] = t.line
		r.Hosts = append(r.Hosts, host)
	}
}

func (p *fileParser) phrases(list texts) (plain []string, folded [][]byte) {
	for _, t := range list {
		s, f, err := phrase(t)
		if err != nil {
			p.fail(t.line, err)
		}
		plain, folded = append(plain, s), append(folded, f)
	}
	return plain, folded
}

// single reads a key that has one value.
func (p *fileParser) single(list texts, key string, read func(string) (string, error)) string {
	if len(list) == 0 {
		return ""
	}
	if len(list) > 1 {
		p.fail(list[1].line, errors.New(key+" has one value"))
	}
	v, err := read(strings.TrimSpace(list[0].value))
	if err != nil {
		p.fail(list[0].line, fmt.Errorf("%s %q: %w", key, list[0].value, err))
	}
	return v
}

// texts reads a plain value or a list of them.
func (p *fileParser) texts(n ast.Node, inList bool) texts {
	switch n := n.(type) {
	case *ast.SequenceNode:
		if inList {
			p.fail(lineOf(n), errors.New("a list in a list"))
			return nil
		}
		var all texts
		for _, v := range n.Values {
			all = append(all, p.texts(v, true)...)
		}
		return all
	case *ast.NullNode:
		p.fail(lineOf(n), errors.New("a value is missing here"))
		return nil
	case *ast.LiteralNode:
		return texts{{strings.TrimSpace(n.Value.Value), lineOf(n)}}
	case *ast.AnchorNode:
		return p.texts(n.Value, inList)
	case *ast.TagNode:
		return p.texts(n.Value, inList)
	case *ast.AliasNode: // a scalar to the library, whose text is an asterisk
		p.fail(lineOf(n), errors.New("an alias is not understood here: write the value out"))
		return nil
	case ast.ScalarNode:
		return texts{{n.GetToken().Value, lineOf(n)}}
	}
	p.fail(lineOf(n), errors.New("a text or a list of texts is wanted here"))
	return nil
}

func lineOf(n ast.Node) int { return n.GetToken().Position.Line }
