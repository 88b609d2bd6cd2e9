package render_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean"
	"matn/clean/block"
	"matn/clean/render"
)

func reported(t *testing.T, a *clean.Article) string {
	t.Helper()
	var out bytes.Buffer
	if err := render.Report(&out, a); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestReport_ShowsEveryBlockWithItsReason reads the report as a person would: all
// blocks in order, each in its colour, with role, probability, reason and support.
func TestReport_ShowsEveryBlockWithItsReason(t *testing.T) {
	for _, dir := range caseDirs(t) {
		a, _ := loadCase(t, dir)
		doc := parseHTML(t, reported(t, a))
		var rows []*html.Node
		for n := range doc.Descendants() {
			if n.DataAtom == atom.Li && strings.HasPrefix(attrOf(n, "class"), "block ") {
				rows = append(rows, n)
			}
		}
		if len(rows) != len(a.Blocks) {
			t.Fatalf("%s: %d rows for %d blocks", dir, len(rows), len(a.Blocks))
		}
		for i, row := range rows {
			b := &a.Blocks[i]
			if attrOf(row, "data-role") != b.Role.String() || strings.Contains(attrOf(row, "class"), "kept") != b.Kept {
				t.Errorf("%s: row %d is %s %s; want role %s, kept %v", dir, i, attrOf(row, "data-role"), attrOf(row, "class"), b.Role, b.Kept)
			}
			if why := innerText(row); !strings.Contains(why, b.Reason.Stage.String()) || !strings.Contains(why, b.Reason.Detail) {
				t.Errorf("%s: row %d says %q, without %s: %s", dir, i, why, b.Reason.Stage, b.Reason.Detail)
			}
		}
	}
}

// TestReport_NeedsNothingBesideItAndRunsNothingOfThePage holds for pages that try.
func TestReport_NeedsNothingBesideItAndRunsNothingOfThePage(t *testing.T) {
	evil := `</script><script>alert(1)</script><img src=x onerror=alert(1)>`
	a := &clean.Article{
		Input: evil, URL: "javascript:alert(1)", Title: evil + "\u202e\x1b[31m", Direction: `rtl" onload="x`, Language: `ar"><script>`,
		Description: evil, Provenance: map[string]string{"title": evil}, Warnings: []string{evil},
		Blocks: []block.Block{
			{Text: evil, Role: block.RoleParagraph, Kept: true, Path: evil, Reason: block.Reason{Stage: block.Lexicon, Detail: evil},
				Spans: []block.Span{{Start: 0, End: 9, Mark: block.Link, Href: "javascript:alert(1)"}}},
			{Text: evil, Role: block.RoleRelated, Reason: block.Reason{Stage: block.Profile, Detail: "seen", Count: 14, Of: 15}},
		},
	}
	out := reported(t, a)
	scripts := 0
	for n := range parseHTML(t, out).Descendants() {
		switch n.DataAtom {
		case atom.Script:
			scripts++
		case atom.Img, atom.Iframe, atom.Object, atom.Embed, atom.Link:
			t.Errorf("the report holds <%s>", n.Data)
		}
		for _, at := range n.Attr {
			if strings.HasPrefix(at.Key, "on") || at.Key == "src" || at.Key == "href" && !strings.HasPrefix(at.Val, "http") {
				t.Errorf("<%s> has %s=%q", n.Data, at.Key, at.Val)
			}
		}
	}
	if scripts != 1 {
		t.Errorf("%d scripts, want the report's own alone", scripts)
	}
	if i := strings.IndexFunc(out, harmful); i >= 0 {
		t.Errorf("the report holds %+q", out[i:i+8])
	}
	if !strings.Contains(out, "(14 of 15 pages)") {
		t.Error("the report does not show a profile's support")
	}
}

func TestReport_SaysWhenThereIsNoArticle(t *testing.T) {
	out := reported(t, &clean.Article{Input: "list.html", Blocks: []block.Block{{Text: "Home", Role: block.RoleNavigation}}})
	if !strings.Contains(out, "No article found") || strings.Contains(out, "<article") {
		t.Errorf("a page without an article is shown as one:\n%s", out)
	}
}

func attrOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func innerText(n *html.Node) string {
	var s strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			s.WriteString(d.Data)
		}
	}
	return s.String()
}
