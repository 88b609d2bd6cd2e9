package lexicon

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"matn/clean/block"
)

// maxWords is how many words of a line are looked at, from its beginning: more
// than the longest phrase and than ShortWords. A List may be no longer.
const maxWords = 48

// maxPrefix is how many bytes of a line beyond MaxLine are looked at: its
// beginning, for prefixes, of which the longest has some hundred.
const maxPrefix = 200

// line is a line of text as word hashes.
type line struct {
	words [maxWords]uint64
	n     int
	all   bool // the line has no words beyond n
	label int  // words before the first separator; 0 when there is none
}

// scan reads the beginning of text.
func (l *line) scan(text string) {
	l.all = len(text) <= MaxLine
	if !l.all {
		text = cut(text, maxPrefix)
	}
	at, after := labelEnd(text)
	l.read(text[:at])
	if after > at {
		l.label = l.n
	}
	l.read(text[after:])
}

// read appends the words of s.
func (l *line) read(s string) {
	var buf [2 * MaxLine]byte
	words := block.Normalize(buf[:0], s)
	for len(words) > 0 {
		if l.n == maxWords {
			l.all = false
			return
		}
		end := bytes.IndexByte(words, ' ')
		if end < 0 {
			end = len(words)
		}
		l.words[l.n] = hashWord(words[:end])
		l.n++
		words = words[min(end+1, len(words)):]
	}
}

// cut shortens s to at most n bytes, at a rune boundary.
func cut(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// labelEnd finds the first separator that may stand after a label: a colon not
// inside a number or a URL, or a dash, slash, bar or arrow beside a space. It
// returns the bytes where it begins and ends, both len(s) when there is none.
func labelEnd(s string) (start, end int) {
	for i, r := range s {
		if i == 0 {
			continue
		}
		switch r {
		case ':', '：', '-', '–', '—', '|', '/', '\\', '»', '›', '>', '•', '·', '←', '→', '«':
		default:
			continue
		}
		stop := i + utf8.RuneLen(r)
		spaced := stop == len(s) || s[stop] == ' ' || s[i-1] == ' '
		if spaced || r == ':' && !digit(s[i-1]) && !strings.HasPrefix(s[i:], "://") {
			return i, stop
		}
	}
	return len(s), len(s)
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// beginsKnown is the cheap test that turns nearly every paragraph away: it
// follows the first words until no phrase goes on, and reports whether any
// phrase, or a gap, was met on the way.
func (t *table) beginsKnown(text string) bool {
	var buf [64]byte
	at := int32(rootForward)
	for text != "" {
		word, rest := text, ""
		if i := strings.IndexByte(text, ' '); i >= 0 {
			word, rest = text[:i], text[i+1:]
		}
		if len(word) > len(buf) {
			word = cut(word, len(buf))
		}
		w := block.Normalize(buf[:0], word)
		if len(w) > 0 && bytes.IndexByte(w, ' ') >= 0 {
			return t.step(at, hashWord(w[:bytes.IndexByte(w, ' ')])) != 0
		}
		if len(w) > 0 {
			if at = t.step(at, hashWord(w)); at == 0 {
				return false
			}
			if t.nodes[at].parts != 0 || t.step(at, gap) != 0 {
				return true
			}
		}
		text = rest
	}
	return false
}

// lastWordKnown tests the last word for suffixes.
func (t *table) lastWordKnown(text string) bool {
	var buf [64]byte
	for text != "" {
		i := strings.LastIndexByte(text, ' ')
		word := text[i+1:]
		if len(word) > len(buf) {
			return false
		}
		if w := block.Normalize(buf[:0], word); len(w) > 0 {
			return t.step(rootBackward, hashWord(w[bytes.LastIndexByte(w, ' ')+1:])) != 0
		}
		text = text[:max(i, 0)]
	}
	return false
}

// matching is the state of one Match.
type matching struct {
	*table
	*line
	best  *entry
	shape Shape
	size  int // words that best accounts for
	cond  Cond
}

// forward tries every shape but suffix.
func (m *matching) forward() {
	m.walk(rootForward, 0)
	if m.shape < List && m.all {
		m.list()
	}
}

// walk follows the line's words from i and notes the entries that end on the way.
func (m *matching) walk(at int32, i int) {
	for {
		if i > 0 {
			m.note(at, i)
		}
		if i == m.n {
			return
		}
		if skip := m.step(at, gap); skip != 0 {
			for j := i + 1; j <= min(i+maxGap, m.n); j++ {
				m.walk(skip, j)
			}
		}
		if at = m.step(at, m.words[i]); at == 0 {
			return
		}
		i++
	}
}

// note considers the entries that end at a node, i words into the line.
func (m *matching) note(at int32, i int) {
	if m.nodes[at].parts == 0 {
		return
	}
	if i == m.n && m.all {
		m.consider(m.ending(at, partWhole), Whole, i)
		m.consider(m.ending(at, partItem), Whole, i)
		m.consider(m.ending(at, partLabel), Whole, i)
		if e := m.ending(at, partAgency); e != nil && m.shape < Whole {
			m.best, m.shape, m.size, m.cond = e, Whole, i, Edge|NearChrome // a source line
		}
	}
	if i == m.label {
		m.consider(m.ending(at, partLabel), Label, i)
	}
	m.consider(m.ending(at, partPrefix), Prefix, i)
}

func (m *matching) consider(e *entry, s Shape, size int) {
	if e == nil || s < m.shape || s == m.shape && size <= m.size {
		return
	}
	if e.cond&Short != 0 && (m.n > ShortWords || !m.all) {
		return
	}
	m.best, m.shape, m.size, m.cond = e, s, size, e.cond
}

// How many known phrases make a List. Two networks side by side may be the
// subject of a heading; three in a row, or four sections, are a menu.
const (
	minList     = 2
	certainList = 3
)

// list reads the whole line as known phrases, longest first, with numbers
// (counts of shares) between them.
func (m *matching) list() {
	var role block.Role
	count, cond := 0, Cond(0)
	for i := 0; i < m.n; {
		e, next := m.item(i)
		switch {
		case e == nil && m.words[i] == numberWord && count > 0:
			i++
			continue
		case e == nil || count > 0 && e.role != role:
			return
		}
		role, cond = e.role, cond|e.cond
		count++
		i = next
	}
	if count < minList {
		return
	}
	if count >= certainList && (role == block.RoleShare || role == block.RoleFollow) {
		cond |= Certain
	}
	m.best, m.shape, m.size, m.cond = m.lists[role], List, m.n, cond
}

// item finds the longest listable phrase at word i, and where it ends.
func (m *matching) item(i int) (best *entry, next int) {
	for at := int32(rootForward); i < m.n; {
		if at = m.step(at, m.words[i]); at == 0 {
			break
		}
		i++
		if e := m.ending(at, partItem); e != nil {
			best, next = e, i
		}
	}
	return best, next
}

// backward tries suffixes.
func (m *matching) backward() {
	if !m.all {
		return
	}
	at := int32(rootBackward)
	for i := m.n - 1; i >= 0; i-- {
		if at = m.step(at, m.words[i]); at == 0 {
			return
		}
		m.consider(m.ending(at, partSuffix), Suffix, m.n-i)
	}
}
