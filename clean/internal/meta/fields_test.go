package meta

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestExtract_Title(t *testing.T) {
	head := func(title, more string) string { return "<head><title>" + title + "</title>" + more + "</head>" }
	site := `<meta property="og:site_name" content="Amber Post">`
	og := func(s string) string { return `<meta property="og:title" content="` + s + `">` }
	tests := []struct{ rule, src, want string }{
		{"the headline that readers see", head("Old bridge closed for good - Amber Post", "") + "<h1>The old bridge is closed for good</h1>", "The old bridge is closed for good"},
		{"tail of the site", head("Bridge closed | Amber Post", site), "Bridge closed"},
		{"head of the site", head("Amber Post » Bridge closed", site), "Bridge closed"},
		{"section and site", head("Bridge closed - Local - Amber Post", site) + "<h1>Bridge closed</h1>", "Bridge closed"},
		{"Arabic paper, by its word", head("إغلاق الجسر القديم - بوابة الفجر", ""), "إغلاق الجسر القديم"},
		{"Persian news agency, by its word", head("بسته شدن پل قدیمی - خبرگزاری البرز", ""), "بسته شدن پل قدیمی"},
		{"site in og:title", head("x", site+`<meta property="og:title" content="Bridge closed - Amber Post">`), "Bridge closed"},
		{"a dash inside the headline stays", head("Bridge - the long story of a closure", site), "Bridge - the long story of a closure"},
		{"scores stay", head("Amberford 2 - 1 Ashford", ""), "Amberford 2 - 1 Ashford"},
		{"a logo is no headline", head("Bridge closed for good - Amber Post", "") + `<h1><a href="/">Amber Post</a></h1><h2>Bridge closed for good</h2>`, "Bridge closed for good"},
		{"the name over every page is no headline", head("The Amber Valley Post - Bridge closed for good", "") + `<h1>The Amber Valley Post</h1><h2>Bridge closed for good</h2>`, "Bridge closed for good"},
		{"a kicker that the head lacks is cut", head("The bridge is closed for good", "") + `<h1><span>Local news</span> The bridge is closed for good</h1>`, "The bridge is closed for good"},
		{"a classed kicker is cut", head("x", "") + `<h1><span class="kicker">Floods</span> The bridge is closed for good</h1>`, "The bridge is closed for good"},
		{"a kicker that the head has stays", head("Floods: the bridge is closed", "") + `<h1><span class="kicker">Floods:</span> The bridge is closed</h1>`, "Floods: The bridge is closed"},
		{"a headline alone, whatever search engines are told", head("Cheap bridges compared", "") + "<h1>What a new bridge costs</h1>", "What a new bridge costs"},
		{"the second line of a heading is cut", head("x", og("The bridge is closed for good")) + `<h1>The bridge is closed for good<small>A walk along the river</small></h1>`, "The bridge is closed for good"},
		{"a date in a heading is cut", head("x", og("The bridge is closed for good")) + `<h2 id="role-title"><span>Jun 17</span> The bridge is closed for good</h2>`, "The bridge is closed for good"},
		{"of two headings that the title has, the one that says more", head("The bridge is closed for good - News - Amber Post", site) + `<h1>News</h1><h1>The bridge is closed for good</h1>`, "The bridge is closed for good"},
		{"a word for the kind of page is no headline", head("News - Amber Post", site+og("The bridge is closed for good")) + `<h1>News</h1>`, "The bridge is closed for good"},
		{"a first part stays where the site ends the title", head("All the bridges of Amber - A guide to the Amber valley - Amber Post", site) + `<h1>All the bridges of Amber</h1><h2>A guide to the Amber valley</h2>`, "All the bridges of Amber"},
		{"the headline that readers see, below one for search engines", head("Bridge closed: what drivers need to know", og("A valley loses its oldest bridge")) + `<h1 id="role-title">Bridge closed: what drivers need to know</h1><h2><span>Floods</span> A valley loses its oldest bridge</h2>`, "A valley loses its oldest bridge"},
		{"data of another thing on the page", head("The bridge is closed for good", og("The bridge is closed for good")+`<script type="application/ld+json">{"@type":"Question","name":"How old is the bridge?"}</script>`) + `<h1>x</h1>`, "The bridge is closed for good"},
		{"a product of the site is not the site", head("Amber Nine bicycle. Amber", `<meta property="og:site_name" content="Amber">`) + `<h1>Amber Nine bicycle</h1>`, "Amber Nine bicycle"},
		{"the page's title in the site's name", head("The old bridge - Amber Television", `<meta property="og:site_name" content="The old bridge - Amber Television">`+og("The old bridge")) + `<h1>The old bridge</h1>`, "The old bridge"},
		{"a wide bar before the site", head("橋は閉鎖された｜琥珀新聞", `<meta property="og:site_name" content="琥珀新聞">`), "橋は閉鎖された"},
		{"a low line before the site", head("大桥永久关闭_琥珀新闻网", `<meta property="og:site_name" content="琥珀新闻网">`), "大桥永久关闭"},
		{"a low line inside a name", head("How to call close_bridge in Amber", ""), "How to call close_bridge in Amber"},
		{"a page called as its site", head("Amber Post", site), "Amber Post"},
		{"JSON-LD before nothing", `<script type="application/ld+json">{"@type":"Article","headline":"Bridge &amp;amp; road closed"}</script>`, "Bridge & road closed"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if m := extract(t, tt.src, Page{}); m.Title != tt.want {
				t.Errorf("title %q from %q, want %q", m.Title, m.From["title"], tt.want)
			}
		})
	}
}

