package discover

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// site is a host as its readers see it: what its feed lists, and what else is linked.
type site struct {
	name     string
	feed     []string
	articles []string // not in the feed
	others   []string // no articles
}

func sites() []site {
	ar := "عودة-الملاحة-إلى-المرفأ-القديم-بعد"
	return []site{
		{"date and title",
			[]string{"/politics/2026/03/01/parliament-votes-on-water-law", "/sport/2026/03/01/harbour-win-the-cup-again", "/politics/2026/02/28/minister-resigns-after-long-night", "/culture/2026/02/27/the-man-who-mended-maps", "/sport/2026/02/27/late-goal-saves-the-league"},
			[]string{"/politics/2026/03/02/council-agrees-on-new-bridge", "/economy/2026/03/01/prices-of-bread-rise-again"},
			[]string{"/politics", "/politics/2026/03", "/about-us", "/tag/water-law", "/author/salma-haddad", "/sport/table"}},
		{"number behind a section",
			[]string{"/news/1204511", "/news/1204512", "/news/1204513", "/news/1204514", "/news/1204515", "/news/1204516"},
			[]string{"/news/1204600"},
			[]string{"/news", "/news/12", "/category/12", "/gallery/4411", "/tag/1204511", "/page/2", "/news/1204511/print", "/contact"}},
		{"Arabic title at the root",
			[]string{"/" + ar + "-عام", "/" + ar + "-عامين", "/" + ar + "-شهر", "/" + ar + "-شهرين", "/" + ar + "-يوم"},
			[]string{"/مجلس-المدينة-يوافق-على-بناء-جسر-جديد"},
			[]string{"/من-نحن", "/اتصل-بنا", "/سياسة", "/سياسة-الخصوصية", "/وسم/المرفأ-القديم", "/كاتب/سلمى-حداد", "/قسم/اقتصاد"}},
		{"Arabic title with a number, in sections",
			[]string{"/سياسة/481201/مجلس-النواب-يصوت-على-قانون-المياه", "/رياضة/481202/فوز-المرفأ-بالكأس-مرة-أخرى", "/اقتصاد/481203/ارتفاع-أسعار-الخبز", "/سياسة/481204/استقالة-وزير-بعد-ليلة-طويلة", "/ثقافة/481205/الرجل-الذي-أصلح-الخرائط"},
			[]string{"/سياسة/481300/اتفاق-على-جسر-جديد-فوق-النهر"},
			[]string{"/سياسة", "/رياضة", "/سياسة/أرشيف", "/بحث", "/كاتب/12/سلمى-حداد"}},
		{"script with a number",
			[]string{"/article.aspx?id=88121", "/article.aspx?id=88122", "/article.aspx?id=88123", "/article.aspx?id=88124", "/article.aspx?id=88125"},
			[]string{"/article.aspx?id=88300"},
			[]string{"/section.aspx?id=12", "/article.aspx?id=7", "/print.aspx?id=88121", "/login.aspx?next=/article.aspx?id=88121", "/default.aspx"}},
		{"code",
			[]string{"/news/articles/c4gdd1kz2vo", "/news/articles/cx28w3l9q1mo", "/news/articles/c0k7n5d2r8yo", "/news/articles/cz91v4p6t3xo", "/news/articles/c7m2j8h5w0bo"},
			[]string{"/news/articles/c1x5y9z3a7do"},
			[]string{"/news", "/news/topics/c4gdd1kz2vo", "/news/world", "/sport"}},
		{"title with a number and .html",
			[]string{"/world/old-bridge-opens-again-48211.html", "/sport/cup-final-ends-in-a-draw-48212.html", "/world/rains-flood-the-valley-48213.html", "/world/harbour-closed-for-a-week-48214.html", "/sport/coach-leaves-after-defeat-48215.html"},
			[]string{"/world/new-minister-of-water-named-48300.html"},
			[]string{"/world/index.html", "/about.html", "/world", "/terms-of-use.html", "/sport/page-2.html"}},
	}
}

