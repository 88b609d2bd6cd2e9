package render_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"matn/clean"
	"matn/clean/block"
	"matn/clean/render"
)

var update = flag.Bool("update", false, "rewrite want.* (go test ./clean/render -update); read the diff before you commit")

const casesDir = "../../fixtures/render"

// caseFile is fixtures/render/SLUG/case.json: an article as a person writes it.
type caseFile struct {
	About   string        `json:"about"`
	Explain bool          `json:"explain"`
	Article clean.Article `json:"article"`
	Blocks  []caseBlock   `json:"blocks"`
}

// caseBlock is a block; it is kept unless stripped says otherwise.
type caseBlock struct {
	Text     string     `json:"text"`
	Kind     string     `json:"kind"`
	Level    uint8      `json:"level"`
	Ordered  bool       `json:"ordered"`
	Group    int32      `json:"group"`
	Role     block.Role `json:"role"`
	P        float32    `json:"p"`
	Stripped bool       `json:"stripped"`
	Stage    string     `json:"stage"`
	Detail   string     `json:"detail"`
	Count    int32      `json:"count"`
	Of       int32      `json:"of"`
	Path     string     `json:"path"`
	Spans    []caseSpan `json:"spans"`
}

// caseSpan marks the next occurrence of text after the begin of the span before.
type caseSpan struct {
	Text string `json:"text"`
	Mark string `json:"mark"`
	Href string `json:"href"`
}

var kinds = map[string]block.Kind{
	"": block.Paragraph, "heading": block.Heading, "list-item": block.ListItem, "quote": block.Quote,
	"table-row": block.TableRow, "code": block.Code,
}

var marks = map[string]block.Mark{
	"link": block.Link, "strong": block.Strong, "emphasis": block.Emphasis, "code": block.InlineCode,
}

func loadCase(t testing.TB, dir string) (*clean.Article, render.Options) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "case.json"))
	if err != nil {
		t.Fatal(err)
	}
	var c caseFile
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil {
		t.Fatalf("%s: %v", dir, err)
	}
	a := &c.Article
	var body []string
	for _, cb := range c.Blocks {
		b := newBlock(t, cb)
		if b.Kept {
			body = append(body, b.Text)
		}
		a.Blocks = append(a.Blocks, b)
	}
	a.Body = strings.Join(body, "\n\n")
	a.WordCount = len(strings.Fields(a.Body))
	return a, render.Options{Explain: c.Explain}
}

func newBlock(t testing.TB, cb caseBlock) block.Block {
	t.Helper()
	kind, ok := kinds[cb.Kind]
	if !ok {
		t.Fatalf("no kind %q", cb.Kind)
	}
	b := block.Block{
		Text: cb.Text, Kind: kind, Level: cb.Level, Ordered: cb.Ordered, Group: cb.Group,
		Role: cb.Role, P: cb.P, Kept: !cb.Stripped, Path: cb.Path,
		Reason: block.Reason{Detail: cb.Detail, Count: cb.Count, Of: cb.Of},
	}
	for s := block.NoStage; s <= block.Duplicate; s++ {
		if s.String() == cb.Stage {
			b.Reason.Stage = s
		}
	}
	from := 0
	for _, cs := range cb.Spans {
		at := strings.Index(cb.Text[from:], cs.Text)
		if at < 0 || marks[cs.Mark] == 0 {
			t.Fatalf("span %+v does not fit %q", cs, cb.Text)
		}
		from += at
		b.Spans = append(b.Spans, block.Span{
			Start: int32(from), End: int32(from + len(cs.Text)), Mark: marks[cs.Mark], Href: cs.Href,
		})
	}
	return b
}

func caseDirs(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(casesDir, "*", "case.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s (%v)", casesDir, err)
	}
	for i := range files {
		files[i] = filepath.Dir(files[i])
	}
	return files
}

// wantNames are the golden files of a case, by format.
var wantNames = map[string]string{
	"text": "want.txt", "markdown": "want.md", "html": "want.html",
	"json": "want.json", "jsonl": "want.jsonl", "tei": "want.xml",
}

func TestCases(t *testing.T) {
	for _, dir := range caseDirs(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			a, o := loadCase(t, dir)
			for _, format := range render.Formats() {
				got := written(t, format, a, o)
				golden(t, filepath.Join(dir, wantNames[format]), got)
				checkSafe(t, format, got)
			}
		})
	}
}

func written(t testing.TB, format string, a *clean.Article, o render.Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := render.Write(&out, format, a, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestWrite_UnknownFormatIsNamed(t *testing.T) {
	err := render.Write(&bytes.Buffer{}, "pdf", &clean.Article{}, render.Options{})
	if err == nil || !strings.Contains(err.Error(), `"pdf"`) || !strings.Contains(err.Error(), "markdown") {
		t.Errorf("error %v should name the format and the choice", err)
	}
}

// brokenWriter fails as a full disk does.
type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestWrite_WriterErrorIsReturned(t *testing.T) {
	a := &clean.Article{Title: "T", Body: "b"}
	for _, format := range render.Formats() {
		err := render.Write(brokenWriter{os.ErrClosed}, format, a, render.Options{})
		if err == nil || !strings.Contains(err.Error(), os.ErrClosed.Error()) {
			t.Errorf("%s: error %v", format, err)
		}
	}
}

func TestText_EmptyBodyWritesNothing(t *testing.T) {
	if got := written(t, "text", &clean.Article{Title: "only a title"}, render.Options{}); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestWrite_ArticleWithoutBlocksKeepsItsBody(t *testing.T) {
	a := &clean.Article{Body: "one\n\ntwo"}
	if got := written(t, "markdown", a, render.Options{}); got != "one\n\ntwo\n" {
		t.Errorf("got %q", got)
	}
}
