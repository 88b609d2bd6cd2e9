package page

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

func mustParse(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := ParseURL(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestNormalize(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing to do", "https://paper.example/news/1?id=2", "https://paper.example/news/1?id=2"},
		{"tracking goes", "https://paper.example/1?utm_source=x&id=2&UTM_Medium=y&fbclid=z", "https://paper.example/1?id=2"},
		{"nothing but tracking", "https://paper.example/1?utm_source=rss&gclid=1", "https://paper.example/1"},
		{"a name that only begins alike stays", "https://paper.example/1?utm=1&gclids=2", "https://paper.example/1?utm=1&gclids=2"},
		{"key of a session", "https://paper.example/1?sid=9f86d081884c7d659a2f&id=2", "https://paper.example/1?id=2"},
		{"number of a section", "https://paper.example/1?sid=12&session=spring", "https://paper.example/1?sid=12&session=spring"},
		{"long number", "https://paper.example/1?sid=20261125123456789", "https://paper.example/1?sid=20261125123456789"},
		{"session in the query", "https://paper.example/1?PHPSESSID=ab12&id=2", "https://paper.example/1?id=2"},
		{"session in the path", "https://paper.example/a;jsessionid=AB12/b;JSESSIONID=C?x=1", "https://paper.example/a/b?x=1"},
		{"order of the query stays", "https://paper.example/s?b=1&a=2", "https://paper.example/s?b=1&a=2"},
		{"empty pairs", "https://paper.example/s?&a=1&&", "https://paper.example/s?a=1"},
		{"empty query", "https://paper.example/s?", "https://paper.example/s"},
		{"default port", "http://paper.example:80/", "http://paper.example/"},
		{"other port", "http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"},
		{"dot at the end of the host", "https://paper.example./a", "https://paper.example/a"},
		{"case of escapes", "https://paper.example/%d8%a3?q=%d8%a3", "https://paper.example/%D8%A3?q=%D8%A3"},
		{"Arabic as typed", "https://paper.example/أخبار", "https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"},
		{"hamza typed apart", "https://paper.example/\u0627\u0654خبار", "https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"},
		{"hamza escaped apart", "https://paper.example/%D8%A7%D9%94", "https://paper.example/%D8%A3"},
		{"unreserved escapes open", "https://paper.example/%61%2Db%7Ec", "https://paper.example/a-b~c"},
		{"slash, percent and question mark stay escaped", "https://paper.example/a%2fb%25c%3f", "https://paper.example/a%2Fb%25c%3F"},
		{"windows-1256 escapes stay bytes", "https://paper.example/%e1%e3", "https://paper.example/%E1%E3"},
		{"escaped ampersand in a value", "https://paper.example/?q=a%26b=c", "https://paper.example/?q=a%26b=c"},
		{"fragment", "https://paper.example/a#b", "https://paper.example/a"},
		{"IPv6", "http://[::1]:80/a", "http://[::1]/a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Normalize(mustParse(t, tt.in))
			if got.String() != tt.want {
				t.Errorf("Normalize(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if again := Normalize(mustParse(t, got.String())); again.String() != got.String() {
				t.Errorf("a second time gives %q", again)
			}
		})
	}
}

func TestKey_OnePageHasOne(t *testing.T) {
	groups := [][]string{
		{"https://paper.example/news/1", "http://paper.example:80/news/1/", "https://paper.example/news/1?utm_source=a#c",
			"https://paper.example/news/1/amp/", "https://paper.example/amp/news/1", "https://paper.example/news/1?amp=1",
			"https://paper.example/news/1?outputType=amp", "https://paper-example.cdn.ampproject.org/c/s/paper.example/news/1/amp"},
		{"https://paper.example/s?a=1&b=2", "https://paper.example/s?b=2&a=1"},
		{"https://paper.example/news-2.html", "https://paper.example/news-2.amp.html"},
		{"https://paper.example/news/2", "https://paper.example/news/2?amp=0&amp=1"},
		{"https://paper.example/s?a=1&a=2"}, {"https://paper.example/s?a=2&a=1"},
		{"https://paper.example/"}, {"https://paper.example/amp"}, {"https://www.paper.example/"},
		{"https://paper.example/A"}, {"https://paper.example/a"}, {"https://paper.example/a?view=print"},
		{"http://paper.example:8080/a"},
	}
	owner := map[string]int{}
	for i, group := range groups {
		for _, raw := range group {
			key := Key(mustParse(t, raw))
			if first, known := owner[key]; known && first != i {
				t.Errorf("%s has the key %q of %s", raw, key, groups[first][0])
			}
			owner[key] = i
			if want := Key(mustParse(t, group[0])); key != want {
				t.Errorf("Key(%s) = %q, Key(%s) = %q", raw, key, group[0], want)
			}
		}
	}
}

func TestSameHost(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"https://paper.example/", "http://www.paper.example/a", true},
		{"https://paper.example/", "https://paper.example:8443/", false},
		{"https://paper.example/", "https://sport.paper.example/", false},
		{"https://paper.example/", "https://paper.example.evil.example/", false},
	} {
		if got := SameHost(mustParse(t, tt.a), mustParse(t, tt.b)); got != tt.want {
			t.Errorf("SameHost(%s, %s) = %v", tt.a, tt.b, got)
		}
	}
}

