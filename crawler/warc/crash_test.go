//go:build unix

package warc

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// childDir has the test binary write exchanges into a directory for ever, or until
// something fails, instead of testing.
const childDir = "WARC_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := child(dir); err != nil {
			fmt.Println(err)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child tells of every place that it was promised.
func child(dir string) error {
	if size := os.Getenv("WARC_TEST_LIMIT"); size != "" { // as a full disk: writes beyond it fail
		var limit syscall.Rlimit
		if _, err := fmt.Sscan(size, &limit.Cur); err != nil {
			return err
		}
		limit.Max = limit.Cur
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
	}
	w, err := NewWriter(WriterOptions{Dir: dir, MaxBytes: 4 << 20})
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	for n := 0; ; n++ {
		p, err := w.Write(exchangeOf(n, noise(30_000)))
		if err != nil {
			return err
		}
		if err := out.Encode(p); err != nil {
			return err
		}
	}
}

// noise is text that does not get smaller by compression.
func noise(n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte(' ' + rand.IntN(90)))
	}
	return b.String()
}

func startChild(t *testing.T, dir string, env ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), childDir+"="+dir), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// promised reads what a child told of: places, and the lines that are none.
func promised(t *testing.T, out *bufio.Scanner) (places []Place, rest []string) {
	t.Helper()
	for out.Scan() {
		var p Place
		if err := json.Unmarshal(out.Bytes(), &p); err != nil {
			rest = append(rest, out.Text())
			continue
		}
		places = append(places, p)
	}
	return places, rest
}

// checkArchive reads all files from end to end, and every place.
func checkArchive(t *testing.T, dir string, places []Place) {
	t.Helper()
	w := newWriter(t, WriterOptions{Dir: dir}) // mends what is torn
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := Files(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		readAll(t, filepath.Join(dir, f))
	}
	a := OpenArchive(dir, Options{})
	defer a.Close()
	for _, p := range places {
		rec, err := a.Record(p.File, p.Offset)
		if err != nil || rec.Header.Get("WARC-Record-ID") != p.RecordID || SHA1.Of(rec.Payload) != p.Digest {
			t.Errorf("%+v: %v, %v", p, rec, err)
		}
	}
}

func TestWriter_KilledAtAnyMomentKeepsWhatItPromised(t *testing.T) {
	dir := t.TempDir()
	var all []Place
	for range 8 {
		cmd, out := startChild(t, dir)
		time.AfterFunc(time.Duration(20+rand.IntN(150))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		places, _ := promised(t, out)
		_ = cmd.Wait() // killed
		all = append(all, places...)
		checkArchive(t, dir, all)
	}
	if len(all) == 0 {
		t.Error("the child wrote nothing")
	}
}

func TestWriter_FullDiskIsAnErrorAndLosesNothing(t *testing.T) {
	for _, limit := range []int{100, 100_000, 150_001} {
		dir := t.TempDir()
		cmd, out := startChild(t, dir, fmt.Sprintf("WARC_TEST_LIMIT=%d", limit))
		places, rest := promised(t, out)
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
		if len(rest) == 0 || !strings.HasPrefix(rest[0], "warc: write: ") || !strings.Contains(rest[0], "file too large") {
			t.Errorf("limit %d: %q", limit, rest)
		}
		if limit > 1000 && len(places) == 0 {
			t.Errorf("limit %d: nothing was written", limit)
		}
		checkArchive(t, dir, places)
	}
}
