package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"matn/clean"
)

// linePage is one line of --type jsonl: a page with what is known of it. It is how
// Spark, Beam, GNU parallel and whatever else can pipe lines hand pages over.
type linePage struct {
	ID          string    `json:"id"`           // becomes the input of the article; url if missing
	URL         string    `json:"url"`          // where the page came from
	HTML        *string   `json:"html"`         // the page, or
	HTMLBase64  []byte    `json:"html_base64"`  // its bytes as captured, in whatever charset, or
	Text        *string   `json:"text"`         // text that was flattened from it
	ContentType string    `json:"content_type"` // of the HTTP response, for html_base64
	Fetched     time.Time `json:"fetched"`      // RFC 3339: what relative dates count from
}

// pageKeys are the keys of which a line needs one.
var pageKeys = []string{"html", "html_base64", "text"}

// isJSONLines reports whether a file begins with an object that holds a page.
func isJSONLines(head []byte) bool {
	if !bytes.HasPrefix(head, []byte("{")) {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(head))
	if _, err := d.Token(); err != nil {
		return false
	}
	for {
		key, err := d.Token()
		name, isKey := key.(string)
		if err != nil || !isKey {
			return false
		}
		if slices.Contains(pageKeys, name) {
			return true
		}
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return false
		}
	}
}

// jsonLines yields the pages of a file of lines behind a place. It reports whether
// more are wanted.
func (s *source) jsonLines(f inputFile, at place, in *inputReader, yield func(task) bool) bool {
	plain, done, err := in.packed.unpack(in.raw)
	if err != nil {
		return yield(failedTask(f.path, readError(err)))
	}
	defer done()
	// A string of JSON takes up to six bytes for one: \u0001.
	r := &lineReader{in: bufio.NewReaderSize(plain, headSize), max: 6*s.maxBytes + headSize}
	for {
		line, offset, err := r.next()
		if err == io.EOF {
			return true
		}
		r.n++
		here := place{at.File, offset, 0}
		if s.done(here) {
			continue
		}
		name := fmt.Sprintf("%s:%d", f.path, r.n)
		switch limit := (*clean.LimitError)(nil); {
		case errors.As(err, &limit):
			t := failedTask(name, err)
			t.at = here
			if !yield(t) {
				return false
			}
			continue
		case err != nil:
			return yield(failedTask(f.path, readError(err)))
		}
		if len(bytes.TrimSpace(line)) > 0 && !yield(s.lineTask(name, here, line)) {
			return false
		}
	}
}

func (s *source) lineTask(name string, at place, line []byte) task {
	t := task{name: name, file: fmt.Sprintf("line-%d", at.Offset), many: true, at: at, size: int64(len(line)), origin: &origin{}}
	t.clean = func(context.Context) (*clean.Article, error) {
		var p linePage
		if err := json.Unmarshal(bytes.TrimPrefix(line, []byte(byteOrderMark)), &p); err != nil {
			return nil, fmt.Errorf("this line is not a page: %s; want {\"url\": …, \"html\": …}", jsonFault(err))
		}
		*t.origin = origin{p.ID, p.URL}
		info := clean.PageInfo{Input: p.ID, URL: p.URL, ContentType: p.ContentType, Fetched: p.Fetched}
		switch {
		case p.HTMLBase64 != nil:
			return s.cleaner.HTML(p.HTMLBase64, info)
		case p.HTML != nil:
			info.ContentType = "" // a string of JSON has its characters already
			return s.cleaner.HTML([]byte(*p.HTML), info)
		case p.Text != nil:
			info.ContentType = ""
			return s.cleaner.Text([]byte(*p.Text), info)
		}
		return nil, errors.New(`this line is not a page: it has none of the keys "html", "html_base64", "text"`)
	}
	return t
}

// jsonFault words what is wrong with JSON without the names of our types.
func jsonFault(err error) string {
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Sprintf("%q is of type %s", wrong.Field, wrong.Value)
	case errors.As(err, &wrong):
		return "it is of type " + wrong.Value
	}
	return err.Error()
}

// lineReader reads lines of any length up to max.
type lineReader struct {
	in     *bufio.Reader
	max    int64
	n      int   // lines read
	offset int64 // of the next line
}

// next gives a line without its end and where it begins. A line over max is a
// LimitError, and the next call goes on behind it.
func (r *lineReader) next() (line []byte, offset int64, err error) {
	offset = r.offset
	for {
		part, err := r.in.ReadSlice('\n')
		r.offset += int64(len(part))
		long := r.offset-offset > r.max
		if !long {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
		case err != nil && (err != io.EOF || r.offset == offset):
			return nil, offset, err
		case long:
			return nil, offset, &clean.LimitError{What: "bytes", Got: int(r.offset - offset), Max: int(r.max)}
		default:
			return bytes.TrimSuffix(line, []byte("\n")), offset, nil
		}
	}
}
