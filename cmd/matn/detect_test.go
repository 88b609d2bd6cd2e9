package main

import (
	"strings"
	"testing"
)

func TestDetect(t *testing.T) {
	page := "<!DOCTYPE html>\n<html><head><title>t</title></head><body><p>" + strings.Repeat("word ", 100) + "</p></body></html>"
	prose := strings.Repeat("The <b> tag and the <p> tag are both older than most who use them today, it is said. ", 20)
	tests := []struct {
		rule, name, in string
		want           kind
	}{
		{"a page is a page", "a.html", page, kindHTML},
		{"under any name", "a.txt", page, kindHTML},
		{"or none", "-", page, kindHTML},
		{"behind a byte order mark", "a", "\xef\xbb\xbf\n" + page, kindHTML},
		{"in UTF-16", "a", "\xff\xfe" + wide(page), kindHTML},
		{"behind an XML declaration", "a", `<?xml version="1.0"?>` + page, kindHTML},
		{"a fragment by its share of tags", "-", "<div><p>one</p><p>two</p></div>", kindHTML},
		{"a fragment by its first tag", "-", "<p class=x>" + strings.Repeat("word ", 400), kindHTML},
		{"a fragment whose first element is closed", "-", "<p>" + strings.Repeat("word ", 400) + "</p>", kindHTML},
		{"prose about a tag that it begins with", "-", "<p> is short for paragraph. " + strings.Repeat("It needs no end. ", 30), kindText},
		{"behind a warning of the server", "a.txt", "Warning: x in line 3\n" + "<div class=\"a\"><a href=\"/\">Home</a></div>", kindHTML},
		{"prose with tags is text", "a.txt", prose, kindText},
		{"prose with tags, from a pipe", "-", prose, kindText},
		{"prose that starts with a tag", "-", "<b> is a tag. " + strings.Repeat("It makes words bold. ", 30), kindText},
		{"a page by name needs one tag", "a.html", "hello <b>you</b> " + strings.Repeat("word ", 100), kindHTML},
		{"a page by name without a tag", "a.html", "hello\nyou", kindText},
		{"compressed name", "a.htm.gz", "x <b>y</b> " + strings.Repeat("word ", 100), kindHTML},
		{"less-than signs are no tags", "a.txt", strings.Repeat("1 < 2 and 3 > 2 <- x ", 20), kindText},
		{"an archive", "a.gz", "WARC/1.0\r\nWARC-Type: warcinfo\r\n", kindWARC},
		{"nothing", "a.html", "", kindText},
		{"a tag without end", "a", "<p" + strings.Repeat("x", 10000), kindText},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if got := detect(tt.name, []byte(tt.in)); got != tt.want {
				t.Errorf("detect(%q, %.40q) = %s, want %s", tt.name, tt.in, got, tt.want)
			}
		})
	}
}

// wide is ASCII as UTF-16LE.
func wide(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		b.WriteByte(0)
	}
	return b.String()
}

func FuzzDetect(f *testing.F) {
	f.Add("a.html", []byte("<p>x"))
	f.Add("a", []byte("<<<>>><!"))
	f.Add("0", []byte(">!<<!<\xff>")) // an end of a tag that never began
	f.Fuzz(func(t *testing.T, name string, head []byte) {
		switch k := detect(name, head); k {
		case kindHTML, kindText, kindWARC:
		default:
			t.Errorf("kind %q", k)
		}
		if share := markupShare(head); share < 0 || share > 1 {
			t.Errorf("share of markup %v", share)
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	head := []byte(strings.Repeat("<p>some words of <b>text</b> a < b</p>\n", headSize/40))
	b.SetBytes(int64(len(head)))
	b.ReportAllocs()
	for b.Loop() {
		detect("a.txt", head)
	}
}
