package meta

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"matn/clean/block"
	"matn/clean/internal/date"
	"matn/clean/internal/dom"
	"matn/clean/internal/lexicon"
)

const (
	// bylineWords is the number of words that a byline has at most.
	bylineWords = 25
	// beside is how many blocks after the body the author may be named.
	beside = 3
	// bylineAbove is how many blocks above the headline the author may be named.
	bylineAbove = 3
)

// bylines lists the authors whom the page names near the headline, or just
// below the body: in a link that says that it leads to an author, in a line
// with a label ("By …"), in an element that is classed so.
func (p *placed) bylines() ([]string, string) {
	var places [rankFar][]int // blocks, by rank of where they stand
	for i := range p.Blocks {
		if rank, ok := p.bylineRank(i); ok {
			places[rank] = append(places[rank], i)
		}
	}
	near := slices.Concat(places[rankLine], places[rankAbove], places[rankAfter])
	for _, try := range [...]struct {
		names func(*placed, int) []string
		from  string
	}{
		{(*placed).relAuthors, FromMarkup},
		{(*placed).linkedAuthors, FromMarkup},
		{(*placed).labelledAuthors, FromText},
		{(*placed).classedAuthors, FromMarkup},
		{(*placed).reporter, FromLexicon},
		{(*placed).accounts, FromText},
		{(*placed).classedAccount, FromMarkup},
	} {
		for _, i := range near {
			if names := cleanNames(try.names(p, i), p.sites); len(names) > 0 {
				return p.unlinked(i, names), try.from
			}
		}
	}
	return nil, ""
}

// unlinked adds to some names of block i those that have no link of their own: "By
// <a>Jane Doe</a> and John Roe". Behind a comma stand titles as well.
func (p *placed) unlinked(i int, names []string) []string {
	if strings.ContainsAny(p.Blocks[i].Text, ",،、，") {
		return names
	}
	for _, read := range [...]func(*placed, int) []string{(*placed).labelledAuthors, (*placed).classedAuthors} {
		if all := cleanNames(read(p, i), p.sites); len(all) > len(names) && holdsAll(all, names) {
			return all
		}
	}
	return names
}

// bylineRank tells where block i stands, and whether it may name an author.
func (p *placed) bylineRank(i int) (rank int, ok bool) {
	b := &p.Blocks[i]
	if b.Virtual || b.Hidden || b.Words > bylineWords || b.Role == block.RoleTitle || b.Role == block.RoleDateBar {
		return 0, false
	}
	rank, near := p.placeOf(i)
	switch {
	case !near || rank == rankFar || rank == rankAbove && i < p.title-bylineAbove:
		return 0, false
	case rank == rankAfter:
		return rank, i <= p.last+beside && b.Role == block.RoleByline && !p.foreign(b.Elem, otherCats)
	}
	return rank, !p.foreign(b.Elem, dom.CatComment|dom.CatMostRead|dom.CatFoot)
}

// relAuthors lists the links in block i that say rel=author.
func (p *placed) relAuthors(i int) []string {
	var names []string
	for _, e := range p.byRel {
		if e >= p.Blocks[i].Elem && (i+1 == len(p.Blocks) || e < p.Blocks[i+1].Elem) {
			names = append(names, elementText(p.Elems[e].Node))
		}
	}
	return names
}

// authorSteps are the steps of a path that lead to pages about authors.
var authorSteps = map[string]bool{
	"author": true, "authors": true, "by": true, "byline": true, "people": true, "person": true,
	"staff": true, "profile": true, "profiles": true, "writer": true, "writers": true,
	"contributor": true, "contributors": true, "columnist": true, "columnists": true,
	"reporter": true, "reporters": true, "journalist": true, "journalists": true, "bio": true,
	"auteur": true, "auteurs": true, "autor": true, "autoren": true, "autores": true, "autori": true,
	"redakteur": true, "redaktion": true, "kirjoittaja": true, "yazar": true, "yazarlar": true,
	"كاتب": true, "كتاب": true, "نویسنده": true,
}

// linkedAuthors lists the links in block i that lead to pages about authors, by
// their address, and read like names.
func (p *placed) linkedAuthors(i int) []string {
	b := &p.Blocks[i]
	var names []string
	for _, s := range b.Spans {
		if s.Mark != block.Link || !leadsTo(s.Href, authorSteps) {
			continue
		}
		if name := b.Text[s.Start:s.End]; nameLike(cleanName(name)) {
			names = append(names, name)
		}
	}
	return names
}

// leadsTo reports whether a step of an address but the last, or a key of its
// query, is one of some names: what follows names one of the kind.
func leadsTo(href string, names map[string]bool) bool {
	u, err := url.Parse(href)
	if err != nil {
		return false
	}
	steps := strings.Split(strings.Trim(strings.ToLower(u.Path), "/"), "/")
	for _, step := range steps[:len(steps)-1] {
		if names[step] {
			return true
		}
	}
	for key := range u.Query() {
		if names[key] {
			return true
		}
	}
	return false
}

