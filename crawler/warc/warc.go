// Package warc reads and writes web archives.
//
//	Reader  = WARC/1.0 and 1.1 (ISO 28500), with WET, which is WARC of plain text;
//	          uncompressed, gzip by record, or gzip as a whole -> records, in order
//	Archive = one record of a directory of files, by file and offset
//	Writer  = WARC/1.1, gzip by record, files of bounded size
//
// A Reader streams, in memory bounded by the size of one record.
//
// Archives are long and seldom perfect. A damaged record is a *RecordError that
// names its offset, and the next call goes on with the next record that can be
// found, so that one bad spot costs what it hit and no more.
package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"matn/crawler/internal/coding"
)

// Options tune a Reader. The zero value is the recommended setting.
type Options struct {
	// MaxRecord bounds the block of a record, and again its payload once decoded, in
	// bytes. A longer one is a RecordError. 0 means 32 MiB.
	MaxRecord int64
	// Start is where the source begins in the file, in bytes, when it was gone forward
	// to a record: offsets of records and errors count from the begin of the file.
	Start int64
}

const (
	defaultMaxRecord = 32 << 20  // Common Crawl cuts at 1 MiB, others keep PDF files
	maxHeader        = 256 << 10 // WARC headers of a record; target URIs can be data URIs
	maxFolded        = 8 << 10   // of a header that goes on over several lines
	lineBuffer       = 64 << 10
)

// Record is one record of an archive. It is a value that the Reader no longer
// touches.
type Record struct {
	// Offset is where the record begins in the file, in bytes. Of a compressed file
	// it is where the gzip member begins that the record begins in, and Inner is how
	// many decompressed bytes of the member precede the record: 0 in archives that
	// are compressed by record.
	Offset, Inner int64

	Version   string      // "1.0", "1.1"
	Type      string      // WARC-Type in lower case: "response", "conversion", "warcinfo", ...
	Header    http.Header // the WARC headers; Get("WARC-Record-ID") finds one in any case
	TargetURI string      // WARC-Target-URI without the angle brackets that some writers add; may be ""
	Date      time.Time   // WARC-Date; zero when missing or unreadable
	HTTP      *HTTP       // status and headers of an archived answer; nil when there are none
	// Payload is the body of a response, transfer and content codings undone and
	// character set as archived; the text of a conversion; else the whole block.
	Payload []byte
}

// HTTP is the head of an archived answer.
type HTTP struct {
	Status int
	Header http.Header
}

// ContentType is the media type of Payload with its parameters, "" when unknown.
func (rec *Record) ContentType() string {
	if rec.HTTP != nil {
		return rec.HTTP.Header.Get("Content-Type")
	}
	return rec.Header.Get("Content-Type")
}

// RecordError is a record that could not be read. Reading may go on.
type RecordError struct {
	Offset, Inner int64 // as in Record
	Err           error // io.ErrUnexpectedEOF when the file ends within the record
}

// Error names the record by its place in the file, and what is wrong with it.
func (e *RecordError) Error() string {
	at := strconv.FormatInt(e.Offset, 10)
	if e.Inner > 0 {
		at += "+" + strconv.FormatInt(e.Inner, 10)
	}
	if e.Err == io.ErrUnexpectedEOF {
		return fmt.Sprintf("warc: record at offset %s: the file ends within it", at)
	}
	return fmt.Sprintf("warc: record at offset %s: %v", at, e.Err)
}

// Unwrap gives the cause.
func (e *RecordError) Unwrap() error { return e.Err }

// Reader reads records one after another. It is for one goroutine.
type Reader struct {
	opts    Options
	tape    *tape
	members *members      // nil unless the file is compressed
	in      *bufio.Reader // the archive, uncompressed
	begun   bool
	lost    bool  // the next record must be searched for
	err     error // no further reading
}

// NewReader reads an archive from r, which it does not close. Nothing is read yet.
func NewReader(r io.Reader, o Options) *Reader {
	if o.MaxRecord <= 0 {
		o.MaxRecord = defaultMaxRecord
	}
	return &Reader{opts: o, tape: &tape{r: r, base: o.Start}}
}

// Next gives the next record. At the end it is io.EOF. A *RecordError costs one
// record, and Next may be called again; any other error is of r, and final.
func (r *Reader) Next() (*Record, error) {
	if !r.begun {
		r.begun = true
		r.err = r.begin()
	}
	if r.err == nil && r.lost {
		r.err = r.resync()
	}
	if r.err != nil {
		return nil, r.err
	}
	record, err := r.record()
	if err == nil {
		return record, nil
	}
	var damaged *RecordError
	if !errors.As(err, &damaged) {
		r.err = err
	}
	return nil, err
}

// begin tells compressed archives from plain ones.
func (r *Reader) begin() error {
	head, err := r.tape.peek(4)
	if err != nil {
		return wrapSource(err)
	}
	switch {
	case bytes.HasPrefix(head, gzipMagic):
		r.members = &members{tape: r.tape}
		r.in = bufio.NewReaderSize(r.members, lineBuffer)
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return errors.New("warc: archive is compressed with zstd, which is not supported; unpack it first")
	default:
		r.in = bufio.NewReaderSize(r.tape, lineBuffer)
	}
	return nil
}

