package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"matn/clean"
	"matn/clean/block"
)

// record is an article as JSON has it: these keys, in this order, are what
// programs rely on. A key that is not there is not known.
type record struct {
	Input        string     `json:"input,omitempty"`
	URL          string     `json:"url,omitempty"`
	CanonicalURL string     `json:"canonical_url,omitempty"`
	Site         string     `json:"site,omitempty"`
	Title        string     `json:"title,omitempty"`
	Subtitle     string     `json:"subtitle,omitempty"`
	Authors      []string   `json:"authors,omitempty"`
	Published    string     `json:"published,omitempty"`
	Modified     string     `json:"modified,omitempty"`
	Language     string     `json:"language,omitempty"`
	Direction    string     `json:"direction,omitempty"`
	Section      string     `json:"section,omitempty"`
	Tags         []string   `json:"tags,omitempty"`
	Description  string     `json:"description,omitempty"`
	Source       string     `json:"source,omitempty"`
	Dateline     string     `json:"dateline,omitempty"`
	Image        *imageJSON `json:"image,omitempty"`
	Captions     []string   `json:"captions,omitempty"`
	Body         string     `json:"body,omitempty"`
	WordCount    int        `json:"word_count"`
	Chrome       float64    `json:"chrome,omitempty"`
	Confidence   float64    `json:"confidence"`
	Paywalled    *bool      `json:"paywalled,omitempty"`
	Extractor    string     `json:"extractor,omitempty"`

	Blocks     []blockJSON       `json:"blocks,omitempty"`
	Provenance map[string]string `json:"provenance,omitempty"`
	Warnings   []string          `json:"warnings,omitempty"`
}

type imageJSON struct {
	URL     string `json:"url,omitempty"`
	Caption string `json:"caption,omitempty"`
}

type blockJSON struct {
	Text   string     `json:"text"`
	Role   block.Role `json:"role"`
	Kept   bool       `json:"kept"`
	P      float64    `json:"p"`
	Reason reasonJSON `json:"reason"`
	Path   string     `json:"path,omitempty"`
}

// reasonJSON has count and of where a profile spoke: "in 14 of 15 pages".
type reasonJSON struct {
	Stage  string `json:"stage"`
	Detail string `json:"detail"`
	Count  int32  `json:"count,omitempty"`
	Of     int32  `json:"of,omitempty"`
}

// JSON writes a as one indented object. With Explain it has every block of the
// page, kept or not, and where each field came from.
func JSON(w io.Writer, a *clean.Article, o Options) error {
	return writeJSON(w, a, o, "  ")
}

// JSONL writes what JSON does on a line of its own.
func JSONL(w io.Writer, a *clean.Article, o Options) error {
	return writeJSON(w, a, o, "")
}

func writeJSON(w io.Writer, a *clean.Article, o Options, indent string) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(newRecord(a, o)); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return writeAll(w, out.Bytes())
}

func newRecord(a *clean.Article, o Options) record {
	r := record{
		Input:        scrub(a.Input),
		URL:          scrub(a.URL),
		CanonicalURL: scrub(a.CanonicalURL),
		Site:         scrub(a.Site),
		Title:        scrub(a.Title),
		Subtitle:     scrub(a.Subtitle),
		Authors:      scrubAll(a.Authors),
		Published:    a.Published.String(),
		Modified:     a.Modified.String(),
		Language:     scrub(a.Language),
		Direction:    scrub(a.Direction),
		Section:      scrub(a.Section),
		Tags:         scrubAll(a.Tags),
		Description:  scrub(a.Description),
		Source:       scrub(a.Source),
		Dateline:     scrub(a.Dateline),
		Captions:     scrubAll(a.Captions),
		Body:         scrub(a.Body),
		WordCount:    a.WordCount,
		Chrome:       probability(a.Chrome),
		Confidence:   probability(a.Confidence),
		Paywalled:    a.Paywalled,
		Extractor:    scrub(a.Extractor),
		Warnings:     scrubAll(a.Warnings),
	}
	if a.Image != (clean.Image{}) {
		r.Image = &imageJSON{URL: scrub(a.Image.URL), Caption: scrub(a.Image.Caption)}
	}
	if o.Explain {
		r.Blocks, r.Provenance = explain(a.Blocks), scrubMap(a.Provenance)
	}
	return r
}

func explain(blocks []block.Block) []blockJSON {
	out := make([]blockJSON, len(blocks))
	for i := range blocks {
		b := &blocks[i]
		out[i] = blockJSON{
			Text: scrub(b.Text),
			Role: b.Role,
			Kept: b.Kept,
			P:    probability(float64(b.P)),
			Reason: reasonJSON{
				Stage:  b.Reason.Stage.String(),
				Detail: scrub(b.Reason.Detail),
				Count:  b.Reason.Count,
				Of:     b.Reason.Of,
			},
			Path: scrub(b.Path),
		}
	}
	return out
}

func scrubAll(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, scrub(s))
	}
	return out
}

func scrubMap(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[scrub(k)] = scrub(v)
	}
	return out
}

// probability rounds p to four places, which is more than any p is worth, and
// gives JSON no number that it has no form for.
func probability(p float64) float64 {
	if math.IsNaN(p) || math.IsInf(p, 0) {
		return 0
	}
	return math.Round(p*10000) / 10000
}
