package eval

import (
	"slices"
	"strings"

	"matn/clean/block"
)

// Result is what an extractor makes of one page.
type Result struct {
	Body      string // a line a block; blank lines do not count
	Title     string
	Authors   []string
	Date      string // RFC 3339 or a shorter prefix of it; "" when unknown
	Modified  string // the same, of the last change
	Language  string // BCP 47
	Direction string // "rtl" or "ltr"
	NoArticle bool   // the extractor says that the page has none

	Blocks []block.Block // all blocks of the page, for the oracle; may be nil
}

// Score is how well a Result fits the gold of its page.
type Score struct {
	ID       string `json:"id"`
	PageType string `json:"page_type,omitempty"`
	Language string `json:"language,omitempty"` // of gold, without region
	Site     string `json:"site"`
	Values   Values `json:"values"`
	Error    string `json:"error,omitempty"` // message of Failure
	Failure  error  `json:"-"`               // of the extractor; its result then counts as empty

	// Wrong holds the fields that are wrong or invented, by measure.
	Wrong map[string]Mismatch `json:"wrong,omitempty"`

	Missed []string `json:"missed,omitempty"` // lines of gold that the output lacks
	Extra  []string `json:"extra,omitempty"`  // lines of the output that gold lacks
}

// ScorePage compares a result with the gold of its page. Lines are the lines of
// flattened text that the result was made from, nil for HTML.
func ScorePage(p Page, r Result, lines []string) Score {
	s := Score{ID: p.ID, PageType: p.Gold.PageType.Value, Site: Site(p), Values: Values{}}
	s.Language = baseLanguage(p.Gold.Lang.Value)
	s.Values.yes(NoArticle, r.NoArticle)
	if !p.Gold.Body.Null && p.Gold.Body.Given {
		s.scoreBody(&p.Gold, r, lines)
	} else if len(p.Gold.Without) > 0 {
		s.Values.set(LeakedLines, float64(leakedSnippets(r.Body, p.Gold.Without)))
	}
	s.scoreSnippets(&p.Gold, r.Body)
	s.scoreFields(&p.Gold, r)
	return s
}

func (s *Score) scoreBody(g *Gold, r Result, lines []string) {
	ref := newReference(g)
	pred := ref.v.read(r.Body)
	if len(ref.whole.words) == 0 {
		s.Values.set(WordF1EmptyZero, 0)
		return
	}
	judged := ref.judged(pred)
	words := overlap(judged, ref.required)
	s.Values.set(WordPrecision, words.Precision())
	s.Values.set(WordRecall, words.Recall())
	s.Values.set(WordF1, words.F1())
	s.Values.set(WordF1EmptyZero, words.F1())
	runs := overlap(shingles(judged, shingleWords), shingles(ref.required, shingleWords))
	if len(judged) > 0 {
		s.Values.set(ShinglePrecision, runs.Precision())
	}
	s.Values.set(ShingleRecall, runs.Recall())
	s.Values.set(ShingleF1, runs.F1())
	s.Values.yes(Exact, slices.Equal(judged, ref.required))
	s.scoreLines(g, ref, pred, r.Body)
	if lines != nil {
		s.Values.set(LineF1, lineF1(ref, pred, lines, g.Body.Value))
	}
	if r.Blocks != nil {
		labels, flips := oracle(ref, r.Blocks, g)
		s.Values.set(OracleF1, labels)
		s.Values.set(OracleFlipsF1, flips)
	}
}

// scoreLines tells which lines of the output gold does not have, be it in the
// body, in neutral lines, the title or a caption, and which lines of gold the
// output does not have.
func (s *Score) scoreLines(g *Gold, ref *reference, pred text, body string) {
	known := slices.Clone(ref.whole.words)
	for _, line := range slices.Concat(g.Standfirst, g.Optional, g.Captions, []string{g.Title.Value}) {
		known = ref.v.number(known, line)
	}
	s.Extra = uncovered(body, alignLines(pred, known))
	s.Missed = uncovered(g.Body.Value, alignLines(ref.whole, pred.words))
	s.Values.set(LeakedLines, float64(len(s.Extra)))
}

// uncovered lists the lines of a text that have too little coverage. Lines
// without words have no place in cover.
func uncovered(s string, cover []float32) []string {
	var list []string
	k := 0
	for line := range strings.Lines(s) {
		if !hasWord(line) {
			continue
		}
		if cover[k] < Labelled {
			list = append(list, strings.TrimSpace(line))
		}
		k++
	}
	return list
}

func hasWord(s string) bool { return strings.IndexFunc(s, isWordRune) >= 0 }

// lineF1 compares, as bags, the lines kept with the lines that gold labels.
func lineF1(ref *reference, pred text, lines []string, gold string) float64 {
	blocks := make([]block.Block, len(lines))
	for i, line := range lines {
		blocks[i].Text = line
	}
	var want []string
	for i, cover := range Align(blocks, gold) {
		if cover >= Labelled {
			want = append(want, lineKey(ref.v.number(nil, lines[i])))
		}
	}
	var got []string
	start := 0
	for _, end := range pred.ends {
		got = append(got, lineKey(pred.words[start:end]))
		start = end
	}
	return overlap(got, want).F1()
}

// lineKey is a string that lines of the same words share.
func lineKey(words []int32) string {
	key := make([]byte, 0, 4*len(words))
	for _, w := range words {
		key = append(key, byte(w), byte(w>>8), byte(w>>16), byte(w>>24))
	}
	return string(key)
}

func (s *Score) scoreSnippets(g *Gold, body string) {
	text := plain(body)
	if rate, ok := countSnippets(text, g.With).rate(); ok {
		s.Values.set(WithRate, rate)
	}
	if rate, ok := countSnippets(text, g.Without).rate(); ok {
		s.Values.set(WithoutRate, rate)
	}
}

func (s *Score) scoreFields(g *Gold, r Result) {
	if g.Title.Known() {
		exact, loose := sameTitle(r.Title, g.Title.Value)
		s.Values.yes(TitleExact, exact)
		s.field(TitleRight, loose, r.Title, g.Title)
	}
	if _, ok := parseDay(g.Date.Value); ok {
		right := sameDay(r.Date, g.Date.Value)
		s.field(DateRight, right, r.Date, g.Date)
		s.Values.yes(DateOrChange, right || sameDay(r.Modified, g.Date.Value))
	} else if g.Date.None() {
		s.invented(DateInvented, r.Date)
	}
	authors := strings.Join(r.Authors, "; ")
	if g.Author.Known() {
		s.field(AuthorRight, sameAuthors(r.Authors, g.Author.Value), authors, g.Author)
	} else if g.Author.None() {
		s.invented(AuthorInvented, authors)
	}
	if s.Language != "" {
		s.field(LanguageRight, baseLanguage(r.Language) == s.Language, r.Language, g.Lang)
		s.Values.yes(DirectionRight, r.Direction == direction(s.Language))
	}
}

// Mismatch is a field as it was found and as gold has it.
type Mismatch struct {
	Got  string `json:"got"`
	Want string `json:"want"`
}

func (s *Score) field(measure string, right bool, got string, want Field) {
	s.Values.yes(measure, right)
	if !right {
		s.mismatch(measure, Mismatch{got, want.Value})
	}
}

func (s *Score) invented(measure, got string) {
	s.Values.yes(measure, got != "")
	if got != "" {
		s.mismatch(measure, Mismatch{Got: got})
	}
}

func (s *Score) mismatch(measure string, m Mismatch) {
	if s.Wrong == nil {
		s.Wrong = map[string]Mismatch{}
	}
	s.Wrong[measure] = m
}
