package page_test

import (
	"fmt"

	"matn/crawler/page"
)

func ExampleParseURL() {
	u, err := page.ParseURL("https://Paper.example/أخبار#top")
	fmt.Println(u, err)
	_, err = page.ParseURL("paper.example/news")
	fmt.Println(err)
	// Output:
	// https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1 <nil>
	// page: cannot fetch "paper.example/news": it has no scheme; try https://paper.example/news
}

func ExampleKey() {
	for _, address := range []string{
		"https://www.paper.example/news/1/?utm_source=feed&b=2&a=1",
		"http://www.paper.example/news/1/amp?a=1&b=2",
	} {
		u, err := page.ParseURL(address)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(page.Normalize(u), page.Key(u))
	}
	// Output:
	// https://www.paper.example/news/1/?b=2&a=1 www.paper.example/news/1?a=1&b=2
	// http://www.paper.example/news/1/amp?a=1&b=2 www.paper.example/news/1?a=1&b=2
}
