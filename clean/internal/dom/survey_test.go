package dom

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestLook_Counts(t *testing.T) {
	tests := []struct {
		name, page                string
		tags, starts, roots, open int
	}{
		{"tags, ends and comments", "<p>a</p><!-- b --><br/><", 5, 2, 0, 0},
		{"roots", "<html><BODY class=a><Html><bodyx>", 4, 4, 3, 0},
		{"formatting tags, each kind once", "<b><b><B ><i><font color=a><font color=b><a href=x>", 7, 7, 0, 7},
		{"names that only begin so", "<br><base><big2><icon><span><section><small-x><strongest><col><form><embed>", 11, 11, 0, 0},
		{"every name", "<b><big><code><em><font><i><nobr><s><small><strike><strong><tt><u>", 13, 13, 0, 13},
		{"attributes weigh", "<i class=abcdefghijklmnopqrstuvw>", 1, 1, 0, 4},
		{"a tag that goes on behind a quoted >", `<b t=">1"><b t=">2">`, 2, 2, 0, 2},
		{"closed at once", "<i class=x></i><I></i><b></b ><b/></b><i title='>'></i>", 10, 5, 0, 1 + 2},
		{"cut off", "<b", 1, 0, 0, 0},
		{"cut off in a longer name", "<tt", 1, 1, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := look([]byte(tt.page))
			if s.tags != tt.tags || s.starts != tt.starts || s.roots != tt.roots || s.marks != tt.open {
				t.Errorf("%+v", s)
			}
		})
	}
}

func TestLook_SteepPages(t *testing.T) {
	numbered := func(n int, format string) string {
		var s strings.Builder
		for i := range n {
			fmt.Fprintf(&s, format, i)
		}
		return s.String()
	}
	attributes := numbered(100, "a%d=1 ")
	tests := []struct {
		name, page string
		steep      bool
	}{
		{"body after body", numbered(1000, "<body a%d=1>"), true},
		{"formatting that is never closed, then paragraphs", "<div>" + numbered(400, "<font color=%d>") + "</div>" + strings.Repeat("<p>a", 20_000), true},
		{"its attributes count", "<div>" + numbered(100, "<font "+attributes+" b%d>") + "</div>" + strings.Repeat("<p>a", 1000), true},
		{"objects in cells", "<table>" + strings.Repeat("<td><object></td>", 30_000) + strings.Repeat("<b></b>", 30_000), true},
		{"the same formatting again and again", strings.Repeat("<p><b>a</b> <i class=x>b</i>", 100_000), false},
		{"links, all different", numbered(100_000, "<p><a href=%d>a</a>"), false},
		{"many icons", numbered(300, `<i class="icon-%d"></i>`) + strings.Repeat("<p>a</p>", 5000), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := look([]byte(tt.page))
			if s.steep() != tt.steep {
				t.Errorf("steep %t: %d tags, marks of %d, %d roots, %d scopes", !tt.steep, s.tags, s.marks, s.roots, s.scopes)
			}
			doc, err := Parse([]byte(tt.page), Limits{Nodes: s.tags})
			if err != nil || doc.Shallow != tt.steep {
				t.Errorf("%v, shallow %t", err, doc.Shallow)
			}
		})
	}
}

// tree writes a page read from its tokens: elements in brackets, text as it is.
func tree(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var s strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.WriteString(tree(c))
	}
	if n.Type == html.DocumentNode {
		return s.String()
	}
	return n.Data + "(" + s.String() + ")"
}

func TestParseTokens(t *testing.T) {
	tests := []struct{ rule, page, want string }{
		{"nested", "<div><p>a<b>b</b></p></div>c", "div(p(ab(b)))c"},
		{"void elements have no content", "a<br>b<img>c<hr/>d<wbr>e", "abr()bimg()chr()dwbr()e"},
		{"a paragraph ends where a block begins", "<p>a<p>b<div>c</div><p>d<ul><li>e", "p(a)p(b)div(c)p(d)ul(li(e))"},
		{"an item ends where the next begins", "<ul><li>a<li>b</ul>c", "ul(li(a)li(b))c"},
		{"a list in an item", "<ul><li>a<ul><li>b</ul><li>c</ul>", "ul(li(aul(li(b)))li(c))"},
		{"a paragraph in an item, neither closed", "<ul><li><p>a<li><p>b</ul>c", "ul(li(p(a))li(p(b)))c"},
		{"parts of a table", "<table><thead><tr><th>a<tbody><tr><td><p>b<tr><td>c</table>", "table(thead(tr(th(a)))tbody(tr(td(p(b)))tr(td(c))))"},
		{"rows and cells", "<table><tr><td>a<th>b<tr><td>c</table>d", "table(tr(td(a)th(b))tr(td(c)))d"},
		{"terms and meanings", "<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(a)dd(b)dt(c))"},
		{"a stray end tag is nothing", "<div>a</b>b</p>c</div>d", "div(abc)d"},
		{"an end tag closes what is open inside", "<div><b><i>a</div>b", "div(b(i(a)))b"},
		{"scripts are raw", "<script>a<b></script>c", "script(a<b>)c"},
		{"entities", "<p>a&amp;b", "p(a&b)"},
		{"html, head and body stand once", "<html lang=ar><head><title>a</title></head><body>b<html dir=rtl>", "title(a)b"},
		{"comments and doctype go", "<!DOCTYPE html>a<!-- b -->c", "ac"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			doc := parseTokens([]byte(tt.page))
			if got, want := tree(doc), "html(body("+tt.want+"))"; got != want {
				t.Errorf("%s\ngot  %s\nwant %s", tt.page, got, want)
			}
		})
	}
	if attr := parseTokens([]byte("<html lang=ar>a<html dir=rtl>")).FirstChild.Attr; len(attr) != 2 {
		t.Errorf("attributes of html: %v", attr)
	}
}

func TestParseTokens_DepthIsBounded(t *testing.T) {
	doc := &Doc{Root: parseTokens([]byte(strings.Repeat("<div>", 100_000) + "<p>a</p>" + strings.Repeat("</div>", 100_000) + "<p>b"))}
	doc.flatten()
	deepest := int32(0)
	for _, e := range doc.Elems {
		deepest = max(deepest, e.Depth)
	}
	if deepest > maxDepth+1 {
		t.Errorf("depth %d", deepest)
	}
	if len(doc.Elems) != 100_004 {
		t.Errorf("%d elements", len(doc.Elems))
	}
	if last := doc.Elems[len(doc.Elems)-1]; last.Node.Data != "p" || last.Depth != 2 {
		t.Errorf("the last paragraph stands at depth %d", last.Depth)
	}
}
