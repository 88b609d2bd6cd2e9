package label_test

import (
	"testing"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/label"
)

func TestBlocks_DoubtfulParagraphsBesideTheBody(t *testing.T) {
	page := func(between, behind string) string {
		return "<body><main><h1>" + title + "</h1><div class=text><p>" + prose1 + "</p>" + between + "<p>" + prose2 + "</p>" + behind + "</div></main></body>"
	}
	ports := `<p>Northern ports: <a href=/n>Sallow</a>, <a href=/k>Kettle Bay</a></p><p>Southern ports: <a href=/g>Gull</a></p><p>Ports in the west: <a href=/w>Wrack</a></p>`
	doubt := map[string]float32{"North": .38, "South": .33, "Ports": .41, "Gull": .4}
	kept := []row{{"North", block.RoleParagraph, true}, {"South", block.RoleParagraph, true}, {"Ports", block.RoleParagraph, true}}
	gone := []row{{"North", block.RoleUnlikely, false}, {"South", block.RoleUnlikely, false}, {"Ports", block.RoleUnlikely, false}}
	for _, tc := range []struct {
		rule, html string
		p          map[string]float32
		article    bool
		rows       []row
	}{
		{"a list of places between paragraphs is text", page(ports, ""), doubt, true, kept},
		{"three lines behind the last go on with it", page("", ports), doubt, true, kept},
		{"one line behind it may be a note", page("", "<p>Northern ports have ferries</p>"), doubt, true, gone[:1]},
		{"what is unlikely is not in doubt", page(ports, ""), map[string]float32{"North": .2, "South": .2, "Ports": .2}, true, gone},
		{"elements of other names are beside it in vain", page("<div>Northern ports have ferries</div>", ""), doubt, true, gone[:1]},
		{"a paragraph that is a link leads elsewhere", page("<p><a href=/g>Gull has a ferry of its own</a></p>", ""), doubt, true, []row{{"Gull", block.RoleRelated, false}}},
		{"a phrase of chrome stays chrome", page("<p>Read more: Goats found safe</p>", ""), map[string]float32{"Read": .4}, true, []row{{"Read", block.RoleRelated, false}}},
		{"other pages than articles are left to the model", page(ports, ""), doubt, false, gone},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			l := layout(t, tc.html, tc.p)
			label.Blocks(l, label.Input{Hints: dom.Hints{Titles: []string{title}}, Article: tc.article})
			check(t, l, tc.rows)
		})
	}
}
