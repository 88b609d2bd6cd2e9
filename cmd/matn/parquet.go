package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"matn/clean"
	"matn/clean/render"
)

// formatParquet is a format of shards only: its columns need many rows.
const formatParquet = "parquet"

// articleRow is an article as a row of Parquet. Its columns are the keys of jsonl.
type articleRow struct {
	Input        string    `json:"input,omitempty" parquet:"input"`
	URL          *string   `json:"url,omitempty" parquet:"url"`
	CanonicalURL *string   `json:"canonical_url,omitempty" parquet:"canonical_url"`
	Site         *string   `json:"site,omitempty" parquet:"site,dict"`
	Title        *string   `json:"title,omitempty" parquet:"title"`
	Subtitle     *string   `json:"subtitle,omitempty" parquet:"subtitle"`
	Authors      []string  `json:"authors,omitempty" parquet:"authors,list"`
	Published    *string   `json:"published,omitempty" parquet:"published"`
	Modified     *string   `json:"modified,omitempty" parquet:"modified"`
	Language     *string   `json:"language,omitempty" parquet:"language,dict"`
	Direction    *string   `json:"direction,omitempty" parquet:"direction,dict"`
	Section      *string   `json:"section,omitempty" parquet:"section,dict"`
	Tags         []string  `json:"tags,omitempty" parquet:"tags,list"`
	Description  *string   `json:"description,omitempty" parquet:"description"`
	Source       *string   `json:"source,omitempty" parquet:"source,dict"`
	Dateline     *string   `json:"dateline,omitempty" parquet:"dateline"`
	Image        *imageRow `json:"image,omitempty" parquet:"image"`
	Captions     []string  `json:"captions,omitempty" parquet:"captions,list"`
	Body         string    `json:"body,omitempty" parquet:"body"`
	WordCount    int32     `json:"word_count" parquet:"word_count"`
	Chrome       *float64  `json:"chrome,omitempty" parquet:"chrome"`
	Confidence   float64   `json:"confidence" parquet:"confidence"`
	Paywalled    *bool     `json:"paywalled,omitempty" parquet:"paywalled"`
	Extractor    string    `json:"extractor,omitempty" parquet:"extractor,dict"`
	Warnings     []string  `json:"warnings,omitempty" parquet:"warnings,list"`

	size int64 // bytes of the same article in jsonl
}

type imageRow struct {
	URL     *string `json:"url,omitempty" parquet:"url"`
	Caption *string `json:"caption,omitempty" parquet:"caption"`
}

// newArticleRow goes by way of jsonl, so that both hold the same under the same
// names.
func newArticleRow(a *clean.Article) (*articleRow, error) {
	var line bytes.Buffer
	if err := render.JSONL(&line, a, render.Options{}); err != nil {
		return nil, err
	}
	row := &articleRow{size: int64(line.Len())}
	if err := json.Unmarshal(line.Bytes(), row); err != nil {
		return nil, fmt.Errorf("parquet: %w", err)
	}
	return row, nil
}

// rowGroup is how many bytes of articles a row group gets: what a writer holds in
// memory, and what a reader reads at once.
const rowGroup = 16 << 20

// parquetWriter writes rows to one Parquet file.
type parquetWriter[T any] struct {
	w     *parquet.GenericWriter[T]
	group int64 // bytes in the row group under way
}

func newParquetWriter[T any](w io.Writer) *parquetWriter[T] {
	return &parquetWriter[T]{w: parquet.NewGenericWriter[T](w, parquet.Compression(&parquet.Zstd),
		parquet.CreatedBy("matn", clean.Version, ""))}
}

// write adds a row of about so many bytes.
func (p *parquetWriter[T]) write(row *T, size int64) error {
	if _, err := p.w.Write([]T{*row}); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	if p.group += size; p.group < rowGroup {
		return nil
	}
	p.group = 0
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	return nil
}

func (p *parquetWriter[T]) close() error {
	if err := p.w.Close(); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	return nil
}
