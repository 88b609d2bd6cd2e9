package eval_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/eval"
)

func known(s string) eval.Field { return eval.Field{Value: s, Given: true} }

func goldBody(body string) eval.Gold { return eval.Gold{Body: known(body)} }

// near compares means: the arithmetic in the tables is exact to 1e-9.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func checkValues(t *testing.T, got, want eval.Values) {
	t.Helper()
	for name, w := range want {
		g, ok := got[name]
		switch {
		case math.IsNaN(w) && ok:
			t.Errorf("%s = %v, want none", name, g)
		case !math.IsNaN(w) && (!ok || !near(g, w)):
			t.Errorf("%s = %v (%v), want %v", name, g, ok, w)
		}
	}
}

var none = math.NaN() // a measure that the page must not have

func TestScorePage_Body(t *testing.T) {
	tests := []struct {
		rule string
		gold eval.Gold
		body string
		want eval.Values
	}{
		{"the same text is exact", goldBody("a b c d e"), "a b c d e", eval.Values{
			eval.WordPrecision: 1, eval.WordRecall: 1, eval.WordF1: 1, eval.ShingleF1: 1, eval.Exact: 1, eval.LeakedLines: 0}},
		{"words count, not punctuation, case or lines", goldBody("A b. C\n\nd e"), "a B c — d, e!", eval.Values{
			eval.WordF1: 1, eval.ShingleF1: 1, eval.Exact: 1}},

		// Prediction {the cat sat on a mat} 6 words, gold {the cat sat} 3 words:
		// TP 3, FP 3, FN 0: P 3/6, R 3/3, F1 6/(6+3) = 2/3. Gold has one shingle,
		// the cat sat; the prediction three of four words: none in common.
		{"extra words cost precision", goldBody("the cat sat"), "the cat sat on a mat", eval.Values{
			eval.WordPrecision: 0.5, eval.WordRecall: 1, eval.WordF1: 2.0 / 3, eval.ShingleF1: 0, eval.Exact: 0}},

		// Shingles of gold: abcd bcde cdef (3); of the prediction: abcd bcde (2).
		// P 2/2, R 2/3, F1 4/5. Words: P 1, R 5/6, F1 10/11.
		{"missing words cost recall", goldBody("a b c d e f"), "a b c d e", eval.Values{
			eval.ShinglePrecision: 1, eval.ShingleRecall: 2.0 / 3, eval.ShingleF1: 0.8,
			eval.WordRecall: 5.0 / 6, eval.WordF1: 10.0 / 11}},

		// Bags: gold {x x y}, prediction {x y y}: TP x 1 + y 1 = 2, FP 1 (y), FN 1 (x):
		// P 2/3, R 2/3, F1 2/3.
		{"repeated words count as often as they stand", goldBody("x x y"), "x y y", eval.Values{
			eval.WordPrecision: 2.0 / 3, eval.WordRecall: 2.0 / 3, eval.WordF1: 2.0 / 3}},
		// The paragraph twice: TP 4, FP 4: P 1/2, R 1, F1 8/12.
		{"a doubled paragraph is half wrong", goldBody("a b c d"), "a b c d\n\na b c d", eval.Values{
			eval.WordPrecision: 0.5, eval.WordF1: 2.0 / 3, eval.Exact: 0}},

		{"empty prediction is 0", goldBody("a b"), "", eval.Values{
			eval.WordPrecision: 0, eval.WordRecall: 0, eval.WordF1: 0, eval.WordF1EmptyZero: 0,
			eval.ShinglePrecision: none, eval.ShingleRecall: 0, eval.ShingleF1: 0, eval.Exact: 0, eval.LeakedLines: 0}},
		{"empty gold is left out, and 0 where it counts", goldBody(""), "a b", eval.Values{
			eval.WordF1: none, eval.WordF1EmptyZero: 0, eval.ShingleF1: none, eval.Exact: none}},
		{"gold of punctuation alone is empty", goldBody("***"), "a b", eval.Values{eval.WordF1: none, eval.WordF1EmptyZero: 0}},
		{"no gold body, no measure", eval.Gold{Body: eval.Field{Given: true, Null: true}}, "a b", eval.Values{
			eval.WordF1: none, eval.WordF1EmptyZero: none}},

		// Harakat cut words: gold م ح م د قال (5), prediction محمد قال (2): TP 1
		// (قال), P 1/2, R 1/5, F1 2/7. So an extractor must not drop harakat.
		{"Arabic with harakat", goldBody("مُحَمَّد قال"), "محمد قال", eval.Values{
			eval.WordPrecision: 0.5, eval.WordRecall: 0.2, eval.WordF1: 2.0 / 7}},
		{"composed and decomposed letters are the same", goldBody("Fu\u0308r Elise"), "Für Elise", eval.Values{eval.WordF1: 1, eval.Exact: 1}},
		// 東京で 会議 対 東京で: TP 1, FP 0, FN 1: P 1, R 1/2, F1 2/3.
		{"CJK words are runs", goldBody("東京で、会議。"), "東京で", eval.Values{
			eval.WordPrecision: 1, eval.WordRecall: 0.5, eval.WordF1: 2.0 / 3}},

		{"lines of a menu are leaks", goldBody("the first paragraph of it\nand the second one here"),
			"Home\nthe first paragraph of it\nMost read today\nand the second one here", eval.Values{eval.LeakedLines: 2}},
		{"a line with a word too many is no leak", goldBody("the first paragraph of it"),
			"the first paragraph of it Share", eval.Values{eval.LeakedLines: 0}},
		{"title and caption are no leaks", eval.Gold{Body: known("the body text"), Title: known("A big headline"), Captions: []string{"Photo of him"}},
			"A big headline\nPhoto of him\nthe body text", eval.Values{eval.LeakedLines: 0, eval.WordPrecision: 1.0 / 3}},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			s := eval.ScorePage(eval.Page{ID: "p", Gold: tt.gold}, eval.Result{Body: tt.body}, nil)
			checkValues(t, s.Values, tt.want)
		})
	}
}

