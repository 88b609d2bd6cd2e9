package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"time"

	"matn/clean"
	"matn/crawler/discover"
	"matn/crawler/fetch"
	"matn/crawler/page"
)

// siteCheck is what matn sites check finds out, in the order of its fields.
type siteCheck struct {
	fetcher *fetch.Fetcher
	manners *manners
	cleaner *siteCleaner
	delay   time.Duration
	want    int       // articles
	tell    io.Writer // what is being fetched

	asked int // requests so far

	home     *url.URL // the front page, after redirects
	front    *discover.Page
	declared []string // sitemaps that robots.txt names
	pause    time.Duration
	feeds    []listSource
	sitemaps []listSource
	pattern  discover.Pattern
	listed   []string // articles that feeds and news sitemaps list, newest first
	linked   []string // what the front page links and looks like one
	sections []string
	samples  []sample
}

// listSource is a feed or a sitemap that was tried.
type listSource struct {
	url     string
	guessed bool
	entries int
	news    bool
	err     error // what is wrong with it; it may have entries all the same
}

// sample is an article that was tried.
type sample struct {
	url     string
	article *clean.Article
	err     error
}

// fetch gets one page when the host's turn and the pause have come.
func (c *siteCheck) fetch(ctx context.Context, rawURL string) (*page.Page, error) {
	u, err := page.ParseURL(rawURL)
	if err != nil {
		return nil, err
	}
	free, err := c.manners.take(ctx, u)
	if err != nil {
		return nil, err
	}
	defer free()
	if c.asked++; c.asked > 1 {
		select {
		case <-time.After(c.delay):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	fmt.Fprintln(c.tell, "matn: fetching "+printable(readableURL(rawURL)))
	return c.fetcher.Get(ctx, rawURL, fetch.RequestOptions{Allow: c.manners.allow})
}

func (c *siteCheck) readFront(ctx context.Context, rawURL string) error {
	p, err := c.fetch(ctx, rawURL)
	if err != nil {
		return err
	}
	if c.home, err = page.ParseURL(p.URL); err != nil {
		return err
	}
	c.front = discover.ReadPage(p.Body, p.ContentType, c.home)
	if c.manners.robots != nil {
		policy, err := c.manners.robots.Policy(ctx, c.home)
		if err != nil {
			return err
		}
		c.declared = policy.Rules.Sitemaps
		c.pause = c.manners.delay(ctx, c.home)
	}
	return nil
}

// readFeeds reads the feeds that the front page declares, else those where many sites
// have one.
func (c *siteCheck) readFeeds(ctx context.Context) {
	const most = 5 // sections have feeds of their own; the first ones are of the whole site
	for _, f := range c.front.Feeds[:min(len(c.front.Feeds), most)] {
		c.readFeed(ctx, f.URL, false)
	}
	if len(c.front.Feeds) > 0 {
		return
	}
	for _, guess := range discover.GuessFeeds(c.home) {
		if ctx.Err() != nil || c.readFeed(ctx, guess, true) {
			return
		}
	}
}

func (c *siteCheck) readFeed(ctx context.Context, rawURL string, guessed bool) (found bool) {
	s := listSource{url: rawURL, guessed: guessed}
	p, err := c.fetch(ctx, rawURL)
	if err == nil && !discover.IsFeed(p.Body) {
		err = errNoFeed
	}
	if err != nil {
		if s.err = err; !guessed {
			c.feeds = append(c.feeds, s)
		}
		return false
	}
	base, err := url.Parse(p.URL)
	if err != nil {
		return false
	}
	feed, err := discover.ReadFeed(p.Body, p.ContentType, base)
	s.entries, s.err = len(feed.Entries), err
	for _, e := range feed.Entries {
		c.list(e.URL)
	}
	c.feeds = append(c.feeds, s)
	return s.entries > 0
}

// list notes an article that the site lists.
func (c *siteCheck) list(rawURL string) {
	u, err := url.Parse(rawURL)
	if err != nil || !page.SameHost(u, c.home) || slices.Contains(c.listed, rawURL) {
		return
	}
	c.pattern.AddListed(u)
	c.listed = append(c.listed, rawURL)
}

// readSitemaps reads some of the sitemaps that robots.txt or the front page names, else
// those where many sites have one. News sitemaps come first.
func (c *siteCheck) readSitemaps(ctx context.Context) {
	const most = 4
	guessed := false
	queue := append(slices.Clone(c.declared), c.front.Sitemaps...)
	if len(queue) == 0 {
		queue, guessed = discover.GuessSitemaps(c.home), true
	}
	done := map[string]bool{}
	for tried := 0; len(queue) > 0 && tried < most && ctx.Err() == nil; {
		next := queue[0]
		queue = queue[1:]
		if u, err := page.Resolve(c.home, next); err == nil {
			next = page.Normalize(u).String()
		}
		if done[next] {
			continue
		}
		done[next] = true
		more, found := c.readSitemap(ctx, next, guessed)
		if !found && guessed {
			continue
		}
		tried++
		if guessed, queue = false, append(more, queue...); found && len(more) == 0 && c.news() {
			return
		}
	}
}

func (c *siteCheck) news() bool {
	return slices.ContainsFunc(c.sitemaps, func(s listSource) bool { return s.news })
}

// readSitemap gives the sitemaps that one lists, those of news before the others.
func (c *siteCheck) readSitemap(ctx context.Context, rawURL string, guessed bool) (more []string, found bool) {
	s := listSource{url: rawURL, guessed: guessed}
	p, err := c.fetch(ctx, rawURL)
	if err != nil {
		if s.err = err; !guessed {
			c.sitemaps = append(c.sitemaps, s)
		}
		return nil, false
	}
	base, err := url.Parse(p.URL)
	if err != nil {
		return nil, false
	}
	sitemap, err := discover.ReadSitemap(p.Body, p.ContentType, base)
	if guessed && sitemap.Kind == "" {
		return nil, false
	}
	s.entries, s.news, s.err = len(sitemap.Entries)+len(sitemap.Index), sitemap.HasNews(), err
	c.sitemaps = append(c.sitemaps, s)
	for _, e := range sitemap.Entries {
		if e.News != nil {
			c.list(e.URL)
		}
	}
	slices.SortStableFunc(sitemap.Index, func(a, b discover.SitemapRef) int { return b.Modified.Compare(a.Modified) })
	for _, ref := range sitemap.Index {
		more = append(more, ref.URL)
	}
	return more, true
}

// readArticles tries the newest of what is listed, and fills up from the front page.
func (c *siteCheck) readArticles(ctx context.Context) {
	c.pattern.AddPage(c.front)
	for _, s := range c.pattern.Sections(c.front) {
		c.sections = append(c.sections, s.URL)
	}
	for i := range c.front.Links {
		l := &c.front.Links[i]
		if u, err := url.Parse(l.URL); err == nil && page.SameHost(u, c.home) && c.pattern.JudgeLink(l).Article {
			c.linked = append(c.linked, l.URL)
		}
	}
	seen := map[string]bool{}
	for _, rawURL := range slices.Concat(c.listed, c.linked) {
		if len(c.samples) == c.want || ctx.Err() != nil {
			return
		}
		if !seen[rawURL] {
			seen[rawURL] = true
			c.samples = append(c.samples, c.sample(ctx, rawURL))
		}
	}
}

func (c *siteCheck) sample(ctx context.Context, rawURL string) sample {
	p, err := c.fetch(ctx, rawURL)
	if err != nil {
		return sample{url: rawURL, err: getAdvice(err)}
	}
	a, err := cleanPage(c.cleaner, p)
	if err == nil && a.Body == "" {
		err = errors.New("no text")
	}
	return sample{url: rawURL, article: a, err: err}
}
