package meta

import (
	"strings"

	"golang.org/x/net/html/atom"

	"matn/clean/internal/date"
	"matn/clean/internal/dom"
)

// stateKeys are the names under which publishing systems keep the day of
// publication in the state that their scripts draw a page from: Shopify,
// Prismic, Next.js and GraphQL sites. In the order of trust.
var stateKeys = [...]string{
	"datePublished", "published_at", "publishedAt", "publishedDate", "published_date", "publishDate", "publish_date",
	"publication_date", "publicationDate", "first_publication_date", "firstPublishedAt", "published",
}

// maxStamp is how far behind its key a stamp may end, in bytes, with the quotes
// and their escapes.
const maxStamp = 60

// stateDate is the day of publication in the page's scripts, where all that one
// key says there is one day: with several the state holds other texts too.
func (r *reader) stateDate() date.Date {
	var best date.Date
	rank := len(stateKeys)
	for i := range r.doc.Elems {
		e := &r.doc.Elems[i]
		if e.Tag != atom.Script || isLinkedData(dom.Attr(e.Node, "type")) {
			continue
		}
		s := rawText(e.Node)
		for k := 0; k < len(stateKeys) && k <= rank; k++ {
			d, found, agree := r.stamps(s, stateKeys[k])
			switch {
			case !agree || found && k == rank && daysBetween(best, d) != 0:
				return date.Date{}
			case found:
				best, rank = d, k
			}
		}
	}
	return best
}

// stamps reads the stamps that stand behind a key. They agree if all are of one
// day.
func (r *reader) stamps(s, key string) (d date.Date, found, agree bool) {
	for {
		i := strings.Index(s, key)
		if i < 0 {
			return d, found, true
		}
		quoted := i > 0 && s[i-1] == '"'
		s = s[i+len(key):]
		if !quoted {
			continue
		}
		one := r.stamp(s[:min(len(s), maxStamp)])
		if one.IsZero() {
			continue
		}
		if found && daysBetween(d, one) != 0 {
			return date.Date{}, false, false
		}
		d, found = one, true
	}
}

// stamp reads `":"2019-03-02T06:22:28+01:00"`, quotes escaped or not.
func (r *reader) stamp(s string) date.Date {
	v := strings.TrimLeft(s, `\": `)
	if len(v) == len(s) || !strings.Contains(s[:len(s)-len(v)], ":") {
		return date.Date{}
	}
	end := strings.IndexAny(v, `"\`)
	if end < len("2006-01-02") || v[0] < '0' || v[0] > '9' {
		return date.Date{}
	}
	if d := r.parse(v[:end]); d.Precision >= date.Day {
		return d
	}
	return date.Date{}
}
