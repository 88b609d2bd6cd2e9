package meta

import (
	_ "embed"
	"strings"
	"sync"
)

// field is a field of Meta that <meta> names speak of.
type field uint8

const (
	fieldTitle field = iota
	fieldSubtitle
	fieldSite
	fieldCanonical
	fieldSection
	fieldDescription
	fieldAuthor
	fieldPublished
	fieldModified
	fieldTag
	fieldImage
	fieldImageAlt
	fieldLanguage
	fieldTier
	fieldCount
)

var fieldNames = [fieldCount]string{
	"title", "subtitle", "site", "canonical", "section", "description", "author",
	"published", "modified", "tag", "image", "imagealt", "language", "tier",
}

// term is what one name means: its field, how many names of the field are
// trusted more, and where its values count as coming from.
type term struct {
	field field
	rank  int
	from  string
}

//go:embed data/meta.tsv
var metaNames string

// vocabulary maps <meta> names in lower case to their terms.
var vocabulary = sync.OnceValue(func() map[string]term {
	terms := make(map[string]term)
	for line := range dataLines(metaNames) {
		cols := strings.Split(line, "\t")
		for f, name := range fieldNames {
			if name == cols[0] {
				terms[cols[1]] = term{field: field(f), rank: len(terms), from: cols[2]}
			}
		}
	}
	return terms
})

// dataLines yields the entries of a data file: not its comments, not its blank
// lines.
func dataLines(file string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(file) {
			line = strings.TrimRight(line, "\r\n")
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}
