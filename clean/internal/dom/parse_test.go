package dom_test

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/internal/dom"
)

func parse(t testing.TB, page string) *dom.Doc {
	t.Helper()
	doc, err := dom.Parse([]byte(page), dom.Limits{Nodes: math.MaxInt})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// first returns the first element of a name.
func first(t testing.TB, doc *dom.Doc, name string) *dom.Elem {
	t.Helper()
	for i := range doc.Elems {
		if doc.Elems[i].Node.Data == name {
			return &doc.Elems[i]
		}
	}
	t.Fatalf("no <%s>", name)
	return nil
}

// checkTable holds what is true of every table of elements: it lists the tree in
// document order, parents before children, subtrees in one piece.
func checkTable(t *testing.T, doc *dom.Doc) {
	t.Helper()
	i := 0
	var walk func(n *html.Node, parent int32, depth int32)
	walk = func(n *html.Node, parent int32, depth int32) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			if i >= len(doc.Elems) || doc.Elems[i].Node != c {
				t.Fatalf("element %d is not the <%s> of the tree", i, c.Data)
			}
			k, e := int32(i), &doc.Elems[i]
			i++
			walk(c, k, depth+1)
			hidden := parent >= 0 && doc.Elems[parent].Hidden
			if e.Parent != parent || e.Depth != depth || e.End != int32(i) || e.Tag != c.DataAtom || hidden && !e.Hidden ||
				e.Block != dom.IsBlock(c.DataAtom, c.Data) {
				t.Fatalf("<%s> at %d: %+v; want parent %d, depth %d, end %d", c.Data, k, *e, parent, depth, i)
			}
		}
	}
	walk(doc.Root, -1, 0)
	if i != len(doc.Elems) {
		t.Fatalf("%d elements in the table, %d in the tree", len(doc.Elems), i)
	}
}

// noscript is one with text enough to count.
var noscript = "<noscript><div><p>" + strings.Repeat("text ", 100) + "<noscript><p>" + strings.Repeat("more ", 100) + "</div></noscript>"

var shapes = map[string]string{
	"empty":                  "",
	"text":                   "text",
	"nested":                 "<div><p>a<b>b</b></p><ul><li>c<li>d</ul></div>e",
	"misnested":              "<b><i>a</b>b</i><p><a>c<div><a>d</a></p><table>e<tr><td>f",
	"frameset":               "<frameset><frame src=a><noframes><p>a</noframes></frameset>",
	"noscript with text":     "<p>a</p>" + noscript + "<p>b",
	"template":               "<template><p>a</template><svg><g><path/></g></svg>",
	"deeper than html.Parse": strings.Repeat("<div>", 600) + "a" + strings.Repeat("</div>", 600) + "<p>b",
	"steep":                  strings.Repeat("<body a=1>", 300) + "a",
	"nothing closed":         strings.Repeat("<p><b><i>a<ul><li>b<table><tr><td>c", 20),
	"ends without starts":    "</p></div></b>a</table></body></html>b<p>c",
	"hidden":                 `<div hidden><p>a<b>b</b></div><p style="display:none">c`,
}

func TestParse_TableListsTheTree(t *testing.T) {
	for name, page := range shapes {
		t.Run(name, func(t *testing.T) { checkTable(t, parse(t, page)) })
	}
}

func TestParse_PathsAreThoseOfTheTagsAndClasses(t *testing.T) {
	path := func(page string) uint64 { return first(t, parse(t, page), "em").Path }
	base := path(`<div class="story main-1"><em>`)
	same := map[string]string{
		"order of classes":     `<div class="main-1 story"><em>`,
		"names with digits":    `<div class="story x9 main 77 a1b2"><em>`,
		"letter case, cut off": `<div class="Story main"><em>`,
		"other attributes":     `<div id=x class="story main" style="color:red"><em>`,
		"elements beside it":   `<p>a</p><div class="story main"><b>b</b><em>`,
	}
	for name, page := range same {
		if path(page) != base {
			t.Errorf("%s: the path differs", name)
		}
	}
	other := map[string]string{
		"tag":            `<section class="story main"><em>`,
		"class":          `<div class="story side"><em>`,
		"class more":     `<div class="story main wide"><em>`,
		"element around": `<div class="story main"><p><em>`,
		"order of tags":  `<div><div class="story main"><em>`,
	}
	for name, page := range other {
		if path(page) == base {
			t.Errorf("%s: the path is the same", name)
		}
	}
	if path("<a-b><em>") == path("<a-c><em>") {
		t.Error("custom elements: the path is the same")
	}
}

func TestParse_Hidden(t *testing.T) {
	hidden := []string{
		"<em hidden>", "<em hidden=hidden>", `<em aria-hidden="true">`, `<em style="display:none">`,
		`<em style="color:red;DISPLAY : NONE !important">`, `<em style="visibility: hidden">`,
		`<div hidden><p><em>`, `<dialog><em>`,
	}
	for _, page := range hidden {
		if !first(t, parse(t, page), "em").Hidden {
			t.Errorf("%s is shown", page)
		}
	}
	shown := []string{
		"<em>", `<em hidden="until-found">`, `<em aria-hidden="false">`, `<em style="display:block;visibility:visible">`,
		`<em style="background:url(none)">`, `<em style="">`, `<em style="display">`, `<dialog open><em>`, `<p hidden></p><em>`,
	}
	for _, page := range shown {
		if first(t, parse(t, page), "em").Hidden {
			t.Errorf("%s is hidden", page)
		}
	}
}

