package eval_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matn/clean/eval"
)

// goldDir writes files, by their path below a new directory.
func goldDir(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "set")
	for _, sub := range []string{"html", "gold"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func gzipped(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadSet(t *testing.T) {
	dir := goldDir(t, map[string]string{
		"html/b.html":    "<p>b",
		"html/a.html.gz": gzipped(t, "<p>a"),
		"html/README":    "not a page",
		"gold/a.json":    `{"title": "A", "author": ["X", "Y"], "date": null, "with": ["w"], "page_type": "news", "new key": 1}`,
		"gold/b.json":    `{"body": "b"}`,
	})
	pages, err := eval.ReadSet(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 2 || pages[0].ID != "a" || pages[1].ID != "b" || pages[0].Set != "set" {
		t.Fatalf("pages %+v", pages)
	}
	if b, err := pages[0].Bytes(); err != nil || string(b) != "<p>a" {
		t.Errorf("a.html.gz reads as %q, %v", b, err)
	}
	g := pages[0].Gold
	if g.Author.Value != "X; Y" || !g.Date.None() || !g.Date.Null || g.Lang.Given || g.Lang.None() {
		t.Errorf("gold %+v", g)
	}
	only, err := eval.ReadSet(dir, "b*")
	if err != nil || len(only) != 1 || only[0].ID != "b" {
		t.Errorf("with b*: %v, %v", only, err)
	}
}

func TestReadSet_Errors(t *testing.T) {
	tests := []struct {
		rule  string
		files map[string]string
		only  string
		want  string // in the message
	}{
		{"no pages", nil, "", "no pages in"},
		{"no page of that name", map[string]string{"html/a.html": "", "gold/a.json": "{}"}, "b*", "no pages in"},
		{"page without gold", map[string]string{"html/a.html": "", "html/b.html": "", "gold/a.json": "{}"}, "", "b.html has no gold"},
		{"gold without page", map[string]string{"html/a.html": "", "gold/a.json": "{}", "gold/b.json": "{}"}, "", "b.json has no page"},
		{"bad JSON names file and line", map[string]string{"html/a.html": "", "gold/a.json": "{\n\"title\": \"x\",\n\"body\" 1}"}, "", "a.json:3: invalid character"},
		{"wrong kind names file, line and key", map[string]string{"html/a.html": "", "gold/a.json": "{\n\"with\": 5}"}, "", "a.json:2: json: cannot unmarshal number into Go struct field Gold.with"},
		{"file cut short", map[string]string{"html/a.html": "", "gold/a.json": "{\n\"with\":"}, "", "a.json:2: unexpected end"},
		{"bad pattern", map[string]string{"html/a.html": "", "gold/a.json": "{}"}, "[", `pattern "["`},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			_, err := eval.ReadSet(goldDir(t, tt.files), tt.only)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := eval.ReadSet(t.TempDir(), ""); err == nil || !strings.Contains(err.Error(), "is no gold directory") {
		t.Errorf("directory without html: %v", err)
	}
}

func TestPageBytes_TruncatedGzipIsAnError(t *testing.T) {
	whole := gzipped(t, strings.Repeat("<p>text</p>", 1000))
	dir := goldDir(t, map[string]string{"html/a.html.gz": whole[:len(whole)/2], "gold/a.json": "{}"})
	pages, err := eval.ReadSet(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pages[0].Bytes(); err == nil || !strings.Contains(err.Error(), "a.html.gz") {
		t.Errorf("got %v, want an error that names the file", err)
	}
}
