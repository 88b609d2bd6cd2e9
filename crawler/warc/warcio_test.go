package warc

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// warcioVersion is the release of the npm package that archives are checked with.
const warcioVersion = "2.4.11"

// warcio gives a directory in which the npm package is installed. It is kept between
// runs in the user's cache. Without npm or without a registry the test is skipped,
// but not where CI=true says that it has to run.
func warcio(t *testing.T) string {
	t.Helper()
	giveUp := t.Skipf
	if os.Getenv("CI") == "true" {
		giveUp = t.Fatalf
	}
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			giveUp("archives are not checked with warcio: %v", err)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	dir := filepath.Join(cache, "matn-test", "warcio-"+warcioVersion)
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "warcio", "package.json")); err == nil {
		return dir
	}
	// Installed beside and moved into place, so that two tests do not disturb each other.
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		t.Fatal(err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), "install-")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("npm", "install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--fetch-timeout=20000", "warcio@"+warcioVersion)
	cmd.Dir = fresh
	cmd.WaitDelay = time.Minute
	if out, err := cmd.CombinedOutput(); err != nil {
		os.RemoveAll(fresh)
		giveUp("archives are not checked with warcio: npm install: %v\n%s", err, out)
	}
	if err := os.Rename(fresh, dir); err != nil { // another test was first
		os.RemoveAll(fresh)
	}
	return dir
}

func runWarcio(t *testing.T, verb, file string) []byte {
	t.Helper()
	script, err := filepath.Abs(filepath.Join("testdata", "warcio.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", script, verb, file)
	cmd.Dir = warcio(t)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.Bytes())
	}
	return out
}

// line is what warcio says of a record.
type line struct {
	Type, URL, Date, ID, Head, RefersTo string
	Body                                []byte
	BlockDigest, BlockIs                string
	PayloadDigest, PayloadIs            string
	Place                               *struct {
		Offset, Length json.Number
		Digest         string
	}
}

func TestWriter_WarcioReadsIt(t *testing.T) {
	dir := t.TempDir()
	w := newWriter(t, WriterOptions{Dir: dir, Software: "matn/0.1.0", Info: []Info{{"operator", "ops@paper.example"}}})
	body := "<p>خبر</p>" + strings.Repeat("x", 70_000)
	first := write(t, w, exchangeOf(1, body))
	again := exchangeOf(2, "")
	again.Status, again.Revisit = 304, &Revisit{URL: exchangeOf(1, "").URL, Fetched: noon().Add(time.Second), Digest: first.Digest, NotModified: true}
	second := write(t, w, again)
	third := write(t, w, exchangeOf(3, ""))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	var got []line
	for text := range bytes.Lines(runWarcio(t, "read", filepath.Join(dir, first.File))) {
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		got = append(got, l)
	}
	var kinds []string
	for _, l := range got {
		kinds = append(kinds, l.Type)
		if l.BlockDigest != l.BlockIs {
			t.Errorf("%s %s: block digest %s, the block has %s", l.Type, l.URL, l.BlockDigest, l.BlockIs)
		}
	}
	if all := strings.Join(kinds, " "); all != "warcinfo response request revisit request response request" {
		t.Fatalf("warcio sees %s", all)
	}
	for i, p := range map[int]Place{1: first, 3: second, 5: third} {
		l := got[i]
		if l.ID != p.RecordID || l.PayloadDigest != p.Digest {
			t.Errorf("record %s with payload %s, want %s with %s", l.ID, l.PayloadDigest, p.RecordID, p.Digest)
		}
		if l.Place == nil {
			t.Errorf("%s is not in warcio's index", l.URL)
		} else if offset, _ := l.Place.Offset.Int64(); offset != p.Offset || "sha1:"+l.Place.Digest != p.Digest {
			t.Errorf("warcio's index has %s at %s with %s, want %d and %s", l.URL, l.Place.Offset, l.Place.Digest, p.Offset, p.Digest)
		} else if length, _ := l.Place.Length.Int64(); length != p.Length {
			t.Errorf("warcio's index has %d bytes at %d, want %d", length, p.Offset, p.Length)
		}
	}
	if string(got[1].Body) != body || got[1].PayloadIs != first.Digest || got[1].Head != "HTTP/1.1 200 OK" {
		t.Errorf("answer of %d bytes, %s, %q", len(got[1].Body), got[1].PayloadIs, got[1].Head)
	}
	if got[3].RefersTo != exchangeOf(1, "").URL || got[3].Head != "HTTP/1.1 304 Not Modified" {
		t.Errorf("revisit %+v", got[3])
	}
	if got[2].Head != "GET /%D8%AE%D8%A8%D8%B1/1?q=1 HTTP/1.1" {
		t.Errorf("request %q", got[2].Head)
	}
}

func TestReader_ReadsWhatWarcioWrites(t *testing.T) {
	file := filepath.Join(t.TempDir(), "warcio.warc.gz")
	runWarcio(t, "write", file)
	recs := readAll(t, file)
	if len(recs) != 3 || recs[0].Type != "warcinfo" || recs[1].Type != "response" || recs[2].Type != "request" {
		t.Fatalf("%d records", len(recs))
	}
	res := recs[1]
	if string(res.Payload) != "<p>خبر</p>" || res.TargetURI != "https://paper.example/1" || res.ContentType() != "text/html; charset=utf-8" || !res.Date.Equal(noon()) {
		t.Errorf("%+v %q", res, res.Payload)
	}
	if got := res.Header.Get("WARC-Payload-Digest"); got != SHA1.Of(res.Payload) {
		t.Errorf("digest %s, want %s", got, SHA1.Of(res.Payload))
	}
}
