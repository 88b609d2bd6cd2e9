package warc

import (
	"bytes"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
)

// Exchange is one request with its answer, as they are written.
type Exchange struct {
	URL        string      // absolute; of the request
	Fetched    time.Time   // when the request was sent; kept to the second
	RemoteAddr string      // "ip:port" that answered; "" when not known
	Request    http.Header // as sent, without Host; nil writes no request record
	Status     int         // of the answer
	Header     http.Header // of the answer, as received
	Body       []byte      // content and transfer codings undone
	Truncated  bool        // Body is only the beginning
	Revisit    *Revisit    // what is not written once more; nil writes the whole answer
}

// Revisit says that the body of an exchange is in the archive already.
type Revisit struct {
	URL         string    // of the exchange that has the body
	Fetched     time.Time // of that exchange
	RecordID    string    // of its response record, "<urn:uuid:...>"; may be ""
	Digest      string    // of its body; "" takes that of Exchange.Body
	NotModified bool      // the server said so with a 304; else the body came again
}

// Profiles of revisit records, from the WARC 1.1 standard.
const (
	profileSame        = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	profileNotModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
)

// Digest is a hash function for digests of blocks and payloads.
type Digest string

// Digests that are written. SHA-1 in base32 is what archives have, and their indexes
// compare; SHA-256 is for those that have to withstand forgery.
const (
	SHA1   Digest = "sha1"
	SHA256 Digest = "sha256"
)

// Of is the digest of data as a record has it: "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ".
func (d Digest) Of(data []byte) string {
	if d == SHA256 {
		sum := sha256.Sum256(data)
		return "sha256:" + hex.EncodeToString(sum[:])
	}
	sum := sha1.Sum(data)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// field is one line of a record's header.
type field struct{ name, value string }

// newID is a record's name: a random UUID of version 4 (RFC 9562).
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails: crypto/rand ends the program instead
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// warcDate is RFC 3339 in UTC, to the second, which readers of WARC/1.0 know too.
func warcDate(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// packer makes records. It is safe for many goroutines.
type packer struct {
	digest Digest
	zips   sync.Pool // of *gzip.Writer, each with more than half a megabyte of tables
}

// record writes one record as a gzip member of its own.
func (k *packer) record(out *bytes.Buffer, fields []field, block []byte) error {
	z, ok := k.zips.Get().(*gzip.Writer)
	if ok {
		z.Reset(out)
	} else {
		z = gzip.NewWriter(out)
	}
	defer k.zips.Put(z)
	var head bytes.Buffer
	head.WriteString("WARC/1.1\r\n")
	for _, f := range fields {
		if f.value != "" {
			head.WriteString(f.name + ": " + oneLine(f.value) + "\r\n")
		}
	}
	head.WriteString("Content-Length: " + strconv.Itoa(len(block)) + "\r\n\r\n")
	for _, part := range [][]byte{head.Bytes(), block, []byte("\r\n\r\n")} {
		if _, err := z.Write(part); err != nil {
			return err
		}
	}
	return z.Close()
}

// oneLine keeps a value from ending its line: headers come from servers.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\r\n\x00") {
		return s
	}
	return strings.NewReplacer("\r", " ", "\n", " ", "\x00", " ").Replace(s)
}

// info writes the warcinfo record that a file begins with.
func (k *packer) info(out *bytes.Buffer, o *WriterOptions, name string, now time.Time) error {
	var block bytes.Buffer
	lines := append([]Info{{"software", o.Software}, {"format", "WARC File Format 1.1"},
		{"conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"}}, o.Info...)
	for _, l := range lines {
		if l.Value != "" {
			block.WriteString(l.Name + ": " + oneLine(l.Value) + "\r\n")
		}
	}
	return k.record(out, []field{
		{"WARC-Type", "warcinfo"}, {"WARC-Record-ID", newID()}, {"WARC-Date", warcDate(now)}, {"WARC-Filename", name},
		{"Content-Type", "application/warc-fields"}, {"WARC-Block-Digest", k.digest.Of(block.Bytes())},
	}, block.Bytes())
}

// packed is an exchange as bytes of a file.
type packed struct {
	data   []byte
	length int64 // of the first record, the answer
	id     string
	digest string
}

