package meta

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"matn/clean/internal/dom"
)

// monthFirstRegions write the month before the day in English (CLDR, short dates).
var monthFirstRegions = [...]string{"US", "PH", "PR", "GU", "AS", "VI", "MP", "UM"}

// monthFirst reports whether 3/4/2020 is 4 March on the page. Only English has
// both orders. Dates of the page that can be read in one way settle it; else the
// country that the page or its domain names, else the order of most pages.
func (r *reader) monthFirst(l *dom.Layout, lang string) bool {
	if lang != "en" {
		return false
	}
	if order := numericOrder(l); order != 0 {
		return order > 0
	}
	locales, _ := r.meta(fieldLanguage)
	for _, tag := range append([]string{r.lang}, locales...) {
		if t, err := language.Parse(strings.TrimSpace(tag)); err == nil {
			if region, sure := t.Region(); sure == language.Exact {
				return slices.Contains(monthFirstRegions[:], region.String())
			}
		}
	}
	return !hasCountryDomain(r.address)
}

// numericOrder counts the numeric dates on a page with a number above 12: above 0
// when more of them have the month first, below when more have the day first.
func numericOrder(l *dom.Layout) int {
	order := 0
	for i := range l.Blocks {
		b := &l.Blocks[i]
		if b.Words > maxDateline {
			continue
		}
		for s := b.Text; ; {
			at := strings.IndexByte(s, '/')
			if at < 0 {
				break
			}
			order += orderAt(s, at)
			s = s[at+1:]
		}
	}
	return order
}

// orderAt is 1 where the slash at s[at] stands in a date such as 12/18/2025, -1
// in 18/12/2025, 0 where the order is open or there is no date.
func orderAt(s string, at int) int {
	start := at
	for start > 0 && isDigit(s[start-1]) {
		start--
	}
	second, rest := digits(s[at+1:])
	first, _ := digits(s[start:])
	if len(first) != at-start || first == "" || second == "" || len(rest) < 3 || rest[0] != '/' || !isDigit(rest[1]) || !isDigit(rest[2]) {
		return 0
	}
	switch a, b := valueOf(first), valueOf(second); {
	case a <= 12 && b > 12 && b <= 31:
		return 1
	case b <= 12 && a > 12 && a <= 31:
		return -1
	}
	return 0
}

// valueOf is the value of a string of at most two digits.
func valueOf(s string) int {
	n := 0
	for i := range len(s) {
		n = 10*n + int(s[i]-'0')
	}
	return n
}
