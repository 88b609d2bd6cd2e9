package eval_test

import (
	"errors"
	"strings"
	"testing"

	"matn/clean"
	"matn/clean/eval"
)

func TestClean(t *testing.T) {
	cleaner, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	extract := eval.Clean(cleaner)
	pages, err := eval.ReadSet("testdata/harbour", "")
	if err != nil {
		t.Fatal(err)
	}
	page, err := eval.Load(pages[0], false)
	if err != nil {
		t.Fatal(err)
	}
	r, err := extract(page)
	if err != nil || !strings.HasPrefix(r.Body, "The harbour") || r.Title == "" || r.Language != "en" || r.Direction != "ltr" ||
		r.Date != "" || r.NoArticle || len(r.Blocks) == 0 {
		t.Errorf("HTML gives %+v, %v", r, err)
	}
	lines, err := eval.Load(pages[0], true)
	if err != nil {
		t.Fatal(err)
	}
	r, err = extract(lines)
	if err != nil || len(r.Blocks) != len(lines.Lines) {
		t.Errorf("%d lines give %d blocks, %v", len(lines.Lines), len(r.Blocks), err)
	}
	r, err = extract(eval.Input{HTML: []byte("<p></p>")})
	if err != nil || !r.NoArticle || r.Body != "" {
		t.Errorf("a page without text gives %+v, %v", r, err)
	}
	if _, err = extract(eval.Input{HTML: []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")}); !errors.Is(err, clean.ErrBinary) {
		t.Errorf("a PDF gives %v", err)
	}
}

func TestRule(t *testing.T) {
	r, err := eval.Rule(eval.C4)(eval.Input{Lines: []string{"Home", "This is a whole sentence here."}})
	if err != nil || r.Body != "This is a whole sentence here.\n" {
		t.Errorf("got %+v, %v", r, err)
	}
}