func TestScorePage_NeutralLines(t *testing.T) {
	stand := eval.Gold{Body: known("stand first line here\none two three four five"), Standfirst: []string{"Stand first line here"}}
	outside := eval.Gold{Body: known("one two three four five"), Optional: []string{"see also http example"}}
	short := eval.Gold{Body: known("one two reuters said three\nreuters"), Optional: []string{"(Reuters)"}}
	tests := []struct {
		rule string
		gold eval.Gold
		body string
		p, r float64
	}{
		{"in the body, predicted", stand, "stand first line here\none two three four five", 1, 1},
		{"in the body, left out", stand, "one two three four five", 1, 1},
		{"the neutral line alone finds nothing", stand, "stand first line here", 0, 0},
		{"run into the next line", stand, "stand first line here one two three four five", 1, 1},
		// Cut short to three words there is no run of four: TP 5, FP 3.
		{"fewer than four words of it are extra", stand, "stand first line\none two three four five", 5.0 / 8, 1},
		// Twice: one goes, the other is extra: TP 5, FP 4.
		{"the second copy is extra", stand, "stand first line here\nstand first line here\none two three four five", 5.0 / 9, 1},
		{"outside the body, predicted", outside, "one two three four five\nsee also http example", 1, 1},
		{"outside the body, left out", outside, "one two three four five", 1, 1},
		// "also" stands in a neutral line, but the prediction has it elsewhere: TP 5, FP 2.
		{"words of it in chrome are extra", outside, "one two three four five\nalso see", 5.0 / 7, 1},
		// Required: one two said three reuters (the first whole place of "reuters"
		// goes, they are the same word). The prediction has it twice: one goes.
		{"a short line goes once", short, "one two reuters said three\nreuters", 1, 1},
		// Once: the required one is needed, so none goes.
		{"never below what gold requires", short, "one two reuters said three", 1, 1},
		// Three times: one goes, one is required, one is extra: TP 5, FP 1.
		{"nor more than is listed", short, "one two reuters said three\nreuters\nreuters", 5.0 / 6, 1},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			s := eval.ScorePage(eval.Page{Gold: tt.gold}, eval.Result{Body: tt.body}, nil)
			checkValues(t, s.Values, eval.Values{eval.WordPrecision: tt.p, eval.WordRecall: tt.r})
		})
	}
}

func TestScorePage_Snippets(t *testing.T) {
	gold := eval.Gold{
		With:    []string{"first  words", "last\nwords", "lost words", "first words", " "},
		Without: []string{"Most read", "اقرأ أيضاً", "Footer\u200f 2024"},
	}
	// with: three different snippets, two stand in the text: 2/3. without: the
	// Arabic one (decomposed there) and none else: 1/3. Two lines hold it.
	body := "The first words and\nthe last\twords\nاقرأ أيضا\u064b: هذا\nاقرأ أيضاً"
	s := eval.ScorePage(eval.Page{Gold: gold}, eval.Result{Body: body}, nil)
	checkValues(t, s.Values, eval.Values{
		eval.WithRate: 2.0 / 3, eval.WithoutRate: 1.0 / 3, eval.LeakedLines: 2, eval.WordF1: none})
	s = eval.ScorePage(eval.Page{}, eval.Result{Body: body}, nil)
	checkValues(t, s.Values, eval.Values{eval.WithRate: none, eval.WithoutRate: none, eval.LeakedLines: none})
}

