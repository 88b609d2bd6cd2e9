package score

import (
	"strings"
	"testing"

	"matn/clean/internal/dom"
)

// river is a small page of news. Runes are those other than white space.
//
//	block  runes  of links  words
//	Home       4         4      1
//	World      5         5      1
//	Old       22               5  h1, the headline
//	One       91              23  long, 1 comma, 1 sentence
//	Two       88              19  long
//	What      13               3  h2
//	Three     74        11    17  long, 2 commas, 2 sentences
//	©         10               2
const river = `<html><body class="post">
<div class="main-menu"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></div>
<article class="entry-content">
<h1>Old town under water again</h1>
<p>One after another the cellars of the old town filled up, and by noon even the market hall had water on its floor.</p>
<p>Two hundred people left their homes in boats which the fire brigade had brought down from the upper lakes.</p>
<h2>What comes next</h2>
<p>Three dams will be built, says <a href="/plan">the plan here</a>! Work starts after the summer, on both banks.</p>
</article>
<footer><p>© 2024 Daily</p></footer>
</body></html>`

func riverSheet(t *testing.T) *sheet {
	t.Helper()
	return readSheet(cutPage(t, river), dom.Hints{
		Titles:      []string{"Old Town under water"},
		Description: "The market hall of the old town had water on its floor",
		Dated:       true,
		Kinds:       dom.KindArticle,
	}, nil)
}

func TestFeatures_OfText(t *testing.T) {
	riverSheet(t).check(t, []want{
		{"Home", "text: runes", 4},
		{"Home", "text: link runes / runes", 1},
		{"Home", "text: links, at most 50", 1},
		{"Home", "text: class of the last rune", endOther},
		{"Home", "text: upper-case words / words with case", 1},
		{"One", "text: runes", 91},
		{"One", "text: words, at most 300", 23},
		{"One", "text: runes per word", 91. / 23},
		{"One", "text: link runes / runes", 0},
		{"One", "text: commas per word", 1. / 23},
		{"One", "text: punctuation per word", 2. / 23},
		{"One", "text: sentence marks, at most 30", 1},
		{"One", "text: words per sentence", 23. / 2},
		{"One", "text: class of the last rune", endSentence},
		{"One", "text: upper-case words / words with case", 1. / 23},
		{"One", "text: words with case / words", 1},
		{"Three", "text: link runes / runes", 11. / 74},
		{"Three", "text: sentence marks, at most 30", 2},
		{"Three", "text: inline marks, at most 30", 1},
		{"©", "text: digits / runes", 4. / 10},
		{"©", "text: symbols, at most 20", 1},
		{"Old", "text: kind of block", 1},
	})
}

func TestFeatures_OfElements(t *testing.T) {
	riverSheet(t).check(t, []want{
		{"Home", "element: tag", 2},               // <li>
		{"Home", "element: tag of the parent", 0}, // <ul>
		{"Home", "element: depth", 4},             // html body div ul li
		{"Home", "element: steps to tag list", 2}, // a li ul
		{"Home", "element: steps to tag a", 0},
		{"Home", "element: steps to class menu", 3},
		{"Home", "element: steps to tag article", noDistance},
		{"Home", "element: articles around", 0},
		{"Old", "element: tag", 11},
		{"Old", "element: heading level", 1},
		{"Old", "element: articles around", 1},
		{"Old", "element: steps to tag article", 1},
		{"Old", "element: steps to class content", 1},
		{"One", "element: tag", 1},
		{"One", "element: tag of the parent", 10},
		{"One", "element: hidden", 0},
		{"One", "element: chrome categories near", 0},
		{"©", "element: steps to tag footer", 1},
	})
}

// TestFeatures_OfPlaces: runes of the page are 4 5 22 91 88 13 74 10 = 307.
func TestFeatures_OfPlaces(t *testing.T) {
	riverSheet(t).check(t, []want{
		{"Home", "place: index, at most 500", 0},
		{"Home", "place: blocks behind, at most 500", 8},
		{"Home", "place: blocks since the headline", -2},
		{"Home", "place: blocks back to a long one", noLong},
		{"Home", "place: blocks on to a long one", 3},
		{"Old", "place: blocks since the first h1", 0},
		{"Old", "place: first-level headings so far", 1},
		{"One", "place: index / blocks", 3. / 8},
		{"One", "place: runes before / runes", 31. / 307},
		{"One", "place: runes since the headline", 22},
		{"One", "place: blocks back to a long one", noLong},
		{"Two", "place: blocks back to a long one", 1},
		{"©", "place: blocks on to a long one", noLong},
		{"©", "place: blocks since the first h1", 5},
	})
}

