package meta

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"matn/clean/internal/lexicon"
)

const (
	// maxAuthors bounds the names of one article. Papers of science with more
	// are lists of a collaboration.
	maxAuthors = 40
	// maxName is the length in runes of the longest name that is one.
	maxName = 80
	// maxNameWords is the most words of a name: "Carlos Alberto Sousa de
	// Oliveira Martins Filho" has 7.
	maxNameWords = 8
)

// authors lists who wrote the page, by the first source of the head that names
// anyone, or a later one that names them and more.
func (r *reader) authors() ([]string, string) {
	var best []string
	var from string
	take := func(names []string, source string) {
		if len(best) == 0 || len(names) > len(best) && holdsAll(names, best) {
			best, from = names, source
		}
	}
	for _, v := range r.articles {
		for _, key := range [...]string{"author", "creator"} {
			if names := r.cleanPeople(v.get(key)); len(names) > 0 {
				take(names, FromJSONLD)
			}
		}
		if len(best) > 0 {
			break
		}
	}
	for _, m := range r.ranked(fieldAuthor) {
		if names := cleanNames(inverted(m.contents), r.sites); len(names) > 0 {
			take(names, m.from)
		}
	}
	if len(best) == 0 {
		take(cleanNames(r.propAuthors(), r.sites), FromMicrodata)
	}
	if len(best) == 0 {
		return nil, ""
	}
	return best, from
}

// holdsAll reports whether a list of names holds all names of another, and
// reads like names.
func holdsAll(list, names []string) bool {
	for _, name := range names {
		if !slices.Contains(list, name) {
			return false
		}
	}
	return !slices.ContainsFunc(list, func(s string) bool { return !nameLike(s) })
}

// inverted turns names around that are given as libraries do: "Doe, Jane".
func inverted(contents []string) []string {
	out := slices.Clone(contents)
	for i, s := range out {
		family, given, ok := strings.Cut(plain(s), ", ")
		if ok && !strings.ContainsAny(given, ",;&") && !strings.Contains(family, " ") && strings.Count(given, " ") < 3 && nameLike(given+" "+family) {
			out[i] = given + " " + family
		}
	}
	return out
}

// deskAuthors lists the site's own names where the page's data gives one as the
// author: what stands where nobody is named.
func (r *reader) deskAuthors() ([]string, string) {
	for _, v := range r.articles {
		if names := wholeNames(r.data.people(r.data.follow(v.get("author")), 0), nil); len(names) > 0 {
			return names[:1], FromJSONLD
		}
	}
	for _, m := range r.ranked(fieldAuthor) {
		if name := plain(m.contents[0]); !r.page.General && isSiteName(name, r.sites) && !isHost(name) {
			return []string{name}, m.from
		}
	}
	return nil, ""
}

// people lists the names of persons and organisations in a value of JSON-LD.
func (g *graph) people(v *value, depth int) []string {
	if depth > maxJSONDepth {
		return nil
	}
	switch v = g.follow(v); v.kind {
	case text:
		return []string{v.str}
	case array:
		var out []string
		for i := range v.items {
			out = append(out, g.people(&v.items[i], depth+1)...)
		}
		return out
	case object:
		if names := texts(v.get("name")); len(names) > 0 {
			return names
		}
		given, family := first(v.get("givenName")), first(v.get("familyName"))
		if family != "" {
			return []string{strings.TrimSpace(given + " " + family)}
		}
	}
	return nil
}

// cleanPeople lists the people in a value of JSON-LD. A string may hold several;
// the name of a node is one name, unless it is a list of names at sight.
func (r *reader) cleanPeople(v *value) []string {
	if v = r.data.follow(v); v.kind == text {
		return cleanNames([]string{v.str}, r.sites)
	}
	var out []string
	for _, name := range r.data.people(v, 0) {
		name = plain(name)
		if list := splitNames(name); len(list) > 1 && !slices.ContainsFunc(list, func(s string) bool { return !nameLike(s) }) {
			out = append(out, list...)
		} else {
			out = append(out, name)
		}
	}
	return wholeNames(out, r.sites)
}

// cleanNames makes a list of names out of what fields hold: split where several
// stand in one, without labels, addresses and names of the site, each once.
func cleanNames(raw []string, sites []siteName) []string {
	var list []string
	for _, r := range raw {
		list = append(list, splitNames(plain(r))...)
	}
	return wholeNames(list, sites)
}

// wholeNames cleans a list of names of one person each.
func wholeNames(list []string, sites []siteName) []string {
	var out []string
	seen := make(map[string]bool)
	for _, name := range list {
		name = cleanName(plain(name))
		key := folded(name)
		if key == "" || seen[key] || len(out) == maxAuthors || notAName(name, key) || isSiteName(name, sites) ||
			len(out) > 0 && degrees()[strings.ReplaceAll(key, " ", "")] {
			continue
		}
		seen[key] = true
		out = append(out, name)
	}
	return out
}

