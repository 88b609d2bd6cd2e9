package meta

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// parse reads a page of a test.
func parse(t testing.TB, src string) *dom.Doc {
	t.Helper()
	doc, err := dom.Parse([]byte(src), dom.Limits{Nodes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// extract runs the stage over a page whose blocks bear the roles that a test
// gives them: id="role-NAME" on the element, a number behind it where there are several.
func extract(t testing.TB, src string, p Page) Meta {
	t.Helper()
	doc := parse(t, src)
	h := ReadHead(doc)
	l := segment.HTML(doc, h.Hints().Bodies)
	for i := range l.Blocks {
		b := &l.Blocks[i]
		for e := b.Elem; e >= 0 && b.Role == block.Unknown; e = l.Elems[e].Parent {
			if name, ok := strings.CutPrefix(dom.Attr(l.Elems[e].Node, "id"), "role-"); ok {
				name = strings.TrimRight(name, "0123456789")
				b.Role, _ = block.ParseRole(name)
				b.Kept = b.Role.Content()
			}
		}
	}
	return Extract(h, l, p)
}

// page is a page with a head, a headline, something between it and the body.
func page(head, between string) string {
	return `<html><head>` + head + `</head><body><div class="menu"><a href="/">Home</a></div><main>` +
		`<h1 id="role-title">River closes the old bridge at Amberford</h1>` + between +
		`<p id="role-paragraph1">The council closed the bridge over the river on Monday after divers found that two of its piers had moved in the flood.</p>` +
		`<p id="role-paragraph2">Engineers will look at the stone work in the spring, and the road will stay shut until they are done.</p>` +
		`</main></body></html>`
}

func TestExtract_Published(t *testing.T) {
	ld := func(s string) string { return `<script type="application/ld+json">` + s + `</script>` }
	tests := []struct{ rule, head, between, want, from string }{
		{"JSON-LD comes first",
			ld(`{"@type":"NewsArticle","datePublished":"2016-07-14T21:16:00+02:00"}`) + `<meta property="article:published_time" content="2015-01-01">`,
			"", "2016-07-14T21:16:00+02:00", FromJSONLD},
		{"@graph, type lists and references",
			ld(`{"@graph":[{"@type":"WebSite","name":"x"},{"@type":["Thing","Article"],"datePublished":"2016-07-14"}]}`),
			"", "2016-07-14", FromJSONLD},
		{"another article of a list is not the page's",
			ld(`{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"a","datePublished":"2011-01-01"},{"@type":"NewsArticle","headline":"b","datePublished":"2012-01-01"}]}`),
			"", "", ""},
		{"the article named like the page is",
			ld(`[{"@type":"NewsArticle","headline":"Other news of the day","datePublished":"2011-01-01"},{"@type":"NewsArticle","headline":"River closes the old bridge at Amberford","datePublished":"2016-07-14"}]`),
			"", "2016-07-14", FromJSONLD},
		{"a comment is no article",
			ld(`{"@type":"WebPage","comment":[{"@type":"Comment","datePublished":"2011-01-01"}]}`), "", "", ""},
		{"JSON-LD that became a <meta>", `<meta name="script:ld+json" content="{&quot;@type&quot;:&quot;Article&quot;,&quot;datePublished&quot;:&quot;2016-07-14&quot;}">`, "", "2016-07-14", FromJSONLD},
		{"the day of a picture is not the article's", `<meta property="article:published_time" content="2016-07-14">`, `<p id="role-caption">The mayor on the old bridge, 11 July 2016. A. Photographer</p>`, "2016-07-14", FromOpenGraph},
		{"a day where captions stand", "", `<figcaption id="role-caption">14 July 2016</figcaption>`, "2016-07-14", FromText},
		{"a story says what day it is from", "", `<p id="role-unlikely">This story is from July 14, 2016</p>`, "2016-07-14", FromText},
		{"OpenGraph", `<meta property="article:published_time" content="2016-07-14T21:16:00Z">`, "", "2016-07-14T21:16:00Z", FromOpenGraph},
		{"a trusted name before a vague one", `<meta name="date" content="2011-01-01"><meta name="parsely-pub-date" content="2016-07-14">`, "", "2016-07-14", FromMeta},
		{"a field that does not parse gives way", `<meta property="article:published_time" content="soon"><meta name="dc.date" content="2016-07-14">`, "", "2016-07-14", FromMeta},
		{"the zero of a clock is no date", `<meta property="article:published_time" content="1970-01-01T00:00:00Z">`, "", "", ""},
		{"a date after the fetch is none", `<meta property="article:published_time" content="2031-01-01">`, "", "", ""},
		{"microdata of the article", "", `<div itemscope itemtype="http://schema.org/Article"><span itemprop="datePublished" content="2016-07-14">x</span></div>`, "2016-07-14", FromMicrodata},
		{"microdata of a comment is not", "", `<div itemscope itemtype="http://schema.org/Comment"><span itemprop="datePublished" content="2016-07-14">x</span></div>`, "", ""},
		{"<time> below the headline", "", `<p><time datetime="2016-07-14">14 July</time></p>`, "2016-07-14", FromMarkup},
		{"an element of scripts in its place", "", `<p><relative-time datetime="2016-07-14T21:16:00Z">two years ago</relative-time></p>`, "2016-07-14T21:16:00Z", FromMarkup},
		{"its seconds", "", `<p><paper-timeago ts="1468530960">two years ago</paper-timeago></p>`, "2016-07-14T21:16:00Z", FromMarkup},
		{"not for elements of HTML", "", `<p><span ts="1468530960">two years ago</span></p>`, "", ""},
		{"<time> of a comment", "", `<div class="comments"><time datetime="2016-07-14">14 July 2016</time></div>`, "", ""},
		{"a line below the headline", "", `<p>14 July 2016</p>`, "2016-07-14", FromText},
		{"a label", "", `<p>Published: 14 July 2016</p>`, "2016-07-14", FromText},
		{"an update is no publication", "", `<p>Last updated: 14 July 2016</p>`, "", ""},
		{"a line of prose is not a date", "", `<p>On 14 July 2016 the river rose by two metres, and the old bridge at Amberford had to be watched by day and by night.</p>`, "", ""},
		{"a date bar is the day of the visit", "", `<p id="role-date-bar">14 July 2016</p>`, "", ""},
		{"data stamped by a later import gives way to the page", `<meta name="dc.date" content="2020-02-02">`, `<p>14 July 2016</p>`, "2016-07-14", FromText},
		{"a day that data and change share with the page stays", `<meta property="article:published_time" content="2016-07-14"><meta property="article:modified_time" content="2020-02-02">`, `<p>2 February 2020</p>`, "2016-07-14", FromOpenGraph},
		{"UTC falls on the day that readers see", `<meta property="article:published_time" content="2016-07-15T01:30:00Z">`, `<p>14 July 2016</p>`, "2016-07-14", FromOpenGraph},
		{"no zone reaches that far, so it is another day", `<meta property="article:published_time" content="2016-07-15T16:30:00Z">`, `<p>14 July 2016</p>`, "2016-07-14", FromText},
		{"a clock tells the zone of a time in UTC", `<meta property="article:published_time" content="2016-07-15T01:30:20Z">`, `<p>14 July 2016, 9:30 pm</p>`, "2016-07-14T21:30:20-04:00", FromOpenGraph},
		{"a change before the publication says nothing", `<meta property="article:published_time" content="2020-02-02"><meta property="article:modified_time" content="2020-02-01">`, `<p>14 July 2016</p>`, "2016-07-14", FromText},
		{"a day shown as that of the change supports none", `<meta property="article:published_time" content="2020-02-02">`, `<p>Published 14 July 2016</p><p>Updated 2 February 2020</p>`, "2016-07-14", FromText},
		{"the upload of a film comes last", ld(`{"@type":"VideoObject","uploadDate":"2020-02-02"}`) + `<meta property="article:published_time" content="2016-07-14">`, "", "2016-07-14", FromOpenGraph},
		{"the day a member joined is no publication", "", `<p>Join date: 14 July 2016</p>`, "", ""},
		{"a date with its change behind it, after the body", "", `<p>14 July 2016. Updated: 16 July 2016</p>`, "2016-07-14", FromText},
		{"English has the month first", `<meta property="og:locale" content="en_US">`, `<p>7/4/2016</p>`, "2016-07-04", FromText},
		{"English of Britain has the day first", `<meta property="og:locale" content="en_GB">`, `<p>7/4/2016</p>`, "2016-04-07", FromText},
		{"another date of the page tells the order", `<meta property="og:locale" content="en_US">`, `<p>7/4/2016</p><p id="role-related">More: 25/4/2016</p>`, "2016-04-07", FromText},
		{"a labelled day takes the clock of its element", "", `<p>Posted on <time datetime="2016-07-14T21:16:00+02:00">July 14, 2016</time></p>`, "2016-07-14T21:16:00+02:00", FromText},
		{"a line of two calendars below the headline", "", `<p id="role-date">8 يوليو 2024 م - 2 محرم 1446 هـ</p>`, "2024-07-08", FromMarkup},
		{"a city's clock below the headline", "", `<p id="role-date">الاثنين 8 يوليو 2024 - 20:45 القدس</p>`, "2024-07-08T20:45", FromMarkup},
		{"the first post of a thread", "", `<p id="role-date1">#1 14 July 2016, 21:16</p><p id="role-date2">#2 15 July 2016, 07:10</p>`, "2016-07-14T21:16", FromText},
		{"a release that prose tells of", "", `<p id="role-paragraph">Then the town released plans in April 2004, and nobody who was there will forget that day.</p>`, "", ""},
		{"a bare day above the headline", "", "ABOVE 14 July 2016", "2016-07-14", FromText},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			src := page(tt.head, tt.between)
			if bar, ok := strings.CutPrefix(tt.between, "ABOVE "); ok {
				src = strings.Replace(page(tt.head, ""), "<h1", `<p id="role-date-bar">`+bar+"</p><h1", 1)
			}
			m := extract(t, src, Page{Now: time.Date(2024, 9, 27, 0, 0, 0, 0, time.UTC)})
			if got := m.Published.String(); got != tt.want || m.From["published"] != tt.from {
				t.Errorf("published %q from %q, want %q from %q", got, m.From["published"], tt.want, tt.from)
			}
		})
	}
}

func TestExtract_DateInAddress(t *testing.T) {
	tests := []struct{ address, want string }{
		{"https://paper.example/2016/07/14/bridge", "2016-07-14"},
		{"https://paper.example/news/2016-7-4-bridge", "2016-07-04"},
		{"https://paper.example/20160714/bridge", "2016-07-14"},
		{"https://paper.example/news/2016/jul/14/bridge", "2016-07-14"},
		{"https://paper.example/2016/July/14/bridge", "2016-07-14"},
		{"https://paper.example/2016/marathon/14/bridge", ""},
		{"https://paper.example/2016/07/bridge", "2016-07"},
		{"https://paper.example/n1/2016/0714/c1001.htm", "2016-07-14"},
		{"https://paper.example/local/2016-07/14/c_11.htm", "2016-07-14"},
		{"https://paper.example/news/14-07-2016", "2016-07-14"},
		{"https://paper.example/news/04-07-2016", ""},
		{"https://paper.example/2016/0799/c1001.htm", ""},
		{"https://paper.example/2016/13/40/bridge", ""},
		{"https://paper.example/story/201607145", ""},
		{"https://paper.example/2031/01/01/bridge", ""},
		{"https://paper.example/top-2016-cars", ""},
	}
	for _, tt := range tests {
		m := extract(t, page("", ""), Page{URL: tt.address, Now: time.Date(2024, 9, 27, 0, 0, 0, 0, time.UTC)})
		if got := m.Published.String(); got != tt.want {
			t.Errorf("%s: published %q, want %q", tt.address, got, tt.want)
		}
	}
}

func TestExtract_Modified(t *testing.T) {
	tests := []struct{ rule, head, between, published, modified string }{
		{"both", `<meta property="article:published_time" content="2016-07-14"><meta property="article:modified_time" content="2016-07-16">`, "", "2016-07-14", "2016-07-16"},
		{"a change before the publication is not believed", `<meta property="article:published_time" content="2016-07-14"><meta property="article:modified_time" content="2016-07-10">`, "", "2016-07-14", ""},
		{"unless the page shows that they are swapped", `<meta property="article:published_time" content="2016-07-14"><meta property="article:modified_time" content="2016-07-10">`, `<p>Published: 10 July 2016</p>`, "2016-07-10", "2016-07-14"},
		{"labels on one line", "", `<p>Published: 14 July 2016 | Updated: 16 July 2016</p>`, "2016-07-14", "2016-07-16"},
		{"a label apart from its <time>", "", `<p>Updated: <time datetime="2016-07-16">16 July 2016</time></p>`, "", "2016-07-16"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			m := extract(t, page(tt.head, tt.between), Page{})
			if p, c := m.Published.String(), m.Modified.String(); p != tt.published || c != tt.modified {
				t.Errorf("published %q, modified %q, want %q, %q", p, c, tt.published, tt.modified)
			}
		})
	}
}

