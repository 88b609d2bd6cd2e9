package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/crawler/fetch"
)

// sitesOptions are the flags of sites check.
type sitesOptions struct {
	cleanerFlags
	userAgent    string
	ignoreRobots bool
	timeout      time.Duration
	delay        time.Duration
	articles     int
	quiet        bool
}

func newSitesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sites",
		Short: "Look at a site before it is crawled",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newSitesCheckCommand())
	return cmd
}

// Defaults of sites check.
const (
	defaultCheckDelay    = time.Second
	defaultCheckArticles = 3
	maxSitemapBody       = 60 << 20 // sitemaps may have 50 MB
)

func newSitesCheckCommand() *cobra.Command {
	o := sitesOptions{cleanerFlags: cleanerFlags{maxBytes: defaultGetBytes}}
	cmd := &cobra.Command{
		Use:   "check URL",
		Short: "Find a site's feeds and sitemaps, try three articles, print its config entry",
		Long: `Look at a site as a crawl would: its robots.txt, its front page, its feeds and sitemaps;
then fetch three articles and show what would be kept of them. What is printed is an entry
for the configuration of matn crawl, with all that was found in comments above it.

Requests are made one at a time with a pause between them, some ten to twenty in all.
robots.txt is obeyed.

Exit status:
  0    articles were found and cleaned
  1    no article was found
  2    wrong usage, or the site cannot be reached
  3    some of the articles could not be cleaned
  130  stopped by Ctrl-C`,
		Example: `  matn sites check https://paper.example/
  matn sites check https://paper.example/ --articles 5 --delay 3s > sites.yaml`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runSitesCheck(cmd, args[0], o) },
	}
	o.registerCleaner(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&o.ignoreRobots, "ignore-robots", false, "fetch what robots.txt asks robots not to")
	flags.DurationVar(&o.timeout, "timeout", defaultGetTimeout, "give up on a page after this long")
	flags.DurationVar(&o.delay, "delay", defaultCheckDelay, "pause between two requests; robots.txt may ask for a longer one")
	flags.IntVar(&o.articles, "articles", defaultCheckArticles, "how many articles to try")
	flags.StringVar(&o.userAgent, "user-agent", fetch.UserAgent(clean.Version, "", ""), "what to tell servers that we are")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "do not tell what is being fetched")
	return cmd
}

func runSitesCheck(cmd *cobra.Command, rawURL string, o sitesOptions) error {
	switch {
	case o.timeout <= 0:
		return usageError(cmd, fmt.Errorf("--timeout %v: must be more than 0", o.timeout))
	case o.delay < 0:
		return usageError(cmd, fmt.Errorf("--delay %v: must not be negative", o.delay))
	case o.articles < 1:
		return usageError(cmd, fmt.Errorf("--articles %d: must be 1 or more", o.articles))
	}
	cleaner, err := o.cleaner(cmd, false)
	if err != nil {
		return err
	}
	fetcher, err := fetch.New(fetch.Options{UserAgent: o.userAgent, MaxBody: maxSitemapBody, MaxWire: maxSitemapBody,
		Timeout: o.timeout, Proxy: http.ProxyFromEnvironment, TrustProxy: true})
	if err != nil {
		return usageError(cmd, err)
	}
	defer fetcher.Close()
	manners, err := newManners(fetcher, getOptions{ignoreRobots: o.ignoreRobots, userAgent: o.userAgent})
	if err != nil {
		return usageError(cmd, err)
	}
	c := &siteCheck{fetcher: fetcher, manners: manners, cleaner: cleaner, delay: o.delay, want: o.articles, tell: io.Discard}
	if !o.quiet {
		c.tell = os.Stderr
	}
	if err := c.run(cmd.Context(), rawURL); err != nil {
		return getAdvice(err)
	}
	if _, err := io.WriteString(cmd.OutOrStdout(), c.report()); err != nil {
		return fmt.Errorf("cannot write the output: %w", err)
	}
	return c.verdict()
}

// run looks at the site, step by step. Only what makes the rest pointless is an error.
func (c *siteCheck) run(ctx context.Context, rawURL string) error {
	if err := c.readFront(ctx, rawURL); err != nil {
		return err
	}
	for _, step := range []func(context.Context){c.readFeeds, c.readSitemaps, c.readArticles} {
		step(ctx)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return nil
}

func (c *siteCheck) verdict() error {
	good := 0
	for _, s := range c.samples {
		if s.err == nil {
			good++
		}
	}
	switch {
	case good == 0:
		return &exitError{exitNothing}
	case good < len(c.samples):
		return &exitError{exitSome}
	}
	return nil
}

// errNoFeed is a guess that leads to a page of another kind.
var errNoFeed = errors.New("no feed is there")
