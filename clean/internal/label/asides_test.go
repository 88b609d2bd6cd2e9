package label_test

import "testing"

// TestBlocks_HeadlineBetweenParagraphs: the headline of another article goes, and
// links that the author wrote stay.
func TestBlocks_HeadlineBetweenParagraphs(t *testing.T) {
	const headline = "Harbour pilots ask for a second lamp on the mole"
	link := func(s string) string { return `<p><a href="/news/7">` + s + `</a></p>` }
	more := "<p>" + prose1 + " Twice over.</p><p>" + prose2 + " Twice over.</p>"
	for _, tc := range []struct {
		rule, html, start string
		kept              bool
	}{
		{"one link that is no sentence", link(headline) + more + lastWord, headline, false},
		{"in bold", link("<b>"+headline+"</b>") + more + lastWord, headline, false},
		{"a sentence", link(headline+".") + more + lastWord, headline, true},
		{"a word or two", link("The second lamp") + more + lastWord, "The second lamp", true},
		{"in capitals, as sub-headings are", link("WHAT THE PILOTS SAID OF THE MOLE") + more + lastWord, "WHAT", true},
		{"an address", link("Read it at https://harbour.example/lamps") + more + lastWord, "Read it", true},
		{"one of a list", link(headline) + link("Nets are dried on the north wall again") + more + lastWord, headline, true},
		{"behind the text", more + link(headline), headline, true},
		{"above every paragraph", link(headline) + lastWord + link("Nets are dried on the north wall again") + more, headline, true},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			if got := keptWith(t, between(t, tc.html, .9), tc.start); got != tc.kept {
				t.Errorf("kept is %v, want %v", got, tc.kept)
			}
		})
	}
}

// TestBlocks_AuthorsBox: what stands about the author below the article goes where
// the model is in doubt.
func TestBlocks_AuthorsBox(t *testing.T) {
	const bio = "A writer and teacher born in 1974, she has told the story of four harbours"
	for _, tc := range []struct {
		rule, html string
		p          float32
		kept       bool
	}{
		{"below the text", lastWord + `<div class="author-card"><p>` + bio + `</p></div>`, .6, false},
		{"where the model is sure", lastWord + `<div class="author-card"><p>` + bio + `</p></div>`, .95, true},
		{"without class names", lastWord + `<div><p>` + bio + `</p></div>`, .6, true},
		{"one of many people", lastWord + `<div class="author-card"><p>` + bio + `</p><p>Ann Reed, keeper</p><p>Tom Reed, pilot</p><p>Eve Reed, cook</p><p>Sam Reed, diver</p></div>` + lastWord, .6, true},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			if got := keptWith(t, between(t, tc.html, tc.p), bio); got != tc.kept {
				t.Errorf("kept is %v, want %v", got, tc.kept)
			}
		})
	}
}

// TestBlocks_ShortPullQuote: a sentence of a few words, set apart, that a paragraph
// nearby holds, goes.
func TestBlocks_ShortPullQuote(t *testing.T) {
	if keptWith(t, between(t, "<p>Nobody waved, and nobody wept. Who owns a lamp? The keeper did not say.</p><div class=pull>Who owns a lamp?</div>"+lastWord, .8), "Who owns") {
		t.Error("the quote is kept")
	}
	if !keptWith(t, between(t, "<p>Nobody waved, and nobody wept. Who owns a lamp? The keeper did not say.</p><p>Who owns a lamp?</p>"+lastWord, .8), "Who owns") {
		t.Error("a paragraph of the text is not kept")
	}
}

// TestBlocks_SourceAboveButtons: the source goes although lines stood below it when
// fields were looked for.
func TestBlocks_SourceAboveButtons(t *testing.T) {
	blocks := between(t, lastWord+"<p>Kaynak: KHA</p><p>Google News'te takip edin</p><p>Bu habere yorum yapın</p>", .7)
	for _, start := range []string{"Kaynak", "Google", "Bu habere"} {
		if keptWith(t, blocks, start) {
			t.Errorf("%q is kept", start)
		}
	}
}
