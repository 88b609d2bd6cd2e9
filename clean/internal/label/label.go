// Package label gives every block its role, and the reason for it: what of the
// page is the body, what belongs into a field of the article, what is chrome of
// which kind.
package label

import (
	"strings"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/date"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

// Threshold is the probability from which a block belongs to the body, on pages
// of news. F1 is flat between .45 and .60.
const Threshold = 0.45

// Input is what labelling needs to know beside the blocks.
type Input struct {
	Hints     dom.Hints
	Date      date.Context
	Threshold float32 // 0 means Threshold
	Article   bool    // the page was taken for an article, not a forum, a shop or a list
	Whole     bool    // flattened text that holds nothing but a body: all of it is kept
	Skip      Stages  // what to leave out, to measure what it is worth
}

// Stages are groups of rules, each a bit.
type Stages uint8

// Groups of rules, in the order in which they speak, but for Together, which is first.
const (
	Others   Stages = 1 << iota // other articles and comments below the article
	Phrases                     // chrome phrases of the lexicon
	Fields                      // bylines, dates, captions and the like
	Lists                       // lists, numbers of lines, summaries by machines, boxes, pull quotes and tails of links
	Copies                      // later copies of kept blocks
	Ends                        // headings and signatures at the ends
	Refusal                     // pages without an article
	Together                    // code and rows of tables that belong to what stands around them
)

// Blocks fills in Role, Kept and Reason of every block. P must be set. Later
// rules see what earlier ones said: the model first, then what the structure of
// the page makes certain, then the chrome phrases; what nobody keeps gets the
// most telling name that its place and words give it.
func Blocks(l *dom.Layout, in Input) {
	if in.Threshold == 0 {
		in.Threshold = Threshold
	}
	p := &page{Layout: l, in: in, title: -1, heart: -1}
	if in.Whole {
		p.keepAll()
		p.nameKept()
		return
	}
	p.choose()
	p.closeText()
	p.fillGaps()
	p.run(Together, p.keepCode, p.joinRows)
	p.findTitle()
	p.story = p.tellsStory()
	p.anchors()
	p.keepBeside()
	p.keepData()
	p.run(Others, p.dropOthers, p.dropComments)
	p.anchors()
	p.run(Phrases, p.matchPhrases, p.dropButtons)
	p.run(Fields, p.findFields)
	p.run(Phrases, p.trimPhrases)
	p.run(Lists, p.dropNumbers, p.dropCounters, p.dropSummaries, p.dropLists, p.dropBoxes, p.dropAsides, p.dropPullQuotes, p.dropTail, p.dropHeadlines)
	p.run(Copies, p.dropCopies)
	p.run(Ends, p.dropSigning, p.trimEnds)
	p.run(Refusal, p.refuseNotice, p.refuse)
	p.nameKept()
	p.nameStripped()
}

// cameClean is the reason for keeping all of a text.
const cameClean = "text that came clean"

// keepAll keeps every block.
func (p *page) keepAll() {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		b.Kept, b.Role, b.P = true, block.Unknown, max(b.P, p.in.Threshold)
		b.Reason = block.Reason{Stage: block.Structure, Detail: cameClean}
	}
}

// run applies the rules of a group, unless it is skipped.
func (p *page) run(group Stages, rules ...func()) {
	if p.in.Skip&group != 0 {
		return
	}
	for _, rule := range rules {
		rule()
	}
}

// page is a layout while it is labelled.
type page struct {
	*dom.Layout
	in         Input
	likes      []likeness // the titles of the head, made by likeTitle
	noneBefore int        // no block before this one is kept, while fields are found
	lastList   listed     // the last answer of lists
	title      int        // index of the headline's block, -1 if there is none
	copies     int32      // words of later copies of kept blocks
	story      bool       // the page tells one story, so that lists on it are others'
	heart      int        // index of the block in the middle of the body, -1 if there is no text
}

// flat reports whether the page came without tags.
func (p *page) flat() bool { return len(p.Elems) == 0 }

// What the model says of a block: on which side of the cut its probability lies.
const (
	aboveCut = "probability above the cut"
	belowCut = "probability below the cut"
)

