package fleet_test

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"matn/crawler/store"
	"matn/crawler/store/postgres"
	"matn/crawler/store/postgres/pgtest"
)

// size is what a run of the fleet is tested with. MATN_FLEET_URLS=100000 is the full
// size, with 500 hosts and four workers.
type size struct {
	hosts, pages, workers, each int
	lease                       time.Duration
	long                        bool
}

func testSize(t *testing.T) size {
	t.Helper()
	text := os.Getenv("MATN_FLEET_URLS")
	if text == "" {
		return size{hosts: 12, pages: 25, workers: 3, each: 4, lease: faultLease}
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 500 {
		t.Fatalf("MATN_FLEET_URLS=%s: a number of URLs, 500 at least", text)
	}
	return size{hosts: 500, pages: n / 500, workers: 4, each: 32, lease: faultLease, long: true}
}

// Leases are long beside what a busy machine may hold up a worker for: one that is late
// would rightly lose its host. Where a worker fails, the others wait for their end.
const (
	lease      = time.Minute
	faultLease = 12 * time.Second
)

// trial is one run over a world of its own.
type trial struct {
	size
	*world
	server  *pgtest.Server
	url     string
	store   store.Store
	clock   *postgres.Clock
	workers []*process
}

// answerTime is how long a page of the world takes.
const answerTime = 20 * time.Millisecond

func newTrial(t *testing.T, server *pgtest.Server) *trial {
	t.Helper()
	r := &trial{size: testSize(t), server: server, url: server.Database(t)}
	r.world = newWorld(t, r.size.hosts, r.size.pages, answerTime)
	open(t, r)
	return r
}

// open has a store of the test's own beside those of the workers, and the frontier
// full.
func open(t *testing.T, r *trial) {
	t.Helper()
	var err error
	if r.store, err = postgres.Open(t.Context(), r.url, postgres.Options{Connections: 2}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.store.Close() })
	if r.clock, err = postgres.NewClock(t.Context(), r.url, nil); err != nil {
		t.Fatal(err)
	}
	r.fill(t, r.store, r.clock.Now())
}

// begin starts all workers, with the changes of f. The last one is the victim of what
// happens to one of them. In a short run it is started once the first is
// at work, and so is not the leader, whose place is not taken at once (River: 15 s).
func (r *trial) begin(t *testing.T, f func(c *workerConfig)) {
	t.Helper()
	for n := range r.size.workers {
		c := workerConfig{Name: fmt.Sprintf("worker-%d", n), URL: r.url, Workers: r.each, SliceURLs: 5, Lease: r.lease}
		if n == r.size.workers-1 {
			c.Name = victim
		}
		if f != nil {
			f(&c)
		}
		r.workers = append(r.workers, startWorker(t, c))
		if n == 0 && !r.long {
			r.until(t, func() bool { return r.fetched() > 0 })
		}
	}
}

// victim is the name of the worker that something befalls.
const victim = "victim"

func (r *trial) victim() *process { return r.workers[len(r.workers)-1] }

// reach waits until so many parts of a hundred are fetched.
func (r *trial) reach(t *testing.T, percent int) {
	t.Helper()
	r.until(t, func() bool { return r.fetched()*100 >= r.urls()*percent })
}

// A run may take this long in all, on a machine that has other work.
const (
	patience    = 3 * time.Minute
	patienceURL = 12 * time.Millisecond
)

func (r *trial) until(t *testing.T, done func() bool) {
	t.Helper()
	long := patience + time.Duration(r.urls())*patienceURL
	pause := min(long/1000, time.Second)
	for deadline := time.Now().Add(long); !done(); time.Sleep(pause) {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %d requests for %d articles, %d in the store", long, r.fetched(), r.urls(), r.count(t, r.store, r.clock.Now()))
		}
	}
}

// finish waits for the last article, and holds the run to what a crawl promises.
func (r *trial) finish(t *testing.T, faults int) {
	t.Helper()
	r.until(t, func() bool { return r.count(t, r.store, r.clock.Now()) == r.urls() })
	for _, w := range r.workers {
		if w.ProcessState == nil {
			w.stop(t)
		}
	}
	inFlight := faults * r.each
	lost := r.urls() - r.count(t, r.store, r.clock.Now())
	t.Logf("%d URLs on %d hosts, %d workers x %d: lost %d, same-host overlaps %d, fetched twice %d (at most %d were in flight)",
		r.urls(), r.size.hosts, r.size.workers, r.each, lost, r.overlapping(), r.twice(), inFlight)
	if lost != 0 || r.overlapping() != 0 || r.twice() > inFlight {
		t.Errorf("lost %d, overlaps %d, twice %d", lost, r.overlapping(), r.twice())
	}
}