func TestWithoutAMP_GivesThePageItself(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://paper.example/news/1/amp", "https://paper.example/news/1"},
		{"https://paper.example/news/1?amp&id=2", "https://paper.example/news/1?id=2"},
		{"https://paper-example.cdn.ampproject.org/v/paper.example/news?utm_source=a", "http://paper.example/news"},
		{"https://paper.example/amphibians/1", ""},
		{"https://paper.example/news?example=1", ""},
		{"https://paper.example/amp/", ""},
	}
	for _, tt := range tests {
		twin, ok := withoutAMP(Normalize(mustParse(t, tt.in)))
		if got := ""; ok {
			if got = twin.String(); got != tt.want {
				t.Errorf("withoutAMP(%s) = %s, want %s", tt.in, got, tt.want)
			}
		} else if tt.want != "" {
			t.Errorf("withoutAMP(%s) finds nothing, want %s", tt.in, tt.want)
		}
	}
}

func TestParameters_FileHasThreeColumns(t *testing.T) {
	n := 0
	for line := range strings.Lines(parametersFile) {
		if line[0] == '#' {
			continue
		}
		n++
		cols := strings.Split(strings.TrimSpace(line), "\t")
		if len(cols) != 3 || cols[0] != strings.ToLower(cols[0]) || !slices.Contains([]string{"tracking", "session", "token"}, cols[1]) {
			t.Errorf("bad line %q", line)
		}
	}
	if n < 50 {
		t.Errorf("%d parameters", n)
	}
}

func TestTwins_AreVersionsOfOnePage(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"https://paper.example/print/the-bridge", "https://paper.example/news/2026/the-bridge", true},
		{"https://paper.example/news/the-bridge.html?src=rss", "https://paper.example/news/the-bridge", true},
		{"https://paper.example/news.php?id=5&print=1", "https://paper.example/news.php?id=5", true},
		{"https://paper.example/news.php?id=5", "https://paper.example/news.php?id=6", false},
		{"https://paper.example/news/one", "https://paper.example/news/another", false},
		{"https://paper.example/?p=5", "https://paper.example/", false},
	} {
		if got := Twins(mustParse(t, tt.a), mustParse(t, tt.b)); got != tt.want {
			t.Errorf("%s and %s: %v", tt.a, tt.b, got)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"https://paper.example/a%2fb?utm_source=x&q=%d8%a3", "http://a.example/%", "http://a/;jsessionid=1?amp", "https://x.cdn.ampproject.org/c/s/a.example/b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := ParseURL(raw)
		if err != nil {
			return
		}
		n := Normalize(u)
		again, err := ParseURL(n.String())
		if err != nil {
			if strings.Contains(err.Error(), "longer") || strings.HasSuffix(u.Host, ".") {
				return
			}
			t.Fatalf("%q normalises to %q: %v", raw, n, err)
		}
		if second := Normalize(again); second.String() != n.String() {
			t.Fatalf("%q normalises to %q and then to %q", raw, n, second)
		}
		if Key(u) != Key(n) {
			t.Fatalf("%q: keys %q and %q", raw, Key(u), Key(n))
		}
	})
}