func TestScorePage_LineF1(t *testing.T) {
	lines := []string{"Home", "the story begins here today", "Most read", "and it ends here at last"}
	gold := goldBody("the story begins here today\nand it ends here at last")
	// Kept: one of two lines of gold and one of chrome: TP 1, FP 1, FN 1: 2/4.
	s := eval.ScorePage(eval.Page{Gold: gold}, eval.Result{Body: "Home\nthe story begins here today"}, lines)
	checkValues(t, s.Values, eval.Values{eval.LineF1: 0.5})
	s = eval.ScorePage(eval.Page{Gold: gold}, eval.Result{Body: lines[1] + "\n\n" + lines[3]}, lines)
	checkValues(t, s.Values, eval.Values{eval.LineF1: 1})
}

func TestScorePage_Fields(t *testing.T) {
	null := eval.Field{Given: true, Null: true}
	tests := []struct {
		rule string
		gold eval.Gold
		got  eval.Result
		want eval.Values
	}{
		{"title in another spelling", eval.Gold{Title: known("«إيران» تردّ")}, eval.Result{Title: "ايران ترد"}, eval.Values{eval.TitleRight: 1, eval.TitleExact: 1}},
		{"title with the site's name", eval.Gold{Title: known("A long headline")}, eval.Result{Title: "A long headline | Site"}, eval.Values{eval.TitleRight: 1, eval.TitleExact: 0}},
		{"gold with the site's name", eval.Gold{Title: known("Site - A long headline")}, eval.Result{Title: "A long headline"}, eval.Values{eval.TitleRight: 1, eval.TitleExact: 0}},
		{"gold with a long motto", eval.Gold{Title: known("A whole headline | Site, the best of all")}, eval.Result{Title: "A whole headline"}, eval.Values{eval.TitleRight: 1, eval.TitleExact: 0}},
		{"the site's name is no title", eval.Gold{Title: known("A long headline - Site")}, eval.Result{Title: "Site"}, eval.Values{eval.TitleRight: 0}},
		{"half a title", eval.Gold{Title: known("A long headline")}, eval.Result{Title: "A long"}, eval.Values{eval.TitleRight: 0}},
		{"no title found", eval.Gold{Title: known("A")}, eval.Result{}, eval.Values{eval.TitleRight: 0, eval.TitleExact: 0}},
		{"gold without a title", eval.Gold{Title: null}, eval.Result{Title: "A"}, eval.Values{eval.TitleRight: none}},

		{"day, whatever the time", eval.Gold{Date: known("2024-05-13")}, eval.Result{Date: "2024-05-13T23:59:00+02:00"}, eval.Values{eval.DateRight: 1, eval.DateInvented: none}},
		{"gold with a space before the time", eval.Gold{Date: known("2024-05-13 09:59:00+00:00")}, eval.Result{Date: "2024-05-13"}, eval.Values{eval.DateRight: 1}},
		{"the same moment in another zone", eval.Gold{Date: known("2024-05-13 23:30:00+00:00")}, eval.Result{Date: "2024-05-14T01:30:00+02:00"}, eval.Values{eval.DateRight: 1}},
		{"another moment, another day", eval.Gold{Date: known("2024-05-13 23:30:00+00:00")}, eval.Result{Date: "2024-05-14T02:30:00+02:00"}, eval.Values{eval.DateRight: 0}},
		{"gold knows the month only", eval.Gold{Date: known("2019-02")}, eval.Result{Date: "2019-02-08"}, eval.Values{eval.DateRight: 1}},
		{"the month alone is not the day", eval.Gold{Date: known("2019-02-08")}, eval.Result{Date: "2019-02"}, eval.Values{eval.DateRight: 0}},
		{"date not found", eval.Gold{Date: known("2019-02-08")}, eval.Result{}, eval.Values{eval.DateRight: 0}},
		{"date invented", eval.Gold{Date: null}, eval.Result{Date: "2019-02-08"}, eval.Values{eval.DateInvented: 1, eval.DateRight: none}},
		{"date rightly left out", eval.Gold{Date: null}, eval.Result{}, eval.Values{eval.DateInvented: 0}},
		{"gold that says nothing of a date", eval.Gold{}, eval.Result{Date: "2019"}, eval.Values{eval.DateInvented: none, eval.DateRight: none}},
		{"gold that is no date", eval.Gold{Date: known("NaT")}, eval.Result{Date: "2019"}, eval.Values{eval.DateInvented: none, eval.DateRight: none}},

		{"names in any order", eval.Gold{Author: known("Ann Lee and Bo Ek")}, eval.Result{Authors: []string{"Bo Ek", "Ann Lee"}}, eval.Values{eval.AuthorRight: 1}},
		{"one name lost", eval.Gold{Author: known("Ann Lee; Bo Ek")}, eval.Result{Authors: []string{"Bo Ek"}}, eval.Values{eval.AuthorRight: 0}},
		{"author invented", eval.Gold{Author: null}, eval.Result{Authors: []string{"Bo"}}, eval.Values{eval.AuthorInvented: 1, eval.AuthorRight: none}},

		{"language without region", eval.Gold{Lang: known("en-US")}, eval.Result{Language: "en", Direction: "ltr"}, eval.Values{eval.LanguageRight: 1, eval.DirectionRight: 1}},
		{"Persian is written from the right", eval.Gold{Lang: known("fa")}, eval.Result{Language: "ar", Direction: "rtl"}, eval.Values{eval.LanguageRight: 0, eval.DirectionRight: 1}},
		{"gold that is no language", eval.Gold{Lang: known("lang")}, eval.Result{Language: "en"}, eval.Values{eval.LanguageRight: none, eval.DirectionRight: none}},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			checkValues(t, eval.ScorePage(eval.Page{Gold: tt.gold}, tt.got, nil).Values, tt.want)
		})
	}
}