func TestExtract_HeadlessText(t *testing.T) {
	l := segment.Text("تحديث الخدمة - بوابة الفجر\nالسبت 25 مارس 2017\nتحديث الخدمة\nنشر في: الخميس 14 يوليو 2016\nقال المتحدث إن الخدمة ستعود غدا بعد أن انتهى العمل على الشبكة كلها في المدينة وضواحيها.")
	roles := []block.Role{block.RoleTitle, block.RoleDateBar, block.RoleTitle, block.RoleDate, block.RoleParagraph}
	for i := range l.Blocks {
		l.Blocks[i].Role, l.Blocks[i].Kept = roles[i], roles[i].Content()
	}
	m := Extract(&Head{}, l, Page{})
	got := fmt.Sprint(m.Title, "; ", m.Site, "; ", m.Published, "; ", m.Language, " ", m.Direction)
	if want := "تحديث الخدمة; بوابة الفجر; 2016-07-14; ar rtl"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if m.From["title"] != FromText || m.From["published"] != FromText || m.From["language"] != FromContent {
		t.Errorf("provenance %v", m.From)
	}
}

func TestExtract_NothingFromNothing(t *testing.T) {
	for _, h := range []*Head{{}, ReadHead(&dom.Doc{}), ReadHead(parse(t, ""))} {
		m := Extract(h, nil, Page{})
		m.From = nil
		if got, err := json.Marshal(m); err != nil || strings.Contains(string(got), `":"a`) || m.Title != "" || !m.Published.IsZero() || m.Language != "" {
			t.Errorf("got %s (%v)", got, err)
		}
	}
}

