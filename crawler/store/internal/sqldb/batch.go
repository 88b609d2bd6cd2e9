package sqldb

import (
	"context"
	"sync"
)

// batch gathers the writes that wait for their turn while another is made, so that
// they are made together: a transaction costs as much as what is in it. A write
// that waits for nobody is made at once.
type batch struct {
	mu      sync.Mutex
	waiting []*write
	working bool // a goroutine works on them
}

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
	idle := !b.working
	b.working = true
	b.mu.Unlock()
	if idle {
		go d.work()
	}
	return <-w.done
}

// work makes writes until none waits.
func (d *DB) work() {
	b := &d.batch
	for {
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
		if n > 1 && d.together(some) {
			continue
		}
		for _, w := range some {
			w.done <- d.try(w.ctx, w.f)
		}
	}
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
