// Package discover finds out where a site's articles are. Bytes go in, URLs come out;
// nothing here fetches, waits or remembers.
//
//	ReadFeed    = RSS, Atom or JSON feed   -> entries, and how often to ask again
//	ReadSitemap = XML or text sitemap, .gz -> URLs and further sitemaps
//	ReadPage    = front or section page    -> links, feeds, canonical
//	Pattern     = what a site's own feeds list -> which links are articles
//	Trap        = URLs that lead a crawler in circles
//
// Feeds and sitemaps of real sites are often broken. What could be read is returned
// together with the error, so that a caller can use the one and report the other.
// All URLs that are returned are absolute, http or https, and normalised as by
// page.Normalize; those that cannot be fetched are left out.
package discover
