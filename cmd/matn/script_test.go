package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"

	"matn/crawler/store/postgres/pgtest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"matn": main})
}

// TestScripts runs testdata/script: command lines with what they must print, which
// read as a manual. $URL is a server of ours on the loopback, see server_test.go.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			s := startServer(env)
			if err := os.CopyFS(filepath.Join(env.WorkDir, "pages"), os.DirFS("testdata/pages")); err != nil {
				return err
			}
			env.Setenv("URL", s.plain.URL)
			env.Setenv("TLSURL", s.tls.URL)
			env.Setenv("CLOSED", closedURL)
			env.Setenv("NO_PROXY", "127.0.0.1,localhost")
			env.Values[serverKey{}] = s
			return nil
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "root":
				return os.Geteuid() == 0, nil
			case "postgres":
				return pgtest.Installed(), nil
			}
			return false, fmt.Errorf("no condition %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"pack":    packFile,
			"cut":     cutFile,
			"repeat":  repeatFile,
			"pages":   makePages,
			"encode":  encodeFile,
			"code":    runForCode,
			"asked":   waitAsked,
			"linecnt": countLines,
			"archive": writeArchive,
			"collect": collectPages,
			"expand":  expandFile,

			"postgres": newPostgres(t).database,
			"untilok":  untilOK,
		},
	})
}

// packFile: pack gzip|zstd|br SRC DST
func packFile(ts *testscript.TestScript, _ bool, args []string) {
	in, err := os.Open(ts.MkAbs(args[1]))
	ts.Check(err)
	defer in.Close()
	out, err := os.Create(ts.MkAbs(args[2]))
	ts.Check(err)
	var w io.WriteCloser
	switch args[0] {
	case "gzip":
		w, err = gzip.NewWriterLevel(out, gzip.BestSpeed)
		ts.Check(err)
	case "zstd":
		w, err = zstd.NewWriter(out)
		ts.Check(err)
	case "br":
		w = brotli.NewWriter(out)
	default:
		ts.Fatalf("pack %s", args[0])
	}
	_, err = io.Copy(w, in)
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(out.Close())
}

// cutFile: cut FILE BYTES takes bytes off the end
func cutFile(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data[:len(data)-n], 0o666))
}

// repeatFile: repeat TEXT MEGABYTES FILE
func repeatFile(ts *testscript.TestScript, _ bool, args []string) {
	mb, err := strconv.Atoi(args[1])
	ts.Check(err)
	chunk := bytes.Repeat([]byte(args[0]), 1<<20/len(args[0])+1)[:1<<20]
	f, err := os.Create(ts.MkAbs(args[2]))
	ts.Check(err)
	for range mb {
		_, err := f.Write(chunk)
		ts.Check(err)
	}
	ts.Check(f.Close())
}

// makePages: pages TEMPLATE DIR COUNT replaces NUMBER in the template
func makePages(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.MkdirAll(ts.MkAbs(args[1]), 0o777))
	for i := range n {
		page := strings.ReplaceAll(ts.ReadFile(args[0]), "NUMBER", strconv.Itoa(i))
		name := fmt.Sprintf("%s/page%03d.html", ts.MkAbs(args[1]), i)
		ts.Check(os.WriteFile(name, []byte(page), 0o666))
	}
}

// encodeFile: encode QUOTED FILE writes a quoted Go string as bytes
func encodeFile(ts *testscript.TestScript, _ bool, args []string) {
	raw, err := strconv.Unquote(`"` + args[0] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(raw), 0o666))
}

// runForCode: code N COMMAND... expects the exit status to be N
func runForCode(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		if _, scan := fmt.Sscanf(err.Error(), "exit status %d", &got); scan != nil {
			ts.Fatalf("%s: %v", args[1], err)
		}
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// scriptPatience is how long a script waits for what is to come, on a machine that has
// other work.
const scriptPatience = 5 * time.Minute

// waitAsked: asked PATH waits until the server was asked for it
func waitAsked(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.Value(serverKey{}).(*testServer)
	for deadline := time.Now().Add(scriptPatience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if s.count(args[0]) > 0 {
			return
		}
	}
	ts.Fatalf("the server was never asked for %s", args[0])
}

// countLines: linecnt FILE N
func countLines(ts *testscript.TestScript, _ bool, args []string) {
	if got := strings.Count(ts.ReadFile(args[0]), "\n"); strconv.Itoa(got) != args[1] {
		ts.Fatalf("%s has %d lines, want %s", args[0], got, args[1])
	}
}

// writeArchive: archive FILE KIND:URL=PAGE...
func writeArchive(ts *testscript.TestScript, _ bool, args []string) {
	heads := map[string]string{
		"response": "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
		"notfound": "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
		"image":    "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n",
	}
	var out strings.Builder
	fmt.Fprint(&out, "WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n")
	for i, arg := range args[1:] {
		kind, rest, _ := strings.Cut(arg, ":")
		target, page, _ := strings.Cut(rest, "=")
		recordType, contentType := "response", "application/http; msgtype=response"
		if kind == "conversion" {
			recordType, contentType = kind, "text/plain"
		}
		block := heads[kind] + ts.ReadFile(page)
		fmt.Fprintf(&out, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-05-03T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:%d>\r\n", recordType, target, i+1)
		fmt.Fprintf(&out, "Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", contentType, len(block), block)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(out.String()), 0o666))
}

// expandFile: expand FILE replaces $URL and the like in it
func expandFile(ts *testscript.TestScript, _ bool, args []string) {
	text := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}
