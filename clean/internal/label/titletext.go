package label

import (
	"slices"
	"strings"
	"unicode/utf8"

	"matn/clean/block"
	"matn/clean/internal/date"
	"matn/clean/internal/lexicon"
)

// titleOfText finds the headline among the lines above the first long
// paragraph: one that stands there twice, or the first that is no chrome.
func (p *page) titleOfText() {
	top := p.firstProse()
	if top == len(p.Blocks) {
		return
	}
	cands, questions := make([]int, 0, 8), []int(nil)
	for i := range top {
		if p.maybeTitle(&p.Blocks[i]) {
			cands = append(cands, i)
		} else if p.maybeQuestion(&p.Blocks[i]) {
			questions = append(questions, i)
		}
	}
	if len(cands) == 0 {
		cands = questions
	}
	if len(cands) == 0 {
		return
	}
	p.title = p.nearestToText(cands, top)
	if p.title < top-near { // what stands far above the text is an item of a menu
		if i := slices.IndexFunc(cands, func(i int) bool { return i >= top-near && p.isSigned(i) }); i >= 0 {
			p.title = cands[i]
		}
	}
	for _, i := range questions { // a poll stands among other chrome
		if i == 0 || i+1 < top && i >= top-near && p.isField(&p.Blocks[i+1]) {
			p.title = i
			break
		}
	}
	for _, i := range slices.Concat(questions, cands) {
		for k := range p.Blocks[:top] {
			if k != i && endsWith(p.Blocks[k].Text, p.Blocks[i].Text) || k != i && beginsWith(p.Blocks[k].Text, p.Blocks[i].Text) {
				p.title = i
			}
		}
	}
	text := p.Blocks[p.title].Text
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if i == p.title || b.Text == text || beginsWith(b.Text, text) {
			strip(b, block.RoleTitle, block.Structure, "the headline")
		}
	}
}

const (
	// minStem is the number of runes from which a word tells what a text is
	// about, stem how many of them are compared: inflection aside.
	minStem, stem = 4, 4
	// aboutLines is how many lines of the text a headline is compared with.
	aboutLines = 12
	// aboutShare is how many more of its telling words a later line must share
	// with the text to be the headline instead of an earlier one.
	aboutShare = 0.3
)

// nearestToText picks the candidate that shares the most words with the text
// below: lines above a headline are those of other articles. The first wins
// unless a later one is clearly nearer.
func (p *page) nearestToText(cands []int, top int) int {
	if len(cands) == 1 {
		return cands[0]
	}
	about := make(map[string]struct{}, 256)
	for i := top; i < len(p.Blocks) && i < top+aboutLines; i++ {
		if p.Blocks[i].Kept {
			for w := range strings.FieldsFuncSeq(p.Blocks[i].Text, notWord) {
				if k := stemOf(w); k != "" {
					about[k] = struct{}{}
				}
			}
		}
	}
	best, share := cands[0], -1.0
	for _, i := range cands {
		hits, all := 0, 0
		for w := range strings.FieldsFuncSeq(p.Blocks[i].Text, notWord) {
			if k := stemOf(w); k != "" {
				all++
				if _, ok := about[k]; ok {
					hits++
				}
			}
		}
		if s := float64(hits) / float64(max(all, 1)); share < 0 || s > share+aboutShare {
			best, share = i, s
		}
	}
	return best
}

// stemOf is the beginning of a word that is long enough to tell, without the
// Arabic article; "" for others.
func stemOf(w string) string {
	w = strings.TrimPrefix(strings.TrimPrefix(w, "و"), "ال")
	n := 0
	for at := range w {
		if n == stem {
			return w[:at]
		}
		n++
	}
	if n >= minStem {
		return w
	}
	return ""
}

// firstProse is the index of the first line long enough to be a paragraph, the
// number of lines if there is none.
func (p *page) firstProse() int {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Words >= 25 || b.Words >= 12 && endsSentence(b.Text) && b.Kept {
			return i
		}
	}
	return len(p.Blocks)
}

func (p *page) maybeTitle(b *block.Block) bool {
	return b.Words >= minTitle && b.Words <= maxTitle && !endsSentence(b.Text) && p.noChrome(b)
}

// maxQuestion is the number of words of a headline that asks at most.
const maxQuestion = 15

// maybeQuestion reports whether a line may be a headline that asks. A poll asks
// as well, so that such a line needs other signs.
func (p *page) maybeQuestion(b *block.Block) bool {
	r, _ := utf8.DecodeLastRuneInString(b.Text)
	return strings.ContainsRune("?؟？", r) && b.Words >= minTitle && b.Words <= maxQuestion && p.noChrome(b)
}

// noChrome reports whether a line is no phrase of chrome, byline, dateline or date.
func (p *page) noChrome(b *block.Block) bool {
	_, hit := lexicon.Match(b.Text)
	return !hit && !p.isField(b)
}

// minSigned is the number of words from which a line above a byline or a date is
// taken for the headline: shorter ones are names and sections.
const minSigned = 5

// isSigned reports whether a line has the length of a headline and stands right
// above a byline, a dateline or a date. With a colon it may be the first of a list
// of facts: "Book: …", "Author: …".
func (p *page) isSigned(i int) bool {
	b := &p.Blocks[i]
	return b.Words >= minSigned && !strings.Contains(b.Text, ":") && i+1 < len(p.Blocks) && p.isField(&p.Blocks[i+1])
}

// isField reports whether a line of flattened text is a byline, a dateline or a
// date.
func (p *page) isField(b *block.Block) bool {
	if _, ok := lexicon.Byline(b.Text); ok {
		return true
	}
	if _, rest, ok := lexicon.Dateline(b.Text); ok && rest == len(b.Text) {
		return true
	}
	if _, ok := lexicon.Reporter(b.Text); ok {
		return true
	}
	if _, ok := lexicon.Credit(b.Text); ok {
		return true
	}
	return date.Line(b.Text, p.in.Date).Share >= dateShare
}
