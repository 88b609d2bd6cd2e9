package label_test

import (
	"strings"
	"testing"

	"matn/clean/internal/dom"
	"matn/clean/internal/label"
)

// keptTexts joins the blocks that label keeps, shortened to their first two
// words.
func keptTexts(l *dom.Layout) string {
	label.Blocks(l, label.Input{Hints: dom.Hints{Titles: []string{title}}, Article: true})
	var kept []string
	for i := range l.Blocks {
		if b := &l.Blocks[i]; b.Kept {
			f := strings.Fields(b.Text)
			kept = append(kept, strings.Join(f[:min(len(f), 2)], " "))
		}
	}
	return strings.Join(kept, ", ")
}

func TestBlocks_WhatBelongsTogetherIsKeptTogether(t *testing.T) {
	head := "<main><h1>" + title + "</h1>"
	one, two := "<p>"+prose1+"</p>", "<p>"+prose2+"</p>"
	table := "<table><tr><th>Year<th>Goats<tr><td>1981<td>two<tr><td>1999<td>none of them alive</table>"
	for _, tc := range []struct {
		rule, html string
		p          map[string]float32
		want       string
	}{
		{"code between paragraphs is kept", head + one + "<pre>lower the ramp</pre><pre>lift it</pre>" + two + "<pre>raise it</pre>", nil,
			"The ferry, lower the, lift it, Its captain"},
		{"all rows of a table are, where most of its words are", head + one + table + two, map[string]float32{"1999": .6},
			"The ferry, Year Goats, 1981 two, 1999 none, Its captain"},
		{"none is, where most are not", head + one + table + two, map[string]float32{"1981": .6},
			"The ferry, Its captain"},
		{"a paragraph may stand twice among those of one element", head + one + two + one, nil,
			"The ferry, Its captain, The ferry"},
		{"in another element it is a copy", head + one + two + "<div>" + one + "</div>", nil,
			"The ferry, Its captain"},
		{"text that fills a page up stands once", head + one + strings.Repeat(two, 6), nil,
			"The ferry, Its captain"},
		{"four headings at the end are text", head + one + "<h3>Ann Lee, harbours</h3><h3>Tom Ray, bridges</h3><h3>Eve Fox, goats</h3><h3>Jo Orr, pianos</h3>", map[string]float32{"Ann": .9, "Tom": .9, "Eve": .9, "Jo": .9},
			"The ferry, Ann Lee,, Tom Ray,, Eve Fox,, Jo Orr,"},
		{"one heads a list", head + one + "<h3>Round the coast</h3>", map[string]float32{"Round": .9},
			"The ferry"},
		{"phrases go from the end one by one", head + one + "<p>Reporting by the Coast Press.</p><p>Want great stories delivered to your inbox every morning? Tell us where to send them.</p>", map[string]float32{"Reporting": .9},
			"The ferry"},
		{"so it is among items", head + one + two + "<ul><li>The goats were not asked what they thought of it.<li>The goats were not asked what they thought of it.</ul>" + one, map[string]float32{"The goats": .9},
			"The ferry, Its captain, The goats, The ferry"},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			if got := keptTexts(layout(t, tc.html, tc.p)); got != tc.want {
				t.Errorf("kept %q, want %q", got, tc.want)
			}
		})
	}
}