func TestExtract_SloganOfAPageThatIsNoArticle(t *testing.T) {
	src := `<head><title>Amber Maps for Teams | Amber</title><meta property="og:title" content="Amber Maps for Teams"></head><h1>See further every day.</h1>`
	akin := strings.Replace(src, "See further every day.", "The maps teams love to read", 1)
	for _, tt := range []struct {
		src, want string
		general   bool
	}{
		{src, "See further every day.", false},
		{src, "Amber Maps for Teams", true},
		{akin, "The maps teams love to read", false},
		{akin, "Amber Maps for Teams", true},
	} {
		if m := extract(t, tt.src, Page{General: tt.general}); m.Title != tt.want {
			t.Errorf("general %v: title %q, want %q", tt.general, m.Title, tt.want)
		}
	}
}

func TestExtract_Authors(t *testing.T) {
	author := func(s string) string { return `<meta name="author" content="` + s + `">` }
	site := `<meta property="og:site_name" content="Amber Post">`
	ld := func(s string) string {
		return `<script type="application/ld+json">{"@type":"Article","author":` + s + `,"publisher":{"@type":"Organization","name":"Amber Post"}}</script>`
	}
	tests := []struct{ rule, head, between, want string }{
		{"one", author("Jane Doe"), "", "Jane Doe"},
		{"label", author("By Jane Doe"), "", "Jane Doe"},
		{"Arabic label", author("بقلم: أحمد علي"), "", "أحمد علي"},
		{"and", author("Jane Doe and John Roe"), "", "Jane Doe; John Roe"},
		{"و before a name", author("أحمد علي ومحمد حسن"), "", "أحمد علي; محمد حسن"},
		{"و in a name", author("سامي وليد الحسن"), "", "سامي وليد الحسن"},
		{"Arabic commas", author("أحمد علي، محمد حسن"), "", "أحمد علي; محمد حسن"},
		{"semicolons", author("Jane Doe; John Roe"), "", "Jane Doe; John Roe"},
		{"the paper after a bar", author("Jane Doe | Amber Post"), "", "Jane Doe"},
		{"a later source that names more", ld(`{"name":"Jane Doe"}`) + author("Jane Doe, John Roe"), "", "Jane Doe; John Roe"},
		{"as libraries do", `<meta name="citation_author" content="Doe, Jane"><meta name="citation_author" content="Roe, John">`, "", "Jane Doe; John Roe"},
		{"degrees are no names", author("Jane Doe, MD, PhD"), "", "Jane Doe"},
		{"a desk stays whole", author("Our Editors"), "", "Our Editors"},
		{"a house stays whole", author("Jobs & Hire"), "", "Jobs & Hire"},
		{"an account gives way to the name that readers see", author("jdoe12"), `<p>By Jane Doe</p>`, "Jane Doe"},
		{"a first name gives way to the whole", author("Jane"), `<p>By Jane Doe</p>`, "Jane Doe"},
		{"a label of several words in a link", "", `<p><a rel="author" href="/x">View all posts by Jane Doe</a></p>`, "Jane Doe"},
		{"a label alone in a link", "", `<p><a href="/author/x">Posted by</a></p>`, ""},
		{"von in a name is no label", "", `<p><a rel="author" href="/x">Jane von Doe</a></p>`, "Jane von Doe"},
		{"a label glued to the name", "", `<p>By<span>Jane Doe</span></p>`, "Jane Doe"},
		{"a label in the block before", "", `<p>Written by</p><p>Jane Doe</p>`, "Jane Doe"},
		{"no name behind a label in the block before", "", `<p>Written by</p><p>Follow</p>`, ""},
		{"the house where nobody is named", site + author("Amber Post"), "", "Amber Post"},
		{"a person before the house", site + author("Amber Post"), `<p>By Jane Doe</p>`, "Jane Doe"},
		{"the house, however its line goes on", site + author("Amber Post"), `<p>By Amber Post In Travel</p>`, "Amber Post"},
		{"an account", "", `<p>by jdoe on 14 July 2016</p>`, "jdoe"},
		{"a label of several words, Arabic", "", `<p>تم النشر بواسطة أحمد علي في 28/05/2019</p>`, "أحمد علي"},
		{"a prompt to follow is no byline", "", `<p>يمكنكم الآن متابعة آخر الأخبار مجاناً</p>`, ""},
		{"a way to sort is no byline", "", `<p>Sort by Best Selling</p>`, ""},
		{"a section that begins like a byline", "", `<p>كتب وإصدارات</p>`, ""},
		{"an account by its class", "", `<p id="role-byline" class="author">jdoe.12</p>`, "jdoe.12"},
		{"addresses are no names", author("https://social.example/jane"), "", ""},
		{"an account that nobody renamed", author("admin"), "", ""},
		{"each once", ld(`[{"name":"Jane Doe"},{"name":"JANE DOE"}]`), "", "Jane Doe"},
		{"JSON-LD objects", ld(`[{"@type":"Person","name":"Jane Doe"},{"name":"John Roe"}]`), "", "Jane Doe; John Roe"},
		{"JSON-LD string", ld(`"Jane Doe, John Roe"`), "", "Jane Doe; John Roe"},
		{"an organisation's name is whole", ld(`{"@type":"Organization","name":"Centre for Drug Evaluation and Research"}`), "", "Centre for Drug Evaluation and Research"},
		{"a person before the paper itself", ld(`{"name":"Amber Post"}`) + author("Jane Doe"), "", "Jane Doe"},
		{"the paper itself where nobody is named", ld(`{"name":"Amber Post"}`), "", "Amber Post"},
		{"microdata", "", `<span itemprop="author" itemscope itemtype="http://schema.org/Person"><b itemprop="name">Jane Doe</b></span>`, "Jane Doe"},
		{"rel=author", "", `<p><a rel="author" href="/x">Jane Doe</a></p>`, "Jane Doe"},
		{"a link to an author", "", `<p><a href="/author/jane">Jane Doe</a>, 14 July 2016</p>`, "Jane Doe"},
		{"a byline", "", `<p>By Jane Doe | 14 July 2016</p>`, "Jane Doe"},
		{"one of two names linked", "", `<p>By <a href="/author/jane">Jane Doe</a> and John Roe</p>`, "Jane Doe; John Roe"},
		{"a title behind a linked name", "", `<p>By <a href="/author/jane">Jane Doe</a>, Digital Security Expert</p>`, "Jane Doe"},
		{"an Arabic byline", "", `<p>كتب - أحمد علي</p>`, "أحمد علي"},
		{"a class", "", `<div class="author">Amber24 - Jane Doe</div>`, "Jane Doe"},
		{"a label without its colon in a class", "", `<div class="byline"><a href="/author/1">كتبت آية دعبس</a></div>`, "آية دعبس"},
		{"who comments is no author", "", `<div class="comments"><a rel="author" href="/x">Jane Doe</a></div>`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			m := extract(t, page(tt.head, tt.between), Page{})
			if got := strings.Join(m.Authors, "; "); got != tt.want {
				t.Errorf("authors %q from %q, want %q", got, m.From["authors"], tt.want)
			}
		})
	}
}

