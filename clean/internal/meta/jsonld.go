package meta

import (
	"slices"
	"strings"
)

// graph is the things that a page's JSON-LD describes, in page order.
type graph struct {
	things []thing
	byID   map[string]*value // nodes with an @id and more beside it
}

// thing is one node of the graph that may describe the page's article.
type thing struct {
	v    *value
	rank int8 // how much its type is an article; higher is more
	list bool // one of several things of a list
	deep bool // reached through a property that schema.org has for other things
}

// Ranks of schema.org types. A WebPage says what its article says only where
// there is no better word.
const (
	rankNone    int8 = iota
	rankPage         // WebPage and its kinds
	rankWork         // other works with an author and a date
	rankArticle      // Article and its kinds
)

// typeRanks are types whose names do not end in Article, Posting or Page.
var typeRanks = map[string]int8{
	"Report": rankArticle, "Thesis": rankArticle, "Chapter": rankArticle,
	"ShortStory": rankArticle, "Poem": rankArticle, "SpecialAnnouncement": rankArticle,
	"CreativeWork": rankWork, "Recipe": rankWork, "HowTo": rankWork, "Review": rankWork,
	"CriticReview": rankWork, "ClaimReview": rankWork, "MediaReview": rankWork,
	"VideoObject": rankWork, "AudioObject": rankWork, "Episode": rankWork,
	"PodcastEpisode": rankWork, "TVEpisode": rankWork, "RadioEpisode": rankWork,
	"Book": rankWork, "Dataset": rankWork, "SoftwareSourceCode": rankWork,
	"Question": rankWork, "LearningResource": rankWork, "Course": rankWork, "Event": rankWork,
	"Blog": rankPage, "Product": rankPage,
}

// rankOf is the highest rank of a node's types.
func rankOf(v *value) int8 {
	best := rankNone
	for _, t := range texts(v.get("@type")) {
		best = max(best, typeRank(t))
	}
	return best
}

// typeRank is the rank of a type, which may be a full URL or carry a prefix
// ("schema:Article").
func typeRank(t string) int8 {
	t = t[strings.LastIndexAny(t, "/#:")+1:]
	if rank, known := typeRanks[t]; known {
		return rank
	}
	switch {
	case strings.HasSuffix(t, "Article"), strings.HasSuffix(t, "Posting"):
		return rankArticle
	case strings.HasSuffix(t, "Page"):
		return rankPage
	}
	return rankNone
}

// readGraph parses the JSON-LD scripts of a page.
func readGraph(scripts []string) graph {
	g := graph{byID: make(map[string]*value)}
	for _, s := range scripts {
		roots := parseJSON(s)
		for i := range roots {
			g.walk(&roots[i], thing{}, 0)
		}
	}
	return g
}

// Properties that lead from a node to the article that it is about, and those
// that lead to lists or parts of other articles.
var (
	aboutKeys = []string{"@graph", "mainEntity", "mainEntityOfPage", "subjectOf", "article", "NewsArticle", "Article", "about"}
	otherKeys = []string{"itemListElement", "item", "hasPart", "blogPost", "blogPosts", "review", "reviews", "citation",
		"relatedLink", "isPartOf", "isBasedOn", "comment", "mentions", "video", "liveBlogUpdate", "associatedMedia"}
)

// walk adds the node v, and what can be reached from it, to the graph. from is
// how v was reached.
func (g *graph) walk(v *value, from thing, depth int) {
	if depth > maxJSONDepth {
		return
	}
	switch v.kind {
	case array:
		from.list = from.list || from.deep && len(v.items) > 1
		for i := range v.items {
			g.walk(&v.items[i], from, depth+1)
		}
	case object:
		if id := v.get("@id"); id.kind == text && len(v.keys) > 1 && g.byID[id.str] == nil {
			g.byID[id.str] = v
		}
		if v.get("@type").kind != null {
			g.things = append(g.things, thing{v: v, rank: rankOf(v), list: from.list, deep: from.deep})
		}
		for i, key := range v.keys {
			next := from
			if slices.Contains(otherKeys, key) {
				next.deep = true
			} else if !slices.Contains(aboutKeys, key) {
				g.index(&v.items[i], depth+1)
				continue
			}
			g.walk(&v.items[i], next, depth+1)
		}
	}
}

