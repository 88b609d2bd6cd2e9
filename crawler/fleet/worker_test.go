package fleet_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/fetch"
	"matn/crawler/fleet"
	"matn/crawler/page"
	"matn/crawler/store"
	"matn/crawler/store/postgres"
)

// workerEnv has the test binary be a worker: a workerConfig as JSON.
const workerEnv = "MATN_TEST_FLEET_WORKER"

func TestMain(m *testing.M) {
	if text := os.Getenv(workerEnv); text != "" {
		if err := work(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// workerConfig is what a worker process is told.
type workerConfig struct {
	Name      string        `json:"name"` // its user agent
	URL       string        `json:"url"`
	Workers   int           `json:"workers"`
	SliceURLs int           `json:"slice_urls"`
	Lease     time.Duration `json:"lease"`
	Skew      time.Duration `json:"skew"` // of this machine's clock
}

// said is a line that a worker writes: how many slices ended in each way.
type said struct {
	Slice string `json:"slice"` // "done", "held", "lost", or an error
	URLs  int    `json:"urls"`
}

// work is a worker process: it ends with SIGTERM.
func work(text string) error {
	var c workerConfig
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go func() { // the test has ended, however it did
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
	s, err := postgres.Open(ctx, c.URL, postgres.Options{Connections: 8})
	if err != nil {
		return err
	}
	defer s.Close()
	clock, err := postgres.NewClock(ctx, c.URL, func() time.Time { return time.Now().Add(c.Skew) })
	if err != nil {
		return err
	}
	one, err := newCrawler(s, clock, c)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	out := json.NewEncoder(os.Stdout)
	return fleet.Run(ctx, fleet.Options{URL: c.URL, Store: s, Crawler: one, Clock: clock, Workers: c.Workers, SliceURLs: c.SliceURLs,
		SliceTime: 5 * time.Second, Tick: 200 * time.Millisecond, Observe: func(e fleet.Event) {
			mu.Lock()
			defer mu.Unlock()
			_ = out.Encode(said{ending(e.Err), e.Slice.URLs}) // the test sees a worker that is silent
		}})
}

func ending(err error) string {
	switch {
	case err == nil:
		return "done"
	case errors.Is(err, store.ErrHeld):
		return "held"
	case errors.Is(err, store.ErrLeaseLost):
		return "lost"
	}
	return err.Error()
}

// newCrawler cleans as little as can be: what a page has between <p> and </p>.
func newCrawler(s store.Store, clock *postgres.Clock, c workerConfig) (*crawler.Crawler, error) {
	f, err := fetch.New(fetch.Options{UserAgent: c.Name})
	if err != nil {
		return nil, err
	}
	return crawler.New(crawler.Options{Store: s, Fetch: f, Agent: c.Name, Lease: c.Lease, Shared: true, Now: clock.Now, Factor: -1,
		Workers: c.Workers, SliceURLs: c.SliceURLs,
		Clean: func(_ context.Context, p *page.Page, _ string) (crawler.Record, error) {
			_, text, _ := strings.Cut(string(p.Body), "<p>")
			text, _, found := strings.Cut(text, "</p>")
			sum := sha256.Sum256([]byte(text))
			return crawler.Record{Article: found, Content: store.Content{Title: text, Text: text, Fold: text,
				Hash: binary.LittleEndian.Uint64(sum[:]), SimHash: binary.LittleEndian.Uint64(sum[8:]), Extractor: "test"}}, nil
		}})
}

// process is a worker that runs.
type process struct {
	*exec.Cmd
	done chan struct{}

	mu   sync.Mutex
	said map[string]int // slices by how they ended
}

// startWorker runs this test binary as a worker until the test ends.
func startWorker(t *testing.T, c workerConfig) *process {
	t.Helper()
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(os.Args[0]), done: make(chan struct{}), said: map[string]int{}}
	p.Env = append(os.Environ(), workerEnv+"="+string(text), "NO_PROXY=*")
	p.Stderr = os.Stderr
	if _, err := p.StdinPipe(); err != nil { // open until the end of this process
		t.Fatal(err)
	}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.done)
		for d := json.NewDecoder(out); ; {
			var line said
			if d.Decode(&line) != nil {
				_ = p.Wait() // how it ended is the test's to judge
				return
			}
			p.mu.Lock()
			p.said[line.Slice]++
			p.mu.Unlock()
		}
	}()
	t.Cleanup(func() { p.kill(syscall.SIGCONT); p.kill(syscall.SIGKILL); <-p.done })
	return p
}

func (p *process) kill(s syscall.Signal) { _ = p.Process.Signal(s) } // fails once it has ended

// ended gives how many slices ended in a way.
func (p *process) ended(how string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said[how]
}

// stop asks the worker to end and reports whether it did so in time and in order.
func (p *process) stop(t *testing.T) {
	t.Helper()
	p.kill(syscall.SIGTERM)
	select {
	case <-p.done:
		if !p.ProcessState.Success() {
			t.Errorf("a worker that was told to stop ended with %v", p.ProcessState)
		}
	case <-time.After(30 * time.Second):
		t.Error("a worker that was told to stop goes on")
	}
}