func TestExtract_Site(t *testing.T) {
	tests := []struct{ rule, head, want string }{
		{"og:site_name", `<meta property="og:site_name" content="Amber Post">`, "Amber Post"},
		{"publisher", `<script type="application/ld+json">{"@type":"Article","publisher":{"@id":"#p"}}</script><script type="application/ld+json">{"@type":"Organization","@id":"#p","name":"Amber Post"}</script>`, "Amber Post"},
		{"tail of the title behind the headline", `<title>River closes the old bridge at Amberford | Amber Valley</title>`, "Amber Valley"},
		{"nothing", `<title>River closes the old bridge at Amberford</title>`, ""},
	}
	for _, tt := range tests {
		if m := extract(t, page(tt.head, ""), Page{}); m.Site != tt.want {
			t.Errorf("%s: site %q, want %q", tt.rule, m.Site, tt.want)
		}
	}
}

func TestExtract_CanonicalURL(t *testing.T) {
	tests := []struct{ rule, href, from, want string }{
		{"absolute", "https://amber.example/a", "https://amber.example/a?x=1", "https://amber.example/a"},
		{"relative", "/a", "https://amber.example/b", "https://amber.example/a"},
		{"another host of the site", "https://www.amber.example/a", "https://m.amber.example/a", "https://www.amber.example/a"},
		{"another site", "https://ash.example/a", "https://amber.example/a", ""},
		{"the front page", "https://amber.example/", "https://amber.example/news/a", ""},
		{"no web address", "javascript:void(0)", "https://amber.example/a", ""},
		{"unknown origin", "https://amber.example/a", "", "https://amber.example/a"},
	}
	for _, tt := range tests {
		m := extract(t, page(`<link rel="canonical" href="`+tt.href+`">`, ""), Page{URL: tt.from})
		if m.CanonicalURL != tt.want {
			t.Errorf("%s: canonical %q, want %q", tt.rule, m.CanonicalURL, tt.want)
		}
	}
}

