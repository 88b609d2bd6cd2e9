package label_test

import (
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/label"
	"matn/clean/internal/segment"
)

// Words for the bodies of snippets: prose1 and prose2 are paragraphs that end
// in a full stop.
const (
	prose1 = "The ferry that carried the island's post for forty years made its last crossing on Monday, with eleven passengers, two goats and a piano that nobody had come to collect."
	prose2 = "Its captain said that the new bridge was a fine thing, that he had voted for it himself, and that he would never in his life set foot on it or be driven across."
	title  = "Island ferry makes its last crossing after forty years"
)

// row is what a block should come to, found by the beginning of its text.
type row struct {
	text string
	role block.Role
	kept bool
}

// layout cuts a snippet into blocks and gives them a probability: high to
// paragraphs of eight words and more that are no links, low to the rest, and
// what p says to blocks that begin with its keys.
func layout(t testing.TB, html string, p map[string]float32) *dom.Layout {
	t.Helper()
	doc, err := dom.Parse([]byte(html), dom.Limits{Nodes: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	l := segment.HTML(doc, nil)
	likely(l, p)
	return l
}

func likely(l *dom.Layout, p map[string]float32) {
	for i := range l.Blocks {
		b := &l.Blocks[i]
		if b.P = 0.1; b.Words >= 8 && b.LinkChars == 0 && b.Kind != block.Heading {
			b.P = 0.95
		}
		for start, v := range p {
			if strings.HasPrefix(b.Text, start) {
				b.P = v
			}
		}
	}
}

// check compares the blocks with rows, each of which must be found.
func check(t *testing.T, l *dom.Layout, rows []row) {
	t.Helper()
	for _, want := range rows {
		found := false
		for i := range l.Blocks {
			b := &l.Blocks[i]
			if !strings.HasPrefix(b.Text, want.text) {
				continue
			}
			found = true
			if b.Role != want.role || b.Kept != want.kept {
				t.Errorf("%q: got %s, kept %v (%s: %s), want %s, kept %v", want.text, b.Role, b.Kept, b.Reason.Stage, b.Reason.Detail, want.role, want.kept)
			}
			break
		}
		if !found {
			t.Errorf("no block begins with %q", want.text)
		}
	}
}

func story(inside string) string {
	return "<body><main><article><h1>" + title + "</h1><div class=text><p>" + prose1 + "</p><p>" + prose2 + "</p></div></article>" + inside + "</main></body>"
}

func TestBlocks_HTML(t *testing.T) {
	hints := dom.Hints{Titles: []string{title}}
	for _, tc := range []struct {
		rule, html string
		p          map[string]float32
		rows       []row
	}{
		{"links in <nav> are a menu, whatever their words", `<header><nav><ul><li><a href=/w>Weather</a><li><a href=/p>Podcasts</a></ul></nav></header>` + story(""), nil,
			[]row{{"Weather", block.RoleNavigation, false}, {"Podcasts", block.RoleNavigation, false}, {title, block.RoleTitle, false}, {"The ferry", block.RoleParagraph, true}}},
		{"a menu's item with the words of the headline is no headline", `<nav><a href=/t>` + title + `</a></nav>` + story(""), nil,
			[]row{{title, block.RoleNavigation, false}}},
		{"elements around the article say nothing of what stands beside it", `<form id=__next class="widget related">` + story(`<p>Small print</p>`) + `</form>`, nil,
			[]row{{"Small print", block.RoleUnlikely, false}}},
		{"a heading names the list below it in its element", story(`<section><h3>Most read</h3><ul><li><a href=/1>Goats found safe on the mainland</a></ul></section>`), nil,
			[]row{{"Most read", block.RoleMostRead, false}, {"Goats found", block.RoleMostRead, false}}},
		{"a heading that nothing names is named by its list", story(`<div class=breadcrumb><h4>You are here</h4><a href=/>Home</a></div><section><h3>Round the coast</h3><ul><li><a href=/1>Goats found safe on the mainland</a></ul></section>`), nil,
			[]row{{"Round the coast", block.RoleRelated, false}}},
		{"abstracts below a heading of related articles go", story(`<div class=x><h3>Related articles</h3><h4><a href=/1>Goats found safe</a></h4><p>Both goats were found on Tuesday in the garden of a retired judge.</p></div>`), nil,
			[]row{{"Both goats", block.RoleRelated, false}}},
		{"comments with a heading go", story(`<div class=comments><h2>2 comments</h2><p>I crossed on it every day of my life and I was sick every single time.</p></div>`), nil,
			[]row{{"I crossed", block.RoleComment, false}}},
		{"an article below, with its own byline, goes", story(`<article><h1>Bridge opens to traffic</h1><p>By Ann Lee</p><p>The first car over the bridge on Tuesday belonged to the captain's own brother, he said.</p></article>`), nil,
			[]row{{"The ferry", block.RoleParagraph, true}, {"The first car", block.RoleRelated, false}}},
		{"a day in the header is the day of the visit", `<header><div>Tuesday, 2 March 2021</div></header>` + story(""), nil,
			[]row{{"Tuesday", block.RoleDateBar, false}}},
		{"a date between headline and text is the article's", `<main><h1>` + title + `</h1><div>Tuesday, 2 March 2021</div><p>` + prose1 + `</p></main>`, nil,
			[]row{{"Tuesday", block.RoleDate, false}}},
		{"a summary that a machine wrote goes", `<main><h1>` + title + `</h1><div class=facts><h2>In brief</h2><ul><li>The ferry that carried the post for forty years made its last crossing.</ul><p>This summary was generated by AI.</p></div><div><p>` + prose1 + `</p><p>` + prose2 + `</p></div></main>`, map[string]float32{"The ferry that carried the post": 0.9},
			[]row{{"The ferry that carried the post", block.RoleWidget, false}, {"Its captain", block.RoleParagraph, true}}},
		{"a standfirst is kept, and a subtitle", `<main><h1>` + title + `</h1><div class=standfirst><p>The captain says that he will never cross the new bridge</p></div><p>` + prose1 + `</p></main>`, nil,
			[]row{{"The captain says", block.RoleParagraph, true}}},
		{"a newsletter box inside the text goes", story(`<div class="newsletter-signup"><p>All our island stories in your letter box every morning at six</p></div>`), map[string]float32{"All our": .6},
			[]row{{"All our", block.RoleSubscribe, false}}},
		{"a pull quote goes", story(`<div>he would never in his life set foot on it</div>`), map[string]float32{"he would": .7},
			[]row{{"he would", block.RoleDuplicate, false}}},
		{"links behind the text go when in doubt", story(`<ul><li><a href=/1>Goats found safe</a><li><a href=/2>Piano finds a home</a><li><a href=/3>Judge keeps goats</a></ul>`), map[string]float32{"Goats": .5, "Piano": .5, "Judge": .5},
			[]row{{"Goats", block.RoleRelated, false}, {"Judge", block.RoleRelated, false}}},
		{"a heading of the text's own element is no subtitle", `<main><header><h1>` + title + `</h1></header><div class=text><h2>What the captain said</h2><p>` + prose1 + `</p><p>` + prose2 + `</p></div></main>`, map[string]float32{"What": .8},
			[]row{{"What the captain", block.RoleHeading, true}}},
		{"a heading beside the headline is one", `<main><h1>` + title + `</h1><h2>Captain says that he will stay</h2><p>` + prose1 + `</p><p>` + prose2 + `</p></main>`, map[string]float32{"Captain": .8},
			[]row{{"Captain says", block.RoleSubtitle, false}}},
		{"a heading of two words at the end heads nothing", story(`<h3>Further reading</h3>`), map[string]float32{"Further": .7},
			[]row{{"Further", block.RoleRelated, false}}},
		{"a last line set as a heading is text where it is long", story(`<h4>The harbour will be open to all who want to see the ferry off on its last way</h4>`), map[string]float32{"The harbour": .7},
			[]row{{"The harbour", block.RoleHeading, true}}},
		{"names behind the last paragraph go", story(`<p>Ann Lee and Bo Cox</p>`), map[string]float32{"Ann": .9},
			[]row{{"Ann Lee", block.RoleUnlikely, false}}},
		{"links to the pages of tags are tags", story(`<div><a href=/tag/ferry>Ferries</a></div>`), nil,
			[]row{{"Ferries", block.RoleTags, false}}},
		{"a clock above an entry is its date", story(`<div><b>14:32</b></div><p>The last passenger has left the ferry, and nobody wants the piano.</p>`), map[string]float32{"14:32": .8},
			[]row{{"14:32", block.RoleDate, false}}},
		{"a date that counts from the visit", `<main><h1>` + title + `</h1><div>منذ ساعتين</div><p>` + prose1 + `</p><p>` + prose2 + `</p></main>`, map[string]float32{"منذ": .9},
			[]row{{"منذ", block.RoleDate, false}}},
		{"a paper and its agencies", `<main><h1>` + title + `</h1><div>النهر - وكالات</div><p>` + prose1 + `</p><p>` + prose2 + `</p></main>`, map[string]float32{"النهر": .9},
			[]row{{"النهر", block.RoleSource, false}}},
		{"a reporter and the agency", `<main><h1>` + title + `</h1><div>محمود حسن - رويترز</div><p>` + prose1 + `</p><p>` + prose2 + `</p></main>`, map[string]float32{"محمود": .9},
			[]row{{"محمود", block.RoleByline, false}}},
		{"a name between headline and date", `<main><h1>` + title + `</h1><div>وائل حسن</div><div>5 مارس 2024</div><p>` + prose1 + `</p><p>` + prose2 + `</p></main>`, map[string]float32{"وائل": .9},
			[]row{{"وائل", block.RoleByline, false}, {"5 مارس", block.RoleDate, false}}},
		{"dates one by one above the text", `<main><h1>` + title + `</h1><div>5/3/2024</div><div>-</div><div>آخر تحديث: 6/3/2024 10:15 ص (توقيت مكة)</div><p>` + prose1 + `</p><p>` + prose2 + `</p></main>`, map[string]float32{"5/3": .9, "-": .9, "آخر": .9},
			[]row{{"5/3", block.RoleDate, false}, {"-", block.RoleUnlikely, false}, {"آخر", block.RoleDate, false}}},
		{"buttons in a row below the date", `<main><h1>` + title + `</h1><div>5 March 2024</div><div>The Islander</div><div>Share</div><div>Facebook</div><p>` + prose1 + `</p><p>` + prose2 + `</p></main>`, map[string]float32{"5 March": .9, "The Isl": .9, "Share": .9, "Facebook": .9},
			[]row{{"Share", block.RoleShare, false}, {"Facebook", block.RoleShare, false}}},
		{"two calendars below the headline are its date", `<main><h1>` + title + `</h1><div>8 يوليو 2024 م - 2 محرم 1446 هـ</div><p>` + prose1 + `</p><p>` + prose2 + `</p></main>`, nil,
			[]row{{"8 يوليو", block.RoleDate, false}}},
		{"two calendars above the headline are a date bar", `<main><div>8 يوليو 2024 م - 2 محرم 1446 هـ</div><h1>` + title + `</h1><p>` + prose1 + `</p><p>` + prose2 + `</p></main>`, nil,
			[]row{{"8 يوليو", block.RoleDateBar, false}}},
		{"the weather below the headline is a date bar", `<main><h1>` + title + `</h1><div>الجمعة 27 سبتمبر 2024 7:26 ص القاهرة 24°</div><p>` + prose1 + `</p><p>` + prose2 + `</p></main>`, nil,
			[]row{{"الجمعة", block.RoleDateBar, false}}},
		{"a copyright line is footer", story(`<div>© 2021 The Islander</div>`), nil,
			[]row{{"©", block.RoleFooter, false}}},
		{"a lone link right above the headline is its section", `<main><div><a href=/n>News</a></div><h1>` + title + `</h1><p>` + prose1 + `</p></main>`, nil,
			[]row{{"News", block.RoleSection, false}}},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			l := layout(t, tc.html, tc.p)
			label.Blocks(l, label.Input{Hints: hints, Article: true})
			check(t, l, tc.rows)
		})
	}
}