func TestFleet(t *testing.T) {
	server, crashing := pgtest.Start(t), pgtest.Start(t)
	for _, tt := range []struct {
		name string
		test func(*testing.T, *trial)
	}{
		{"EveryURLOnceAndOneRequestAHost", testPlain},
		{"WorkerKilled", testKilled},
		{"DatabaseCrashes", testCrash},
		{"WorkerStoppedPastItsLeaseChangesNothing", testStopped},
		{"ClocksFiveMinutesApart", testSkew},
		{"WorkerCutOffFromTheDatabase", testPartition},
	} {
		t.Run(tt.name, func(t *testing.T) {
			on := server
			if tt.name == "DatabaseCrashes" {
				on = crashing
			}
			if !testSize(t).long { // they mostly wait
				t.Parallel()
			}
			tt.test(t, newTrial(t, on))
		})
	}
}

func testPlain(t *testing.T, r *trial) {
	r.lease = lease
	before := r.server.ProcessorTime()
	begun := time.Now()
	r.begin(t, nil)
	r.finish(t, 0)
	var workers time.Duration
	var memory int64
	for _, w := range r.workers {
		if used, ok := w.ProcessState.SysUsage().(*syscall.Rusage); ok {
			memory = max(memory, used.Maxrss>>10)
		}
		workers += w.ProcessState.UserTime() + w.ProcessState.SystemTime()
	}
	if r.long { // alone on its server
		n := time.Duration(r.urls())
		t.Logf("%.0f pages/s; processor time a page: workers %v, PostgreSQL %v; memory of a worker %d MB", float64(r.urls())/time.Since(begun).Seconds(),
			(workers / n).Round(time.Microsecond), ((r.server.ProcessorTime() - before) / n).Round(time.Microsecond), memory)
	}
}

func testKilled(t *testing.T, r *trial) {
	r.begin(t, nil)
	r.reach(t, 30)
	r.victim().kill(syscall.SIGKILL)
	<-r.victim().done
	r.finish(t, 1)
}

func testCrash(t *testing.T, r *trial) {
	r.begin(t, nil)
	r.reach(t, 30)
	r.server.Crash(t)
	r.server.Restart(t)
	r.finish(t, r.size.workers)
}

// testStopped stops a worker while a page is under way to it, so that its commit is
// late by more than a lease.
func testStopped(t *testing.T, r *trial) {
	stop := make(chan struct{}, 1)
	r.onArticle(func(agent string) {
		if agent == victim {
			select {
			case stop <- struct{}{}:
			default:
			}
		}
	})
	r.begin(t, nil)
	r.reach(t, 30)
	for len(stop) > 0 {
		<-stop
	}
	select {
	case <-stop:
	case <-time.After(patience):
		t.Fatal("the victim asks for nothing")
	}
	r.victim().kill(syscall.SIGSTOP)
	r.onArticle(nil)
	// The others take over all of its hosts and do what is left.
	r.until(t, func() bool { return r.count(t, r.store, r.clock.Now()) == r.urls() })
	before := r.victim().ended("lost")
	r.victim().kill(syscall.SIGCONT)
	r.until(t, func() bool { return r.victim().ended("lost") > before })
	t.Logf("the worker that was stopped: %d slices ended with %q", r.victim().ended("lost")-before, store.ErrLeaseLost)
	r.finish(t, 1)
}

func testSkew(t *testing.T, r *trial) {
	r.lease = lease
	skew := -5 * time.Minute
	r.begin(t, func(c *workerConfig) { c.Skew = skew; skew += 5 * time.Minute })
	r.finish(t, 0)
}

func testPartition(t *testing.T, r *trial) {
	proxy := r.server.Proxy(t)
	r.begin(t, func(c *workerConfig) {
		if c.Name == victim {
			c.URL = proxy.URL(r.url)
		}
	})
	r.reach(t, 30)
	proxy.Cut(true)
	r.until(t, func() bool { return r.count(t, r.store, r.clock.Now()) == r.urls() })
	proxy.Cut(false)
	r.finish(t, 1)
}