func TestHints(t *testing.T) {
	h := ReadHead(parse(t, page(`<title>River closes the old bridge at Amberford - Amber Post</title>
		<meta property="og:site_name" content="Amber Post"><meta name="description" content="Two piers moved.">
		<meta name="author" content="By Jane Doe"><meta property="article:section" content="Local">
		<meta property="og:image:alt" content="The bridge">
		<script type="application/ld+json">{"@type":"Article","articleBody":"The council closed the bridge."}</script>`, "")))
	got := h.Hints()
	if len(got.Titles) == 0 || got.Titles[0] != "River closes the old bridge at Amberford" ||
		got.Description != "Two piers moved." || !slices.Equal(got.Authors, []string{"Jane Doe"}) || got.Section != "Local" ||
		got.Site != "Amber Post" || !slices.Equal(got.Captions, []string{"The bridge"}) ||
		!slices.Equal(got.Bodies, []string{"The council closed the bridge."}) {
		t.Errorf("hints %+v", got)
	}
}

func FuzzExtract(f *testing.F) {
	f.Add(page(`<title>a - b</title><meta name="author" content="x, y and z">`, `<time datetime="2016">`), "https://a.example/2016/01/01/")
	f.Add(`<h1>a | b</h1><script type="application/ld+json">{"@graph":[{"@id":"#a","author":{"@id":"#a"}}]}</script>`, "::")
	f.Fuzz(func(t *testing.T, src, address string) {
		doc, err := dom.Parse([]byte(src), dom.Limits{Nodes: 10_000})
		if err != nil {
			return
		}
		h := ReadHead(doc)
		l := segment.HTML(doc, h.Hints().Bodies)
		m := Extract(h, l, Page{URL: address})
		for name, from := range m.From {
			if from == "" {
				t.Errorf("%s comes from nowhere", name)
			}
		}
		for _, s := range append([]string{m.Title, m.Site, m.Section, m.Language}, m.Authors...) {
			if s != squeeze(s) {
				t.Errorf("loose white space or controls in %q", s)
			}
		}
		if again := Extract(h, l, Page{URL: address}); fmt.Sprint(again.From) != fmt.Sprint(m.From) || again.Title != m.Title {
			t.Error("not deterministic")
		}
	})
}

