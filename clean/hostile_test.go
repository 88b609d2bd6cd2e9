package clean_test

import (
	"errors"
	"flag"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"matn/clean"
)

// numbered repeats a format with a running number.
func numbered(n int, format string) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, format, i)
	}
	return s.String()
}

const sentence = "The council met on Monday and agreed on the plan for the harbour. "

// nine is text that makes most pages have something to find.
var nine = "<p>" + strings.Repeat(sentence, 9) + "</p>"

// hostile is an input that grows with n.
type hostile struct {
	name  string
	large int
	want  string // text that must be found; "" for sentence
	page  func(n int) string
}

// hostilePages are pages that no person wrote and that are pages all the same. Each
// grows with n; large is the n of the size that must be read.
var hostilePages = []hostile{
	{"nested tags", 100_000, "", func(n int) string { return strings.Repeat("<div>", n) + nine }},
	{"nested tags, closed", 100_000, "", func(n int) string { return strings.Repeat("<div>", n) + nine + strings.Repeat("</div>", n) + nine }},
	{"nested formatting", 100_000, "", func(n int) string { return strings.Repeat("<b><i>", n/2) + nine }},
	{"nested lists", 100_000, "", func(n int) string { return strings.Repeat("<ul><li>a", n/2) + nine }},
	{"nested quotes with text", 50_000, "", func(n int) string { return strings.Repeat("<blockquote>a", n) + nine }},
	{"nested tables", 50_000, "", func(n int) string { return strings.Repeat("<table><tr><td>a", n) + nine }},
	{"tables in tables, again and again", 20_000, "", func(n int) string {
		return nine + strings.Repeat(strings.Repeat("<table><tr><td>a", 20)+strings.Repeat("</table>", 20), n/20)
	}},
	{"paragraphs", 300_000, "", func(n int) string {
		return strings.Repeat("<p>"+sentence+"And again.</p>\n", n)
	}},
	{"one line", 800_000, "", func(n int) string { return "<p>" + strings.Repeat(sentence, n) }},
	{"one word", 20_000_000, "", func(n int) string { return nine + "<p>" + strings.Repeat("x", n) }},
	{"blocks of one word", 1_000_000, "", func(n int) string { return nine + strings.Repeat("<p>word", n) }},
	{"line breaks", 1_000_000, "", func(n int) string { return nine + strings.Repeat("<br>", n) + "a" }},
	{"lines", 500_000, "", func(n int) string { return nine + strings.Repeat("word<br>", n) }},
	{"items", 300_000, "", func(n int) string { return nine + "<ul>" + strings.Repeat("<li>word", n) }},
	{"teasers below their heading", 50_000, "", func(n int) string {
		return nine + "<section><h2>Related articles</h2>" +
			strings.Repeat("<h3><a href=x>Another story of the harbour</a></h3><p>An abstract of what is told there, in a few words more.</p>", n)
	}},
	{"comments below their heading", 50_000, "", func(n int) string {
		return nine + "<div class=comments><h2>Comments (9)</h2>" +
			strings.Repeat("<div><b>Reader</b> <a href=x>Reply</a><p>I think that the harbour is fine as it is, and so does my uncle.</p></div>", n)
	}},
	{"rows", 100_000, "", func(n int) string { return nine + "<table>" + strings.Repeat("<tr><td>a<td>b", n) }},
	{"cells", 300_000, "", func(n int) string { return nine + "<table><tr>" + strings.Repeat("<td>a", n) }},
	{"comments", 500_000, "", func(n int) string { return nine + strings.Repeat("<!-- a -->", n) }},
	{"entities", 1_000_000, "&A &foo", func(n int) string { return "<p>" + strings.Repeat("&amp;&#x41; &foo &", n) }},
	{"attributes on one element", 100_000, "", func(n int) string {
		return "<div " + numbered(n, "a%d=1 ") + ">" + nine + strings.Repeat("<p class=a>b</p>", n)
	}},
	{"attributes on a formatting element", 100_000, "", func(n int) string {
		return nine + "<p><b " + numbered(n, "a%d=1 ") + ">" + strings.Repeat("<p>b", n)
	}},
	{"attributes on many formatting elements", 100_000, "", func(n int) string {
		return nine + strings.Repeat("<p><b "+numbered(n/100, "a%d=1 ")+">c", 50) + strings.Repeat("<p>b", n)
	}},
	{"attributes of body after body", 100_000, "", func(n int) string { return nine + numbered(n, "<body a%d=1>") }},
	{"formatting never closed", 30_000, "", func(n int) string { return nine + numbered(n, "<p><font color=c%d>word") }},
	{"formatting never closed, then paragraphs", 300_000, "", func(n int) string {
		return nine + "<div>" + numbered(400, "<font color=c%d>") + "</div>" + strings.Repeat("<p>word", n)
	}},
	{"formatting misnested", 200_000, "", func(n int) string { return nine + strings.Repeat("<b><p><i>a</b>b</i>", n) }},
	{"links never closed", 200_000, "", func(n int) string { return nine + numbered(n, "<div><a href=%d>word</div>") }},
	{"links around everything", 100_000, "", func(n int) string { return nine + "<a href=x>" + strings.Repeat("<p>word</p>", n) }},
	{"objects in cells", 200_000, "", func(n int) string {
		return nine + "<table>" + strings.Repeat("<td><object></td>", n) + strings.Repeat("<td><b>a</b></td>", n)
	}},
	{"noscript in noscript", 100_000, "", func(n int) string {
		return nine + strings.Repeat("<noscript><p>"+strings.Repeat("x", 30), n)
	}},
	{"noscript beside noscript", 20_000, "", func(n int) string {
		return nine + strings.Repeat("<noscript><p>"+strings.Repeat("word ", 90)+"</p></noscript>", n)
	}},
	{"one long class", 2_000_000, "", func(n int) string { return `<div class="` + strings.Repeat("a-b ", n) + `">` + nine }},
	{"one long style", 2_000_000, "", func(n int) string { return `<div style="` + strings.Repeat("a:b;", n) + `">` + nine }},
	{"classes in a row", 200_000, "", func(n int) string { return nine + strings.Repeat(`<span class="sr-only x">a</span>`, n) }},
	{"stray end tags", 1_000_000, "", func(n int) string { return nine + strings.Repeat("</b>a</x></div>", n/2) }},
	{"unclosed tags and quotes", 500_000, "", func(n int) string { return nine + strings.Repeat(`<a href="x>y `, n) }},
	{"custom elements", 200_000, "", func(n int) string { return nine + strings.Repeat("word <x-y>word</x-y> ", n) }},
	{"ruby", 200_000, "", func(n int) string { return nine + "<p>" + strings.Repeat("<ruby>漢<rt>かん</ruby>", n) }},
	{"marks that combine", 2_000_000, "", func(n int) string { return nine + "<p>a" + strings.Repeat("\u0301\u0323", n) }},
	{"spans over combined letters", 100_000, "", func(n int) string { return nine + "<p>" + strings.Repeat("<b>e\u0301</b> ", n) }},
	{"one body as data", 100_000, "", func(n int) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + strings.Repeat(sentence, n) + `"}</script>`
	}},
	{"many bodies as data", 20_000, "", func(n int) string {
		return `<script type="application/ld+json">[` + strings.TrimSuffix(strings.Repeat(`{"@type":"NewsArticle","articleBody":"`+strings.Repeat(sentence, 2)+`"},`, n), ",") + `]</script>` + nine
	}},
	{"data in data", 100_000, "", func(n int) string {
		return `<script type="application/ld+json">` + strings.Repeat(`{"a":[`, n) + `</script>` + nine
	}},
	{"scripts", 200_000, "", func(n int) string { return nine + strings.Repeat("<script>if (a<b) { c() }</script>", n) }},
	{"svg", 200_000, "", func(n int) string { return nine + strings.Repeat("<svg><g><path/></g></svg>", n) }},
	{"forms and options", 200_000, "", func(n int) string { return nine + "<form><select>" + strings.Repeat("<option>a", n) }},
	{"less-than signs", 2_000_000, "", func(n int) string { return nine + "<p>" + strings.Repeat("< ", n) }},
	{"invisible runes", 1_000_000, "", func(n int) string { return nine + "<p>" + strings.Repeat("wo\u200brd\u202e ", n) }},
}

