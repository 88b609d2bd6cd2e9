package render

import (
	"io"

	"matn/clean"
)

// Text writes the body of a: its blocks with a blank line between them. It
// writes nothing when the body is empty.
func Text(w io.Writer, a *clean.Article) error {
	if a.Body == "" {
		return nil
	}
	body := scrub(a.Body)
	out := make([]byte, 0, len(body)+1)
	out = append(out, body...)
	return writeAll(w, append(out, '\n'))
}
