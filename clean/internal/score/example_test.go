package score_test

import (
	"fmt"

	"matn/clean/internal/dom"
	"matn/clean/internal/score"
	"matn/clean/internal/segment"
)

func ExampleScorer_Blocks() {
	doc, err := dom.Parse([]byte(`<ul class="menu"><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul>
		<article><p>One after another the cellars of the old town filled up, and by noon even the market hall had water on its floor.</p>
		<p>Two hundred people left their homes in boats, which the fire brigade had brought down from the upper lakes.</p></article>`),
		dom.Limits{Nodes: 1000})
	if err != nil {
		fmt.Println(err)
		return
	}
	scorer, err := score.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	layout := segment.HTML(doc, nil)
	scorer.Blocks(layout, dom.Hints{}, score.Article)
	for _, b := range layout.Blocks {
		fmt.Printf("%.3s %v\n", b.Text, b.P >= score.NewsCut)
	}
	// Output:
	// Hom false
	// Wor false
	// One true
	// Two true
}
