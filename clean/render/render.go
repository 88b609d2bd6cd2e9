// Package render writes an Article in the formats that people and programs
// read: text, markdown, html, json, jsonl and tei.
//
//	text      the body: a blank line between blocks, nothing else
//	markdown  "# " title, then the body as CommonMark with GFM tables
//	html      one document that needs no sanitiser after it, dir and lang set
//	json      every field, indented; with Explain every block with its reason
//	jsonl     the same on one line
//	tei       TEI P5 with a header of title, author, publisher, date and URL
//
// Whatever the page held, the output is valid UTF-8 without control characters
// (tab and line feed aside), terminal escapes, bidi overrides or bidi controls
// without their partner, and its links are http, https or mailto only.
package render

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"matn/clean"
)

// Options tune a rendering. The zero value is the usual one.
type Options struct {
	Explain bool // json and jsonl: add blocks and provenance
}

// ErrFormat means that no format has the name asked for. Find it with errors.Is.
var ErrFormat = errors.New("render: no such format")

// Formats returns the names that Write takes, in the order of a help text.
func Formats() []string {
	return []string{"text", "markdown", "html", "json", "jsonl", "tei"}
}

// Write writes a to w in the format named, ending with a line feed. The error
// is ErrFormat for a name that Formats does not list, else that of w.
func Write(w io.Writer, format string, a *clean.Article, o Options) error {
	switch format {
	case "text":
		return Text(w, a)
	case "markdown":
		return Markdown(w, a)
	case "html":
		return HTML(w, a)
	case "json":
		return JSON(w, a, o)
	case "jsonl":
		return JSONL(w, a, o)
	case "tei":
		return TEI(w, a)
	}
	return fmt.Errorf("%w: %q; use one of %s", ErrFormat, format, strings.Join(Formats(), ", "))
}

// writeAll hands a finished rendering to w and names the package in its error.
func writeAll(w io.Writer, out []byte) error {
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return nil
}
