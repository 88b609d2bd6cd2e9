package discover

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

func at(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

const rssHead = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>صحيفة المرفأ</title><link>https://paper.example/</link><language>ar</language>`

func items(n int) string {
	var b strings.Builder
	for i := range n {
		num := string(rune('a' + i))
		b.WriteString("<item><title>خبر " + num + "</title><link>https://paper.example/news/" + num + "?utm_source=rss</link><pubDate>Sun, 01 Mar 2026 12:00:00 +0300</pubDate></item>\n")
	}
	return b.String()
}

func urls(f *Feed) []string {
	var out []string
	for _, e := range f.Entries {
		out = append(out, e.URL)
	}
	return out
}

func TestReadFeed_Kinds(t *testing.T) {
	noon := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	tests := []struct {
		name, body string
		want       Feed
	}{
		{"RSS 2.0", rssHead + `<ttl>30</ttl><atom:link rel="next" href="/feed?page=2"/>` + items(1) + `</channel></rss>`,
			Feed{Kind: "rss", Title: "صحيفة المرفأ", Language: "ar", Site: "https://paper.example/", Refresh: 30 * time.Minute, Next: "https://paper.example/feed?page=2",
				Entries: []Entry{{URL: "https://paper.example/news/a", Title: "خبر a", Published: noon}}}},
		{"update period", rssHead + `<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>` + items(1) + `</channel></rss>`,
			Feed{Kind: "rss", Title: "صحيفة المرفأ", Language: "ar", Site: "https://paper.example/", Refresh: 15 * time.Minute,
				Entries: []Entry{{URL: "https://paper.example/news/a", Title: "خبر a", Published: noon}}}},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour</title><link rel="next" href="https://paper.example/feed?page=2"/>
			<entry><title>One</title><link href="https://paper.example/1"/><published>2026-03-01T12:00:00+03:00</published><updated>2026-03-01T13:00:00+03:00</updated></entry></feed>`,
			Feed{Kind: "atom", Title: "Harbour", Language: "en", Next: "https://paper.example/feed?page=2",
				Entries: []Entry{{URL: "https://paper.example/1", Title: "One", Published: noon, Updated: noon.Add(time.Hour)}}}},
		{"JSON", `{"version":"https://jsonfeed.org/version/1.1","title":"Harbour","home_page_url":"https://paper.example/","language":"en",
			"items":[{"id":"1","url":"https://paper.example/1","title":"One","date_published":"2026-03-01T12:00:00+03:00"}]}`,
			Feed{Kind: "json", Title: "Harbour", Language: "en", Site: "https://paper.example/",
				Entries: []Entry{{URL: "https://paper.example/1", Title: "One", Published: noon}}}},
		{"RSS 1.0", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
			<channel><title>Harbour</title></channel><item><title>One</title><link>https://paper.example/1</link><dc:date>2026-03-01T12:00:00+03:00</dc:date></item></rdf:RDF>`,
			Feed{Kind: "rss", Title: "Harbour", Entries: []Entry{{URL: "https://paper.example/1", Title: "One", Published: noon, Updated: noon}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadFeed([]byte(tt.body), "text/xml", at(t, "https://paper.example/feed"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, *got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadFeed_WhereAnItemIs(t *testing.T) {
	tests := []struct{ name, item, want string }{
		{"relative link", `<link>/news/1</link>`, "https://paper.example/news/1"},
		{"blanks", "<link>\n  https://paper.example/news/1\n</link>", "https://paper.example/news/1"},
		{"Arabic, unescaped", `<link>https://paper.example/أخبار/ا</link>`, "https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%A7"},
		{"guid only", `<guid isPermaLink="true">https://paper.example/news/1</guid>`, "https://paper.example/news/1"},
		{"guid that is no address", `<guid isPermaLink="false">n-1</guid>`, ""},
		{"original link of a counter", `<link>https://feeds.example/~r/1</link><feedburner:origLink>https://paper.example/news/1</feedburner:origLink>`, "https://paper.example/news/1"},
		{"mail", `<link>mailto:a@paper.example</link>`, ""},
		{"entities", `<link>https://paper.example/news?a=1&amp;b=2</link>`, "https://paper.example/news?a=1&b=2"},
		{"bare ampersand", `<link>https://paper.example/news?a=1&b=2</link>`, "https://paper.example/news?a=1&b=2"},
		{"CDATA", `<link><![CDATA[https://paper.example/news?a=1&b=2]]></link>`, "https://paper.example/news?a=1&b=2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadFeed([]byte(rssHead+"<item>"+tt.item+"</item></channel></rss>"), "", at(t, "https://paper.example/feed"))
			if err != nil {
				t.Fatal(err)
			}
			if first := strings.Join(urls(got), " "); first != tt.want {
				t.Errorf("got %q, want %q", first, tt.want)
			}
		})
	}
}

func TestReadFeed_DamageCostsWhatItHit(t *testing.T) {
	whole := rssHead + items(5)
	tests := []struct {
		name, body string
		want       int
	}{
		{"cut within the last item", whole[:len(whole)-40], 4},
		{"never closed", whole, 5},
		{"tag soup in one item", rssHead + items(2) + `<item><title>x</link></title><link>https://paper.example/bad</item>` + strings.ReplaceAll(items(4), "/news/", "/more/") + "</channel></rss>", 6},
		{"an item that is not closed", rssHead + `<item><title>lost</title>` + items(3) + "<<</channel></rss>", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadFeed([]byte(tt.body), "application/rss+xml", at(t, "https://paper.example/feed"))
			var damaged *FeedError
			if !errors.As(err, &damaged) || damaged.Read != len(got.Entries) {
				t.Errorf("error %v", err)
			}
			if len(got.Entries) < tt.want {
				t.Errorf("%d entries, want %d: %v", len(got.Entries), tt.want, urls(got))
			}
		})
	}
}

func TestReadFeed_NoFeed(t *testing.T) {
	for name, body := range map[string]string{"empty": "", "page": "<!DOCTYPE html><html><body><p>not found</p></body></html>",
		"text": "no feed here", "JSON": `{"a":`, "sitemap": `<urlset></urlset>`} {
		got, err := ReadFeed([]byte(body), "", at(t, "https://paper.example/feed"))
		var bad *FeedError
		if !errors.As(err, &bad) || got == nil || len(got.Entries) != 0 || !strings.Contains(err.Error(), "not a feed") {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestReadFeed_Charsets(t *testing.T) {
	body := strings.Replace(rssHead+items(1)+"</channel></rss>", `encoding="utf-8"`, `encoding="LABEL"`, 1)
	old, err := charmap.Windows1256.NewEncoder().String(body)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, body, label, header string }{
		{"declared", old, "windows-1256", ""},
		{"in the header", old, "utf-8", "text/xml; charset=windows-1256"},
		{"declared as UTF-8", old, "utf-8", "text/xml"},
		{"not declared", old, "", "text/xml"},
		{"UTF-8 declared as windows-1256", body, "windows-1256", ""},
		{"UTF-8 with a mark", "\xef\xbb\xbf" + body, "utf-8", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(tt.body, "LABEL", tt.label, 1)
			if tt.label == "" {
				text = strings.Replace(text, ` encoding=""`, "", 1)
			}
			got, err := ReadFeed([]byte(text), tt.header, at(t, "https://paper.example/feed"))
			if err != nil || got.Title != "صحيفة المرفأ" || got.Entries[0].Title != "خبر a" {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func FuzzReadFeed(f *testing.F) {
	f.Add([]byte(rssHead+items(3)+"</channel></rss>"), "text/xml")
	f.Add([]byte(rssHead+items(2)), "")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"/1"}]}`), "application/json")
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/1"/></entry></feed>`), "")
	base := &url.URL{Scheme: "https", Host: "paper.example", Path: "/feed"}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		got, err := ReadFeed(body, contentType, base)
		var damaged *FeedError
		if err != nil && !errors.As(err, &damaged) {
			t.Fatalf("undocumented error %v", err)
		}
		seen := map[string]bool{}
		for _, e := range got.Entries {
			u, err := url.Parse(e.URL)
			if err != nil || u.Host == "" || seen[e.URL] {
				t.Fatalf("entry %q", e.URL)
			}
			seen[e.URL] = true
		}
	})
}
