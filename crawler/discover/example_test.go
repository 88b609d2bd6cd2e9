package discover_test

import (
	"errors"
	"fmt"
	"net/url"

	"matn/crawler/discover"
)

var base = &url.URL{Scheme: "https", Host: "paper.example", Path: "/"}

func ExampleReadFeed() {
	body := `<rss version="2.0"><channel><ttl>15</ttl>
		<item><title>Old bridge opens</title><link>/news/2026/old-bridge-opens?utm_source=rss</link></item>
		<item><title>A second`
	feed, err := discover.ReadFeed([]byte(body), "application/rss+xml", base)
	for _, e := range feed.Entries { // what could be read
		fmt.Println(e.URL, "|", e.Title)
	}
	var damaged *discover.FeedError
	fmt.Println(errors.As(err, &damaged), damaged.Read)
	// Output:
	// https://paper.example/news/2026/old-bridge-opens | Old bridge opens
	// true 1
}

func ExampleReadSitemap() {
	body := `<urlset><url><loc>https://paper.example/news/1</loc><lastmod>2026-03-01</lastmod></url></urlset>`
	sitemap, err := discover.ReadSitemap([]byte(body), "application/xml", base)
	fmt.Println(sitemap.Kind, sitemap.Entries[0].URL, sitemap.Entries[0].Modified.Format("2 Jan 2006"), err)
	// Output: urlset https://paper.example/news/1 1 Mar 2026 <nil>
}

func ExampleReadPage() {
	body := `<link rel="alternate" type="application/rss+xml" href="/feed"><h2><a href="/news/1#top">Old bridge opens</a></h2>`
	front := discover.ReadPage([]byte(body), "text/html", base)
	fmt.Println(front.Feeds[0].URL, front.Links[0].URL, front.Links[0].Headline)
	// Output: https://paper.example/feed https://paper.example/news/1 true
}

func ExamplePattern() {
	p := &discover.Pattern{}
	for _, slug := range []string{"الملاحة-تعود-إلى-المرفأ", "الجسر-القديم-يفتح-أمام-المارة", "أسعار-الخبز-ترتفع-من-جديد", "مجلس-المدينة-يجتمع-اليوم", "فوز-جديد-لفريق-المرفأ"} {
		p.AddListed(base.JoinPath("أخبار", slug)) // from the site's feed
	}
	for _, path := range []string{"أخبار/وزير-المياه-يزور-السد-الجديد", "من-نحن", "وسم/المرفأ"} {
		v := p.Judge(base.JoinPath(path))
		fmt.Println(path, v.Article)
	}
	// Output:
	// أخبار/وزير-المياه-يزور-السد-الجديد true
	// من-نحن false
	// وسم/المرفأ false
}

func ExampleTrap() {
	fmt.Println(discover.Trap(base.JoinPath("events/2031/05/")))
	fmt.Println(discover.Trap(base.JoinPath("a/b/a/b/a/b")))
	// Output:
	// a page of a calendar
	// repeats a in its path
}
