package discover

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

// Limits of a feed. Feeds of news sites list 10 to 100 entries, archives some
// thousands.
const (
	maxFeedBytes   = 10 << 20
	maxFeedEntries = 10_000
	maxTitleRunes  = 500
)

// Feed is an RSS, Atom or JSON feed as read.
type Feed struct {
	Kind     string        // "rss", "atom" or "json"
	Title    string        // one line
	Language string        // as declared, "" when not
	Site     string        // the page that the feed belongs to; "" when not said
	Next     string        // the next page of a paged feed (RFC 5005); "" when there is none
	Refresh  time.Duration // how long the feed asks to be left alone (ttl, sy:updatePeriod); 0 when it does not say
	Entries  []Entry       // in the order of the feed, each URL once
}

// Entry is one item of a feed.
type Entry struct {
	URL       string
	Title     string    // one line
	Published time.Time // UTC; zero when not given or unreadable
	Updated   time.Time // UTC; zero when not given or unreadable
}

// FeedError says why a feed could not be read, or not as a whole.
type FeedError struct {
	Read int // entries that were read all the same
	Err  error
}

// Error is one line.
func (e *FeedError) Error() string {
	if e.Read > 0 {
		return fmt.Sprintf("discover: feed is damaged, %d entries could be read: %v", e.Read, e.Err)
	}
	return fmt.Sprintf("discover: not a feed that can be read: %v", e.Err)
}

// Unwrap gives the cause.
func (e *FeedError) Unwrap() error { return e.Err }

// errFeedSize is a feed beyond maxFeedBytes.
var errFeedSize = fmt.Errorf("it has more than %d bytes", maxFeedBytes)

// ReadFeed reads a feed that was found at base. An error is a *FeedError; the Feed
// returned with it, never nil, has the entries that could be read.
func ReadFeed(body []byte, contentType string, base *url.URL) (*Feed, error) {
	var tooLong error
	if len(body) > maxFeedBytes {
		body, tooLong = body[:maxFeedBytes], errFeedSize
	}
	text, _ := toUTF8(body, contentType, xmlEncoding(body))
	text = withoutDeclaration(text)
	parsed, err := parseFeed(text)
	if !errors.Is(err, gofeed.ErrFeedTypeNotDetected) {
		parsed, err = salvage(text, parsed, err)
	}
	feed := newFeed(parsed, base)
	if err = errors.Join(tooLong, err); err != nil {
		return feed, &FeedError{Read: len(feed.Entries), Err: err}
	}
	return feed, nil
}

// parseFeed is the door to gofeed.
func parseFeed(text []byte) (*gofeed.Feed, error) {
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	return parser.Parse(bytes.NewReader(text))
}

var xmlDeclaration = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}\?>`)

// withoutDeclaration takes off <?xml encoding="..."?> once the text is UTF-8.
func withoutDeclaration(text []byte) []byte {
	return bytes.TrimSpace(text[len(xmlDeclaration.Find(text)):])
}

var xmlEncodingLabel = regexp.MustCompile(`encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']`)

