package eval

import (
	"html"
	"strconv"
	"strings"
	"time"
	"unicode"

	"matn/clean/block"
	"matn/clean/internal/decode"
)

// onPage is what a page's bytes hold, folded for search: with its tags, since
// metadata and scripts stand in them, and once more without, since a headline
// may have tags inside.
type onPage struct {
	raw, shown string
	tokens     []string // of raw
}

// readPage folds the bytes of a page, and the address that extractors are given.
func readPage(in Input) onPage {
	var source string
	if in.Lines != nil {
		source = strings.Join(in.Lines, "\n")
	} else {
		utf8, _ := decode.Bytes(in.HTML, in.ContentType)
		source = html.UnescapeString(unescapeJSON(string(utf8)))
	}
	p := onPage{raw: spaced(source + "\n" + in.URL), shown: spaced(withoutTags(source))}
	for _, word := range strings.Fields(p.raw) {
		p.tokens = appendRuns(p.tokens, word)
	}
	return p
}

// appendRuns adds the runs of digits and of other signs in a word: "2024年9月".
func appendRuns(list []string, word string) []string {
	start := 0
	for i := 1; i <= len(word); i++ {
		if i == len(word) || isDigit(word[i]) != isDigit(word[i-1]) {
			list = append(list, word[start:i])
			start = i
		}
	}
	return list
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// spaced is the folded form of s, with a space at either end.
func spaced(s string) string { return " " + string(block.Fold(nil, s)) + " " }

// withoutTags takes out everything between "<" and ">".
func withoutTags(s string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			break
		}
		b.WriteString(s[:open])
		b.WriteByte(' ')
		end := strings.IndexByte(s[open:], '>')
		if end < 0 {
			return b.String()
		}
		s = s[open+end+1:]
	}
	b.WriteString(s)
	return b.String()
}

// unescapeJSON reads \u00e4 as scripts write it.
func unescapeJSON(s string) string {
	const digits = 4
	if !strings.Contains(s, `\u`) {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, `\u`)
		if i < 0 || i+2+digits > len(s) {
			break
		}
		b.WriteString(s[:i])
		if r, err := strconv.ParseUint(s[i+2:i+2+digits], 16, 16); err == nil {
			b.WriteRune(rune(r))
			s = s[i+2+digits:]
			continue
		}
		b.WriteString(s[i : i+2])
		s = s[i+2:]
	}
	b.WriteString(s)
	return b.String()
}

// scoreOnPage notes title, date and authors once more on pages whose bytes hold
// what gold says of them: people who annotate a page as it stands on the web may
// read what the captured page did not have.
func (s *Score) scoreOnPage(g *Gold, in Input) {
	var p *onPage // read when first asked for
	for _, f := range []struct {
		measure, found string
		holds          func(*onPage) bool
	}{
		{TitleRight, TitleOnPage, func(p *onPage) bool { return p.hasText(g.Title.Value) }},
		{DateRight, DateOnPage, func(p *onPage) bool { return p.hasDay(g.Date.Value) }},
		{AuthorRight, AuthorOnPage, func(p *onPage) bool { return p.hasNames(g.Author.Value) }},
	} {
		v, scored := s.Values[f.measure]
		if !scored {
			continue
		}
		if p == nil && v == 0 {
			read := readPage(in)
			p = &read
		}
		if v == 1 || f.holds(p) { // what was found must have stood there
			s.Values.set(f.found, v)
		}
	}
}

// hasText reports whether the words of s stand on the page, in order.
func (p *onPage) hasText(s string) bool {
	words := spaced(s)
	return strings.Contains(p.raw, words) || strings.Contains(p.shown, words)
}

// hasNames reports whether all words of some names stand on the page.
func (p *onPage) hasNames(s string) bool {
	for _, w := range nameWords(s) {
		if !strings.Contains(p.raw, " "+w+" ") && !strings.Contains(p.shown, " "+w+" ") {
			return false
		}
	}
	return true
}

// dateReach is how many words a year stands from its day: "27 de septiembre de
// 2024" has four steps.
const dateReach = 4

// hasDay reports whether a day stands on the page in some form: as numbers in
// any order, with a month's name of any language, without separators, or as
// seconds since 1970. A day that gold does not know whole stands everywhere.
func (p *onPage) hasDay(s string) bool {
	d, ok := parseDay(s)
	if !ok || d.month == 0 || d.day == 0 {
		return true
	}
	compact := strconv.Itoa(d.year*10000 + d.month*100 + d.day)
	midnight := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Unix()
	for i, t := range p.tokens {
		digits := leading(t)
		switch len(digits) {
		case 4:
			if numberOf(digits) == d.year && p.around(i, d) {
				return true
			}
		case 1, 2:
			if numberOf(digits) == d.year%100 && p.short(i, d) {
				return true
			}
		case 10, 13:
			const hour = 3600
			if at := int64(numberOf(digits[:10])); at >= midnight-14*hour && at < midnight+38*hour { // in any zone
				return true
			}
		}
		if len(digits) >= len(compact) && strings.HasPrefix(digits, compact) {
			return true
		}
	}
	return false
}

// around reports whether a day, and its month as a number or in words, stand
// near the year at token i.
func (p *onPage) around(i int, d day) bool {
	for j := max(0, i-dateReach); j < min(len(p.tokens), i+dateReach+1); j++ {
		if j == i || numberOf(leading(p.tokens[j])) != d.day {
			continue
		}
		for k := min(i, j) - 1; k <= max(i, j)+1; k++ {
			if k < 0 || k >= len(p.tokens) || k == i || k == j {
				continue
			}
			if n := leading(p.tokens[k]); n == "" && isMonthLike(p.tokens[k]) || n != "" && numberOf(n) == d.month {
				return true
			}
		}
	}
	return false
}

// short reports whether the two digits at token i end or begin a date of three
// numbers.
func (p *onPage) short(i int, d day) bool {
	at := func(k int) int {
		if k < 0 || k >= len(p.tokens) || len(leading(p.tokens[k])) > 2 {
			return -1
		}
		return numberOf(leading(p.tokens[k]))
	}
	return at(i-2) == d.day && at(i-1) == d.month || at(i-2) == d.month && at(i-1) == d.day ||
		at(i+1) == d.month && at(i+2) == d.day
}

// isMonthLike reports whether a word may be the name of a month: it has two
// letters or more, or is 月 or its like.
func isMonthLike(word string) bool {
	letters := 0
	for _, r := range word {
		if unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hangul, r) {
			return true
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 2
}

// leading is the digits that a word begins with.
func leading(word string) string {
	n := 0
	for n < len(word) && isDigit(word[n]) {
		n++
	}
	return word[:n]
}

// numberOf is the value of a string of digits, -1 where there are none or too many.
func numberOf(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}
