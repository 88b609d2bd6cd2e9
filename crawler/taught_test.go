package crawler

import (
	"encoding/json"
	"net/url"
	"testing"

	"matn/crawler/discover"
)

// listed is a lesson: a feed lists this article.
func listed(t *testing.T, raw string) lesson {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return func(p *discover.Pattern) { p.AddListed(u) }
}

// TestTaught_WorkersAddToOnePattern has two slices read the same pattern, and keep
// what they learned one after the other.
func TestTaught_WorkersAddToOnePattern(t *testing.T) {
	begin := readPattern(nil)
	listed(t, "https://paper.example/news/first-of-the-stories-1")(begin)
	text, err := json.Marshal(begin)
	if err != nil {
		t.Fatal(err)
	}
	one := &taught{Pattern: readPattern(text), kept: text}
	two := &taught{Pattern: readPattern(text), kept: text}
	alone := readPattern(text)
	for _, l := range []struct {
		t   *taught
		url string
	}{
		{one, "https://paper.example/sport/a-match-in-the-rain-2"},
		{two, "https://m.paper.example/city/an-old-bridge-opens-3"},
		{one, "https://paper.example/sport/a-match-in-the-sun-4"},
	} {
		l.t.learn(listed(t, l.url))
	}
	for _, tt := range []*taught{one, two} {
		if text, err = tt.edit(text); err != nil {
			t.Fatal(err)
		}
	}
	for _, u := range []string{"https://paper.example/sport/a-match-in-the-rain-2", "https://paper.example/sport/a-match-in-the-sun-4", "https://m.paper.example/city/an-old-bridge-opens-3"} {
		listed(t, u)(alone)
	}
	want, err := json.Marshal(alone)
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != string(want) {
		t.Errorf("two that learn apart:\n%s\none that learns all:\n%s", text, want)
	}
	if again, err := two.edit(text); err != nil || string(again) != string(text) {
		t.Errorf("the same lessons again change something: %s, %v", again, err)
	}
	if damaged, err := one.edit([]byte("{")); err != nil || len(damaged) == 0 {
		t.Errorf("a damaged pattern is not learned anew: %q, %v", damaged, err)
	}
}
