package drift

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"matn/crawler/store"
)

// AgreementMemo is the name under which a store keeps, for a source, how much its
// pages of each day looked like most of its pages.
const AgreementMemo = "agreement"

// agreed is the agreement of one day.
type agreed struct {
	Day   time.Time `json:"day"` // midnight UTC
	Pages int       `json:"pages"`
	Sum   float64   `json:"sum"` // over the pages
}

// Agree adds the agreement of a page to those of its day, and forgets days that are
// older than Window. What cannot be read begins anew.
func Agree(agreement float64, now time.Time) store.Edit {
	today := now.UTC().Truncate(24 * time.Hour)
	return func(old []byte) ([]byte, error) {
		days, _ := readAgreed(old)
		days = slices.DeleteFunc(days, func(d agreed) bool { return today.Sub(d.Day) > Window })
		if n := len(days); n == 0 || days[n-1].Day.Before(today) {
			days = append(days, agreed{Day: today})
		}
		last := &days[len(days)-1]
		last.Pages++
		last.Sum += agreement
		return json.Marshal(days)
	}
}

func readAgreed(text []byte) (days []agreed, err error) {
	if text == nil {
		return nil, nil
	}
	if err := json.Unmarshal(text, &days); err != nil {
		return nil, fmt.Errorf("drift: what is kept of the agreement of pages is damaged: %w", err)
	}
	return days, nil
}

// CheckAgreement looks for a break in what Agree has kept, nil if that is nothing.
func CheckAgreement(kept []byte, now time.Time) ([]Alarm, error) {
	days, err := readAgreed(kept)
	if err != nil {
		return nil, err
	}
	var seen []value
	for _, d := range days {
		if d.Pages >= minSeen && now.Sub(d.Day) <= Window {
			seen = append(seen, value{d.Day, d.Sum / float64(d.Pages)})
		}
	}
	a, ok := check(seen, func(is, was float64) bool { return is < agreementDrop*was })
	if !ok {
		return nil, nil
	}
	a.What = Agreement
	return []Alarm{a}, nil
}

// Alarms looks for breaks in all that a store knows of a source.
func Alarms(ctx context.Context, s store.Store, source int64, now time.Time) ([]Alarm, error) {
	days, err := s.Days(ctx, source, now.Add(-Window))
	if err != nil {
		return nil, err
	}
	kept, err := s.Memo(ctx, source, AgreementMemo)
	if err != nil {
		return nil, err
	}
	more, err := CheckAgreement(kept, now)
	if err != nil {
		return nil, err
	}
	return append(Check(days, now), more...), nil
}
