package score

import (
	"unicode"
	"unicode/utf8"

	"matn/clean/block"
	"matn/clean/internal/lexicon"
)

// Classes of the first rune of a line.
const (
	firstOther = iota // letters without case
	firstUpper
	firstLower
	firstDigit
	firstMark // bullets, dashes, quotes, symbols
	firstClasses
)

func firstClass(s string) uint8 {
	r, _ := utf8.DecodeRuneInString(s)
	switch f := flagsOf(r); {
	case f&isUpper != 0:
		return firstUpper
	case f&isLower != 0:
		return firstLower
	case f&isDigit != 0:
		return firstDigit
	case f != 0 || !unicode.IsLetter(r):
		return firstMark
	}
	return firstOther
}

// lineHit is what the lexicon says of a line.
type lineHit struct {
	role  block.Role
	shape lexicon.Shape
	cond  lexicon.Cond
}

func hitOf(text string) lineHit {
	h, ok := lexicon.Match(text)
	if !ok {
		return lineHit{}
	}
	return lineHit{h.Role, h.Shape, h.Cond}
}

// chrome reports whether the phrase belongs to the site.
func (h lineHit) chrome() bool { return h.role >= block.RoleNavigation }

// field reports whether the phrase belongs into a field of the article.
func (h lineHit) field() bool { return h.role >= block.RoleTitle && h.role <= block.RoleTags }

// opens reports whether the phrase stands above what is not the article's, as a
// heading.
func (h lineHit) opens() bool {
	switch h.role {
	case block.RoleRelated, block.RoleMostRead, block.RoleComment, block.RoleCommentPrompt,
		block.RoleSubscribe, block.RoleFooter, block.RoleLegal, block.RoleTags:
		return h.shape >= lexicon.List
	}
	return false
}

// openers notes the last such phrase above each line, and the next below.
func (l *lines) openers() {
	role, since := int32(0), int32(noLong)
	for i := range l.info {
		t := &l.info[i]
		t.opener, t.sinceOpener = role, since
		if since = min(since+1, noLong); t.hit.opens() {
			role, since = int32(t.hit.role), 1
		}
	}
	role, since = 0, noLong
	for i := len(l.info) - 1; i >= 0; i-- {
		t := &l.info[i]
		t.nextOpener, t.toOpener = role, since
		if since = min(since+1, noLong); t.hit.opens() {
			role, since = int32(t.hit.role), 1
		}
	}
}

// Limits on what may be a headline among lines: its words, and the lines behind
// the beginning of the run where it may stand.
const (
	minHeadline, maxHeadline = 4, 30
	headlineLag              = 2
)

// findTitle finds the line that is most like a headline: above the run, with the
// most words that recur in long lines. Of two the later wins.
func (l *lines) findTitle() {
	best := float32(0)
	for i := 0; i < min(l.runs[runOfProse].start+headlineLag, len(l.blocks)); i++ {
		t, n := &l.info[i], l.blocks[i].Words
		if n < minHeadline || n > maxHeadline || t.long || t.hit.chrome() {
			continue
		}
		if like := (t.core + t.coreRare) * float32(min(n, 12)); like >= best {
			best, l.title = like, i
		}
	}
	if l.title < 0 {
		return
	}
	l.table.reset(2 * maxHeadline)
	for _, w := range l.wordsOf(l.title) {
		*l.table.at(w) = 1
	}
	for i := range l.info {
		hits := int32(0)
		for _, w := range l.wordsOf(i) {
			hits += l.table.find(w)
		}
		l.info[i].titled = share(float32(hits), float32(len(l.wordsOf(i))))
	}
}
