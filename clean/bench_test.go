//go:build unix

package clean_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/html"

	"matn/clean"
	"matn/clean/internal/decode"
	"matn/clean/internal/dom"
	"matn/clean/internal/label"
	"matn/clean/internal/meta"
	"matn/clean/internal/score"
	"matn/clean/internal/segment"
)

// benchSizes are the sizes of the pages measured, in kilobytes: the curve must
// be straight.
var benchSizes = [...]int{10, 100, 1000}

// benchPages are the fixtures whose bodies are repeated to make large pages.
var benchPages = [...]struct{ lang, slug string }{{"ar", "alwatan-shape"}, {"en", "english-cms"}}

// benchPage repeats what the body of a fixture holds, article, sidebars and all,
// until the page has so many bytes.
func benchPage(tb testing.TB, slug string, size int) []byte {
	tb.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "fixtures", "pages", slug, "page.html"))
	if err != nil {
		tb.Fatal(err)
	}
	page, _ := decode.Bytes(raw, "")
	open := bytes.Index(page, []byte("<body"))
	to := bytes.LastIndex(page, []byte("</body>"))
	if open < 0 || to < open {
		tb.Fatalf("%s has no body", slug)
	}
	out := []byte("<!DOCTYPE html><html><head><meta charset=utf-8><title>Page</title></head>")
	for len(out) < size {
		out = append(out, page[open:to]...)
	}
	return append(out[:size-size%4], "</body></html>"...)
}

// stages runs a benchmark for each language and size.
func stages(b *testing.B, f func(b *testing.B, page []byte)) {
	for _, p := range benchPages {
		for _, kb := range benchSizes {
			page := benchPage(b, p.slug, kb<<10)
			b.Run(fmt.Sprintf("%s/%dKB", p.lang, kb), func(b *testing.B) {
				b.SetBytes(int64(len(page)))
				b.ReportAllocs()
				f(b, page)
			})
		}
	}
}

