// Package polite says when a host may be asked again. It is arithmetic on
// store.Host: nothing here waits or reads a clock.
//
// The pause after a fetch is the longest of what was configured, what robots.txt asks
// for and twice the time that the fetch took, so that a server under load is asked
// less. Complaints (429, 503) and failures to connect add to it:
//
//	Retry-After            that long, a day at most
//	429, 503 without it    the pause doubles, up to an hour; 20 good answers halve it
//	5 failures in a row    5 minutes, then 30, 3 hours, a day
//
// The rule of the last fetch's time is that of Heritrix and BUbiNG.
package polite

import (
	"fmt"
	"net/http"
	"time"

	"matn/crawler/store"
)

// Policy is what is configured. The zero Policy asks as fast as a host answers; see
// Default.
type Policy struct {
	Pause  time.Duration // least pause between two requests
	Factor float64       // the pause is at least this many times the last fetch's time
	Cap    time.Duration // longest pause that Factor may make
}

// Default are the values for hosts of which nothing is configured.
func Default() Policy { return Policy{Pause: time.Second, Factor: 2, Cap: 30 * time.Second} }

// Answer is what a fetch says about the host's patience.
type Answer struct {
	Ended         time.Time // when the answer was complete, or the failure certain
	Took          time.Duration
	Failed        bool // there was no answer: DNS, refused, timeout, reset
	Status        int  // of the answer
	RetryAfter    time.Duration
	HasRetryAfter bool
}

const (
	maxPenalty   = time.Hour
	firstPenalty = time.Second // doubles with each complaint
	forgiveAfter = 20          // good answers halve the penalty
	failuresMax  = 5           // failures in a row that take the host for down
)

// downTimes are the waits of a host that is down.
var downTimes = [...]time.Duration{5 * time.Minute, 30 * time.Minute, 3 * time.Hour, 24 * time.Hour}

// After is the host's state after an answer.
func (p Policy) After(h store.Host, a Answer) store.Host {
	h.Took, h.Reason = a.Took, ""
	if a.Failed {
		return p.failed(h, a)
	}
	h.Failures = 0
	if a.Status == http.StatusTooManyRequests || a.Status == http.StatusServiceUnavailable {
		return p.complained(h, a)
	}
	if h.Clean++; h.Penalty > 0 && h.Clean%forgiveAfter == 0 {
		if h.Penalty /= 2; h.Penalty < firstPenalty {
			h.Penalty = 0
		}
	}
	h.NextAt = a.Ended.Add(p.pause(h))
	return h
}

func (p Policy) failed(h store.Host, a Answer) store.Host {
	h.Failures++
	h.Clean = 0
	h.NextAt = a.Ended.Add(p.pause(h))
	if h.Failures%failuresMax == 0 {
		wait := downTimes[min(h.Failures/failuresMax, len(downTimes))-1]
		h.NextAt = a.Ended.Add(wait)
		h.Reason = fmt.Sprintf("no answer %d times in a row: left alone for %v", h.Failures, wait)
	}
	return h
}

func (p Policy) complained(h store.Host, a Answer) store.Host {
	h.Clean = 0
	if a.HasRetryAfter {
		h.NextAt = a.Ended.Add(max(a.RetryAfter, p.pause(h)))
		h.Reason = fmt.Sprintf("status %d: asked to wait %v", a.Status, a.RetryAfter)
		return h
	}
	h.Penalty = min(max(2*h.Penalty, 2*p.pause(h), firstPenalty), maxPenalty)
	h.NextAt = a.Ended.Add(p.pause(h))
	h.Reason = fmt.Sprintf("status %d: slowed down to one request in %v", a.Status, h.Penalty)
	return h
}

// pause is the wait after an answer, complaints aside.
func (p Policy) pause(h store.Host) time.Duration {
	slow := min(time.Duration(p.Factor*float64(h.Took)), p.Cap)
	return max(p.Pause, h.Pause, h.CrawlDelay, h.Penalty, slow)
}
