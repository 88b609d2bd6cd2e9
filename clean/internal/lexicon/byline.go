package lexicon

import (
	"strings"
	"unicode"
)

const (
	// maxByline is the most bytes of a byline: four names in Arabic, twice as
	// many in Latin letters.
	maxByline = 240
	// maxNameWords is the most words of one name: "Maria del Carmen de la
	// Fuente Gómez" has seven, "الشيخ محمد بن راشد بن سعيد آل مكتوم" eight.
	maxNameWords = 8
	// maxOpenWords is the most words after an opener without a separator where
	// nothing else marks a name, as in Arabic: more is prose.
	maxOpenWords = 5
)

// Byline reads a line that names the authors and nothing else: "بقلم: محمد
// علي", "كتب - أحمد", "By Jane Doe and John Roe, Staff Writers". A date after
// the names is left out. Authors come in the order of the line, without titles.
func Byline(text string) (authors []string, ok bool) {
	if len(text) > maxByline {
		return nil, false
	}
	t := tables()
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	names, marked := t.afterOpener(text)
	if names == "" {
		name, ok := t.afterVerb(text)
		if !ok {
			return nil, false
		}
		return []string{name}, true
	}
	names = trimEdges(cutAside(names))
	bare := caseless(names)
	if bare && !marked && countWords(names) > maxOpenWords {
		return nil, false
	}
	for names != "" {
		var name string
		name, names = t.cutName(names)
		name = trimEdges(t.dropTail(name))
		switch {
		case name == "" || t.isPhrase(name, partTitle):
			continue
		case t.isPhrase(name, partAgency) && len(authors) > 0:
			continue
		case !t.isName(name, marked):
			return nil, false
		}
		authors = append(authors, name)
	}
	return authors, len(authors) > 0
}

// afterOpener returns what follows "By", and whether a separator stands between.
func (t *table) afterOpener(text string) (names string, marked bool) {
	start, stop := labelEnd(text)
	if stop > start && t.labelled(text[:start], "byline") {
		return text[stop:], true
	}
	end := t.phraseEnd(text, partOpener)
	if end == 0 || end == len(text) || !strings.ContainsRune(" :：/", firstRune(text[end:])) {
		return "", false
	}
	names = strings.TrimLeft(text[end:], " ")
	spaced := len(names) < len(text)-end
	switch r := firstRune(names); {
	case r == ':' || r == '：' || r == '/':
		return names, true
	case strings.ContainsRune("-–—|", r):
		return names, spaced
	}
	return names, false
}

// afterVerb returns the name behind "wrote" in a line of nothing else: «كتب محمد
// علي». The first of its two words has no article: «كتب الرئيس رسالة» is prose.
func (t *table) afterVerb(text string) (name string, ok bool) {
	end := t.phraseEnd(text, partVerb)
	if end == 0 || end == len(text) || text[end] != ' ' {
		return "", false
	}
	name = trimEdges(text[end:])
	const article = "ال"
	if countWords(name)-t.joiners(name) != 2 || strings.HasPrefix(name, article) || !t.isName(name, false) || strings.ContainsFunc(name, unicode.IsNumber) {
		return "", false
	}
	return name, true
}

// cutAside cuts names before what is surely no name: a number, a bar, a
// bracket, an address.
func cutAside(names string) string {
	for i, r := range names {
		if unicode.IsNumber(r) || strings.ContainsRune("|•·([{@…", r) {
			names = names[:i]
			break
		}
	}
	if i := strings.Index(names, " - "); i > 0 && countWords(names[:i]) > 1 {
		names = names[:i]
	}
	return names
}

// cutName takes the first name off a list of names.
func (t *table) cutName(names string) (name, rest string) {
	for i := 0; i < len(names); {
		start := i + wordStart(names[i:])
		if stop := strings.IndexAny(names[i:start], ",،؛;&/+\n"); stop >= 0 {
			return names[:i+stop], names[start:]
		}
		end := start + wordEnd(names[start:])
		if start == end {
			break
		}
		if start > 0 {
			if n := t.andAt(names[start:end]); n > 0 {
				return names[:start], names[start+n:]
			}
		}
		i = end
	}
	return names, ""
}

// andAt returns the bytes of the word for "and" that a word is or, in Arabic,
// begins with; 0 when there is none. وليد is a name, not "and ليد".
func (t *table) andAt(word string) int {
	if t.isPhrase(word, partAnd) {
		return len(word)
	}
	const waw = "و"
	if strings.HasPrefix(word, waw) && len(word) > 3*len(waw) && !t.isPhrase(word, partName) {
		return len(waw)
	}
	return 0
}

// dropTail cuts a name before a word that no name holds: "for", "published".
func (t *table) dropTail(name string) string {
	for i := 0; i < len(name); {
		start := i + wordStart(name[i:])
		end := start + wordEnd(name[start:])
		if start == end {
			break
		}
		word := name[start:end]
		plain := len(word) > 3 || !unicode.IsUpper(firstRune(word)) // "In" and "Of" begin names, "Published" does not
		if start > 0 && (plain && t.isPhrase(word, partTail) || t.isPhrase(name[start:], partTitle) || t.isPhrase(name[start:], partAgency)) {
			return name[:start]
		}
		i = end
	}
	return name
}

// isName tells a name from prose: few words, and in scripts with case each of
// them a capital, particles ("van", "de la") aside. A single word counts after
// a separator, or when it is an agency.
func (t *table) isName(name string, marked bool) bool {
	words := countWords(name)
	if words == 0 || words > maxNameWords || sentence(name) || strings.ContainsAny(name, ":?!؟") {
		return false
	}
	if words == 1 && !marked {
		return t.isPhrase(name, partAgency)
	}
	first := true
	for rest := name; ; first = false {
		rest = rest[wordStart(rest):]
		end := wordEnd(rest)
		if end == 0 {
			return true
		}
		word := rest[:end]
		rest = rest[end:]
		if unicode.IsLower(firstRune(word)) && (first && !marked || !t.isPhrase(word, partParticle)) {
			return false
		}
	}
}