// processorTime is what this process has used, on all threads: other processes
// do not count, collecting garbage does.
func processorTime(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// parseSample is how much processor time of html.Parse a ratio rests on.
const parseSample = 100 * time.Millisecond

// besideParse measures f, and reports its processor time beside that of
// html.Parse alone on the same page.
func besideParse(b *testing.B, page []byte, f func()) {
	start := processorTime(b)
	for b.Loop() {
		f()
	}
	took := processorTime(b) - start
	b.StopTimer()
	runs, parse := 0, time.Duration(0)
	for start = processorTime(b); parse < parseSample; parse = processorTime(b) - start {
		if _, err := html.Parse(bytes.NewReader(page)); err != nil {
			b.Fatal(err)
		}
		runs++
	}
	b.ReportMetric(float64(took)/float64(b.N)/(float64(parse)/float64(runs)), "x-parse")
}

func mustParse(tb testing.TB, page []byte) *dom.Doc {
	doc, err := dom.Parse(page, dom.Limits{Nodes: clean.DefaultMaxNodes})
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

func BenchmarkParseAlone(b *testing.B) {
	stages(b, func(b *testing.B, page []byte) {
		for b.Loop() {
			if _, err := html.Parse(bytes.NewReader(page)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkDOM is parsing, the look before it and the table of elements behind
// it.
func BenchmarkDOM(b *testing.B) {
	stages(b, func(b *testing.B, page []byte) {
		besideParse(b, page, func() { mustParse(b, page) })
	})
}

func BenchmarkSegment(b *testing.B) {
	stages(b, func(b *testing.B, page []byte) {
		doc := mustParse(b, page)
		besideParse(b, page, func() { segment.HTML(doc, nil) })
	})
}

func BenchmarkDecode(b *testing.B) {
	stages(b, func(b *testing.B, page []byte) {
		besideParse(b, page, func() { decode.Bytes(page, "") })
	})
}

// BenchmarkPipeline is all of Cleaner.HTML.
func BenchmarkPipeline(b *testing.B) {
	c, err := clean.New(clean.Options{})
	if err != nil {
		b.Fatal(err)
	}
	stages(b, func(b *testing.B, page []byte) {
		besideParse(b, page, func() {
			if _, err := c.HTML(page, clean.PageInfo{}); err != nil && !errors.Is(err, clean.ErrNoContent) {
				b.Fatal(err)
			}
		})
	})
}

// BenchmarkLabel is scoring and labelling, of pages that are cut into blocks.
func BenchmarkLabel(b *testing.B) {
	scorer, err := score.New()
	if err != nil {
		b.Fatal(err)
	}
	stages(b, func(b *testing.B, page []byte) {
		doc := mustParse(b, page)
		hints := meta.ReadHead(doc).Hints()
		cut := segment.HTML(doc, hints.Bodies)
		besideParse(b, page, func() {
			l := &dom.Layout{Elems: cut.Elems, Blocks: slices.Clone(cut.Blocks)}
			scorer.Blocks(l, hints, score.Auto)
			label.Blocks(l, label.Input{Hints: hints})
		})
	})
}

// BenchmarkMeta is what is read of the head and of the blocks for the fields.
func BenchmarkMeta(b *testing.B) {
	stages(b, func(b *testing.B, page []byte) {
		doc := mustParse(b, page)
		l := segment.HTML(doc, nil)
		besideParse(b, page, func() {
			head := meta.ReadHead(doc)
			head.Hints()
			meta.Extract(head, l, meta.Page{})
		})
	})
}

// largestGrowth is by how much the time of a page ten times as long may grow. Measured
// are 11.5 to 11.9 from 200 KB to 2 MB, of html.Parse alone 11.4, and 10.9 from there
// to 20 MB: caches that a page of 200 KB fits into and one of 2 MB does not, and the
// collecting of garbage, which the small one never comes to.
const largestGrowth = 12

// TestHTML_LongPagesStayLinear holds up to 20 MB. It measures time, if that of
// processors, and so runs on demand alone.
func TestHTML_LongPagesStayLinear(t *testing.T) {
	if !*large {
		t.Skip("measures time: -large")
	}
	const steps = 2
	c := newCleaner(t)
	parse := func(page []byte, _ clean.PageInfo) (*clean.Article, error) {
		_, err := html.Parse(bytes.NewReader(page))
		return nil, err
	}
	for _, p := range benchPages {
		var took, parsed [steps + 1]float64
		for i, size := 0, 200<<10; i <= steps; i, size = i+1, 10*size {
			page := benchPage(t, p.slug, size)
			runs := max(3, 20<<20/size)
			took[i], parsed[i] = leastTime(t, runs, c.HTML, page).Seconds(), leastTime(t, runs, parse, page).Seconds()
			t.Logf("%s, %d KB: %.4f s, %.1f times the first; html.Parse alone %.4f s, %.1f times", p.lang, size>>10, took[i], took[i]/took[0], parsed[i], parsed[i]/parsed[0])
		}
		if grown := took[steps] / took[0]; grown > largestGrowth*largestGrowth {
			t.Errorf("%s: a hundred times the page takes %.0f times the time", p.lang, grown)
		}
	}
}

// TestHostilesTakeLinearTime is what counting allocations cannot show. It measures
// time, if that of processors, and so runs on demand alone.
func TestHostilesTakeLinearTime(t *testing.T) {
	if !*large {
		t.Skip("measures time: -large")
	}
	c := newCleaner(t)
	for _, h := range hostilePages {
		checkTime(t, c.HTML, h)
	}
	for _, h := range hostileTexts {
		checkTime(t, c.Text, h)
	}
}

func checkTime(t *testing.T, read reader, h hostile) {
	t.Helper()
	var took [2]time.Duration
	for i, n := range [...]int{h.large / 8, h.large / 2} {
		page := []byte(h.page(n))
		took[i] = leastTime(t, 3, read, page)
	}
	if t.Logf("%s: %v, %v", h.name, took[0], took[1]); took[1] > 8*max(took[0], 20*time.Millisecond) {
		t.Errorf("%s: %v for four times what took %v", h.name, took[1], took[0])
	}
}

// leastTime is the least that reading a page takes in so many runs: single ones
// are spoiled by what else the machine does.
func leastTime(t *testing.T, runs int, read reader, page []byte) time.Duration {
	t.Helper()
	least := time.Hour
	for range runs {
		runtime.GC()
		start := processorTime(t)
		if _, err := read(page, clean.PageInfo{}); err != nil && !errors.Is(err, clean.ErrNoContent) {
			t.Fatal(err)
		}
		least = min(least, processorTime(t)-start)
	}
	return least
}
