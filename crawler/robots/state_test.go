package robots

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"matn/crawler/page"
)

func TestPolicy_SurvivesARestart(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	u := &url.URL{Scheme: "https", Host: "paper.example", Path: "/private/1"}
	read := &page.Page{Status: 200, Header: http.Header{}, Body: []byte("User-agent: *\nDisallow: /private\nCrawl-delay: 7\n")}
	down := Decide(URL(u), nil, errors.New("no answer"), nil, now)
	for name, before := range map[string]*Policy{
		"read":                  Decide(URL(u), read, nil, nil, now),
		"down":                  down,
		"down again":            Decide(URL(u), nil, errors.New("no answer"), down, now.Add(time.Hour)),
		"held while it is down": Decide(URL(u), nil, errors.New("no answer"), Decide(URL(u), read, nil, nil, now), now.Add(25*time.Hour)),
		"absent":                Decide(URL(u), &page.Page{Status: 404, Header: http.Header{}}, nil, nil, now),
	} {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(before)
			if err != nil {
				t.Fatal(err)
			}
			var after Policy
			if err := json.Unmarshal(text, &after); err != nil {
				t.Fatal(err)
			}
			if a, b := before.Check("matn", u), after.Check("matn", u); (a == nil) != (b == nil) || a != nil && a.Error() != b.Error() {
				t.Errorf("verdict %v became %v", a, b)
			}
			if before.CrawlDelay("matn") != after.CrawlDelay("matn") || before.Expires != after.Expires {
				t.Errorf("%+v became %+v", before, &after)
			}
			// The next failure goes on counting where the last one stopped.
			one := Decide(before.URL, nil, errors.New("x"), before, now.Add(26*time.Hour))
			two := Decide(before.URL, nil, errors.New("x"), &after, now.Add(26*time.Hour))
			if one.Expires != two.Expires || one.closed != two.closed {
				t.Errorf("next policy %+v and %+v", one, two)
			}
		})
	}
	var p Policy
	if err := json.Unmarshal([]byte(`{"fetched": 7}`), &p); err == nil {
		t.Error("a damaged policy is no error")
	}
}

func TestPolicy_FromTheFutureIsNotFresh(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	p := Decide("https://paper.example/robots.txt", &page.Page{Status: 404, Header: http.Header{}}, nil, nil, now)
	if !p.Fresh(now) || p.Fresh(now.Add(25*time.Hour)) || p.Fresh(now.Add(-time.Minute)) || (*Policy)(nil).Fresh(now) {
		t.Error("a policy is fresh from its answer until it expires")
	}
}
