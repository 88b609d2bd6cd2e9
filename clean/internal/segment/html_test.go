package segment_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

func parse(t testing.TB, page string) *dom.Doc {
	t.Helper()
	doc, err := dom.Parse([]byte(page), dom.Limits{Nodes: math.MaxInt})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func cut(t testing.TB, page string, bodies ...string) []block.Block {
	t.Helper()
	return segment.HTML(parse(t, page), bodies).Blocks
}

var kinds = [...]string{"p", "h", "li", "quote", "row", "code", "caption"}

// outline writes a block a line: kind and level, what else is set, text.
func outline(blocks []block.Block) string {
	var s strings.Builder
	for i := range blocks {
		b := &blocks[i]
		s.WriteString(kinds[b.Kind])
		if b.Level > 0 {
			fmt.Fprint(&s, b.Level)
		}
		for _, f := range []struct {
			set  bool
			name string
		}{{b.Ordered, "ol"}, {b.Hidden, "hidden"}, {b.Break, "br"}, {b.Virtual, "virtual"}} {
			if f.set {
				s.WriteString(" " + f.name)
			}
		}
		if b.Group > 0 {
			fmt.Fprintf(&s, " #%d", b.Group)
		}
		fmt.Fprintf(&s, ": %s\n", strings.NewReplacer("\n", "⏎", "\t", "⇥").Replace(b.Text))
	}
	return s.String()
}

type rule struct{ name, in, want string }

func runRules(t *testing.T, rules []rule) {
	t.Helper()
	for _, tt := range rules {
		t.Run(tt.name, func(t *testing.T) {
			want := ""
			for line := range strings.Lines(tt.want) {
				if line = strings.TrimSpace(line); line != "" {
					want += line + "\n"
				}
			}
			if got := outline(cut(t, tt.in)); got != want {
				t.Errorf("%s\ngot:\n%swant:\n%s", tt.in, got, want)
			}
		})
	}
}

func TestHTML_LineBreaks(t *testing.T) {
	runRules(t, []rule{
		{"one br ends a block, the next one says so", "<p>one<br>two</p>", "p: one\n p br: two"},
		{"two br split paragraphs", "<p>one<br><br>two</p>", "p: one\n p: two"},
		{"white space between two br is nothing", "<p>one<br> \n&nbsp;<br/>two", "p: one\n p: two"},
		{"br at the ends is nothing", "<p><br>one<br></p><p>two", "p: one\n p: two"},
		{"a newspaper of br in one div", "<div>أ<br>ب<br><br>ج</div>", "p: أ\n p br: ب\n p: ج"},
		{"br in an inline element", "<p><b>one<br>two</b> three", "p: one\n p br: two three"},
		{"br in a heading is a space", "<h1>one<br>two</h1>", "h1: one two"},
		{"br in a caption is a space", "<figcaption>one<br><br>two</figcaption>", "caption: one two"},
		{"br in pre is a line", "<pre>a<br>  b</pre>", "code: a⏎  b"},
		{"br in a row of data is a space", "<table><tr><td>a<br>b<td>c<tr><td>d<td>e</table>", "row #1: a b⇥c\n row #1: d⇥e"},
		{"a block after br starts anew", "<div>one<br><p>two", "p: one\n p: two"},
	})
}

func TestHTML_BlocksByElement(t *testing.T) {
	runRules(t, []rule{
		{"headings", "<h1>a</h1><h2>b<h6>c", "h1: a\n h2: b\n h6: c"},
		{"lists, nested", "<ul><li>a<ol><li>b</ol><li><p>c</ul>", "li1 #1: a\n li2 ol #1: b\n li1 #1: c"},
		{"two lists are two groups", "<ul><li>a</ul><ol><li>b</ol>", "li1 #1: a\n li1 ol #2: b"},
		{"terms and their meanings", "<dl><dt>a<dd>b</dl>", "li1 #1: a\n li1 #1: b"},
		{"an item without a list", "<li>a", "li1: a"},
		{"a list deeper than most", strings.Repeat("<ul><li>", 12) + "a", "li9 #1: a"},
		{"heading in an item", "<ul><li><h3>a</h3>b</ul>", "h3 #1: a\n li1 #1: b"},
		{"quotes", "<blockquote>a<p>b<h3>c</h3><ul><li>d", "quote: a\n quote: b\n h3: c\n quote1 #1: d"},
		{"quote in an item", "<ul><li>a<blockquote>b</blockquote>c", "li1 #1: a\n quote #1: b\n li1 #1: c"},
		{"an inline quote", "<p>He said <q>yes <b>now</b></q>.", "p: He said “yes now”."},
		{"pre keeps lines and spaces", "<pre>\n if a {\n\t b\r\n }\n</pre>", "code: if a {⏎  b⏎ }"},
		{"pre keeps inline elements together", "<pre><code><span>if</span><a href=x> a</a></code></pre>", "code: if a"},
		{"xmp and listing are pre", "<xmp>a <b>\nc</xmp><listing>d\ne</listing>", "code: a <b>⏎c\n code: d⏎e"},
		{"captions", "<figure><img><figcaption>a <b>b</b></figcaption></figure>", "caption: a b"},
		{"caption of a table", "<table><caption>a</caption><tr><td>b", "caption: a\n p: b"},
		{"button, dialog, details", "<p>a<button>b</button>c<details><summary>d</summary>e</details><dialog open>f</dialog>", "p: a\n p: b\n p: c\n p: d\n p: e\n p: f"},
		{"text outside of elements", "a<p>b</p>c", "p: a\n p: b\n p: c"},
		{"hr ends a block", "a<hr>b", "p: a\n p: b"},
		{"form furniture", "<form><label>a</label> <input value=b> <select><option>c</select><textarea>d</textarea><legend>e</legend>", "p: a\n p: e"},
		{"custom elements are blocks", "<my-story><p>a</p></my-story><my-box>b</my-box><my-box>c</my-box>", "p: a\n p: b\n p: c"},
		{"custom elements in a line are not", "<p>Call <my-name>Ada</my-name>, please", "p: Call Ada, please"},
		{"nothing but white space", "<p> \n &nbsp; <b></b><div><br></div>", ""},
	})
}

func TestHTML_Tables(t *testing.T) {
	long := strings.Repeat("word ", 130)
	runRules(t, []rule{
		{"data", "<table><tr><th>a<th>b<tr><td>c<td><b>d</b> e</table>", "row #1: a⇥b\n row #1: c⇥d e"},
		{"blocks in a cell share its line", "<table><tr><td><p>a<p>b<td>c<tr><td>d<td><ul><li>e<li>f</ul></table>", "row #1: a b⇥c\n row #1: d⇥e f"},
		{"empty cells at the ends", "<table><tr><td><td>a<td><tr><td>b<td>c</table>", "row #1: a\n row #1: b⇥c"},
		{"two tables are two groups", "<table><tr><td>a<td>b<tr><td>c<td>d</table><table><tr><td>e<td>f<tr><td>g<td>h</table>",
			"row #1: a⇥b\n row #1: c⇥d\n row #2: e⇥f\n row #2: g⇥h"},
		{"layout: one row", "<table><tr><td>a<td>b</table>", "p: a\n p: b"},
		{"layout: one column", "<table><tr><td>a<tr><td>b</table>", "p: a\n p: b"},
		{"layout: a table inside", "<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d<td>e</table><tr><td>f<td>g</table>",
			"p: a\n row #1: b⇥c\n row #1: d⇥e\n p: f\n p: g"},
		{"layout: a heading inside", "<table><tr><td><h1>a</h1><td>b<tr><td>c<td>d</table>", "h1: a\n p: b\n p: c\n p: d"},
		{"layout: a column of text", "<table><tr><td>" + long + "<td>b<tr><td>c<td>d</table>", "p: " + long + "\n p: b\n p: c\n p: d"},
		{"script in a cell is no long text", "<table><tr><td>a<script>" + long + "</script><td>b<tr><td>c<td>d</table>", "row #1: a⇥b\n row #1: c⇥d"},
		{"links in cells", "<table><tr><td><a href=x>a</a><td>b<tr><td>c<td>d</table>", "row #1: a⇥b\n row #1: c⇥d"},
	})
}

func TestHTML_Unseen(t *testing.T) {
	runRules(t, []rule{
		{"dropped elements", "<p>a<script>x</script><style>x</style><template>x</template><svg><text>x</text></svg><iframe>x</iframe><object>x</object><video>x</video><canvas>x</canvas><noscript>x</noscript>", "p: a"},
		{"hidden blocks are blocks that say so", `<p hidden>a</p><div style="color:red; DISPLAY : none"><p>b</div><p style="visibility:hidden">c</p><div aria-hidden=true>d</div>`, "p hidden: a\n p hidden: b\n p hidden: c\n p hidden: d"},
		{"what a search in the page finds is shown", `<p hidden="until-found">a`, "p: a"},
		{"a closed dialog is hidden", "<dialog>a</dialog>", "p hidden: a"},
		{"a short hidden part of a line goes", `<p>a <span style="display:none">b</span>c <i hidden>d</i>e`, "p: a c e"},
		{"a long hidden part stays: a click shows it", `<p>a <span style="display:none">` + strings.Repeat("more ", 20) + "</span>", "p: a " + strings.Repeat("more ", 20)},
		{"a hidden part with blocks stays as blocks", `<div>a <span hidden><p>b</p></span>`, "p: a\n p hidden: b"},
		{"what screen readers skip is shown", `<p><span aria-hidden="true">T</span>he end`, "p: The end"},
		{"what screen readers alone say goes", `<p>See <a href=x>this<span class="sr-only"> (new window)</span></a>.`, "p: See this."},
		{"the numbers of lines inside code", "<pre><code><span class=lineno> 1 </span>x = 1\n<span class=lineno> 2 </span>y = 2</code></pre>", "code: x = 1⏎y = 2"},
		{"a number that is code", `<pre><span class="mi">1</span> + <span class="mi">2</span></pre>`, "code: 1 + 2"},
		{"more than a number", "<pre><span class=ln>x</span> = 1</pre>", "code: x = 1"},
		{"a row for a line of code", `<table><tr><td class="blob-num">1</td><td>x = 1</td></tr><tr><td class="blob-num">2</td><td>y = 2</td></tr></table>`, "row #1: x = 1\nrow #1: y = 2"},
		{"a heading for screen readers is a block", `<h2 class="visually-hidden">Menu</h2>`, "h2: Menu"},
		{"the shadow root of the page is shown", "<my-app><template shadowrootmode=open><p>a</template></my-app>", "p: a"},
		{"a template is not", "<div><template><p>a</template></div>", ""},
		{"a noscript with paragraphs is part of the page", "<p>a</p><noscript><div><p>" + strings.Repeat("b ", 220) + "</p><p>c</p></div></noscript><p>d", "p: a\n p: " + strings.Repeat("b ", 220) + "\n p: c\n p: d"},
		{"a noscript that asks for scripts is not", "<noscript><p>Please switch JavaScript on.</p></noscript>a", "p: a"},
		{"a noscript of images is not", "<noscript>" + strings.Repeat("<img src=a>", 80) + "</noscript>a", "p: a"},
		{"an unclosed tag in a noscript keeps to it", "<p>a</p><noscript><div><b><p>" + strings.Repeat("b ", 220) + "</noscript><p>c", "p: a\n p: " + strings.Repeat("b ", 220) + "\n p: c"},
		{"the handle of a heading is not its text", `<h2 id=a>Goats<a class=headerlink href="#a">¶</a></h2><h3>Ferry <a href="/p#b" hidden>#</a></h3>`, "h2: Goats\n h3: Ferry"},
		{"a link of a heading with words stays", `<h2><a href="#a">C#</a></h2><h2><a href="/sharp">#</a> b</h2>`, "h2: C#\n h2: # b"},
		{"the way back from a note goes", `<ol><li>See page 4.&nbsp;<a href="#ref1">↩︎</a></ol><p>a<a href="#n1">*</a>`, "li1 ol #1: See page 4.\n p: a*"},
		{"the head is not shown", "<head><title>a</title><meta content=b></head><p>c", "p: c"},
	})
}

func TestHTML_WordsNeitherGlueNorSplit(t *testing.T) {
	runRules(t, []rule{
		{"letters of a word in many elements", "<p><span>ا</span><span>ل</span><b>كت</b>اب", "p: الكتاب"},
		{"bold inside a word", "<p>un<b>believ</b>able", "p: unbelievable"},
		{"drop cap", `<p><span class="dropcap">T</span>he end`, "p: The end"},
		{"drop cap beside another element", `<p><span class="dropcap">T</span><span class="lead-in">he end</span>`, "p: The end"},
		{"classes of word processors", `<p><span class="s1">on</span><span class="s2">ly`, "p: only"},
		{"author and date", `<div><span class="author">Ada</span><span class="date">1 May</span></div>`, "p: Ada 1 May"},
		{"author and date with a style sheet between", `<div><span class="author">Ada</span><style>i{}</style><span class="date">1 May</span></div>`, "p: Ada 1 May"},
		{"a key and its number", `<div><span class="key">Seen</span><span class="val">27</span></div>`, "p: Seen 27"},
		{"letters and a number of one name", "<p><span>G</span><span>20</span>", "p: G20"},
		{"links side by side", "<p><a href=a>Home</a><a href=b>News</a>", "p: Home News"},
		{"times, labels and images", "<p><i>Ada</i><time>1 May</time><label>x</label><i>y</i>a<img>b", "p: Ada 1 May x ya b"},
		{"wbr", "<p>inter<wbr>national", "p: international"},
		{"soft hyphen", "<p>inter&shy;national", "p: international"},
		{"ruby with brackets", "<p><ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>だ", "p: 漢字（かんじ）だ"},
		{"ruby without brackets", "<p><ruby>漢字<rt>かんじ</rt></ruby>だ", "p: 漢字(かんじ)だ"},
		{"comments inside a word", "<p>on<!-- x -->ly", "p: only"},
		{"white space at the edge of an element", "<p>a<b> b </b>c", "p: a b c"},
		{"no-break and odd spaces", "<p>a&nbsp;\u2003b\u3000c\u2028d", "p: a b c d"},
		{"unclosed tags", "<p>a <b>b<p>c</i> d<div>e", "p: a b\n p: c d\n p: e"},
		{"a font joiner in its own element", "<p>می<b>\u200cخواهد</b>", "p: می\u200cخواهد"},
		{"joiners and marks of direction at the edges go", "<p>\u200f\u200dabc\u200c\u200f \u200e</p><p>\u200d\ufe0f", "p: abc"},
		{"marks of direction inside stay, overrides go", "<p>a\u200fb\u202ec\u2066d", "p: a\u200fbcd"},
		{"controls, escapes, icons, non-characters go", "<p>a\x1b[0m\x00\u0085b\ufeff\ue001c\U000f0000\uffff", "p: a[0m bc"},
		{"a replacement stands for a broken rune", "<p>a\xffb", "p: a\ufffdb"},
	})
}

func TestHTML_CodeStandsInItsPre(t *testing.T) {
	l := segment.HTML(parse(t, `<pre><code><span class="token comment"># greet</span> hello</code></pre>`), nil)
	if len(l.Blocks) != 1 || l.Elems[l.Blocks[0].Elem].Tag != atom.Pre {
		t.Errorf("got %d blocks, the first in <%s>, want one in <pre>", len(l.Blocks), l.Elems[l.Blocks[0].Elem].Tag)
	}
}
