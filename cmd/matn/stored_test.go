package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"matn/clean"
	"matn/clean/render"
	"matn/crawler/store"
)

// storedArticle is an article of ours on its way through a store.
func storedArticle(t *testing.T) (*clean.Article, *store.Article) {
	t.Helper()
	yes := true
	a := &clean.Article{Input: "https://paper.example/1", URL: "https://paper.example/1", Site: "Harbour", Title: "جسر <قديم> & جديد", Authors: []string{"A, B", "C"},
		Language: "ar", Direction: "rtl", Tags: []string{"x"}, Body: "فقرة أولى\n\nفقرة ثانية", WordCount: 4, Confidence: .9, Paywalled: &yes, Extractor: "matn/0.1.0",
		Image: clean.Image{URL: "https://paper.example/1.jpg", Caption: "صورة"}}
	c, err := storedContent(a)
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.FixedZone("", 3600))
	return a, &store.Article{ID: 7, URL: a.URL, Host: "paper.example", Content: c, First: noon, Fetched: noon, Cluster: 3, Raw: store.Raw{File: "a.warc.gz"}}
}

func TestNewStoredRow_BeginsWithWhatGetPrints(t *testing.T) {
	a, kept := storedArticle(t)
	row, err := newStoredRow(kept)
	if err != nil {
		t.Fatal(err)
	}
	got, err := encodeJSON(row)
	if err != nil {
		t.Fatal(err)
	}
	var line bytes.Buffer
	if err := render.JSONL(&line, a, render.Options{}); err != nil {
		t.Fatal(err)
	}
	want := strings.TrimSuffix(line.String(), "}\n") +
		`,"id":7,"host":"paper.example","first_seen":"2026-03-01T11:00:00Z","fetched":"2026-03-01T11:00:00Z","revisions":0,"cluster":3,"warc":"a.warc.gz","warc_offset":0}` + "\n"
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestNewStoredRow_DamagedMeta(t *testing.T) {
	if _, err := newStoredRow(&store.Article{ID: 7, Content: store.Content{Meta: json.RawMessage(`{`)}}); err == nil || !strings.Contains(err.Error(), "article 7: ") {
		t.Errorf("%v", err)
	}
}

func TestExport_ColumnsOfCSVAndParquetAreTheKeysOfJSON(t *testing.T) {
	a, kept := storedArticle(t)
	row, err := newStoredRow(kept)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := newParquetWriter[storedRow](&out)
	if err := w.write(row, row.size); err != nil {
		t.Fatal(err)
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var columns, cells []string
	for _, c := range file.Root().Columns() {
		columns = append(columns, c.Name())
	}
	for _, c := range csvColumns {
		cells = append(cells, c.name)
		if !slices.Contains(columns, c.name) {
			t.Errorf("csv has %s, parquet has not: %v", c.name, columns)
		}
	}
	// Read value by value: reading into an embedded struct makes "" of null.
	var rows [1]parquet.Row
	if n, err := file.RowGroups()[0].Rows().ReadRows(rows[:]); n != 1 {
		t.Fatal(err)
	}
	want := map[string]string{"url": a.URL, "title": a.Title, "canonical_url": "null", "paywalled": "true", "body": a.Body, "authors": "A, B", "id": "7",
		"cluster": "3", "duplicate_of": "null", "warc": "a.warc.gz", "warc_offset": "0", "chrome": "null"}
	for name, text := range want {
		leaf, ok := file.Schema().Lookup(append([]string{name}, map[string][]string{"authors": {"list", "element"}}[name]...)...)
		if !ok {
			t.Errorf("no column %s", name)
			continue
		}
		at := slices.IndexFunc(rows[0], func(v parquet.Value) bool { return v.Column() == leaf.ColumnIndex })
		if got := rows[0][at]; got.IsNull() != (text == "null") || !got.IsNull() && got.String() != text {
			t.Errorf("%s is %v, want %s", name, got, text)
		}
	}
	for _, name := range columns {
		if !slices.Contains(cells, name) && !slices.Contains([]string{"input", "chrome", "warnings"}, name) {
			t.Errorf("parquet has %s, csv has not", name)
		}
	}
}

func TestMoment(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	tests := []struct{ in, want string }{
		{"2026-03-01", "2026-03-01T00:00:00Z"}, {"2026-03-01T08:30", "2026-03-01T08:30:00Z"}, {"2026-03-01T08:30:00+02:00", "2026-03-01T06:30:00Z"},
		{"24h", "2026-03-09T12:00:00Z"}, {"7d", "2026-03-03T12:00:00Z"}, {"1w", "2026-03-03T12:00:00Z"}, {"1.5d", "2026-03-09T00:00:00Z"},
		{"", "0001-01-01T00:00:00Z"}, {"-1d", ""}, {"yesterday", ""}, {"d", ""}, {"0h", ""},
	}
	for _, tt := range tests {
		got, err := moment(tt.in, now)
		if s := got.UTC().Format(time.RFC3339); err == nil && s != tt.want || err != nil && tt.want != "" {
			t.Errorf("moment(%q) = %s, %v, want %q", tt.in, s, err, tt.want)
		}
	}
}

func TestQueryWords(t *testing.T) {
	tests := []struct {
		query string
		finds []string // words of a text, as folded
		not   []string
	}{
		{"حكومة", []string{"حكومه", "الحكومه", "والحكومه", "للحكومه", "بحكومه"}, []string{"حكوم", "حكومات"}},
		{"الحُكُومَةُ", []string{"حكومه", "الحكومه", "كالحكومه"}, nil},
		{"والحكومة", []string{"والحكومه", "حكومه", "الحكومه"}, nil},
		{"الى", []string{"الي", "والي"}, []string{"ي", "وي"}},
		{"في", []string{"في"}, []string{"الفي"}},
		{"Bridge", []string{"bridge"}, []string{"bridges", "thebridge"}},
		{"bridg*", []string{"bridg", "bridges"}, []string{"a bridge"}},
		{"حكوم*", []string{"حكومه", "الحكومات", "وحكومته"}, nil},
		{"١٩٤٨", []string{"1948"}, []string{"ال1948"}},
	}
	for _, tt := range tests {
		words := newQueryWords(tt.query)
		if len(words) != 1 {
			t.Errorf("%q is %v", tt.query, words)
			continue
		}
		for _, w := range tt.finds {
			if !words[0].matches(w) {
				t.Errorf("%q does not find %s: %v", tt.query, w, words[0])
			}
		}
		for _, w := range tt.not {
			if words[0].matches(w) {
				t.Errorf("%q finds %s", tt.query, w)
			}
		}
	}
}

func TestReadableURL(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://paper.example/%D8%AE%D8%A8%D8%B1/%D8%B9-1?q=%D8%A3%26b", "https://paper.example/خبر/ع-1?q=أ%26b"},
		{"https://paper.example/a%20b%2Fc%", "https://paper.example/a%20b%2Fc%"},
		{"https://paper.example/%E1%E3", "https://paper.example/%E1%E3"},                   // windows-1256
		{"https://paper.example/%E2%80%AE%D8%A7", "https://paper.example/%E2%80%AE%D8%A7"}, // turns text around
		{"https://paper.example/%D8", "https://paper.example/%D8"},
	}
	for _, tt := range tests {
		if got := readableURL(tt.in); got != tt.want {
			t.Errorf("readableURL(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSnippet_ShowsThePassageWithMostWords(t *testing.T) {
	filler := strings.Repeat("filler ", 50)
	text := "A bridge alone. " + filler + "here the old BRIDGE and the harbour meet\x1b[2J " + filler
	got := newQueryWords("harbour bridge").snippet(text, true)
	if !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") || !strings.Contains(got, "old "+bold+"BRIDGE"+plain+" and the "+bold+"harbour"+plain) || strings.Contains(got, "\x1b[2J") {
		t.Errorf("%q", got)
	}
	if got := newQueryWords("harbour").snippet("no such word", false); got != "no such word" {
		t.Errorf("%q", got)
	}
	if got := newQueryWords("harbour").snippet("", false); got != "" {
		t.Errorf("%q", got)
	}
}
