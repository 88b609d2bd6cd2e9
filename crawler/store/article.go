package store

import (
	"encoding/json"
	"math/bits"
	"time"
)

// Content is what a cleaner made of a page.
type Content struct {
	Title      string
	Text       string          // the body
	Fold       string          // Text and Title folded for search
	Meta       json.RawMessage // the whole article as JSON, without its body; may be nil
	Language   string          // BCP 47; "" when not known
	Published  time.Time
	Modified   time.Time
	Hash       uint64  // of the normalised text, equal for equal articles; 0: none
	SimHash    uint64  // near for articles that are nearly the same; 0: none
	Confidence float64 // 0 to 1
	Words      int
	Extractor  string // what made it, "matn/0.1.0"
}

// Raw is where the bytes of a page are: a record of a WARC file.
type Raw struct {
	File   string // "" when they were not kept
	Offset int64  // of the record's first byte in File
	Length int64  // of the record in File, 0 when not known
	Digest string // of the body, "sha1:…", as in the record
}

// Article is one article of the collection.
type Article struct {
	ID        int64
	URL       string // normalised; its identity
	Canonical string // as the page says; "" when it does not
	Host      string
	Source    int64
	Site      string // name of the source; filled in by the store
	Content
	Raw

	First       time.Time // when it came into the collection
	Fetched     time.Time // when this version was fetched
	Checked     time.Time // last visit
	Revisions   int       // former versions
	DuplicateOf int64     // an older article with the same text; 0: none
	Cluster     int64     // least ID of the articles nearly the same; 0: stands alone
}

// Revision is a former version of an article.
type Revision struct {
	Article int64
	Number  int // from 1, oldest first
	Content     // without Fold
	Raw
	Fetched  time.Time
	Replaced time.Time
}

// Filter chooses articles. The zero Filter lets all through.
type Filter struct {
	Site          string    // name of a source
	Since         time.Time // came into the collection, or changed, at or after
	Until         time.Time // ... before
	MinConfidence float64   // at least
	MaxConfidence float64   // below; 0: no bound. For the list of what is doubtful
	Unique        bool      // without those that duplicate another
	Cluster       int64     // of this cluster only; 0: all
	Hash          uint64    // with this Content.Hash; 0: all
	Extractor     string    // not made by this one; "": all. For cleaning again
	After         int64     // IDs greater than this
	Limit         int       // 0: no bound
}

// Query asks for words, folded as Content.Fold is.
type Query struct {
	All    [][]string // every group must be met, by any of its words
	Filter            // After is not used; Limit 0 means 20
}

// Nearness of SimHashes: papers that print the same wire report with other
// headings differ in 3 bits of 64 at most, and do so within two weeks.
const (
	NearBits = 3
	NearTime = 14 * 24 * time.Hour
)

// Near reports whether two SimHashes are those of nearly the same text.
func Near(a, b uint64) bool {
	return a != 0 && b != 0 && bits.OnesCount64(a^b) <= NearBits
}

// Bands are the four parts of a SimHash. Hashes that differ in three bits or fewer
// have one in common, which an index finds.
func Bands(h uint64) [4]int64 {
	return [4]int64{int64(h & 0xffff), int64(h >> 16 & 0xffff), int64(h >> 32 & 0xffff), int64(h >> 48)}
}
