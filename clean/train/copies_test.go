package train

import (
	"slices"
	"strings"
	"testing"

	"matn/clean/eval"
	"matn/clean/internal/dom"
	"matn/clean/internal/score"
	"matn/clean/internal/segment"
)

// flatPage makes an example of a flattened page, and its layout.
func flatPage(site, id string, body []string, around ...string) (*example, *dom.Layout, *score.Features) {
	f := &score.Features{}
	lines := slices.Concat(around, body, []string{"Contact us", "All rights reserved"})
	layout := segment.Lines(lines)
	p := eval.Page{Set: "set", ID: id, Gold: eval.Gold{URL: eval.Field{Value: "https://" + site + "/1", Given: true}, Body: eval.Field{Value: strings.Join(body, "\n"), Given: true}}}
	e := newExample(p, 5)
	e.judge(layout.Blocks)
	e.measure(layout, dom.Hints{}, f)
	return e, layout, f
}

func TestForeign_NoPhraseIsKnown(t *testing.T) {
	e, layout, f := flatPage("a.example", "page", twoLines, "Related articles", "Share on Facebook")
	c := e.foreign(layout, dom.Hints{}, f)
	if slices.Max(e.shape.Phrase) == 0 {
		t.Fatal("the page has no phrase")
	}
	if slices.Max(c.shape.Phrase) != 0 || !c.blank || !slices.Equal(c.label, e.label) || len(c.rows) != len(e.rows) {
		t.Errorf("phrases %v, blank %v, labels %v", c.shape.Phrase, c.blank, c.label)
	}
	again, _, _ := flatPage("a.example", "page", twoLines, "Related articles", "Share on Facebook")
	if again.measure(layout, dom.Hints{}, f); slices.Max(again.shape.Phrase) == 0 {
		t.Error("what is read next has no phrases either")
	}
}

func TestJoined_ShortLinesOfOneLabelAreOne(t *testing.T) {
	e, layout, f := flatPage("a.example", "page", append([]string{"Floods"}, twoLines...), "Home", "World", "Sport")
	c := e.joined(layout, dom.Hints{}, f)
	if want := []float32{0, 1, 1, 1, 0}; !slices.Equal(c.label, want) || len(c.rows) != len(want)*score.LineColumns1 {
		t.Errorf("labels %v, want %v", c.label, want)
	}
	if sumOf(c.shape.Words) != sumOf(e.shape.Words) {
		t.Errorf("%v words of %v", sumOf(c.shape.Words), sumOf(e.shape.Words))
	}
}
