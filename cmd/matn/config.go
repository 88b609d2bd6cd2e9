package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"matn/crawler"
	"matn/crawler/page"
)

// configHelp is the schema, as help texts show it.
const configHelp = `The configuration is YAML; a key that is not known is an error. The smallest:

  store: articles.db
  defaults: {delay: 1s, interval: 15m, contact: ops@example.org}
  sites:
    - url: https://paper.example/

All keys, with what holds without them:

  store: articles.db       the collection; a path is relative to this file
  archive: articles.warc   directory of the pages as they were fetched (WARC);
                           beside the store; "none" keeps none
  rules: rules.yaml        what you say of single sites (matn rules --help)
  workers: 64              sites that are worked on at once
  min_confidence: 0.5      articles of less confidence are kept, marked with a
                           warning, and listed by matn status --doubtful
  defaults:
    contact: ""            mail address or URL that servers are told, so that they
                           can complain; set it
    about: ""              a page about this crawler, told to servers too
    ...                    and any key of a site but url, name, feeds, sitemaps,
                           sections, hosts
  sites:
    - url: (needed)        front page
      name: (host)         what the site is called in status and export
      feeds: []            RSS, Atom, JSON feeds; found by themselves when absent
      sitemaps: []         likewise
      sections: []         section pages, beside those that the front page links
      hosts: []            the site's hosts outside of its own domain
      exclude: []          beginnings of paths that are left out: /video/
      delay: 1s            least pause between two requests to a host; its
                           robots.txt, Retry-After and slowness make it longer
      interval: 15m        between visits to feeds and fronts at first; it adapts,
                           from 2m (or from here, if that is less) to 24h
      reread: [...]        how long after it was found an article is read again:
                           [15m, 1h, 6h, 1d] with interval 15m, and in proportion
                           to it; [] never
      max_age: (none)      leave out what sitemaps date further back: 30d
      max_depth: 2         sections below the front page
      max_pages, max_bytes, max_time: (none)   budget of one run; 500, 100M, 10m`

// config is a configuration as written.
type config struct {
	Store    located      `yaml:"store"`
	Archive  string       `yaml:"archive"`
	Rules    string       `yaml:"rules"`
	Workers  int          `yaml:"workers"`
	Least    float64      `yaml:"min_confidence"`
	Defaults configValues `yaml:"defaults"`
	Sites    []configSite `yaml:"sites"`

	path string
}

// configValues are what defaults and sites have in common. nil is not given.
type configValues struct {
	Contact  *string     `yaml:"contact"`
	About    *string     `yaml:"about"`
	Exclude  []located   `yaml:"exclude"`
	Delay    *duration   `yaml:"delay"`
	Interval *duration   `yaml:"interval"`
	Reread   *[]duration `yaml:"reread"`
	MaxAge   *duration   `yaml:"max_age"`
	MaxDepth *int        `yaml:"max_depth"`
	MaxPages *int        `yaml:"max_pages"`
	MaxBytes *yamlBytes  `yaml:"max_bytes"`
	MaxTime  *duration   `yaml:"max_time"`
}

// configSite is one site as written.
type configSite struct {
	URL      located   `yaml:"url"`
	Name     string    `yaml:"name"`
	Feeds    []located `yaml:"feeds"`
	Sitemaps []located `yaml:"sitemaps"`
	Sections []located `yaml:"sections"`
	Hosts    []string  `yaml:"hosts"`

	Values configValues `yaml:",inline"`
}

// located is a text that knows its line.
type located struct {
	text string
	line int
}

// UnmarshalYAML reads a plain value.
func (l *located) UnmarshalYAML(n ast.Node) error {
	l.line = n.GetToken().Position.Line
	if _, ok := n.(ast.ScalarNode); !ok {
		return &lineError{l.line, "a text is wanted here"}
	}
	l.text = n.GetToken().Value
	return nil
}

// duration is a time span: "90s", "15m", "6h", "30d".
type duration time.Duration

// UnmarshalYAML reads what time.ParseDuration does, and days.
func (d *duration) UnmarshalYAML(n ast.Node) error {
	text := n.GetToken().Value
	value, err := parseAge(text)
	if err != nil || value < 0 {
		return &lineError{n.GetToken().Position.Line, fmt.Sprintf("%q is no duration; write it like 90s, 15m, 6h or 30d", text)}
	}
	*d = duration(value)
	return nil
}

// yamlBytes is a size: "500K", "100M".
type yamlBytes int64

// UnmarshalYAML reads a size as the flags do.
func (b *yamlBytes) UnmarshalYAML(n ast.Node) error {
	var size byteSize
	if err := size.Set(n.GetToken().Value); err != nil {
		return &lineError{n.GetToken().Position.Line, fmt.Sprintf("%q: %v", n.GetToken().Value, err)}
	}
	*b = yamlBytes(size)
	return nil
}

