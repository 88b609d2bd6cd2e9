package eval_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matn/clean/eval"
)

// caseFiles is a case that holds all that eval reads of one.
var caseFiles = map[string]string{
	"case.json": `{"about": "a", "type": "html", "url": "https://daily.example/1", "content_type": "text/html; charset=utf-8",
		"fetched": "2024-05-01T10:00:00Z", "want": {"title": "Harbour", "authors": ["A B", "C D"], "language": "en", "tags": ["x"]},
		"absent": ["published", "section"]}`,
	"page.html": "<p>page",
	"want.txt":  "The harbour was closed on Monday.\n\nShips go elsewhere.\n",
	"roles.tsv": "title\tHarbour\nparagraph\tThe harbour was closed\nparagraph\tShips go elsewhere.\n" +
		"related|navigation\tMuseum buys the last steam tug\nshare\tShare\nrelated\tThe harbour was closed\n",
}

// casesDir writes one case, changed by edit, below a new directory.
func casesDir(t *testing.T, edit func(files map[string]string)) string {
	t.Helper()
	files := maps.Clone(caseFiles)
	edit(files)
	dir := filepath.Join(t.TempDir(), "cases")
	if err := os.MkdirAll(filepath.Join(dir, "one"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, "one", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestReadSet_CasesOfFixtures(t *testing.T) {
	pages, err := eval.ReadSet(casesDir(t, func(map[string]string) {}), "")
	if err != nil || len(pages) != 1 {
		t.Fatalf("got %d pages, %v", len(pages), err)
	}
	p, g := pages[0], pages[0].Gold
	if p.Set != "cases" || p.ID != "one" || p.Flat || p.ContentType != "text/html; charset=utf-8" || p.Fetched.Hour() != 10 {
		t.Errorf("page %+v", p)
	}
	if g.Title.Value != "Harbour" || g.Author.Value != "A B; C D" || !g.Date.None() || g.Lang.Value != "en" || g.PageType.Value != "html" {
		t.Errorf("gold %+v", g)
	}
	if g.Body.Value != caseFiles["want.txt"] {
		t.Errorf("body %q", g.Body.Value)
	}
	if want := []string{"The harbour was closed", "Ships go elsewhere."}; !slices.Equal(g.With, want) {
		t.Errorf("with %q, want %q", g.With, want)
	}
	// Short chrome, and chrome whose words stand in the body, make no snippet.
	if want := []string{"Museum buys the last steam tug"}; !slices.Equal(g.Without, want) {
		t.Errorf("without %q, want %q", g.Without, want)
	}
}

func TestReadSet_CaseWithoutArticle(t *testing.T) {
	pages, err := eval.ReadSet(casesDir(t, func(f map[string]string) { f["want.txt"] = "\n" }), "")
	if err != nil {
		t.Fatal(err)
	}
	if g := pages[0].Gold; g.PageType.Value != "none" || !g.Body.None() || g.Body.Null {
		t.Errorf("gold %+v", g)
	}
}

func TestLoad_FlatCaseIsLinesInItsCharset(t *testing.T) {
	dir := casesDir(t, func(f map[string]string) {
		delete(f, "page.html")
		f["case.json"] = `{"about": "a", "type": "text", "content_type": "text/plain; charset=windows-1256"}`
		f["page.txt"] = "\xc7\xe1\xe3\xd1\xdd\xc3\nline" // المرفأ
	})
	pages, err := eval.ReadSet(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	in, err := eval.Load(pages[0], false)
	if err != nil || in.HTML != nil || !slices.Equal(in.Lines, []string{"المرفأ", "line"}) {
		t.Errorf("input %q, %v", in.Lines, err)
	}
}

func TestReadSet_CaseErrors(t *testing.T) {
	tests := []struct {
		rule string
		edit func(files map[string]string)
		only string
		want string // in the message
	}{
		{"no page", func(f map[string]string) { delete(f, "page.html") }, "", "has no page"},
		{"no body", func(f map[string]string) { delete(f, "want.txt") }, "", "want.txt"},
		{"no roles", func(f map[string]string) { delete(f, "roles.tsv") }, "", "roles.tsv"},
		{"bad JSON names file and line", func(f map[string]string) { f["case.json"] = "{\n1" }, "", "case.json:2"},
		{"a role that is none", func(f map[string]string) { f["roles.tsv"] = "menu\tHome\n" }, "", `"menu\tHome\n"`},
		{"no case of that name", func(map[string]string) {}, "two*", "no pages in"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			_, err := eval.ReadSet(casesDir(t, tt.edit), tt.only)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
