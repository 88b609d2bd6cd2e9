// Package rules is what a person says of single sites: where the text stands,
// what is to go and what is to stay. Rules win over everything that matn finds
// by itself.
//
//	YAML -> Parse -> Set -> For(URL) -> Rules.Apply on the blocks of a page
//
// A file holds one site, or several with lines "---" between:
//
//	host: paper.example            # and the hosts below it; a list for several
//	body: article .text            # CSS selectors, one or a list: all that stands
//	                               # in such an element is the text
//	title: h1.headline             # the first element that is found
//	date: [time.published, .date]  # its datetime or content attribute, or its text
//	author: .byline a              # every element found
//	strip: [.share, "#related"]    # never text
//	strip-phrases: [اقرأ أيضا]     # blocks with these words in a row go
//	keep-phrases: [تنويه]          # blocks with these words stay, whatever else holds
//	charset: windows-1256          # of all pages, whatever they say
//	language: ar                   # BCP 47
//
// Phrases are compared with their spelling folded (harakat, hamza, case, digits),
// at the ends of words. Import makes rules of files of ftr-site-config.
package rules

import (
	"net/url"
	"strings"

	"matn/clean/internal/dom"
)

// Rules are those of one site.
type Rules struct {
	Hosts    []string // lower case, without "www."; hosts below them count as well
	Charset  string   // WHATWG name; "" leaves it to the page
	Language string   // BCP 47; "" leaves it to the page

	Body, Title, Date, Author, Strip []Selector
	StripPhrases, KeepPhrases        []string

	folded struct{ strip, keep [][]byte }
	file   string
}

// Selector is a CSS selector and where it was written.
type Selector struct {
	Text string
	Line int // in its file, from 1

	css dom.Selector
}

// Set is the rules of several sites.
type Set []*Rules

// For returns the rules of the site of a URL: those whose host is the longest
// that fits. Without a URL, the rules of a set that has those of one site are
// meant. It returns nil where no rules apply.
func (s Set) For(rawURL string) *Rules {
	if strings.TrimSpace(rawURL) == "" {
		if len(s) == 1 {
			return s[0]
		}
		return nil
	}
	u, err := url.Parse(strings.TrimSpace(rawURL))
	if err != nil {
		return nil
	}
	host := bareHost(u.Hostname())
	var best *Rules
	longest := 0
	for _, r := range s {
		for _, h := range r.Hosts {
			if len(h) > longest && (host == h || strings.HasSuffix(host, "."+h)) {
				best, longest = r, len(h)
			}
		}
	}
	return best
}

func bareHost(h string) string {
	return strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(h), "."), "www.")
}
