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
	"matn/clean/rules"
)

// siteCleaner is a Cleaner that knows the sites of its pages.
type siteCleaner struct {
	*clean.Cleaner
	profiles profile.Set
	rules    rules.Set
	least    float64           // articles of less confidence are marked
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

// know finds the rules and the profile of a page. Where only the page itself says
// from which site it is, and others are meant for that, it is cleaned twice.
func (c *siteCleaner) know(info clean.PageInfo, do func(clean.PageInfo) (*clean.Article, error)) (*clean.Article, error) {
	if len(c.rules) > 0 {
		info.Rules = c.rules.For(info.URL)
	}
	name, known := c.nameOf(info)
	if info.Profile == nil {
		info.Profile = c.profiles.For(name)
	}
	if info.Profile == nil && !known {
		info.Profile = c.profiles[dirOf(info.Input)] // of "learn --group-by dir"
	}
	ofPage := info.Profile == nil && !known
	if ofPage {
		info.Profile = c.profileOf("")
	}
	a, err := do(info)
	if known || a == nil {
		return c.doubt(a), err
	}
	again := info
	if ofPage {
		again.Profile = c.profileOf(a.CanonicalURL)
	}
	if info.Rules == nil && a.CanonicalURL != "" {
		again.Rules = c.rules.For(a.CanonicalURL)
	}
	if again.Profile != info.Profile || again.Rules != info.Rules {
		a, err = do(again)
	}
	return c.doubt(a), err
}

// profileOf returns the profile of the site of a page's own address. Where neither
// the page nor who gave it says where it is from, the lone profile of a file is meant.
func (c *siteCleaner) profileOf(address string) *profile.Profile {
	if p := c.profiles.For(profile.Site(address)); p != nil || address != "" || len(c.profiles) > 1 {
		return p
	}
	for _, p := range c.profiles {
		return p
	}
	return nil
}

// doubt marks an article of too little confidence.
func (c *siteCleaner) doubt(a *clean.Article) *clean.Article {
	if a != nil && a.Body != "" && a.Confidence < c.least {
		a.Warnings = append(a.Warnings, fmt.Sprintf("doubtful: confidence %.2f is below %.2f", a.Confidence, c.least))
	}
	return a
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

// readProfiles reads a file of "matn learn", which a flag names, and gives its bytes too.
func readProfiles(flag, path string) (profile.Set, []byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", flag, pathError(err))
	}
	set, err := profile.ReadSet(b)
	if err != nil {
		return nil, nil, fmt.Errorf("%s %s: %s; learn the site again with matn learn", flag, path, trimPackage(err.Error()))
	}
	return set, b, nil
}

// ruleExtensions are those of files of rules in a directory.
var ruleExtensions = []string{".yaml", ".yml"}

// ruleFile is a file of rules, as a store keeps it.
type ruleFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// parseRules makes one set of all files.
func parseRules(files []ruleFile) (all rules.Set, err error) {
	for _, f := range files {
		set, err := rules.Parse(f.Name, []byte(f.Text))
		if err != nil {
			return nil, errors.New(trimPackage(err.Error()))
		}
		all = append(all, set...)
	}
	return all, nil
}

// readRuleFiles reads a file of rules, or all those of a directory.
func readRuleFiles(path string) (read []ruleFile, err error) {
	files := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, pathError(err)
		}
		files = nil
		for _, e := range entries {
			if slices.Contains(ruleExtensions, filepath.Ext(e.Name())) && !e.IsDir() {
				files = append(files, filepath.Join(path, e.Name()))
			}
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("%s: no files of rules here (looked for %s)", path, strings.Join(ruleExtensions, " "))
		}
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, pathError(err)
		}
		read = append(read, ruleFile{f, string(b)})
	}
	return read, nil
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
