package page

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

func TestParseURL(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "https://paper.example/a?b=1&a=2", "https://paper.example/a?b=1&a=2"},
		{"blanks around", "  https://paper.example/a\n", "https://paper.example/a"},
		{"host and default port", "HTTPS://PAPER.example:443", "https://paper.example/"},
		{"other port stays", "http://paper.example:8080/", "http://paper.example:8080/"},
		{"fragment goes", "https://paper.example/a#comments", "https://paper.example/a"},
		{"Arabic path", "https://paper.example/أخبار/خبر عاجل", "https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%AE%D8%A8%D8%B1%20%D8%B9%D8%A7%D8%AC%D9%84"},
		{"escaped Arabic path stays", "https://paper.example/%d8%a3", "https://paper.example/%d8%a3"},
		{"Arabic host", "https://موقع.مصر/", "https://xn--4gbrim.xn--wgbh1c/"},
		{"dot segments", "https://paper.example/a/../%2e%2e/b", "https://paper.example/b"},
		{"odd IPv4", "http://0x7f.1/", "http://127.0.0.1/"},
		{"IPv6", "http://[::1]:8080/", "http://[::1]:8080/"},
		{"bare percent", "https://paper.example/100%", "https://paper.example/100%25"},
		{"escaped slash beside a bar", "https://paper.example/a%2Fb|c", "https://paper.example/a%2Fb%7Cc"},
		{"bar in the query stays", "https://paper.example/?a|b", "https://paper.example/?a|b"},
		{"windows-1256 bytes", "https://paper.example/\xe1\xe3", "https://paper.example/%E1%E3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := ParseURL(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if u.String() != tt.want {
				t.Errorf("ParseURL(%q) = %q, want %q", tt.in, u, tt.want)
			}
		})
	}
}

func TestParseURL_ErrorsSayWhatToType(t *testing.T) {
	tests := []struct{ name, in, problem, try string }{
		{"empty", " ", "empty", ""},
		{"no scheme", "paper.example/a", "no scheme", "https://paper.example/a"},
		{"no scheme, Arabic host", "موقع.مصر", "no scheme", "https://موقع.مصر"},
		{"no scheme, port", "localhost:8080/a", "no scheme", "https://localhost:8080/a"},
		{"no scheme, host and port", "paper.example:8080", "no scheme", "https://paper.example:8080"},
		{"scheme-relative", "//paper.example/a", "no scheme", "https://paper.example/a"},
		{"a word", "news", "begins with https://", ""},
		{"a file", "/tmp/page", "begins with https://", ""},
		{"other scheme", "ftp://paper.example/a", `"ftp" is not supported`, ""},
		{"javascript", "javascript:alert(1)", `"javascript" is not supported`, ""},
		{"mail", "mailto:a@paper.example", `"mailto" is not supported`, ""},
		{"credentials", "https://me:secret@paper.example/", "user name or password", ""},
		{"no host", "https://", "malformed", ""},
		{"blank in host", "https://paper example/", "malformed", ""},
		{"port out of range", "https://paper.example:99999/", "malformed", ""},
		{"too long", "https://paper.example/" + strings.Repeat("a", MaxURLBytes), "longer than 8192 bytes", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := ParseURL(tt.in)
			var bad *URLError
			if !errors.As(err, &bad) {
				t.Fatalf("ParseURL(%q) = %v, %v, want a URLError", tt.in, u, err)
			}
			if !strings.Contains(err.Error(), tt.problem) || bad.Try != tt.try {
				t.Errorf("ParseURL(%q): %v (try %q), want %q (try %q)", tt.in, err, bad.Try, tt.problem, tt.try)
			}
			if len(err.Error()) > 500 {
				t.Errorf("message of %d bytes", len(err.Error()))
			}
		})
	}
}

func TestParseURL_SecretIsNotRepeatedInFull(t *testing.T) {
	_, err := ParseURL("https://me:secret@paper.example/")
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("message shows the password: %v", err)
	}
}

func TestResolve(t *testing.T) {
	base, err := ParseURL("https://paper.example/a/b?c=1")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, ref, want string }{
		{"absolute", "http://other.example/x", "http://other.example/x"},
		{"rooted", "/x", "https://paper.example/x"},
		{"relative", "x?y", "https://paper.example/a/x?y"},
		{"scheme-relative", "//other.example/x", "https://other.example/x"},
		{"query only", "?p=2", "https://paper.example/a/b?p=2"},
		{"raw Arabic", "/خبر", "https://paper.example/%D8%AE%D8%A8%D8%B1"},
		{"other scheme", "intent://x", ""},
		{"local file", "file:///etc/passwd", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := Resolve(base, tt.ref)
			if tt.want == "" {
				if err == nil {
					t.Errorf("Resolve(%q) = %q, want an error", tt.ref, u)
				}
				return
			}
			if err != nil || u.String() != tt.want {
				t.Errorf("Resolve(%q) = %v, %v, want %q", tt.ref, u, err, tt.want)
			}
		})
	}
}

// Whatever ParseURL accepts must mean the same to itself, to net/url, and hence
// on the wire.
func FuzzParseURL(f *testing.F) {
	for _, s := range []string{"https://paper.example/a|b%2Fc?q#f", "http://[::1]:80/\xe1", "https://موقع.مصر/أ ب", "localhost:1", "http://a/%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := ParseURL(raw)
		if err != nil {
			var bad *URLError
			if !errors.As(err, &bad) {
				t.Fatalf("undocumented error %v", err)
			}
			return
		}
		text := u.String()
		again, err := ParseURL(text)
		if err != nil || again.String() != text {
			t.Fatalf("%q read as %q, and that as %v, %v", raw, text, again, err)
		}
		std, err := url.Parse(text)
		if err != nil || std.String() != text {
			t.Fatalf("net/url reads %q as %v, %v", text, std, err)
		}
		if u.User != nil || u.Fragment != "" || u.Hostname() == "" {
			t.Fatalf("%q kept user, fragment or no host: %q", raw, text)
		}
	})
}
