package store

import "time"

// Run is one run of the crawler.
type Run struct {
	ID      int64
	Started time.Time
	Ended   time.Time // zero while it goes on, and when it was killed
	Report  []byte    // JSON; nil until it ended
}

// Status is what is known of one source.
type Status struct {
	Source    Source
	URLs      int // known, of every kind
	Due       int // to be fetched now
	Fetched   int // answered at least once
	Articles  int
	Doubtful  int       // articles of which the cleaner is not sure
	Failing   int       // URLs whose last visit failed
	Feeds     int       // feeds and sitemaps in use
	LastNew   time.Time // when the last new article came
	NextVisit time.Time // when the next of its URLs is due; zero: never
	Host      Host      // of Source.URL
	LastError string    // of the last visit that failed, else why a front is not asked for; "" when all is well
}

// DoubtfulBelow is the confidence under which an article counts as doubtful.
const DoubtfulBelow = 0.5

// Day is what one day brought of one source. A drop of Articles against Fetched, of
// Words or of Confidence tells that a site has changed.
type Day struct {
	Source     int64
	Day        time.Time // midnight UTC
	Fetched    int       // answers
	Unchanged  int       // of them 304, or with the same body
	Failed     int       // fetches that failed
	New        int       // new articles
	Revised    int       // changed articles
	Empty      int       // article pages on which no article was found
	Words      int64     // of New and Revised together
	Confidence float64   // sum over New and Revised
	Bytes      int64     // on the wire
}

// Pruned is how many rows Prune took away.
type Pruned struct {
	Revisions, Runs, Days int64
}
