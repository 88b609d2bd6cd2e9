package meta

import (
	"strings"

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
	where := locate(l)
	titles := r.titles()
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
				keep(&f.section, crumbs(b.Text, titles, f.title), FromText)
			}
		case block.RoleSource:
			if s, ok := lexicon.Source(b.Text); ok {
				keep(&f.source, plain(s), FromLexicon)
			}
		case block.RoleDateline:
			keep(&f.dateline, plain(b.Text), FromText)
		case block.RoleTags:
			f.tags = append(f.tags, tagsOf(b.Text, r.sites)...)
		case block.RoleCaption:
			f.captions = addOnce(f.captions, plain(b.Text))
		}
	}
	if f.dateline.text == "" {
		f.dateline = leadingDateline(l, where)
	}
	f.authors, f.authorsFrom = r.bylines(l, where)
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

// chooseTitle chooses the page's title, and what its site is called. The words
// that readers see win over those for search engines, where both are of one
// story.
func (r *reader) chooseTitle(l *dom.Layout, where span, titles []candidate) (title, site candidate) {
	site = r.site()
	shown := ""
	if where.title >= 0 {
		shown = plain(l.Blocks[where.title].Text)
		head, tail := r.cutTail(shown, l)
		shown = head
		for i := 0; tail == "" && i <= where.title && site.text == ""; i++ {
			if l.Blocks[i].Role == block.RoleTitle {
				_, tail = r.cutTail(plain(l.Blocks[i].Text), l)
			}
		}
		if site.text == "" && tail != "" {
			site = candidate{tail, FromText}
		}
	}
	switch {
	case len(titles) == 0 && shown != "":
		return candidate{shown, FromText}, site
	case len(titles) == 0:
		return candidate{}, site
	case titles[0].from != FromMarkup && shown != "" && overlap(shown, titles[0].text) >= sameStory:
		return candidate{shown, FromMarkup}, site
	}
	return titles[0], site
}

// cutTail takes the site's name off a headline of flattened text: the line of a
// <title> ends in it, and the headline stands once more without it, or the tail
// is the name of a paper.
func (r *reader) cutTail(s string, l *dom.Layout) (title, tail string) {
	cuts := split(s)
	if len(cuts) < 2 || r.doc != nil {
		return cutSite(s, r.sites), ""
	}
	head := strings.TrimSpace(s[:cuts[len(cuts)-2][1]])
	tail = strings.TrimSpace(s[cuts[len(cuts)-1][0]:])
	if isOutlet(tail) || isSite(tail, r.sites) {
		return head, tail
	}
	for i := range l.Blocks {
		if plain(l.Blocks[i].Text) == head {
			return head, tail
		}
	}
	return s, ""
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

// crumbs is the section in the text of a breadcrumb trail, which one kind of
// mark cuts into steps.
func crumbs(trail string, titles []candidate, title candidate) string {
	trail = plain(trail)
	cuts := split(trail)
	if len(cuts) < 2 {
		return ""
	}
	mark := trail[cuts[0][1]:cuts[1][0]]
	var steps []string
	for step := range strings.SplitSeq(trail, mark) {
		steps = append(steps, strings.TrimSpace(step))
	}
	return sectionOf(steps, append([]candidate{title}, titles...))
}

// tagsOf lists the tags in a block, without the label before them.
func tagsOf(s string, sites []string) []string {
	if i := strings.IndexAny(s, ":"); i >= 0 && i < 40 {
		s = s[i+1:]
	}
	return cleanTags([]string{strings.ReplaceAll(s, "\n", ",")}, sites)
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
	var article, page []string
	for i := range l.Blocks {
		if l.Blocks[i].Kept {
			article = append(article, l.Blocks[i].Text)
		}
	}
	article = append(article, m.Title, m.Description)
	tag := detect(article, declared.text)
	if tag != "" && (tag == declared.text || declared.text == "") {
		return or(declared, candidate{tag, FromContent})
	}
	for i := range l.Blocks {
		page = append(page, l.Blocks[i].Text)
	}
	all := detect(page, declared.text)
	if tag == "" || all == declared.text {
		tag = all
	}
	if tag == declared.text {
		return declared
	}
	return candidate{tag, FromContent}
}
