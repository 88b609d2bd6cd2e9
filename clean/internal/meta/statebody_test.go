package meta

import (
	"encoding/json"
	"strings"
	"testing"

	"matn/clean/internal/dom"
)

const stateStory = `<p>The ferry was late on Monday because its captain had stopped to take a swimmer aboard.</p><p>She had been in the water since dawn, carrying a letter in a bottle around her neck, and refused to say to whom it was addressed until the ship had docked.</p><p>The harbour master kept the letter, unopened, and the swimmer was given soup and a coat that had been left behind by a passenger in the spring of the year before last.</p>`

// quote writes a text as JSON string, as often as said.
func quote(s string, times int) string {
	for range times {
		b, _ := json.Marshal(s)
		s = string(b)
	}
	return s
}

func TestStateBody_FindsTheTextOfShells(t *testing.T) {
	state := `{"id":7,"title":"The late ferry","contentHtml":` + quote(stateStory, 1) + `,"tags":["a","b"]}`
	shell := func(script string) string {
		return `<html><head><title>x</title></head><body><div id="app"></div><script>` + script + `</script></body></html>`
	}
	tests := []struct {
		name, page, want string
	}{
		{"in an assignment", shell(`window.__STATE__ = ` + state), stateStory},
		{"in a string that holds JSON", shell(`self.push([1,` + quote(state, 1) + `])`), stateStory},
		{"not where the page shows text", strings.Replace(shell(`x = `+state), `<div id="app">`, `<div id="app"><p>`+strings.Repeat("words of its own ", 100)+`</p>`, 1), ""},
		{"no paragraphs are no body", shell(`x = {"t":` + quote(strings.Repeat("word ", 200), 1) + `}`), ""},
		{"a string that does not end", shell(`x = {"t":"` + strings.Repeat("<p>word ", 200)), ""},
		{"quotes of a script that are no JSON", shell("var a = \"\n" + strings.Repeat("<p>word\n", 200) + `"`), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := dom.Parse([]byte(tt.page), dom.Limits{Nodes: 10_000})
			if err != nil {
				t.Fatal(err)
			}
			if got := stateBody(doc); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
