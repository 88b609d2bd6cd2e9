package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
)

// bulkMB is the size of the synthetic archive, uncompressed: MATN_BULK_MB=2048 is
// the full size.
func bulkMB(t *testing.T) int {
	text := os.Getenv("MATN_BULK_MB")
	if text == "" {
		return 14
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("MATN_BULK_MB=%s: %v", text, err)
	}
	return n
}

// bulkPages are the pages of the fixtures and long articles made of them.
func bulkPages(t *testing.T) [][]byte {
	t.Helper()
	paths, err := filepath.Glob("../../fixtures/pages/*/page.html")
	if err != nil || len(paths) < 20 {
		t.Fatalf("%d pages in fixtures: %v", len(paths), err)
	}
	var pages [][]byte
	for i, path := range paths {
		page := []byte(readFile(t, path))
		pages = append(pages, page)
		if i%2 == 0 {
			pages = append(pages, longPage(t, filepath.Join(filepath.Dir(path), "want.txt"), i))
		}
	}
	return pages
}

// longPage makes a page of some 40 KB of prose, no paragraph like another.
func longPage(t *testing.T, want string, n int) []byte {
	words := strings.Fields(readFile(t, want))
	if len(words) == 0 {
		words = []string{"one", "word", "of", "a", "page", "without"}
	}
	random := rand.New(rand.NewPCG(uint64(n), 1))
	var b strings.Builder
	fmt.Fprintf(&b, "<html><head><title>Page %d</title></head><body><nav><a href=/>Home</a></nav><article><h1>Page %d</h1>", n, n)
	for b.Len() < 40_000 {
		b.WriteString("<p>")
		for range 60 {
			b.WriteString(words[random.IntN(len(words))])
			b.WriteByte(' ')
		}
		b.WriteString("the end.</p>")
	}
	b.WriteString("</article></body></html>")
	return []byte(b.String())
}

// writeBulkArchive writes a WARC of about mb megabytes, gzip by record, with a
// damaged member and a page that is none now and then.
func writeBulkArchive(t *testing.T, path string, mb int) (records int) {
	t.Helper()
	pages := bulkPages(t)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	var member bytes.Buffer
	for size := 0; size < mb<<20; records++ {
		page := pages[records%len(pages)]
		head := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
		member.Reset()
		z.Reset(&member)
		fmt.Fprintf(z, "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://bulk.example/%d\r\nWARC-Date: 2026-03-01T12:00:00Z\r\n"+
			"WARC-Record-ID: <urn:uuid:%d>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s%s\r\n\r\n",
			records, records, len(head)+len(page), head, page)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if out := member.Bytes(); records%97 == 96 {
			out[len(out)/2] ^= 0xff
		}
		if _, err := w.Write(member.Bytes()); err != nil {
			t.Fatal(err)
		}
		size += len(page)
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return records
}

// runBulk runs matn and returns its exit code and what it used.
func runBulk(t *testing.T, args ...string) (int, *syscall.Rusage) {
	t.Helper()
	cmd := exec.Command("matn", args...)
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if code := cmd.ProcessState.ExitCode(); code != exitDone && code != exitSome {
		t.Fatalf("matn %v: %v\n%s", args, err, out)
	}
	return cmd.ProcessState.ExitCode(), cmd.ProcessState.SysUsage().(*syscall.Rusage)
}

// digests are the checksums of the files in dir that readers look at.
func digests(t *testing.T, dir string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		h := sha256.New()
		if _, err := io.Copy(h, f); err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		sums[filepath.Base(path)] = fmt.Sprintf("%x", h.Sum(nil))
	}
	return sums
}

// TestBulk_KilledAndResumedGivesTheSameBytes kills a run with SIGKILL at random
// moments until one comes through, and compares all files with those of a run
// that was left alone.
func TestBulk_KilledAndResumedGivesTheSameBytes(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "bulk.warc.gz")
	records := writeBulkArchive(t, archive, bulkMB(t))
	for name, flags := range map[string][]string{
		"zstd":    {"--format", "jsonl", "--compress", "zstd", "--shard", "6M"},
		"plain":   {"--format", "jsonl", "--shard", "700K"},
		"parquet": {"--format", "parquet", "--shard", "3M"},
	} {
		t.Run(name, func(t *testing.T) {
			whole, cut := filepath.Join(dir, name+"-whole"), filepath.Join(dir, name+"-cut")
			args := append([]string{"clean", archive, "--quiet"}, flags...)
			begin := time.Now()
			_, used := runBulk(t, append(args, "-o", whole)...)
			if peak := used.Maxrss >> 10; peak > 500 && os.Getenv("MATN_BULK_MB") != "" { // measured on demand alone
				t.Errorf("peak memory %d MB, want at most 500", peak)
			}
			kills, goneOn := killUntilDone(t, time.Since(begin), append(args, "-o", cut)...)
			want, got := digests(t, whole), digests(t, cut)
			if len(want) < 4 || len(got) != len(want) {
				t.Fatalf("%d files, want %d: %v", len(got), len(want), got)
			}
			for file, sum := range want {
				if got[file] != sum {
					t.Errorf("%s differs after %d kills", file, kills)
				}
			}
			t.Logf("%d records, %d kills, %d runs went on from a checkpoint, %d files, peak %d MB",
				records, kills, goneOn, len(want), used.Maxrss>>10)
		})
	}
}

