package eval

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func FuzzParseGold(f *testing.F) {
	f.Add([]byte(`{"body": "a", "date": null, "author": ["x"], "with": ["a"]}`))
	f.Add([]byte("{\n\"with\": 5}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := parseGold("x.json", b)
		if err == nil {
			return
		}
		var line int
		if n, _ := fmt.Sscanf(err.Error(), "eval: x.json:%d:", &line); n != 1 || line < 1 || line > 1+bytes.Count(b, []byte("\n")) {
			t.Errorf("%q gives %v", b, err)
		}
	})
}

func FuzzSameDay(f *testing.F) {
	for _, s := range []string{"2024-05-13", "2024-05-13 09:59:00+00:00", "2019-02", "NaT", "2024-05-13T23:59:00.5Z", "2019-9-9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := parseDay(s)
		if sameDay(s, s) != ok {
			t.Errorf("%q is its own day: %v, a date: %v", s, !ok, ok)
		}
		if ok && !sameDay(fmt.Sprintf("%04d-%02d-%02d", d.year, max(d.month, 1), max(d.day, 1)), s) && d.month > 0 && d.day > 0 {
			t.Errorf("%q read as %v is another day", s, d)
		}
	})
}

func TestSite(t *testing.T) {
	known := func(s string) Field { return Field{Value: s, Given: true} }
	tests := []struct {
		rule string
		page Page
		want string
	}{
		{"what gold calls it", Page{ID: "x-1", Gold: Gold{Site: known("rcdy (MA)"), URL: known("https://rcdy.net/a")}}, "rcdy (MA)"},
		{"registrable domain", Page{ID: "x-1", Gold: Gold{URL: known("http://news.BBC.co.uk:80/a")}}, "bbc.co.uk"},
		{"an address without a domain", Page{ID: "x-1", Gold: Gold{URL: known("http://localhost/a")}}, "localhost"},
		{"a path is no site", Page{ID: "ar-a0m0-01", Gold: Gold{URL: known("/blog/a/")}}, "ar-a0m0"},
		{"ID without its number", Page{ID: "ar-rcdy-01"}, "ar-rcdy"},
		{"ID without year and number", Page{ID: "ar-x-2020-07"}, "ar-x"},
		{"ID that is a number", Page{ID: "0313"}, "0313"},
	}
	for _, tt := range tests {
		if got := Site(tt.page); got != tt.want {
			t.Errorf("%s: site is %q, want %q", tt.rule, got, tt.want)
		}
	}
}

func TestPrinter_LinesShowNoControls(t *testing.T) {
	var b strings.Builder
	(&printer{w: &b}).lines("+", []string{"a\x1b[31mb\u202ec"})
	if got := b.String(); got != "  + a[31mbc\n" {
		t.Errorf("got %q", got)
	}
}
