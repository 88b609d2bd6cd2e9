package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// failureLog is the side file of inputs that gave no article, one JSON object a
// line, in the order of the inputs.
type failureLog struct {
	f    *os.File
	w    *bufio.Writer
	size int64 // bytes, with those not yet written

	empty, failed int // lines by outcome
}

// failure is one line of it.
type failure struct {
	Input    string `json:"input"`               // the file, or the line of a file
	RecordID string `json:"record_id,omitempty"` // WARC-Record-ID, or the id of a line
	URL      string `json:"url,omitempty"`
	Offset   int64  `json:"offset"`          // of the record or line in the file, in bytes
	Inner    int64  `json:"inner,omitempty"` // decompressed bytes behind offset, in a file that is compressed as a whole
	Outcome  string `json:"outcome"`         // "empty": there is no article; "failed": it could not be read
	Error    string `json:"error"`
}

// openFailures opens the file at path and cuts it to size, which is what an
// earlier run is known to have written.
func openFailures(path string, size int64) (*failureLog, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, outputError(path, err)
	}
	info, err := f.Stat()
	switch {
	case err == nil && !info.Mode().IsRegular(): // a pipe, /dev/stderr
	case err == nil && info.Size() < size:
		err = fmt.Errorf("it has %d bytes where the checkpoint says %d", info.Size(), size)
	case err == nil:
		if err = f.Truncate(size); err == nil {
			_, err = f.Seek(size, io.SeekStart)
		}
	}
	if err != nil {
		_ = f.Close()
		return nil, outputError(path, err)
	}
	return &failureLog{f: f, w: bufio.NewWriter(f), size: size}, nil
}

// Outcomes of inputs that gave no article.
const (
	outcomeEmpty  = "empty"
	outcomeFailed = "failed"
)

// add writes one line.
func (l *failureLog) add(r *result, outcome string) error {
	if outcome == outcomeEmpty {
		l.empty++
	} else {
		l.failed++
	}
	out := failure{Input: r.name, Offset: r.at.Offset, Inner: r.at.Inner, Outcome: outcome, Error: printable(trimPackage(describe(r.err)))}
	if r.origin != nil {
		out.RecordID, out.URL = r.origin.id, r.origin.url
	}
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("failures: %w", err)
	}
	l.size += int64(line.Len())
	if _, err := l.w.Write(line.Bytes()); err != nil {
		return outputError(l.f.Name(), err)
	}
	return nil
}

// sync brings all lines to the disk.
func (l *failureLog) sync() error {
	if err := l.w.Flush(); err != nil {
		return outputError(l.f.Name(), err)
	}
	return syncFile(l.f)
}

// close ends the file. Lines behind the last sync are kept too.
func (l *failureLog) close() error {
	err := l.w.Flush()
	if e := l.f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return outputError(l.f.Name(), err)
	}
	return nil
}

// syncFile is fsync for what can be synced.
func syncFile(f *os.File) error {
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		return nil
	}
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return outputError(f.Name(), err)
	}
	return nil
}
