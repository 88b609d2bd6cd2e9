package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"matn/crawler/fetch"
)

// paper is a server with one article that has moved.
func paper() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		case "/new":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, "<h1>خبر</h1>")
		default:
			http.NotFound(w, r)
		}
	}))
}

func ExampleFetcher_Get() {
	s := paper()
	defer s.Close()
	f, err := fetch.New(fetch.Options{UserAgent: fetch.UserAgent("1.0", "https://paper.example/bot", "ops@paper.example")})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	p, err := f.Get(context.Background(), s.URL+"/old", fetch.RequestOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Status, p.ContentType, string(p.Body), "after", len(p.Hops), "redirect")

	var status *fetch.StatusError
	if _, err = f.Get(context.Background(), s.URL+"/lost", fetch.RequestOptions{}); errors.As(err, &status) {
		fmt.Println("lost:", status.Status)
	}
	// Output:
	// 200 text/html; charset=utf-8 <h1>خبر</h1> after 1 redirect
	// lost: 404
}

func ExampleFetcher_Fetch() {
	s := paper()
	defer s.Close()
	f, err := fetch.New(fetch.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	p, err := f.Fetch(context.Background(), s.URL+"/old", fetch.RequestOptions{Reach: fetch.Local})
	if err != nil {
		fmt.Println(err)
		return
	}
	location, moved := p.Redirect()
	fmt.Println(p.Status, location, moved)
	// Output: 301 /new true
}
