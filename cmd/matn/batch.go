package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"

	"matn/clean"
	"matn/clean/render"
)

// task is one input: a page that may hold an article.
type task struct {
	name  string // as given: in messages, and between articles
	file  string // where -o DIR puts the article: slash separated, without extension
	many  bool   // one of several, or possibly so
	clean func(context.Context) (*clean.Article, error)

	at     place   // where it stands among the inputs
	size   int64   // bytes that it holds in memory; 0 = not read yet
	origin *origin // nil: name says all; its fields are set once clean has returned
}

// failedTask is an input that could not even be opened.
func failedTask(name string, err error) task {
	return task{name: name, clean: func(context.Context) (*clean.Article, error) { return nil, err }}
}

// result is what became of a task.
type result struct {
	task
	out      []byte      // the article, rendered
	row      *articleRow // the same for parquet
	warnings []string
	err      error
	ready    chan struct{} // closed when the fields above are set
}

// queuedPerJob bounds how many results wait for a slow one before them, and with
// that the memory: one slow page does not stop the others, nor let them pile up.
const queuedPerJob = 4

// batch works on tasks in parallel and writes the results in the tasks' order.
type batch struct {
	jobs    int
	format  string
	options render.Options
	out     sink
	console *console

	failures *failureLog // nil: what fails is told on the console
	budget   budget

	done, empty, failed int // articles written, pages without one, inputs in error
}

// run returns an error when the output cannot be written or ctx is done. What is
// wrong with single inputs is told on the console, and counted.
func (b *batch) run(parent context.Context, tasks iter.Seq[task]) error {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	queue := b.start(ctx, tasks)
	for {
		var r *result
		select {
		case next, ok := <-queue:
			if !ok {
				return ctx.Err()
			}
			r = next
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case <-r.ready:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := b.write(r); err != nil {
			return err
		}
		b.budget.release(r.size)
	}
}

// start sets producer and workers going. The queue has the results in order,
// ready or not.
func (b *batch) start(ctx context.Context, tasks iter.Seq[task]) <-chan *result {
	queue := make(chan *result, b.jobs*queuedPerJob)
	work := make(chan *result)
	go func() {
		defer close(queue)
		defer close(work)
		for t := range tasks {
			r := &result{task: t, ready: make(chan struct{})}
			if b.budget.acquire(ctx, t.size) != nil {
				return
			}
			select {
			case queue <- r:
			case <-ctx.Done():
				return
			}
			select {
			case work <- r:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range b.jobs {
		go func() {
			for r := range work {
				b.do(ctx, r)
				close(r.ready)
			}
		}()
	}
	return queue
}

// do cleans and renders one page.
func (b *batch) do(ctx context.Context, r *result) {
	if ctx.Err() != nil {
		r.err = ctx.Err()
		return
	}
	a, err := r.clean(ctx)
	r.clean = nil // with what it holds on to
	if a != nil {
		r.warnings = a.Warnings
	}
	if errors.Is(err, clean.ErrNoContent) && a != nil {
		err = emptyPage(err, len(a.Blocks))
	}
	if err != nil {
		r.err = err
		return
	}
	if b.format == formatParquet {
		r.row, r.err = newArticleRow(a)
		return
	}
	var out bytes.Buffer
	r.err = render.Write(&out, b.format, a, b.options)
	r.out = out.Bytes()
}

// emptyPage says why a page has no article, as far as that is known.
func emptyPage(err error, blocks int) error {
	if blocks == 0 {
		return fmt.Errorf("%w: there is no text", err)
	}
	if blocks == 1 {
		return fmt.Errorf("%w: its only block of text does not read like one", err)
	}
	return fmt.Errorf("%w: none of its %d blocks of text reads like one", err, blocks)
}

// write puts one result where it belongs: the sink, or the console.
func (b *batch) write(r *result) error {
	defer b.console.step()
	for _, w := range r.warnings {
		if b.failures == nil {
			b.console.warn(r.name, w)
		}
	}
	switch {
	case errors.Is(r.err, clean.ErrNoContent):
		b.empty++
		return b.tell(r, outcomeEmpty)
	case errors.Is(r.err, context.Canceled):
		return r.err
	case r.err != nil:
		b.failed++
		return b.tell(r, outcomeFailed)
	default:
		if err := b.out.put(r); err != nil {
			return err
		}
		b.done++
	}
	return nil
}

// tell says what became of an input that gave no article.
func (b *batch) tell(r *result, outcome string) error {
	if b.failures != nil {
		return b.failures.add(r, outcome)
	}
	b.console.tell(r.name, describe(r.err))
	return nil
}

// exitCode sums up all inputs.
func (b *batch) exitCode() int {
	switch {
	case b.done > 0 && b.empty+b.failed == 0:
		return exitDone
	case b.done > 0, b.empty > 0 && b.failed > 0:
		return exitSome
	case b.failed > 0:
		return exitFailure
	}
	return exitNothing
}

// describe adds to an error of the libraries which flag changes it.
func describe(err error) string {
	var limit *clean.LimitError
	switch {
	case errors.As(err, &limit):
		return fmt.Sprintf("%v; if the page is worth it, raise the limit with --max-%s", err, limit.What)
	case errors.Is(err, clean.ErrBinary):
		return err.Error() + "; matn reads HTML, text, WARC and WET"
	}
	return err.Error()
}
