package meta

import (
	_ "embed"
	"iter"
	"math/bits"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

const (
	// sampleWords and sampleBytes bound the text that a language is told from.
	// Frequent words make up a third of prose, so that 400 words hold some 130.
	sampleWords = 400
	sampleBytes = 8 << 10
	// minHits is the number of frequent words and telling letters below which a
	// text is too short to overrule what the page declares.
	minHits = 4
	// minDensity is the number of hits a word below which a text is in a language
	// that the data lacks, or no prose: prose in a known one has some .3 to .6,
	// Zulu read as Portuguese .05, lists of goods less.
	minDensity = 0.12
	// declaredShare is the share of the best language's hits with which the
	// declared one wins: enough to decide between neighbours (da and no, id and
	// ms), too little to save a wrong label.
	declaredShare = 0.85
	// kanaShare is the share of kana among Chinese characters and kana from
	// which a text is Japanese. Headlines have few kana, prose two thirds.
	kanaShare = 0.05
)

// rtlScripts are written from right to left.
const rtlScripts = "Arab Hebr Thaa Syrc Nkoo Adlm"

//go:embed data/languages.tsv
var languageData string

// tongues is what is known of languages.
type tongues struct {
	code, script []string             // by index of a language
	words        map[string]langSet   // frequent words
	letters      [letterLimit]langSet // telling letters
	index        map[string]int       // code -> index
}

// letterLimit is one past the last telling letter: Vietnamese has the highest.
const letterLimit = 0x1F00

// langSet is a set of languages: bit i is the i-th of the data.
type langSet [2]uint64

var knownTongues = sync.OnceValue(func() *tongues {
	t := &tongues{words: make(map[string]langSet), index: make(map[string]int)}
	for line := range dataLines(languageData) {
		cols := strings.Split(line, "\t")
		i := len(t.code)
		if len(cols) != 4 || i == 128 {
			continue
		}
		t.code, t.script = append(t.code, cols[0]), append(t.script, cols[1])
		t.index[cols[0]] = i
		for _, r := range cols[2] {
			if r < letterLimit {
				t.letters[r][i/64] |= 1 << (i % 64)
			}
		}
		for w := range strings.FieldsSeq(cols[3]) {
			s := t.words[w]
			s[i/64] |= 1 << (i % 64)
			t.words[w] = s
		}
	}
	return t
})

// scriptOf names the script of a letter (ISO 15924), "" for one that the data
// has no language for.
func scriptOf(r rune) string {
	switch {
	case r < 0x250:
		return "Latn"
	case r >= 0x600 && r < 0x700:
		return "Arab"
	case r >= 0x4E00 && r < 0xA000:
		return "Hani"
	}
	for i := range scriptTables {
		if unicode.Is(scriptTables[i].table, r) {
			return scriptTables[i].name
		}
	}
	return ""
}

var scriptTables = [...]struct {
	name  string
	table *unicode.RangeTable
}{
	{"Cyrl", unicode.Cyrillic}, {"Jpan", unicode.Hiragana}, {"Jpan", unicode.Katakana},
	{"Hang", unicode.Hangul}, {"Grek", unicode.Greek}, {"Hebr", unicode.Hebrew},
	{"Deva", unicode.Devanagari}, {"Beng", unicode.Bengali}, {"Thai", unicode.Thai},
	{"Latn", unicode.Latin}, {"Arab", unicode.Arabic}, {"Hani", unicode.Han},
	{"Armn", unicode.Armenian}, {"Geor", unicode.Georgian}, {"Guru", unicode.Gurmukhi},
	{"Gujr", unicode.Gujarati}, {"Taml", unicode.Tamil}, {"Telu", unicode.Telugu},
	{"Knda", unicode.Kannada}, {"Mlym", unicode.Malayalam}, {"Sinh", unicode.Sinhala},
	{"Laoo", unicode.Lao}, {"Mymr", unicode.Myanmar}, {"Khmr", unicode.Khmer},
	{"Ethi", unicode.Ethiopic},
}

// reading is a text while its language is told.
type reading struct {
	*tongues
	hits    []int          // by language: frequent words and words with telling letters
	letters map[string]int // by script
	words   int
	bytes   int
}

// detect tells the language of some texts, read in order as far as needed.
// Declared is what the page says of itself; it decides between neighbours and
// where there is too little text. The result is "" when neither says anything.
func detect(texts iter.Seq[string], declared string) string {
	t := knownTongues()
	r := reading{tongues: t, hits: make([]int, len(t.code)), letters: make(map[string]int, 4)}
	for s := range texts {
		if !r.read(s) {
			break
		}
	}
	script := r.mainScript()
	if script == "" {
		return declared
	}
	return r.best(script, declared)
}

// read counts the words of s. It reports false when enough was read.
func (r *reading) read(s string) bool {
	var lower [64]byte
	for word := range strings.FieldsFuncSeq(s, func(c rune) bool { return useOf(c) == 0 }) {
		if r.words >= sampleWords || r.bytes >= sampleBytes {
			return false
		}
		r.words++
		r.bytes += len(word)
		r.word(lower[:0], word)
	}
	return true
}

// word counts the letters of a word by script, and the languages it speaks for.
func (r *reading) word(lower []byte, word string) {
	var told langSet
	script, letters := "", 0 // most words are of one script
	for _, c := range word {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		} else if c >= utf8.RuneSelf {
			c = unicode.ToLower(c)
			if c < letterLimit {
				told[0] |= r.tongues.letters[c][0]
				told[1] |= r.tongues.letters[c][1]
			}
		}
		if useOf(c)&letterRune != 0 {
			if s := scriptOf(c); s != script {
				r.letters[script] += letters
				script, letters = s, 0
			}
			letters++
		}
		lower = utf8.AppendRune(lower, c)
	}
	r.letters[script] += letters
	r.count(told)
	r.count(r.tongues.words[string(lower)])
}