func TestExtract_Section(t *testing.T) {
	tests := []struct{ rule, head, between, want string }{
		{"meta", `<meta property="article:section" content="Local">`, "", "Local"},
		{"JSON-LD trail", `<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},{"item":{"name":"Local"}},{"name":"River closes the old bridge at Amberford"}]}</script>`, "", "Local"},
		{"a trail above the body", "", `<p id="role-breadcrumb">Home / Local / River closes the old bridge at Amberford</p>`, "Local"},
		{"linked steps", "", `<p id="role-breadcrumb"><a href="/">Home</a> <a href="/l">Local</a> River closes the old bridge at Amberford</p>`, "Local"},
		{"a trail of front page and page", "", `<p id="role-breadcrumb">Home / River closes the old bridge at Amberford</p>`, ""},
		{"a category by the headline", "", `<div class="category"><a href="/l">Local</a></div>`, "Local"},
	}
	for _, tt := range tests {
		if m := extract(t, page(tt.head, tt.between), Page{}); m.Section != tt.want {
			t.Errorf("%s: section %q, want %q", tt.rule, m.Section, tt.want)
		}
	}
}

func TestExtract_TagsAtTheFootOfTheArticle(t *testing.T) {
	text := `<h1 id="role-title">River closes the old bridge</h1><p id="role-paragraph">The council closed the bridge over the river on Monday after divers found that two of its piers had moved.</p>`
	foot := `<footer class="entry-footer"><span>Filed under <a href="/category/news">News</a>, <a href="/tag/bridges">Bridges</a>, <a href="/tag/rivers">Rivers</a></span></footer>`
	for src, want := range map[string][]string{
		`<body><article>` + text + foot + `</article>`:           {"Bridges", "Rivers"},
		`<body><main><div>` + text + `</div></main>` + foot + ``: nil,
	} {
		if m := extract(t, src, Page{}); !slices.Equal(m.Tags, want) {
			t.Errorf("tags %q, want %q", m.Tags, want)
		}
	}
}

