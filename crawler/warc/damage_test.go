package warc

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestNext_DamageCostsWhatItHit(t *testing.T) {
	a := response("http://a/", "HTTP/1.1 200 OK", "first")
	b := response("http://b/", "HTTP/1.1 200 OK", "second")
	c := response("http://c/", "HTTP/1.1 200 OK", "third")
	first, second, third := "response http://a/ 200 first", "response http://b/ 200 second", "response http://c/ 200 third"
	longer := strings.Replace(b, "Content-Length: 25", "Content-Length: 90", 1)
	shorter := strings.Replace(b, "Content-Length: 25", "Content-Length: 21", 1)
	if longer == b || shorter == b {
		t.Fatal("the length was not found")
	}
	za, zb, zc := pack(t, a), pack(t, b), pack(t, c)
	flipped := []byte(zb)
	flipped[len(zb)/2] ^= 0xff
	at := func(s string) string { return fmt.Sprintf("error %d", len(s)) }
	tests := []struct {
		name, file string
		want       []string
	}{
		{"junk between records", a + "junk\r\nmore junk\r\n" + b, []string{first, at(a), second}},
		{"length too great", a + longer + c, []string{first, at(a), third}},
		{"length too great at the end", a + longer, []string{first, at(a)}},
		{"length too small", a + shorter + c, []string{first, at(a), third}},
		{"length is no number", a + strings.Replace(b, "Content-Length: 25", "Content-Length: x", 1) + c, []string{first, at(a), third}},
		{"length is negative", strings.Replace(a, "Content-Length: ", "Content-Length: -", 1) + b, []string{"error 0", second}},
		{"no length", strings.Replace(a, "Content-Length", "Content-Size", 1) + b, []string{"error 0", second}},
		{"cut in the block", a + b[:len(b)-10], []string{first, at(a)}},
		{"cut in the header", a + b[:30], []string{first, at(a)}},
		{"cut in the version", a + "WAR", []string{first, at(a)}},
		{"cut, then written on", a + b[:len(b)-15] + c, []string{first, at(a), third}},
		{"no blank lines between", strings.TrimSpace(a) + b, []string{first, second}},
		{"blank lines before", "\r\n\r\n\n" + a, []string{first}},
		{"not an archive", "<html>\n<p>text</p>\n</html>\n", []string{"error 0"}},
		{"nothing", "", nil},

		{"gzip: member damaged", za + string(flipped) + zc, []string{first, at(za), third}},
		{"gzip: member cut, then written on", za + zb[:len(zb)/2] + zc, []string{first, at(za), third}},
		{"gzip: checksum missing, then written on", za + zb[:len(zb)-8] + zc, []string{first, second, at(za), third}},
		{"gzip: file cut", za + zb[:len(zb)-12], []string{first, at(za)}},
		{"gzip: file cut in a member's header", za + zb[:4], []string{first, at(za)}},
		{"gzip: junk between members", za + "junk junk junk" + zc, []string{first, at(za), third}},
		{"gzip: zeros between members", za + "\x00\x00\x00\x00" + zc + "\x00\x00", []string{first, third}},
		{"gzip: length too great", za + pack(t, longer) + zc, []string{first, at(za), third}},
		{"gzip: length too small", za + pack(t, shorter) + zc, []string{first, at(za), third}},
		{"gzip as a whole: bad record", pack(t, a+"junk\r\n"+c), []string{first, "error 0", third}},
		{"gzip as a whole: record over two members", pack(t, a[:100]) + pack(t, a[100:]+b) + pack(t, c), []string{first, second, third}},
		{"gzip: not an archive", pack(t, "text"), []string{"error 0"}},
		{"gzip: header alone", "\x1f\x8b\x08", []string{"error 0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, dropCut(read(t, strings.NewReader(tt.file), Options{}))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// dropCut takes off a second error in a row: where damage begins is told once, and
// whether its rest is told again depends on where the search could start.
func dropCut(lines []string) []string {
	var out []string
	for _, line := range lines {
		if len(out) > 0 && strings.HasPrefix(line, "error") && strings.HasPrefix(out[len(out)-1], "error") {
			continue
		}
		out = append(out, line)
	}
	return out
}

func TestNext_RecordOverTheCapIsSkipped(t *testing.T) {
	bomb := response("http://bomb/", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip", pack(t, strings.Repeat("\x00", 2_000_000)))
	records := []string{response("http://big/", "HTTP/1.1 200 OK", strings.Repeat("x", 200_000)), bomb, entry("metadata", "", "next")}
	for name, file := range packings(t, records) {
		got := read(t, strings.NewReader(file), Options{MaxRecord: 100_000})
		if len(got) != 3 || !strings.HasPrefix(got[0], "error") || !strings.HasPrefix(got[1], "error") || got[2] != "metadata  next" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestNext_ErrorNamesOffsetAndCause(t *testing.T) {
	_, err := NewReader(strings.NewReader(strings.Repeat("\n", 7)+"nonsense\n"), Options{}).Next()
	if want := `warc: record at offset 7: begins with "nonsense" instead of WARC/`; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	_, err = NewReader(strings.NewReader("\x28\xb5\x2f\xfd...."), Options{}).Next()
	if err == nil || !strings.Contains(err.Error(), "zstd, which is not supported") {
		t.Error(err)
	}
}

func TestNext_ErrorOfTheSourceIsFinal(t *testing.T) {
	a := entry("metadata", "", strings.Repeat("x", 100))
	for name, file := range packings(t, []string{a, a}) {
		w := NewReader(io.MultiReader(strings.NewReader(file[:len(file)-20]), iotest.ErrReader(os.ErrDeadlineExceeded)), Options{})
		var err error
		for err == nil {
			_, err = w.Next()
		}
		_, again := w.Next()
		if !errors.Is(err, os.ErrDeadlineExceeded) || !errors.Is(again, os.ErrDeadlineExceeded) {
			t.Errorf("%s: %v, then %v", name, err, again)
		}
	}
}

// Every record claims to be long, none is: reading must not start over for each.
func TestNext_FalseBeginningsAreLinear(t *testing.T) {
	record := "WARC/1.0\r\nContent-Length: 3000000\r\n\r\n"
	file := strings.Repeat(record, 30_000)
	for name, file := range map[string]string{"plain": file, "gzip": strings.Repeat(pack(t, record), 20_000)} {
		w := NewReader(strings.NewReader(file), Options{})
		for n := 0; ; n++ {
			_, err := w.Next()
			if err == io.EOF {
				break
			}
			if n > 60_000 {
				t.Fatalf("%s: no end", name)
			}
		}
		if limit := int64(3*len(file) + tapeKeep); w.tape.retried > limit {
			t.Errorf("%s: went back %d bytes in a file of %d", name, w.tape.retried, len(file))
		}
	}
}
