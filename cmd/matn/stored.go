package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"matn/clean"
	"matn/clean/similar"
	"matn/crawler/store"
)

// storedContent is an article as a store keeps it. Its Meta is the line of jsonl
// without the body, so that an export gives what matn get gives.
func storedContent(a *clean.Article) (store.Content, error) {
	row, err := newArticleRow(a)
	if err != nil {
		return store.Content{}, err
	}
	text := row.Body
	row.Body = ""
	meta, err := encodeJSON(row)
	if err != nil {
		return store.Content{}, fmt.Errorf("article: %w", err)
	}
	title := ""
	if row.Title != nil {
		title = *row.Title
	}
	return store.Content{
		Title: title, Text: text, Meta: meta, Fold: similar.Fold(title + "\n" + text),
		Language: a.Language, Published: a.Published.Time, Modified: a.Modified.Time,
		Hash: similar.Hash(text), SimHash: similar.SimHash(text),
		Confidence: row.Confidence, Words: a.WordCount, Extractor: a.Extractor,
	}, nil
}

// storedRow is an article of a store as a line of jsonl, a row of Parquet or of CSV:
// the keys of an article, and behind them what the collection knows of it.
type storedRow struct {
	articleRow
	ID          int64   `json:"id" parquet:"id"`
	Host        string  `json:"host" parquet:"host,dict"`
	FirstSeen   string  `json:"first_seen" parquet:"first_seen"` // RFC 3339, UTC
	Fetched     string  `json:"fetched" parquet:"fetched"`
	Revisions   int32   `json:"revisions" parquet:"revisions"`                 // former versions
	DuplicateOf *int64  `json:"duplicate_of,omitempty" parquet:"duplicate_of"` // id of an older article with the same text
	Cluster     *int64  `json:"cluster,omitempty" parquet:"cluster"`           // id of the first of the articles nearly the same
	ClusterID   *int64  `json:"cluster_id,omitempty" parquet:"cluster_id"`     // with --clusters: id of the first of the articles about one event
	WARC        *string `json:"warc,omitempty" parquet:"warc"`                 // file of the page as fetched
	WARCOffset  *int64  `json:"warc_offset,omitempty" parquet:"warc_offset"`   // of its record in the file
}

func newStoredRow(a *store.Article) (*storedRow, error) {
	row := &storedRow{}
	if len(a.Meta) > 0 {
		if err := json.Unmarshal(a.Meta, &row.articleRow); err != nil {
			return nil, fmt.Errorf("article %d: what the store has of it is damaged: %w", a.ID, err)
		}
	}
	row.URL, row.Body, row.Title = optional(a.URL), a.Text, optional(a.Title)
	if row.Input == "" {
		row.Input = a.URL
	}
	if row.CanonicalURL == nil {
		row.CanonicalURL = optional(a.Canonical)
	}
	row.size = int64(len(a.Text) + len(a.Meta))
	row.ID, row.Host, row.Revisions = a.ID, a.Host, int32(a.Revisions)
	row.FirstSeen, row.Fetched = a.First.UTC().Format(time.RFC3339), a.Fetched.UTC().Format(time.RFC3339)
	row.DuplicateOf, row.Cluster = optional(a.DuplicateOf), optional(a.Cluster)
	if row.WARC = optional(a.File); row.WARC != nil {
		row.WARCOffset = &a.Offset
	}
	return row, nil
}

// optional is nil for what is not known.
func optional[T comparable](v T) *T {
	if v == *new(T) {
		return nil
	}
	return &v
}

// encodeJSON is one line of JSON that leaves "<" and "&" as they are.
func encodeJSON(v any) ([]byte, error) {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return line.Bytes(), err
}