func wrapSource(err error) error {
	if err == io.EOF {
		return err
	}
	return fmt.Errorf("warc: read: %w", err)
}

// position is where the next byte of in stands.
func (r *Reader) position() (offset, inner int64) {
	if r.members == nil {
		return r.tape.offset() - int64(r.in.Buffered()), 0
	}
	return r.members.locate(r.members.n - int64(r.in.Buffered()))
}

// record reads one record from its version line to the blank lines after it.
func (r *Reader) record() (*Record, error) {
	if err := r.skipBlankLines(); err != nil {
		return nil, r.between(err)
	}
	rec := &Record{}
	rec.Offset, rec.Inner = r.position()
	r.tape.mark(rec.Offset)
	length, err := r.header(rec)
	if err != nil {
		return nil, r.damage(rec, err)
	}
	if length > r.opts.MaxRecord {
		if _, err := io.CopyN(io.Discard, r.in, length); err != nil {
			return nil, r.damage(rec, err)
		}
		return nil, &RecordError{rec.Offset, rec.Inner, &coding.LimitError{What: "block", Max: r.opts.MaxRecord}}
	}
	block, err := r.block(rec, length)
	if err != nil {
		return nil, err
	}
	if err := rec.open(block, r.opts.MaxRecord); err != nil {
		return nil, &RecordError{rec.Offset, rec.Inner, err}
	}
	return rec, nil
}

func (r *Reader) skipBlankLines() error {
	for {
		c, err := r.in.ReadByte()
		if err != nil {
			return err
		}
		if c != '\r' && c != '\n' {
			return r.in.UnreadByte()
		}
	}
}

// between is an error met where a record may begin: the end of the archive, or a
// damaged gzip member.
func (r *Reader) between(err error) error {
	if broken, ok := errors.AsType[*memberError](err); ok && !r.sourceFailed() {
		r.lost = true
		return &RecordError{broken.offset, 0, broken}
	}
	return r.sourceError(err)
}

// damage is an error met within a record. It has the next record searched for.
func (r *Reader) damage(rec *Record, err error) error {
	if r.sourceFailed() {
		return r.sourceError(err)
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	r.lost = true
	return &RecordError{rec.Offset, rec.Inner, err}
}

func (r *Reader) sourceFailed() bool { return r.tape.err != nil && r.tape.err != io.EOF }

// sourceError prefers what the source said to what was made of it.
func (r *Reader) sourceError(err error) error {
	if r.sourceFailed() {
		err = r.tape.err
	}
	return wrapSource(err)
}

// header reads the version line and the named fields.
func (r *Reader) header(rec *Record) (length int64, err error) {
	left := maxHeader
	line, err := r.line(&left)
	if err != nil {
		return 0, err
	}
	version, ok := strings.CutPrefix(line, "WARC/")
	if !ok {
		return 0, fmt.Errorf("begins with %.40q instead of WARC/", line)
	}
	rec.Version, rec.Header = version, http.Header{}
	name := ""
	for {
		line, err := r.line(&left)
		if err != nil {
			return 0, err
		}
		if line == "" {
			break
		}
		name = addField(rec.Header, line, name)
	}
	rec.Type = strings.ToLower(rec.Header.Get("WARC-Type"))
	rec.TargetURI = strings.TrimSuffix(strings.TrimPrefix(rec.Header.Get("WARC-Target-URI"), "<"), ">")
	rec.Date = parseDate(rec.Header.Get("WARC-Date"))
	length, err = strconv.ParseInt(rec.Header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return 0, fmt.Errorf("Content-Length is %.40q", rec.Header.Get("Content-Length"))
	}
	return length, nil
}

// line reads one line without its end, and takes its size off what is left.
func (r *Reader) line(left *int) (string, error) {
	var long []byte
	for {
		part, err := r.in.ReadSlice('\n')
		if *left -= len(part); *left < 0 {
			return "", fmt.Errorf("header is longer than %d bytes", maxHeader)
		}
		if err == nil && long == nil {
			return string(bytes.TrimRight(part, "\r\n")), nil
		}
		long = append(long, part...)
		if err != nil && err != bufio.ErrBufferFull {
			return "", err
		}
		if err == nil {
			return string(bytes.TrimRight(long, "\r\n")), nil
		}
	}
}

// addField adds one header line; one that begins with a blank continues the field
// called last. Lines that are no fields are skipped: archives hold what servers
// sent. It returns the name that a further line would continue.
func addField(h http.Header, line, last string) string {
	if line[0] == ' ' || line[0] == '\t' {
		if values := h[last]; len(values) > 0 && len(values[len(values)-1]) < maxFolded {
			values[len(values)-1] += " " + strings.TrimSpace(line)
		}
		return last
	}
	name, value, found := strings.Cut(line, ":")
	if !found {
		return last
	}
	name = http.CanonicalHeaderKey(strings.TrimSpace(name))
	h[name] = append(h[name], strings.TrimSpace(value))
	return name
}

// parseDate reads WARC-Date: RFC 3339, in 1.1 also with a fraction of a second or
// cut off after year, month, day or minute.
func parseDate(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z", "2006-01-02", "2006-01", "2006"} {
		if date, err := time.Parse(layout, s); err == nil {
			return date
		}
	}
	return time.Time{}
}