func TestExtract_SmallFields(t *testing.T) {
	m := extract(t, page(`<meta property="article:tag" content="bridges"><meta property="article:tag" content="rivers">
		<meta name="keywords" content="x, y"><meta property="og:image" content="/i.jpg"><meta name="description" content="Two  piers&amp;amp;moved.">
		<script type="application/ld+json">{"@type":"Article","isAccessibleForFree":"False","image":{"url":"/j.jpg","caption":"The bridge"}}</script>`,
		`<p class="standfirst">Two piers moved in the flood of the spring.</p>`), Page{URL: "https://amber.example/news/a"})
	if !slices.Equal(m.Tags, []string{"bridges", "rivers"}) || m.From["tags"] != FromOpenGraph {
		t.Errorf("tags %q from %q", m.Tags, m.From["tags"])
	}
	if m.ImageURL != "https://amber.example/i.jpg" || m.ImageCaption != "The bridge" {
		t.Errorf("image %q %q", m.ImageURL, m.ImageCaption)
	}
	if m.Description != "Two piers&moved." {
		t.Errorf("description %q", m.Description)
	}
	if m.Paywalled == nil || !*m.Paywalled {
		t.Error("not paywalled")
	}
	if m.Subtitle != "Two piers moved in the flood of the spring." {
		t.Errorf("subtitle %q", m.Subtitle)
	}
}

func TestExtract_PaywallUnsaidIsUnknown(t *testing.T) {
	if m := extract(t, page("", ""), Page{}); m.Paywalled != nil {
		t.Errorf("paywalled %v", *m.Paywalled)
	}
	if m := extract(t, page(`<meta property="article:content_tier" content="free">`, ""), Page{}); m.Paywalled == nil || *m.Paywalled {
		t.Errorf("paywalled %v, want false", m.Paywalled)
	}
}