// hostileTexts are the like of flattened text.
var hostileTexts = []hostile{
	{"one line", 800_000, "", func(n int) string { return strings.Repeat(sentence, n) }},
	{"one word", 20_000_000, "", func(n int) string { return sentence + "\n" + strings.Repeat("x", n) }},
	{"lines of one word", 1_000_000, "", func(n int) string { return sentence + "\n" + strings.Repeat("word\n", n) }},
	{"lines, all different", 200_000, "", func(n int) string { return sentence + "\n" + numbered(n, "Line %d of the page\n") }},
	{"paragraphs", 200_000, "", func(n int) string { return strings.Repeat(sentence+sentence+"\n", n) }},
	{"empty lines", 5_000_000, "", func(n int) string { return sentence + strings.Repeat("\n", n) + sentence }},
	{"dates", 200_000, "", func(n int) string { return sentence + "\n" + strings.Repeat("Monday, 6 May 2024 - 10:30\n", n) }},
	{"phrases of furniture", 200_000, "", func(n int) string {
		return sentence + "\n" + strings.Repeat("Read also\nShare\nالأكثر قراءة\n", n)
	}},
	{"teasers below their heading", 100_000, "", func(n int) string {
		return sentence + "\nRelated articles\n" + strings.Repeat("Another story of the harbour\nAn abstract of what is told there, in a few words more.\n", n)
	}},
}

