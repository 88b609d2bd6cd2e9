package discover

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"net/url"
	"slices"

	"matn/crawler/page"
)

// Pattern is what is known of the URLs of one host's articles. It learns from three
// sources of different worth: what the site's own feeds and news sitemaps list, which
// are articles; headlines that its front pages link; and what fetched pages turned
// out to be. The zero Pattern knows nothing and judges by what papers have in common.
//
// Words are compared with those of the same site, never with a list alone, so that
// paths in Arabic are judged as those in English. A Pattern is kept as JSON, of some
// kilobytes; it is for one goroutine.
type Pattern struct {
	shapes map[string]*shapeStats
	seen   []uint32 // hashes of the URLs learned last, so that one is not learned twice
	next   int      // where the next one goes in seen, once it is full
}

// shapeStats is what was seen of one shape.
type shapeStats struct {
	Listed    int                  `json:"listed,omitempty"`    // by feeds and news sitemaps
	Headlines int                  `json:"headlines,omitempty"` // links of fronts with a headline's text
	Links     int                  `json:"links,omitempty"`     // other links of fronts
	Yes       int                  `json:"yes,omitempty"`       // fetched, and an article
	No        int                  `json:"no,omitempty"`        // fetched, and none
	Words     histogram            `json:"words,omitempty"`     // of the longest slug, listed and yes
	Digits    histogram            `json:"digits,omitempty"`    // of the longest number, listed and yes
	Places    []map[string]*counts `json:"places,omitempty"`    // by segment: the words that stand there; nil where none do
}

// counts are what was seen with one word in one place.
type counts struct {
	Good int `json:"good,omitempty"` // listed, or an article
	Fair int `json:"fair,omitempty"` // headlines
	Bad  int `json:"bad,omitempty"`  // no article
}

// histogram counts small numbers; the last place counts all that are larger.
type histogram [16]int

// Bounds of a Pattern in memory and in JSON.
const (
	maxShapes = 48
	maxWords  = 64  // in one place; sites have 5 to 30 sections
	maxSeen   = 512 // URLs: what a site's feeds and fronts list at a time
	maxWeight = 1000
)

// AddListed learns URLs that the site's own feeds or news sitemaps list: articles.
// URLs learned shortly before count once.
func (p *Pattern) AddListed(urls ...*url.URL) {
	for _, u := range urls {
		if p.repeats("l", u) {
			continue
		}
		sh, st := p.stats(u)
		st.Listed++
		st.note(sh)
		st.place(sh, func(c *counts) { c.Good++ })
		st.decay()
	}
}

// AddPage learns the links of a front or section page of the site. Those with the
// text of a headline speak for their shape, the others against it.
func (p *Pattern) AddPage(front *Page) {
	home, err := url.Parse(front.Base)
	if err != nil {
		return
	}
	for i := range front.Links {
		l := &front.Links[i]
		u, err := url.Parse(l.URL)
		if err != nil || !page.SameHost(u, home) || Trap(u) != "" || p.repeats("h", u) {
			continue
		}
		sh, st := p.stats(u)
		if l.isHeadline() {
			st.Headlines++
			st.place(sh, func(c *counts) { c.Fair++ })
		} else {
			st.Links++
		}
		st.decay()
	}
}

// AddJudged learns what a fetched page turned out to be.
func (p *Pattern) AddJudged(u *url.URL, article bool) {
	if p.repeats("j", u) {
		return
	}
	sh, st := p.stats(u)
	if article {
		st.Yes++
		st.note(sh)
		st.place(sh, func(c *counts) { c.Good++ })
	} else {
		st.No++
		st.place(sh, func(c *counts) { c.Bad++ })
	}
	st.decay()
}

// headlineWords is how many words a headline has at least, as a link's text.
const headlineWords = 5

// isHeadline tells the link of an article from one of a menu, by its text.
func (l *Link) isHeadline() bool {
	s := segment{text: l.Text}
	s.count()
	switch {
	case l.Region == Nav || l.Region == Footer:
		return false
	case l.Headline:
		return s.words >= slugWords
	}
	return s.words >= headlineWords
}

// repeats reports whether u was learned in the same way shortly before, and notes it.
func (p *Pattern) repeats(way string, u *url.URL) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(way + page.Key(u))) // hashes do not fail
	sum := h.Sum32()
	if slices.Contains(p.seen, sum) {
		return true
	}
	if len(p.seen) < maxSeen {
		p.seen = append(p.seen, sum)
		return false
	}
	p.next %= maxSeen
	p.seen[p.next] = sum
	p.next++
	return false
}

// stats finds or makes the counts of u's shape.
func (p *Pattern) stats(u *url.URL) (shape, *shapeStats) {
	sh := shapeOf(u)
	if st, ok := p.shapes[sh.key]; ok {
		return sh, st
	}
	if p.shapes == nil {
		p.shapes = map[string]*shapeStats{}
	}
	if len(p.shapes) >= maxShapes {
		p.forget()
	}
	st := &shapeStats{Places: make([]map[string]*counts, len(sh.segments))}
	p.shapes[sh.key] = st
	return sh, st
}

