package meta

import (
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

func TestExtract_LastResort(t *testing.T) {
	body := func(s string) string {
		return `<html><body><main><h1 id="role-title">River closes the old bridge</h1>` + s + `</main></body></html>`
	}
	para := `<p id="role-paragraph1">The council closed the bridge over the river on Monday after divers found that two of its piers had moved.</p>`
	long := strings.Repeat(para, 5)
	tests := []struct{ rule, src, want string }{
		{"the day that a headline begins with", `<body><h1 id="role-title">14.07.2016 - River closes the old bridge</h1>` + para, "2016-07-14"},
		{"the day that a headline ends with", `<body><h1 id="role-title">Bridge report 2016-07-14</h1>` + para, "2016-07-14"},
		{"the day of an event inside a headline is not", `<body><h1 id="role-title">Bridge closes 14 July 2016 in the town</h1>` + para, ""},
		{"a paragraph that begins with the day", body(`<p id="role-paragraph1">14.07.2016 – The council closed the bridge over the river after divers found that two of its piers had moved.</p>`), "2016-07-14"},
		{"a day in brackets", body(`<p id="role-paragraph1">(14. Juli 2016) The council closed the bridge over the river after divers found that two of its piers had moved.</p>`), "2016-07-14"},
		{"a paragraph that begins with the day, below a name", body(`<p id="role-paragraph1">The bridge is shut</p><p id="role-paragraph2">Jane Doe</p><p id="role-paragraph3">A. Roe</p><p id="role-paragraph4">14.07.2016 – The council closed the bridge over the river after divers found that two of its piers had moved.</p>`), "2016-07-14"},
		{"a label that a paragraph begins with", body(`<p id="role-paragraph1">Pressemitteilung vom 14. Juli 2016 | Der Rat hat am Montag die Brücke über den Fluss geschlossen, nachdem Taucher Schäden an zwei Pfeilern gefunden hatten, die das Hochwasser verschoben hat, und hofft, dass sie im Frühjahr wieder geöffnet werden kann, wenn die Ingenieure fertig sind.</p>`), "2016-07-14"},
		{"a sentence that begins with a day", body(`<p id="role-paragraph1">14 July 2016 was the day on which the council closed the bridge over the river for good, as readers will know.</p>`), ""},
		{"the only line of a date below the body", body(long + `<div id="role-date">14 July 2016</div>`), "2016-07-14"},
		{"lines that disagree", body(long + `<div id="role-date1">14 July 2016</div><div id="role-date2">15 July 2016</div>`), ""},
		{"a change alone", body(para + `<div id="role-date">Updated: 14 July 2016</div>`), ""},
		{"the revision of a file", body(long + `<aside><span id="role-date">14 July 2016</span></aside>`), ""},
		{"a day alone in a paragraph near the beginning", body(para + `<p id="role-paragraph2">14.07.2016</p>` + para), "2016-07-14"},
		{"a day alone in a paragraph far below", body(long + para + `<p id="role-paragraph2">14.07.2016</p>` + para), ""},
		{"a month alone below the headline", body(`<div id="role-date">July 2016</div>` + para), "2016-07"},
		{"a month alone below the body", body(para + `<div id="role-date">July 2016</div>`), ""},
		{"a bar of the day", body(`<div id="role-date-bar">Thursday 14 July 2016</div>` + para), ""},
		{"state that a script draws the page from", body(para + `<script>var p={"handle":"x","published_at":"2016-07-14T06:22:28+01:00"}</script>`), "2016-07-14T06:22:28+01:00"},
		{"state in a string", body(para + `<script>push("{\"publishedAt\":\"2016-07-14\",\"id\":3}")</script>`), "2016-07-14"},
		{"state of several texts", body(para + `<script>var p=[{"published_at":"2016-07-14"},{"published_at":"2015-07-14"}]</script>`), ""},
		{"a key without a stamp", body(para + `<script>var p={"publishedAt":null,"x":"2016-07-14"}</script>`), ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if m := extract(t, tt.src, Page{}); m.Published.String() != tt.want {
				t.Errorf("published %q from %q, want %q", m.Published.String(), m.From["published"], tt.want)
			}
		})
	}
}

func TestBare_DayOfVisitComesWithMore(t *testing.T) {
	for line, want := range map[string]bool{
		"14 July 2016":                true,
		"2016-07-14":                  true,
		"Thursday, 14 July 2016":      false,
		"14 July 2016 21:16":          false,
		"London, 14 July 2016":        false,
		"14 July 2016 - 15 July 2016": false,
	} {
		l := &dom.Layout{Blocks: []block.Block{{Text: line, Elem: -1}}}
		p := placed{reader: (&Head{}).at(Page{}), Layout: l}
		if got := p.bare(0); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
