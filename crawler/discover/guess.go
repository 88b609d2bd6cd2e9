package discover

import (
	"net/url"
	"strings"

	"matn/crawler/page"
)

// Addresses that feeds and sitemaps have on sites that declare none, in the order in
// which to try them: WordPress and Drupal, then what papers do by hand.
var (
	feedGuesses    = []string{"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml"}
	sitemapGuesses = []string{"/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/sitemap-news.xml"}
)

// GuessFeeds are addresses at which the feed of u's site may be found, for a site that
// declares none. Few of them exist.
func GuessFeeds(u *url.URL) []string { return guesses(u, feedGuesses) }

// GuessSitemaps are addresses at which the sitemaps of u's site may be found, when its
// robots.txt names none.
func GuessSitemaps(u *url.URL) []string { return guesses(u, sitemapGuesses) }

func guesses(u *url.URL, paths []string) []string {
	out := make([]string, len(paths))
	for i, path := range paths {
		out[i] = page.Normalize(&url.URL{Scheme: u.Scheme, Host: u.Host, Path: path}).String()
	}
	return out
}

// IsFeed reports whether a body looks like a feed: its root element is <rss>, <feed>
// or <rdf:RDF>, or it is a JSON feed. Sites answer guesses with pages of their own.
func IsFeed(body []byte) bool {
	head := string(body[:min(len(body), sitemapHead)])
	for _, mark := range []string{"<rss", "<feed", "<rdf:RDF", "jsonfeed.org/version"} {
		if at := strings.Index(head, mark); at >= 0 && !strings.Contains(strings.ToLower(head[:at]), "<html") {
			return true
		}
	}
	return false
}

// IsSitemap reports whether a body looks like a sitemap in XML, or is in gzip.
func IsSitemap(body []byte) bool {
	head := string(body[:min(len(body), sitemapHead)])
	return strings.HasPrefix(head, "\x1f\x8b") || strings.Contains(head, "<urlset") || strings.Contains(head, "<sitemapindex")
}