func (s site) urls(t testing.TB, paths []string) []*url.URL {
	var out []*url.URL
	for _, p := range paths {
		out = append(out, at(t, "https://paper.example"+p))
	}
	return out
}

func checkJudge(t *testing.T, p *Pattern, urls []*url.URL, want bool) {
	t.Helper()
	for _, u := range urls {
		if v := p.Judge(u); v.Article != want {
			t.Errorf("%s: article %v (%.2f, %s), want %v", u.Path+"?"+u.RawQuery, v.Article, v.Score, v.Reason, want)
		}
	}
}

func TestJudge_LearnedFromTheSitesOwnFeed(t *testing.T) {
	for _, s := range sites() {
		t.Run(s.name, func(t *testing.T) {
			p := &Pattern{}
			p.AddListed(s.urls(t, s.feed)...)
			checkJudge(t, p, s.urls(t, s.feed), true)
			checkJudge(t, p, s.urls(t, s.articles), true)
			checkJudge(t, p, s.urls(t, s.others), false)
		})
	}
}

func TestJudge_KnowingNothing(t *testing.T) {
	p := &Pattern{}
	for _, s := range sites() {
		checkJudge(t, p, s.urls(t, s.others[:1]), false)
	}
	home := at(t, "https://paper.example/")
	checkJudge(t, p, []*url.URL{home}, false)
	for _, path := range []string{"/2026/03/01/old-bridge-opens-again", "/عودة-الملاحة-إلى-المرفأ-القديم-بعد-عام", "/news/1204511", "/港口在封闭一年后重新开放船只", "/old-bridge-opens-again-48211.html"} {
		checkJudge(t, p, []*url.URL{home.JoinPath(path)}, true)
	}
	for _, path := range []string{"/about", "/من-نحن", "/tag/old-bridge-opens-again-today", "/2026/03/", "/politics/world", "/page/12345"} {
		checkJudge(t, p, []*url.URL{home.JoinPath(path)}, false)
	}
}

func TestJudge_HeadlinesOfFrontsTeachASectionTheFeedLacks(t *testing.T) {
	p := &Pattern{}
	base := "https://paper.example"
	for i := range 10 {
		p.AddListed(at(t, fmt.Sprintf("%s/news/12045%02d", base, i)))
	}
	if v := p.Judge(at(t, base+"/opinion/1204577")); v.Article != true {
		t.Errorf("a new section with a number of the same size: %+v", v)
	}
	if v := p.Judge(at(t, base+"/tag/1204577")); v.Article {
		t.Errorf("a tag: %+v", v)
	}
	page := &Page{Base: base + "/"}
	for i := range 4 {
		page.Links = append(page.Links, Link{URL: fmt.Sprintf("%s/tag/12045%02d", base, i), Text: "the headline of a story that has many words"})
	}
	p.AddPage(page)
	if v := p.Judge(at(t, base+"/tag/1204577")); !v.Article {
		t.Errorf("a section called tag, with headlines: %+v", v)
	}
}

func TestJudge_FetchedPagesCorrectIt(t *testing.T) {
	p := &Pattern{}
	base := "https://paper.example"
	for i := range 6 {
		u := at(t, fmt.Sprintf("%s/quiz/which-sailor-of-the-harbour-are-you-%d", base, i))
		if i == 0 && !p.Judge(u).Article {
			t.Fatal("a title of many words")
		}
		p.AddJudged(u, false)
	}
	if v := p.Judge(at(t, base+"/quiz/which-bridge-of-the-old-town-are-you-7")); v.Article {
		t.Errorf("%+v", v)
	}
}

