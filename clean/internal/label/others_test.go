package label_test

import (
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/label"
)

// TestBlocks_ArticleBelowTheArticle: what stands below another headline is
// stripped where it has an <article> of its own, or its own date.
func TestBlocks_ArticleBelowTheArticle(t *testing.T) {
	const (
		other = "A lighthouse keeper retires to the mainland"
		prose = "The lamp had been electric since before he came, but he polished the brass of the old one every Sunday and would not say for whom."
		own   = `<article><h1>` + title + `</h1><p>` + prose1 + `</p><p>` + prose2 + `</p></article>`
	)
	tests := []struct {
		name, html string
		article    bool
		kept       bool
	}{
		{"in an <article> of its own", own + `<article><h1>` + other + `</h1><p>` + prose + `</p></article>`, true, false},
		{"a page of another kind", own + `<article><h1>` + other + `</h1><p>` + prose + `</p></article>`, false, true},
		{"an <article> inside that of the page is part of it",
			`<article><h1>` + title + `</h1><p>` + prose1 + `</p><p>` + prose2 + `</p><article><h1>` + other + `</h1><p>` + prose + `</p></article></article>`, true, true},
		{"a heading below the headline's level is a section", own + `<article><h2>` + other + `</h2><p>` + prose + `</p></article>`, true, true},
		{"the first of a list of articles is no page's own",
			`<article><h1><a href="/1">` + title + `</a></h1><p>` + prose1 + `</p><p>` + prose2 + `</p></article><article><h1><a href="/2">` + other + `</a></h1><p>` + prose + `</p></article>`, true, true},
		{"a lesser headline, signed, above a long text", own + `<article><h2>` + other + `</h2><p>By Ann Marsh</p>` + strings.Repeat(`<p>`+prose+`</p>`, 4) + `</article>`, true, false},
		{"an entry of a live report", own + `<article><h2>` + other + `</h2><p>By Ann Marsh</p><p>` + prose + `</p></article>`, true, true},
		{"in the same <article>, dated", `<article><h1>` + title + `</h1><p>` + prose1 + `</p><p>` + prose2 + `</p><h1>` + other + `</h1><p>12 May 2024</p><p>` + prose + `</p></article>`, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := layout(t, `<html><body>`+tt.html+`</body></html>`, nil)
			label.Blocks(l, label.Input{Article: tt.article, Hints: dom.Hints{Titles: []string{title}}})
			role := block.RoleParagraph
			if !tt.kept {
				role = block.RoleRelated
			}
			check(t, l, []row{{"The ferry", block.RoleParagraph, true}, {"The lamp", role, tt.kept}})
		})
	}
}
