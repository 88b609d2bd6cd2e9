package train

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matn/clean/internal/score"
)

// snippetPage has three paragraphs of text between a menu and a footer.
const snippetPage = `<html><body><ul><li><a href="/a">Harbour</a></li><li><a href="/b">Market prices</a></li></ul>
<article><p>The ferry to the island did not sail on Monday, since the crew had gone home.</p>
<p>A second   boat
was sent from the mainland in the afternoon.</p>
<p>Passengers waited on the pier for six hours.</p></article>
<footer>All rights of the harbour office</footer></body></html>`

func writeSnippets(t *testing.T, gold ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{"html", "gold"} {
		if err := os.MkdirAll(filepath.Join(dir, "set", d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for i, g := range gold {
		for name, text := range map[string]string{fmt.Sprintf("html/%d.html", i): snippetPage, fmt.Sprintf("gold/%d.json", i): g} {
			if err := os.WriteFile(filepath.Join(dir, "set", name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// TestReadSnippets_BlocksThatHoldOneAreKnown: spaces and case do not count, a
// snippet of two letters tells nothing, and what holds both kinds is text.
func TestReadSnippets_BlocksThatHoldOneAreKnown(t *testing.T) {
	dir := writeSnippets(t,
		`{"url": "https://a.example/", "body": null, "with": ["A SECOND boat was sent"], "without": ["market prices", "on"]}`,
		`{"url": "https://b.example/", "body": null, "with": ["waited on the pier"], "without": ["Passengers waited"]}`,
		`{"url": "https://c.example/", "body": null, "with": ["nothing of the kind"], "without": []}`)
	list, err := readSnippets(filepath.Join(dir, "set"), 2)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"?0?1??", "????1?", "??????"}
	for i, e := range list {
		got := ""
		for k, known := range e.known {
			switch {
			case !known:
				got += "?"
			case e.label[k] == 1:
				got += "1"
			default:
				got += "0"
			}
		}
		if got != want[i] || e.used != strings.ContainsAny(got, "01") {
			t.Errorf("page %d: %s, used %v; want %s", i, got, e.used, want[i])
		}
	}
	if why := dropped(list); len(why) != 1 || !strings.Contains(why[0], "no block holds a snippet") {
		t.Errorf("not learned from: %q", why)
	}
}

// TestAddSnippets_OthersAreGuessed: a block without a snippet is labelled by the
// model that never saw the site, and counts for less than one with a snippet.
func TestAddSnippets_OthersAreGuessed(t *testing.T) {
	dir := writeSnippets(t, `{"url": "https://a.example/", "body": null, "with": ["A second boat"], "without": ["market prices"]}`)
	o := Options{Corpus: dir, Snippets: []string{"set"}, Folds: 2}
	half := &score.Forest{} // no tree: every probability is a half
	none := &score.NameWeights{}
	r := &Result{}
	m, err := r.addSnippets(stackUp(nil), []*score.Forest{half, half}, []*score.NameWeights{none, none}, o)
	if err != nil {
		t.Fatal(err)
	}
	if want := []float32{0.5, 0, 0.5, 1, 0.5, 0.5}; !slices.Equal(m.label, want) {
		t.Errorf("labels %v, want %v", m.label, want)
	}
	if m.weight[3] <= m.weight[2] || m.weight[1] <= m.weight[0] {
		t.Errorf("weights %v: a guess counts as much as what is known", m.weight)
	}
	if len(r.Corpora) != 1 || r.Corpora[0].Pages != 1 || r.Corpora[0].Used != 1 || r.Corpora[0].Ceiling != 0 {
		t.Errorf("corpora %+v", r.Corpora)
	}
	var report strings.Builder
	if err := r.WriteReport(&report); err != nil || !strings.Contains(report.String(), "| set | 1 | 1 | snippets | ") {
		t.Errorf("%v, report:\n%s", err, &report)
	}
}

func TestAddSnippets_NoSuchSet(t *testing.T) {
	_, err := (&Result{}).addSnippets(stackUp(nil), nil, nil, Options{Corpus: t.TempDir(), Snippets: []string{"none"}, Folds: 2})
	if err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("error %v", err)
	}
}