func TestScorePage_OracleNeverLosesByFlips(t *testing.T) {
	// Labels: block 1 whole, block 2 (2 of 5 words in gold) not. Text: one two
	// three four (4) of gold's 6 words: F1 8/10. With block 2: 6 of 9 words, R 1,
	// F1 12/15, no better. Block 3 adds nothing.
	gold := goldBody("one two three four five six")
	blocks := []block.Block{{Text: "one two three four"}, {Text: "five six x y z"}, {Text: "menu"}}
	s := eval.ScorePage(eval.Page{Gold: gold}, eval.Result{Blocks: blocks}, nil)
	checkValues(t, s.Values, eval.Values{eval.OracleF1: 0.8, eval.OracleFlipsF1: 0.8})
	// A block with half its words in gold, but too far apart for support: 3 of 6.
	// The label leaves it out (F1 8/11 of 4 of 7 words); with it 7 of 10: 14/17.
	gold = goldBody("one two three four a b c")
	blocks = []block.Block{{Text: "one two three four"}, {Text: "a x b y c z"}}
	s = eval.ScorePage(eval.Page{Gold: gold}, eval.Result{Blocks: blocks}, nil)
	checkValues(t, s.Values, eval.Values{eval.OracleF1: 8.0 / 11, eval.OracleFlipsF1: 14.0 / 17})
}

func TestC4(t *testing.T) {
	tests := []struct {
		rule, line string
		keep       bool
	}{
		{"five words and a full stop", "This is a short sentence.", true},
		{"four words", "Only four words here.", false},
		{"no mark", "This line has no mark at all", false},
		{"end quotation mark", "He said “this is the end”", true},
		{"Arabic question mark", "هل هذا هو السؤال الأخير؟", true},
		{"ellipsis rune is no mark", "This line goes on and on…", false},
	}
	for _, tt := range tests {
		if got := eval.C4([]string{tt.line}) != ""; got != tt.keep {
			t.Errorf("%s: C4(%q) kept = %v", tt.rule, tt.line, got)
		}
	}
}

func ExampleScorePage() {
	page := eval.Page{ID: "p", Gold: eval.Gold{Body: eval.Field{Value: "The story.\nIts end.", Given: true}}}
	s := eval.ScorePage(page, eval.Result{Body: "Home\nThe story.\nIts end."}, nil)
	fmt.Printf("P %.2f R %.2f leaked %q\n", s.Values[eval.WordPrecision], s.Values[eval.WordRecall], s.Extra)
	// Output: P 0.80 R 1.00 leaked ["Home"]
}

func BenchmarkScorePage(b *testing.B) {
	body := strings.Repeat("The minister said on Monday that talks would go on for another week.\n", 60)
	page := eval.Page{Gold: goldBody(body)}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		eval.ScorePage(page, eval.Result{Body: body}, nil)
	}
}
