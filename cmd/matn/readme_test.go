package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"matn/clean"
	"matn/clean/block"
	"matn/clean/render"
)

var updateReadme = flag.Bool("update-readme", false,
	"rewrite the outputs and the example in README.md (go test ./cmd/matn -run Readme -update-readme); read the diff")

// readme is the file that these tests hold to the truth.
const readme = "../../README.md"

// Blocks of README.md: a command line with its output, and Go.
var (
	consoleBlock = regexp.MustCompile("(?ms)^```console\n\\$ ([^\n]+)\n(.*?)^```$")
	goBlock      = regexp.MustCompile("(?ms)^```go\n(.*?)^```$")
	exampleBody  = regexp.MustCompile(`(?ms)^func Example\(\) \{\n(.*?)\t// Output:`)
)

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// sameOrUpdate compares a block of README.md with what it should hold, or
// rewrites it.
func sameOrUpdate(t *testing.T, old, want string) {
	t.Helper()
	if old == want {
		return
	}
	if !*updateReadme {
		t.Errorf("README.md has\n%s\nit should have\n%s\n(-update-readme writes it)", old, want)
		return
	}
	text := strings.Replace(readFile(t, readme), old, want, 1)
	if err := os.WriteFile(readme, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReadme_ShowsWhatTheCommandsPrint(t *testing.T) {
	blocks := consoleBlock.FindAllStringSubmatch(readFile(t, readme), -1)
	if len(blocks) == 0 {
		t.Fatal("README.md shows no command")
	}
	for _, b := range blocks {
		args := strings.Fields(b[1])
		cmd := exec.Command(args[0], args[1:]...) // TestMain has put matn on the path
		cmd.Dir = filepath.Dir(readme)
		out, err := cmd.Output()
		if err != nil {
			t.Errorf("$ %s: %v", b[1], err)
			continue
		}
		sameOrUpdate(t, b[0], "```console\n$ "+b[1]+"\n"+string(out)+"```")
	}
}

func TestReadme_LibraryIsTheExampleThatRuns(t *testing.T) {
	body := exampleBody.FindStringSubmatch(readFile(t, "../../clean/example_test.go"))
	if body == nil {
		t.Fatal("clean/example_test.go has no Example")
	}
	code := strings.TrimPrefix(strings.ReplaceAll(body[1], "\n\t", "\n"), "\t")
	_, library, _ := strings.Cut(readFile(t, readme), "\n## Library\n")
	block := goBlock.FindString(library)
	if block == "" {
		t.Fatal("README.md has no section Library with a block of Go")
	}
	sameOrUpdate(t, block, "```go\n"+code+"```")
}

// TestReadme_NamesEveryKeyAndRole keeps the lists of README.md whole.
func TestReadme_NamesEveryKeyAndRole(t *testing.T) {
	text := readFile(t, readme)
	named := func(name string) bool {
		return regexp.MustCompile("[` |]" + regexp.QuoteMeta(name) + "[` |]").MatchString(text)
	}
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.HTML([]byte(readFile(t, "testdata/pages/bridge.html")), clean.PageInfo{Input: "x"})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := render.JSON(&out, a, render.Options{Explain: true}); err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal(out.Bytes(), &keys); err != nil {
		t.Fatal(err)
	}
	for key := range keys {
		if !named(key) {
			t.Errorf("README.md does not name the key %q", key)
		}
	}
	for r := block.RoleParagraph; r.Content() || r.Field() || r.Chrome(); r++ {
		if !named(r.String()) {
			t.Errorf("README.md does not name the role %q", r)
		}
	}
	for _, format := range render.Formats() {
		if !named(format) {
			t.Errorf("README.md does not name the format %q", format)
		}
	}
}
