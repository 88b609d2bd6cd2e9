// Package crawler turns addresses into Pages. It knows nothing of articles: what a
// page says is for package clean, and cmd joins the two.
//
//	              page.ParseURL
//	                    |
//	address --> robots.Cache.Check --no--> robots.DisallowedError
//	                    | yes
//	                    v
//	         one hop of fetch.Fetcher --failed--> fetch.Error
//	                    |
//	   redirect --------+-- any other answer
//	      |                      |
//	(asked anew, from the top)   v
//	                         page.Page        warc.Reader (archived answers)
//
// A crawl does that again and again, for what its store says is due:
//
//	         +--------------- Due: hosts that are ready ---------------+
//	         v                                                         |
//	CrawlHost: Lease -> Next -> robots -> Fetch -> visit.judge -> Commit (article,
//	             ^        one URL at a time          |              URL, found URLs,
//	             +-- polite: the pause -- discover, Clean, Archive   host) -> Release
//
// CrawlHost is the unit of work: one host, some URLs, one transaction a URL. Run
// hands hosts to workers in this process; another dispatcher may do so over many
// machines, since a lease and its token say who has a host.
//
// Promises, each held by tests over real servers on loopback:
//
//   - robots.txt is obeyed by RFC 9309 for every hop, for the URL that goes on the
//     wire.
//   - A Page's body is whole, or there is an error.
//   - Nothing that a server does takes longer than the limits of fetch.Options.
//   - A host has one request in flight, and its pause between two.
//   - What a fetch found is kept as a whole or not at all: a kill at any moment costs
//     the fetches in flight, and makes no article twice.
//   - A redirect does not lead from the open internet into a private network.
//
// The parts, from the leaves up: page (Page, URL identity), internal/coding (content
// codings under caps), warc (archives), robots (verdicts), fetch (the only door to
// colly), store (frontier and collection), polite (pauses), discover (feeds, sitemaps,
// links). Parts do not import each other sideways; the caller hands one to the
// other, as the example shows.
package crawler
