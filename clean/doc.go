// Package clean turns a web page, or text flattened from one, into an Article:
// the words its author wrote, without the menus, adverts and footers around.
//
//	bytes -> decode -> parse -> segment -> []Block -> score -> label -> assemble -> Article
//	                   text ------^                      meta ---^---------^
//
// A Block is one visual paragraph. Every block of the page comes back with its
// role, the probability that it belongs to the body, and the reason, whether it
// was kept or stripped: nothing is dropped silently.
//
//	c, err := clean.New(clean.Options{})
//	a, err := c.HTML(page, clean.PageInfo{URL: "https://paper.example/news/1"})
//	fmt.Println(a.Title, a.Published, a.Body)
//
// The package is pure: no network, no files, no clock, nothing global that
// changes. The text cleaned from a given page is not a stable interface: it may
// change with a release, and the changelog says so.
package clean
