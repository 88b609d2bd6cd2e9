package discover

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding"
)

// Limits of one page. A front page has 100 to 600 links, a site map for people some
// thousands.
const (
	maxLinks    = 10_000
	maxDeclared = 50 // feeds and sitemaps that a page declares
	charsetHead = 64 << 10
	maxAnchor   = 300 // runes of a link's text
	maxPageSize = 32 << 20
)

// Page is what a page says of itself and where it leads.
type Page struct {
	Base      string // what its links are relative to: <base href>, else where it was found
	Canonical string // rel=canonical, else og:url; "" when the page says neither
	AMP       string // its AMP twin (rel=amphtml)
	Next      string // the next page of a list (rel=next)
	Redirect  string // where <meta http-equiv=refresh> sends the reader
	Type      string // og:type in lower case: "article", "website"
	Language  string // <html lang>
	NoIndex   bool   // <meta name=robots>: do not keep
	NoFollow  bool   // <meta name=robots>: do not follow
	Feeds     []FeedLink
	Sitemaps  []string // rel=sitemap
	Links     []Link   // in the order of the page, each URL once, itself left out
}

// FeedLink is a feed that a page declares (rel=alternate).
type FeedLink struct {
	URL   string
	Title string // one line
}

// Link is an <a href>. Several with one URL are one Link, with the longest text.
type Link struct {
	URL      string
	Text     string // one line: the anchor's text, else the text that stands for its picture
	Region   Region // the part of the page, by its tags; Body when any of them is in the body
	Headline bool   // in or around <h1> to <h6>
	NoFollow bool   // all of them are rel=nofollow, ugc or sponsored
}

// Region is a part of a page.
type Region string

// The regions that HTML names.
const (
	Body   Region = ""
	Nav    Region = "nav"
	Header Region = "header"
	Footer Region = "footer"
	Aside  Region = "aside"
)

// ReadPage reads the links of an HTML page that was found at base. It never fails:
// any bytes are a page, as they are to a browser.
func ReadPage(body []byte, contentType string, base *url.URL) *Page {
	body = body[:min(len(body), maxPageSize)]
	text, enc := toUTF8(body, contentType, metaCharset(body))
	r := &pageReader{out: &Page{Base: base.String()}, base: base, self: resolve(base, base.String()), enc: enc, at: map[string]int{}}
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			r.endLink()
			if r.out.Canonical == "" {
				r.out.Canonical = r.ogURL
			}
			return r.out
		case html.StartTagToken, html.SelfClosingTagToken:
			r.start(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			r.end(atom.Lookup(name))
		case html.TextToken:
			if r.link != nil && !r.raw {
				r.text.Write(z.Text())
			}
		}
	}
}

var metaCharsetLabel = regexp.MustCompile(`(?i)<meta[^>]{1,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})`)

func metaCharset(body []byte) string {
	if m := metaCharsetLabel.FindSubmatch(body[:min(len(body), charsetHead)]); m != nil {
		return string(m[1])
	}
	return ""
}

// pageReader walks over the tags of a page.
type pageReader struct {
	out  *Page
	base *url.URL
	self string
	enc  encoding.Encoding // of queries; nil for UTF-8
	at   map[string]int    // where a URL stands in out.Links

	regions [4]int // how deep in each of regionTags
	heading int    // how deep in <h1> to <h6>
	raw     bool   // in <script> or <style>
	link    *Link  // the <a> that is open
	alt     string // text that stands for its picture
	text    strings.Builder
	based   bool
	ogURL   string
}

var regionTags = [4]atom.Atom{atom.Nav, atom.Footer, atom.Header, atom.Aside}

func (r *pageReader) start(t html.Token) {
	switch t.DataAtom {
	case atom.A:
		r.endLink()
		r.startLink(t)
	case atom.Link:
		r.declared(t)
	case atom.Meta:
		r.meta(t)
	case atom.Base:
		r.setBase(attr(t, "href"))
	case atom.Html:
		r.out.Language = squeeze(attr(t, "lang"), 35)
	case atom.Img:
		if r.link != nil && r.alt == "" {
			r.alt = attr(t, "alt")
		}
	case atom.Script, atom.Style:
		r.raw = t.Type == html.StartTagToken
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.heading++
		if r.link != nil {
			r.link.Headline = true
		}
	default:
		for i, tag := range regionTags {
			if t.DataAtom == tag {
				r.regions[i]++
			}
		}
		if r.link != nil {
			r.text.WriteByte(' ')
		}
	}
}

func (r *pageReader) end(tag atom.Atom) {
	switch tag {
	case atom.A:
		r.endLink()
	case atom.Script, atom.Style:
		r.raw = false
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.heading = max(r.heading-1, 0)
	case atom.Article, atom.Li, atom.Section, atom.Div: // a heading that was never closed ends here
		r.heading = 0
	default:
		for i, region := range regionTags {
			if tag == region {
				r.regions[i] = max(r.regions[i]-1, 0)
			}
		}
	}
	if r.link != nil {
		r.text.WriteByte(' ')
	}
}

