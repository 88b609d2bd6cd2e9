package clean

import (
	"matn/clean/internal/date"
	"matn/clean/internal/meta"
	"matn/clean/rules"
)

// setFields puts what the rules of a site found in place of what the page's own
// evidence gave.
func setFields(m *meta.Meta, info PageInfo, said rules.Outcome) {
	if said.Title != "" {
		m.Title, m.From["title"] = said.Title, meta.FromRules
	}
	if len(said.Authors) > 0 {
		m.Authors, m.From["authors"] = said.Authors, meta.FromRules
	}
	if r := info.Rules; r != nil && r.Language != "" {
		m.Language, m.From["language"] = r.Language, meta.FromRules
		m.Direction, m.From["direction"] = meta.Direction(r.Language), meta.FromRules
	}
	if d, ok := readDate(said.Date, date.Context{Now: info.Fetched}); ok {
		m.Published, m.From["published"] = d, meta.FromRules
	}
}

// readDate reads a date that stands alone, or the first one in a text.
func readDate(s string, c date.Context) (Date, bool) {
	if d, ok := date.Parse(s, c); ok || s == "" {
		return d, ok
	}
	if found := date.Find(s, c); len(found) > 0 {
		return found[0].Date, true
	}
	return Date{}, false
}