// index notes the nodes with an @id below v, which other nodes may point to.
func (g *graph) index(v *value, depth int) {
	if depth > maxJSONDepth {
		return
	}
	if id := v.get("@id"); id.kind == text && len(v.keys) > 1 && g.byID[id.str] == nil {
		g.byID[id.str] = v
	}
	for i := range v.items {
		if k := v.items[i].kind; k == object || k == array {
			g.index(&v.items[i], depth+1)
		}
	}
}

// follow replaces a node that only points to another by that other.
func (g *graph) follow(v *value) *value {
	if v.kind == object && len(v.keys) <= 2 {
		if id := v.get("@id"); id.kind == text && g.byID[id.str] != nil {
			return g.byID[id.str]
		}
	}
	return v
}

// about returns the nodes that describe the article, best first: the one whose
// address or headline is the page's, before others of its rank. A list of
// articles describes none.
func (g *graph) about(address string, titles []string) []*value {
	type scored struct {
		v     *value
		score int
	}
	var found []scored
	for _, t := range g.things {
		if t.rank == rankNone {
			continue
		}
		score := 10 * int(t.rank)
		match := matchesAddress(t.v, address)
		named := matchesTitle(t.v, titles)
		switch {
		case match > 0:
			score += 15
		case match < 0:
			score -= 15
		}
		if named {
			score += 12
		}
		if t.deep {
			score -= 12
		}
		if t.list && match <= 0 && !named || t.deep && t.list && !named {
			continue
		}
		if match < 0 && !named && (t.deep || t.list) {
			continue
		}
		found = append(found, scored{t.v, score})
	}
	slices.SortStableFunc(found, func(a, b scored) int { return b.score - a.score })
	out := make([]*value, 0, len(found))
	for _, f := range found {
		out = append(out, f.v)
	}
	return out
}

// matchesAddress is 1 when a node says that it is about address, -1 when it
// names another one, 0 when it names none or the address is unknown.
func matchesAddress(v *value, address string) int {
	if address == "" {
		return 0
	}
	result := 0
	for _, key := range [...]string{"url", "mainEntityOfPage", "@id"} {
		m := v.get(key)
		s := m.str
		if m.kind == object {
			if s = m.get("@id").str; s == "" {
				s = m.get("url").str
			}
		}
		if s == "" || !strings.Contains(s, "/") {
			continue
		}
		if samePage(s, address) {
			return 1
		}
		if key == "url" {
			result = -1
		}
	}
	return result
}

func matchesTitle(v *value, titles []string) bool {
	name := headline(v)
	if name == "" {
		return false
	}
	for _, t := range titles {
		if alike(name, t) {
			return true
		}
	}
	return false
}

// headline is a node's headline, else its name.
func headline(v *value) string {
	if s := first(v.get("headline")); s != "" {
		return plain(s)
	}
	return plain(first(v.get("name")))
}

// texts lists the strings of a value: itself, or those of an array, or what
// stands for a string in JSON-LD ({"@value": …}).
func texts(v *value) []string {
	switch v.kind {
	case text, number, boolean:
		if v.str != "" {
			return []string{v.str}
		}
	case array:
		var out []string
		for i := range v.items {
			out = append(out, texts(&v.items[i])...)
		}
		return out
	case object:
		if at := v.get("@value"); at.kind == text {
			return []string{at.str}
		}
	}
	return nil
}

// first is the first string of a value, "" when it has none.
func first(v *value) string {
	if all := texts(v); len(all) > 0 {
		return all[0]
	}
	return ""
}

// is reports whether a thing is of one of the types.
func (t thing) is(types ...string) bool {
	for _, name := range texts(t.v.get("@type")) {
		if slices.Contains(types, name) {
			return true
		}
	}
	return false
}

// name is the name of the person or organisation that v is, points to, or lists
// first.
func (g *graph) name(v *value) string {
	switch v = g.follow(v); v.kind {
	case text:
		return v.str
	case object:
		return first(v.get("name"))
	case array:
		if len(v.items) > 0 {
			return g.name(&v.items[0])
		}
	}
	return ""
}
