package clean_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"matn/clean"
	"matn/clean/block"
)

var update = flag.Bool("update", false,
	"rewrite the want.txt of every fixture page from today's output (go test ./clean -update); read the diff before you commit")

// pagesDir holds one folder a case; fixtures/README.md says how to add one.
const pagesDir = "../fixtures/pages"

// minStart is the number of runes from which a line of roles.tsv may be the
// start of a block; a shorter one must be all of it.
const minStart = 20

// pageCase is one folder of pagesDir, read and checked for form.
type pageCase struct {
	dir  string
	spec caseSpec
	page []byte
	body []string // lines of want.txt, without the empty ones
	rows []roleRow
}

// caseSpec is case.json.
type caseSpec struct {
	About       string                     `json:"about"`
	URL         string                     `json:"url"`
	ContentType string                     `json:"content_type"`
	Fetched     time.Time                  `json:"fetched"`
	Type        string                     `json:"type"`
	Want        map[string]json.RawMessage `json:"want"`
	Absent      []string                   `json:"absent"`
	// Gaps names what matn is known to get wrong of this page ("body", "roles"
	// or a key of want), and why. A gap that is closed fails the test, so that
	// it is taken out.
	Gaps map[string]string `json:"gaps"`
}

// roleRow is a line of roles.tsv: what a person says of one visible block.
type roleRow struct {
	roles []block.Role // any of them will do
	kept  bool         // the first of them is a role of the body
	start string       // how the block begins, single spaces
}

func (r roleRow) String() string {
	names := make([]string, len(r.roles))
	for i, role := range r.roles {
		names[i] = role.String()
	}
	return fmt.Sprintf("%s %q", strings.Join(names, "|"), r.start)
}

func TestPages(t *testing.T) {
	cases, err := loadPages(pagesDir)
	if err != nil {
		t.Fatal(err)
	}
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, pc := range cases {
		t.Run(filepath.Base(pc.dir), func(t *testing.T) {
			t.Parallel()
			pc.check(t, c)
		})
	}
}

func (pc pageCase) check(t *testing.T, c *clean.Cleaner) {
	info := clean.PageInfo{URL: pc.spec.URL, ContentType: pc.spec.ContentType, Fetched: pc.spec.Fetched}
	read := c.HTML
	if pc.spec.Type == "text" {
		read = c.Text
	}
	a, err := read(pc.page, info)
	if err != nil && !errors.Is(err, clean.ErrNoContent) {
		t.Fatal(err)
	}
	if a == nil {
		t.Fatal("no article was returned, not even its metadata")
	}
	if *update {
		pc.rewrite(t, a)
		return
	}
	problems := pc.checkFields(a)
	if none := len(pc.body) == 0; none != errors.Is(err, clean.ErrNoContent) {
		problems["body"] = fmt.Sprintf("want an article: %v, got error: %v", !none, err)
	}
	if diff := diffLines(pc.body, bodyLines(a.Body)); diff != "" {
		problems["body"] += "(- want.txt, + got):\n" + diff
	}
	if diff := diffRoles(pc.rows, visible(a.Blocks)); diff != "" {
		problems["roles"] = "(- roles.tsv, + got, ~ judged otherwise):\n" + diff
	}
	pc.report(t, problems)
}

// report fails the test for every problem that is no known gap, and for every
// gap that is closed.
func (pc pageCase) report(t *testing.T, problems map[string]string) {
	for _, what := range slices.Sorted(maps.Keys(problems)) {
		if why, known := pc.spec.Gaps[what]; known {
			t.Logf("known gap, %s: %s", what, why)
			continue
		}
		t.Errorf("%s: %s", what, problems[what])
	}
	for what := range pc.spec.Gaps {
		if problems[what] == "" {
			t.Errorf("the gap %q is closed: take it out of case.json", what)
		}
	}
}