func TestParse_Categories(t *testing.T) {
	tests := []struct {
		rule, attr string
		want       dom.Cats
	}{
		{"a whole token", `class="menu"`, dom.CatNav},
		{"an id counts too", `id="footer"`, dom.CatFoot},
		{"tokens between signs", `class="block-menu__list"`, dom.CatNav | dom.CatCard},
		{"tokens where lower case meets upper case", `class="mainMenuLIST"`, dom.CatNav | dom.CatCard},
		{"upper case alone", `class="MENU"`, dom.CatNav},
		{"the beginning of a token", `class="advertisement-box"`, dom.CatAdvert},
		{"a word inside another is none", `class="shadow header2x"`, 0},
		{"several attributes add up", `class="share" id="comments" role="navigation"`, dom.CatShare | dom.CatComment | dom.CatNav},
		{"roles", `role="contentinfo"`, dom.CatFoot},
		{"generated names are none", `class="advertxkcdabcdefghijklmnop"`, 0},
		{"one letter is none", `class="a d"`, 0},
		{"words for layout are none", `class="row left d-flex"`, 0},
		{"nothing", ``, 0},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if got := first(t, parse(t, "<em "+tt.attr+">"), "em").Cats; got != tt.want {
				t.Errorf("%s: %b, want %b", tt.attr, got, tt.want)
			}
		})
	}
}

func TestParse_Noscript(t *testing.T) {
	tests := []struct {
		name, page string
		paragraphs int
	}{
		{"with text it is part of the page", "<p>a</p>" + noscript + "<p>b", 3},
		{"a short one is not", "<p>a</p><noscript><p>Switch scripts on</noscript>", 1},
		{"without paragraphs it is not", "<p>a</p><noscript>" + strings.Repeat("text ", 200) + "</noscript>", 1},
		{"deeper than html.Parse it is read from its tokens", "<p>a</p><noscript>" + strings.Repeat("<div>", 600) + "<p>a<p>b</noscript>", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, n := parse(t, tt.page), 0
			for _, e := range doc.Elems {
				if e.Tag == atom.P {
					n++
				}
			}
			if n != tt.paragraphs {
				t.Errorf("%d paragraphs, want %d", n, tt.paragraphs)
			}
		})
	}
}

func TestParse_LimitIsOnTags(t *testing.T) {
	page := []byte("<p>a</p><!-- b --><br>")
	if _, err := dom.Parse(page, dom.Limits{Nodes: 4}); err != nil {
		t.Errorf("four tags, at most four: %v", err)
	}
	_, err := dom.Parse(page, dom.Limits{Nodes: 3})
	var limit *dom.LimitError
	if !errors.As(err, &limit) || limit.Got != 4 || limit.Max != 3 || err.Error() != "dom: 4 tags, at most 3" {
		t.Errorf("four tags, at most three: %v", err)
	}
}

func TestParse_TextIsThatOfThePage(t *testing.T) {
	if got := parse(t, "<p>four<script>never</script>five<style>never</style><b>six</b>").Text; got != len("fourfivesix") {
		t.Errorf("%d bytes of text", got)
	}
}

func TestBlockElem(t *testing.T) {
	doc := parse(t, "<div><p>a <b><i>b</i></b></p><span>c</span></div>")
	for i, e := range doc.Elems {
		want := map[string]string{"i": "p", "b": "p", "p": "p", "span": "div", "head": "html"}[e.Node.Data]
		if got := doc.Elems[dom.BlockElem(doc.Elems, int32(i))].Node.Data; want != "" && got != want {
			t.Errorf("around <%s> stands <%s>, want <%s>", e.Node.Data, got, want)
		}
	}
}

func ExampleParse() {
	doc, err := dom.Parse([]byte("<main><p>One<p>Two</main>"), dom.Limits{Nodes: 1000})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range doc.Elems {
		fmt.Print(strings.Repeat("  ", int(e.Depth)), e.Node.Data, "\n")
	}
	// Output:
	// html
	//   head
	//   body
	//     main
	//       p
	//       p
}

func FuzzParse(f *testing.F) {
	pages, err := filepath.Glob("../../../fixtures/pages/*/page.html")
	if err != nil || len(pages) == 0 {
		f.Fatalf("no fixtures (%v)", err)
	}
	for _, p := range pages {
		b, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b[:min(len(b), 4<<10)])
	}
	for _, page := range shapes {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		doc, err := dom.Parse(page, dom.Limits{Nodes: math.MaxInt})
		if err != nil {
			t.Fatal(err)
		}
		checkTable(t, doc)
		if doc.Query().Length() != 1 {
			t.Error("the page cannot be queried")
		}
	})
}
