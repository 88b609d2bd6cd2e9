package drift

import (
	"fmt"
	"testing"
	"time"

	"matn/crawler/store"
)

var first = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// days makes usual days, and broken ones after them.
func days(usual, broken int, change func(*store.Day)) (all []store.Day) {
	for i := range usual + broken {
		d := store.Day{Day: first.Add(time.Duration(i) * 24 * time.Hour), Fetched: 100, New: 20 + i%3, Empty: 1, Words: int64(20+i%3) * 400, Confidence: float64(20+i%3) * .9}
		if i >= usual {
			change(&d)
		}
		all = append(all, d)
	}
	return all
}

func TestCheck_BreaksAreNamedWithTheirFirstDay(t *testing.T) {
	tests := []struct {
		name   string
		change func(*store.Day)
		want   string
	}{
		{"nothing", func(*store.Day) {}, ""},
		{"articles are not found any more", func(d *store.Day) { d.New, d.Empty, d.Words, d.Confidence = 5, 20, 5*400, 5*.9 }, "yield 0.20, was 0.95, since 2026-03-11"},
		{"texts are cut", func(d *store.Day) { d.Words /= 10 }, "length 40 words, was 400, since 2026-03-11"},
		{"texts are full of chrome", func(d *store.Day) { d.Words *= 4 }, "length 1600 words, was 400, since 2026-03-11"},
		{"the cleaner doubts", func(d *store.Day) { d.Confidence /= 2 }, "confidence 0.45, was 0.90, since 2026-03-11"},
		{"nothing new is found", func(d *store.Day) { d.New, d.Empty, d.Words, d.Confidence = 0, 0, 0, 0 }, "volume 0 a day, was 21, since 2026-03-11"},
		{"a quiet day", func(d *store.Day) { d.New, d.Words, d.Confidence = 6, 6*400, 6*.9 }, ""},
		{"a day on which the site was down", func(d *store.Day) { *d = store.Day{Day: d.Day, Failed: 3} }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Check(days(10, 3, tt.change), first.Add(13*24*time.Hour))
			text := ""
			for i, a := range got {
				if i > 0 {
					text += "; "
				}
				text += a.String()
			}
			if text != tt.want {
				t.Errorf("got %q, want %q", text, tt.want)
			}
		})
	}
}

func TestCheck_NeedsAHistoryAndAnEnd(t *testing.T) {
	cut := func(d *store.Day) { d.Words /= 10 }
	if got := Check(days(minDays-1, 1, cut), first.Add(8*24*time.Hour)); len(got) > 0 {
		t.Errorf("of a short history: %v", got)
	}
	mended := append(days(10, 3, cut), days(14, 0, nil)[13])
	if got := Check(mended, first.Add(14*24*time.Hour)); len(got) > 0 {
		t.Errorf("of a break that was mended: %v", got)
	}
	if got := Check(nil, first); got != nil {
		t.Errorf("of nothing: %v", got)
	}
	today := days(10, 1, func(d *store.Day) { d.New, d.Empty, d.Words, d.Confidence = 0, 0, 0, 0 })
	if got := Check(today, first.Add(10*24*time.Hour+time.Hour)); len(got) > 0 {
		t.Errorf("of a day that is not over: %v", got)
	}
}

func ExampleCheck() {
	history := days(10, 2, func(d *store.Day) { d.Words /= 10 })
	for _, alarm := range Check(history, first.Add(12*24*time.Hour)) {
		fmt.Println(alarm)
	}
	// Output: length 40 words, was 400, since 2026-03-11
}
