package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"matn/clean"
	"matn/crawler/warc"
)

// archive yields the pages of a WARC or WET file, in order, as they are read. It
// reports whether more are wanted.
func (s *source) archive(f inputFile, at place, in *inputReader, yield func(task) bool) bool {
	skipped, err := s.skip(in, at)
	if err != nil {
		return yield(failedTask(f.path, err))
	}
	raw := io.Reader(in.raw) // gzip is the archive's own: a damaged record costs that record only
	if in.packed != packedGzip {
		plain, done, err := in.packed.unpack(in.raw)
		if err != nil {
			return yield(failedTask(f.path, readError(err)))
		}
		defer done()
		raw = plain
	}
	records := warc.NewReader(raw, warc.Options{MaxRecord: s.maxBytes, Start: skipped})
	for found := s.done(at); ; { // at the file's begin
		t, more, err := s.next(f, at, records)
		switch {
		case !more && err == nil && !found:
			err = fmt.Errorf("%w: there is no page in this archive", clean.ErrNoContent)
			return yield(failedTask(f.path, err))
		case !more && err == nil:
			return true
		case err != nil:
			t = failedRecord(f, at, err)
		}
		found = true
		if more && s.done(t.at) && (err == nil || t.at != s.after) {
			continue // damage at the end of a record is told behind it, under its place
		}
		if !yield(t) {
			return false
		}
		if !more {
			return true
		}
	}
}

// skip goes forward to the last record that an earlier run has done, where a file
// can be gone forward in. It returns how many bytes it went.
func (s *source) skip(in *inputReader, at place) (int64, error) {
	if !s.resumed || at.File != s.after.File || in.file == nil || in.packed != notPacked && in.packed != packedGzip {
		return 0, nil
	}
	if _, err := in.file.Seek(s.after.Offset, io.SeekStart); err != nil {
		return 0, pathError(err)
	}
	in.raw.Reset(in.file)
	return s.after.Offset, nil
}

// failedRecord is a record that could not be read.
func failedRecord(f inputFile, at place, err error) task {
	t := failedTask(f.path, err)
	t.at = at
	if damaged, ok := errors.AsType[*warc.RecordError](err); ok {
		t.at = place{at.File, damaged.Offset, damaged.Inner}
	}
	return t
}

// next is the next page of an archive, or what is wrong with it. more is false at
// the end.
func (s *source) next(f inputFile, at place, records *warc.Reader) (t task, more bool, err error) {
	for {
		rec, err := records.Next()
		var damaged *warc.RecordError
		switch {
		case errors.Is(err, io.EOF) && !errors.As(err, &damaged):
			return task{}, false, nil
		case err != nil:
			return task{}, errors.As(err, &damaged), err
		}
		if kind := s.recordKind(rec); kind != kindAuto {
			t := s.recordTask(f, rec, kind)
			t.at = place{at.File, rec.Offset, rec.Inner}
			return t, true, nil
		}
	}
}

// recordKind is what a record holds: a page, text, or neither, which is kindAuto.
func (s *source) recordKind(rec *warc.Record) kind {
	switch rec.Type {
	case "conversion":
		if s.kind != kindWARC {
			return kindText
		}
	case "response", "resource":
		if s.kind == kindWET || rec.HTTP != nil && rec.HTTP.Status != 200 {
			return kindAuto
		}
		return payloadKind(rec)
	}
	return kindAuto
}

// payloadKind looks at the media type, and where there is none at the bytes.
func payloadKind(rec *warc.Record) kind {
	switch media := mediaType(rec.ContentType()); {
	case isHTMLType(media):
		return kindHTML
	case media == "text/plain":
		return kindText
	case media == "" && detect(urlPath(rec.TargetURI), rec.Payload[:min(len(rec.Payload), headSize)]) == kindHTML:
		return kindHTML
	}
	return kindAuto
}

func (s *source) recordTask(f inputFile, rec *warc.Record, kind kind) task {
	return task{
		name:   f.path + ": " + rec.TargetURI,
		file:   urlFileName(rec.TargetURI),
		many:   true,
		size:   int64(len(rec.Payload)),
		origin: &origin{id: rec.Header.Get("WARC-Record-ID"), url: rec.TargetURI},
		clean: func(context.Context) (*clean.Article, error) {
			info := clean.PageInfo{Input: f.path, URL: rec.TargetURI, ContentType: rec.ContentType(), Fetched: rec.Date}
			if kind == kindText {
				return s.cleaner.Text(rec.Payload, info)
			}
			return s.cleaner.HTML(rec.Payload, info)
		},
	}
}
