package train

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"matn/clean/eval"
)

// mill is a page to vary, with its gold.
const mill = `<html><head><title>The mill turns again</title></head><body><nav class="menu"><a href="/">Home</a></nav>
<main class="story"><div class="inner"><h1 class="headline">The mill turns again</h1><div class="text">
<p class="par">The wheel of the old mill turned on Monday for the first time since the flood of eleven years ago, and the miller wept into his sleeve.</p>
<p class="par">It had taken four winters, two borrowed horses and the whole of the parish fund to set the stones straight and to clear the race of its willows.</p>
<p class="par">Flour will be sold from the door on Saturdays, a pound to a family, until everybody has had some and has said what they think of it.</p>
<p class="par">The council, which had voted against the repair, sent a cake baked with flour from elsewhere, and an apology that was read out by the priest.</p>
</div></div></main><footer class="foot"><p>Copyright of the parish paper, all rights reserved by it.</p></footer></body></html>`

// others are the donors of the test; no word of theirs stands in the mill's page.
func others() []donor {
	return []donor{
		{"Zebras crossed downtown", []string{"Nine zebras walked through downtown yesterday evening without causing any delay whatsoever.", "Keepers blamed an unlocked gate near Elm Street and somebody's carrot."}},
		{"Comet visible tonight", []string{"Astronomers expect tonight's comet will outshine Venus shortly after dusk over northern skies.", "Binoculars help but nobody needs them according to observers."}},
	}
}

func millGold() eval.Page {
	var body []string
	doc, _ := html.Parse(strings.NewReader(mill))
	for n := range doc.Descendants() {
		if n.Data == "p" && !strings.Contains(textOf(n), "Copyright") {
			body = append(body, textOf(n))
		}
	}
	p := eval.Page{Set: "s", ID: "mill"}
	p.Gold.Body = eval.Field{Value: strings.Join(body, "\n"), Given: true}
	return p
}

// varied puts the mill's page into a shape, and makes an example of it.
func varied(t *testing.T, seed uint64, shape func(*variation)) (string, *example, []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(mill))
	if err != nil {
		t.Fatal(err)
	}
	p := millGold()
	v := &variation{rng: rand.New(rand.NewPCG(seed, 1)), donors: others(), gold: p.Gold, own: p.Gold.Body.Value}
	if !v.find(doc, eval.Words(v.own)) {
		t.Fatal("the article was not found")
	}
	shape(v)
	var b bytes.Buffer
	if err := html.Render(&b, doc); err != nil {
		t.Fatal(err)
	}
	l, _, err := lay(eval.Input{HTML: b.Bytes(), ContentType: "text/html; charset=utf-8"})
	if err != nil {
		t.Fatal(err)
	}
	e := newExample(p, 2)
	e.judge(l.Blocks)
	texts := make([]string, len(l.Blocks))
	for i := range l.Blocks {
		texts[i] = l.Blocks[i].Text
	}
	return b.String(), e, texts
}

func TestVary_GoldStaysWhatItWas(t *testing.T) {
	tests := []struct {
		name  string
		shape func(*variation)
		adds  bool // text of others, which is not gold
	}{
		{"a second article", (*variation).addArticle, true},
		{"comments", (*variation).addComments, true},
		{"teasers", (*variation).addTeasers, true},
		{"lines set apart by <br>", (*variation).joinLines, false},
		{"a body that is data", (*variation).hideBody, false},
		{"hashed names", (*variation).hashNames, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for seed := range uint64(20) {
				page, e, texts := varied(t, seed, tt.shape)
				if e.ceiling < 0.99 {
					t.Fatalf("seed %d: the best choice of blocks has F1 %.2f:\n%s", seed, e.ceiling, page)
				}
				added := 0
				for i, text := range texts {
					foreign := slices.ContainsFunc(others(), func(d donor) bool {
						return strings.Contains(text, d.lines[0]) || strings.Contains(text, d.lines[1])
					})
					if foreign {
						added++
					}
					if foreign && e.label[i] > 0 {
						t.Errorf("seed %d: %q is gold", seed, text)
					}
				}
				if tt.adds != (added > 0) {
					t.Errorf("seed %d: %d paragraphs of others", seed, added)
				}
			}
		})
	}
}

func TestVary_ShapesAreWhatTheySay(t *testing.T) {
	if page, _, _ := varied(t, 1, (*variation).joinLines); strings.Contains(page, "<p class=\"par\"") || strings.Count(page, "<br") < 4 {
		t.Errorf("paragraphs are left:\n%s", page)
	}
	if page, _, texts := varied(t, 1, (*variation).hideBody); !strings.Contains(page, "articleBody") || !slices.ContainsFunc(texts, func(s string) bool { return strings.HasPrefix(s, "Flour will") }) {
		t.Errorf("the body is no data:\n%s", page)
	}
	if page, _, _ := varied(t, 1, (*variation).hashNames); strings.Contains(page, "<main") || strings.Contains(page, `"story"`) {
		t.Errorf("names are left:\n%s", page)
	}
	if page, _, _ := varied(t, 1, (*variation).addArticle); strings.Count(page, `<h1 class="headline"`) != 2 {
		t.Errorf("the second article has no headline like the first:\n%s", page)
	}
}

func TestVary_LeavesAloneWhatGoldDoesNotFit(t *testing.T) {
	p := millGold()
	pool := donors{donorKey(p, 2): others()}
	for name, e := range map[string]*example{
		"not learned from": {page: p, ceiling: 1},
		"gold fits it ill": {page: p, used: true, ceiling: 0.8},
		"not an article":   {page: eval.Page{Set: mixedSet, ID: "mill"}, used: true, ceiling: 1},
	} {
		if _, ok := vary(e.page, e, pool, 2); ok {
			t.Errorf("%s, and varied", name)
		}
	}
}

func TestDonors_ShareTheFold(t *testing.T) {
	set, err := eval.ReadSet(fixtures, "*")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for key, list := range donorsOf(set, 3) {
		for _, d := range list {
			n++
			for _, p := range set {
				if !p.Flat && strings.Contains(p.Gold.Body.Value, d.lines[0]) && d.title == p.Gold.Title.Value && donorKey(p, 3) != key {
					t.Errorf("%s of %s gives its text to %s", p.ID, donorKey(p, 3), key)
				}
			}
		}
	}
	if n < 20 {
		t.Errorf("%d donors", n)
	}
}