func TestJudge_NamesOfAnyLengthWhereTheFeedHasThem(t *testing.T) {
	p := &Pattern{}
	base := "https://club.example/post/articles/"
	for _, name := range []string{"alphafold", "046_fuzzy_logic", "self-driving-cars", "what-is-a-neural-network", "deep-fake", "baaz-app"} {
		p.AddListed(at(t, base+name+"/"))
	}
	checkJudge(t, p, []*url.URL{at(t, base+"transformers"), at(t, base+"gpt-2"), at(t, base+"a-short-history-of-the-abacus")}, true)
	checkJudge(t, p, []*url.URL{at(t, "https://club.example/post/videos/transformers"), at(t, "https://club.example/about")}, false)

	p = &Pattern{} // titles only: what is short is a section
	for _, title := range []string{"harbour-win-the-cup-again", "late-goal-saves-the-league", "coach-leaves-after-heavy-defeat", "old-stadium-opens-its-doors", "season-begins-without-its-star", "a-draw-in-the-rain"} {
		p.AddListed(at(t, "https://paper.example/sport/"+title))
	}
	checkJudge(t, p, []*url.URL{at(t, "https://paper.example/sport/football")}, false)
}

func TestJudge_MarksOfNumbersTellArticlesFromSections(t *testing.T) {
	p := &Pattern{}
	for i := range 8 {
		p.AddListed(at(t, fmt.Sprintf("https://wave.example/ar/world/a-6519%d", 7800+i)))
	}
	checkJudge(t, p, []*url.URL{at(t, "https://wave.example/ar/world/a-65201000")}, true)
	checkJudge(t, p, []*url.URL{at(t, "https://wave.example/ar/world/s-11394000"), at(t, "https://wave.example/ar/world/t-52106276")}, false)
}

func TestJudgeLink_NamesAreNoHeadlines(t *testing.T) {
	p := &Pattern{}
	u := "https://paper.example/people/johannes-ritter-of-the-harbour-11104118.html"
	for _, tt := range []struct {
		link Link
		want bool
	}{
		{Link{URL: u, Text: "Johannes Ritter"}, true}, // a title with a number: the address alone is enough
		{Link{URL: u, Text: "Johannes Ritter", Region: Footer}, false},
		{Link{URL: u, Text: "Johannes Ritter of the harbour dies", Region: Nav}, true},
		{Link{URL: "https://paper.example/t-52106276", Text: "Harbour"}, false},
		{Link{URL: "https://paper.example/t-52106276", Text: "الميناء القديم يفتح أبوابه من جديد"}, true},
		{Link{URL: "https://paper.example/t-52106276", Text: ""}, true},
	} {
		if v := p.JudgeLink(&tt.link); v.Article != tt.want {
			t.Errorf("%+v: %+v", tt.link, v)
		}
	}
}

func TestPattern_SameAddressCountsOnce(t *testing.T) {
	p := &Pattern{}
	for range 20 {
		p.AddListed(at(t, "https://paper.example/weekly/advert?utm_source=a"))
	}
	if p.listed() != 1 {
		t.Errorf("%d listed", p.listed())
	}
}

func TestPattern_MovesOnWithTheSite(t *testing.T) {
	p := &Pattern{}
	for i := range 3000 {
		p.AddListed(at(t, fmt.Sprintf("https://paper.example/old/%d", 100000+i)))
	}
	for i := range 200 {
		p.AddListed(at(t, fmt.Sprintf("https://paper.example/story-%d-of-the-new-harbour-%d", i, i)))
	}
	if v := p.Judge(at(t, "https://paper.example/story-9-of-the-new-harbour-500")); !v.Article {
		t.Errorf("%+v", v)
	}
}

func TestPattern_JSONKeepsItAll(t *testing.T) {
	p := &Pattern{}
	for _, s := range sites() {
		p.AddListed(s.urls(t, s.feed)...)
		for _, u := range s.urls(t, s.others) {
			p.AddJudged(u, false)
		}
	}
	for i := range 2 * maxSeen {
		p.AddListed(at(t, fmt.Sprintf("https://paper.example/old/%d", 100000+i)))
	}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if len(text) > 32<<10 {
		t.Errorf("%d bytes", len(text))
	}
	var again Pattern
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(&again)
	if err != nil || !bytes.Equal(text, second) {
		t.Errorf("read and written again it is another: %v", err)
	}
	again.AddListed(at(t, "https://paper.example/old/101023")) // seen
	if again.listed() != p.listed() {
		t.Error("the copy has forgotten what was seen")
	}
}

