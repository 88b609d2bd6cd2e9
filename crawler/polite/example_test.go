package polite_test

import (
	"fmt"
	"time"

	"matn/crawler/polite"
	"matn/crawler/store"
)

func ExamplePolicy_After() {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	host := store.Host{Name: "paper.example"}
	host = polite.Default().After(host, polite.Answer{Ended: noon, Took: 4 * time.Second, Status: 200})
	fmt.Println(host.NextAt.Sub(noon))
	host = polite.Default().After(host, polite.Answer{Ended: noon, Status: 429, RetryAfter: time.Hour, HasRetryAfter: true})
	fmt.Println(host.NextAt.Sub(noon), host.Reason)
	// Output:
	// 8s
	// 1h0m0s status 429: asked to wait 1h0m0s
}
