package markup_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"matn/clean/internal/decode"
	"matn/clean/internal/markup"
)

// snippets are markup as people and programs get it wrong, a rule each.
var snippets = map[string]string{
	"nothing":                              "",
	"text alone":                           "a",
	"white space alone":                    " \n ",
	"paragraphs left open":                 "<p>a<p>b<div>c<p>d</div>e",
	"an end of a paragraph not begun":      "a</p>b",
	"items left open":                      "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e",
	"an item beyond a block":               "<ul><li><div><p>a<li>b</ul><li><section>c<li>d",
	"terms and details":                    "<dl><dt>a<dd>b<dt>c<dd><dl><dd>d</dl></dl>",
	"headings close headings":              "<h1>a<h2>b</h3>c<h4>d</div></h1>e",
	"a list in a paragraph":                "<p>a<ul><li>b</ul>c</p>d",
	"formatting across blocks":             "<b>a<p>b</b>c<i>d<p>e</i>f",
	"formatting across many blocks":        "<b><i><u><s><em><p>a</b>c</i>d</u>e<div>f</s>g</em>h",
	"formatting in the wrong order":        "<b>1<i>2<u>3</b>4</i>5</u>6",
	"formatting that is never closed":      "<p><font color=a>b<p>c<p>d<font color=a>e<font color=a>f<font color=a>g<p>h",
	"four of a family":                     "<b class=x><b class=x><b class=x><b class=x></p>a<p>b",
	"an end of formatting not begun":       "a</b>b</a>c",
	"a link in a link":                     "<a href=1>a<div>b<a href=2>c</a>d</div>e</a>f",
	"a link across a table":                "<a>a<table><tr><td><a>b</a></td></tr></table>c",
	"nobr":                                 "<nobr>a<nobr>b<p>c<nobr>d",
	"links left open":                      "<p><a href=1>a<p>b<li>c<a href=2>d",
	"spans across blocks":                  "<span>a<p>b</span>c<div></span>d",
	"custom elements":                      "<x-y>a<p>b</x-y>c</x-z>d",
	"objects hold formatting":              "<b><object><i>a</object>b</i>c<marquee><u>d</b>e</marquee>f",
	"buttons":                              "<p><button>a<p>b<button>c</button>d",
	"forms in forms":                       "<form><div><form>a</form>b</div>c</form>d<form>e",
	"a table":                              "<table><tr><td>a<td>b<tr><th>c</table>d",
	"all parts of a table":                 "<table><caption>a<b>b</caption><colgroup><col><col></colgroup><thead><tr><th>c<tbody><tr><td>d<tfoot><tr><td>e</table>",
	"columns without a group":              "<table><col><col><tr><td>a</table>",
	"text in a table":                      "<table>a<tr>b<td>c</td>d</tr>e</table>f",
	"elements in a table":                  "<table><p>a<tr><b>b<td>c</td></b></tr><div>d</table>e",
	"formatting before a table":            "<b><table>a<tr><td>b</b>c</td></tr></table>d",
	"a table in a table":                   "<table><tr><td><table><tr><td>a</table>b</table>c<table>d<table>e",
	"a table in a paragraph, old":          "<p>a<table><tr><td>b</table>c",
	"a table in a paragraph, new":          "<!DOCTYPE html><p>a<table><tr><td>b</table>c",
	"a table in a paragraph, public":       `<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><p>a<table>b`,
	"a table in a paragraph, xhtml":        `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><p>a<table>b`,
	"cells outside a table":                "<td>a<tr>b</td><caption>c</table>",
	"ends of other parts":                  "<table><tbody><tr><td>a</tbody>b</tr>c</thead></td></body>d</table>e",
	"a caption that is cut off":            "<table><caption>a<tr><td>b<caption>c</table>d",
	"a script in a table":                  "<table><script>a</script><tr><script>b</script><style>c</style><td>d",
	"a form in a table":                    "<table><form><tr><td><input><form>a</form></table>b",
	"inputs in a table":                    "<table><input type=hidden><input type=text><tr><input type=HIDDEN><td>a",
	"a select":                             "<select><option>a<option>b<optgroup><option>c<optgroup>d</select>e<option>f<option>g",
	"a select in a select":                 "<select>a<select>b<input>c<hr><p>d",
	"a rule in a paragraph":                "<p>a<hr>b<select><option>c<hr>d",
	"ruby":                                 "<ruby>a<rp>(<rt>b<rp>)<rb>c<rtc>d<rt>e</ruby>f",
	"scripts":                              `<script>if (a<b) "</p>"</script>a<script><!-- <script>b</script> --></script>c`,
	"scripts that hide":                    `<script><!--a</script>b<script><!-- <script> </script>c --></script>d<script><!-->e</script>f`,
	"a script that does not end":           "a<script>b<p>c",
	"styles and raw texts":                 "<style>a<b></style>c<iframe><p>d</iframe><noembed>e</noembed><noframes>f</noframes><xmp>&amp;<b></xmp>",
	"titles and text areas":                "<title>a&amp;<b></title><textarea>\nb&lt;<p></textarea><textarea>\n\n</textarea>",
	"raw ends that are none":               "<title>a</titles>b</ title>c</TITLE >d",
	"plaintext":                            "a<plaintext>b</plaintext><p>c",
	"noscript":                             "<head><noscript><p>a</noscript><body><noscript><p>b</noscript>c",
	"what is void":                         "a<br>b<img src=x>c<wbr><area><embed>d<image>e<param><source><track><keygen></br>f<input></img>",
	"preformatted text":                    "<pre>\na\n b</pre><pre>\n\nb</pre><listing>\nc</listing>",
	"all of a head":                        "<html><head><meta charset=x><base><link><title>a</title></head> <body>b</body> </html> ",
	"a head without tags":                  "<title>a</title><meta name=x><p>b",
	"of the head, behind it":               "<head></head><link><title>a</title><script>b</script> <meta><body>c",
	"of the head, in the body":             "<p>a<meta>b<link>c<style>d</style><title>e</title>f",
	"two heads and bodies":                 "<html a=1><head><html b=2><body c=3 d=4><head><body d=5 e=6>a<html a=7 f=8>",
	"behind the body":                      "<body>a</body>b<p>c</html>d<!-- e --> f",
	"ends before the body":                 "</p></html><head></br>a",
	"an end of the head, first":            "</head><p>a",
	"a template in the head":               "<head><template><p>a</template><title>b</title>",
	"a template behind the head":           "<head></head><template>a</template><body>b",
	"templates of parts of a table":        "<template><tr><td>a</template><template><td>b</template><template><col></template><template><tbody><tr></template><template>c<td>d</template>",
	"a template that does not end":         "<p><template><div>a</p>b",
	"a template in a table":                "<table><template><tr><td>a</template><tr><td>b",
	"svg":                                  "<p>a<svg viewBox=x><g><title>b<p>c</title><path/><a xlink:href=y>d</a></g></svg>e",
	"svg that holds html":                  "<svg><foreignObject><p>a<div>b</foreignObject><desc><b>c</desc></svg>d",
	"html in svg":                          "<svg><g><p>a</svg>b<svg><font>c<font color=x>d</svg>e",
	"math":                                 "<math><mi>a<b>c</b></mi><mo><mglyph/><p>d</mo><annotation-xml encoding=text/HTML><p>e</annotation-xml><annotation-xml><svg>f",
	"cdata":                                "<svg><![CDATA[a<b>]]]></svg><![CDATA[c]]>d",
	"comments":                             "a<!-- b -->c<!-->d<!--->e<!-- f --!>g<!-- h -- > i --->j<!x>k<?y?>l</ z>m</>n<!-- o",
	"a comment that ends the page":         "a<!--",
	"less-than signs":                      "a < b <3 c << d<",
	"tags cut off":                         "a<p",
	"an attribute cut off":                 `a<p class="b>c`,
	"an end cut off":                       "a</",
	"attributes":                           `<p a=1 B='2' c="3" d e = 4 f=g/ h="i"j=k A=l>m`,
	"odd attributes":                       `<p =a b==c d"e='f' / g/h <i>j<p / k=/>l<br/><p/>m`,
	"references":                           "a&amp;b&ampc&lt;d&copy;e&copyf&notit;&#65;&#x42;&#128;&#xD800;&#99999999;&#;&x;&nbsp;&ngE;&&amp",
	"references in attributes":             `<a href="?a&b=1&copy=2&amp;c&copy;d&lt&gt;e&notit;f&#38;g&semi;&copyright" title=&eacute;>h`,
	"numbers of references":                "&#8...&#8;&#39&#x27 &#x110000; &#0;&#13;&#xA0;&#160 &#X41;&#x;",
	"letter case":                          "<DIV CLASS=A><Span>a</SPAN></Div><X-Y>b</x-y><ScRipt>c</sCript>",
	"newlines":                             "<p\r\nclass='a\r\nb'>c\r\nd\re</p\n>f<pre>\r\ng",
	"many newlines":                        "a\n\n<b>\n</b>\n<i>\n",
	"a stray end between texts":            "a</x>b</div>c<p>d</x>e",
	"tables and formatting, mixed":         "<b><table><td></b><i></table>X",
	"cells and formatting, mixed":          "<a><table><td><a><table></table><a></tr><a></table><b>X</b>C<a>Y",
	"formatting moved before a table":      "<table><a>1<p>2</a>3</p>",
	"formatting with a table inside":       "<b><em><foo><foob><fooc><aside></b></em>",
	"a frameset":                           "<head></head><frameset><frame src=a><noframes><p>b</noframes></frameset>",
	"details":                              "<details><summary>a<p>b</summary>c</details>d<dialog>e<search>f</dialog>g",
	"figures":                              "<p>a<figure><img><figcaption>b<p>c</figure>d",
	"a page as programs for letters write": `<div><o:p>&nbsp;</o:p><p class=MsoNormal><b><span lang=EN>a</b></span></p></div>`,
}

