package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// BenchmarkFetch sets Fetch beside net/http alone, which reads the same pages from
// the same server, uncompressed and without any check.
func BenchmarkFetch(b *testing.B) {
	for _, kb := range []int{1, 64, 1024} {
		text := strings.Repeat("خبر من القاهرة عن الطقس.\n", kb<<10/44)
		s := serve(b, reply(200, http.Header{"Content-Type": {"text/html; charset=utf-8"}}, text))
		b.Run(fmt.Sprintf("nethttp/%dKiB", kb), func(b *testing.B) {
			client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
			defer client.CloseIdleConnections()
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				res, err := client.Get(s.URL)
				if err != nil {
					b.Fatal(err)
				}
				body, err := io.ReadAll(res.Body)
				res.Body.Close()
				if err != nil || len(body) != len(text) {
					b.Fatal(len(body), err)
				}
			}
		})
		b.Run(fmt.Sprintf("Fetch/%dKiB", kb), func(b *testing.B) {
			f := fetcher(b, Options{})
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				p, err := f.Fetch(context.Background(), s.URL, RequestOptions{Reach: Local})
				if err != nil || len(p.Body) != len(text) {
					b.Fatal(err)
				}
			}
		})
	}
}
