package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"matn/clean"
	"matn/clean/render"
	"matn/crawler/warc"
)

// TestBulk_CostsLittleMoreThanCleaningFromMemory compares processor time: of a
// whole run over an archive, and of cleaning and rendering the same pages when
// they are in memory already.
func TestBulk_CostsLittleMoreThanCleaningFromMemory(t *testing.T) {
	if os.Getenv("MATN_BULK_MB") == "" {
		t.Skip("set MATN_BULK_MB, such as 256: short runs measure how programs start")
	}
	dir := t.TempDir()
	archive := filepath.Join(dir, "bulk.warc.gz")
	writeBulkArchive(t, archive, bulkMB(t))
	memory := cleanFromMemory(t, archive) // before and after: what else the machine does counts for both
	_, used := runBulk(t, "clean", archive, "-q", "--format", "jsonl", "--compress", "zstd", "--shard", "256M", "-o", filepath.Join(dir, "out"))
	disk := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	memory = (memory + cleanFromMemory(t, archive)) / 2
	share := float64(memory) / float64(disk)
	t.Logf("from memory %v, from the archive %v of processor time: %.0f %% of the speed", memory, disk, 100*share)
	if share < 0.8 {
		t.Errorf("%.0f %% of the speed of cleaning from memory, want 80", 100*share)
	}
}

// memoryShare is how many bytes of pages are held at a time.
const memoryShare = 128 << 20

func cleanFromMemory(t *testing.T, archive string) (spent time.Duration) {
	f, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := warc.NewReader(f, warc.Options{})
	var pages []*warc.Record
	size := 0
	for {
		rec, err := r.Next()
		if damaged := (*warc.RecordError)(nil); errors.As(err, &damaged) {
			continue
		}
		if err == nil {
			pages = append(pages, rec)
			size += len(rec.Payload)
		}
		if err == nil && size < memoryShare {
			continue
		}
		before := processorTime(t)
		cleanAll(c, pages)
		spent += processorTime(t) - before
		pages, size = nil, 0
		if err == io.EOF {
			return spent
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func cleanAll(c *clean.Cleaner, pages []*warc.Record) {
	var wait sync.WaitGroup
	for worker := range 2 {
		wait.Go(func() {
			for i := worker; i < len(pages); i += 2 {
				a, err := c.HTML(pages[i].Payload, clean.PageInfo{URL: pages[i].TargetURI, ContentType: pages[i].ContentType()})
				if err == nil {
					_ = render.JSONL(io.Discard, a, render.Options{}) // never fails
				}
			}
		})
	}
	wait.Wait()
}

func processorTime(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
