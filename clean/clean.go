package clean

import (
	"errors"
	"fmt"
	"math"

	"matn/clean/block"
	"matn/clean/internal/confidence"
	"matn/clean/internal/date"
	"matn/clean/internal/decode"
	"matn/clean/internal/dom"
	"matn/clean/internal/label"
	"matn/clean/internal/markup"
	"matn/clean/internal/meta"
	"matn/clean/internal/score"
	"matn/clean/internal/segment"
	"matn/clean/profile"
)

// Version is the release of matn that this is. Articles carry it, since the
// text cleaned from a given page may change from one release to the next.
const Version = "0.1.0"

// Default limits of Options. The largest page of the sets in weights.md has 6 MB;
// a page of MaxBytes is read in a few seconds.
const (
	DefaultMaxBytes = 64 << 20
	DefaultMaxNodes = 4_000_000
)

// Cleaner cleans pages. It is read-only once made, so that one value may serve
// many goroutines.
type Cleaner struct {
	opts   Options
	scorer *score.Scorer
	sure   *confidence.Models
}

// New returns a Cleaner, or an error that says which option cannot be.
func New(o Options) (*Cleaner, error) {
	if o.MaxBytes < 0 || o.MaxNodes < 0 {
		return nil, errors.New("clean: limits in Options must not be negative")
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.MaxNodes == 0 {
		o.MaxNodes = DefaultMaxNodes
	}
	if !(o.Favor >= -1 && o.Favor <= 1) || o.Mode != Auto && o.Mode != News && o.Mode != General {
		return nil, fmt.Errorf("clean: Options: mode %q, favor %g: want news, general or nothing, and -1 to 1", o.Mode, o.Favor)
	}
	for _, p := range []Policy{o.Comments, o.Code, o.Tables} {
		if p != Usual && p != Keep && p != Drop {
			return nil, fmt.Errorf("clean: Options: policy %q: want keep, drop or nothing", p)
		}
	}
	scorer, err := newScorer(o.Weights)
	if err != nil {
		return nil, fmt.Errorf("clean: %w", err)
	}
	sure, err := confidence.Load()
	if err != nil {
		return nil, fmt.Errorf("clean: %w", err)
	}
	return &Cleaner{opts: o, scorer: scorer, sure: sure}, nil
}

func newScorer(weights []byte) (*score.Scorer, error) {
	if weights == nil {
		return score.New()
	}
	m, err := score.ReadModel(weights)
	if err != nil {
		return nil, err
	}
	return score.WithModel(m), nil
}

// HTML cleans a web page, given as it was captured, in whatever charset. The
// bytes are not kept.
//
// The error is ErrNoContent where the page has no article: the Article is
// returned with it, for its metadata and blocks. It is a *LimitError or wraps
// ErrBinary where the page was not read.
func (c *Cleaner) HTML(b []byte, info PageInfo) (*Article, error) {
	return c.read(b, info, c.page)
}

// Text cleans text that was flattened from a page before it came here, one
// paragraph or piece of furniture a line. Errors are those of HTML.
func (c *Cleaner) Text(b []byte, info PageInfo) (*Article, error) {
	return c.read(b, info, c.flat)
}

// maxReadings bounds how often a page is read anew because its article shows that
// it was encoded twice, and each reading takes one encoding off.
const maxReadings = 4

// read decodes b and cleans it by one of the readers below.
func (c *Cleaner) read(b []byte, info PageInfo, clean reader) (*Article, error) {
	text, from, err := c.decode(b, info)
	if err != nil {
		return nil, err
	}
	for reading := 1; ; reading++ {
		a, err := clean(text, info, from)
		if err != nil || reading == maxReadings || from.From == decode.FromRules {
			return a, err
		}
		again, ok := decode.Again(text, []byte(a.Body))
		if !ok {
			return a, nil
		}
		text, from.Repaired = again, decode.RepairedMojibake
	}
}

// reader takes a decoded page through the stages.
type reader func(text []byte, info PageInfo, from decode.Info) (*Article, error)

// page is the reader of HTML.
func (c *Cleaner) page(text []byte, info PageInfo, from decode.Info) (*Article, error) {
	doc, err := dom.Parse(text, dom.Limits{Nodes: c.opts.MaxNodes})
	if limit := (*dom.LimitError)(nil); errors.As(err, &limit) {
		return nil, &LimitError{What: "nodes", Got: limit.Got, Max: limit.Max}
	} else if err != nil {
		return nil, fmt.Errorf("clean: %w", err)
	}
	head := meta.ReadHead(doc)
	hints := head.Hints()
	layout := segment.HTML(doc, hints.Bodies)
	a, err := c.article(layout, head, hints, info, from)
	if doc.Deep {
		a.Warnings = append(a.Warnings, fmt.Sprintf("the page nests deeper than %d elements: what lies deeper was read side by side", markup.MaxDepth))
	}
	return a, err
}

// flat is the reader of flattened text.
func (c *Cleaner) flat(text []byte, info PageInfo, from decode.Info) (*Article, error) {
	return c.article(segment.Text(string(text)), &meta.Head{}, dom.Hints{}, info, from)
}

// decode is the stage from bytes to UTF-8, and the door for what is no text.
func (c *Cleaner) decode(b []byte, info PageInfo) ([]byte, decode.Info, error) {
	if len(b) > c.opts.MaxBytes {
		return nil, decode.Info{}, &LimitError{What: "bytes", Got: len(b), Max: c.opts.MaxBytes}
	}
	if kind, yes := decode.IsBinary(b); yes {
		return nil, decode.Info{}, fmt.Errorf("%w but %s", ErrBinary, kind)
	}
	if r := info.Rules; r != nil && r.Charset != "" {
		text, from := decode.As(b, r.Charset)
		return text, from, nil
	}
	text, from := decode.Bytes(b, info.ContentType)
	return text, from, nil
}

// article takes blocks through the stages that HTML and flattened text share.
func (c *Cleaner) article(l *dom.Layout, head *meta.Head, hints dom.Hints, info PageInfo, from decode.Info) (*Article, error) {
	in := label.Input{Hints: hints, Date: date.Context{Now: info.Fetched}}
	in = c.judge(l, in)
	if len(l.Elems) == 0 {
		c.settle(l, in)
	}
	m := meta.Extract(head, l, meta.Page{URL: info.URL, Now: info.Fetched, Charset: from.Charset, General: !in.Article})
	var seen profile.Page
	if info.Profile != nil {
		seen = info.Profile.Mark(l.Blocks, profile.About{Title: m.Title, Bodies: hints.Bodies, General: !in.Article}).Page
	}
	label.Apply(l.Blocks, label.Policy{Comments: c.opts.Comments == Keep, NoCode: c.opts.Code == Drop, NoTables: c.opts.Tables == Drop})
	said := info.Rules.Apply(l.Elems, l.Blocks)
	setFields(&m, info, said)
	a := assemble(l, m, info)
	claims := hints.Dated || hints.Kinds&^dom.KindOGSite != 0
	a.Signals = confidence.Read(l.Blocks, confidence.Facts{Article: in.Article, Claims: claims, Bodies: hints.Bodies})
	a.Confidence = c.confidence(a.Signals, len(l.Elems) == 0)
	a.Seen = seen
	a.Warnings = append(decodeWarnings(from), said.Missed...)
	if c.opts.Paths {
		fillPaths(l)
	}
	if a.Body == "" {
		return a, ErrNoContent
	}
	return a, nil
}

// judge scores and labels blocks. It returns what they were labelled by.
func (c *Cleaner) judge(l *dom.Layout, in label.Input) label.Input {
	kind := c.scorer.Blocks(l, in.Hints, kinds[c.opts.Mode])
	in.Threshold, in.Article, in.Whole = c.cut(l.Blocks, kind, len(l.Elems) == 0), kind == score.Article, kind == score.Whole
	fillPlaces(l)
	label.Blocks(l, in)
	return in
}

// kinds translates modes for the scorer.
var kinds = map[Mode]score.Kind{Auto: score.Auto, News: score.Article, General: score.Other}

// favorStep is the change of the cut, in log-odds, from Favor 0 to 1: at 1 a
// block of probability .12 is kept, at -1 only one of .88.
const favorStep = 2

// cut is the probability from which blocks of a page are kept.
func (c *Cleaner) cut(blocks []block.Block, kind score.Kind, flat bool) float32 {
	cut := float64(score.NewsCut)
	if kind == score.Other {
		cut = float64(score.ExpectedCut(blocks, flat))
	}
	cut = max(min(cut, 0.99), 0.01)
	return float32(1 / (1 + (1-cut)/cut*math.Exp(favorStep*c.opts.Favor)))
}

func decodeWarnings(from decode.Info) (w []string) {
	if from.UnknownLabel != "" {
		w = append(w, fmt.Sprintf("unknown charset label %q: read as %s", from.UnknownLabel, from.Charset))
	}
	if from.Repaired != "" {
		w = append(w, "charset "+from.Charset+": repaired "+from.Repaired)
	}
	return w
}

// assemble puts the body and the metadata together.
func assemble(l *dom.Layout, m meta.Meta, info PageInfo) *Article {
	a := &Article{
		Input: info.Input, URL: info.URL, CanonicalURL: m.CanonicalURL, Site: m.Site,
		Title: m.Title, Subtitle: m.Subtitle, Authors: m.Authors, Published: m.Published,
		Modified: m.Modified, Language: m.Language, Direction: m.Direction, Section: m.Section,
		Tags: m.Tags, Description: m.Description, Source: m.Source, Dateline: m.Dateline,
		Image: Image{URL: m.ImageURL, Caption: m.ImageCaption}, Captions: m.Captions,
		Paywalled: m.Paywalled, Provenance: m.From,
		Extractor: "matn/" + Version, Blocks: l.Blocks,
	}
	if a.Input == "" {
		a.Input = info.URL
	}
	a.own()
	a.Body, a.WordCount, a.Chrome = body(l)
	return a
}

// confidence is the probability that a body is right, with the model of pages or
// of flattened text.
func (c *Cleaner) confidence(s confidence.Signals, flat bool) float64 {
	if flat {
		return c.sure.Lines.Of(s)
	}
	return c.sure.Page.Of(s)
}