// labelledAuthors lists the names in block i after a label such as "By", which
// may stand in the block before or be glued to the name by markup.
func (p *placed) labelledAuthors(i int) []string {
	text := unglued(p.Blocks[i].Text)
	for _, piece := range bylinePieces(text, p.when, "|•·\n\t") {
		piece = strings.Trim(piece, " -–—,")
		if names, ok := lexicon.Byline(piece); ok {
			return names
		}
		if name, ok := afterLabel(piece); ok && nameLike(name) && caseless(name) && p.Blocks[i].Role != block.RoleParagraph && len(date.Find(text, p.when)) > 0 {
			return []string{name} // without a date, prose may hold such a word; in English "Sort by Best Selling" would be one
		}
	}
	if i == 0 || p.Blocks[i-1].Words > maxLabel || p.Blocks[i].Words > maxNameWords {
		return nil
	}
	label := strings.TrimRight(p.Blocks[i-1].Text, ": ")
	if !labelsNames(label) {
		return nil
	}
	names, _ := lexicon.Byline(label + ": " + text)
	return slices.DeleteFunc(names, func(name string) bool { return !nameLike(name) })
}

// unglued sets a space behind a "By" that markup glues to a name: "ByJane Doe".
func unglued(s string) string {
	const by = "By"
	if rest, ok := strings.CutPrefix(s, by); ok && rest != "" && unicode.IsUpper(rune(rest[0])) {
		return by + " " + rest
	}
	return s
}

// classedAuthors lists the names in block i where its element is classed as a
// byline, or labelling took it for one, and it holds names alone, dates and
// titles aside.
func (p *placed) classedAuthors(i int) []string {
	b := &p.Blocks[i]
	if b.Kept || b.Role != block.RoleByline && !p.inByline(b.Elem) {
		return nil
	}
	var names []string
	for _, piece := range bylinePieces(strings.ReplaceAll(b.Text, " - ", "|"), p.when, "|·•–—\n\t:()") {
		for _, name := range splitNames(piece) {
			if name = cleanName(name); nameLike(name) {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			break
		}
	}
	return names
}

// reporter is who filed the report, by a dateline that names nothing else.
func (p *placed) reporter(i int) []string {
	if r := p.Blocks[i].Role; r != block.RoleDateline && r != block.RoleByline {
		return nil
	}
	if name, ok := lexicon.Reporter(p.Blocks[i].Text); ok && nameLike(name) {
		return []string{name}
	}
	return nil
}

// accounts lists the account in block i that a label names in a piece of two
// words, as on blogs and forums: "by galitsyn » 11 Sep 2024".
func (p *placed) accounts(i int) []string {
	b := &p.Blocks[i]
	if i > p.title+close || b.Words > maxNote {
		return nil
	}
	for _, piece := range bylinePieces(b.Text, p.when, "|•·»\n\t") {
		words := strings.Fields(piece)
		if n := len(words); n == 3 && strings.ToLower(words[2]) == words[2] {
			words = words[:2] // "by oz on", the date behind it left out
		}
		if len(words) == 2 && labelsNames(words[0]) && !caseless(words[1]) { // «كتب وإصدارات» is a section
			return words[1:]
		}
	}
	return nil
}

// classedAccount is the one word of block i, where its element is classed as an
// author's.
func (p *placed) classedAccount(i int) []string {
	b := &p.Blocks[i]
	pieces := bylinePieces(b.Text, p.when, "|•·–—\n\t:()-")
	if b.Kept || b.Role != block.RoleByline || len(pieces) != 1 || !p.inByline(b.Elem) {
		return nil
	}
	name := strings.TrimSpace(pieces[0])
	if strings.Contains(name, " ") || len(name) < 3 || labelsNames(name) {
		return nil
	}
	return []string{name}
}

// inByline reports whether an element, or one of the two around it that are not
// around the article, is classed as an author's.
func (p *placed) inByline(e int32) bool {
	for up := 0; e > 0 && up < 3 && !p.holds(p.Layout, e); e, up = p.Elems[e].Parent, up+1 {
		if p.Elems[e].Cats&dom.CatAuthor != 0 {
			return true
		}
	}
	return false
}

// bylinePieces cuts a byline at marks, dates left out: names stand in one piece,
// titles and papers in others.
func bylinePieces(s string, c date.Context, marks string) []string {
	var b strings.Builder
	at := 0
	for _, m := range date.Find(s, c) {
		b.WriteString(s[at:m.Start])
		b.WriteByte('|')
		at = m.End
	}
	b.WriteString(s[at:])
	return strings.FieldsFunc(b.String(), func(r rune) bool { return strings.ContainsRune(marks, r) })
}

// nameLike reports whether a text reads like a person's name: two to five words
// of letters, each with a capital where the script has them, particles aside.
func nameLike(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 {
		return false
	}
	small := 0
	for _, w := range words {
		for i, r := range w {
			switch {
			case !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(".'’-‘\u200c", r):
				return false
			case i == 0 && unicode.IsLower(r):
				small++
			}
		}
	}
	return small == 0 || small <= 2 && small < len(words)-1
}
