package label

import (
	"matn/clean/block"
	"matn/clean/internal/date"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

const (
	// minTalk is how many signs below the heading of comments, its count among them,
	// show that people talk there: links to answer, the form to write in.
	minTalk = 2
	// maxTalkHead is the number of words that a line without heading tags has at most
	// which heads comments.
	maxTalkHead = 6
	// maxSigned is the number of words of the line over a comment: a name and a date.
	maxSigned = 14
	// threadDoubt is the mean probability of words from which the model is believed
	// against such a line. On wcxb-dev, magic-article, postlight and trafilatura-eval
	// comments had .43 to .78, text below a line like it .85 to .97.
	threadDoubt = 0.8
)

// dropTalk strips what stands behind the heading of comments below the article when
// it is a conversation, in elements of other names than the text's. The line must be
// marked up as a heading, and the only one: others stand under every answer of a forum
// and every entry of a list.
func (p *page) dropTalk() {
	if p.in.Hints.Kinds&dom.KindForum != 0 {
		return
	}
	if !p.in.Article {
		p.dropThread()
		return
	}
	at := p.heart + 1
	for at < len(p.Blocks) && (p.Blocks[at].Kind != block.Heading || p.heading(at) != block.RoleComment) {
		at++
	}
	signs := 0
	for i := at; i < len(p.Blocks); i++ {
		if b := &p.Blocks[i]; i > at && b.Kind == block.Heading && b.Reason == p.Blocks[at].Reason {
			return
		}
		if b := &p.Blocks[i]; !b.Kept && (b.Role == block.RoleCommentPrompt || b.Role == block.RoleComment) && (i > at || hasDigit(b.Text)) {
			signs++
		}
	}
	if signs < minTalk {
		p.dropThread()
		return
	}
	for i := at + 1; i < len(p.Blocks); i++ {
		if b := &p.Blocks[i]; b.Kept && !b.Virtual && !p.besideHeart(b) {
			strip(b, block.RoleComment, block.Structure, "below the heading of comments")
		}
	}
}

// dropThread does the same where the heading is a plain line, as in pages made of
// tables: then comments must be signed as such, with a date or a phrase, the model
// in doubt about them, and nothing of the article below.
func (p *page) dropThread() {
	at := p.heart + 1
	for at < len(p.Blocks) && !p.headsThread(at) {
		at++
	}
	signs, words, mass := 0, int32(0), float32(0)
	for i := at + 1; i < len(p.Blocks); i++ {
		b := &p.Blocks[i]
		if b.Kept && (b.Virtual || p.besideHeart(b)) {
			return
		}
		if b.Kept {
			words += b.Words
			mass += float32(b.P * float32(b.Words)) // rounded, so that no machine fuses it
		}
		if b.Words <= maxSigned && p.signsComment(b) {
			signs++
		}
	}
	if signs < minTalk || mass >= threadDoubt*float32(words) {
		return
	}
	for i := at; i < len(p.Blocks); i++ {
		if b := &p.Blocks[i]; b.Kept {
			strip(b, block.RoleComment, block.Structure, "below the heading of comments")
		}
	}
}

// headsThread reports whether a line is nothing but a phrase that heads comments.
func (p *page) headsThread(i int) bool {
	b := &p.Blocks[i]
	if b.Words > maxTalkHead || b.Virtual || p.besideHeart(b) {
		return false
	}
	h, ok := lexicon.Match(b.Text)
	return ok && h.Shape >= lexicon.Label && (h.Role == block.RoleComment || h.Role == block.RoleCommentPrompt)
}

// signsComment reports whether a line stands over a comment, or asks for one.
func (p *page) signsComment(b *block.Block) bool {
	if h, ok := lexicon.Match(b.Text); ok && (h.Role == block.RoleComment || h.Role == block.RoleCommentPrompt) {
		return true
	}
	return hasDigit(b.Text) && date.Line(b.Text, p.in.Date).Share >= signShare
}
