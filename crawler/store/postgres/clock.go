package postgres

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Clock is the time of the database, which all workers of a fleet go by: leases and
// delays hold between machines whose own clocks are apart. It is read over the
// network now and then, and carried on by this machine's monotonic clock in between,
// so that setting the machine's clock changes nothing. It is safe for many
// goroutines.
type Clock struct {
	url   *pgx.ConnConfig
	local func() time.Time

	mu   sync.Mutex
	at   time.Time // of this machine, with its monotonic reading,
	then time.Time // when the database's clock said this
}

// NewClock reads the clock of the database at a URL once. local is this machine's
// clock; nil means time.Now.
func NewClock(ctx context.Context, url string, local func() time.Time) (*Clock, error) {
	config, err := Config(url)
	if err != nil {
		return nil, err
	}
	if local == nil {
		local = time.Now
	}
	c := &Clock{url: config, local: local}
	return c, c.Sync(ctx)
}

// Now is the time, to the accuracy of half a round trip.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.then.Add(c.local().Sub(c.at))
}

// Ahead is how far this machine's clock is before that of the database.
func (c *Clock) Ahead() time.Duration {
	return c.local().Round(0).Sub(c.Now())
}

// Sync reads the database's clock again. After an error the time goes on as before.
// A fleet does it every few minutes: quartz drifts by a second in a day.
func (c *Clock) Sync(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, c.url.Copy())
	if err != nil {
		return fmt.Errorf("store: clock: %w", Explain(err))
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var then time.Time
	asked := c.local()
	if err := conn.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&then); err != nil {
		return fmt.Errorf("store: clock: %w", err)
	}
	half := c.local().Sub(asked) / 2
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.then = asked.Add(half), then.UTC()
	return nil
}