// choose keeps what the model finds likely.
func (p *page) choose() {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		b.Kept = b.P >= p.in.Threshold
		b.Reason = block.Reason{Stage: block.Model, Detail: belowCut}
		if b.Kept {
			b.Reason.Detail = aboveCut
		}
		b.Role = block.Unknown
	}
}

const (
	// likelyClosing is the probability from which a sentence right behind a
	// paragraph of flattened text closes it.
	likelyClosing = 0.3
	// minSentence is the number of words that such a sentence has at least.
	minSentence = 6
)

// closeText keeps the sentence behind the last paragraph of flattened text: the
// model sees little but its length.
func (p *page) closeText() {
	_, last := p.body()
	if !p.flat() || last < 0 || last+1 >= len(p.Blocks) {
		return
	}
	b, above := &p.Blocks[last+1], &p.Blocks[last]
	if b.P < likelyClosing || b.Words < minSentence || !fullStop(b.Text) || above.Words < minClosing || !endsSentence(above.Text) {
		return
	}
	if _, hit := lexicon.Match(b.Text); !hit {
		p.keep(last+1, "a sentence behind the last paragraph")
	}
}

// fillGaps keeps a short line between two paragraphs of flattened text that the model
// was in doubt about: a sub-heading looks like a button, but stands where none does.
func (p *page) fillGaps() {
	if !p.flat() {
		return
	}
	for i := 1; i+1 < len(p.Blocks); i++ {
		b := &p.Blocks[i]
		if b.Kept || b.P < likelyClosing || b.Words > maxHeading || !p.keptProse(i-1) || !p.keptProse(i+1) {
			continue
		}
		if _, hit := lexicon.Match(b.Text); !hit {
			p.keep(i, "a line between two paragraphs")
		}
	}
}

// keptProse reports whether a block is kept and ends a sentence behind several words.
func (p *page) keptProse(i int) bool {
	b := &p.Blocks[i]
	return b.Kept && b.Words >= minLastProse && endsSentence(b.Text)
}

// fullStop reports whether a text ends in a full stop, quotation marks aside.
func fullStop(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)] ")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "۔")
}

// keep takes a block into the body that the model left out.
func (p *page) keep(i int, why string) {
	if b := &p.Blocks[i]; !b.Kept {
		b.Kept, b.Reason = true, block.Reason{Stage: block.Structure, Detail: why}
	}
}

// strip takes a block out of the body.
func strip(b *block.Block, r block.Role, s block.Stage, detail string) {
	b.Kept, b.Role = false, r
	b.Reason = block.Reason{Stage: s, Detail: detail}
}

