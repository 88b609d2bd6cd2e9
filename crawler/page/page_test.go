package page

import (
	"net/http"
	"testing"
	"time"
)

func TestRedirect_OnlyFiveStatusesWithALocation(t *testing.T) {
	tests := []struct {
		status   int
		location string
		want     bool
	}{
		{301, "/a", true}, {302, "/a", true}, {303, "/a", true}, {307, "/a", true}, {308, "/a", true},
		{301, "", false}, {300, "/a", false}, {304, "/a", false}, {200, "/a", false}, {201, "/a", false},
	}
	for _, tt := range tests {
		p := &Page{Status: tt.status, Header: http.Header{"Location": {tt.location}}}
		if got, ok := p.Redirect(); ok != tt.want || (ok && got != tt.location) {
			t.Errorf("status %d, Location %q: got %q, %v", tt.status, tt.location, got, ok)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name, value string
		want        time.Duration
		ok          bool
	}{
		{"none", "", 0, false},
		{"seconds", "120", 2 * time.Minute, true},
		{"seconds in blanks", " 7 ", 7 * time.Second, true},
		{"zero", "0", 0, true},
		{"HTTP date", "Sun, 01 Mar 2026 12:05:00 GMT", 5 * time.Minute, true},
		{"date in the old RFC 850 form", "Sunday, 01-Mar-26 12:00:30 GMT", 30 * time.Second, true},
		{"date in the past", "Sun, 01 Mar 2026 11:00:00 GMT", 0, true},
		{"a week is cut to a day", "604800", 24 * time.Hour, true},
		{"a far date is cut to a day", "Sun, 01 Mar 2036 12:00:00 GMT", 24 * time.Hour, true},
		{"more digits than an integer holds", "99999999999999999999999", 24 * time.Hour, true},
		{"negative", "-5", 0, false},
		{"words", "soon", 0, false},
		{"fraction", "1.5", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &Page{Fetched: now, Header: http.Header{"Retry-After": {tt.value}}}
			if got, ok := p.RetryAfter(); got != tt.want || ok != tt.ok {
				t.Errorf("RetryAfter(%q) = %v, %v, want %v, %v", tt.value, got, ok, tt.want, tt.ok)
			}
		})
	}
}
