package date

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// corpusFloor is the least share of Arabic gold dates that Find must read from
// the text of their pages. Not every page prints its date, so it is not 1.
const corpusFloor = 0.80

// corpusPage is a page with a known publication date.
type corpusPage struct {
	id, lang, text string
	gold           Date
}

// TestFind_CorpusDates reads the Arabic sets below $MATN_CORPUS
// (SET/{html,gold}/ID) and counts the gold dates that Find sees in the text, a day
// either way, since gold is often UTC. go test -v lists what was missed.
func TestFind_CorpusDates(t *testing.T) {
	root := os.Getenv("MATN_CORPUS")
	if root == "" {
		t.Skip("MATN_CORPUS is not set: no corpus to read")
	}
	golds, err := filepath.Glob(filepath.Join(root, "arabic*", "gold", "*.json"))
	if err != nil || len(golds) == 0 {
		t.Fatalf("no arabic*/gold/*.json below %s (%v)", root, err)
	}
	seen, dated := 0, 0
	for _, name := range golds {
		p, ok := readPage(t, name)
		if !ok {
			continue
		}
		dated++
		if findsDay(p) {
			seen++
		} else {
			t.Logf("missed %s %s", p.id, p.gold)
		}
	}
	t.Logf("Find read %d of %d gold dates from the text", seen, dated)
	if float64(seen) < corpusFloor*float64(dated) {
		t.Errorf("Find read %d of %d gold dates, want at least %.0f %%", seen, dated, 100*corpusFloor)
	}
}

// readPage reads a gold file and its page; false when gold has no whole day.
func readPage(t *testing.T, gold string) (corpusPage, bool) {
	t.Helper()
	raw, err := os.ReadFile(gold)
	if err != nil {
		t.Fatal(err)
	}
	var g struct{ ID, Lang, Date string }
	if err := json.Unmarshal(raw, &g); err != nil {
		t.Fatal(err)
	}
	d, ok := ParseISO(g.Date)
	if !ok || d.Precision < Day {
		return corpusPage{}, false
	}
	page, err := os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(gold)), "html", g.ID+".html"))
	if err != nil {
		t.Fatal(err)
	}
	return corpusPage{id: g.ID, lang: g.Lang, text: pageText(t, page), gold: d}, true
}

func findsDay(p corpusPage) bool {
	for _, m := range Find(p.text, Context{Lang: p.lang}) {
		if m.Date.Precision >= Day && m.Date.day().Sub(p.gold.day()).Abs().Hours() <= 24 {
			return true
		}
	}
	return false
}

// pageText is the visible text of a page, tags as blanks.
func pageText(t *testing.T, page []byte) string {
	t.Helper()
	var r io.Reader = bytes.NewReader(page)
	if !utf8.Valid(page) {
		var err error
		if r, err = charset.NewReader(r, ""); err != nil {
			t.Fatal(err)
		}
	}
	root, err := html.Parse(r)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && !isHidden(n.Parent.Data) {
			out.WriteString(n.Data)
			out.WriteByte(' ')
		}
	}
	return out.String()
}

func isHidden(tag string) bool { return tag == "script" || tag == "style" || tag == "noscript" }