// TestFeatures_OfContainers: the article holds 288 runes in 5 blocks, 11 of them
// links; all of the 253 long ones; two headings, none of them a link.
func TestFeatures_OfContainers(t *testing.T) {
	riverSheet(t).check(t, []want{
		{"One", "container: container 1: runes", 288},
		{"One", "container: container 1: link runes / runes", 11. / 288},
		{"One", "container: container 1: runes per block", 288. / 5},
		{"One", "container: container 1: runes / runes of the page", 288. / 307},
		{"One", "container: container 1: long runes / long runes of the page", 1},
		{"One", "container: container 1: score / best score", 1},
		{"One", "container: container 1: blocks, at most 300", 5},
		{"One", "container: container 1: headings, at most 60", 2},
		{"One", "container: container 1: headings that are links / headings", 0},
		{"One", "container: container 1: runes of <p> / runes", 253. / 288},
		{"One", "container: container 1: sentence marks per word", 4. / 67},
		{"One", "container: container 1: <time> elements, at most 30", 0},
		{"One", "container: container 2: runes", 307},
		{"One", "container: container 2: score / best score", 0.6},
		{"One", "container: container 4: blocks, at most 300", 8}, // <html>, which has nothing above
		{"Home", "container: container 1: link runes / runes", 1},
		{"Home", "container: container 1: long runes / long runes of the page", 0},
		{"One", "sibling: siblings, at most 60", 3},
		{"One", "sibling: mean runes of siblings", (91 + 88 + 74) / 3.},
		{"Old", "sibling: siblings, at most 60", 1},
		{"One", "sibling: runes right below the container", 288},
		{"One", "sibling: blocks right below the container, at most 100", 5},
		{"Home", "sibling: runes right below the container", 9},
		{"One", "best: steps up to the best element's way", 1},
		{"One", "best: steps down to the best element", 0},
		{"Home", "best: steps up to the best element's way", 3}, // li ul div, to body
		{"Home", "best: steps down to the best element", 1},
		{"Home", "best: runes where they meet / runes", 1},
		{"One", "best: link share where they meet", 11. / 288},
	})
}

// TestFeatures_OfHeads: the headline shares 4 words of its 5 with the title of
// 4; of the 23 words of the first paragraph, the description has 13.
func TestFeatures_OfHeads(t *testing.T) {
	s := riverSheet(t)
	s.check(t, []want{
		{"Old", "head: words in common with the headline", 4. / 5},
		{"Home", "head: words in common with the headline", 0},
		{"One", "head: share of its words in the description", 13. / 23},
		{"Home", "head: share of its words in the description", 0}, // too short to tell
		{"One", "head: the page gives a body as data", 0},
		{"One", "page: words of the headline in common with the head", 4. / 5},
		{"One", "page: names its day", 1},
		{"One", "page: calls itself an article", 1},
		{"One", "page: calls itself a forum", 0},
	})
}

func TestFeatures_OfRepeatsAndNeighbours(t *testing.T) {
	riverSheet(t).check(t, []want{
		{"One", "repeat: blocks of the same tag path, at most 200", 3},
		{"One", "repeat: mean runes of the tag path", (91 + 88 + 74) / 3.},
		{"One", "repeat: share of the tag path that is long", 1},
		{"Home", "repeat: blocks of the same tag path, at most 200", 2},
		{"Home", "repeat: link share of the tag path", 1},
		{"One", "repeat: blocks of the same text, at most 20", 1},
		{"One", "near: before 1: runes", 22},
		{"One", "near: before 1: tag", 11},
		{"One", "near: before 3: runes", 4},
		{"One", "near: behind 1: runes", 88},
		{"One", "near: behind 1: in the best element", 1},
		{"One", "near: before 2: in the best element", 0},
		{"One", "near: before 2: steps to chrome", 2}, // li, ul, div.main-menu
		{"Home", "near: before 1: runes", -1},
		{"©", "near: behind 1: steps to chrome", -1},
		{"Home", "near: window: mean runes", (307 - 10) / 7.},
		{"One", "near: window: mean runes", 307 / 8.},
		{"One", "near: window: link share", 20. / 307},
		{"Home", "section: blocks since it, at most 60; 99 = none", noLong},
		{"Home", "section: its words", -1},
		{"Two", "section: level of the heading above", 1},
		{"Two", "section: blocks since it, at most 60; 99 = none", 2},
		{"Three", "section: level of the heading above", 2},
		{"Three", "section: its words", 3},
		{"Three", "section: it has the same container", 1},
		{"©", "section: it has the same container", 0},
		{"Two", "section: its words in common with the headline", 4. / 5},
	})
}

