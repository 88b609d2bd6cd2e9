package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// sink is where articles go.
type sink interface {
	put(r *result) error
	finish(found bool) error // found: there was an article
	abandon()                // after an error: leave nothing half done
}

// extensions of the files that -o DIR gets.
var extensions = map[string]string{
	"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json", "jsonl": ".jsonl", "tei": ".xml",
}

// joinable formats can hold several articles in one stream.
func joinable(format string) bool { return format != "html" && format != "tei" }

// openSink opens what -o names, so that a target that cannot be written is an
// error before any work. many says that there may be several articles.
func openSink(o *articleFlags, many bool) (sink, error) {
	if o.output == "" || o.output == "-" {
		if many && !joinable(o.format) {
			return nil, joinError(o.format)
		}
		return &stream{w: os.Stdout, format: o.format}, nil
	}
	info, err := os.Stat(filepath.Clean(o.output)) // without the slash
	exists := err == nil
	namesFile := filepath.Ext(o.output) == extensions[o.format]
	slash := strings.HasSuffix(o.output, "/") || strings.HasSuffix(o.output, string(filepath.Separator))
	switch {
	case exists && info.IsDir(), !exists && slash, !exists && many && !joinable(o.format) && !namesFile:
		return openDirectory(o)
	case slash:
		return nil, fmt.Errorf("-o %s: is a file, not a directory", o.output)
	case many && !joinable(o.format):
		return nil, joinError(o.format)
	}
	return openFile(o, exists && !info.Mode().IsRegular())
}

func joinError(format string) error {
	return fmt.Errorf("several articles cannot be one %s document; give a directory for them: -o DIR/", format)
}

// openFile writes beside the target and renames at the end. What is no regular
// file, such as /dev/null or a pipe, is written to directly.
func openFile(o *articleFlags, special bool) (sink, error) {
	if special {
		f, err := os.OpenFile(o.output, os.O_WRONLY, 0)
		if err != nil {
			return nil, outputError(o.output, err)
		}
		return &stream{w: f, format: o.format, finished: func(bool) error { return f.Close() }}, nil
	}
	t, err := createTemp(o.output)
	if err != nil {
		return nil, outputError(o.output, err)
	}
	s := &stream{w: t.File, format: o.format, discard: t.remove}
	s.finished = func(found bool) error {
		if !found { // nothing to write: what was there stays
			t.remove()
			return nil
		}
		return t.commit()
	}
	return s, nil
}

// outputError words an error about a file that is written.
func outputError(path string, err error) error {
	return fmt.Errorf("cannot write %s: %w; give a file in a directory that exists and can be written", path, pathCause(err))
}

// stream joins articles on one writer.
type stream struct {
	w        io.Writer
	format   string
	n        int  // articles written
	array    bool // a JSON array is open
	finished func(found bool) error
	discard  func()
}

func (s *stream) put(r *result) error {
	if r.many && !joinable(s.format) && s.n > 0 {
		return joinError(s.format)
	}
	before := s.separator(r)
	out := r.out
	if s.array {
		out = out[:max(len(out)-1, 0)] // the line feed follows the comma
	}
	s.n++
	if _, err := s.w.Write(append([]byte(before), out...)); err != nil {
		return fmt.Errorf("cannot write the output: %w", err)
	}
	return nil
}

// separator is what stands before an article.
func (s *stream) separator(r *result) string {
	first := s.n == 0
	switch {
	case !r.many || s.format == "jsonl":
		return ""
	case s.format == "json" && first:
		s.array = true
		return "[\n"
	case s.format == "json":
		return ",\n"
	case s.format == "text" && first:
		return "==> " + oneLine(r.name) + " <==\n"
	case s.format == "text":
		return "\n==> " + oneLine(r.name) + " <==\n"
	case s.format == "markdown" && !first:
		return "\n---\n\n"
	}
	return ""
}

func oneLine(name string) string { return strings.Join(strings.Fields(printable(name)), " ") }

func (s *stream) finish(found bool) error {
	if s.array {
		if _, err := io.WriteString(s.w, "\n]\n"); err != nil {
			return fmt.Errorf("cannot write the output: %w", err)
		}
	}
	if s.finished != nil {
		return s.finished(found)
	}
	return nil
}

func (s *stream) abandon() {
	if s.discard != nil {
		s.discard()
	}
}

// directory writes one file an article.
type directory struct {
	dir    string
	format string
	taken  map[string]bool // names in use, as a file system that folds case sees them
}

func openDirectory(o *articleFlags) (sink, error) {
	if err := os.MkdirAll(o.output, 0o777); err != nil {
		return nil, outputError(o.output, err)
	}
	d := &directory{dir: o.output, format: o.format, taken: map[string]bool{}}
	probe, err := createTemp(filepath.Join(o.output, "matn"))
	if err != nil {
		return nil, outputError(o.output, err)
	}
	probe.remove()
	for _, f := range o.inputs { // an article never replaces the page it came from
		d.taken[foldName(f.path)] = true
	}
	return d, nil
}

func foldName(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return strings.ToLower(path)
}

func (d *directory) put(r *result) error {
	path := filepath.Join(d.dir, d.free(r.file))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return outputError(path, err)
	}
	t, err := createTemp(path)
	if err != nil {
		return outputError(path, err)
	}
	if _, err := t.Write(r.out); err != nil {
		t.remove()
		return outputError(path, err)
	}
	return t.commit()
}

// free turns name into one that no other article of this run has.
func (d *directory) free(name string) string {
	ext := extensions[d.format]
	for n := 1; ; n++ {
		try := name + ext
		if n > 1 {
			try = fmt.Sprintf("%s-%d%s", name, n, ext)
		}
		if key := foldName(filepath.Join(d.dir, try)); !d.taken[key] {
			d.taken[key] = true
			return try
		}
	}
}

func (d *directory) finish(bool) error { return nil }

func (d *directory) abandon() {}
