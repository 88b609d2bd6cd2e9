package rules

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/language"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

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

func phrase(t text) (string, []byte, error) {
	folded := block.Fold(nil, t.value)
	if len(folded) == 0 {
		return "", nil, &Error{Line: t.line, Problem: fmt.Sprintf("phrase %q has no words", t.value)}
	}
	return t.value, folded, nil
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