func (r *pageReader) startLink(t html.Token) {
	target := r.target(attr(t, "href"))
	if target == "" {
		return
	}
	rel := " " + strings.ToLower(strings.Join(strings.Fields(attr(t, "rel")), " ")) + " "
	r.link = &Link{URL: target, Headline: r.heading > 0, Region: r.region(),
		NoFollow: strings.Contains(rel, " nofollow ") || strings.Contains(rel, " ugc ") || strings.Contains(rel, " sponsored ")}
	if r.alt = attr(t, "title"); r.alt == "" {
		r.alt = attr(t, "aria-label")
	}
}

func (r *pageReader) region() Region {
	for i, region := range []Region{Nav, Footer, Header, Aside} {
		if r.regions[i] > 0 {
			return region
		}
	}
	return Body
}

// endLink keeps the open link.
func (r *pageReader) endLink() {
	l := r.link
	if l == nil {
		return
	}
	r.link = nil
	if l.Text = squeeze(r.text.String(), maxAnchor); l.Text == "" {
		l.Text = squeeze(r.alt, maxAnchor)
	}
	r.text.Reset()
	if l.URL == r.self {
		return
	}
	at, known := r.at[l.URL]
	if !known {
		if len(r.out.Links) < maxLinks {
			r.at[l.URL] = len(r.out.Links)
			r.out.Links = append(r.out.Links, *l)
		}
		return
	}
	old := &r.out.Links[at]
	if len(l.Text) > len(old.Text) {
		old.Text = l.Text
	}
	if l.Region == Body {
		old.Region = Body
	}
	old.Headline = old.Headline || l.Headline
	old.NoFollow = old.NoFollow && l.NoFollow
}

// target resolves an href. Browsers write the query of a link in the page's charset.
func (r *pageReader) target(href string) string {
	if r.enc != nil {
		if path, query, found := strings.Cut(href, "?"); found {
			if raw, err := r.enc.NewEncoder().String(query); err == nil {
				href = path + "?" + raw
			}
		}
	}
	return resolve(r.base, href)
}

// setBase takes the first <base href>, which may be relative itself.
func (r *pageReader) setBase(href string) {
	if href == "" || r.based {
		return
	}
	if base := resolve(r.base, href); base != "" {
		if u, err := url.Parse(base); err == nil {
			r.base, r.based, r.out.Base = u, true, base
		}
	}
}

var feedTypes = map[string]bool{"application/rss+xml": true, "application/atom+xml": true, "application/feed+json": true,
	"application/rdf+xml": true, "text/rss+xml": true, "application/x.rss+xml": true}

// declared reads a <link>.
func (r *pageReader) declared(t html.Token) {
	target := r.target(attr(t, "href"))
	if target == "" {
		return
	}
	media, _, _ := strings.Cut(strings.ToLower(attr(t, "type")), ";")
	for rel := range strings.FieldsSeq(strings.ToLower(attr(t, "rel"))) {
		switch {
		case rel == "alternate" && feedTypes[strings.TrimSpace(media)]:
			r.feed(FeedLink{URL: target, Title: squeeze(attr(t, "title"), maxAnchor)})
		case rel == "canonical" && r.out.Canonical == "":
			r.out.Canonical = target
		case rel == "amphtml" && r.out.AMP == "":
			r.out.AMP = target
		case rel == "next" && r.out.Next == "":
			r.out.Next = target
		case rel == "sitemap" && len(r.out.Sitemaps) < maxDeclared:
			r.out.Sitemaps = append(r.out.Sitemaps, target)
		}
	}
}

// feed keeps a feed, unless it is one of readers' comments.
func (r *pageReader) feed(f FeedLink) {
	if len(r.out.Feeds) >= maxDeclared || strings.Contains(f.URL, "/comments/") {
		return
	}
	for _, other := range r.out.Feeds {
		if other.URL == f.URL {
			return
		}
	}
	r.out.Feeds = append(r.out.Feeds, f)
}

func (r *pageReader) meta(t html.Token) {
	content := attr(t, "content")
	name := strings.ToLower(attr(t, "name"))
	switch {
	case name == "robots":
		rules := strings.ToLower(content)
		none := strings.Contains(rules, "none")
		r.out.NoIndex = r.out.NoIndex || none || strings.Contains(rules, "noindex")
		r.out.NoFollow = r.out.NoFollow || none || strings.Contains(rules, "nofollow")
	case strings.EqualFold(attr(t, "property"), "og:type") || name == "og:type":
		r.out.Type = strings.ToLower(squeeze(content, 40))
	case strings.EqualFold(attr(t, "property"), "og:url") || name == "og:url":
		if r.ogURL == "" {
			r.ogURL = r.target(content)
		}
	case strings.EqualFold(attr(t, "http-equiv"), "refresh"):
		r.refresh(content)
	}
}

// refresh reads "0; url=/news".
func (r *pageReader) refresh(content string) {
	_, rest, found := strings.Cut(content, ";")
	name, target, ok := strings.Cut(rest, "=")
	if found && ok && strings.EqualFold(strings.TrimSpace(name), "url") {
		if to := r.target(strings.Trim(strings.TrimSpace(target), `"'`)); to != r.self {
			r.out.Redirect = to
		}
	}
}

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
