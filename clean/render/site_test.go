package render_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html/atom"

	"matn/clean/render"
)

func sitePoints() []render.SitePoint {
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	return []render.SitePoint{
		{Title: "الجسر الجديد", URL: "https://paper.example/2", Fetched: at.Add(24 * time.Hour), Words: 400, Confidence: 0.97, Chrome: 0.6},
		{Title: "Old", URL: "https://paper.example/1", Fetched: at, Words: 200, Confidence: 0.9, Chrome: -1},
		{Title: "<script>alert(1)</script>", URL: "javascript:alert(1)", Fetched: at.Add(48 * time.Hour), Words: 0, Confidence: 0.2, Chrome: 0.99},
	}
}

func TestSiteReport_DrawsEveryArticleInOrderOfTime(t *testing.T) {
	var out bytes.Buffer
	if err := render.SiteReport(&out, "paper.example", sitePoints()); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	for _, want := range []string{
		"the last 3 articles, 2026-03-01 to 2026-03-03",
		`points="166.7,50.0 500.0,0.0 833.3,100.0 "`, // words 200, 400, 0 of at most 400
		"<b>words</b>, 0 to 400, median 200",
		"<b>share of chrome</b>, 0.60 to 0.99, median 0.99",
		`<a href="https://paper.example/2">الجسر الجديد</a>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if strings.Index(page, ">Old<") < strings.Index(page, ">الجسر الجديد<") {
		t.Error("the list does not begin with the newest")
	}
	dots := 0
	for n := range parseHTML(t, page).Descendants() {
		switch {
		case n.DataAtom == atom.Script:
			t.Error("the report runs a script of a page")
		case strings.HasPrefix(attrOf(n, "class"), "dot"):
			dots++
		case strings.HasPrefix(attrOf(n, "href"), "javascript"):
			t.Error("the report links to a script")
		}
	}
	if dots != 3+3+2 {
		t.Errorf("%d dots, want one for each value that is known", dots)
	}
}

func TestSiteReport_OfNoArticles(t *testing.T) {
	var out bytes.Buffer
	if err := render.SiteReport(&out, "paper.example", nil); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "the last 0 articles") {
		t.Error(out.String())
	}
}

func ExampleSiteReport() {
	var page strings.Builder
	if err := render.SiteReport(&page, "paper.example", sitePoints()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.Count(page.String(), "<figure>"), "charts")
	// Output: 3 charts
}
