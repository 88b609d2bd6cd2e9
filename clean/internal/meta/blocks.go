package meta

import (
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

// fields is what the labelled blocks of a page say.
type fields struct {
	title, site, subtitle, section, source, dateline candidate

	authors     []string
	authorsFrom string
	tags        []string
	captions    []string
}

// findFields reads the blocks that labelling set apart, with what the head says
// of the same things.
func findFields(r *reader, l *dom.Layout) fields {
	var f fields
	var trail, linked []string
	where := locate(l)
	titles := r.titles
	f.title, f.site = r.chooseTitle(l, where, titles)
	for i := range l.Blocks {
		b := &l.Blocks[i]
		switch b.Role {
		case block.RoleSubtitle:
			keep(&f.subtitle, b.Text, FromText)
		case block.RoleSection:
			keep(&f.section, plain(b.Text), FromText)
		case block.RoleBreadcrumb:
			if i < where.first || where.first < 0 {
				trail = append(trail, stepsOf(b)...)
			}
		case block.RoleSource:
			if s, ok := lexicon.Source(b.Text); ok {
				keep(&f.source, plain(s), FromLexicon)
			} else if s, ok := lexicon.Credit(b.Text); ok {
				keep(&f.source, plain(s), FromLexicon)
			}
		case block.RoleDateline:
			keep(&f.dateline, plain(b.Text), FromText)
		case block.RoleTags:
			if b.Links > 0 {
				linked = append(linked, tagsOf(b, r.sites)...)
			} else {
				f.tags = append(f.tags, tagsOf(b, r.sites)...)
			}
		case block.RoleCaption:
			f.captions = addOnce(f.captions, plain(b.Text))
		}
	}
	p := placed{reader: r, Layout: l, span: where}
	keep(&f.section, sectionOf(trail, append([]candidate{f.title}, titles...)), FromText)
	keep(&f.section, p.kickerLink(), FromMarkup)
	if len(linked) == 0 && len(f.tags) == 0 {
		linked = p.linkedTags()
	}
	if len(linked) > 0 {
		f.tags = linked // what is no link among links is their label
	}
	if f.subtitle.text == "" {
		f.subtitle = p.standfirst(f.title.text)
	}
	if f.dateline.text == "" {
		f.dateline = leadingDateline(l, where)
	}
	f.tags = cleanTags(f.tags, r.sites)
	f.authors, f.authorsFrom = p.bylines()
	return f
}

// keep sets c to its first value.
func keep(c *candidate, s, from string) {
	if c.text == "" && s != "" {
		*c = candidate{s, from}
	}
}

func addOnce(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	if s == "" {
		return list
	}
	return append(list, s)
}

// subtitle is the line below the headline that goes with it. What data calls so
// counts where the page shows it.
func (r *reader) subtitle(f fields, title string) candidate {
	for _, v := range r.articles {
		if s := plain(first(v.get("alternativeHeadline"))); s != "" && !alike(s, title) && f.subtitle.text != "" && alike(s, f.subtitle.text) {
			return candidate{s, FromJSONLD}
		}
	}
	if f.subtitle.text != "" {
		return f.subtitle
	}
	if metas, from := r.meta(fieldSubtitle); len(metas) > 0 {
		if s := plain(metas[0]); !alike(s, title) {
			return candidate{s, from}
		}
	}
	return candidate{}
}

// stepsOf lists the steps of a breadcrumb trail, or of the part of one that a
// block holds. One kind of mark cuts a trail, so that marks in the last step, the
// headline, do not.
func stepsOf(b *block.Block) []string {
	trail := plain(b.Text)
	var steps []string
	end := int32(0)
	for _, s := range b.Spans {
		if s.Mark == block.Link {
			steps = append(steps, plain(b.Text[s.Start:s.End]))
			end = s.End
		}
	}
	if len(steps) > 0 {
		last := strings.TrimLeft(plain(b.Text[end:]), " /»›>-–—|:←‹«")
		return append(steps, last)
	}
	cuts := split(trail)
	if len(cuts) < 2 {
		return []string{trail}
	}
	for step := range strings.SplitSeq(trail, trail[cuts[0][1]:cuts[1][0]]) {
		steps = append(steps, strings.TrimSpace(step))
	}
	return steps
}

// kickerLink is the section in a line above or below the headline that is one
// link, and classed as a category.
func (p *placed) kickerLink() string {
	if p.title < 0 {
		return ""
	}
	for i := max(p.title-close, 0); i < min(p.title+close, len(p.Blocks)); i++ {
		b := &p.Blocks[i]
		if b.Elem < 0 || b.Links != 1 || b.LinkChars != b.Chars || b.Words > maxSectionWords || b.Hidden || b.Role == block.RoleTitle {
			continue
		}
		if s := plain(b.Text); p.catsNear(b.Elem)&(dom.CatMeta|dom.CatBreadcrumb) != 0 && !p.foreign(b.Elem, otherCats) && !strings.ContainsFunc(s, unicode.IsNumber) {
			return s
		}
	}
	return ""
}

// maxSectionWords is the most words of a section: "Middle East and North Africa".
const maxSectionWords = 5

// catsNear is what an element and the three around it are classed as, those
// around the whole article aside.
func (p *placed) catsNear(e int32) dom.Cats {
	c := dom.Cats(0)
	for up := 0; e > 0 && up < 4 && (up == 0 || !p.holds(p.Layout, e)); e, up = p.Elems[e].Parent, up+1 {
		c |= p.Elems[e].Cats
	}
	return c
}

// tagSteps are the steps of a path that lead to what is filed under a tag.
var tagSteps = map[string]bool{
	"tag": true, "tags": true, "topic": true, "topics": true, "keyword": true, "keywords": true,
	"hashtag": true, "label": true, "etiquetas": true, "etiqueta": true, "etiket": true, "thema": true,
	"themen": true, "schlagwort": true, "mot-cle": true, "وسم": true, "برچسب": true,
}

// linkedTags lists the tags in links at the end of the body or just below it, by
// where they lead.
func (p *placed) linkedTags() []string {
	if p.last < 0 {
		return nil
	}
	var tags []string
	for i := max(p.first, p.last-close); i <= p.last+after+far && i < len(p.Blocks); i++ {
		b := &p.Blocks[i]
		other := otherCats
		if p.ofArticle(b.Elem) {
			other &^= dom.CatFoot // the foot of the article, not of the page
		}
		for _, s := range b.Spans {
			if s.Mark == block.Link && leadsTo(s.Href, tagSteps) && !p.foreign(b.Elem, other) {
				tags = append(tags, b.Text[s.Start:s.End])
			}
		}
	}
	return cleanTags(tags, p.sites)
}

// ofArticle reports whether the innermost element around the article that holds e
// too is an <article>.
func (p *placed) ofArticle(e int32) bool {
	for ; e > 0; e = p.Elems[e].Parent {
		if p.holds(p.Layout, e) {
			return p.Elems[e].Tag == atom.Article
		}
	}
	return false
}

// tagsOf lists the tags in a block, without the label before them. Links are
// tags each; without them marks stand between.
func tagsOf(b *block.Block, sites []siteName) []string {
	if hit, ok := lexicon.Match(b.Text); ok && hit.Shape == lexicon.Whole && b.Links == 0 {
		return nil // a label on its own
	}
	var tags []string
	for _, s := range b.Spans {
		if s.Mark == block.Link {
			tags = append(tags, b.Text[s.Start:s.End])
		}
	}
	if len(tags) > 0 {
		return tags
	}
	s := b.Text
	if i := strings.IndexByte(s, ':'); i >= 0 && i < 40 {
		s = s[i+1:]
	}
	return cleanTags([]string{strings.ReplaceAll(s, "\n", ",")}, sites)
}

const (
	// minStandfirst and maxStandfirst are the words that a standfirst may have.
	minStandfirst, maxStandfirst = 4, 80
)

// standfirst is a text between the headline and the body, or at the body's
// beginning, that the page's data repeats as its description, or that is classed
// as a summary.
func (p *placed) standfirst(title string) candidate {
	if p.title < 0 || p.doc == nil {
		return candidate{}
	}
	said := p.description()
	for i := p.title + 1; i < len(p.Blocks) && i <= max(p.title, p.first)+below; i++ {
		b := &p.Blocks[i]
		if b.Words < minStandfirst || b.Words > maxStandfirst || b.Virtual || b.Hidden || b.Elem < 0 || p.foreign(b.Elem, otherCats) {
			continue
		}
		s := plain(b.Text)
		switch {
		case alike(s, title):
		case p.catsNear(b.Elem)&dom.CatSummary != 0:
			return candidate{s, FromMarkup}
		case i <= p.title+close && said.text != "" && folded(s) == folded(said.text):
			return candidate{s, said.from}
		}
	}
	return candidate{}
}

// leadingParagraphs is how many blocks of the body may come before the one that
// begins with the dateline: standfirsts and sub-headings.
const leadingParagraphs = 4

// leadingDateline is the dateline that runs into one of the first paragraphs.
func leadingDateline(l *dom.Layout, where span) candidate {
	if where.first < 0 {
		return candidate{}
	}
	for _, b := range l.Blocks[where.first:min(where.first+leadingParagraphs, len(l.Blocks))] {
		if !b.Kept {
			continue
		}
		if s, _, ok := lexicon.Dateline(b.Text); ok {
			return candidate{plain(s), FromLexicon}
		}
	}
	return candidate{}
}

// language tells the language of the page from its article's words. Where they
// contradict what the page declares, or say nothing, the words of the whole page
// decide.
func (r *reader) language(l *dom.Layout, m Meta) candidate {
	declared := r.declaredLanguage()
	tag := detect(func(yield func(string) bool) {
		for i := range l.Blocks {
			if l.Blocks[i].Kept && !yield(l.Blocks[i].Text) {
				return
			}
		}
		_ = yield(m.Title) && yield(m.Description)
	}, declared.text)
	if tag != "" && (tag == declared.text || declared.text == "") {
		return or(declared, candidate{tag, FromContent})
	}
	all := detect(func(yield func(string) bool) {
		for i := range l.Blocks {
			if !yield(l.Blocks[i].Text) {
				return
			}
		}
	}, declared.text)
	if tag == "" || all == declared.text {
		tag = all
	}
	if tag == declared.text {
		return declared
	}
	return candidate{tag, FromContent}
}
