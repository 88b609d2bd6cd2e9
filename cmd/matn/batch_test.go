package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"matn/clean"
)

// numbered yields n tasks whose articles are their numbers. begun counts those
// that were started; the first waits for release.
func numbered(n int, begun *atomic.Int32, release <-chan struct{}) func(func(task) bool) {
	return func(yield func(task) bool) {
		for i := range n {
			work := func(context.Context) (*clean.Article, error) {
				begun.Add(1)
				if i == 0 {
					<-release
				}
				return &clean.Article{Body: fmt.Sprint(i)}, nil
			}
			if !yield(task{name: fmt.Sprint(i), clean: work}) {
				return
			}
		}
	}
}

func newBatch(jobs int, out *bytes.Buffer) *batch {
	return &batch{jobs: jobs, format: "text", out: &stream{w: out, format: "text"}, console: &console{w: &bytes.Buffer{}}}
}

func TestBatch_SlowInputBoundsWhatWaitsBehindIt(t *testing.T) {
	const jobs, n = 3, 500
	var begun atomic.Int32
	release := make(chan struct{})
	var out bytes.Buffer
	b := newBatch(jobs, &out)
	done := make(chan error)
	go func() { done <- b.run(context.Background(), numbered(n, &begun, release)) }()

	// With the first blocked, the others go on until the queue is full: what is in
	// it, what each worker holds, and the one that is being handed over.
	const most = jobs*queuedPerJob + jobs + 2
	for begun.Load() < jobs*queuedPerJob {
	}
	if got := begun.Load(); got > most {
		t.Errorf("%d tasks begun behind a slow one, want at most %d", got, most)
	}
	close(release)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := begun.Load(); got != n || b.done != n {
		t.Errorf("%d begun, %d done, want %d", got, b.done, n)
	}
	for i, line := range strings.Fields(out.String()) {
		if line != fmt.Sprint(i) {
			t.Fatalf("line %d is %s", i, line)
		}
	}
}

func TestBatch_CancelEndsTheRun(t *testing.T) {
	var begun atomic.Int32
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	release := make(chan struct{})
	defer close(release)
	err := newBatch(2, &bytes.Buffer{}).run(ctx, numbered(10, &begun, release))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestBatch_OutputErrorEndsTheRun(t *testing.T) {
	full := errors.New("disk full")
	b := &batch{jobs: 2, format: "text", out: &stream{w: brokenWriter{full}, format: "text"}, console: &console{w: &bytes.Buffer{}}}
	var begun atomic.Int32
	release := make(chan struct{})
	close(release)
	if err := b.run(context.Background(), numbered(1000, &begun, release)); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestBatch_ExitCode(t *testing.T) {
	tests := []struct {
		rule                      string
		done, empty, failed, want int
	}{
		{"all done", 3, 0, 0, exitDone},
		{"none found", 0, 2, 0, exitNothing},
		{"no input at all", 0, 0, 0, exitNothing},
		{"all failed", 0, 0, 2, exitFailure},
		{"some failed", 1, 0, 1, exitSome},
		{"some without article", 1, 1, 0, exitSome},
		{"failed or without article", 0, 1, 1, exitSome},
	}
	for _, tt := range tests {
		b := &batch{done: tt.done, empty: tt.empty, failed: tt.failed}
		if got := b.exitCode(); got != tt.want {
			t.Errorf("%s: exit code %d, want %d", tt.rule, got, tt.want)
		}
	}
}

func TestConsole_NamesAndKeepsToPrintableText(t *testing.T) {
	tests := []struct{ rule, name, what, want string }{
		{"the input is named", "a.html", "clean: no article found", "matn: a.html: no article found\n"},
		{"once is enough", "a.html", "a.html: no such file", "matn: a.html: no such file\n"},
		{"standard input has a name", "-", "clean: not text", "matn: standard input: not text\n"},
		{"escape sequences do not reach the terminal", "a\x1b[2J.html", "x", "matn: a\ufffd[2J.html: x\n"},
		{"nor do bidi controls", "a\u202elmth.exe", "x", "matn: a\ufffdlmth.exe: x\n"},
		{"a line feed in a name makes no second line", "a\nmatn: b", "x", "matn: a\ufffdmatn: b: x\n"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			var out bytes.Buffer
			c := &console{w: &out}
			c.tell(tt.name, tt.what)
			if out.String() != tt.want {
				t.Errorf("%q, want %q", out.String(), tt.want)
			}
		})
	}
}
