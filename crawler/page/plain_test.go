package page

import (
	"reflect"
	"strings"
	"testing"
)

var plainExamples = []string{"https://paper.example/a/b?c=1&d=%D8%A3", "http://paper.example:8080/", "https://paper.example/%d8%a3%2Fb", "https://1.2.3.4/",
	"https://a.1/", "https://xn--4gbrim.xn--wgbh1c/", "https://paper.example/a/../b", "https://paper.example/a?", "https://paper.example/a?b'c", "https://paper.example:443/",
	"https://paper.example/a%2", "https://paper.example//a", "https://paper.example./a", "https://a-.example/", "https://paper.example/.hidden", "https://u@paper.example/", "https://paper.example:08/", "https://paper.example/a;b=c,d:e@f"}

// samePlain fails when the short way gives another URL than the parser.
func samePlain(t *testing.T, text string) (plain bool) {
	t.Helper()
	got, ok := plainURL(text)
	if !ok || len(text) > MaxURLBytes {
		return false
	}
	want, err := parseFully(text, "", text)
	if err != nil {
		t.Fatalf("plainURL(%q) = %q, the parser says %v", text, got, err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("plainURL(%q) = %#v, the parser gives %#v", text, got, want)
	}
	return true
}

func TestPlainURL_IsTheParser(t *testing.T) {
	n := 0
	for _, text := range plainExamples {
		if samePlain(t, text) {
			n++
		}
	}
	if n < 4 {
		t.Errorf("only %d of the examples are plain", n)
	}
}

func FuzzPlainURL(f *testing.F) {
	for _, text := range plainExamples {
		f.Add(text, "/a/b")
	}
	f.Fuzz(func(t *testing.T, text, ref string) {
		samePlain(t, text)
		base, err := ParseURL(text)
		if err != nil {
			return
		}
		got, err1 := Resolve(base, ref)
		want, err2 := parseFully(ref, base.String(), strings.TrimSpace(ref))
		if (err1 == nil) != (err2 == nil) || err1 == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%q from %q: %v, %v; the parser gives %v, %v", ref, base, got, err1, want, err2)
		}
	})
}
