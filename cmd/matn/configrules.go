package main

import (
	"fmt"
	"io"
)

// rules are what the configuration says of single sites: the files that can be used,
// and what is wrong with the others, which a crawl does without. It is an error where
// there are none at all to read.
func (c *config) rules() (good []ruleFile, bad []error, err error) {
	if c.Rules == "" {
		return nil, nil, nil
	}
	files, err := readRuleFiles(c.fromHere(c.Rules))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: rules: %w", c.path, err)
	}
	for _, f := range files {
		if _, err := parseRules([]ruleFile{f}); err != nil {
			bad = append(bad, err)
			continue
		}
		good = append(good, f)
	}
	return good, bad, nil
}

// tellBadRules says which rules a crawl goes on without.
func (c *config) tellBadRules(w io.Writer) {
	_, bad, _ := c.rules() // it was read before
	for _, err := range bad {
		fmt.Fprintf(w, "matn: %s; the crawl goes on without this file: mend it, and look with matn rules check\n", printable(err.Error()))
	}
}
