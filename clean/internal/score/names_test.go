package score

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"golang.org/x/net/html"

	"matn/clean/internal/dom"
)

func bucketsOf(s string) (list []uint16) {
	eachToken(s, func(b uint16) { list = append(list, b) })
	return list
}

func TestEachToken_CutsAtCapitalsAndDropsNumbers(t *testing.T) {
	tests := []struct{ name, give, same string }{
		{"case does not count", "Related-Posts", "related posts"},
		{"a capital behind a small letter begins a token", "relatedPosts", "related posts"},
		{"capitals in a row are one token", "HTML", "html"},
		{"tokens with digits are left out", "post-1234 col2 body", "post body"},
		{"single letters are left out", "a b main", "main"},
		{"long tokens are left out", "abcdefghijklmnopqrstuvwxyz main", "main"},
		{"other scripts cut", "mainخبرside", "main side"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, want := bucketsOf(tt.give), bucketsOf(tt.same); !slices.Equal(got, want) || len(got) == 0 {
				t.Errorf("%q: buckets %v, those of %q are %v", tt.give, got, tt.same, want)
			}
		})
	}
}

func TestEachName_ReadsAttributesThatName(t *testing.T) {
	n := &html.Node{Type: html.ElementNode, Attr: []html.Attribute{
		{Key: "href", Val: "/related"}, {Key: "class", Val: "teaser"}, {Key: "data-testid", Val: "card"},
		{Key: "aria-label", Val: string(make([]byte, maxNames))},
	}}
	var got []uint16
	EachName(n, func(b uint16) { got = append(got, b) })
	if want := bucketsOf("teaser card"); !slices.Equal(got, want) {
		t.Errorf("buckets %v, want %v", got, want)
	}
}

// TestFeatures_OfNames weighs three tokens of the river by hand.
func TestFeatures_OfNames(t *testing.T) {
	w := &NameWeights{Bias: 1, Scale: 0.5}
	for token, weight := range map[string]int8{"menu": -8, "entry": 6, "post": 2} {
		w.Weights[bucketsOf(token)[0]] = weight
	}
	layout := cutPage(t, river)
	f := &Features{}
	f.Weigh(w, nil)
	f.Read(layout, dom.Hints{})
	rows := f.Rows(0, len(layout.Blocks), nil)
	at := func(i, c int) float32 { return rows[i*Columns+namesAt+c] }
	mass, words := float32(0), float32(0)
	for i := range layout.Blocks {
		want := float32(2) // <body class="post"> is around all of them: 1 + 0.5 * 2
		switch {
		case i < 2:
			want -= 4 // in the menu
		case i < len(layout.Blocks)-1:
			want += 3 // in the article
		}
		if got := at(i, nmAll); got != want {
			t.Errorf("block %d: score %g, want %g", i, got, want)
		}
		mass, words = mass+want*float32(layout.Blocks[i].Words), words+float32(layout.Blocks[i].Words)
	}
	if got := at(0, nmPage); math.Abs(float64(got-mass/words)) > 1e-5 {
		t.Errorf("mean of the page %g, want %g", got, mass/words)
	}
	if got := at(0, nmNear); got != 0 { // a, li and ul have no names
		t.Errorf("near score of the menu's item %g, want 0", got)
	}
	if got := at(2, nmNear); got != 4 { // h1, article and body: 0.5 * (6 + 2)
		t.Errorf("near score of the headline %g, want 4", got)
	}
}

func TestFeatures_NamesAreEmptyWithoutWeights(t *testing.T) {
	layout := cutPage(t, river)
	f := &Features{}
	f.Read(layout, dom.Hints{})
	for i, v := range f.Rows(0, 1, nil)[namesAt : namesAt+namesCount] {
		if v != 0 {
			t.Errorf("column %d is %g", i, v)
		}
	}
}

func TestNameWeights_RefuseWhatIsNoNumber(t *testing.T) {
	m := &Model{}
	m.Name.Scale = float32(math.NaN())
	file := append(m.Encode(Pages), m.Encode(Lines)...)
	if _, err := ReadModel(file); err == nil {
		t.Error("weights with a scale that is no number were read")
	}
	m.Name.Scale = 1
	file = append(m.Encode(Pages), m.Encode(Lines)...)
	if _, err := ReadModel(bytes.Clone(file)); err != nil {
		t.Error(err)
	}
}
