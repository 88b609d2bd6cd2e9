package crawler

import (
	"time"

	"matn/crawler/store"
)

// Revisits. The factors are those of Nutch's adaptive schedule: what changes is
// visited sooner, what does not later.
const (
	sooner   = 0.8
	later    = 1.4
	minEvery = 2 * time.Minute
	maxEvery = 24 * time.Hour

	maxRereads = 4 // visits in a row without a change that end the rereading

	stale        = 7 * 24 * time.Hour // an article that hardly changes any more
	staleRereads = 2
)

// Retries of what failed, through the frontier and never in line.
const (
	maxRetries   = 3
	maxHostTries = 10 // where it was the host that failed, and not the page
	promptTries  = 2  // in a row that are made as soon as a server has said, be it within a round
	firstRetry   = 10 * time.Minute
	closedRetry  = 24 * time.Hour // of what a server or its robots.txt refuses
)

// recur is when a feed, sitemap or front is visited again: floor is how long it
// asks to be left alone, usual the pace at which it begins. A person who wants a pace
// faster than minEvery has it.
func recur(u store.URL, changed bool, floor, usual time.Duration, now time.Time) store.URL {
	switch {
	case u.Every == 0:
		u.Every = usual
	case changed:
		u.Every = time.Duration(float64(u.Every) * sooner)
	default:
		u.Every = time.Duration(float64(u.Every) * later)
	}
	u.Every = min(max(u.Every, min(minEvery, usual), min(floor, maxEvery)), max(maxEvery, usual))
	u.NextAt = now.Add(u.Every)
	return u
}

// reread is when an article is read again: at the next of the ages that it has not
// reached since it was found. Never, once it has stayed as it is for a while. One that
// was stale by then is read again twice, and not at all when it comes from the backlog
// of a sitemap.
func reread(u store.URL, published time.Time, ages []time.Duration, now time.Time) store.URL {
	backlog := u.Priority == store.Backlog
	u.NextAt, u.Priority = time.Time{}, store.Again
	if u.Unchanged >= maxRereads || len(ages) == 0 {
		return u
	}
	if !published.IsZero() && u.Found.Sub(published) > stale {
		if backlog {
			return u
		}
		ages = ages[:min(len(ages), staleRereads)]
	}
	for _, age := range ages {
		if at := u.Found.Add(age); at.After(now) {
			u.NextAt = at
			return u
		}
	}
	if u.Visits == 1 && !backlog { // it waited long for its first visit
		u.NextAt = now.Add(ages[0])
	}
	return u
}

// retry is when a URL whose fetch failed is tried again: after 10, 20, 40 minutes,
// each with up to half as much again, so that what failed together does not come
// back together. Then it is parked, or, when it recurs, visited daily. luck is in
// [0, 1).
func retry(u store.URL, tries int, luck float64, now time.Time) store.URL {
	u.Failures++
	if u.Failures > tries {
		return giveUp(u, now)
	}
	wait := firstRetry << min(u.Failures-1, 7)
	u.NextAt = now.Add(wait + time.Duration(luck*float64(wait)/2))
	return u
}

// giveUp parks a URL, but keeps an eye on those that list articles.
func giveUp(u store.URL, now time.Time) store.URL {
	if u.Kind.Recurs() {
		u.NextAt = now.Add(closedRetry)
		return u
	}
	u.State, u.NextAt = store.Parked, time.Time{}
	return u
}
