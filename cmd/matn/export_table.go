package main

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"matn/crawler/store"
)

// csvColumns are the keys of an article, in the order of jsonl, and what stands in
// them.
var csvColumns = []struct {
	name  string
	value func(*storedRow) string
}{
	{"id", func(r *storedRow) string { return strconv.FormatInt(r.ID, 10) }},
	{"url", func(r *storedRow) string { return text(r.URL) }},
	{"canonical_url", func(r *storedRow) string { return text(r.CanonicalURL) }},
	{"site", func(r *storedRow) string { return text(r.Site) }},
	{"title", func(r *storedRow) string { return text(r.Title) }},
	{"subtitle", func(r *storedRow) string { return text(r.Subtitle) }},
	{"authors", func(r *storedRow) string { return strings.Join(r.Authors, "; ") }},
	{"published", func(r *storedRow) string { return text(r.Published) }},
	{"modified", func(r *storedRow) string { return text(r.Modified) }},
	{"language", func(r *storedRow) string { return text(r.Language) }},
	{"direction", func(r *storedRow) string { return text(r.Direction) }},
	{"section", func(r *storedRow) string { return text(r.Section) }},
	{"tags", func(r *storedRow) string { return strings.Join(r.Tags, "; ") }},
	{"description", func(r *storedRow) string { return text(r.Description) }},
	{"source", func(r *storedRow) string { return text(r.Source) }},
	{"dateline", func(r *storedRow) string { return text(r.Dateline) }},
	{"image", func(r *storedRow) string {
		if r.Image == nil {
			return ""
		}
		return text(r.Image.URL)
	}},
	{"captions", func(r *storedRow) string { return strings.Join(r.Captions, "; ") }},
	{"body", func(r *storedRow) string { return r.Body }},
	{"word_count", func(r *storedRow) string { return strconv.Itoa(int(r.WordCount)) }},
	{"confidence", func(r *storedRow) string { return strconv.FormatFloat(r.Confidence, 'f', -1, 64) }},
	{"paywalled", func(r *storedRow) string {
		if r.Paywalled == nil {
			return ""
		}
		return strconv.FormatBool(*r.Paywalled)
	}},
	{"extractor", func(r *storedRow) string { return r.Extractor }},
	{"host", func(r *storedRow) string { return r.Host }},
	{"first_seen", func(r *storedRow) string { return r.FirstSeen }},
	{"fetched", func(r *storedRow) string { return r.Fetched }},
	{"revisions", func(r *storedRow) string { return strconv.Itoa(int(r.Revisions)) }},
	{"duplicate_of", func(r *storedRow) string { return id(r.DuplicateOf) }},
	{"cluster", func(r *storedRow) string { return id(r.Cluster) }},
	{"cluster_id", func(r *storedRow) string { return id(r.ClusterID) }},
	{"warc", func(r *storedRow) string { return text(r.WARC) }},
	{"warc_offset", func(r *storedRow) string { return id(r.WARCOffset) }},
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func id(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// csvArticles writes CSV by RFC 4180, in UTF-8, with a line of names.
type csvArticles struct {
	events
	w *csv.Writer
}

func newCSVWriter(out io.Writer, e events) (*csvArticles, error) {
	c := &csvArticles{e, csv.NewWriter(out)}
	names := make([]string, len(csvColumns))
	for i, column := range csvColumns {
		names[i] = column.name
	}
	return c, c.w.Write(names)
}

func (c *csvArticles) write(a *store.Article) error {
	row, err := c.row(a)
	if err != nil {
		return &lostArticle{err}
	}
	cells := make([]string, len(csvColumns))
	for i, column := range csvColumns {
		cells[i] = column.value(row)
	}
	return c.w.Write(cells)
}

func (c *csvArticles) close() error {
	c.w.Flush()
	return c.w.Error()
}

// parquetArticles writes Parquet.
type parquetArticles struct {
	events
	w *parquetWriter[storedRow]
}

func (p *parquetArticles) write(a *store.Article) error {
	row, err := p.row(a)
	if err != nil {
		return &lostArticle{err}
	}
	return p.w.write(row, row.size)
}

func (p *parquetArticles) close() error { return p.w.close() }
