package eval

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"matn/clean/block"
)

// sameTitle reports whether two titles have the same words, and whether they do
// once the site's name, set apart by a bar or a dash at one end, is cut off
// either of them. Spelling is folded as in block.Fold.
func sameTitle(got, want string) (exact, loose bool) {
	g, w := fold(got), fold(want)
	if g == "" || w == "" {
		return false, false
	}
	if g == w {
		return true, true
	}
	return false, slices.ContainsFunc(cores(got), func(c string) bool { return c == w }) ||
		slices.ContainsFunc(cores(want), func(c string) bool { return c == g })
}

func fold(s string) string { return string(block.Fold(nil, s)) }

// titleBars set a site's name apart in a title, with spaces around them.
var titleBars = [...]string{" | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " : ", " / ", " ـ ", " ــ "}

// minCore is the least part of a whole title, as 1/minCore of its length, that
// may be the headline: the rest is then the site's name and motto.
const minCore = 3

// cores are the folded forms of a title with parts cut off its ends at bars.
func cores(title string) []string {
	title = " " + strings.Join(strings.Fields(title), " ") + " "
	var list []string
	for _, bar := range titleBars {
		for i := 0; ; {
			j := strings.Index(title[i:], bar)
			if j < 0 {
				break
			}
			i += j
			for _, part := range [2]string{title[:i], title[i+len(bar):]} {
				if f := fold(part); minCore*len(f) >= len(fold(title)) {
					list = append(list, f)
				}
			}
			i += len(bar) - 1
		}
	}
	return list
}

// day is a calendar date as far as it is known: month and day may be 0.
type day struct{ year, month, day int }

// parseDay reads the date at the start of s: 2024-09-27, with any time behind
// it, 2024-09 or 2024. False for anything else.
func parseDay(s string) (day, bool) {
	parts := strings.FieldsFunc(strings.TrimSpace(s), func(r rune) bool {
		return r == '-' || r == '.' || r == '/' || r == 'T' || r == ' '
	})
	var n [3]int
	for i := range min(len(parts), len(n)) {
		v, err := strconv.Atoi(parts[i])
		if err != nil {
			break
		}
		n[i] = v
	}
	d := day{n[0], n[1], n[2]}
	ok := len(parts) > 0 && len(parts[0]) == 4 && d.year > 0 && d.month <= 12 && d.day <= 31
	return d, ok
}

// sameDay reports whether two dates are the same day: as they are written, or,
// when both tell the time and zone, at the same moment. Where gold knows the
// month only, the month decides.
func sameDay(got, want string) bool {
	g, ok := parseDay(got)
	w, ok2 := parseDay(want)
	if !ok || !ok2 {
		return false
	}
	if w.month == 0 {
		g.month = 0
	}
	if w.day == 0 {
		g.day = 0
	}
	if g == w {
		return true
	}
	a, ok := moment(got)
	b, ok2 := moment(want)
	return ok && ok2 && a.Equal(b)
}

func moment(s string) (time.Time, bool) {
	for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// connectives join names in a list of authors.
var connectives = [...]string{"and", "und", "et", "y", "e", "by", "von", "de", "par", "por", "و"}

// sameAuthors reports whether two lists of people have the same names, in any
// order, whatever stands between them.
func sameAuthors(got []string, want string) bool {
	g, w := nameWords(strings.Join(got, " ")), nameWords(want)
	return len(g) > 0 && slices.Equal(g, w)
}

// nameWords are the folded words of names, each once, sorted, without
// connectives.
func nameWords(s string) []string {
	words := slices.DeleteFunc(strings.Fields(fold(s)), func(w string) bool {
		return slices.Contains(connectives[:], w)
	})
	slices.Sort(words)
	return slices.Compact(words)
}

// baseLanguage is the language of a BCP 47 tag, "" when there is none such.
// Norwegian is one language, however it is written.
func baseLanguage(tag string) string {
	tag, _, _ = strings.Cut(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
	base, err := language.ParseBase(tag)
	if err != nil {
		return ""
	}
	switch s := base.String(); s {
	case "nb", "nn":
		return "no"
	default:
		return s
	}
}

// direction is how a language is written, "rtl" or "ltr".
func direction(base string) string {
	script, _ := language.Make(base).Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm":
		return "rtl"
	}
	return "ltr"
}
