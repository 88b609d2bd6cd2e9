package robots

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func parseURL(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// The rules of RFC 9309, each with what it forbids and what it leaves open to the
// agent "matn".
func TestRFC9309(t *testing.T) {
	tests := []struct {
		name, file string
		open, shut []string // paths
	}{
		{"1 longest match wins", "user-agent: *\ndisallow: /a/\nallow: /a/b/\ndisallow: /a/b/c/",
			[]string{"/", "/a", "/a/b/", "/a/b/x"}, []string{"/a/", "/a/x", "/a/b/c/x"}},
		{"2 allow wins a tie, in either order", "user-agent: *\nallow: /a\ndisallow: /a\ndisallow: /b\nallow: /b",
			[]string{"/a", "/b"}, nil},
		{"3 asterisk matches any run", "user-agent: *\ndisallow: /*/print\ndisallow: /x*y*z",
			[]string{"/print", "/xzy"}, []string{"/a/print", "/a/b/printer", "/xyz", "/x/1/y/2/z/3"}},
		{"4 dollar anchors the end", "user-agent: *\ndisallow: /*.pdf$\ndisallow: /only$\ndisallow: /a$b",
			[]string{"/x.pdf?y", "/only/", "/only?x", "/a"}, []string{"/x.pdf", "/a/b.pdf.pdf", "/only", "/a$bc"}},
		{"5 agents match in any case, with or without version", "user-agent: MATN/9.9 (news)\ndisallow: /a\n\nuser-agent: *\ndisallow: /",
			[]string{"/", "/b"}, []string{"/a"}},
		{"6 an agent's name is matched whole", "user-agent: matnbot\nuser-agent: mat\nuser-agent: matn-news\ndisallow: /", []string{"/"}, nil},
		{"7 groups for one agent are one", "user-agent: matn\ndisallow: /a\n\nuser-agent: other\ndisallow: /\n\nuser-agent: matn\ndisallow: /b",
			[]string{"/", "/c"}, []string{"/a", "/b"}},
		{"8 a group of one's own replaces the one for all", "user-agent: *\ndisallow: /\n\nuser-agent: matn\ndisallow:", []string{"/", "/a"}, nil},
		{"9 raw Arabic rule", "user-agent: *\ndisallow: /أخبار/خاص", []string{"/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/"},
			[]string{"/أخبار/خاص", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%AE%D8%A7%D8%B5/1"}},
		{"10 escaped Arabic rule, in either case", "user-agent: *\ndisallow: /%d8%a3%D8%ae", []string{"/أ"},
			[]string{"/أخبار", "/%D8%A3%D8%AE%D8%A8", "/%d8%a3%d8%ae"}},
		{"11 escapes of plain characters are undone, others kept", "user-agent: *\ndisallow: /%62%61%7a/%7E\ndisallow: /x%2Fy",
			[]string{"/x/y"}, []string{"/baz/~me", "/%62az/~", "/x%2fy"}},
		{"12 %2A and %24 are the characters themselves", "user-agent: *\ndisallow: /file-%2A.html\ndisallow: /cost-%24",
			[]string{"/file-x.html", "/cost-"}, []string{"/file-*.html", "/file-%2a.html", "/cost-$", "/cost-$5", "/cost-%24"}},
		{"13 paths are matched in case, from the beginning", "user-agent: *\ndisallow: /News",
			[]string{"/news", "/a/News"}, []string{"/News", "/Newsroom"}},
		{"14 BOM, comments, blanks, any line end", "\xef\xbb\xbf# hello\r\nUser-Agent : * # all\r\r\n\t Disallow :/a  # why\nDisallow: /b\rdisallow: /c#d",
			[]string{"/", "/d"}, []string{"/a", "/b", "/c"}},

		{"several agents share a group", "user-agent: a\nuser-agent: matn\nuser-agent: b\ndisallow: /x", []string{"/"}, []string{"/x"}},
		{"rules before any agent address nobody", "disallow: /\nuser-agent: *\ndisallow: /x", []string{"/"}, []string{"/x"}},
		{"other lines neither end nor begin a group", "user-agent: matn\ncrawl-delay: 1\nsitemap: https://a.example/s.xml\nuser-agent: b\nnoindex: /\n\n\ndisallow: /x",
			[]string{"/"}, []string{"/x"}},
		{"an agent after a rule begins a group", "user-agent: matn\ndisallow: /x\nuser-agent: b\ndisallow: /", []string{"/"}, []string{"/x"}},
		{"an empty disallow ends the list of agents", "user-agent: matn\ndisallow:\nuser-agent: b\ndisallow: /", []string{"/"}, nil},
		{"the query counts, in its order", "user-agent: *\ndisallow: /s?b=1&a=2\ndisallow: /*?print", []string{"/s?a=2&b=1", "/s"},
			[]string{"/s?b=1&a=2", "/x?print=1"}},
		{"robots.txt itself is open", "user-agent: *\ndisallow: /", []string{"/robots.txt"}, []string{"/", "/robots.txt?x", "/a"}},
		{"common misspellings are meant as they sound", "useragent: *\nDissallow: /a\nDisalow: /b", []string{"/"}, []string{"/a", "/b"}},
		{"nothing", "", []string{"/"}, nil},
		{"a page instead of rules", "<!DOCTYPE html><html><body>Not found: /</body></html>", []string{"/"}, nil},
		{"asterisks alone", "user-agent: *\ndisallow: ***", nil, []string{"/", "/a"}},
		{"a dollar alone forbids only the empty path", "user-agent: *\ndisallow: $", []string{"/"}, nil},
		{"asterisk and dollar", "user-agent: *\ndisallow: /a*$", []string{"/b"}, []string{"/a", "/abc"}},
		{"parts may not overlap", "user-agent: *\ndisallow: /aba*ba$", []string{"/aba"}, []string{"/ababa", "/abaxba"}},
		{"a letter or digit is not found inside an escape", "user-agent: *\ndisallow: /*3\ndisallow: /*A\ndisallow: /*d8", []string{"/%D8%A3", "/أ"}, []string{"/13", "/xA", "/d8"}},
		{"an escaped slash is not found by a raw one", "user-agent: *\ndisallow: /*/b", []string{"/a%2Fb"}, []string{"/a/b"}},
		{"longer spelling of the same octets is no longer rule", "user-agent: *\ndisallow: /%D8%A3\nallow: /أ", []string{"/أ"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			group := Parse([]byte(tt.file)).For("matn")
			for want, paths := range map[bool][]string{true: tt.open, false: tt.shut} {
				for _, path := range paths {
					if v := group.Test(parseURL(t, "https://paper.example"+path)); v.Allowed != want {
						t.Errorf("%s: allowed is %v (rule %q, line %d)", path, v.Allowed, v.Rule, v.Line)
					}
				}
			}
		})
	}
}

func TestTest_NamesTheRule(t *testing.T) {
	group := Parse([]byte("# rules\nUser-agent: *\nDisallow: /خاص\nAllow: /\n")).For("matn")
	got := group.Test(parseURL(t, "https://paper.example/%D8%AE%D8%A7%D8%B5/1"))
	if want := (Verdict{Rule: "Disallow: /خاص", Line: 3}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestFor_TakesAgentOrHeader(t *testing.T) {
	rules := Parse([]byte("user-agent: matn\ndisallow: /a\nuser-agent: *\ndisallow: /b"))
	for agent, path := range map[string]string{"matn": "/a", "Matn/1.0 (+https://x.example)": "/a", "other": "/b", "": "/b", "*": "/b"} {
		if rules.For(agent).Test(parseURL(t, "https://paper.example"+path)).Allowed {
			t.Errorf("agent %q may fetch %s", agent, path)
		}
	}
}

func TestParse_CrawlDelayAndSitemaps(t *testing.T) {
	rules := Parse([]byte(strings.Join([]string{
		"Sitemap: https://paper.example/1.xml", "User-agent: *", "Crawl-delay: 2.5", "Disallow: /x", "sitemap:https://paper.example/خبر.xml",
		"User-agent: slow", "User-agent: slower", "Crawl-delay: 10", "Crawl-delay: 5", "User-agent: late", "Disallow: /",
		"User-agent: odd", "Crawl-delay: soon", "Crawl-delay: -1", "Crawl-delay: NaN", "Disallow:",
		"User-agent: huge", "Crawl-delay: 1e300", "Sitemap:",
	}, "\n")))
	want := []string{"https://paper.example/1.xml", "https://paper.example/خبر.xml"}
	if diff := cmp.Diff(want, rules.Sitemaps); diff != "" {
		t.Errorf("sitemaps (-want +got):\n%s", diff)
	}
	for agent, delay := range map[string]time.Duration{"matn": 2500 * time.Millisecond, "slower": 10 * time.Second, "late": 10 * time.Second, "odd": 0, "huge": maxCrawlDelay} {
		if got := rules.For(agent).CrawlDelay; got != delay {
			t.Errorf("%s: delay %v, want %v", agent, got, delay)
		}
	}
}

func TestParse_Only500KiBCountAndNoHalfRule(t *testing.T) {
	head := "user-agent: *\ndisallow: /a\n"
	pad := strings.Repeat("#", MaxBytes-len(head)-len("\ndisallow: /b")) // the cut falls inside "/blocked"
	group := Parse([]byte(head + pad + "\ndisallow: /blocked\ndisallow: /c\n")).For("matn")
	for path, allowed := range map[string]bool{"/a": false, "/b": true, "/blocked": true, "/c": true} {
		if v := group.Test(parseURL(t, "https://paper.example"+path)); v.Allowed != allowed {
			t.Errorf("%s: allowed is %v", path, v.Allowed)
		}
	}
}

// A file made to be slow: 500 KiB of wildcards against a long path.
func TestTest_HostileFileIsLinear(t *testing.T) {
	file := "user-agent: *\n" + strings.Repeat("disallow: "+strings.Repeat("/*a", 300)+"b$\n", 500)
	group := Parse([]byte(file)).For("matn")
	if v := group.Test(parseURL(t, "https://paper.example/"+strings.Repeat("a/", 1000))); !v.Allowed {
		t.Error("matched")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("user-agent: *\ndisallow: /a*b$\nallow: /%d8%a3\ncrawl-delay: 1", "/a/خبر?x")
	f.Add("\xef\xbb\xbfUser-agent: matn\rDisallow: /%2a%24", "/%2A$")
	f.Fuzz(func(t *testing.T, file, path string) {
		u, err := url.Parse("https://paper.example/" + strings.TrimLeft(path, "/"))
		if err != nil {
			return
		}
		rules := Parse([]byte(file))
		v := rules.For("matn").Test(u)
		if v.Rule == "" && !v.Allowed {
			t.Fatalf("forbidden by no rule: %+v", v)
		}
		// Reading is not changed by case of agents, by line ends, or by a comment.
		again := Parse([]byte(strings.ReplaceAll(strings.ReplaceAll(file, "\r\n", "\n"), "\n", " # x\r\n"))).For("MATN/1")
		if w := again.Test(u); w.Allowed != v.Allowed {
			t.Fatalf("%+v, with other line ends %+v", v, w)
		}
		// Escaping what need not be escaped changes nothing.
		if s := strings.ReplaceAll(u.Path, "%", ""); normal(overEscape(s)) != normal(s) || len(normal(s)) != len(s) {
			t.Fatalf("%q normalises to %q, escaped to %q", s, normal(s), normal(overEscape(s)))
		}
		if !rules.For("matn").Test(&url.URL{Path: "/robots.txt"}).Allowed {
			t.Fatal("robots.txt itself is forbidden")
		}
	})
}

// overEscape escapes everything but delimiters, in lower case.
func overEscape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if plain(s[i]) && !unreserved(s[i]) && s[i] < 0x80 {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02x", s[i])
		}
	}
	return b.String()
}

func BenchmarkTest(b *testing.B) {
	var file strings.Builder
	file.WriteString("user-agent: *\n")
	for i := range 200 {
		fmt.Fprintf(&file, "disallow: /section-%d/*/print$\n", i)
	}
	group := Parse([]byte(file.String())).For("matn")
	u := parseURL(b, "https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/section/1/print")
	b.ReportAllocs()
	for b.Loop() {
		group.Test(u)
	}
}
