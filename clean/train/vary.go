package train

import (
	"bytes"
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"golang.org/x/net/html"

	"matn/clean/eval"
	"matn/clean/internal/decode"
)

// Variations are real pages put into shapes that few of them have and that every
// extractor stumbles over: a second article below the first, comments longer
// than the article, teasers with abstracts, paragraphs set apart by <br> alone,
// class names that are hashes, a body that only the data of the page holds. Gold
// stays what it was, so that blocks are labelled as on any page. What is added
// is the text of other pages of the same fold.

const (
	// variedOf is how many articles it takes for one whose variation is learned
	// from as well.
	variedOf = 2
	// varyScale is the weight of a variation beside a page as it was captured.
	varyScale = 0.8
	// minVaried is the number of words of gold that a page to be varied has.
	minVaried = 80
	// minCeilingVaried is the word F1 that its blocks must reach.
	minCeilingVaried = 0.9
)

// donor is a page whose text goes into variations of others.
type donor struct {
	title string
	lines []string // paragraphs of its body
}

// donors lists them by fold and language.
type donors map[string][]donor

func donorsOf(set []eval.Page, folds int) donors {
	d := donors{}
	for _, p := range set {
		var lines []string
		for line := range strings.Lines(p.Gold.Body.Value) {
			if line = strings.TrimSpace(line); len(strings.Fields(line)) >= minDonated {
				lines = append(lines, line)
			}
		}
		if len(lines) < 2 || p.Flat {
			continue
		}
		key := donorKey(p, folds)
		d[key] = append(d[key], donor{titleOf(p, lines), lines})
	}
	return d
}

// minDonated is the number of words that a donated paragraph has at least.
const minDonated = 8

// titleOf is the title that gold gives, else the beginning of a paragraph.
func titleOf(p eval.Page, lines []string) string {
	if t := p.Gold.Title.Value; t != "" {
		return t
	}
	return firstWords(lines[0], minDonated)
}

func firstWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[:min(n, len(f))], " ")
}

func donorKey(p eval.Page, folds int) string {
	return string(rune('0'+foldOf(eval.Site(p), folds))) + p.Gold.Lang.Value
}

// vary returns the variation of a page, or false where it has none: where it is
// no article, or gold does not fit it.
func vary(p eval.Page, e *example, pool donors, folds int) (eval.Input, bool) {
	if !e.used || !e.article() || foldOf(p.ID, variedOf) != 0 || e.ceiling < minCeilingVaried {
		return eval.Input{}, false
	}
	words := eval.Words(p.Gold.Body.Value)
	others := pool[donorKey(p, folds)]
	if len(words) < minVaried || len(others) < 2 {
		return eval.Input{}, false
	}
	in, err := eval.Load(p, false)
	if err != nil {
		return eval.Input{}, false
	}
	text, _ := decode.Bytes(in.HTML, in.ContentType)
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return eval.Input{}, false
	}
	h := fnv.New64a()
	h.Write([]byte(p.ID))
	v := &variation{rng: rand.New(rand.NewPCG(h.Sum64(), 1)), donors: others, gold: p.Gold, own: p.Gold.Body.Value}
	if !v.find(doc, words) {
		return eval.Input{}, false
	}
	v.apply()
	var b bytes.Buffer
	if err := html.Render(&b, doc); err != nil {
		return eval.Input{}, false
	}
	in.HTML, in.ContentType = b.Bytes(), "text/html; charset=utf-8"
	return in, true
}

// variation is a page while it is varied.
type variation struct {
	rng    *rand.Rand
	donors []donor
	gold   eval.Gold
	own    string

	doc, body, head *html.Node
	main            *html.Node // the element that holds the text of the article
	h1, para        *html.Node // its headline and one of its paragraphs; may be nil
}

// shapes are the ways to vary a page, each as often as it is drawn.
var shapes = [...]func(*variation){
	(*variation).addArticle, (*variation).addArticle,
	(*variation).addComments, (*variation).addComments,
	(*variation).addTeasers,
	(*variation).joinLines,
	(*variation).hideBody,
}

// hashedOf is how many variations it takes for one whose names are hashes too.
const hashedOf = 3

// apply draws a shape and puts the page into it.
func (v *variation) apply() {
	shapes[v.rng.IntN(len(shapes))](v)
	if v.rng.IntN(hashedOf) == 0 {
		v.hashNames()
	}
}

// pick draws a donor other than the page itself.
func (v *variation) pick() donor {
	for range 8 {
		d := v.donors[v.rng.IntN(len(v.donors))]
		if !strings.Contains(v.own, d.lines[0]) {
			return d
		}
	}
	return v.donors[0]
}