func TestDetect(t *testing.T) {
	tests := []struct{ rule, text, declared, want string }{
		{"Arabic", "قال المتحدث إن الخدمة ستعود إلى المدينة غدا بعد أن انتهى العمل", "", "ar"},
		{"a wrong label", "قال المتحدث إن الخدمة ستعود إلى المدينة غدا بعد أن انتهى العمل", "en", "ar"},
		{"Persian", "وی گفت که این پل پس از پایان کار باز می‌شود و مردم می‌توانند از آن بگذرند", "ar", "fa"},
		{"Persian with Arabic yeh and kaf", "وي گفت كه اين پل پس از پايان كار باز خواهد شد و همه چيز خوب است", "ar", "fa"},
		{"Urdu", "انہوں نے کہا کہ یہ پل کام ختم ہونے کے بعد کھول دیا جائے گا اور لوگ اس سے گزر سکیں گے", "ar", "ur"},
		{"Sorani", "ئەو گوتی کە پردەکە لە دوای تەواوبوونی کارەکە دەکرێتەوە بۆ هەموو کەس و ئەم ڕێگایە", "ar", "ckb"},
		{"Pashto", "هغه وویل چې دا پل به د کار له پای ته رسېدو وروسته پرانیستل شي او خلک به پرې تېرېږي", "ar", "ps"},
		{"Hebrew", "הוא אמר כי הגשר ייפתח לאחר סיום העבודה וכל התושבים יוכלו לעבור עליו", "en", "he"},
		{"German", "Die Brücke über den Fluss ist geschlossen, und der Verkehr wird auf die Straße umgeleitet", "en", "de"},
		{"French", "Le pont sur la rivière est fermé et la circulation est déviée par une route dans la forêt", "en", "fr"},
		{"Turkish", "Köprü kapatıldı ve trafik bir başka yola yönlendirildi, bu çalışma için daha çok zaman var", "en", "tr"},
		{"Russian", "Мост через реку закрыт, и движение было направлено по другой дороге, как это было и в прошлом году", "", "ru"},
		{"Ukrainian", "Міст через річку закрито, і рух направлено іншою дорогою, як це було й минулого року", "ru", "uk"},
		{"Japanese", "橋は閉鎖され、交通は別の道路に迂回している", "zh", "ja"},
		{"Chinese", "这座桥已经关闭，车辆改走另一条路", "ja", "zh"},
		{"Korean", "다리가 폐쇄되어 차량이 다른 길로 우회하고 있다", "", "ko"},
		{"Hindi", "पुल बंद कर दिया गया है और यातायात को दूसरे रास्ते से भेजा जा रहा है", "", "hi"},
		{"neighbours: what is declared", "Broen er lukket, og det er en lang vei for de som må til byen", "da", "da"},
		{"a language that nobody listed", "Umfula uvale ibhuloho elidala, futhi izimoto zihamba ngomunye umgwaqo manje", "zu", "zu"},
		{"too little text", "AFP", "fr", "fr"},
		{"nothing at all", "2016 — 14:00", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if got := detect(slices.Values([]string{tt.text}), tt.declared); got != tt.want {
				t.Errorf("detect(%q, declared %q) = %q, want %q", tt.text, tt.declared, got, tt.want)
			}
		})
	}
}

func TestLanguages_DataIsWhole(t *testing.T) {
	n := 0
	for line := range dataLines(languageData) {
		n++
		cols := strings.Split(line, "\t")
		if len(cols) != 4 || len(cols[1]) != 4 || cols[3] == "" {
			t.Errorf("line %q: want language, script, letters, words", line)
			continue
		}
		for _, r := range cols[2] {
			if r >= letterLimit && !strings.ContainsRune("ӣӯҳ", r) {
				t.Errorf("%s: letter %q lies outside the table", cols[0], r)
			}
		}
	}
	if known := len(knownTongues().code); known != n || n > 128 {
		t.Errorf("%d languages of %d are known, 128 at most", known, n)
	}
}

func TestVocabulary_DataIsWhole(t *testing.T) {
	n := 0
	for line := range dataLines(metaNames) {
		n++
		if cols := strings.Split(line, "\t"); len(cols) != 3 || strings.ToLower(cols[1]) != cols[1] {
			t.Errorf("line %q: want field, name in lower case, source", line)
		}
	}
	if got := len(vocabulary()); got != n {
		t.Errorf("%d names of %d are known: one stands twice, or its field is none", got, n)
	}
}

func TestDirection(t *testing.T) {
	got := fmt.Sprint(directionOf("ar"), directionOf("fa"), directionOf("ur"), directionOf("ckb"), directionOf("he"), directionOf("dv"), directionOf("en"), directionOf("zu"), directionOf(""))
	if want := "rtlrtlrtlrtlrtlrtlltrltr"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
