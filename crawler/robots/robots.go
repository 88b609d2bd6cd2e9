// Package robots says what a site's robots.txt allows, by RFC 9309, and keeps the
// verdicts for as long as they hold.
//
//	Parse = the text of a robots.txt -> Rules -> Group of one agent -> Verdict
//	Cache = Parse behind a fetch: one request a host at a time, expiry, failure rules
//
// The parser is our own. Of the two in Go that were weighed, one knows neither
// crawl-delay nor sitemaps without a second pass and compares escapes as text, the
// other takes "news" for "newsbot" and misses Arabic rules that are written
// unescaped; both would need the normalisation that is most of the work here.
package robots

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// MaxBytes is how much of a robots.txt counts: what RFC 9309, section 2.5, asks of
// a crawler at least.
const MaxBytes = 500 << 10

// Rules is a robots.txt as read. The zero Rules allow everything. It is not changed
// once made, so many goroutines may use it.
type Rules struct {
	Sitemaps []string // URLs of the Sitemap lines, in order, as written
	groups   []group
}

// group is one block of the file: the agents it addresses and what it tells them.
type group struct {
	agents []string // lower case; "*" for everyone
	Group
}

// Group is what a robots.txt tells one agent. The zero Group allows everything.
type Group struct {
	// CrawlDelay is the pause asked for between two requests; 0 when none is. It is
	// not part of the RFC, but widely written.
	CrawlDelay time.Duration
	rules      []rule
}

type rule struct {
	allow   bool
	pattern pattern
	text    string // the line's value, as written
	line    int    // counted from 1
}

// Verdict is the answer for one URL, with the rule that gave it.
type Verdict struct {
	Allowed bool
	Rule    string // "Disallow: /private"; "" when no rule matched
	Line    int    // of Rule in the file, counted from 1; 0 when no rule matched
}

// Parse reads the text of a robots.txt. It never fails: lines that it does not
// understand are skipped, as the RFC asks. Only the first MaxBytes count.
func Parse(text []byte) *Rules {
	if len(text) > MaxBytes {
		text = text[:MaxBytes]
		// The last line is half a rule: "Disallow: /a" where "/about" was meant.
		text = text[:bytes.LastIndexAny(text, "\r\n")+1]
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	p := parser{out: &Rules{}}
	for line := 1; len(text) > 0; line++ {
		end := bytes.IndexAny(text, "\r\n")
		if end < 0 {
			end = len(text)
		}
		p.line(string(text[:end]), line)
		text = text[end:]
		if bytes.HasPrefix(text, []byte("\r\n")) {
			text = text[1:]
		}
		if len(text) > 0 {
			text = text[1:]
		}
	}
	return p.out
}

type parser struct {
	out     *Rules
	started bool // the last group has a rule: the next agent begins another
}

func (p *parser) line(line string, number int) {
	line, _, _ = strings.Cut(line, "#")
	key, value, found := strings.Cut(line, ":")
	if !found {
		return
	}
	value = strings.TrimSpace(value)
	switch key = strings.ToLower(strings.TrimSpace(key)); key {
	case "user-agent", "useragent", "user agent":
		p.agent(value)
	case "allow":
		p.rule(rule{allow: true, text: "Allow: " + value, line: number}, value)
	case "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw": // spellings that occur
		p.rule(rule{text: "Disallow: " + value, line: number}, value)
	case "crawl-delay":
		p.delay(value)
	case "sitemap": // belongs to no group, and ends none
		if value != "" {
			p.out.Sitemaps = append(p.out.Sitemaps, value)
		}
	}
}

func (p *parser) agent(value string) {
	if p.started || len(p.out.groups) == 0 {
		p.out.groups = append(p.out.groups, group{})
		p.started = false
	}
	g := &p.out.groups[len(p.out.groups)-1]
	g.agents = append(g.agents, productToken(value))
}

func (p *parser) rule(r rule, path string) {
	if len(p.out.groups) == 0 {
		return // rules before any agent address nobody
	}
	p.started = true
	if path == "" {
		return // "Disallow:" forbids nothing
	}
	g := &p.out.groups[len(p.out.groups)-1]
	r.pattern = newPattern(path)
	g.rules = append(g.rules, r)
}

// maxCrawlDelay keeps absurd values from overflowing; what is bearable is for the
// caller to say.
const maxCrawlDelay = 365 * 24 * time.Hour

func (p *parser) delay(value string) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds > 0) || len(p.out.groups) == 0 { // !(x > 0) catches NaN too
		return
	}
	delay := time.Duration(min(seconds, maxCrawlDelay.Seconds()) * float64(time.Second))
	g := &p.out.groups[len(p.out.groups)-1]
	g.CrawlDelay = max(g.CrawlDelay, delay)
}

// productToken is the name that a User-agent line addresses: "matn" of "matn/1.0"
// and of "Matn (news)", "*" for everyone.
func productToken(value string) string {
	if strings.HasPrefix(value, "*") {
		return "*"
	}
	end := strings.IndexFunc(value, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	})
	if end < 0 {
		end = len(value)
	}
	return strings.ToLower(value[:end])
}

// For collects what the file tells an agent, named by its product token or by its
// whole User-Agent header: all groups that name it, in any case, as one; if there
// are none, all groups for "*"; if there are none, an empty Group.
func (r *Rules) For(agent string) Group {
	token := productToken(agent)
	for _, wanted := range []string{token, "*"} {
		if merged, found := r.merge(wanted); found && wanted != "" {
			return merged
		}
	}
	return Group{}
}

func (r *Rules) merge(token string) (merged Group, found bool) {
	for _, g := range r.groups {
		for _, agent := range g.agents {
			if agent == token {
				found = true
				merged.rules = append(merged.rules, g.rules...)
				merged.CrawlDelay = max(merged.CrawlDelay, g.CrawlDelay)
				break
			}
		}
	}
	return merged, found
}

// Test judges a URL by path and query. The longest matching rule decides, and Allow
// wins over an equally long Disallow. /robots.txt itself is always allowed.
func (g Group) Test(u *url.URL) Verdict {
	target := normalTarget(u)
	if target == "/robots.txt" {
		return Verdict{Allowed: true}
	}
	best := -1
	verdict := Verdict{Allowed: true}
	for _, r := range g.rules {
		size := r.pattern.size
		if size < best || (size == best && (verdict.Allowed || !r.allow)) {
			continue
		}
		if r.pattern.match(target) {
			best, verdict = size, Verdict{Allowed: r.allow, Rule: r.text, Line: r.line}
		}
	}
	return verdict
}
