package clean

import (
	"errors"
	"fmt"
)

// ErrNoContent means that the input was read but no block of it was judged to
// be content. The Article returned with it still has its metadata and blocks.
var ErrNoContent = errors.New("clean: no article found")

// ErrBinary means that the input is not text: errors.Is finds it, the message
// names the kind.
var ErrBinary = errors.New("clean: not text")

// LimitError reports input refused because it is larger than Options allow.
// Find it with errors.As.
type LimitError struct {
	What     string // "bytes" or "nodes"
	Got, Max int
}

// Error names the limit and how far the input went over it.
func (e *LimitError) Error() string {
	return fmt.Sprintf("clean: page too large: %d %s, at most %d", e.Got, e.What, e.Max)
}
