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
func (s *source) archive(f inputFile, in *inputReader, yield func(task) bool) bool {
	raw := io.Reader(in.raw) // gzip is the archive's own: a damaged record costs that record only
	if in.packed != packedGzip {
		plain, done, err := in.packed.unpack(in.raw)
		if err != nil {
			return yield(failedTask(f.path, readError(err)))
		}
		defer done()
		raw = plain
	}
	records := warc.NewReader(raw, warc.Options{MaxRecord: s.maxBytes})
	for found := false; ; {
		t, more, err := s.next(f, records)
		switch {
		case !more && err == nil && !found:
			err = fmt.Errorf("%w: there is no page in this archive", clean.ErrNoContent)
			return yield(failedTask(f.path, err))
		case !more && err == nil:
			return true
		case err != nil:
			t = failedTask(f.path, err)
		}
		found = true
		if !yield(t) {
			return false
		}
		if !more {
			return true
		}
	}
}

// next is the next page of an archive, or what is wrong with it. more is false at
// the end.
func (s *source) next(f inputFile, records *warc.Reader) (t task, more bool, err error) {
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
			return s.recordTask(f, rec, kind), true, nil
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
		name: f.path + ": " + rec.TargetURI,
		file: urlFileName(rec.TargetURI),
		many: true,
		clean: func(context.Context) (*clean.Article, error) {
			info := clean.PageInfo{Input: f.path, URL: rec.TargetURI, ContentType: rec.ContentType(), Fetched: rec.Date}
			if kind == kindText {
				return s.cleaner.Text(rec.Payload, info)
			}
			return s.cleaner.HTML(rec.Payload, info)
		},
	}
}
