package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/crawler/fetch"
	"matn/crawler/page"
)

// Defaults of get. Pages from the network are held to less than files are.
const (
	defaultGetBytes   = 10 << 20
	defaultGetJobs    = 4
	defaultGetTimeout = 60 * time.Second
)

// getOptions are the flags of get.
type getOptions struct {
	articleFlags
	ignoreRobots bool
	timeout      time.Duration
	userAgent    string
}

func newGetCommand() *cobra.Command {
	o := getOptions{articleFlags: articleFlags{cleanerFlags: cleanerFlags{maxBytes: defaultGetBytes}, jobs: defaultGetJobs}}
	cmd := &cobra.Command{
		Use:   "get URL...",
		Short: "Fetch pages and print their articles",
		Long: `Fetch each URL and print the article on its page. "-" reads URLs from standard
input, one a line. Redirects are followed. robots.txt is obeyed. Pages of one host
are fetched one at a time, with the pause that their robots.txt asks for; --jobs is
for several hosts.

` + outputHelp + "\n\n" + exitHelp,
		Example: `  matn get https://paper.example/news/1
  matn get https://paper.example/news/1 --format json --explain
  matn get https://a.example/1 https://b.example/2 --format html -o articles/
  matn get - --format jsonl < urls.txt`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runGet(cmd, args, o) },
	}
	o.register(cmd)
	o.registerFetch(cmd)
	return cmd
}

// registerFetch adds the flags of what fetches for a person.
func (o *getOptions) registerFetch(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&o.ignoreRobots, "ignore-robots", false, "fetch what robots.txt asks robots not to")
	flags.DurationVar(&o.timeout, "timeout", defaultGetTimeout, "give up on a page after this long, redirects included")
	flags.StringVar(&o.userAgent, "user-agent", fetch.UserAgent(clean.Version, "", ""), "what to tell servers that we are")
}

func runGet(cmd *cobra.Command, args []string, o getOptions) error {
	cleaner, err := o.check(cmd)
	if err != nil {
		return err
	}
	g, err := newGetter(cmd, cleaner, o)
	if err != nil {
		return err
	}
	defer g.fetcher.Close()
	return o.run(cmd.Context(), g.tasks(args, cmd.InOrStdin()), len(args) > 1 || args[0] == "-", countURLs(args))
}

// newGetter checks the flags of fetching. The caller closes the fetcher.
func newGetter(cmd *cobra.Command, cleaner *siteCleaner, o getOptions) (*getter, error) {
	if o.timeout <= 0 {
		return nil, usageError(cmd, fmt.Errorf("--timeout %v: must be more than 0", o.timeout))
	}
	fetcher, err := fetch.New(fetch.Options{
		UserAgent: o.userAgent,
		MaxBody:   int64(o.maxBytes),
		MaxWire:   int64(o.maxBytes),
		Timeout:   o.timeout,
		Proxy:     http.ProxyFromEnvironment,
		// A person asked for these URLs, so where the proxy may go is between them.
		TrustProxy: true,
	})
	if err != nil {
		return nil, usageError(cmd, err)
	}
	manners, err := newManners(fetcher, o)
	if err != nil {
		fetcher.Close()
		return nil, usageError(cmd, err)
	}
	return &getter{fetcher: fetcher, cleaner: cleaner, manners: manners}, nil
}

// countURLs is how many URLs will be fetched, 0 when standard input says.
func countURLs(args []string) int {
	if slices.Contains(args, "-") {
		return 0
	}
	return len(args)
}

// getter fetches pages and has them cleaned.
type getter struct {
	fetcher *fetch.Fetcher
	cleaner *siteCleaner
	manners *manners
}

// tasks yields one task a URL, in order.
func (g *getter) tasks(args []string, stdin io.Reader) iter.Seq[task] {
	many := len(args) > 1 || args[0] == "-"
	return func(yield func(task) bool) {
		for _, arg := range args {
			if arg != "-" {
				if !yield(g.task(arg, many)) {
					return
				}
				continue
			}
			for line, err := range lines(stdin) {
				t := g.task(line, many)
				if err != nil {
					t = failedTask("-", err)
				}
				if !yield(t) {
					return
				}
			}
		}
	}
}

func (g *getter) task(rawURL string, many bool) task {
	return task{
		name: rawURL,
		file: urlFileName(rawURL),
		many: many,
		clean: func(ctx context.Context) (*clean.Article, error) {
			return g.get(ctx, rawURL)
		},
	}
}

func (g *getter) get(ctx context.Context, rawURL string) (*clean.Article, error) {
	u, err := page.ParseURL(rawURL)
	if err != nil {
		return nil, err
	}
	free, err := g.manners.take(ctx, u)
	if err != nil {
		return nil, err
	}
	defer free()
	p, err := g.fetcher.Get(ctx, rawURL, fetch.RequestOptions{Allow: g.manners.allow})
	if err != nil {
		return nil, getAdvice(err)
	}
	return cleanPage(g.cleaner, p)
}

// getAdvice names the flag that lifts the limit that was met.
func getAdvice(err error) error {
	var failed *fetch.Error
	if !errors.As(err, &failed) {
		return err
	}
	switch failed.Kind {
	case fetch.KindTooBig:
		return fmt.Errorf("%w with --max-bytes", err)
	case fetch.KindTimeout:
		return fmt.Errorf("%w with --timeout", err)
	}
	return err
}

// cleanPage cleans what a server sent, as the kind of thing that it said it was.
func cleanPage(c *siteCleaner, p *page.Page) (*clean.Article, error) {
	info := clean.PageInfo{Input: p.URLAsked, URL: p.URL, ContentType: p.ContentType, Fetched: p.Fetched}
	media := mediaType(p.ContentType)
	if notAPage(media) {
		return nil, fmt.Errorf("%w but %s; give the address of a page", clean.ErrBinary, media)
	}
	if !isHTMLType(media) && detect(urlPath(p.URL), p.Body) == kindText {
		return c.Text(p.Body, info)
	}
	return c.HTML(p.Body, info)
}

func mediaType(contentType string) string {
	media, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(media))
}

func isHTMLType(media string) bool { return media == "text/html" || media == "application/xhtml+xml" }

// notAPage reports the media types that are text, but never an article.
func notAPage(media string) bool {
	switch media {
	case "application/json", "application/ld+json", "application/rss+xml", "application/atom+xml",
		"text/css", "text/javascript", "application/javascript":
		return true
	}
	return false
}

func urlPath(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return ""
	}
	return u.Path
}
