package clean

import (
	"slices"
	"strings"
)

// own copies the fields that may be views of the page, so that an article kept
// does not keep its page in memory.
func (a *Article) own() {
	for _, s := range []*string{
		&a.CanonicalURL, &a.Site, &a.Title, &a.Subtitle, &a.Language, &a.Direction, &a.Section,
		&a.Description, &a.Source, &a.Dateline, &a.Image.URL, &a.Image.Caption,
		&a.Published.Text, &a.Modified.Text,
	} {
		*s = strings.Clone(*s)
	}
	for _, list := range []*[]string{&a.Authors, &a.Tags, &a.Captions} {
		*list = slices.Clone(*list)
		for i, s := range *list {
			(*list)[i] = strings.Clone(s)
		}
	}
}
