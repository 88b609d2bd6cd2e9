package main

import (
	"strings"
	"testing"
)

func TestByteSize(t *testing.T) {
	tests := []struct {
		in   string
		want int64 // 0: refused
		text string
	}{
		{"1048576", 1 << 20, "1M"},
		{"500K", 500 << 10, "500K"},
		{"64M", 64 << 20, "64M"},
		{"64 MiB", 64 << 20, "64M"},
		{"2gb", 2 << 30, "2G"},
		{"1000", 1000, "1000"},
		{"0", 0, ""},
		{"-1", 0, ""},
		{"1.5M", 0, ""},
		{"", 0, ""},
		{"M", 0, ""},
		{"9999999999G", 0, ""},
	}
	for _, tt := range tests {
		var s byteSize
		err := s.Set(tt.in)
		if int64(s) != tt.want || (err == nil) != (tt.want > 0) {
			t.Errorf("Set(%q) = %d, %v, want %d", tt.in, s, err, tt.want)
		}
		if err == nil && s.String() != tt.text {
			t.Errorf("%q prints as %q, want %q", tt.in, s.String(), tt.text)
		}
	}
}

func TestAge(t *testing.T) {
	for _, tt := range []struct {
		in, text string // text "": refused
	}{
		{"3d", "3d"}, {"72h", "3d"}, {"1w", "7d"}, {"36h", "36h0m0s"}, {"0.5d", "12h0m0s"}, {"0", "0s"},
		{"soon", ""}, {"3", ""}, {"NaNd", ""}, {"Infw", ""}, {"1e9w", ""}, {"d", ""}, {"-3d", ""}, {"", ""},
	} {
		var a age
		err := a.Set(tt.in)
		if (err == nil) != (tt.text != "") || err == nil && a.String() != tt.text {
			t.Errorf("Set(%q) = %v, %v, want %q", tt.in, &a, err, tt.text)
		}
	}
}

func TestURLFileName(t *testing.T) {
	tests := []struct{ rule, in, want string }{
		{"host and path", "https://paper.example/news/2024/bridge.html", "paper.example-news-2024-bridge.html"},
		{"query", "https://paper.example/?id=5&page=2", "paper.example-id-5-page-2"},
		{"Arabic path, written either way", "https://paper.example/%D8%AE%D8%A8%D8%B1/نص", "paper.example-خبر-نص"},
		{"no way out of the directory", "https://paper.example/../../etc/passwd", "paper.example-..-..-etc-passwd"},
		{"dots alone", "..", "page"},
		{"no URL", "", "page"},
		{"control characters", "https://paper.example/a%00%1b%0ab", "paper.example-a-b"},
		{"too long", "https://paper.example/" + strings.Repeat("س", 500), "paper.example-" + strings.Repeat("س", 83)},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if got := urlFileName(tt.in); got != tt.want {
				t.Errorf("urlFileName(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestBareName(t *testing.T) {
	tests := []struct{ in, want string }{
		{"page.html", "page"}, {"page.html.gz", "page"}, {"a/page.HTM.ZST", "a/page"}, {"page", "page"},
		{"v1.2", "v1.2"}, {"page.warc.gz", "page"}, {".html", ".html"}, {"000_cc51.txt", "000_cc51"},
	}
	for _, tt := range tests {
		if got := bareName(tt.in); got != tt.want {
			t.Errorf("bareName(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