// exchange writes the answer, and behind it the request.
func (k *packer) exchange(x *Exchange) (*packed, error) {
	u, err := url.Parse(x.URL)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("warc: exchange: URL %q is not absolute", x.URL)
	}
	if x.Status < 100 || x.Status > 999 {
		return nil, fmt.Errorf("warc: exchange: %s: status %d", x.URL, x.Status)
	}
	out := &packed{id: newID(), digest: k.digest.Of(x.Body)}
	var buf bytes.Buffer
	block := answerBlock(x)
	if err := k.record(&buf, answerFields(x, k.digest.Of(block), out), block); err != nil {
		return nil, fmt.Errorf("warc: exchange: %s: %w", x.URL, err)
	}
	out.length = int64(buf.Len())
	if x.Request != nil {
		block := requestBlock(x, u)
		err := k.record(&buf, []field{
			{"WARC-Type", "request"}, {"WARC-Record-ID", newID()}, {"WARC-Target-URI", x.URL}, {"WARC-Date", warcDate(x.Fetched)},
			{"WARC-Concurrent-To", out.id}, {"Content-Type", "application/http; msgtype=request"}, {"WARC-Block-Digest", k.digest.Of(block)},
		}, block)
		if err != nil {
			return nil, fmt.Errorf("warc: exchange: %s: %w", x.URL, err)
		}
	}
	out.data = buf.Bytes()
	return out, nil
}

// answerFields are the lines above a block of that digest. The digest of out becomes
// that of the body which a revisit stands for.
func answerFields(x *Exchange, digest string, out *packed) []field {
	ip, _, err := net.SplitHostPort(x.RemoteAddr)
	if err != nil {
		ip = ""
	}
	fields := []field{{"WARC-Type", "response"}, {"WARC-Record-ID", out.id}, {"WARC-Target-URI", x.URL}, {"WARC-Date", warcDate(x.Fetched)},
		{"WARC-IP-Address", ip}, {"Content-Type", "application/http; msgtype=response"}, {"WARC-Block-Digest", digest}}
	if x.Truncated {
		fields = append(fields, field{"WARC-Truncated", "length"})
	}
	r := x.Revisit
	if r == nil {
		return append(fields, field{"WARC-Payload-Digest", out.digest})
	}
	profile := profileSame
	if r.NotModified {
		profile = profileNotModified
	}
	if r.Digest != "" {
		out.digest = r.Digest
	}
	fields[0].value = "revisit"
	return append(fields, field{"WARC-Profile", profile}, field{"WARC-Payload-Digest", out.digest}, field{"WARC-Refers-To", r.RecordID},
		field{"WARC-Refers-To-Target-URI", r.URL}, field{"WARC-Refers-To-Date", warcDate(r.Fetched)})
}

// undone are headers that speak of a body as it was on the wire. It is archived
// without its codings, so they are kept under the name that other archivers give them.
var undone = []string{"Content-Encoding", "Transfer-Encoding", "Content-Length"}

const undonePrefix = "X-Archive-Orig-"

// answerBlock is the answer as HTTP/1.1. A revisit has the head alone.
func answerBlock(x *Exchange) []byte {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 " + strconv.Itoa(x.Status) + " " + http.StatusText(x.Status) + "\r\n")
	for _, name := range sortedNames(x.Header) {
		written := headerName(name)
		if slices.Contains(undone, written) {
			written = undonePrefix + written
		}
		writeHeader(&b, written, x.Header[name])
	}
	if x.Revisit == nil {
		b.WriteString("Content-Length: " + strconv.Itoa(len(x.Body)) + "\r\n")
	}
	b.WriteString("\r\n")
	if x.Revisit == nil {
		b.Write(x.Body)
	}
	return b.Bytes()
}

func requestBlock(x *Exchange, u *url.URL) []byte {
	var b bytes.Buffer
	b.WriteString("GET " + u.RequestURI() + " HTTP/1.1\r\nHost: " + u.Host + "\r\n")
	for _, name := range sortedNames(x.Request) {
		if written := headerName(name); written != "Host" {
			writeHeader(&b, written, x.Request[name])
		}
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// headerName is a name that reads back as itself.
func headerName(name string) string {
	name, _, _ = strings.Cut(oneLine(name), ":")
	return http.CanonicalHeaderKey(strings.TrimSpace(name))
}

func writeHeader(b *bytes.Buffer, name string, values []string) {
	if name == "" {
		return
	}
	for _, v := range values {
		b.WriteString(name + ": " + oneLine(v) + "\r\n")
	}
}

func sortedNames(h http.Header) []string {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
