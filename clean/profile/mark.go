package profile

import (
	"bytes"

	"matn/clean/block"
)

// Limits of what a profile may take out of a body. Chosen on pages of the
// Arabic, fundus, aed and WCXB sets with 1 to 20 sibling pages, where nothing
// longer than 40 characters went that gold keeps on pages of news.
const (
	// stale is the number of stories without a line after which it is forgotten
	// as a line of the site: by chance that does not happen to one that most have.
	stale = 20
	// minWords is the number of words that a block must have to go: "Pros", "42"
	// and "Abstract" repeat in honest prose.
	minWords = 3
	// maxSure is the probability from which a block inside the text stays: what
	// repeats there is the fixed opening of a column or a notice that its editors
	// mean as text. At the end of the text more goes: maxSureEnd
	// holds while a single story vouches for it.
	maxSure, maxSureEnd = 0.85, 0.97
	// signing is the number of words below which a line at the end may be a name or
	// thanks, as authors sign: a single story does not vouch for more than maxSure.
	signing = 6
	// closing is the number of words of its own that a text may still have behind
	// its end.
	closing = 20
	// maxGeneral is the number of characters, white space aside, of the longest line
	// that goes from a page that is no article and whose text, all in all, has a
	// probability below sureText. Of longer ones that memory took from such pages of
	// WCXB with 1 and 5 siblings gold has a third; above, as on simple pages of a
	// story, none.
	maxGeneral, sureText = 40, 0.95
	// few is the number of stories up to which support is called small: lines with
	// less stay on a page of which a third repeats. No more are asked for, either.
	few = 3
)

// Details of Reasons.
const (
	detailRepeated = "stands on most pages of the site"
	detailSlot     = "stands where pages of the site have no text"
)

// About is what is known of a page beside its blocks. The zero value is an
// article without a title.
type About struct {
	Title  string
	Bodies []string // the article's text as the page gives it in its data
	// General says that the page was not taken for an article: it is one of a shop,
	// a list or a forum. What such pages repeat is as often what they are about:
	// where their text is in doubt, only short lines of it go. It makes no difference
	// to flattened text, of which most is in doubt.
	General bool
}

// Verdict sums up what a profile knew of a page.
type Verdict struct {
	Known    int  // blocks that most pages of the site have
	Stripped int  // of those, blocks that were kept and are not any more
	Spared   bool // so much of the body is known that it was left alone
	Page     Page // the page for Learn, as See gives it
}

// Mark gives every block that most stories of the site share its support, and
// takes such blocks out of the body. Blocks must be labelled. What was stripped
// before keeps its role, unless that was only unlikely.
//
// Nothing goes that stands in one of the bodies. A page that the profile was
// learned from, or that tells a story of it again, does not vouch for itself.
// Nothing goes from a page whose text is known for the most part, as where a site
// puts its real text on every page. Code and quotations stay, since an author set
// them apart.
func (p *Profile) Mark(blocks []block.Block, about About) Verdict {
	m := marker{profile: p, blocks: blocks, page: See(blocks, about.Title), about: about}
	m.look()
	v := m.mark()
	v.Page = m.page
	return v
}

// support is how many stories have a line, of those that might.
type support struct{ count, of int32 }

// marker is one page while it is marked.
type marker struct {
	profile *Profile
	blocks  []block.Block
	page    Page
	about   About
	folded  [][]byte // about.Bodies, once they are needed

	exact, loose []support // of each block
	own          uint32    // stories of the profile that are this page: 1 or 0
}

// look finds the support of every block.
func (m *marker) look() {
	if m.profile.knows(m.page) {
		m.own = 1
	}
	m.exact, m.loose = make([]support, len(m.blocks)), make([]support, len(m.blocks))
	for i, k := range m.page.keys {
		if k.exact != 0 {
			m.exact[i] = m.support(k.exact)
			m.loose[i] = m.exact[i]
		}
		if k.loose != 0 {
			m.loose[i] = m.support(k.loose)
		}
	}
}

// support is that of the variant that knows a line best: what is furniture of
// one template is so in all.
func (m *marker) support(key uint64) (s support) {
	for _, v := range m.profile.variants {
		l, ok := v.lines[key]
		if !ok || l.count <= m.own || v.clock-l.last >= stale || !l.most(v.clock) {
			continue
		}
		if n := int32(l.count - m.own); n > s.count {
			s = support{n, int32(l.of(v.clock) - m.own)}
		}
	}
	return s
}

func (m *marker) mark() (v Verdict) {
	kept := m.sum()
	v.Spared = m.spared(kept)
	before := int32(0)
	for i := range m.blocks {
		b, s := &m.blocks[i], m.loose[i]
		switch {
		case b.Kept && m.exact[i].count == 0:
			head := before < opening
			before += b.Words
			if head && m.leaveSlot(b) {
				v.Stripped++
			}
			continue
		case s.count == 0:
			continue
		case !b.Kept && b.Role.Field():
			continue // a byline repeats as its author does
		}
		v.Known++
		if !b.Kept {
			m.name(b, s)
			continue
		}
		if !v.Spared && m.goes(i, kept.words-kept.known-before, kept) {
			b.Kept, b.Role = false, block.RoleRepeated
			b.Reason = block.Reason{Stage: block.Profile, Detail: detailRepeated, Count: m.exact[i].count, Of: m.exact[i].of}
			v.Stripped++
		}
	}
	return v
}

// name notes the support of a block that was stripped before.
func (m *marker) name(b *block.Block, s support) {
	b.Reason.Count, b.Reason.Of = s.count, s.of
	if b.Role == block.RoleUnlikely || b.Role == block.Unknown {
		b.Role = block.RoleRepeated
		b.Reason.Stage, b.Reason.Detail = block.Profile, detailRepeated
	}
}

// body is what a page keeps, in words, and what of it the site is known for.
type body struct {
	words, known int32
	mass         float64 // of the words, by probability
}

func (m *marker) sum() (k body) {
	for i := range m.blocks {
		if b := &m.blocks[i]; b.Kept {
			k.words += b.Words
			k.mass += float64(b.Words) * float64(b.P)
			if m.exact[i].count > 0 {
				k.known += b.Words
			}
		}
	}
	return k
}

// goes reports whether a kept block with support is the site's. After is the
// number of words of the body behind it that the site is not known for.
func (m *marker) goes(i int, after int32, k body) bool {
	b, s := &m.blocks[i], m.exact[i]
	switch {
	case b.Kind == block.Code || b.Kind == block.Quote || !lettered(b.Text) || s.count < m.enough():
		return false
	case m.about.General && !m.page.flat && b.Chars > maxGeneral && k.mass < sureText*float64(k.words):
		return false
	case m.page.flat:
		return m.goesFlat(i, after)
	case b.Words < minWords:
		return false
	case s.count < few && 3*k.known > k.words:
		return false
	case after < closing:
		return (s.count >= 2 || b.P < maxSureEnd && b.Words >= signing || b.P < maxSure) && !m.given(b)
	}
	return b.P < maxSure && s.count >= 2 && !m.given(b)
}

// enough is the number of stories that must have a line: two stories in a row
// may have one author.
func (m *marker) enough() int32 { return min(1+int32(m.profile.clock)/4, few) }

// given reports whether a block stands in the text that the page gives as data.
func (m *marker) given(b *block.Block) bool {
	if m.folded == nil {
		for _, body := range m.about.Bodies {
			m.folded = append(m.folded, block.Fold(nil, body))
		}
	}
	text := block.Fold(nil, b.Text)
	for _, body := range m.folded {
		if bytes.Contains(body, text) {
			return true
		}
	}
	return false
}