// rewrite stores what came out as want.txt, one blank line between lines.
func (pc pageCase) rewrite(t *testing.T, a *clean.Article) {
	text := a.Body
	if text != "" {
		text += "\n"
	}
	if err := os.WriteFile(filepath.Join(pc.dir, "want.txt"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// checkFields compares the metadata with case.json, and names each difference.
func (pc pageCase) checkFields(a *clean.Article) map[string]string {
	problems := map[string]string{}
	for key, raw := range pc.spec.Want {
		var want any
		if err := json.Unmarshal(raw, &want); err != nil {
			problems[key] = fmt.Sprintf("case.json: %v", err)
			continue
		}
		if got := plain(articleFields(a)[key]); !agrees(key, want, got) {
			problems[key] = fmt.Sprintf("want %#v, got %#v%s", want, got, provenance(a, key))
		}
	}
	for _, key := range pc.spec.Absent {
		if got := articleFields(a)[key]; !reflect.ValueOf(got).IsZero() {
			problems[key] = fmt.Sprintf("the page does not say, got %v%s", got, provenance(a, key))
		}
	}
	return problems
}

func provenance(a *clean.Article, key string) string {
	if from := a.Provenance[key]; from != "" {
		return " from " + from
	}
	return ""
}

// articleFields holds what case.json may ask for, under its JSON name.
func articleFields(a *clean.Article) map[string]any {
	image := map[string]string{}
	if a.Image.URL != "" {
		image["url"] = a.Image.URL
	}
	if a.Image.Caption != "" {
		image["caption"] = a.Image.Caption
	}
	if len(image) == 0 {
		image = nil
	}
	return map[string]any{
		"canonical_url": a.CanonicalURL, "site": a.Site, "title": a.Title, "subtitle": a.Subtitle,
		"authors": a.Authors, "published": a.Published.String(), "modified": a.Modified.String(),
		"language": a.Language, "direction": a.Direction, "section": a.Section, "tags": a.Tags,
		"description": a.Description, "source": a.Source, "dateline": a.Dateline,
		"image": image, "captions": a.Captions, "paywalled": a.Paywalled,
	}
}

// plain turns a value into what encoding/json would read back.
func plain(v any) (out any) {
	raw, err := json.Marshal(v)
	if err != nil || json.Unmarshal(raw, &out) != nil {
		return fmt.Sprintf("%v", v)
	}
	return out
}

// agrees compares two values as JSON gives them. Runs of white space count as
// one space, a language without a region agrees with any region, and of an
// image only the parts asked for are compared.
func agrees(key string, want, got any) bool {
	switch w := want.(type) {
	case string:
		g, ok := got.(string)
		if key == "language" && !strings.Contains(w, "-") {
			g, _, _ = strings.Cut(g, "-")
		}
		return ok && oneSpace(w) == oneSpace(g)
	case []any:
		g, ok := got.([]any)
		return ok && slices.EqualFunc(w, g, func(x, y any) bool { return agrees(key, x, y) })
	case map[string]any:
		g, ok := got.(map[string]any)
		for k, v := range w {
			ok = ok && agrees(key, v, g[k])
		}
		return ok
	}
	return reflect.DeepEqual(want, got)
}

// visible drops the blocks that no reader sees: those of hidden elements, and
// those of metadata, unless they were kept.
func visible(blocks []block.Block) []block.Block {
	return slices.DeleteFunc(slices.Clone(blocks), func(b block.Block) bool {
		return (b.Hidden || b.Virtual) && !b.Kept
	})
}

// diffRoles aligns a person's list of blocks with matn's and lists what
// differs: blocks that one side lacks, and blocks judged otherwise.
func diffRoles(want []roleRow, got []block.Block) string {
	var out strings.Builder
	align(len(want), len(got), func(i, j int) bool { return want[i].begins(got[j].Text) }, func(i, j int) {
		switch {
		case j < 0:
			fmt.Fprintf(&out, "- %s\n", want[i])
		case i < 0:
			fmt.Fprintf(&out, "+ %s\n", verdict(got[j]))
		case got[j].Kept != want[i].kept || !slices.Contains(want[i].roles, got[j].Role):
			fmt.Fprintf(&out, "~ %s\n  got %s\n", want[i], verdict(got[j]))
		}
	})
	return out.String()
}

func verdict(b block.Block) string {
	text := []rune(oneSpace(b.Text))
	if len(text) > 60 {
		text = append(text[:60], '…')
	}
	kept := "stripped"
	if b.Kept {
		kept = "kept"
	}
	return fmt.Sprintf("%s (%s, p %.2f, %s: %s) %q", b.Role, kept, b.P, b.Reason.Stage, b.Reason.Detail, string(text))
}

// begins reports whether a block's text is the one that the row means.
func (r roleRow) begins(text string) bool {
	text = oneSpace(text)
	if len([]rune(r.start)) < minStart {
		return text == r.start
	}
	return strings.HasPrefix(text, r.start)
}

// diffLines lists the lines that only one side has, with where they stand.
func diffLines(want, got []string) string {
	var out strings.Builder
	align(len(want), len(got), func(i, j int) bool { return want[i] == got[j] }, func(i, j int) {
		switch {
		case j < 0:
			fmt.Fprintf(&out, "- %d: %s\n", i+1, want[i])
		case i < 0:
			fmt.Fprintf(&out, "+ %d: %s\n", j+1, got[j])
		}
	})
	return out.String()
}

// align walks two lists along their longest common subsequence. step gets the
// indices of a pair, or -1 for the side that lacks the entry.
func align(n, m int, same func(i, j int) bool, step func(i, j int)) {
	length := make([][]int, n+1)
	for i := range length {
		length[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			length[i][j] = max(length[i+1][j], length[i][j+1])
			if same(i, j) {
				length[i][j] = max(length[i][j], 1+length[i+1][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < n || j < m {
		switch {
		case i < n && j < m && same(i, j) && length[i][j] == 1+length[i+1][j+1]:
			step(i, j)
			i, j = i+1, j+1
		case j == m || i < n && length[i+1][j] >= length[i][j+1]:
			step(i, -1)
			i++
		default:
			step(-1, j)
			j++
		}
	}
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// bodyLines cuts a body into its lines, without the empty ones.
func bodyLines(text string) (lines []string) {
	for line := range strings.Lines(text) {
		if line = oneSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