// killUntilDone kills runs at random, within a time that grows, so that the end is
// reached whatever a run loses. span is what a whole run takes.
func killUntilDone(t *testing.T, span time.Duration, args ...string) (kills, goneOn int) {
	t.Helper()
	for wait := span / 2; ; wait += span / 4 {
		before := checkpointOf(t, args[len(args)-1])
		cmd := exec.Command("matn", args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if before.Begun {
			goneOn++
		}
		timer := time.AfterFunc(rand.N(wait), func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // how it ended is looked at below
		timer.Stop()
		if cmd.ProcessState.Exited() {
			if code := cmd.ProcessState.ExitCode(); code != exitSome {
				t.Fatalf("exit status %d", code)
			}
			return kills, goneOn
		}
		kills++
	}
}

func checkpointOf(t *testing.T, dir string) checkpoint {
	t.Helper()
	c, err := readCheckpoint(dir)
	if err != nil {
		t.Fatal(err)
	}
	if c == nil {
		return checkpoint{}
	}
	return *c
}

// TestBulk_EveryRecordIsAccountedFor counts articles and failures against the
// records of the archive, by their ids.
func TestBulk_EveryRecordIsAccountedFor(t *testing.T) {
	dir := t.TempDir()
	archive, out := filepath.Join(dir, "bulk.warc.gz"), filepath.Join(dir, "out")
	records := writeBulkArchive(t, archive, min(bulkMB(t), 14))
	runBulk(t, "clean", archive, "--quiet", "--format", "jsonl", "--compress", "zstd", "--shard", "1M", "-o", out)
	seen := map[string]int{}
	for path := range digests(t, out) {
		if strings.HasSuffix(path, ".zst") {
			for _, a := range readShard(t, filepath.Join(out, path)) {
				seen[a.URL]++
			}
		}
	}
	damaged := 0
	for _, line := range strings.Split(strings.TrimSpace(readFile(t, filepath.Join(out, failuresName))), "\n") {
		var f failure
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatal(err)
		}
		if f.Outcome == outcomeFailed {
			damaged++ // the page may have come before the damage
			continue
		}
		if f.RecordID == "" {
			t.Errorf("no record id: %s", line)
		}
		seen[f.URL]++
	}
	if damaged < records/97 {
		t.Errorf("%d failures tell of %d damaged records", damaged, records/97)
	}
	for i := range records {
		if n := seen[fmt.Sprintf("https://bulk.example/%d", i)]; n != 1 && i%97 != 96 {
			t.Errorf("record %d is there %d times", i, n)
		}
	}
}

type shardLine struct {
	URL  string `json:"url"`
	Body string `json:"body"`
}

func readShard(t *testing.T, path string) (lines []shardLine) {
	t.Helper()
	z, err := zstd.NewReader(bytes.NewReader([]byte(readFile(t, path))))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for d := json.NewDecoder(z); ; {
		var line shardLine
		if err := d.Decode(&line); err == io.EOF {
			return lines
		} else if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
}

func TestBulk_ParquetHoldsWhatJSONLHolds(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "bulk.warc.gz")
	writeBulkArchive(t, archive, 2)
	runBulk(t, "clean", archive, "-q", "--format", "parquet", "--shard", "1G", "-o", filepath.Join(dir, "table"))
	runBulk(t, "clean", archive, "-q", "--format", "jsonl", "--shard", "1G", "-o", filepath.Join(dir, "lines"))
	rows, err := parquet.ReadFile[articleRow](filepath.Join(dir, "table", "articles-00000.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(readFile(t, filepath.Join(dir, "lines", "articles-00000.jsonl"))), "\n")
	if len(rows) != len(lines) {
		t.Fatalf("%d rows, %d lines", len(rows), len(lines))
	}
	for i, line := range lines {
		var want articleRow
		if err := json.Unmarshal([]byte(line), &want); err != nil {
			t.Fatal(err)
		}
		if a, b := asJSON(t, rows[i]), asJSON(t, want); a != b {
			t.Fatalf("row %d\n%s\nline\n%s", i, a, b)
		}
	}
}

// asJSON takes an empty list for none, which Parquet does not tell apart.
func asJSON(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(out), ":[]", ":null")
}