var large = flag.Bool("large", false, "read hostile pages in full size (go test ./clean -run Hostile -large): a minute, 4 GB")

// smaller is the part of its full size that a hostile page has without -large.
const smaller = 40

// reader is a way into a Cleaner.
type reader func([]byte, clean.PageInfo) (*clean.Article, error)

// work reads a page and returns what that allocated: bytes, which do not depend
// on how fast or busy the machine is.
func work(t *testing.T, c *clean.Cleaner, page string) (*clean.Article, uint64) {
	t.Helper()
	return workBy(t, c.HTML, page)
}

func workBy(t *testing.T, read reader, page string) (*clean.Article, uint64) {
	t.Helper()
	raw := []byte(page)
	var before, after runtime.MemStats
	for range 2 { // what a pool kept of the page before must not make this one cheap
		runtime.GC()
	}
	runtime.ReadMemStats(&before)
	a, err := read(raw, clean.PageInfo{})
	runtime.ReadMemStats(&after)
	if err != nil && !errors.Is(err, clean.ErrNoContent) {
		t.Fatalf("%d bytes: %v", len(page), err)
	}
	return a, after.TotalAlloc - before.TotalAlloc
}

func newCleaner(t *testing.T) *clean.Cleaner {
	t.Helper()
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// shows reports whether some block of an article holds a text.
func shows(a *clean.Article, text string) bool {
	for i := range a.Blocks {
		if strings.Contains(a.Blocks[i].Text, text) {
			return true
		}
	}
	return false
}

// TestHTML_HostilePagesAreReadAtLinearCost reads every page once and four times
// as long: the second costs about four times as much, and the text is found in
// both.
func TestHTML_HostilePagesAreReadAtLinearCost(t *testing.T) {
	c := newCleaner(t)
	checkCosts(t, c.HTML, hostilePages)
}

func TestText_HostileTextsAreReadAtLinearCost(t *testing.T) {
	c := newCleaner(t)
	checkCosts(t, c.Text, hostileTexts)
}

// checkCosts reads every input once and four times as long.
func checkCosts(t *testing.T, read reader, inputs []hostile) {
	workBy(t, read, nine) // what is made once is no cost of a page
	for _, h := range inputs {
		t.Run(h.name, func(t *testing.T) {
			n := h.large / smaller
			if *large {
				n = h.large / 2
			}
			want := h.want
			if want == "" {
				want = strings.TrimSpace(sentence)
			}
			var cost [2]uint64
			for range 3 { // pools and the runtime allocate now and then; what is quadratic is so every time
				for i, times := range [...]int{n / 2, 2 * n} {
					var a *clean.Article
					if a, cost[i] = workBy(t, read, h.page(times)); !shows(a, want) {
						t.Fatalf("%d times: %q is lost", times, want)
					}
				}
				// Slices that double make steps, so that linear cost may grow by up
				// to eight here; quadratic cost grows by sixteen.
				if cost[1] <= 11*cost[0]+2<<20 {
					return
				}
			}
			t.Errorf("%d bytes allocated for %d, %d for four times as many", cost[0], n/2, cost[1])
		})
	}
}

func TestHTML_HostilePagesTooLargeAreRefusedAtOnce(t *testing.T) {
	page := []byte(strings.Repeat("<div>", 40<<20))
	tests := []struct {
		name string
		opts clean.Options
		what string
	}{
		{"by bytes", clean.Options{}, "bytes"},
		{"by nodes", clean.Options{MaxBytes: 1 << 30}, "nodes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := clean.New(tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			var limit *clean.LimitError
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			a, err := c.HTML(page, clean.PageInfo{})
			runtime.ReadMemStats(&after)
			if !errors.As(err, &limit) || limit.What != tt.what || limit.Got <= limit.Max || a != nil {
				t.Errorf("%v, want a limit on %s", err, tt.what)
			}
			if spent := after.TotalAlloc - before.TotalAlloc; spent > 1<<20 {
				t.Errorf("%d bytes allocated for a page that is refused", spent)
			}
		})
	}
}

func TestHTML_WarnsOfPagesTooDeepToKeepTheirNesting(t *testing.T) {
	c := newCleaner(t)
	a, _ := work(t, c, strings.Repeat("<div>", 2000)+nine)
	if len(a.Warnings) != 1 || !strings.Contains(a.Warnings[0], "512 elements") {
		t.Errorf("warnings %q", a.Warnings)
	}
	for _, page := range []string{nine, strings.Repeat("<div>", 400) + nine, numbered(2000, "<body a%d=1>") + nine} {
		if a, _ := work(t, c, page); len(a.Warnings) != 0 {
			t.Errorf("warnings %q", a.Warnings)
		}
	}
}
