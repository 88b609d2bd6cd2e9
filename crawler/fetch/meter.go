package fetch

import (
	"context"
	"fmt"
	"io"
	"time"
)

// meter counts a body's bytes on the wire, and ends bodies that dry up: silence for
// IdleTimeout, or less than MinRate once that time has passed. A server that
// trickles a byte a second is caught by the second rule.
type meter struct {
	ctx     context.Context
	r       io.ReadCloser
	n       int64
	started time.Time
	idle    *time.Timer
	opts    Options
	err     error // the first error of the wire, io.EOF aside
}

func newMeter(ctx context.Context, r io.ReadCloser, o Options, abort context.CancelCauseFunc) *meter {
	idle := time.AfterFunc(o.IdleTimeout, func() {
		abort(&waitError{what: "the server fell silent within the page", limit: o.IdleTimeout})
	})
	return &meter{ctx: ctx, r: r, started: time.Now(), idle: idle, opts: o}
}

func (m *meter) Read(p []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	if m.ctx.Err() != nil { // decoding what is buffered must stop too
		m.err = context.Cause(m.ctx)
		return 0, m.err
	}
	n, err := m.r.Read(p)
	m.n += int64(n)
	if err == io.EOF {
		m.idle.Stop()
		return n, err
	}
	if err != nil {
		m.err = err
		return n, err
	}
	m.idle.Reset(m.opts.IdleTimeout)
	if spent := time.Since(m.started); spent > m.opts.IdleTimeout && float64(m.n) < float64(m.opts.MinRate)*spent.Seconds() {
		m.err = &waitError{what: fmt.Sprintf("the page came at less than %d bytes a second", m.opts.MinRate), limit: m.opts.IdleTimeout}
		return n, m.err
	}
	return n, nil
}

func (m *meter) Close() error {
	m.idle.Stop()
	return m.r.Close()
}

// waitError is a limit of time that was passed.
type waitError struct {
	what  string
	limit time.Duration
}

func (e *waitError) Error() string { return fmt.Sprintf("%s within %v", e.what, e.limit) }

// Timeout marks the error as net.Error does.
func (e *waitError) Timeout() bool { return true }