// What a rune is to words, each a bit.
const (
	letterRune = 1 << iota
	wordRune   // a mark, or a sign inside words
)

// runeUses is useOf of the runes that UTF-8 writes with one or two bytes.
var runeUses = func() (t [0x800]uint8) {
	for c := range rune(len(t)) {
		t[c] = slowUse(c)
	}
	return t
}()

func useOf(c rune) uint8 {
	if uint32(c) < uint32(len(runeUses)) {
		return runeUses[c]
	}
	return slowUse(c)
}

func slowUse(c rune) uint8 {
	switch {
	case unicode.IsLetter(c):
		return letterRune
	case unicode.IsMark(c) || c == '\'' || c == '’' || c == '\u200c':
		return wordRune
	}
	return 0
}

func (r *reading) count(s langSet) {
	for half, set := range s {
		for ; set != 0; set &= set - 1 {
			r.hits[64*half+bits.TrailingZeros64(set)]++
		}
	}
}

// mainScript is the script of most letters, "" when there are none.
func (r *reading) mainScript() string {
	han, japanese := r.letters["Hani"], r.letters["Jpan"]
	if japanese > 0 && float64(japanese) >= kanaShare*float64(han+japanese) {
		r.letters["Jpan"], r.letters["Hani"] = han+japanese, 0
	}
	best, most := "", 0
	for _, script := range r.script {
		if n := r.letters[script]; n > most {
			best, most = script, n
		}
	}
	return best
}

// best is the language of a script with the most hits.
func (r *reading) best(script, declared string) string {
	first, best := -1, -1
	for i := range r.code {
		if r.script[i] != script {
			continue
		}
		if first < 0 {
			first = i
		}
		if best < 0 || r.hits[i] > r.hits[best] {
			best = i
		}
	}
	d, known := r.index[declared]
	hits := float64(r.hits[best])
	clear := r.hits[best] >= minHits && hits >= minDensity*float64(r.words)
	switch {
	case known && r.script[d] == script && float64(r.hits[d]) >= declaredShare*hits:
		return declared
	case clear:
		return r.code[best]
	case declared != "" && (!known || r.script[d] == script):
		return declared // its own word, or a language that the data lacks
	case script == "Latn":
		return ""
	case hits > 0:
		return r.code[best]
	}
	return r.code[first]
}

// Direction is the direction in which a language is written: "rtl", "ltr", or ""
// for one that is not known.
func Direction(language string) string { return directionOf(language) }

// directionOf is the direction in which a language is written.
func directionOf(language string) string {
	if language == "" {
		return ""
	}
	t := knownTongues()
	if i, ok := t.index[language]; ok && strings.Contains(rtlScripts, t.script[i]) || strings.Contains(" dv syr ", " "+language+" ") {
		return "rtl"
	}
	return "ltr"
}

// languageTag is the language subtag of what a page declares: "ar" of "ar-EG",
// "ar_AR" and "AR". Old and wrong codes are put right; no code gives "".
func languageTag(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if i := strings.IndexAny(s, "-_,; "); i >= 0 {
		s = s[:i]
	}
	if len(s) < 2 || len(s) > 3 {
		return ""
	}
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return ""
		}
	}
	switch s { // ISO 639-1 withdrew iw, in, ji; jp and cn are countries
	case "iw":
		return "he"
	case "in":
		return "id"
	case "ji":
		return "yi"
	case "jp":
		return "ja"
	case "cn":
		return "zh"
	case "nb", "nn":
		return "no"
	}
	return s
}
