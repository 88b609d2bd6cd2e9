package polite

import (
	"strings"
	"testing"
	"time"

	"matn/crawler/store"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestAfter_LongestReasonToWaitWins(t *testing.T) {
	tests := []struct {
		name string
		host store.Host
		took time.Duration
		want time.Duration
	}{
		{"configured", store.Host{}, 100 * time.Millisecond, time.Second},
		{"twice a slow fetch", store.Host{}, 4 * time.Second, 8 * time.Second},
		{"a very slow fetch is capped", store.Host{}, time.Minute, 30 * time.Second},
		{"crawl-delay", store.Host{CrawlDelay: 10 * time.Second}, time.Second, 10 * time.Second},
		{"crawl-delay is not capped", store.Host{CrawlDelay: 5 * time.Minute}, time.Second, 5 * time.Minute},
		{"set for this host", store.Host{Pause: 20 * time.Second}, time.Second, 20 * time.Second},
		{"penalty", store.Host{Penalty: time.Minute}, time.Second, time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := Default().After(tt.host, Answer{Ended: noon, Took: tt.took, Status: 200})
			if got := h.NextAt.Sub(noon); got != tt.want || h.Reason != "" {
				t.Errorf("wait %v (%s), want %v", got, h.Reason, tt.want)
			}
		})
	}
	if h := (Policy{}).After(store.Host{}, Answer{Ended: noon, Took: time.Second, Status: 200}); !h.NextAt.Equal(noon) {
		t.Errorf("zero policy waits until %v", h.NextAt)
	}
}

func TestAfter_RetryAfterIsObeyed(t *testing.T) {
	h := Default().After(store.Host{}, Answer{Ended: noon, Status: 429, RetryAfter: time.Hour, HasRetryAfter: true})
	if got := h.NextAt.Sub(noon); got != time.Hour || !strings.Contains(h.Reason, "429") {
		t.Errorf("wait %v (%s)", got, h.Reason)
	}
	h = Default().After(store.Host{}, Answer{Ended: noon, Status: 503, HasRetryAfter: true})
	if got := h.NextAt.Sub(noon); got != time.Second {
		t.Errorf("Retry-After: 0 waits %v, want the usual pause", got)
	}
}

func TestAfter_ComplaintsDoubleAndAreForgiven(t *testing.T) {
	p, h := Default(), store.Host{}
	var waits []time.Duration
	for range 14 {
		h = p.After(h, Answer{Ended: noon, Status: 503})
		waits = append(waits, h.NextAt.Sub(noon))
	}
	if waits[0] != 2*time.Second || waits[1] != 4*time.Second || waits[13] != time.Hour {
		t.Errorf("waits %v", waits)
	}
	good := Answer{Ended: noon, Status: 200}
	for range 20 {
		h = p.After(h, good)
	}
	if h.Penalty != 30*time.Minute || h.Reason != "" {
		t.Errorf("after 20 good answers the penalty is %v (%s)", h.Penalty, h.Reason)
	}
	for range 20 * 20 {
		h = p.After(h, good)
	}
	if h.Penalty != 0 {
		t.Errorf("after 400 more it is %v", h.Penalty)
	}
}

func TestAfter_HostThatIsDownIsLeftAlone(t *testing.T) {
	p, h := Default(), store.Host{}
	var long []time.Duration
	for i := 1; i <= 30; i++ {
		h = p.After(h, Answer{Ended: noon, Failed: true})
		if wait := h.NextAt.Sub(noon); i%5 == 0 {
			long = append(long, wait)
		} else if wait != time.Second {
			t.Errorf("failure %d waits %v", i, wait)
		}
	}
	want := []time.Duration{5 * time.Minute, 30 * time.Minute, 3 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour}
	for i := range want {
		if long[i] != want[i] {
			t.Fatalf("waits %v, want %v", long, want)
		}
	}
	if h = p.After(h, Answer{Ended: noon, Status: 404}); h.Failures != 0 || h.NextAt.Sub(noon) != time.Second {
		t.Errorf("after an answer: %+v", h)
	}
}