// body returns the indexes of the first and the last block kept, -1 and -1 if
// nothing is.
func (p *page) body() (first, last int) {
	first, last = -1, -1
	for i := range p.Blocks {
		if p.Blocks[i].Kept {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// density is the share of a block's runes that are links.
func density(b *block.Block) float32 { return float32(b.LinkChars) / float32(max(b.Chars, 1)) }

// minCopy is the number of words from which a block that stands twice is a
// copy. Shorter ones repeat in honest prose ("No." - "Why?").
const minCopy = 8

// maxRefrain is how often a text stands in one element at most that was written
// more than once. What stands more often fills a page up.
const maxRefrain = 4

// dropCopies strips later copies of a kept block. A page that shows a text twice
// has another element for it; a paragraph that stands twice among paragraphs of
// one element was written so, as the lines of a refrain are.
func (p *page) dropCopies() {
	seen := make(map[string]int, 64) // block
	var times map[string]int         // that a text stands in the body, once that matters
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if !b.Kept || b.Words < minCopy {
			continue
		}
		k, copied := seen[b.Text]
		if copied && times == nil && p.sameText(k, i) {
			times = p.keptTimes()
		}
		if copied && (times[b.Text] > maxRefrain || !p.sameText(k, i)) {
			p.copies += b.Words
			strip(b, block.RoleDuplicate, block.Duplicate, "stands above")
			continue
		}
		seen[b.Text] = i
	}
}

// keptTimes counts how often each text stands in the body.
func (p *page) keptTimes() map[string]int {
	times := map[string]int{}
	for i := range p.Blocks {
		if p.Blocks[i].Kept {
			times[p.Blocks[i].Text]++
		}
	}
	return times
}

// sameText reports whether two blocks are paragraphs of the same element.
func (p *page) sameText(i, k int) bool {
	a, b := p.Blocks[i].Elem, p.Blocks[k].Elem
	if a < 0 || b < 0 {
		return false
	}
	a, b = dom.BlockElem(p.Elems, a), dom.BlockElem(p.Elems, b)
	return a == b || p.Elems[a].Tag == atom.P && p.Elems[b].Tag == atom.P && p.Elems[a].Parent == p.Elems[b].Parent
}

const (
	// maxEmpty is the number of headings, one behind the other, at most that head
	// nothing. More of them, none a link, are text that was set as headings, where
	// the model is as sure of each as of firmHeading.
	maxEmpty    = 3
	firmHeading = 0.8
)

// trimEnds strips headings that have no text of the body below them: they head
// lists of links. One that is longer than headings are is text.
func (p *page) trimEnds() {
	_, last := p.body()
	i, n := last, 0
	for ; i >= 0 && (!p.Blocks[i].Kept || p.Blocks[i].Kind == block.Heading && !p.sentence(i)); i-- {
		if b := &p.Blocks[i]; b.Kept && b.P >= firmHeading && density(b) <= linky {
			n++
		}
	}
	for i++; n <= maxEmpty && i <= last; i++ {
		if b := &p.Blocks[i]; b.Kept {
			strip(b, block.RoleRelated, block.Structure, "heading without text below")
		}
	}
}

// sentence reports whether block i has more words than a sub-heading, none of them
// a link's.
func (p *page) sentence(i int) bool {
	return p.Blocks[i].Words > maxHeading && p.Blocks[i].LinkChars == 0
}

// nameKept gives the blocks of the body their roles.
func (p *page) nameKept() {
	for i := range p.Blocks {
		if b := &p.Blocks[i]; b.Kept {
			b.Role = p.contentRole(i)
		}
	}
}

func (p *page) contentRole(i int) block.Role {
	r := p.Blocks[i].Kind.Role()
	if r == block.RoleParagraph && p.headsText(i) {
		return block.RoleHeading
	}
	return r
}

// maxHeading is the number of words that a sub-heading without heading tags has
// at most.
const maxHeading = 14

// headsText reports whether a paragraph is a sub-heading without heading tags:
// a short line that ends no sentence and has a longer kept block below it. With
// tags it must be in bold, or a line of its own among lines.
func (p *page) headsText(i int) bool {
	b := &p.Blocks[i]
	if b.Words > maxHeading || b.Words < 1 || endsSentence(b.Text) && !p.asksInText(i) {
		return false
	}
	next := p.nextKept(i)
	if next < 0 || p.Blocks[next].Chars < 2*b.Chars || p.prevKept(i) < 0 {
		return false
	}
	return p.flat() || allStrong(b)
}

// asksInText reports whether a short question stands below a paragraph, as a
// sub-heading does and a line of an interview does not.
func (p *page) asksInText(i int) bool {
	k := p.prevKept(i)
	return p.flat() && isQuestion(p.Blocks[i].Text) && p.Blocks[i].Words <= maxField/4 && k >= 0 && p.Blocks[k].Words >= longLine
}

func (p *page) nextKept(i int) int {
	for k := i + 1; k < len(p.Blocks); k++ {
		if p.Blocks[k].Kept {
			return k
		}
	}
	return -1
}

func (p *page) prevKept(i int) int {
	for k := i - 1; k >= 0; k-- {
		if p.Blocks[k].Kept {
			return k
		}
	}
	return -1
}

// allStrong reports whether all of a block is in bold.
func allStrong(b *block.Block) bool {
	n := int32(0)
	for _, s := range b.Spans {
		if s.Mark == block.Strong {
			n += s.End - s.Start
		}
	}
	return n >= int32(len(b.Text))
}
