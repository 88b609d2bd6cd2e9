package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matn/clean"
	"matn/clean/profile"
)

// siteCleaner is a Cleaner that knows the sites of its pages.
type siteCleaner struct {
	*clean.Cleaner
	profiles profile.Set
	groupBy  string            // how the profiles were told apart, if by this run
	groups   map[string]string // of inputs without an address: the name of their profile
}

// HTML cleans a page with what is known of its site.
func (c *siteCleaner) HTML(b []byte, info clean.PageInfo) (*clean.Article, error) {
	return c.know(info, func(info clean.PageInfo) (*clean.Article, error) { return c.Cleaner.HTML(b, info) })
}

// Text cleans flattened text with what is known of its site.
func (c *siteCleaner) Text(b []byte, info clean.PageInfo) (*clean.Article, error) {
	return c.know(info, func(info clean.PageInfo) (*clean.Article, error) { return c.Cleaner.Text(b, info) })
}

// know finds the profile of a page. Where only the page itself says from which
// site it is, it is cleaned twice.
func (c *siteCleaner) know(info clean.PageInfo, do func(clean.PageInfo) (*clean.Article, error)) (*clean.Article, error) {
	if info.Profile != nil || len(c.profiles) == 0 {
		return do(info)
	}
	name, known := c.nameOf(info)
	if info.Profile = c.profiles.For(name); info.Profile != nil || known {
		return do(info)
	}
	a, err := do(info)
	if a == nil || a.CanonicalURL == "" {
		return a, err
	}
	if info.Profile = c.profiles.For(profile.Site(a.CanonicalURL)); info.Profile == nil {
		return a, err
	}
	return do(info)
}

// nameOf is the name of the profile of a page, as far as it is known before the
// page is read.
func (c *siteCleaner) nameOf(info clean.PageInfo) (string, bool) {
	if c.groupBy == groupDir {
		return dirOf(info.Input), true
	}
	if info.URL != "" {
		return profile.Site(info.URL), true
	}
	name, known := c.groups[info.Input]
	return name, known
}

// dirOf names the directory that a file is in.
func dirOf(path string) string { return filepath.Base(filepath.Dir(path)) }

// readProfiles reads a file of "matn learn".
func readProfiles(path string) (profile.Set, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--profile %s: %w", path, pathError(err))
	}
	set, err := profile.ReadSet(b)
	if err != nil {
		return nil, fmt.Errorf("--profile %s: %s; learn the site again with matn learn", path, strings.TrimPrefix(err.Error(), "profile: "))
	}
	return set, nil
}

// Ways to tell which pages are of one site.
const (
	groupNone = ""
	groupSite = "site"
	groupDir  = "dir"
)

var groupings = []string{groupSite, groupDir}

func checkGrouping(by string) error {
	if by != groupNone && !slices.Contains(groupings, by) {
		return fmt.Errorf("--group-by %q: must be one of %s", by, strings.Join(groupings, ", "))
	}
	return nil
}

// groupOf names the profile of a page.
func groupOf(by string, a *clean.Article) (string, error) {
	switch by {
	case groupDir:
		return dirOf(a.Input), nil
	case groupSite:
		for _, u := range []string{a.URL, a.CanonicalURL} {
			if site := profile.Site(u); site != "" {
				return site, nil
			}
		}
		return "", errors.New("neither its address nor the page says from which site it is; --group-by dir takes a directory for a site")
	}
	return "", nil
}
