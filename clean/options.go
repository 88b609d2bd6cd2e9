package clean

import (
	"time"

	"matn/clean/profile"
	"matn/clean/rules"
)

// Mode says what kind of page a Cleaner expects.
type Mode string

// Modes. The zero Mode decides page by page.
const (
	Auto    Mode = ""
	News    Mode = "news"    // an article: what is likely to be its body
	General Mode = "general" // anything: the cut that promises the best F1 for the page
)

// Policy says whether blocks of one kind belong to the body.
type Policy string

// Policies.
const (
	Usual Policy = ""     // as people who annotate pages agree
	Keep  Policy = "keep" // in the body
	Drop  Policy = "drop" // out of it
)

// Options tune a Cleaner. The zero value is the recommended setting.
type Options struct {
	MaxBytes int  // refuse longer input with a LimitError; 0 means 64 MiB
	MaxNodes int  // refuse pages of more nodes; 0 means 4,000,000
	Paths    bool // fill in the Path of every block

	Mode Mode
	// Favor is what to do about blocks that may go either way: from -1, strip
	// them (precision), to 1, keep them (recall).
	Favor float64

	// Comments, Code and Tables say what becomes of readers' comments, of code and
	// of the rows of tables. "" is the usual policy: comments out of the body, code
	// and tables in it.
	Comments, Code, Tables Policy

	// Weights of one's own for the scorer, as cmd/train writes them; nil means
	// those that matn comes with.
	Weights []byte
}

// PageInfo is what is known of a page beside its bytes. Every field may be "".
type PageInfo struct {
	Input       string           // name for messages and Article.Input; URL if ""
	URL         string           // where the page came from: resolves links, and dates or sections in it count
	ContentType string           // of the HTTP response
	Profile     *profile.Profile // what is remembered of the page's site; nil for nothing. It must not learn meanwhile
	Rules       *rules.Rules     // what a person said of the page's site; nil for nothing
	Fetched     time.Time        // what relative dates ("منذ ساعتين") count from; zero: they give no date
}
