package sqldb

import (
	"context"
	"sync"
	"time"
)

// batch gathers writes that come at about the same time, so that they are made
// together: a transaction costs as much as what is in it, its flush of the full-text
// index most of all. A write that is alone is made at once.
type batch struct {
	mu      sync.Mutex
	waiting []*write
	working bool          // a goroutine works on them
	full    chan struct{} // closed when as many wait as fit; nil while nobody waits for that
}

// gather is how long the first of several writes waits for more. Hosts have pauses of
// a second or so, beside which it is nothing; where there are none, the pages that are
// cleaned meanwhile use the processor.
const gather = 8 * time.Millisecond

// write is one call of update.
type write struct {
	ctx  context.Context
	f    func(*tx) error
	done chan error // of capacity 1
}

// batched runs f in a transaction that others may share. Each is kept as a whole or
// not at all all the same: when one fails, all are made anew, one by one.
func (d *DB) batched(ctx context.Context, f func(*tx) error) error {
	w := &write{ctx, f, make(chan error, 1)}
	b := &d.batch
	b.mu.Lock()
	b.waiting = append(b.waiting, w)
	if b.full != nil && len(b.waiting) >= d.dialect.Batch {
		close(b.full)
		b.full = nil
	}
	idle := !b.working
	b.working = true
	b.mu.Unlock()
	if idle {
		go d.work()
	}
	return <-w.done
}

// work makes writes until none waits. After a transaction that several shared it waits
// a little for those to come.
func (d *DB) work() {
	b := &d.batch
	for busy := false; ; {
		if busy {
			d.gather()
		}
		b.mu.Lock()
		n := min(len(b.waiting), d.dialect.Batch)
		if n == 0 {
			b.working = false
			b.mu.Unlock()
			return
		}
		some := b.waiting[:n:n]
		b.waiting = b.waiting[n:]
		b.mu.Unlock()
		busy = n > 1
		if n > 1 && d.together(some) {
			continue
		}
		for _, w := range some {
			w.done <- d.try(w.ctx, w.f)
		}
	}
}

// gather waits until as many writes wait as fit into a transaction, but not for long.
func (d *DB) gather() {
	b := &d.batch
	b.mu.Lock()
	if len(b.waiting) >= d.dialect.Batch {
		b.mu.Unlock()
		return
	}
	full := make(chan struct{})
	b.full = full
	b.mu.Unlock()
	timer := time.NewTimer(gather)
	defer timer.Stop()
	select {
	case <-full:
	case <-timer.C:
	}
	b.mu.Lock()
	b.full = nil
	b.mu.Unlock()
}

// together makes several writes in one transaction. When it is false nothing was
// kept, and nobody was told.
func (d *DB) together(some []*write) bool {
	err := d.try(context.Background(), func(t *tx) error {
		for _, w := range some {
			if err := w.ctx.Err(); err != nil {
				return err
			}
			if err := w.f(t); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false
	}
	for _, w := range some {
		w.done <- nil
	}
	return true
}