func TestParse_TreesAreThoseOfTheLibrary(t *testing.T) {
	for name, page := range snippets {
		t.Run(name, func(t *testing.T) {
			if d := differs([]byte(page)); d != "" {
				t.Errorf("%q: %s", page, d)
			}
		})
	}
}

// fixtures are the pages of the repository.
func fixtures(tb testing.TB) map[string][]byte {
	tb.Helper()
	paths, err := filepath.Glob("../../../fixtures/pages/*/page.html")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no fixtures (%v)", err)
	}
	pages := map[string][]byte{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		pages[filepath.Base(filepath.Dir(path))], _ = decode.Bytes(raw, "")
	}
	return pages
}

func TestParse_TreesOfFixturesAreThoseOfTheLibrary(t *testing.T) {
	for name, page := range fixtures(t) {
		if d := differs(page); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		for n := len(page) / 3; n < len(page); n += len(page) / 5 { // and cut off anywhere
			if d := differs(page[:n]); d != "" {
				t.Errorf("%d bytes of %s: %s", n, name, d)
			}
		}
	}
}

// TestParse_WhatItDoesNotShareWithTheLibrary are the differences that the package
// names.
func TestParse_WhatItDoesNotShareWithTheLibrary(t *testing.T) {
	tests := map[string]string{
		"a<!-- b -->c":                                `"ac"`,
		"a\x00b<p title='\x00c'>":                     `"ab"`,
		"a<frameset><frame></frameset>":               `"a"`,
		"<script><!-- < <script></script>a</script>b": `"<!-- < <script></script>a"`,
	}
	for page, want := range tests {
		if got := outline(markup.Parse([]byte(page)).Root); !strings.Contains(got, want) {
			t.Errorf("%q: %s", page, got)
		}
	}
	if got := outline(markup.Parse([]byte("<p> <frameset>")).Root); strings.Contains(got, "frameset") {
		t.Errorf("a frameset in the body: %s", got)
	}
}

