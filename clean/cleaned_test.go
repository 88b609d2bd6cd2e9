package clean_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matn/clean"
)

// cleanedPages matches the pages whose text is cleaned again: those of the
// fixtures, or of the directory that MATN_PAGES names.
func cleanedPages(t *testing.T) []string {
	t.Helper()
	pattern := filepath.Join(pagesDir, "*", "page.*")
	if dir := os.Getenv("MATN_PAGES"); dir != "" {
		pattern = filepath.Join(dir, "*.html")
	}
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages match %s: %v", pattern, err)
	}
	return files
}

// TestText_CleaningCleanedTextChangesNothing cleans what was kept of every page
// again, and once more.
func TestText_CleaningCleanedTextChangesNothing(t *testing.T) {
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range cleanedPages(t) {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		first := c.HTML
		switch filepath.Ext(file) {
		case ".txt":
			first = c.Text
		case ".gz":
			continue
		}
		once, err := first(b, clean.PageInfo{})
		if err != nil {
			continue // pages without an article are others' matter
		}
		twice, err := c.Text([]byte(once.Body), clean.PageInfo{})
		if err != nil || twice.Body != once.Body {
			t.Errorf("%s: %v: %s", file, err, firstChange(once.Body, twice.Body))
		}
	}
}

// firstChange shows where two texts part.
func firstChange(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return "line " + clip(x[i]) + " became " + clip(strings.Join(y[min(i, len(y)):min(i+1, len(y))], ""))
		}
	}
	return "lines were added"
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return "«" + s + "»"
}
