package eval

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"matn/clean/internal/decode"
)

// Input is what an extractor is given of a page: never its gold, its address
// apart.
type Input struct {
	Path  string   // of the file with the page
	URL   string   // "" when unknown
	HTML  []byte   // bytes as captured; nil for flattened text
	Lines []string // of flattened text; nil for HTML

	ContentType string    // of the HTTP response; "" when unknown
	Fetched     time.Time // zero when unknown
}

// Extract finds the article of one page. It must be safe for many goroutines.
// An error counts as an empty Result; having no article is no error.
type Extract func(Input) (Result, error)

// Options tune Run. The zero value scores HTML with one job a CPU.
type Options struct {
	Jobs     int    // pages at a time; 0 means GOMAXPROCS
	Text     bool   // flatten each page to lines first
	Out      string // directory to write each predicted body to, as SET/ID.txt; "" for none
	Oracle   bool   // keep the Result's blocks for the oracle measures
	Progress func() // called after each page, from any goroutine; may be nil
}

// Run scores an extractor over pages. The scores stand in the order of the
// pages. It fails when a page cannot be read or written, or ctx ends; what the
// extractor fails at is in the Score.
func Run(ctx context.Context, pages []Page, extract Extract, o Options) ([]Score, error) {
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	scores, errs := make([]Score, len(pages)), make([]error, len(pages))
	todo := make(chan int)
	var workers sync.WaitGroup
	for range min(o.Jobs, len(pages)) {
		workers.Go(func() {
			for i := range todo {
				scores[i], errs[i] = runPage(pages[i], extract, o)
				if o.Progress != nil {
					o.Progress()
				}
			}
		})
	}
	for i := range pages {
		if ctx.Err() != nil {
			break
		}
		todo <- i
	}
	close(todo)
	workers.Wait()
	return scores, errors.Join(append(errs, ctx.Err())...)
}

func runPage(p Page, extract Extract, o Options) (Score, error) {
	in, err := Load(p, o.Text)
	if err != nil {
		return Score{}, err
	}
	r, failure := extract(in)
	if failure != nil {
		r = Result{NoArticle: true}
	}
	if !o.Oracle {
		r.Blocks = nil
	}
	s := ScorePage(p, r, in.Lines)
	s.scoreOnPage(&p.Gold, in)
	s.Values.yes(Failed, failure != nil)
	if failure != nil {
		s.Error, s.Failure = failure.Error(), failure
	}
	return s, writeBody(p, r.Body, o.Out)
}

// Load reads the input of a page, flattened to lines if text is set or if it
// came so.
func Load(p Page, text bool) (Input, error) {
	b, err := p.Bytes()
	if err != nil {
		return Input{}, err
	}
	in := Input{Path: p.Path, URL: p.Gold.URL.Value, HTML: b, ContentType: p.ContentType, Fetched: p.Fetched}
	if !text && !p.Flat {
		return in, nil
	}
	utf8, _ := decode.Bytes(b, p.ContentType)
	if p.Flat {
		in.HTML, in.Lines = nil, strings.Split(string(utf8), "\n")
		return in, nil
	}
	lines, err := Flatten(utf8)
	if err != nil {
		return Input{}, fmt.Errorf("eval: %s: %w", p.Path, err)
	}
	in.HTML, in.Lines = nil, append([]string{}, lines...)
	return in, nil
}

func writeBody(p Page, body, out string) error {
	if out == "" {
		return nil
	}
	dir := filepath.Join(out, p.Set)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	if body != "" && !strings.HasSuffix(body, "\n") {
		body += "\n"
	}
	if err := os.WriteFile(filepath.Join(dir, p.ID+".txt"), []byte(body), 0o644); err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	return nil
}

// ErrTimeout is the error of a page on which an extractor took too long.
var ErrTimeout = errors.New("eval: time limit reached")

// PanicError is the error of a page on which an extractor panicked.
type PanicError struct{ Value any }

// Error tells what the extractor panicked with.
func (e *PanicError) Error() string { return fmt.Sprintf("eval: extractor panicked: %v", e.Value) }

// Guard makes an extractor that cannot be trusted safe to run: a panic becomes a
// *PanicError, and a page that takes longer than limit an ErrTimeout. The
// goroutine of such a page cannot be stopped and runs on.
func Guard(extract Extract, limit time.Duration) Extract {
	type answer struct {
		r   Result
		err error
	}
	return func(in Input) (Result, error) {
		done := make(chan answer, 1)
		go func() {
			var a answer
			defer func() {
				if v := recover(); v != nil {
					a = answer{err: &PanicError{Value: v}}
				}
				done <- a
			}()
			a.r, a.err = extract(in)
		}()
		timer := time.NewTimer(limit)
		defer timer.Stop()
		select {
		case a := <-done:
			return a.r, a.err
		case <-timer.C:
			return Result{}, ErrTimeout
		}
	}
}