func TestParse_DeepPages(t *testing.T) {
	for _, depth := range []int{400, 600, 100_000} {
		tree := markup.Parse([]byte(strings.Repeat("<div>", depth) + "<p>a" + strings.Repeat("</div>", depth) + "<p>b"))
		if tree.Deep != (depth > markup.MaxDepth) {
			t.Errorf("%d: deep is %t", depth, tree.Deep)
		}
		deepest, text := 0, ""
		for n := range tree.Root.Descendants() {
			if n.Type != html.TextNode {
				continue
			}
			text += n.Data
			k := 0
			for p := n.Parent; p != nil; p = p.Parent {
				k++
			}
			deepest = max(deepest, k)
		}
		if text != "ab" || deepest > markup.MaxDepth+1 {
			t.Errorf("%d: text %q, depth %d", depth, text, deepest)
		}
	}
}

// TestParse_FormattingIsBounded holds that no page makes many more elements than
// it has tags.
func TestParse_FormattingIsBounded(t *testing.T) {
	var fonts strings.Builder
	for i := range 400 {
		fmt.Fprintf(&fonts, "<font color=c%d>", i)
	}
	const tags = 100_000
	tree := markup.Parse([]byte("<div>" + fonts.String() + "</div>" + strings.Repeat("<p>word", tags)))
	if tree.Elements > 4*tags {
		t.Errorf("%d elements of %d tags", tree.Elements, tags)
	}
}

