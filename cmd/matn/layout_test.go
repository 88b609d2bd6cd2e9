package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// rank says how far from the values a package stands: a package imports only
// packages of this module that stand lower.
//
//	leaf < stage < root < after < command
type rank int

const (
	leaf rank = iota
	stage
	root
	after
	command
)

// ranks lists every package of the module. A folder that is not in it fails the
// test, so that a new one is given its place.
var ranks = map[string]rank{
	"clean/block":               leaf,
	"clean/similar":             leaf,
	"clean/internal/date":       leaf,
	"clean/internal/dom":        leaf,
	"clean/internal/lexicon":    leaf,
	"clean/internal/markup":     leaf,
	"clean/internal/decode":     stage,
	"clean/internal/segment":    stage,
	"clean/internal/score":      stage,
	"clean/internal/label":      stage,
	"clean/internal/meta":       stage,
	"clean/internal/confidence": stage,
	"clean/profile":             stage,
	"clean/rules":               stage,
	"clean":                     root,
	"clean/render":              after,
	"clean/eval":                after,
	"clean/train":               command, // runs eval
	"crawler/page":              leaf,
	"crawler/warc":              leaf,
	"crawler/internal/coding":   leaf,
	"crawler/fetch":             stage,
	"crawler/robots":            stage,
	"crawler/discover":          stage,
	"crawler":                   root,
	"cmd/matn":                  command,
	"cmd/train":                 command + 1,

	"crawler/store":                leaf,
	"crawler/store/internal/sqldb": leaf,
	"crawler/store/storetest":      stage,
	"crawler/store/sqlite":         stage,
	"crawler/polite":               stage,
	"crawler/drift":                stage,

	"crawler/store/postgres":        stage,
	"crawler/store/postgres/pgtest": leaf,
	"crawler/store/transfer":        stage,
	"crawler/fleet":                 after,
}

// allowed are imports that stand beside or above a package and are meant.
var allowed = map[string][]string{
	"clean/eval": {"clean/internal/decode"}, // flattens pages by itself
}

// doors are the only packages that may import a library.
var doors = map[string]string{
	"github.com/mmcdole/gofeed":         "crawler/discover",
	"github.com/gocolly/colly/v2":       "crawler/fetch",
	"github.com/PuerkitoBio/goquery":    "clean/internal/dom",
	"github.com/spf13/cobra":            "cmd/matn",
	"github.com/parquet-go/parquet-go":  "cmd/matn",
	"github.com/schollz/progressbar/v3": "cmd/matn",

	"modernc.org/sqlite":          "crawler/store/sqlite",
	"github.com/riverqueue/river": "crawler/fleet",
}

// pkg is what the layout needs of the output of go list.
type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "matn/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// TestLayout_ImportsPointDown holds the rule that stages know nothing of each
// other, and that the crawler and the cleaner meet in cmd alone.
func TestLayout_ImportsPointDown(t *testing.T) {
	all := packages(t)
	if len(all) < len(ranks)/2 {
		t.Fatalf("go list found %d packages", len(all))
	}
	for _, p := range all {
		name := strings.TrimPrefix(p.ImportPath, "matn/")
		own, known := ranks[name]
		if !known {
			t.Errorf("%s has no place in the layout: add it to ranks", name)
			continue
		}
		for _, imp := range p.Imports {
			if door, ok := doors[imp]; ok && door != name {
				t.Errorf("%s imports %s, which only %s may", name, imp, door)
			}
			if other, ours := strings.CutPrefix(imp, "matn/"); ours {
				checkImport(t, name, other, own)
			}
		}
	}
}

func checkImport(t *testing.T, name, other string, own rank) {
	t.Helper()
	for _, a := range allowed[name] {
		if a == other {
			return
		}
	}
	theirs := ranks[other]
	if theirs > own || theirs == own && own != leaf {
		t.Errorf("%s imports %s, which does not stand below it", name, other)
	}
	tree := func(s string) string { s, _, _ = strings.Cut(s, "/"); return s }
	if a, b := tree(name), tree(other); a != b && a != "cmd" {
		t.Errorf("%s imports %s: crawler and clean meet in cmd alone", name, other)
	}
}

// TestLayout_TopLevel holds what may stand at the top of the repository.
func TestLayout_TopLevel(t *testing.T) {
	want := map[string]bool{"go.mod": true, "go.sum": true, "README.md": true, "LICENSE": true, "NOTICE": true,
		"CHANGELOG.md": true, "clean": true, "crawler": true, "cmd": true, "fixtures": true}
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if built := e.Name() == "matn" && !e.IsDir(); !built && !want[e.Name()] && !strings.HasPrefix(e.Name(), ".") { // a binary that git ignores
			t.Errorf("%s does not belong at the top", e.Name())
		}
	}
}