func TestPattern_DamagedJSONIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON": `{`, "other version": `{"version":9}`, "no version": `{}`, "null shape": `{"version":1,"shapes":{"n":null}}`,
		"negative": `{"version":1,"shapes":{"n":{"listed":-1}}}`, "null word": `{"version":1,"shapes":{"w":{"places":[{"a":null}]}}}`,
		"odd hashes": `{"version":1,"seen":"AAA="}`,
	} {
		p := &Pattern{}
		p.AddListed(at(t, "https://paper.example/a/1"))
		err := json.Unmarshal([]byte(text), p)
		if err == nil || p.listed() != 1 {
			t.Errorf("%s: %v, %d listed", name, err, p.listed())
		}
		if name != "no JSON" && !strings.Contains(err.Error(), "discover: pattern") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSections(t *testing.T) {
	page := ReadPage([]byte(`<nav><a href="/politics">Politics</a><a href="/world/asia/">Asia</a><a href="/category/sport">Sport</a><a href="/قسم/اقتصاد">اقتصاد</a>
		<a href="/middle-east-and-africa">Middle East and Africa</a></nav>
		<main><h2><a href="/politics/council-agrees-on-a-new-bridge-over-the-river">Council agrees on a new bridge</a></h2>
		<a href="/tag/bridge">bridge</a><a href="/author/salma">Salma</a><a href="/politics?page=2">2</a><a href="/2026/03/">March</a></main>
		<footer><a href="/about-us">About us</a><a href="/من-نحن">من نحن</a><a href="https://other.example/sport">Sport</a><a href="/rss">RSS</a><a href="/category">all</a></footer>`),
		"", at(t, "https://paper.example/"))
	var got []string
	for _, l := range new(Pattern).Sections(page) {
		got = append(got, strings.TrimPrefix(l.URL, "https://paper.example"))
	}
	want := "/politics /world/asia/ /category/sport /%D9%82%D8%B3%D9%85/%D8%A7%D9%82%D8%AA%D8%B5%D8%A7%D8%AF /middle-east-and-africa"
	if strings.Join(got, " ") != want {
		t.Errorf("got %v", got)
	}
}

func TestWords_FileHasFourColumns(t *testing.T) {
	n := 0
	for line := range strings.Lines(wordsFile) {
		if line[0] == '#' {
			continue
		}
		n++
		cols := strings.Split(strings.TrimSpace(line), "\t")
		if len(cols) != 4 || cols[1] != string(section) && cols[1] != string(listing) && cols[1] != string(story) && cols[1] != string(utility) {
			t.Errorf("bad line %q", line)
		}
	}
	if n < 100 || n < len(pathWords()) {
		t.Errorf("%d lines, %d words", n, len(pathWords()))
	}
}

func FuzzPatternJSON(f *testing.F) {
	p := &Pattern{}
	for _, s := range sites() {
		p.AddListed(s.urls(f, s.feed)...)
	}
	text, err := json.Marshal(p)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, "https://paper.example/news/1204511")
	f.Add([]byte(`{"version":1,"shapes":{"w/n":{"listed":9,"places":[{}]}}}`), "https://paper.example/a/1")
	f.Fuzz(func(t *testing.T, text []byte, raw string) {
		var p Pattern
		if json.Unmarshal(text, &p) != nil {
			return
		}
		u, err := url.Parse(raw)
		if err != nil {
			return
		}
		if v := p.Judge(u); v.Score < 0 || v.Score > 1 || v.Reason == "" {
			t.Fatalf("%+v", v)
		}
		p.AddListed(u)
		p.AddJudged(u, true)
		if _, err := json.Marshal(&p); err != nil {
			t.Fatal(err)
		}
	})
}
