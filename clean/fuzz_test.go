package clean_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"matn/clean"
)

// seedFrom adds the fixture pages of a type to a fuzz target.
func seedFrom(f *testing.F, pattern string) {
	f.Helper()
	files, err := filepath.Glob(filepath.Join("..", "fixtures", "pages", "*", pattern))
	if err != nil || len(files) == 0 {
		f.Fatalf("no fixtures match %s: %v", pattern, err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
}

// documented reports whether an error is one that the package promises.
func documented(err error) bool {
	var limit *clean.LimitError
	return errors.As(err, &limit) || errors.Is(err, clean.ErrNoContent) || errors.Is(err, clean.ErrBinary)
}

// checkArticle holds what is true of every article.
func checkArticle(t *testing.T, a *clean.Article) {
	t.Helper()
	if !utf8.ValidString(a.Body) {
		t.Error("the body is not UTF-8")
	}
	if i := strings.IndexFunc(a.Body, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }); i >= 0 {
		t.Errorf("the body holds a control character at byte %d", i)
	}
	kept := 0
	for i := range a.Blocks {
		b := &a.Blocks[i]
		if b.Kept != b.Role.Content() || b.P < 0 || b.P > 1 || b.Text == "" {
			t.Errorf("block %d: kept %v, role %v, p %g, text %q", i, b.Kept, b.Role, b.P, b.Text)
		}
		if b.Kept {
			kept++
		}
	}
	if (kept == 0) != (a.Body == "") {
		t.Errorf("%d blocks kept, body of %d bytes", kept, len(a.Body))
	}
	if a.Confidence < 0 || a.Confidence > 1 {
		t.Errorf("confidence %g", a.Confidence)
	}
}

func FuzzHTML(f *testing.F) {
	seedFrom(f, "page.html")
	c, err := clean.New(clean.Options{Paths: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		a, err := c.HTML(page, clean.PageInfo{URL: "https://paper.example/news/1"})
		if err != nil && !documented(err) {
			t.Fatalf("undocumented error: %v", err)
		}
		if a != nil {
			checkArticle(t, a)
		}
	})
}

// FuzzText holds that cleaning cleaned text changes nothing.
func FuzzText(f *testing.F) {
	seedFrom(f, "page.txt")
	seedFrom(f, "want.txt")
	c, err := clean.New(clean.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		a, err := c.Text(text, clean.PageInfo{})
		if err != nil && !documented(err) {
			t.Fatalf("undocumented error: %v", err)
		}
		if a == nil {
			return
		}
		checkArticle(t, a)
		if err != nil {
			return
		}
		again, err := c.Text([]byte(a.Body), clean.PageInfo{})
		if err != nil || again.Body != a.Body {
			t.Errorf("cleaning again: %v\n%q\nbecame\n%q", err, a.Body, again.Body)
		}
	})
}