func BenchmarkReadHead(b *testing.B) {
	for _, kb := range []int{10, 100, 1000} {
		src := benchPage(kb)
		doc := parse(b, src)
		b.Run(fmt.Sprintf("head/%dKiB", kb), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				ReadHead(doc).Hints()
			}
		})
		b.Run(fmt.Sprintf("parse/%dKiB", kb), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				parse(b, src)
			}
		})
		h := ReadHead(doc)
		l := segment.HTML(doc, nil)
		for i := range min(8, len(l.Blocks)) {
			l.Blocks[i].Role, l.Blocks[i].Kept = block.RoleParagraph, true
		}
		b.Run(fmt.Sprintf("extract/%dKiB", kb), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				Extract(h, l, Page{URL: "https://amber.example/news/bridge"})
			}
		})
	}
}

// benchPage is a page of about kb KiB with the head of a real one.
func benchPage(kb int) string {
	head := `<title>River closes the old bridge at Amberford - Amber Post</title><meta property="og:title" content="River closes the old bridge">
		<meta property="og:site_name" content="Amber Post"><meta property="article:published_time" content="2016-07-14T21:16:00Z">
		<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"River closes the old bridge at Amberford",
		"datePublished":"2016-07-14T21:16:00Z","author":[{"@type":"Person","name":"Jane Doe"}],"publisher":{"@type":"Organization","name":"Amber Post"}}</script>`
	item := `<div class="card"><a href="/news/1" class="title">Another story from the valley</a><p class="text">Some words about it, and <b>more</b>.</p></div>`
	return page(head, "<p>14 July 2016</p>") + strings.Repeat(item, kb*1024/len(item))
}
