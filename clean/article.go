package clean

import (
	"matn/clean/block"
	"matn/clean/internal/confidence"
	"matn/clean/internal/date"
	"matn/clean/profile"
)

// Date is a point in the Gregorian calendar, as precise as the page was. Its
// text form is RFC 3339 or a shorter prefix of it.
type Date = date.Date

// Article is what an author wrote, with what the page says of it. The zero
// value of a field means that it is not known.
type Article struct {
	Input        string // the path or URL as given
	URL          string // where the page was found
	CanonicalURL string
	Site         string // the paper's name
	Title        string // without the paper's name
	Subtitle     string // standfirst; it stands in Body too when the body begins with it
	Authors      []string
	Published    Date
	Modified     Date
	Language     string // BCP 47, such as "ar"
	Direction    string // "rtl" or "ltr"
	Section      string
	Tags         []string
	Description  string
	Source       string // whom the text is credited to
	Dateline     string // "دمشق ــ وكالات"; it stays in Body where it runs into a paragraph
	Image        Image
	Captions     []string
	Body         string  // kept blocks, a blank line between them
	WordCount    int     // words of Body
	Chrome       float64 // share of the page's words that were stripped, 0 to 1
	Confidence   float64 // 0 to 1: the probability that the body has a word F1 of .9 or better against what a careful person would keep
	Paywalled    *bool   // nil when the page does not say
	Extractor    string  // "matn/0.1.0"

	Blocks     []block.Block      // every block in reading order, kept or stripped
	Provenance map[string]string  // where a field came from: "published" -> "json-ld"
	Signals    confidence.Signals // what Confidence was read from, for who fits it anew
	Seen       profile.Page       // the page for Learn of PageInfo.Profile; zero without one
	Warnings   []string           // what a reader should know of how the page was read
}

// Image is the picture that the page names as its own.
type Image struct {
	URL     string
	Caption string
}