// forget drops the shape that least is known of.
func (p *Pattern) forget() {
	weight := func(key string) int {
		st := p.shapes[key]
		return 4*(st.Listed+st.Yes) + 2*st.No + st.Headlines + st.Links
	}
	delete(p.shapes, slices.MinFunc(p.keys(), func(a, b string) int { return cmp.Or(cmp.Compare(weight(a), weight(b)), cmp.Compare(a, b)) }))
}

func (p *Pattern) keys() []string {
	keys := make([]string, 0, len(p.shapes))
	for key := range p.shapes {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// note adds the size of a shape's slug and number.
func (st *shapeStats) note(sh shape) {
	words, digits := sh.sizes()
	st.Words.add(words)
	st.Digits.add(digits)
}

// sizes are the words of the longest slug and the digits of the longest number that is
// no part of a date.
func (s *shape) sizes() (words, digits int) {
	for _, list := range [][]segment{s.segments, s.query} {
		for _, seg := range list {
			switch seg.class {
			case classYear, classMonth, classDay, classDate:
				continue
			}
			words, digits = max(words, seg.words), max(digits, seg.digits)
		}
	}
	return words, digits
}

// place counts the words that stand in a shape's segments.
func (st *shapeStats) place(sh shape, count func(*counts)) {
	for i, seg := range sh.segments {
		if seg.class != classWord && seg.class != classMixed || i >= len(st.Places) {
			continue
		}
		if st.Places[i] == nil {
			st.Places[i] = map[string]*counts{}
		}
		c, ok := st.Places[i][seg.text]
		if !ok {
			if len(st.Places[i]) >= maxWords {
				continue // names of sections are few; these are not
			}
			c = &counts{}
			st.Places[i][seg.text] = c
		}
		count(c)
	}
}

// decay halves what is known once there is much of it, so that a site that changes its
// addresses is learned anew.
func (st *shapeStats) decay() {
	if st.Listed+st.Headlines+st.Links+st.Yes+st.No < maxWeight {
		return
	}
	for _, n := range []*int{&st.Listed, &st.Headlines, &st.Links, &st.Yes, &st.No} {
		*n /= 2
	}
	for i := range st.Words {
		st.Words[i] /= 2
		st.Digits[i] /= 2
	}
	for _, place := range st.Places {
		for word, c := range place {
			c.Good, c.Fair, c.Bad = c.Good/2, c.Fair/2, c.Bad/2
			if *c == (counts{}) {
				delete(place, word)
			}
		}
	}
}

func (h *histogram) add(n int) { h[min(n, len(h)-1)]++ }

// low is the value that one in ten is below; 0 when nothing was counted.
func (h *histogram) low() int {
	total := 0
	for _, n := range h {
		total += n
	}
	below := 0
	for value, n := range h {
		if below += n; 10*below > total {
			return value
		}
	}
	return 0
}

// stored is a Pattern as JSON.
type stored struct {
	Version int                    `json:"version"`
	Shapes  map[string]*shapeStats `json:"shapes"`
	Seen    []byte                 `json:"seen,omitempty"` // 4 bytes a hash, oldest first
}

const patternVersion = 1

// MarshalJSON writes what was learned. The same knowledge gives the same bytes.
func (p *Pattern) MarshalJSON() ([]byte, error) {
	out := stored{Version: patternVersion, Shapes: p.shapes}
	for i := range p.seen {
		at := i
		if len(p.seen) == maxSeen {
			at = (p.next + i) % maxSeen
		}
		out.Seen = binary.LittleEndian.AppendUint32(out.Seen, p.seen[at])
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote. Another version or a damaged text is an
// error, and leaves p as it was.
func (p *Pattern) UnmarshalJSON(text []byte) error {
	var in stored
	if err := json.Unmarshal(text, &in); err != nil {
		return fmt.Errorf("discover: pattern: %w", err)
	}
	if in.Version != patternVersion {
		return fmt.Errorf("discover: pattern of version %d, this program reads %d", in.Version, patternVersion)
	}
	if len(in.Shapes) > maxShapes || len(in.Seen) > 4*maxSeen || len(in.Seen)%4 != 0 {
		return errors.New("discover: pattern is damaged: it is larger than any that is written")
	}
	for key, st := range in.Shapes {
		if st == nil || !st.valid() {
			return fmt.Errorf("discover: pattern is damaged at shape %q", key)
		}
	}
	*p = Pattern{shapes: in.Shapes}
	for at := 0; at < len(in.Seen); at += 4 {
		p.seen = append(p.seen, binary.LittleEndian.Uint32(in.Seen[at:]))
	}
	return nil
}

func (st *shapeStats) valid() bool {
	sane := func(numbers ...int) bool {
		return !slices.ContainsFunc(numbers, func(n int) bool { return n < 0 || n > 2*maxWeight })
	}
	if !sane(st.Listed, st.Headlines, st.Links, st.Yes, st.No) || !sane(st.Words[:]...) || !sane(st.Digits[:]...) || len(st.Places) > maxShape {
		return false
	}
	for _, place := range st.Places {
		if len(place) > maxWords {
			return false
		}
		for _, c := range place {
			if c == nil || !sane(c.Good, c.Fair, c.Bad) {
				return false
			}
		}
	}
	return true
}
