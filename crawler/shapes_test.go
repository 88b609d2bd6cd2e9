package crawler_test

import (
	"fmt"
	"strings"
	"testing"

	"matn/crawler"
)

// shape is how a site writes its addresses. "%d" becomes a number, "%s" a title.
type shape struct {
	name     string
	article  func(n int, title, section string) string
	sections []string
	others   []string // no articles, and no sections: linked from every page
}

func slug(title string) string { return strings.ReplaceAll(title, " ", "-") }

func shapes() []shape {
	return []shape{
		{"date and title", func(n int, title, section string) string {
			return fmt.Sprintf("/%s/2026/03/%02d/%s", section, n%28+1, slug(title))
		},
			[]string{"politics", "sport", "culture"}, []string{"/about-us", "/tag/water", "/author/salma-haddad", "/2026/03/", "/politics/2026/", "/login?next=/politics", "/privacy-policy"}},
		{"number", func(n int, _, section string) string { return fmt.Sprintf("/%s/%d", section, 1204500+n) },
			[]string{"news", "sport"}, []string{"/tag/1204501", "/page/2", "/news/1204501/print", "/contact", "/gallery/44"}},
		{"Arabic title at the root", func(_ int, title, _ string) string { return "/" + slug(title) },
			[]string{"سياسة", "رياضة"}, []string{"/من-نحن", "/اتصل-بنا", "/وسم/المرفأ-القديم", "/كاتب/سلمى-حداد", "/سياسة-الخصوصية"}},
		{"Arabic section, number and title", func(n int, title, section string) string {
			return fmt.Sprintf("/%s/%d/%s", section, 481200+n, slug(title))
		},
			[]string{"سياسة", "اقتصاد", "ثقافة"}, []string{"/بحث", "/كاتب/12/سلمى-حداد", "/أرشيف", "/سياسة?page=2"}},
		{"script", func(n int, _, _ string) string { return fmt.Sprintf("/article.aspx?id=%d", 88100+n) },
			nil, []string{"/section.aspx?id=12", "/print.aspx?id=88101", "/default.aspx", "/contact.aspx"}},
		{"mark and number", func(n int, title, _ string) string { return fmt.Sprintf("/ar/%s/a-%d", slug(title), 65197800+n) },
			nil, []string{"/ar/about/s-11394000", "/ar/harbour/t-52106276", "/ar/legal-notice/a-1"}},
		{"title with a number and .html", func(n int, title, section string) string {
			return fmt.Sprintf("/%s/%s-%d.html", section, slug(title), 48200+n)
		},
			[]string{"world", "sport"}, []string{"/about.html", "/terms-of-use.html", "/sport/page-2.html", "/uploads/2026/old-bridge-opens-again.jpg"}},
	}
}

var shapeTitles = []string{"old bridge opens again after nine years", "rain at last say the farmers of the south", "council votes on a new water law", "harvest comes late to the valley",
	"two new schools open this year", "harbour team wins the cup once more", "the man who mended maps is gone", "storm closes the coast road for days", "prices of bread rise for a third time",
	"minister resigns after a long night", "ferry returns to its old route", "museum shows the first charts of the bay", "night trains come back to the north", "thousands march for cleaner rivers"}

var arabicTitles = []string{"الجسر القديم يفتح أمام المارة بعد تسع سنوات", "المطر أخيرا يقول مزارعو الجنوب", "المجلس يصوت على قانون المياه الجديد", "موسم القطاف يتأخر في الوادي هذا العام",
	"مدرستان جديدتان تفتحان أبوابهما", "فريق المرفأ يفوز بالكأس مرة أخرى", "رحيل الرجل الذي أصلح الخرائط", "العاصفة تغلق طريق الساحل أياما", "أسعار الخبز ترتفع للمرة الثالثة",
	"استقالة الوزير بعد ليلة طويلة", "العبارة تعود إلى مسارها القديم", "المتحف يعرض أولى خرائط الخليج", "قطارات الليل تعود إلى الشمال", "آلاف يتظاهرون من أجل أنهار نظيفة"}

// build serves a site of the shape: its feed lists the first articles, its front links
// more of them, and its sections the rest.
func (s shape) build(p *paper, feed bool) (articles []string) {
	titles := shapeTitles
	if strings.HasPrefix(s.name, "Arabic") {
		titles = arabicTitles
	}
	bySection := map[string][]string{}
	var links []string
	for n, title := range titles {
		section := ""
		if len(s.sections) > 0 {
			section = s.sections[n%len(s.sections)]
		}
		path := s.article(n, title, section)
		p.article(path, title, "the text of "+title)
		link := fmt.Sprintf(`<h3><a href="%s">%s</a></h3>`, path, title)
		bySection[section] = append(bySection[section], link)
		if articles = append(articles, path); n < 10 || section == "" {
			links = append(links, link)
		}
	}
	head, menu := "", ""
	if feed {
		head = `<link rel="alternate" type="application/rss+xml" href="/rss-of-ours">`
		p.feed("/rss-of-ours", articles[:6]...)
	}
	for _, section := range s.sections {
		menu += fmt.Sprintf(`<a href="/%s">%s</a> `, section, section)
	}
	foot := ""
	for i, other := range s.others {
		foot += fmt.Sprintf(`<a href="%s">link %d</a> `, other, i)
		p.text(other, "text/html; charset=utf-8", "<p>no article</p>")
	}
	page := func(body string) string {
		return "<!DOCTYPE html><html><head>" + head + "</head><body><nav>" + menu + "</nav><main>" + body + "</main><div>" + foot + "</div></body></html>"
	}
	p.text("/", "text/html; charset=utf-8", page(strings.Join(links, "\n")))
	for _, section := range s.sections {
		p.text("/"+section, "text/html; charset=utf-8", page(strings.Join(bySection[section], "\n")))
	}
	return articles
}

func TestCrawl_FirstRoundFetchesEveryArticleOnceAndNothingElse(t *testing.T) {
	for _, feed := range []bool{true, false} {
		c := newClock(20)
		var sites []crawler.Site
		papers, articles := map[string]*paper{}, map[string][]string{}
		for _, s := range shapes() {
			p := newPaper(t, c)
			papers[s.name], articles[s.name] = p, s.build(p, feed)
			sites = append(sites, crawler.Site{URL: p.URL, Delay: delay})
		}
		w := newCrawl(t, c, sites, nil)
		w.round()
		for _, s := range shapes() {
			asked := papers[s.name].asked()
			for _, path := range articles[s.name] {
				if n := count(asked, path); n != 1 {
					t.Errorf("%s, feed %v: %s was asked for %d times", s.name, feed, path, n)
				}
			}
			for _, path := range s.others {
				if count(asked, path) > 0 {
					t.Errorf("%s, feed %v: %s was asked for", s.name, feed, path)
				}
			}
			papers[s.name].polite(t, delay)
		}
	}
}
