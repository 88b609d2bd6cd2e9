package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"matn/clean"
)

// source opens files and makes tasks of the pages in them.
type source struct {
	cleaner  *siteCleaner
	kind     kind
	url      string // of the only page; "" = not known
	maxBytes int64
	stdin    io.Reader

	resumed bool  // an earlier run was cut short,
	after   place // and had done all up to here
}

// tasks yields the pages of files, in order. A file is opened when its turn
// comes, so that few are open at a time, and read by the worker that cleans it.
func (s *source) tasks(files []inputFile, many bool) iter.Seq[task] {
	return func(yield func(task) bool) {
		for i, f := range files {
			if s.resumed && i < s.after.File {
				continue
			}
			if !s.file(f, place{File: i}, many, yield) {
				return
			}
		}
	}
}

// file yields the pages of one file. It reports whether more are wanted.
func (s *source) file(f inputFile, at place, many bool, yield func(task) bool) bool {
	in, err := (*inputReader)(nil), f.err
	if err == nil {
		in, err = openInput(f.path, s.stdin)
	}
	if err != nil {
		t := failedTask(f.path, err)
		t.at = at
		return s.done(at) || yield(t)
	}
	kind := s.kind
	if kind == kindAuto {
		kind = detect(f.path, in.head())
	}
	switch {
	case kind == kindWARC || kind == kindWET:
		defer in.Close()
		return s.archive(f, at, in, yield)
	case kind == kindJSONL:
		defer in.Close()
		return s.jsonLines(f, at, in, yield)
	case s.done(at):
		_ = in.Close() // nothing was read
		return true
	}
	return yield(task{
		name: f.path,
		file: f.name,
		many: many,
		at:   at,
		clean: func(context.Context) (*clean.Article, error) {
			defer in.Close()
			return s.page(f.path, kind, in)
		},
	})
}

// done reports whether an earlier run has worked on what stands at a place.
func (s *source) done(at place) bool { return s.resumed && at.compare(s.after) <= 0 }

// page cleans a file that is one page.
func (s *source) page(path string, kind kind, in *inputReader) (*clean.Article, error) {
	data, err := in.readAll(s.maxBytes)
	if err != nil {
		return nil, err
	}
	info := clean.PageInfo{Input: path, URL: s.url}
	if kind == kindText {
		return s.cleaner.Text(data, info)
	}
	return s.cleaner.HTML(data, info)
}

// byteOrderMark begins what some editors save as UTF-8.
const byteOrderMark = "\ufeff"

// lines yields the lines of r that are not empty and no comment.
func lines(r io.Reader) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		scan := bufio.NewScanner(r)
		for scan.Scan() {
			line := strings.TrimSpace(strings.TrimPrefix(scan.Text(), byteOrderMark))
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if !yield(line, nil) {
				return
			}
		}
		switch err := scan.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			yield("", fmt.Errorf("a line of more than %d bytes is no URL", bufio.MaxScanTokenSize))
		case err != nil:
			yield("", err)
		}
	}
}