func TestBlocks_NoArticle(t *testing.T) {
	list := `<li><a href=/1>Ferry stops</a><p>The ferry stopped on Monday after forty years of carrying the post ...</p></li>`
	front := `<main><h1>Islands</h1><ul>` + strings.Repeat(list, 4) + `</ul></main>`
	headlines := strings.Repeat(`<li><a href=/2><h2>Ferry stops for the winter after forty years of service</h2></a><span>3 May</span></li>`, 8)
	abstracts := strings.Repeat(`<li><a href=/3>Ferry stops for the winter</a><p>The ferry stopped on Monday after forty years of carrying the post.</p></li>`, 6)
	form := `<main><h1>Log in</h1><p>No account yet? Make one now to follow the writers that you like.</p></main>`
	for _, tc := range []struct {
		rule, html string
		in         label.Input
		article    bool
	}{
		{"a section's front has no article", front, label.Input{}, false},
		{"a list of headlines that lead elsewhere has no article", `<main><h1>City</h1><ul>` + headlines + `</ul></main>`, label.Input{}, false},
		{"headlines below prose are another matter", `<main><h1>City</h1><p>` + prose1 + `</p><p>` + prose2 + `</p><ul>` + headlines + `</ul></main>`, label.Input{}, true},
		{"abstracts below headlines that lead elsewhere are none, whatever the scorer says", `<main><h1>City</h1><ul>` + abstracts + `</ul></main>`, label.Input{Article: true, Skip: label.Copies}, false},
		{"abstracts below prose are another matter", `<main><h1>City</h1><p>` + prose1 + `</p><p>` + prose2 + `</p><ul>` + abstracts + `</ul></main>`, label.Input{Article: true, Skip: label.Copies}, true},
		{"teasers that break off below more text of the page's own are another matter", `<main><h1>City</h1><p>` + prose1 + `</p><p>` + prose2 + `</p><ul>` + strings.Repeat(list, 3) + `</ul></main>`, label.Input{Skip: label.Copies}, true},
		{"a form has no article", form, label.Input{}, false},
		{"the scorer's word is believed", form, label.Input{Article: true}, true},
		{"a dated page has an article", form, label.Input{Hints: dom.Hints{Dated: true}}, true},
		{"a page that calls itself one has an article", form, label.Input{Hints: dom.Hints{Kinds: dom.KindArticle}}, true},
		{"one sentence said over and over is what the page is about", strings.Repeat(`<p>The ferry to the island has stopped for good, they say.</p>`, 200), label.Input{}, true},
		{"a short story below its date", `<main><h1>Ferry stops for the winter</h1><div>5 March 2024</div><p>The ferry to the island has stopped for the winter, its captain said.</p></main>`, label.Input{}, true},
		{"a short text without a date may be anything", `<main><h1>Ferry stops for the winter</h1><p>The ferry to the island has stopped for the winter, its captain said.</p></main>`, label.Input{}, false},
		{"a short text below a headline that is a sentence", `<main><h1>The ferry to the island has stopped for the whole winter</h1><p>It will sail again in April, its captain said on Monday.</p></main>`, label.Input{}, true},
		{"a list of prices is what the page is about", `<h1>Goats</h1><p>Brown goat, two years old, friendly, for sale at $40</p><p>White goat, six years old, less friendly, for sale at $20</p>`, label.Input{}, true},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			l := layout(t, tc.html, map[string]float32{"Ferry stops for the winter": .9})
			label.Blocks(l, tc.in)
			kept := false
			for i := range l.Blocks {
				kept = kept || l.Blocks[i].Kept
			}
			if kept != tc.article {
				t.Errorf("something is kept: %v, want %v", kept, tc.article)
			}
		})
	}
}

