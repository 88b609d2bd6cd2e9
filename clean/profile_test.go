//go:build unix

package clean_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matn/clean"
	"matn/clean/block"
	"matn/clean/profile"
)

// templated is a page of a made-up paper: a menu, a story of its own, a licence
// that reads like text, and a list of other stories.
func templated(i int, extra string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<html lang="en"><head><title>Ferry %c was late - Harbour Post</title></head><body><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul><div class="x"><h1>Ferry %c was late</h1>`, 'A'+rune(i), 'A'+rune(i))
	for k := range 5 {
		fmt.Fprintf(&b, "<p>The %dth report of the harbour office says that the %dth ferry of line %c was late again, and that nobody on the quay knew why it was so late.</p>", 10*i+k, 3*i+7*k, 'a'+rune(i))
	}
	b.WriteString(extra)
	b.WriteString("<p>Everyone may copy the reports of this office and print them, as long as the harbour is named as their source.</p></div><div>About us</div></body></html>")
	return []byte(b.String())
}

func TestHTML_ProfileTakesOutWhatTheSiteRepeats(t *testing.T) {
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := &profile.Profile{}
	for i := range 3 {
		a, err := c.HTML(templated(i, ""), clean.PageInfo{})
		if err != nil {
			t.Fatal(err)
		}
		p.Learn(profile.See(a.Blocks, a.Title))
	}
	alone, err := c.HTML(templated(7, ""), clean.PageInfo{})
	if err != nil {
		t.Fatal(err)
	}
	known, err := c.HTML(templated(7, ""), clean.PageInfo{Profile: p})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(alone.Body, "Everyone may copy") || strings.Contains(known.Body, "Everyone may copy") {
		t.Errorf("alone %q\nwith a profile %q", alone.Body, known.Body)
	}
	if want := strings.Split(alone.Body, "\n\nEveryone")[0]; known.Body != want {
		t.Errorf("the rest changed: %q, want %q", known.Body, want)
	}
	for _, b := range known.Blocks {
		if strings.HasPrefix(b.Text, "Everyone") && (b.Role != block.RoleRepeated || b.Reason.Count != 3 || b.Reason.Of != 3) {
			t.Errorf("the licence is %v for %+v", b.Role, b.Reason)
		}
	}
}

// BenchmarkMemory reports what learning from a page and marking it with what is
// known of its site add to the time of cleaning it, in percent: the fixtures, in a
// site of 200 stories.
func BenchmarkMemory(b *testing.B) {
	c, err := clean.New(clean.Options{})
	if err != nil {
		b.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join("..", "fixtures", "pages", "*", "page.html"))
	if err != nil || len(files) == 0 {
		b.Fatalf("no fixtures: %v", err)
	}
	p := &profile.Profile{}
	for i := range 200 {
		a, err := c.HTML(templated(i%26, fmt.Sprintf("<p>Note %x of the day.</p>", i)), clean.PageInfo{})
		if err != nil {
			b.Fatal(err)
		}
		p.Learn(profile.See(a.Blocks, fmt.Sprint("Story ", i)))
	}
	var pages [][]byte
	for _, f := range files {
		page, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, page)
	}
	var cleaning, memory time.Duration
	articles := make([]*clean.Article, len(pages))
	for i := 0; b.Loop(); i++ {
		start := processorTime(b)
		for k, page := range pages {
			if articles[k], err = c.HTML(page, clean.PageInfo{}); articles[k] == nil {
				b.Fatal(err)
			}
		}
		middle := processorTime(b)
		for k, a := range articles {
			p.Learn(p.Mark(a.Blocks, profile.About{Title: fmt.Sprint(a.Title, i, k)}).Page)
		}
		cleaning, memory = cleaning+middle-start, memory+processorTime(b)-middle
	}
	b.ReportMetric(100*float64(memory)/float64(cleaning), "%of-cleaning")
}
