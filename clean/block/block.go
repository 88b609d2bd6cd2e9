// Package block holds the values that every stage of cleaning shares: the
// Block, its Role, and the Reason for it.
package block

// Kind is what the markup says a block is, before anyone judged it.
type Kind uint8

// Kinds. Paragraph stands for every run of text with no more specific markup.
const (
	Paragraph Kind = iota
	Heading        // <h1> to <h6>; Level is 1 to 6
	ListItem       // Level is the nesting depth, from 1
	Quote          // inside <blockquote>
	TableRow       // cells are separated by Tab in Text
	Code           // <pre>; line feeds and runs of spaces are kept
	Caption        // <figcaption>, <caption>
)

// Block is one visual paragraph in reading order. It is a value: a stage makes
// a new slice or fills in the fields that it owns, and keeps no pointer.
type Block struct {
	Text    string // UTF-8, NFC, trimmed, never ""; single spaces, a line feed only for <br> and inside Code, a tab between the cells of a TableRow
	Kind    Kind
	Level   uint8 // heading level 1-6, or list depth from 1; else 0
	Ordered bool  // ListItem of an <ol>
	Virtual bool  // from metadata (JSON-LD articleBody), not from the page's body
	Hidden  bool  // inside an element that the page does not show
	Break   bool  // starts after a <br>, inside the element of the block before
	Group   int32 // number of its list or table on the page, from 1; 0 = none
	Elem    int32 // the innermost element of its first text, as an index into the page's element table; -1 for flattened text and virtual blocks

	Words     int32  // words: runs of letters, digits and marks; a CJK, Thai, Lao, Khmer or Burmese letter counts as half a word
	Chars     int32  // runes other than white space
	LinkChars int32  // of Chars, those inside <a>
	Links     int32  // <a> elements with text
	Spans     []Span // inline marks, by start; views of one array a page

	Place  uint64 // hash of the block-level tags around it, from below <body>; 0 for flattened text and virtual blocks
	Path   string // tag path from <body>, "main>article>p", or "line[7]" of flattened text; only filled in when asked for
	Role   Role
	Kept   bool    // part of the body
	P      float32 // probability that the block belongs to the body, 0 to 1
	Reason Reason
}

// Mark is the meaning of a Span.
type Mark uint8

// Marks.
const (
	Link Mark = iota + 1
	Strong
	Emphasis
	InlineCode
)

// Span marks the bytes [Start, End) of a block's Text.
type Span struct {
	Start, End int32
	Mark       Mark
	Href       string // of a Link, as written on the page
}

// Stage names the stage of cleaning that decided on a block.
type Stage uint8

// Stages, in the order in which they speak.
const (
	NoStage   Stage = iota
	Model           // the scorer's probability
	Structure       // tags, position, metadata of the page
	Lexicon         // a phrase of the chrome grammar
	Profile         // what was learned of the site
	Rules           // what a person said of the site
	Duplicate       // a later copy of a kept block
)

var stageNames = [...]string{"", "model", "structure", "lexicon", "profile", "rules", "duplicate"}

// String returns the stage's name as it stands in JSON.
func (s Stage) String() string {
	if int(s) < len(stageNames) {
		return stageNames[s]
	}
	return "unknown"
}

// Reason says why a block has its Role. Detail is a constant or a phrase id;
// Count and Of are the support of a Profile ("in 14 of 15 pages").
type Reason struct {
	Stage     Stage
	Detail    string
	Count, Of int32
}
