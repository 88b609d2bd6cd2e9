package render

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestScrub(t *testing.T) {
	tests := []struct{ rule, in, want string }{
		{"clean text stays", "نص\u200f عربي — ‌می‌خواهم\tx\ny", "نص\u200f عربي — ‌می‌خواهم\tx\ny"},
		{"escape sequences lose their escape", "a\x1b[31mred\x1b]0;t\x07", "a[31mred]0;t"},
		{"NUL, backspace, delete go", "a\x00b\x08c\x7f", "abc"},
		{"C1 controls go", "a\u009b31m\u0090b", "a31mb"},
		{"white space controls part words", "a\rb\vc\fd\u0085e", "a b c d e"},
		{"line separators are line feeds", "a\u2028b\u2029c", "a\nb\nc"},
		{"byte order marks go", "\ufeffa\ufeffb", "ab"},
		{"noncharacters go", "a\ufffeb\uffffc\U0001fffed\ufdd0", "abcd"},
		{"invalid UTF-8 is marked", "a\xffb\xd8", "a\ufffdb\ufffd"},
		{"overrides go with their end", "\u202eevil\u202c x", "evil x"},
		{"overrides go inside an embedding", "\u202ba\u202db\u202cc\u202c", "\u202babc\u202c"},
		{"embedding with its end stays", "a \u202bب\u202c c", "a \u202bب\u202c c"},
		{"embedding without end goes", "a \u202bب", "a ب"},
		{"isolate with its end stays", "a \u2067ب\u2069 c", "a \u2067ب\u2069 c"},
		{"isolate without end goes", "a \u2068ب", "a ب"},
		{"end without begin goes", "a\u2069b\u202c", "ab"},
		{"a pair does not reach over lines", "a\u2067b\nc\u2069d", "ab\ncd"},
		{"PDI ends embeddings inside", "\u2066a\u202bb\u2069c", "\u2066ab\u2069c"},
		{"PDF does not reach out of an isolate", "\u202ba\u2066b\u202cc\u2069d\u202c", "\u202ba\u2066bc\u2069d\u202c"},
		{"interlinear annotation goes", "a\ufff9b\ufffac\ufffb", "abc"},
		{"dirt late in a long line", strings.Repeat("س", 100) + "\n\u2067x", strings.Repeat("س", 100) + "\nx"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if got := scrub(tt.in); got != tt.want {
				t.Errorf("scrub(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestScrub_CleanTextIsNotCopied(t *testing.T) {
	text := strings.Repeat("قال الوزير إن «الأمر» بسيط. ", 50)
	if n := testing.AllocsPerRun(100, func() { scrub(text) }); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}

func TestScrub_DepthIsBounded(t *testing.T) {
	deep := strings.Repeat("\u2067", 1000) + "x" + strings.Repeat("\u2069", 1000)
	got := scrub(deep)
	if n := strings.Count(got, "\u2067"); n != maxBidiDepth || n != strings.Count(got, "\u2069") {
		t.Errorf("%d opens, %d closes", n, strings.Count(got, "\u2069"))
	}
}

func FuzzScrub(f *testing.F) {
	for _, s := range []string{"a\x1b[0m", "\u202ea\u202c", "\u2067a\n\u2069", "\xff", "\u202b\u2066\u202c\u2069", "نص"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := scrub(s)
		if !utf8.ValidString(once) {
			t.Fatalf("scrub(%q) = %q, not UTF-8", s, once)
		}
		if again := scrub(once); again != once {
			t.Errorf("scrub is not idempotent: %q then %q", once, again)
		}
		if line := scrubLine(s); strings.ContainsAny(line, "\n\t") {
			t.Errorf("scrubLine(%q) = %q", s, line)
		}
	})
}

func TestSafeLink(t *testing.T) {
	base := newInliner("https://paper.example/news/2024/a.html?x=1").base
	tests := []struct{ rule, href, want string }{
		{"absolute", "http://other.example/x?a=1&b=2#c", "http://other.example/x?a=1&b=2#c"},
		{"relative to the page", "../b.html", "https://paper.example/news/b.html"},
		{"from the root", "/c", "https://paper.example/c"},
		{"without a scheme", "//cdn.example/d", "https://cdn.example/d"},
		{"a part of the page", "#note1", "https://paper.example/news/2024/a.html?x=1#note1"},
		{"mail", "mailto:desk@paper.example", "mailto:desk@paper.example"},
		{"upper case scheme", "HTTPS://Other.example/", "https://Other.example/"},
		{"Arabic address", "/أخبار?س=ص", "https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1?%D8%B3=%D8%B5"},
		{"parentheses and quotes", "/a_(b)?c=\"d'", "https://paper.example/a_%28b%29?c=%22d%27"},
		{"space around", "  /e \n", "https://paper.example/e"},
		{"script", "javascript:alert(1)", ""},
		{"script, odd case", " JaVaScRiPt:alert(1)", ""},
		{"script, split", "java\nscript:alert(1)", ""},
		{"script behind a control", "\x01javascript:alert(1)", ""},
		{"data", "data:text/html,<script>1</script>", ""},
		{"vbscript", "vbscript:x", ""},
		{"file", "file:///etc/passwd", ""},
		{"no host", "http:///x", ""},
		{"opaque", "https:javascript:1", ""},
		{"mail to nobody", "mailto:", ""},
		{"not an address", "http://[::1", ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if got := safeLink(base, tt.href); got != tt.want {
				t.Errorf("safeLink(%q) = %q, want %q", tt.href, got, tt.want)
			}
		})
	}
	if got := safeLink(nil, "/c"); got != "" {
		t.Errorf("relative link on a page without address: %q", got)
	}
}
