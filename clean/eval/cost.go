package eval

import (
	"bytes"
	"context"
	"runtime"
	"time"

	"golang.org/x/net/html"

	"matn/clean/internal/decode"
)

// Cost is what an extractor takes, beside parsing the same pages alone.
type Cost struct {
	Pages       int     `json:"pages"`        // pages measured
	Runs        int     `json:"runs"`         // the least of so many runs counts
	MsPerPage   float64 `json:"ms_per_page"`  // processor time, all threads
	ParseMs     float64 `json:"parse_ms"`     // of html.Parse alone, the same pages, the same run
	Ratio       float64 `json:"ratio"`        // MsPerPage / ParseMs
	Allocs      float64 `json:"allocs"`       // allocations a page
	AllocBytes  float64 `json:"alloc_bytes"`  // bytes allocated a page
	ParseAllocs float64 `json:"parse_allocs"` // those of html.Parse
	ParseBytes  float64 `json:"parse_bytes"`
	AllocRatio  float64 `json:"alloc_ratio"` // Allocs / ParseAllocs
	PageBytes   float64 `json:"page_bytes"`  // mean size of the pages, decoded
}

const (
	// costBatch is the HTML, in bytes, that is measured in one go: enough that the
	// clock's grain and single garbage collections do not matter.
	costBatch = 2 << 20

	// MaxCostPages is how many pages of a set are measured, spread over it.
	MaxCostPages = 200
)

// costPage is a page ready to be measured: nothing is read or flattened within
// the measured time.
type costPage struct {
	in   Input
	utf8 []byte // for html.Parse
}

// MeasureCost measures extractors beside html.Parse on the same pages in the
// same run: batch by batch, one after the other on one goroutine, the whole
// round several times, of which the least counts. It is meant to run when
// nothing else does in this process. MaxCostPages pages of the set are taken. A
// guarded extractor (see Guard) that runs out of time spoils the figures after
// it, since its goroutine runs on.
func MeasureCost(ctx context.Context, pages []Page, extracts []Extract, text bool, runs int) ([]Cost, error) {
	parse := func(p costPage) { _, _ = html.Parse(bytes.NewReader(p.utf8)) }
	todo := []func(costPage){parse}
	for _, x := range extracts {
		todo = append(todo, func(p costPage) { _, _ = x(p.in) })
	}
	sum := make([]usage, len(todo))
	n, size := 0, 0
	var batch []costPage
	held := 0
	for _, p := range spread(pages, MaxCostPages) {
		if p.Flat && !text {
			continue // there is no parsing it
		}
		c, err := loadCost(p, text)
		if err != nil {
			return nil, err
		}
		batch, held = append(batch, c), held+len(c.utf8)
		n, size = n+1, size+len(c.utf8)
		if held >= costBatch {
			measureBatch(ctx, batch, todo, runs, sum)
			batch, held = batch[:0], 0
		}
	}
	if len(batch) > 0 {
		measureBatch(ctx, batch, todo, runs, sum)
	}
	costs := make([]Cost, len(extracts))
	for i := range costs {
		costs[i] = newCost(sum[i+1], sum[0], n, runs)
		costs[i].PageBytes = float64(size) / float64(max(n, 1))
	}
	return costs, ctx.Err()
}

// spread picks at most n pages, evenly.
func spread(pages []Page, n int) []Page {
	if len(pages) <= n {
		return pages
	}
	picked := make([]Page, n)
	for i := range picked {
		picked[i] = pages[i*len(pages)/n]
	}
	return picked
}

func loadCost(p Page, text bool) (costPage, error) {
	raw, err := p.Bytes()
	if err != nil {
		return costPage{}, err
	}
	in, err := Load(p, text)
	if err != nil {
		return costPage{}, err
	}
	utf8, _ := decode.Bytes(raw, p.ContentType)
	return costPage{in: in, utf8: utf8}, nil
}

// usage is what some work took.
type usage struct {
	cpu    time.Duration
	allocs uint64
	bytes  uint64
}

// measureBatch adds to sum the least that each of todo takes for the batch.
func measureBatch(ctx context.Context, batch []costPage, todo []func(costPage), runs int, sum []usage) {
	best := make([]usage, len(todo))
	for run := range runs {
		for i, f := range todo {
			if ctx.Err() != nil {
				return
			}
			u := measure(batch, f)
			if run == 0 || u.cpu < best[i].cpu {
				best[i] = u
			}
		}
	}
	for i, u := range best {
		sum[i].cpu += u.cpu
		sum[i].allocs += u.allocs
		sum[i].bytes += u.bytes
	}
}

func measure(batch []costPage, f func(costPage)) usage {
	var before, after runtime.MemStats
	runtime.GC() // what others left behind is not this one's to collect
	runtime.ReadMemStats(&before)
	start := cpuTime()
	for _, p := range batch {
		f(p)
	}
	cpu := cpuTime() - start
	runtime.ReadMemStats(&after)
	return usage{cpu, after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc}
}

func newCost(u, parse usage, pages, runs int) Cost {
	if pages == 0 {
		return Cost{}
	}
	n := float64(pages)
	return Cost{
		Pages: pages, Runs: runs,
		MsPerPage: milliseconds(u.cpu) / n, ParseMs: milliseconds(parse.cpu) / n,
		Ratio:       over(milliseconds(u.cpu), milliseconds(parse.cpu)),
		Allocs:      float64(u.allocs) / n,
		AllocBytes:  float64(u.bytes) / n,
		ParseAllocs: float64(parse.allocs) / n,
		ParseBytes:  float64(parse.bytes) / n,
		AllocRatio:  over(float64(u.allocs), float64(parse.allocs)),
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func over(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
