package meta

import (
	"strings"
)

const (
	// maxSection is the length in bytes beyond which a section is a sentence.
	maxSection = 80
	// maxTags bounds the tags of one page.
	maxTags = 50
	// maxTag is the length in bytes beyond which a tag is a sentence.
	maxTag = 100
)

// description is the page's summary of itself.
func (r *reader) description() candidate {
	if metas, from := r.meta(fieldDescription); len(metas) > 0 {
		if s := plain(metas[0]); s != "" {
			return candidate{s, from}
		}
	}
	for _, v := range r.articles {
		if s := plain(first(v.get("description"))); s != "" {
			return candidate{s, FromJSONLD}
		}
	}
	return candidate{r.prop("description"), FromMicrodata}
}

// section is the part of the paper that the page stands in.
func (r *reader) section() candidate {
	for _, v := range r.articles {
		for _, s := range texts(v.get("articleSection")) {
			if s = plain(s); s != "" && len(s) <= maxSection {
				return candidate{s, FromJSONLD}
			}
		}
	}
	for _, m := range r.ranked(fieldSection) {
		if s := plain(m.contents[0]); s != "" && len(s) <= maxSection {
			return candidate{s, m.from}
		}
	}
	if s := r.prop("articleSection"); s != "" && len(s) <= maxSection {
		return candidate{s, FromMicrodata}
	}
	return r.crumb()
}

// crumb is the last step but the page itself of a breadcrumb trail given as
// data. A trail of the front page and the page alone names no section.
func (r *reader) crumb() candidate {
	for _, t := range r.data.things {
		if !t.is("BreadcrumbList") {
			continue
		}
		steps := t.v.get("itemListElement")
		var names []string
		for i := range steps.items {
			step := &steps.items[i]
			name := first(step.get("name"))
			if name == "" {
				name = first(step.get("item").get("name"))
			}
			names = append(names, plain(name))
		}
		if s := sectionOf(names, r.titles); s != "" {
			return candidate{s, FromJSONLD}
		}
	}
	return candidate{}
}

// sectionOf is the section in a breadcrumb trail: its last step that is neither
// the page nor the front page.
func sectionOf(trail []string, titles []candidate) string {
	for i := len(trail) - 1; i > 0; i-- { // the first is the front page
		if trail[i] == "" || len(trail[i]) > maxSection || isTitle(trail[i], titles) {
			continue
		}
		return trail[i]
	}
	return ""
}

func isTitle(s string, titles []candidate) bool {
	for _, t := range titles {
		if alike(s, t.text) {
			return true
		}
	}
	return false
}

// tags lists what the page is filed under.
func (r *reader) tags() ([]string, string) {
	for _, v := range r.articles {
		if tags := cleanTags(keywordsOf(v.get("keywords")), r.sites); len(tags) > 0 {
			return tags, FromJSONLD
		}
	}
	for _, m := range r.ranked(fieldTag) {
		if tags := cleanTags(m.contents, r.sites); len(tags) > 0 {
			return tags, m.from
		}
	}
	return nil, ""
}

// keywordsOf lists the keywords of a node: strings, or terms with names.
func keywordsOf(v *value) []string {
	out := texts(v)
	list := []value{*v}
	if v.kind == array {
		list = v.items
	}
	for i := range list {
		if name := first(list[i].get("name")); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// cleanTags splits lists of tags, and drops sentences and the site's own names.
func cleanTags(raw []string, sites []siteName) []string {
	var out []string
	seen := make(map[string]bool)
	for _, list := range raw {
		list = plain(list)
		for _, tag := range strings.FieldsFunc(list, func(c rune) bool { return strings.ContainsRune(",;،؛、，|", c) }) {
			tag = strings.Trim(tag, " #\"'«»")
			key := folded(tag)
			if key == "" || seen[key] || len(tag) > maxTag || len(out) == maxTags || isSiteName(tag, sites) {
				continue
			}
			seen[key] = true
			out = append(out, tag)
		}
	}
	return out
}

// image is the address of the page's own picture, absolute, and what it shows.
func (r *reader) image() (address candidate, caption string) {
	for _, m := range r.ranked(fieldImage) {
		if u := absolute(plain(m.contents[0]), r.fullBase()); u != "" {
			address = candidate{u, m.from}
			break
		}
	}
	for _, v := range r.articles {
		u, said := imageOf(r.data.follow(v.get("image")), 0)
		u = absolute(plain(u), r.fullBase())
		if u != "" && address.text == "" {
			address = candidate{u, FromJSONLD}
		}
		if u != "" && caption == "" {
			caption = plain(said)
		}
	}
	if address.text == "" {
		if u := absolute(r.prop("image"), r.fullBase()); u != "" {
			address = candidate{u, FromMicrodata}
		}
	}
	return address, caption
}

// fullBase is what relative addresses resolve against, the page's own address
// where nothing else is known.
func (r *reader) fullBase() string {
	if r.base != "" {
		return r.base
	}
	return r.address
}

// imageOf is the address and the caption of the first image of a value.
func imageOf(v *value, depth int) (address, caption string) {
	switch {
	case v.kind == text:
		return v.str, ""
	case v.kind == array && len(v.items) > 0 && depth < maxJSONDepth:
		return imageOf(&v.items[0], depth+1)
	case v.kind == object:
		for _, key := range [...]string{"url", "contentUrl", "@id"} {
			if address = first(v.get(key)); address != "" {
				return address, first(v.get("caption"))
			}
		}
	}
	return "", ""
}

// captions lists what the head says that the page's picture shows.
func (r *reader) captions() []string {
	var out []string
	if _, caption := r.image(); caption != "" {
		out = append(out, caption)
	}
	if alts, _ := r.meta(fieldImageAlt); len(alts) > 0 {
		if s := plain(alts[0]); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// bodies lists the texts that the page's data gives whole, the best article's
// first.
func (r *reader) bodies() []string {
	var out []string
	for _, v := range r.articles {
		for _, key := range [...]string{"articleBody", "reviewBody", "text"} {
			if s := first(v.get(key)); s != "" && len(out) < maxBodies {
				out = append(out, s)
			}
		}
	}
	if len(out) == 0 {
		if s := stateBody(r.doc); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// paywalled says whether the article costs something, nil when the page does
// not say.
func (r *reader) paywalled() (*bool, string) {
	for _, v := range r.articles {
		free := first(v.get("isAccessibleForFree"))
		if free == "" {
			free = first(v.get("hasPart").get("isAccessibleForFree"))
		}
		switch strings.ToLower(strings.TrimSpace(free)) {
		case "true", "1", "yes":
			return new(bool), FromJSONLD
		case "false", "0", "no":
			paid := true
			return &paid, FromJSONLD
		}
	}
	if tiers, from := r.meta(fieldTier); len(tiers) > 0 {
		switch strings.ToLower(strings.TrimSpace(tiers[0])) {
		case "free":
			return new(bool), from
		case "locked", "metered", "premium", "paid":
			paid := true
			return &paid, from
		}
	}
	return nil, ""
}

// declaredLanguage is the language that the page says it is in.
func (r *reader) declaredLanguage() candidate {
	if tag := languageTag(r.lang); tag != "" {
		return candidate{tag, FromMarkup}
	}
	for _, v := range r.articles {
		if tag := languageTag(first(v.get("inLanguage"))); tag != "" {
			return candidate{tag, FromJSONLD}
		}
	}
	for _, m := range r.ranked(fieldLanguage) {
		if tag := languageTag(m.contents[0]); tag != "" {
			return candidate{tag, m.from}
		}
	}
	return candidate{}
}
