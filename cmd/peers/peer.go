package main

import (
	"bytes"
	"errors"
	"net/url"
	"strings"
	"time"

	readeck "codeberg.org/readeck/go-readability"
	shiori "github.com/go-shiori/go-readability"
	distiller "github.com/markusmobius/go-domdistiller"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"matn/clean"
	"matn/clean/eval"
)

// peer is one extractor: extract is scored, call is what its cost is measured
// of.
type peer struct {
	name    string
	extract eval.Extract
	call    func(eval.Input) error
}

func allPeers() ([]peer, error) {
	c, err := clean.New(clean.Options{})
	if err != nil {
		return nil, err
	}
	matn := eval.Clean(c)
	return []peer{
		{"matn", matn, func(in eval.Input) error { _, err := matn(in); return err }},
		newPeer("go-trafilatura, fallback", trafilaturaWith(true)),
		newPeer("go-trafilatura", trafilaturaWith(false)),
		newPeer("go-readability (readeck)", readeckFinds),
		newPeer("go-readability (shiori)", shioriFinds),
		newPeer("go-domdistiller", distillerFinds),
	}, nil
}

// finding is what a peer gives, before its content is flattened to lines.
type finding struct {
	content *html.Node // or
	source  string     // HTML
	fields  eval.Result
}

// newPeer makes a peer of one that gives its content as HTML.
func newPeer(name string, find func(eval.Input) (finding, error)) peer {
	extract := func(in eval.Input) (eval.Result, error) {
		f, err := find(in)
		if err != nil {
			return eval.Result{}, err
		}
		return f.result()
	}
	return peer{name, extract, func(in eval.Input) error { _, err := find(in); return err }}
}

func (f finding) result() (eval.Result, error) {
	source := []byte(f.source)
	if f.content != nil {
		var b bytes.Buffer
		if err := html.Render(&b, f.content); err != nil {
			return eval.Result{}, err
		}
		source = b.Bytes()
	}
	lines, err := eval.Flatten(source)
	if err != nil {
		return eval.Result{}, err
	}
	r := f.fields
	r.Body = strings.Join(lines, "\n")
	r.NoArticle = r.Body == ""
	return r, nil
}

func trafilaturaWith(fallback bool) func(eval.Input) (finding, error) {
	return func(in eval.Input) (finding, error) {
		got, err := trafilatura.Extract(bytes.NewReader(in.HTML), trafilatura.Options{
			OriginalURL: address(in), EnableFallback: fallback, ExcludeComments: true,
		})
		if err != nil {
			return finding{}, err
		}
		m := got.Metadata
		return finding{content: got.ContentNode, fields: eval.Result{
			Title: m.Title, Authors: list(m.Author), Date: date(&m.Date), Language: m.Language}}, nil
	}
}

func readeckFinds(in eval.Input) (finding, error) {
	a, err := readeck.FromReader(bytes.NewReader(in.HTML), address(in))
	if err != nil {
		return finding{}, err
	}
	return finding{source: a.Content, fields: eval.Result{
		Title: a.Title, Authors: list(a.Byline), Date: date(a.PublishedTime), Language: a.Language}}, nil
}

func shioriFinds(in eval.Input) (finding, error) {
	a, err := shiori.FromReader(bytes.NewReader(in.HTML), address(in))
	if err != nil {
		return finding{}, err
	}
	return finding{source: a.Content, fields: eval.Result{
		Title: a.Title, Authors: list(a.Byline), Date: date(a.PublishedTime), Language: a.Language}}, nil
}

func distillerFinds(in eval.Input) (finding, error) {
	got, err := distiller.ApplyForReader(bytes.NewReader(in.HTML), &distiller.Options{OriginalURL: address(in), SkipPagination: true})
	if err != nil {
		return finding{}, err
	}
	if got.Node == nil {
		return finding{}, errors.New("no content")
	}
	article := got.MarkupInfo.Article
	return finding{content: got.Node, fields: eval.Result{
		Title: got.Title, Authors: article.Authors, Date: article.PublishedTime}}, nil
}

// address is where the page came from; some peers need one, whatever it is.
func address(in eval.Input) *url.URL {
	if u, err := url.Parse(in.URL); err == nil && u.IsAbs() {
		return u
	}
	return &url.URL{Scheme: "https", Host: "page.invalid", Path: "/"}
}

func list(authors string) []string {
	if authors == "" {
		return nil
	}
	return []string{authors}
}

func date(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
