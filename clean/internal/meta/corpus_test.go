package meta_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matn/clean"
	"matn/clean/block"
)

// corpusSets are the dev sets whose gold has metadata.
var corpusSets = []string{
	"aed", "arabic", "arabic-bulk", "arabic-cp1256", "arabic-nogold", "fundus",
	"postlight", "readability", "trafilatura-eval", "wcxb-dev",
}

// gold is a person's answer for a page. A field that is "" was not asked.
type gold struct {
	ID, URL, Title, Date, Lang string
	Author                     any // a name, or a list of them
}

// authors is the names in one string, "" when nobody is named.
func (g gold) authors() string {
	switch a := g.Author.(type) {
	case string:
		return a
	case []any:
		return strings.Trim(fmt.Sprint(a...), "[]")
	}
	return ""
}

// tally counts the answers for one field, by where they came from.
type tally struct {
	asked, right, wrong, none, extra int
	by                               map[string][2]int
}

func (t *tally) add(want, from string, given, right bool) {
	switch {
	case want == "" && given:
		t.extra++
	case want == "":
		return
	case !given:
		t.none++
	case right:
		t.right++
	default:
		t.wrong++
	}
	if want == "" {
		return
	}
	t.asked++
	if given {
		if t.by == nil {
			t.by = make(map[string][2]int)
		}
		n := t.by[from]
		if right {
			n[0]++
		} else {
			n[1]++
		}
		t.by[from] = n
	}
}

func (t *tally) String() string {
	return fmt.Sprintf("%.3f of %d (none %d, extra %d) %v", float64(t.right)/float64(max(t.asked, 1)), t.asked, t.none, t.extra, t.by)
}

// TestCorpus measures metadata over gold pages: MATN_CORPUS names a directory
// of SET/html/ID.html and SET/gold/ID.json. MATN_SETS chooses sets, MATN_MISSES
// a field ("date") whose misses are listed. It reports and judges nothing: the
// floors stand beside the evaluation.
func TestCorpus(t *testing.T) {
	root := os.Getenv("MATN_CORPUS")
	if root == "" {
		t.Skip("MATN_CORPUS is not set: no pages to measure on")
	}
	sets := corpusSets
	if s := os.Getenv("MATN_SETS"); s != "" {
		sets = strings.Fields(s)
	}
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		golds, err := filepath.Glob(filepath.Join(root, set, "gold", "*.json"))
		if err != nil || len(golds) == 0 {
			t.Errorf("no gold in set %s (%v)", set, err)
			continue
		}
		m := measure{t: t, cleaner: c, misses: os.Getenv("MATN_MISSES")}
		for _, path := range golds {
			m.page(path)
		}
		t.Logf("%s\n  title  %v\n  date   %v\n  author %v\n         any name right: %d\n  lang   %v",
			set, &m.title, &m.date, &m.author, m.anyName, &m.lang)
	}
}

// measure is the result over one set.
type measure struct {
	t       *testing.T
	cleaner *clean.Cleaner
	misses  string

	title, date, author, lang tally
	anyName                   int
}

func (m *measure) page(path string) {
	raw, err := os.ReadFile(path)
	if err != nil {
		m.t.Fatal(err)
	}
	var g gold
	if err := json.Unmarshal(raw, &g); err != nil {
		m.t.Fatalf("%s: %v", path, err)
	}
	page := strings.TrimSuffix(filepath.Base(path), ".json") + ".html"
	src, err := os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(path)), "html", page))
	if err != nil {
		m.t.Fatal(err)
	}
	a, _ := m.cleaner.HTML(src, clean.PageInfo{URL: g.URL})
	if a == nil {
		a = &clean.Article{}
	}
	got := a.Published.String()
	if len(got) > 10 {
		got = got[:10]
	}
	m.note("title", &m.title, a, folded(g.Title), folded(a.Title))
	m.note("date", &m.date, a, g.Date[:min(len(g.Date), 10)], got)
	m.note("author", &m.author, a, nameWords(g.authors()), nameWords(strings.Join(a.Authors, " ")))
	m.note("lang", &m.lang, a, g.Lang[:min(len(g.Lang), 2)], a.Language)
	for _, name := range a.Authors {
		if f := folded(name); f != "" && strings.Contains(folded(g.authors()), f) {
			m.anyName++
			break
		}
	}
}

var provenanceOf = map[string]string{"title": "title", "date": "published", "author": "authors", "lang": "language"}

func (m *measure) note(field string, t *tally, a *clean.Article, want, got string) {
	from := a.Provenance[provenanceOf[field]]
	t.add(want, from, got != "", want == got)
	if field == m.misses && want != got && (want != "" || os.Getenv("MATN_EXTRA") != "") {
		m.t.Logf("MISS %s [%s] want %q got %q", a.URL, from, want, got)
	}
}

func folded(s string) string { return string(block.Normalize(nil, s)) }

// nameWords are the words of some names in order, each once, without what joins
// names.
func nameWords(s string) string {
	words := slices.DeleteFunc(strings.Fields(folded(s)), func(w string) bool {
		return slices.Contains([]string{"and", "und", "et", "y", "e", "by", "von", "de", "par", "por"}, w)
	})
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}