// readConfig reads and checks a configuration. Errors name the file and the line.
func readConfig(path string) (*config, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration: %w; matn crawl --help shows what it looks like", err)
	}
	c, err := parseConfig(path, text)
	if err != nil {
		return nil, err
	}
	_, _, err = c.rules()
	return c, err
}

// parseConfig reads the text of the file at path.
func parseConfig(path string, text []byte) (*config, error) {
	c := &config{path: path}
	if err := decodeYAML(text, c); err != nil {
		return nil, configError(path, err)
	}
	if err := c.check(); err != nil {
		return nil, configError(path, err)
	}
	return c, nil
}

// decodeYAML reads YAML into v, whose keys have to be known. On some malformed texts
// the library panics.
func decodeYAML(text []byte, v any) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = errors.New("it cannot be read as YAML; compare it with what matn crawl --help shows")
		}
	}()
	return yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(v)
}

var errNoSites = errors.New("it names no sites; add at least\n  sites:\n    - url: https://paper.example/")

func (c *config) check() error {
	if len(c.Sites) == 0 {
		return errNoSites
	}
	if c.Workers < 0 {
		return errors.New("workers must be 1 or more")
	}
	if !(c.Least >= 0 && c.Least <= 1) { // NaN is neither
		return fmt.Errorf("min_confidence is %v and must be from 0 to 1", c.Least)
	}
	if err := checkPrefixes(c.Defaults.Exclude); err != nil {
		return err
	}
	lines := map[string]int{}
	for i := range c.Sites {
		s := &c.Sites[i]
		if s.URL.text == "" {
			return fmt.Errorf("site %d has no url", i+1)
		}
		if err := checkPrefixes(s.Values.Exclude); err != nil {
			return err
		}
		for _, list := range [][]located{{s.URL}, s.Feeds, s.Sitemaps, s.Sections} {
			for _, l := range list {
				if _, err := page.ParseURL(l.text); err != nil {
					return &lineError{l.line, trimPackage(err.Error())}
				}
			}
		}
		name := s.Name
		if name == "" {
			name = s.URL.text
		}
		if before, ok := lines[name]; ok {
			return &lineError{s.URL.line, fmt.Sprintf("site %s was named in line %d already; give one of them another name", name, before)}
		}
		lines[name] = s.URL.line
	}
	return nil
}

// checkPrefixes refuses what no path begins with.
func checkPrefixes(exclude []located) error {
	for _, prefix := range exclude {
		if !strings.HasPrefix(prefix.text, "/") {
			return &lineError{prefix.line, fmt.Sprintf("exclude takes beginnings of paths, such as /video/; %q would match none", prefix.text)}
		}
	}
	return nil
}

// storeName is the store that the configuration names, as a path from here.
func (c *config) storeName() string { return c.fromHere(c.Store.text) }

// archiveName is the directory of the archive, "" for none.
func (c *config) archiveName(storeName string) string {
	switch c.Archive {
	case "":
		return archiveDir(storeName)
	case noArchive:
		return ""
	}
	return c.fromHere(c.Archive)
}

func (c *config) fromHere(path string) string {
	if path == "" || filepath.IsAbs(path) || strings.Contains(path, "://") {
		return path
	}
	return filepath.Join(filepath.Dir(c.path), path)
}

const defaultDelay = time.Second

// sites are those of the configuration, with the defaults filled in.
func (c *config) sites() []crawler.Site {
	sites := make([]crawler.Site, len(c.Sites))
	for i, s := range c.Sites {
		sites[i] = crawler.Site{Name: s.Name, URL: s.URL.text, Feeds: texts(s.Feeds), Sitemaps: texts(s.Sitemaps),
			Sections: texts(s.Sections), Hosts: s.Hosts, Delay: defaultDelay}
		c.Defaults.apply(&sites[i])
		s.Values.apply(&sites[i])
	}
	return sites
}

// apply sets what is given.
func (v *configValues) apply(s *crawler.Site) {
	s.Exclude = append(s.Exclude, texts(v.Exclude)...)
	set(&s.Delay, (*time.Duration)(v.Delay))
	set(&s.Interval, (*time.Duration)(v.Interval))
	set(&s.MaxAge, (*time.Duration)(v.MaxAge))
	set(&s.MaxDepth, v.MaxDepth)
	set(&s.MaxPages, v.MaxPages)
	set(&s.MaxBytes, (*int64)(v.MaxBytes))
	set(&s.MaxTime, (*time.Duration)(v.MaxTime))
	if v.Reread != nil {
		s.Reread = []time.Duration{} // not nil: that is the usual
		for _, d := range *v.Reread {
			s.Reread = append(s.Reread, time.Duration(d))
		}
		slices.Sort(s.Reread)
	}
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

func texts(list []located) (out []string) {
	for _, l := range list {
		out = append(out, l.text)
	}
	return out
}

// identity is what servers are told of who asks, and whom to write to.
func (c *config) identity() (about, contact string) {
	set(&about, c.Defaults.About)
	set(&contact, c.Defaults.Contact)
	return about, contact
}