func TestFeatures_OfPages(t *testing.T) {
	riverSheet(t).check(t, []want{
		{"Home", "page: blocks, at most 3000", 8},
		{"Home", "page: runes", 307},
		{"Home", "page: link share", 20. / 307},
		{"Home", "page: long blocks", 3},
		{"Home", "page: runes of long blocks / runes", 253. / 307},
		{"Home", "page: runes of <p> / runes", 263. / 307},
		{"Home", "page: runes of the best element / runes", 288. / 307},
		{"Home", "page: <article> elements, at most 50", 1},
		{"Home", "page: headings per block", 2. / 8},
		{"Home", "page: list items per block", 2. / 8},
		{"Home", "page: digits / runes", 4. / 307},
	})
}

// TestFeatures_OfBodiesAsData: of the shingles of a block, those that stand in a
// body given as data count, in their order.
func TestFeatures_OfBodiesAsData(t *testing.T) {
	body := strings.Repeat("filler words stand here so that the body is long ", 6) + "alpha beta gamma delta"
	page := `<p>alpha beta gamma delta</p><p>alpha beta gamma omega</p><p>beta alpha gamma delta</p><p>two words</p>`
	readSheet(cutPage(t, page), dom.Hints{Bodies: []string{body}, Captions: []string{"two words"}}, nil).check(t, []want{
		{"alpha beta gamma delta", "head: share of its shingles in a body given as data", 1},
		{"alpha beta gamma omega", "head: share of its shingles in a body given as data", 0.5},
		{"beta alpha", "head: share of its shingles in a body given as data", 0},
		{"two words", "head: share of its shingles in a body given as data", 0},
		{"two words", "head: the page gives a body as data", 1},
		{"two words", "head: it is the caption of the page's image", 1},
		{"alpha", "head: it is the caption of the page's image", 0},
	})
}

func TestFeatures_VirtualBlocksHaveNoElement(t *testing.T) {
	body := strings.Repeat("This text is given as data alone and stands nowhere on the page. ", 8)
	l := cutPage(t, "<div class=menu><p>Menu of the day</p></div>", body)
	if n := len(l.Blocks); n < 2 || !l.Blocks[n-1].Virtual {
		t.Fatalf("%d blocks, the last of them not virtual", n)
	}
	readSheet(l, dom.Hints{Bodies: []string{body}}, nil).check(t, []want{
		{"This text", "element: depth", 0},
		{"This text", "element: steps to class menu", noDistance},
		{"This text", "container: container 1: runes", 0},
		{"This text", "best: steps down to the best element", noLong},
		{"This text", "sibling: siblings, at most 60", 0},
		{"This text", "head: share of its shingles in a body given as data", 1},
		{"Menu", "near: behind 1: steps to chrome", noDistance},
	})
}

// TestFeatures_OfTheTopic: "after", "had" and "on" stand in one long block
// beside the first, "old", "town" and "water" in the first alone; "the" in all.
func TestFeatures_OfTheTopic(t *testing.T) {
	riverSheet(t).check(t, []want{
		{"One", "repeat: share of words that tell the topic", 3. / 23},
		{"Old", "repeat: share of words that tell the topic", 3. / 5},
		{"Home", "repeat: share of words that tell the topic", 0},
	})
}

// TestFeatures_CountTimes: <time> elements count in all elements around them.
func TestFeatures_CountTimes(t *testing.T) {
	s := readSheet(cutPage(t, `<div><p>First <time>9:00</time></p><p>Next <time>9:05</time></p></div><div><p>Last</p></div>`), dom.Hints{}, nil)
	s.check(t, []want{
		{"First", "container: container 1: <time> elements, at most 30", 2},
		{"Last", "container: container 1: <time> elements, at most 30", 0},
		{"Last", "container: container 2: <time> elements, at most 30", 2},
	})
}
