package render

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"matn/clean"
	"matn/clean/block"
)

//go:embed report.html
var reportSource string

// reportPage is parsed on first use; a test renders it, so that it cannot fail.
var reportPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Parse(reportSource))
})

// Report writes what matn made of a page as one HTML document that needs nothing
// beside it: every block in reading order with role, probability and reason, kept,
// set apart and stripped in three colours; the fields with where each came from;
// the clean article beside them. The blocks can be filtered by role, and the page
// works without scripts and network and on paper.
//
// The Article may be one that came with clean.ErrNoContent. Paths are shown where
// clean.Options.Paths asked for them.
func Report(w io.Writer, a *clean.Article) error {
	var out bytes.Buffer
	if err := reportPage().Execute(&out, newReport(a)); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return writeAll(w, out.Bytes())
}

// report is what the template is given.
type report struct {
	Input, URL, Title, Language, Direction, Extractor, Confidence string

	Total, Kept, Words int
	Warnings           []string
	Roles              []reportRole
	Blocks             []reportBlock
	Fields             []reportField
	Article            template.HTML
}

type reportRole struct {
	Name, Kind string
	Count      int
}

type reportBlock struct {
	Text, Role, Kind, P, Percent, Stage, Detail, Path string

	Count, Of int32
	Pre       bool
}

type reportField struct{ Name, Value, From string }

func newReport(a *clean.Article) report {
	r := report{
		Input: scrubLine(a.Input), URL: scrubLine(a.URL), Title: scrubLine(a.Title),
		Language: languageTag(a.Language), Direction: direction(a.Direction), Extractor: scrubLine(a.Extractor),
		Confidence: hundredths(a.Confidence), Total: len(a.Blocks), Words: a.WordCount, Warnings: scrubAll(a.Warnings),
		Fields: reportFields(a), Article: reportArticle(a),
	}
	for i := range a.Blocks {
		b := newReportBlock(&a.Blocks[i])
		if a.Blocks[i].Kept {
			r.Kept++
		}
		r.Blocks = append(r.Blocks, b)
		at := slices.IndexFunc(r.Roles, func(o reportRole) bool { return o.Name == b.Role })
		if at < 0 {
			at = len(r.Roles)
			r.Roles = append(r.Roles, reportRole{Name: b.Role, Kind: b.Kind})
		}
		r.Roles[at].Count++
	}
	slices.SortFunc(r.Roles, func(x, y reportRole) int {
		if kinds := kindOrder(x.Kind) - kindOrder(y.Kind); kinds != 0 {
			return kinds
		}
		return strings.Compare(x.Name, y.Name)
	})
	return r
}

// Kinds of a block in a report, which are class names in the template.
const (
	kindKept  = "kept"
	kindField = "field" // set apart in a field of the article
	kindOut   = "stripped"
)

func kindOrder(kind string) int { return slices.Index([]string{kindKept, kindField, kindOut}, kind) }

func newReportBlock(b *block.Block) reportBlock {
	r := reportBlock{
		Text: scrub(b.Text), Role: b.Role.String(), Kind: kindOut, P: hundredths(float64(b.P)),
		Percent: strconv.Itoa(int(math.Round(100 * probability(float64(b.P))))),
		Stage:   b.Reason.Stage.String(), Detail: scrubLine(b.Reason.Detail), Path: scrubLine(b.Path),
		Count: b.Reason.Count, Of: b.Reason.Of, Pre: b.Kind == block.Code || b.Kind == block.TableRow,
	}
	switch {
	case b.Kept:
		r.Kind = kindKept
	case b.Role.Field():
		r.Kind = kindField
	}
	return r
}

// reportFields lists the fields that are known, in the order of JSON.
func reportFields(a *clean.Article) (fields []reportField) {
	add := func(name, value string) {
		if value = scrub(value); value != "" {
			fields = append(fields, reportField{name, value, scrubLine(a.Provenance[name])})
		}
	}
	add("title", a.Title)
	add("subtitle", a.Subtitle)
	add("authors", strings.Join(a.Authors, "\n"))
	add("published", a.Published.String())
	add("modified", a.Modified.String())
	add("language", a.Language)
	add("direction", a.Direction)
	add("site", a.Site)
	add("section", a.Section)
	add("tags", strings.Join(a.Tags, ", "))
	add("description", a.Description)
	add("source", a.Source)
	add("dateline", a.Dateline)
	add("canonical_url", a.CanonicalURL)
	add("image", a.Image.URL)
	add("captions", strings.Join(a.Captions, "\n"))
	if a.Paywalled != nil {
		add("paywalled", strconv.FormatBool(*a.Paywalled))
	}
	return fields
}

// reportArticle is the article as HTML writes it, which is safe as it stands.
func reportArticle(a *clean.Article) template.HTML {
	d := newHTMLDoc(a)
	d.header(a)
	for _, s := range outline(a) {
		d.step(s)
	}
	return template.HTML(d.out)
}

// hundredths writes a probability with two digits behind the point.
func hundredths(p float64) string { return strconv.FormatFloat(probability(p), 'f', 2, 64) }
