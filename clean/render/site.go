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
	"time"
)

// SitePoint is one article in the history of a site.
type SitePoint struct {
	Title, URL string
	Fetched    time.Time
	Words      int
	Confidence float64 // 0 to 1
	Chrome     float64 // share of the page's words that were stripped, 0 to 1; below 0: not known
}

//go:embed site.html
var siteSource string

var sitePage = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("site").Parse(siteSource))
})

// doubtful is the confidence below which an article is marked in a site's history.
const doubtful = 0.5

// SiteReport writes the history of a site as one HTML document that needs nothing
// beside it: length, confidence and share of chrome of its articles over time, one
// chart above the other, and the articles, the newest first. Points may come in any
// order.
func SiteReport(w io.Writer, site string, points []SitePoint) error {
	var out bytes.Buffer
	if err := sitePage().Execute(&out, newSiteReport(site, points)); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return writeAll(w, out.Bytes())
}

type siteReport struct {
	Site, From, To string

	Charts []siteChart
	Rows   []siteRow
}

type siteRow struct {
	Fetched, Title, Link, Words, Confidence, Chrome string

	Low bool
}

type siteChart struct {
	Name, Min, Max, Median, MedianY string

	Dots []siteDot
}

type siteDot struct {
	X, Y, Label string
	Low         bool
}

func newSiteReport(site string, points []SitePoint) siteReport {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b SitePoint) int { return a.Fetched.Compare(b.Fetched) })
	r := siteReport{Site: scrubLine(site)}
	if len(points) == 0 {
		return r
	}
	r.From, r.To = day(points[0].Fetched), day(points[len(points)-1].Fetched)
	r.Charts = []siteChart{
		newSiteChart("words", points, func(p SitePoint) float64 { return float64(p.Words) }, wholeNumber),
		newSiteChart("confidence", points, func(p SitePoint) float64 { return p.Confidence }, hundredths),
		newSiteChart("share of chrome", points, func(p SitePoint) float64 { return p.Chrome }, hundredths),
	}
	for _, p := range slices.Backward(points) {
		row := siteRow{
			Fetched: p.Fetched.UTC().Format("2006-01-02 15:04"), Title: scrubLine(p.Title), Words: strconv.Itoa(p.Words),
			Confidence: hundredths(p.Confidence), Chrome: "–", Low: p.Confidence < doubtful,
		}
		if p.Chrome >= 0 {
			row.Chrome = hundredths(p.Chrome)
		}
		if row.Title == "" {
			row.Title = scrubLine(p.URL)
		}
		if u := scrubLine(p.URL); strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://") {
			row.Link = u
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

// newSiteChart draws one value of the points that know it. Ordinates run from the
// greatest value, at 0, to zero, at 100.
func newSiteChart(name string, points []SitePoint, value func(SitePoint) float64, write func(float64) string) siteChart {
	c := siteChart{Name: name}
	var values []float64
	for _, p := range points {
		if v := value(p); v >= 0 {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		c.Min, c.Max, c.Median, c.MedianY = "?", "?", "?", "100"
		return c
	}
	sorted := slices.Sorted(slices.Values(values))
	low, high, middle := sorted[0], sorted[len(sorted)-1], sorted[len(sorted)/2]
	c.Min, c.Max, c.Median = write(low), write(high), write(middle)
	y := func(v float64) string {
		return strconv.FormatFloat(100-100*v/math.Max(high, math.SmallestNonzeroFloat64), 'f', 1, 64)
	}
	c.MedianY = y(middle)
	for i, p := range points {
		v := value(p)
		if v < 0 {
			continue
		}
		c.Dots = append(c.Dots, siteDot{
			X: strconv.FormatFloat(1000*(float64(i)+0.5)/float64(len(points)), 'f', 1, 64), Y: y(v), Low: p.Confidence < doubtful,
			Label: write(v) + " · " + day(p.Fetched) + " · " + scrubLine(p.Title),
		})
	}
	return c
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func wholeNumber(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) }
