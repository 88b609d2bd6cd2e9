package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func writeConfig(t testing.TB, text string) (*config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sites.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return readConfig(path)
}

func TestConfig_SitesTakeWhatDefaultsSay(t *testing.T) {
	c, err := writeConfig(t, `
store: /srv/articles.db
archive: pages
defaults: {delay: 2s, interval: 1h, exclude: [/video/], reread: [1d, 1h], max_bytes: 10M}
sites:
  - url: https://a.example/
    delay: 0
    feeds: [https://a.example/feed]
  - url: https://b.example/
    name: b
    exclude: [/tag/]
    reread: []
    max_age: 30d
    max_pages: 7
    max_bytes: 1K
`)
	if err != nil {
		t.Fatal(err)
	}
	sites := c.sites()
	a, b := sites[0], sites[1]
	if a.Delay != 0 || a.Interval != time.Hour || len(a.Reread) != 2 || a.Reread[0] != time.Hour || a.Reread[1] != 24*time.Hour ||
		a.MaxBytes != 10<<20 || a.Feeds[0] != "https://a.example/feed" || len(a.Exclude) != 1 {
		t.Errorf("a is %+v", a)
	}
	if b.Name != "b" || b.Delay != 2*time.Second || b.Reread == nil || len(b.Reread) != 0 || b.MaxAge != 30*24*time.Hour || b.MaxPages != 7 ||
		b.MaxBytes != 1024 || strings.Join(b.Exclude, " ") != "/video/ /tag/" {
		t.Errorf("b is %+v", b)
	}
	if got := c.storeName(); got != "/srv/articles.db" {
		t.Errorf("store %s", got)
	}
	if got := c.archiveName(c.storeName()); got != filepath.Join(filepath.Dir(c.path), "pages") {
		t.Errorf("archive %s", got)
	}
	c.Archive = "none"
	if got := c.archiveName(c.storeName()); got != "" {
		t.Errorf("archive %s", got)
	}
}

func TestConfig_HelpNamesEveryKey(t *testing.T) {
	for _, key := range configKeys(typeOfConfig) {
		if !strings.Contains(configHelp, key+":") && !strings.Contains(configHelp, key+",") {
			t.Errorf("the help does not name %s", key)
		}
	}
}

func FuzzConfig(f *testing.F) {
	for _, seed := range []string{
		"store: a.db\ndefaults: {delay: 1s}\nsites:\n  - url: https://paper.example/\n",
		"sites: [{url: https://a.example/, reread: [1h, 1d], max_bytes: 1M}]",
		"sites:\n  - url: {a: b}\n", "store: &a [*a]\n", "? [a]: b\n", "sites: !!binary x\n", "\xff\xfe",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseConfig("sites.yaml", []byte(text))
		if err != nil {
			if !strings.Contains(err.Error(), "sites.yaml") {
				t.Errorf("the error does not name the file: %v", err)
			}
			return
		}
		for _, s := range c.sites() {
			if s.URL == "" || s.Delay < 0 {
				t.Errorf("site %+v of %q", s, text)
			}
		}
	})
}