func TestBlocks_Text(t *testing.T) {
	for _, tc := range []struct {
		rule, text string
		p          map[string]float32
		rows       []row
	}{
		{"the headline is the line nearest to the text", "Piano sold for record sum\n" + title + "\n" + prose1 + "\n" + prose2, nil,
			[]row{{"Piano", block.RoleUnlikely, false}, {title, block.RoleTitle, false}}},
		{"a headline that asks, and a line below it", "Who will mend the ferry of the island?\nHarbour says that there is no money\nFollow us on Facebook\n" + prose1 + "\n" + prose2, map[string]float32{"Who": .9, "Harbour": .9},
			[]row{{"Who", block.RoleTitle, false}, {"Harbour", block.RoleSubtitle, false}}},
		{"a headline above its date, far below a menu", strings.Repeat("A section of the paper\nAnother section of it\n", 8) + title + "\n5 March 2024\n" + prose1 + "\n" + prose2, nil,
			[]row{{title, block.RoleTitle, false}}},
		{"a headline that asks, above its byline", "The Islander\nNews of the harbour today\nWho will mend the ferry of the island?\nBy Jane Doe\n" + prose1 + "\n" + prose2, nil,
			[]row{{"Who", block.RoleTitle, false}}},
		{"a poll above the headline", "Most read\nShould the ferry be mended?\n" + title + "\n" + prose1 + "\n" + prose2, nil,
			[]row{{title, block.RoleTitle, false}}},
		{"a trail of links ends in the headline that asks", "Home / News / Who will mend the ferry of the island?\nWho will mend the ferry of the island?\n" + prose1 + "\n" + prose2, map[string]float32{"Who": .9, "Home": .9},
			[]row{{"Who", block.RoleTitle, false}, {"Home", block.RoleBreadcrumb, false}}},
		{"lines without prose have no headline", "Brown goat, friendly\nWhite goat, less so", map[string]float32{"Brown": .9, "White": .9},
			[]row{{"Brown", block.RoleParagraph, true}}},
		{"a sentence right behind the last paragraph closes it", title + "\n" + prose1 + "\nThe piano is still on deck.\nContact us", map[string]float32{"The piano": .4},
			[]row{{"The piano", block.RoleParagraph, true}}},
		{"a doubtful line between two paragraphs is a sub-heading", title + "\n" + prose1 + "\nTwo goats and a piano\n" + prose2, map[string]float32{"Two goats and a piano": .35},
			[]row{{"Two goats and a piano", block.RoleHeading, true}}},
		{"but not an unlikely one", title + "\n" + prose1 + "\nTwo goats and a piano\n" + prose2, map[string]float32{"Two goats and a piano": .25},
			[]row{{"Two goats and a piano", block.RoleUnlikely, false}}},
		{"nor a phrase of chrome", title + "\n" + prose1 + "\nRelated articles\n" + prose2, map[string]float32{"Related": .4},
			[]row{{"Related", block.RoleRelated, false}}},
		{"service links follow one another to the end", title + "\n" + prose1 + "\nIsland shop\nPrivacy policy", nil,
			[]row{{"Island shop", block.RoleFooter, false}}},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			l := segment.Text(tc.text)
			likely(l, tc.p)
			for i := range l.Blocks {
				if strings.HasPrefix(l.Blocks[i].Text, title) || strings.HasPrefix(l.Blocks[i].Text, "Piano sold") {
					l.Blocks[i].P = .1
				}
			}
			label.Blocks(l, label.Input{})
			check(t, l, tc.rows)
		})
	}
}

