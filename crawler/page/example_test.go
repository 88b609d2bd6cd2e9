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