// xmlEncoding is the charset that an XML declaration names, "" when there is none.
func xmlEncoding(body []byte) string {
	head := xmlDeclaration.Find(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if m := xmlEncodingLabel.FindSubmatch(head); m != nil {
		return string(m[1])
	}
	return ""
}

// errUnbalanced is a feed whose tags do not close, which its parser does not tell.
var errUnbalanced = errors.New("its tags do not close")

// salvage reads the entries one by one when the feed as a whole gave an error, or
// fewer entries than it has.
func salvage(text []byte, parsed *gofeed.Feed, err error) (*gofeed.Feed, error) {
	if err == nil && len(parsed.Items) >= max(countTags(text, "item"), countTags(text, "entry")) {
		return parsed, nil
	}
	single := salvageFeed(text)
	switch {
	case err != nil:
		return single, err
	case len(single.Items) <= len(parsed.Items): // <item> in the text of an entry
		return parsed, nil
	}
	parsed.Items = single.Items
	return parsed, errUnbalanced
}

func countTags(text []byte, tag string) int {
	n := 0
	for at := indexTag(text, tag); at >= 0 && n < maxFeedEntries; at = indexTag(text, tag) {
		n++
		text = text[at+len(tag):]
	}
	return n
}

// salvageFeed reads the entries of a feed that is no XML, one by one: those that are
// whole count.
func salvageFeed(text []byte) *gofeed.Feed {
	out := &gofeed.Feed{}
	for _, tag := range []string{"item", "entry"} {
		open, shut := feedShell(text, tag)
		rest := text
		for len(out.Items) < maxFeedEntries {
			start := indexTag(rest, tag)
			if start < 0 {
				break
			}
			end := bytes.Index(rest[start:], []byte("</"+tag+">"))
			if end < 0 {
				break
			}
			element := rest[start : start+end+len(tag)+3]
			if inner := lastTag(element, tag); inner > 0 { // the one before was never closed
				element = element[inner:]
			}
			if one, err := parseFeed(bytes.Join([][]byte{open, element, shut}, nil)); err == nil {
				out.Items, out.FeedType = append(out.Items, one.Items...), one.FeedType
			}
			rest = rest[start+end+len(tag)+3:]
		}
		if len(out.Items) > 0 {
			break
		}
	}
	return out
}

// feedShell is what goes around one element: the document's own root, whose
// namespaces its elements need, or a plain one.
func feedShell(text []byte, tag string) (open, shut []byte) {
	root, plain := "rss", "<rss version=\"2.0\">"
	if tag == "entry" {
		root, plain = "feed", "<feed xmlns=\"http://www.w3.org/2005/Atom\">"
	}
	if at := indexTag(text, root); at >= 0 {
		if end := bytes.IndexByte(text[at:], '>'); end > 0 && end < 4096 && text[at+end-1] != '/' {
			plain = string(text[at : at+end+1])
		}
	}
	if tag == "entry" {
		return []byte(plain), []byte("</feed>")
	}
	return []byte(plain + "<channel>"), []byte("</channel></rss>")
}

// indexTag finds <tag> or <tag attributes>.
func indexTag(text []byte, tag string) int {
	open := []byte("<" + tag)
	for at := 0; ; {
		i := bytes.Index(text[at:], open)
		if i < 0 {
			return -1
		}
		at += i
		if end := at + len(open); end < len(text) && bytes.IndexByte([]byte(" \t\r\n>"), text[end]) >= 0 {
			return at
		}
		at += len(open)
	}
}

func lastTag(text []byte, tag string) int {
	last := -1
	for at := 0; ; {
		i := indexTag(text[at:], tag)
		if i < 0 {
			return last
		}
		last = at + i
		at = last + 1
	}
}

func newFeed(parsed *gofeed.Feed, base *url.URL) *Feed {
	if parsed == nil {
		return &Feed{}
	}
	out := &Feed{
		Kind:     parsed.FeedType,
		Title:    squeeze(parsed.Title, maxTitleRunes),
		Language: strings.TrimSpace(parsed.Language),
		Site:     resolve(base, parsed.Link),
		Refresh:  refresh(parsed),
		Next:     nextPage(parsed, base),
	}
	seen := map[string]bool{}
	for _, item := range parsed.Items {
		link := resolve(base, itemLink(item))
		if link == "" || seen[link] {
			continue
		}
		if len(out.Entries) == maxFeedEntries {
			break
		}
		seen[link] = true
		out.Entries = append(out.Entries, Entry{
			URL: link, Title: squeeze(item.Title, maxTitleRunes),
			Published: utc(item.PublishedParsed), Updated: utc(item.UpdatedParsed),
		})
	}
	return out
}

// itemLink is where an item's page is. FeedBurner and others put a counter in the
// link and the page beside it; some feeds have the page in the guid only.
func itemLink(item *gofeed.Item) string {
	for name, value := range item.Extensions["feedburner"] {
		if strings.EqualFold(name, "origLink") && len(value) > 0 && value[0].Value != "" {
			return value[0].Value
		}
	}
	if item.Link != "" {
		return item.Link
	}
	if guid := strings.TrimSpace(item.GUID); strings.HasPrefix(guid, "http://") || strings.HasPrefix(guid, "https://") {
		return guid
	}
	return ""
}

func utc(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// maxRefresh bounds what a feed can ask for; "ttl 525600" means that nobody thought
// about it.
const maxRefresh = 24 * time.Hour

// refresh reads <ttl> of RSS 2.0, in minutes, and sy:updatePeriod with
// sy:updateFrequency of RSS 1.0's syndication module.
func refresh(parsed *gofeed.Feed) time.Duration {
	if original, ok := parsed.OriginalFeed().(*rss.Feed); ok {
		if minutes := number(original.TTL); minutes > 0 {
			return min(time.Duration(minutes)*time.Minute, maxRefresh)
		}
	}
	value := func(name string) string {
		if v := parsed.Extensions["sy"][name]; len(v) > 0 {
			return strings.ToLower(strings.TrimSpace(v[0].Value))
		}
		return ""
	}
	periods := map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
		"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour}
	period := periods[value("updatePeriod")]
	return min(period/time.Duration(max(number(value("updateFrequency")), 1)), maxRefresh)
}

// number reads digits, 0 for anything else and for what no feed means.
func number(s string) int64 {
	var n int64
	s = strings.TrimSpace(s)
	for _, c := range s {
		if c < '0' || c > '9' || n > 1e9 {
			return 0
		}
		n = 10*n + int64(c-'0')
	}
	return n
}

// nextPage reads <link rel="next"> of Atom, and of atom: in RSS.
func nextPage(parsed *gofeed.Feed, base *url.URL) string {
	if original, ok := parsed.OriginalFeed().(*atom.Feed); ok {
		for _, link := range original.Links {
			if link.Rel == "next" {
				return resolve(base, link.Href)
			}
		}
	}
	for _, prefix := range []string{"atom", "atom10", "a10"} {
		for _, link := range parsed.Extensions[prefix]["link"] {
			if link.Attrs["rel"] == "next" {
				return resolve(base, link.Attrs["href"])
			}
		}
	}
	return ""
}
