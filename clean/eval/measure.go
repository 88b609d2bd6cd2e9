package eval

// Measures of one page. A page lacks those for which its gold says nothing, and
// every mean is over the pages that have the measure.
const (
	WordPrecision = "word_precision"
	WordRecall    = "word_recall"
	WordF1        = "word_f1" // over pages whose gold body is not empty
	// WordF1EmptyZero counts pages with an empty gold body as 0, as the public
	// figures for WCXB do.
	WordF1EmptyZero = "word_f1_empty_zero"

	ShinglePrecision = "shingle_precision"
	ShingleRecall    = "shingle_recall"
	ShingleF1        = "shingle_f1"
	Exact            = "exact"

	WithRate    = "with_rate"    // of a page's `with` snippets, those in the output
	WithoutRate = "without_rate" // of a page's `without` snippets, those in the output
	LeakedLines = "leaked_lines" // a number of lines, not a rate
	LineF1      = "line_f1"      // flattened text only: kept lines against lines of gold

	ChromeKnown = "chrome_known" // with siblings: of the blocks outside gold, those that memory knew
	// RepeatsCeiling, with siblings and flattened text, is the line F1 if of the lines
	// kept without memory just those went that a sibling has as well and gold has not:
	// what memory of repeated lines can reach.
	RepeatsCeiling = "repeats_ceiling"

	KeptLost = "kept_lost" // with siblings: blocks of gold over 40 characters that memory took out

	TitleRight     = "title" // same words, the site's name aside
	TitleExact     = "title_exact"
	DateRight      = "date"          // same day
	DateInvented   = "date_invented" // of pages whose gold has no date, those given one
	AuthorRight    = "author"
	AuthorInvented = "author_invented"

	// DateOrChange counts a page as right also where gold has the day of the last
	// change, as the extractor gives it: some gold is read off that line.
	DateOrChange = "date_or_change"

	// The same on pages whose bytes hold the value of gold, in any form.
	TitleOnPage  = "title_on_page"
	DateOnPage   = "date_on_page"
	AuthorOnPage = "author_on_page"

	LanguageRight  = "language"
	DirectionRight = "direction"

	NoArticle = "no_article" // share of pages said to have no article
	Failed    = "failed"     // share of pages that gave an error

	OracleF1      = "oracle_f1"       // word F1 of the blocks that gold labels
	OracleFlipsF1 = "oracle_flips_f1" // the same after greedy flips
)

// Measures of a group of pages, beside the means.
const (
	SiteWordF1      = "site_word_f1"      // mean over sites of their mean word_f1
	SiteWithoutRate = "site_without_rate" // the same of without_rate
	SiteLeakedLines = "site_leaked_lines" // the same of leaked_lines

	// ShingleF1OfMeans is F1 of mean precision, over pages with a prediction, and
	// mean recall: the figure of ScrapingHub's article-extraction-benchmark.
	ShingleF1OfMeans = "shingle_f1_of_means"
)

// Values are measures by name.
type Values map[string]float64

func (v Values) set(name string, value float64) { v[name] = value }

func (v Values) yes(name string, right bool) {
	v[name] = 0
	if right {
		v[name] = 1
	}
}
