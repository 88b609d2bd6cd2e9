package rules

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/language"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// Error is a mistake in a file of rules.
type Error struct {
	File    string
	Line    int // from 1; 0 when it is the file as a whole
	Problem string
}

// Error names the file and the line.
func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("rules: %s: %s", e.File, e.Problem)
	}
	return fmt.Sprintf("rules: %s:%d: %s", e.File, e.Line, e.Problem)
}

// document is one site as it stands in YAML.
type document struct {
	Host         texts `yaml:"host"`
	Body         texts `yaml:"body"`
	Title        texts `yaml:"title"`
	Date         texts `yaml:"date"`
	Author       texts `yaml:"author"`
	Strip        texts `yaml:"strip"`
	StripPhrases texts `yaml:"strip-phrases"`
	KeepPhrases  texts `yaml:"keep-phrases"`
	Charset      texts `yaml:"charset"`
	Language     texts `yaml:"language"`
}

// keys are those of document, for who misspells one.
const keyList = "host, body, title, date, author, strip, strip-phrases, keep-phrases, charset, language"

// texts is a text or a list of texts, with their lines.
type texts []text

type text struct {
	value string
	line  int
}

// UnmarshalYAML reads a plain value or a list of them.
func (t *texts) UnmarshalYAML(n ast.Node) error {
	line := n.GetToken().Position.Line
	switch n := n.(type) {
	case *ast.SequenceNode:
		for _, v := range n.Values {
			var one texts
			if _, nested := v.(*ast.SequenceNode); nested {
				return &Error{Line: v.GetToken().Position.Line, Problem: "a list in a list"}
			}
			if err := one.UnmarshalYAML(v); err != nil {
				return err
			}
			*t = append(*t, one...)
		}
		return nil
	case *ast.LiteralNode:
		*t = append(*t, text{strings.TrimSpace(n.Value.Value), line})
		return nil
	case ast.ScalarNode:
		*t = append(*t, text{n.GetToken().Value, line})
		return nil
	}
	return &Error{Line: line, Problem: "a text or a list of texts is wanted here"}
}

// Parse reads rules. Name stands for the file in errors, all of which are an
// *Error with the line.
func Parse(name string, src []byte) (Set, error) {
	d := yaml.NewDecoder(bytes.NewReader(src), yaml.Strict())
	var set Set
	for {
		var doc document
		err := d.Decode(&doc)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, located(name, err)
		}
		r, err := doc.rules(name)
		if err != nil {
			return nil, located(name, err)
		}
		set = append(set, r)
	}
	if len(set) == 0 {
		return nil, &Error{File: name, Problem: "it has no rules; give at least host, and one of " + keyList}
	}
	return set, set.check(name)
}

// check refuses two rules for one host: one of them would never be used.
func (s Set) check(name string) error {
	seen := map[string]bool{}
	for _, r := range s {
		for _, h := range r.Hosts {
			if seen[h] {
				return &Error{File: name, Problem: fmt.Sprintf("two rules for host %s; make one of them", h)}
			}
			seen[h] = true
		}
	}
	return nil
}

// located puts file and line into an error of this package or of YAML.
func located(name string, err error) error {
	var ours *Error
	var unknown *yaml.UnknownFieldError
	var theirs yaml.Error
	switch {
	case errors.As(err, &ours):
		return &Error{File: name, Line: ours.Line, Problem: ours.Problem}
	case errors.As(err, &unknown):
		return &Error{name, unknown.GetToken().Position.Line, fmt.Sprintf("unknown key %q; the keys are %s", unknown.GetToken().Value, keyList)}
	case errors.As(err, &theirs) && theirs.GetToken() != nil:
		return &Error{name, theirs.GetToken().Position.Line, theirs.GetMessage()}
	}
	return &Error{File: name, Problem: err.Error()}
}

// rules checks what was read.
func (d *document) rules(name string) (*Rules, error) {
	r := &Rules{file: name}
	if len(d.Host) == 0 {
		return nil, &Error{Problem: "host is missing: the site that these rules are for"}
	}
	for _, h := range d.Host {
		host, err := hostOf(h)
		if err != nil {
			return nil, err
		}
		r.Hosts = append(r.Hosts, host)
	}
	for _, f := range []struct {
		from texts
		to   *[]Selector
	}{{d.Body, &r.Body}, {d.Title, &r.Title}, {d.Date, &r.Date}, {d.Author, &r.Author}, {d.Strip, &r.Strip}} {
		for _, t := range f.from {
			s, err := newSelector(t)
			if err != nil {
				return nil, err
			}
			*f.to = append(*f.to, s)
		}
	}
	var err error
	if r.StripPhrases, r.folded.strip, err = phrases(d.StripPhrases); err != nil {
		return nil, err
	}
	if r.KeepPhrases, r.folded.keep, err = phrases(d.KeepPhrases); err != nil {
		return nil, err
	}
	if r.Charset, err = single(d.Charset, "charset", charsetName); err != nil {
		return nil, err
	}
	if r.Language, err = single(d.Language, "language", languageTag); err != nil {
		return nil, err
	}
	return r, nil
}

func hostOf(t text) (string, error) {
	host := bareHost(strings.TrimSpace(t.value))
	u, err := url.Parse("//" + host)
	if host == "" || err != nil || u.Hostname() != host || strings.ContainsAny(host, "/ *") {
		return "", &Error{Line: t.line, Problem: fmt.Sprintf("%q is no host; write it like paper.example", t.value)}
	}
	return host, nil
}

func newSelector(t text) (Selector, error) {
	css, err := dom.Compile(t.value)
	if err != nil {
		return Selector{}, &Error{Line: t.line, Problem: fmt.Sprintf("%q is no CSS selector: %v", t.value, err)}
	}
	return Selector{Text: t.value, Line: t.line, css: css}, nil
}

func phrases(list texts) (plain []string, folded [][]byte, err error) {
	for _, t := range list {
		f := block.Fold(nil, t.value)
		if len(f) == 0 {
			return nil, nil, &Error{Line: t.line, Problem: fmt.Sprintf("phrase %q has no words", t.value)}
		}
		plain, folded = append(plain, t.value), append(folded, f)
	}
	return plain, folded, nil
}

// single reads a key that has one value.
func single(list texts, key string, read func(string) (string, error)) (string, error) {
	switch len(list) {
	case 0:
		return "", nil
	case 1:
		v, err := read(strings.TrimSpace(list[0].value))
		if err != nil {
			return "", &Error{Line: list[0].line, Problem: fmt.Sprintf("%s %q: %v", key, list[0].value, err)}
		}
		return v, nil
	}
	return "", &Error{Line: list[1].line, Problem: key + " has one value"}
}

func charsetName(label string) (string, error) {
	enc, err := htmlindex.Get(label)
	if err != nil {
		return "", errors.New("is no charset of the web; write it like windows-1256")
	}
	return htmlindex.Name(enc)
}

func languageTag(s string) (string, error) {
	tag, err := language.Parse(s)
	if err != nil {
		return "", errors.New("is no language tag; write it like ar or pt-BR")
	}
	base, _ := tag.Base()
	return base.String(), nil
}
