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
// Promises, each held by tests over real servers on loopback:
//
//   - robots.txt is obeyed by RFC 9309 for every hop, for the URL that goes on the
//     wire.
//   - A Page's body is whole, or there is an error.
//   - Nothing that a server does takes longer than the limits of fetch.Options.
//   - A redirect does not lead from the open internet into a private network.
//
// The parts, from the leaves up: page (Page, URL identity), internal/coding (content
// codings under caps), warc (archives), robots (verdicts), fetch (the only door to
// colly). Parts do not import each other sideways; the caller hands one to the
// other, as the example shows.
package crawler