// TestBlocks_TextThatCameCleanIsKept whatever the model and the lexicon say.
func TestBlocks_TextThatCameCleanIsKept(t *testing.T) {
	l := segment.Text(title + "\n" + prose1 + "\nRead more\n" + prose1)
	likely(l, map[string]float32{"Read more": .1})
	label.Blocks(l, label.Input{Whole: true})
	check(t, l, []row{{title, block.RoleParagraph, true}, {prose1, block.RoleParagraph, true}, {"Read more", block.RoleHeading, true}})
	for i := range l.Blocks {
		if b := &l.Blocks[i]; b.Reason.Stage != block.Structure || b.P < label.Threshold {
			t.Errorf("%q is kept for reason %v, p %v", b.Text, b.Reason, b.P)
		}
	}
}

// FuzzBlocks checks on any page that every block gets a role and a stage, and
// that kept blocks have roles of the body, or are standfirsts.
func FuzzBlocks(f *testing.F) {
	f.Add(story("<div class=comments><h2>2 comments</h2><p>x</p></div>"), uint8(200), true)
	f.Add("<nav><a href=/>a</a></nav><form><label>E-mail</label></form>", uint8(10), false)
	f.Add("<h1>Goats</h1><h1>Goats</h1><table><tr><td>1<td>2</table>", uint8(130), true)
	f.Fuzz(func(t *testing.T, html string, seed uint8, article bool) {
		doc, err := dom.Parse([]byte(html), dom.Limits{Nodes: 10_000})
		if err != nil {
			return
		}
		l := segment.HTML(doc, nil)
		for i := range l.Blocks {
			l.Blocks[i].P = float32((int(seed)+i*37)%256) / 255
		}
		flat := segment.Text(html)
		for i := range flat.Blocks {
			flat.Blocks[i].P = float32((int(seed)+i*91)%256) / 255
		}
		for _, l := range []*dom.Layout{l, flat} {
			label.Blocks(l, label.Input{Hints: dom.Hints{Titles: []string{"Goats"}}, Article: article})
			for i := range l.Blocks {
				b := &l.Blocks[i]
				if b.Role == block.Unknown || b.Reason.Stage == block.NoStage || b.Kept && !b.Role.Content() {
					t.Fatalf("block %d, %q: role %s, kept %v, reason %v", i, b.Text, b.Role, b.Kept, b.Reason)
				}
			}
		}
	})
}

func BenchmarkBlocks(b *testing.B) {
	page := `<header><nav>` + strings.Repeat(`<li><a href=/x>Weather</a></li>`, 60) + `</nav></header>` +
		story(strings.Repeat(`<section><h3>Most read</h3><ul><li><a href=/1>Goats found safe on the mainland</a></ul></section>`, 30))
	l := layout(b, page, nil)
	in := label.Input{Hints: dom.Hints{Titles: []string{title}}, Article: true}
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		label.Blocks(l, in)
	}
}