func TestParseInto(t *testing.T) {
	n := &html.Node{Type: html.ElementNode, Data: "noscript"}
	if markup.ParseInto(n, "<p>a<b>b<p>c</body><body x=1><tr>d<template><td>e</template>") {
		t.Error("deep")
	}
	want := "<p >\n \"a\"\n <b >\n  \"b\"\n<p >\n <b >\n  \"cd\"\n  <template >\n   <td >\n    \"e\"\n"
	if got := outline(n); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if !markup.ParseInto(n, strings.Repeat("<i>", 600)) {
		t.Error("not deep")
	}
}

func ExampleParse() {
	tree := markup.Parse([]byte("<title>News</title><p>One<p>Two <b>three"))
	for n := range tree.Root.Descendants() {
		if n.Type == html.TextNode {
			fmt.Printf("%s: %q\n", n.Parent.Data, n.Data)
		}
	}
	// Output:
	// title: "News"
	// p: "One"
	// p: "Two "
	// b: "three"
}

func FuzzParse(f *testing.F) {
	for _, page := range fixtures(f) {
		f.Add(page[:min(len(page), 4<<10)])
	}
	for _, page := range snippets {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		tree := markup.Parse(page)
		checkLinks(t, tree.Root)
		if likened(page) {
			if d := differs(page); d != "" {
				t.Error(d)
			}
		}
	})
}

// likened reports whether a page has nothing of what the two parsers are known
// to read differently.
func likened(page []byte) bool {
	s := strings.ToLower(string(page))
	for _, odd := range []string{"\x00", "frameset", "<template", "foreignobject", "annotation-xml"} {
		if strings.Contains(s, odd) {
			return false
		}
	}
	return !strings.Contains(s, "<script") || !strings.Contains(s, "<!--")
}

// checkLinks holds that the nodes of a tree know each other.
func checkLinks(t *testing.T, n *html.Node) {
	var prev *html.Node
	for c := n.FirstChild; c != nil; prev, c = c, c.NextSibling {
		if c.Parent != n || c.PrevSibling != prev {
			t.Fatalf("<%s> in <%s> is badly linked", c.Data, n.Data)
		}
		checkLinks(t, c)
	}
	if n.LastChild != prev {
		t.Fatalf("<%s> does not know its last child", n.Data)
	}
}
