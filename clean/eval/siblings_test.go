package eval_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matn/clean"
	"matn/clean/eval"
)

// siteSet writes a gold directory of n pages of one site, which end in a licence
// that gold does not have, and one page of another.
func siteSet(t *testing.T, n int) []eval.Page {
	t.Helper()
	dir := t.TempDir()
	write := func(id, title, body, end string) {
		page := "<html><head><title>" + title + "</title></head><body><ul><li><a href=/>Home</a></li><li><a href=/w>World</a></li></ul><div><h1>" + title + "</h1>" + body + end + "</div><div>About us</div></body></html>"
		gold := fmt.Sprintf(`{"body": %q, "site": %q}`, strings.NewReplacer("<p>", "", "</p>", "\n").Replace(body), id[:1])
		for name, text := range map[string]string{"html/" + id + ".html": page, "gold/" + id + ".json": gold} {
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range n {
		var body strings.Builder
		for k := range 5 {
			fmt.Fprintf(&body, "<p>The %dth report of the harbour office says that the %dth ferry of line %c was late again, and that nobody on the quay knew why it was so late.</p>", 10*i+k, 3*i+7*k, 'a'+rune(i))
		}
		write(fmt.Sprintf("a%d", i), fmt.Sprintf("Ferry %c was late", 'A'+rune(i)), body.String(),
			"<p>Everyone may copy the reports of this office and print them, as long as the harbour is named as their source.</p>")
	}
	write("b0", "Alone", "<p>A page of a site that has no other page here, so that nothing can be learned of it.</p>", "")
	pages, err := eval.ReadSet(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func TestSiblings_LeaveOutWhatTheSiteRepeats(t *testing.T) {
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	with, without, err := eval.Siblings(context.Background(), siteSet(t, 4), c, 2, eval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(with) != 4 || len(without) != 4 {
		t.Fatalf("%d and %d scores, want 4: the page without siblings is left out", len(with), len(without))
	}
	for i := range with {
		if without[i].Values[eval.LeakedLines] != 1 {
			t.Fatalf("%s alone leaks %v lines: the test needs the licence to be one", without[i].ID, without[i].Values[eval.LeakedLines])
		}
		v := with[i].Values
		if v[eval.LeakedLines] != 0 || v[eval.WordF1] < .999 || v[eval.KeptLost] != 0 || v[eval.ChromeKnown] < .5 {
			t.Errorf("%s with siblings: %v", with[i].ID, v)
		}
	}
}

// Of flattened text the report says what could have been reached.
func TestSiblings_TellTheCeilingOfRepeatedLines(t *testing.T) {
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	with, without, err := eval.Siblings(context.Background(), siteSet(t, 4), c, 2, eval.Options{Text: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range with {
		alone, known, best := without[i].Values[eval.LineF1], with[i].Values[eval.LineF1], with[i].Values[eval.RepeatsCeiling]
		if best < alone || best < known || best < .999 {
			t.Errorf("%s: line F1 %v alone, %v with siblings, %v at best: the text of gold is all on the page", with[i].ID, alone, known, best)
		}
	}
}

func TestSiblings_NeedTwoPagesOfOneSite(t *testing.T) {
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := eval.Siblings(context.Background(), siteSet(t, 1), c, 2, eval.Options{}); err == nil {
		t.Error("no error, though no page has a sibling")
	}
}