// isSiteName reports whether an author is the site itself.
func isSiteName(name string, sites []siteName) bool {
	f := strings.ReplaceAll(folded(name), " ", "")
	for _, s := range sites {
		if f == s.joined {
			return true
		}
	}
	return isHost(name)
}

// cleanName takes off a name what is not part of it: a label ("By", "بقلم"), an
// address, a note in brackets, marks at its ends.
func cleanName(s string) string {
	if names, ok := lexicon.Byline(s); ok && len(names) == 1 {
		s = names[0]
	} else if name, ok := afterLabel(s); ok {
		s = name
	} else if label, rest, ok := strings.Cut(s, " "); ok && caseless(label) { // "كتبت آية": a label without its colon
		if names, ok := lexicon.Byline(label + ": " + rest); ok && len(names) == 1 {
			s = names[0]
		}
	}
	if i := strings.IndexByte(s, '@'); i > 0 {
		if start := strings.LastIndexByte(s[:i], ' '); start > 0 {
			s = s[:start]
		}
	}
	if i := strings.IndexAny(s, "([|"); i > 0 { // after a bar stands the paper
		s = s[:i]
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-–—|:,;،؛/•·*<>\"«»", r)
	})
}

// maxLabelWords is the most words before a name: "View all posts by" has four.
const maxLabelWords = 4

// afterLabel is the name behind a label of several words or that has no colon:
// "Posted by jane on". A label alone gives "".
func afterLabel(s string) (string, bool) {
	if strings.Contains(s, " ") && labelsNames(s) { // not a single word: "Redaktion" is a desk too
		return "", true
	}
	rest := s
	for range maxLabelWords {
		word, behind, ok := strings.Cut(rest, " ")
		if !ok {
			break
		}
		if names, ok := lexicon.Byline(word + ": " + behind); ok && len(names) == 1 && !isParticle(word) {
			return names[0], true
		}
		rest = behind
	}
	return "", false
}

// labelsNames reports whether a text is a label that names stand behind, and no more.
func labelsNames(s string) bool {
	const someone = "Jane Doe"
	names, ok := lexicon.Byline(s + ": " + someone)
	return ok && len(names) == 1 && names[0] == someone
}

// isParticle reports whether a word stands inside names, as "von" does.
func isParticle(word string) bool {
	name := "Jan " + word + " Berg"
	names, ok := lexicon.Byline("By: " + name)
	return ok && len(names) == 1 && names[0] == name && !caseless(word)
}

//go:embed data/degrees.txt
var degreeData string

// degrees stand behind a name, set apart like another one.
var degrees = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool)
	for line := range dataLines(degreeData) {
		words[strings.ReplaceAll(folded(line), " ", "")] = true
	}
	return words
})

//go:embed data/nobody.txt
var nobodyData string

// nobody are words that stand in author fields and name nobody.
var nobody = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool)
	for line := range dataLines(nobodyData) {
		words[folded(line)] = true
	}
	return words
})

// notAName reports whether a text cannot be a person or a desk: an address, a
// number, a sentence, an account that nobody renamed.
func notAName(s, key string) bool {
	if strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.ContainsAny(s, "@{}=") {
		return true
	}
	if nobody()[key] || key == "0" {
		return true
	}
	return utf8.RuneCountInString(s) > maxName || strings.Count(s, " ") >= maxNameWords || !strings.ContainsFunc(s, unicode.IsLetter)
}

// nameSeparators stand between the names of a list, whatever they look like.
var nameSeparators = []string{";", "؛", "\n", " • ", " · ", " / "}

// splitNames cuts a list of names, by the grammar of bylines where that can read
// it: "Jane Doe and John Roe, Staff Writers" are two people.
func splitNames(s string) []string {
	for _, sep := range nameSeparators {
		if strings.Contains(s, sep) {
			var out []string
			for one := range strings.SplitSeq(s, sep) {
				out = append(out, splitNames(one)...)
			}
			return out
		}
	}
	if names, ok := lexicon.Byline(s); ok {
		return names
	}
	if strings.Contains(s, " ") && !strings.ContainsFunc(s, unicode.IsNumber) { // no account's name
		if names, ok := lexicon.Byline("By: " + s); ok {
			if !strings.ContainsAny(s, ",،;(|") && !caseless(s) && slices.ContainsFunc(names, func(n string) bool { return !nameLike(n) }) {
				return []string{s} // a house or a desk: "Wald und Holz", "Our Editors"
			}
			return names
		}
	}
	if strings.ContainsAny(s, "،、，") {
		return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("،、，", r) })
	}
	return []string{s}
}

// caseless reports whether a word is in a script without capitals, so that a
// label cannot be told from a name by its first letter.
func caseless(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r)
}
