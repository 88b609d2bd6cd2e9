package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// report is YAML: an entry for a crawl's configuration, and what was found in comments.
func (c *siteCheck) report() string {
	var out strings.Builder
	note := func(format string, args ...any) {
		text := strings.TrimLeft(format, " ")
		indent := format[:len(format)-len(text)]
		out.WriteString("# " + indent + oneLine(fmt.Sprintf(text, args...)) + "\n") // oneLine: titles come from anywhere
	}
	note("%s, looked at by matn with %d requests", c.home, c.asked)
	switch {
	case c.manners.robots == nil:
		note("robots.txt: not asked")
	case c.pause > 0:
		note("robots.txt: allows us, and asks for %v between two pages", c.pause)
	default:
		note("robots.txt: allows us")
	}
	out.WriteString("#\n")
	sources(note, "feed", c.feeds)
	sources(note, "sitemap", c.sitemaps)
	note("front page: %d links, %d of them look like articles, %d like sections", len(c.front.Links), len(c.linked), len(c.sections))
	for i, s := range c.samples {
		out.WriteString("#\n")
		c.describe(note, i+1, s)
	}
	if len(c.samples) == 0 {
		out.WriteString("#\n")
		note("No article was found. If there are some, name the pages that list them under sections,")
		note("or give the address of a feed under feeds.")
	}
	out.WriteString("\nsites:\n  - url: " + quoteYAML(c.home.String()) + "\n")
	c.optional(&out)
	return out.String()
}

func sources(note func(string, ...any), kind string, list []listSource) {
	if len(list) == 0 {
		note("no %s was found", kind)
	}
	for _, s := range list {
		how := ""
		if s.guessed {
			how = ", which the site does not declare"
		}
		if s.news {
			how += ", of news"
		}
		if s.err != nil && s.entries == 0 {
			note("%s %s: %s", kind, s.url, trimPackage(s.err.Error()))
			continue
		}
		note("%s %s: %s%s", kind, s.url, entries(s.entries), how)
		if s.err != nil {
			note("  %s", trimPackage(s.err.Error()))
		}
	}
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// shownRunes is how much of a text's ends is shown.
const shownRunes = 100

func (c *siteCheck) describe(note func(string, ...any), n int, s sample) {
	if s.err != nil {
		note("article %d: %s: %s", n, readableURL(s.url), trimPackage(s.err.Error()))
		return
	}
	a := s.article
	note("article %d: %s", n, readableURL(s.url))
	note("  title: %s", a.Title)
	if !a.Published.IsZero() {
		note("  published: %s", a.Published)
	}
	note("  %d words, confidence %.2f", a.WordCount, a.Confidence)
	note("  begins: %s", clipRunes(a.Body, shownRunes))
	if end := lastRunes(a.Body, shownRunes); end != "" {
		note("  ends: %s", end)
	}
}

func clipRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + " …"
		}
		n--
	}
	return s
}

// lastRunes is the end of a text that clipRunes has not shown whole.
func lastRunes(s string, n int) string {
	count := utf8.RuneCountInString(s)
	if count <= n {
		return ""
	}
	skip := count - n
	for i := range s {
		if skip == 0 {
			return "… " + s[i:]
		}
		skip--
	}
	return ""
}

// optional adds, in comments, what may be said of the site but need not be.
func (c *siteCheck) optional(out *strings.Builder) {
	names := func(key string, list []listSource) {
		var urls []string
		for _, s := range list {
			if s.entries > 0 {
				urls = append(urls, quoteYAML(s.url))
			}
		}
		if len(urls) > 0 {
			out.WriteString("    # " + key + ": [" + strings.Join(urls, ", ") + "]\n")
		}
	}
	if len(c.feeds)+len(c.sitemaps) > 0 {
		out.WriteString("    # A crawl finds these by itself; with them here it looks for no others:\n")
	}
	names("feeds", c.feeds)
	names("sitemaps", c.sitemaps)
}

// quoteYAML quotes an address where YAML would take a part of it for something else.
func quoteYAML(s string) string {
	if strings.ContainsAny(s, "#,[]{}&*!|>'\"%@` ") {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	}
	return s
}
